"""Counts: a number of countable things.

The counted phrase is read by `count_phrase`; this module says which numbers count at all. A number does not where it
names something (``khoản 2``, ``bão số 3``, ``quốc lộ 10``), makes a fixed pair (``hai nước``) or belongs to a name.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal

from boctach.document import Document
from boctach.extractors import amounts, count_phrase
from boctach.extractors.base import Candidate
from boctach.extractors.count_phrase import CountedPhrase, words
from boctach.facts import Count, Evidence, Kind, unchecked
from boctach.spans import Span
from boctach.text import numbering, qualifiers
from boctach.text.numbering import uncapitalised
from boctach.text.numbers import Numeral
from boctach.text.parts import Unit
from boctach.text.quantities import Quantity

KIND: Kind = "count"

_count = unchecked(Count)

_BLANKS = re.compile(r"[ \u00a0]{1,2}")
_NUMBERED_ON = re.compile(r"[ \u00a0]?(?:,|và|đến|hoặc|hay|-|–)[ \u00a0]\Z|[-–]\Z")
_OUT_OF = re.compile(r"/|[ \u00a0]trong(?:[ \u00a0]tổng)?(?:[ \u00a0]số)?[ \u00a0]")
_BOTH = re.compile(r"(?<!\w)[Cc]ả[ \u00a0]\Z")
_AMONG = re.compile(r"(?<!\w)(?:[Tt]ổng|[Tt]rong|[Cc]on|[Dd]ân|[Dd]oanh)[ \u00a0]số[ \u00a0]\Z")
# "Vượt qua 32 thí sinh" beats them; "vượt qua 8 tỷ người" is more than that.
_DEFEATED = re.compile(r"(?<!\w)[Vv]ượt qua[ \u00a0]\Z")
_CONTESTANTS = frozenset(
    {
        "thí sinh",
        "đối thủ",
        "ứng viên",
        "ứng cử viên",
        "đội",
        "đội bóng",
        "tay vợt",
        "vận động viên",
        "người đẹp",
        "tác phẩm",
        "bài thi",
        "nhà thầu",
    }
)
# What a number is part of: a score (3-1), a place on a road (km 150+400), a date gone wrong (18/10/204), a rate
# (2 bác sĩ/10.000 dân).
_PART_BEFORE = re.compile(r"\d[-–+]\Z|\d/\d{1,3}/\Z|[^\W\d_]/\Z")
_PART_ENDS = "-–+/"
# "đạt và vượt 21/22 chỉ tiêu": nothing is more than 21 of 22.
_EXCEEDING = re.compile(r"(?<!\w)[Vv]ượt[ \u00a0]\Z")
_SCORE = re.compile(r"(?<!\w)(?:tỷ số|tỉ số|thắng|thua|hòa|hoà)(?:[ \u00a0]\w+)?[ \u00a0]\Z")
_WORD_BEFORE = re.compile(r"(?<!\w)(\d*[^\W\d_]\w*)[ \u00a0]\Z")
# What follows the number of "Số Thứ trưởng không quá 03": nothing that it could count.
_NOTHING_FOLLOWS = re.compile(r"[ \u00a0]?(?:[.,;)\n]|\Z)(?!\d)")
_NOUN_BEFORE = re.compile(
    r"(?<!\w)(?:[Tt]ổng số|[Ss]ố lượng|[Ss]ố)[ \u00a0](?P<noun>[^\W\d_][^.,;:()\d\n]{1,60}?)"
    r"(?:[ \u00a0](?:của|thuộc|tại|ở|trong|trên|đã|hiện)(?:[ \u00a0][^.,;:()\d\n]{1,40}?)?)?"
    r"[ \u00a0](?:là|đạt|lên tới|lên đến|lên|còn|không quá|tối đa|tối thiểu|ít nhất|khoảng|hơn|gần)[ \u00a0]"
    r"(?:(?:là|tới|đến|khoảng|hơn|gần|không quá)[ \u00a0])?\Z"
)
# The last words of `_NOUN_BEFORE`.
_ENDS_OF_NOUN_BEFORE = ("là", "đạt", "tới", "đến", "lên", "còn", "quá", "đa", "thiểu", "nhất", "khoảng", "hơn", "gần")
_NOUN_BEFORE_REACH = 150
# "Kia Morning 2017 bản mới": four bare digits are a year unless a verb or preposition asks for a number.
_YEAR = re.compile(r"(?:19|20)\d\d")
# "12,500 người": nothing counted has three decimals.
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
# Up to so many, "trên 5 lĩnh vực" says where; beyond, "trên 300 trang" says more than.
_FEW = 20
# Words that may be a numeral or something else altogether: only a tag or a well-known noun tells.
_DOUBTFUL = frozenset({"năm", "tư", "không"})
# How many characters before a number may decide about it.
_JUST_BEFORE = 30
# "năm 1950, 10 chiến sĩ": years are not numbered on, as "khoản 1, 2" is.
_CALENDAR = frozenset({"năm", "tháng", "ngày", "quý"})
# Numbering nouns that end no other word before a count.
_SURE_LABELS = frozenset({"số", "khoản", "điều", "khóa", "khoá", "lớp"})
_SURE_LABEL_ENDS = tuple(label[1:] for label in _SURE_LABELS)
# How many tokens a numbering noun may have: "lần thứ", "bảng xếp hạng".
_LABEL_WORDS = 3


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the counts of a document."""
    nouns = _CountedNouns(document)
    counted: set[int] = set()
    candidates: list[Candidate] = []
    for quantity in amounts.read(document, nouns):
        counted.update(numeral.start for numeral in quantity.numerals)
        candidate = _candidate(document, nouns, quantity)
        if candidate is not None:
            candidates.append(candidate)
    for numeral in document.numerals:
        if numeral.start not in counted:
            found = _noun_first(document, nouns, numeral)
            if found is not None:
                candidates.append(found)
    yield from sorted(candidates, key=lambda candidate: candidate.claims[0])


class _CountedNouns:
    """Counted noun phrases, as units of `quantities`."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._sentences = document.sentences
        self._sentence_starts = [sentence.start for sentence in self._sentences]
        self._phrases: dict[int, CountedPhrase] = {}
        self._numbered_until = 0
        self._continues = False
        self._phrase_end = -1

    def after(self, text: str, numeral: Numeral, end: int) -> Unit | None:
        """The counted phrase behind a numeral, None where the numeral names or orders."""
        sentence = self.sentence(numeral.start)
        last = self._document.word_at(numeral.start) - 1
        if self._names_something(text, numeral, sentence, last):
            self._numbered_until = numeral.end
            return None
        blanks = _BLANKS.match(text, numeral.end, end)
        if blanks is None or numeral.joined or numeral.vague or numeral.ordinal or numeral.value <= 0:
            return None
        governed = self._is_governed(sentence, last)
        phrase = count_phrase.read(self._document, blanks.end(), min(end, sentence.end), governed=governed)
        if phrase is None or not self._is_counted(text, numeral, phrase, sentence, governed=governed):
            return None
        self._phrases[phrase.start] = phrase
        self._phrase_end = phrase.end
        place = numeral.value <= _FEW and uncapitalised(text[phrase.start : phrase.head_end]) in words("place_nouns")
        thousands = Decimal(1000 if _ENGLISH_THOUSANDS.fullmatch(text, numeral.start, numeral.end) else 1)
        return Unit(phrase.start, phrase.end, text[phrase.start : phrase.end], thousands, place=place)

    def before(self, text: str, numeral: Numeral, start: int) -> Unit | None:
        """Nothing: a noun that stands first is read by `_noun_first`."""
        del text, numeral, start
        return None

    def phrase(self, unit: Unit) -> CountedPhrase:
        """The phrase that a unit stands for."""
        return self._phrases[unit.start]

    def sentence(self, position: int) -> Span:
        """The sentence that holds a position."""
        at = bisect_right(self._sentence_starts, position)
        return self._sentences[at - 1 if at else 0]

    def _names_something(self, text: str, numeral: Numeral, sentence: Span, last: int) -> bool:
        """Whether the numeral names something, ``last`` being the index of the word before it."""
        if self._continues and _NUMBERED_ON.fullmatch(text, self._numbered_until, numeral.start):
            return True
        if numeral.scale > 1:
            return False  # "so với mức 58 triệu bao"
        if self._phrase_end == numeral.start - 1 or (
            text.endswith("số", sentence.start, numeral.start - 1)
            and _just_before(_AMONG, text, numeral.start, sentence)
        ):
            return False
        words = self._document.words
        form, at = "", last
        first = last - _LABEL_WORDS if last >= 0 and numbering.ends_noun(words.texts[last]) else last
        while at > max(first, -1) and words.starts[at] >= sentence.start:
            form = f"{words.texts[at]} {form}".rstrip()
            noun = numbering.nouns().get(uncapitalised(form))
            if noun is not None:
                self._continues = uncapitalised(form) not in _CALENDAR
                if noun.also_verb and words.tags[at] == "V":
                    return False
                article = form[0].isupper() and uncapitalised(form) in _SURE_LABELS  # Điều 5 xe cơ giới …
                return article or not self._is_size(text, numeral, noun, sentence)
            at -= 1
        # A name glued to the noun by the segmenter: "Điểm e khoản 4".
        if not text.endswith(_SURE_LABEL_ENDS, sentence.start, numeral.start - 1):
            return False
        syllable = _word_before(text, numeral.start, sentence)
        return syllable is not None and uncapitalised(syllable[1]) in _SURE_LABELS

    @staticmethod
    def _is_size(text: str, numeral: Numeral, noun: numbering.NumberingNoun, sentence: Span) -> bool:
        """Whether the number tells how many make up what the noun names: ``nhóm 5 người``, ``loại 16 chỗ``."""
        blanks = _BLANKS.match(text, numeral.end, sentence.end) if noun.counts else None
        counted = count_phrase.known_head(text, blanks.end(), sentence.end) if blanks else ""
        return bool(counted) and count_phrase.family(counted) in noun.counts.split()

    def _is_governed(self, sentence: Span, last: int) -> bool:
        """Whether a verb, preposition or conjunction governs the numeral behind the word at ``last``."""
        words = self._document.words
        at = last
        while at >= 0 and words.starts[at] >= sentence.start:
            tag = words.tags[at]
            if tag not in ("A", "R", "T", "X"):
                return tag in ("V", "E", "C", "P") and words.texts[at] not in ("nhưng", "và", "mà")
            at -= 1
        return False

    def _is_counted(
        self, text: str, numeral: Numeral, phrase: CountedPhrase, sentence: Span, *, governed: bool
    ) -> bool:
        head = uncapitalised(text[phrase.start : phrase.head_end])
        known = count_phrase.is_known_head(head)
        if numeral.value == 2:
            if _just_before(_BOTH, text, numeral.start, sentence):
                return False
            if head in words("fixed_duals"):
                return False
        if numeral.form == "words":
            return self._is_numeral_word(text, numeral, known=known)
        if _YEAR.fullmatch(text, numeral.start, numeral.end):
            return known and governed
        named = self._follows_name(text, numeral, sentence)
        # "Galaxy Note 8 phiên bản mới": a product's name before a product.
        return not named or (known and count_phrase.family(head) != "goods")

    def _is_numeral_word(self, text: str, numeral: Numeral, *, known: bool) -> bool:
        word = uncapitalised(text[numeral.start : numeral.end])
        if word == "một":
            return False
        if not numeral.bare:
            return True
        token = self._document.words[self._document.word_at(numeral.start)]
        tagged = token.start == numeral.start and token.end == numeral.end and token.tag == "M"
        return known and tagged if word in _DOUBTFUL else known or tagged

    @staticmethod
    def _follows_name(text: str, numeral: Numeral, sentence: Span) -> bool:
        """Whether a name stands right before, of which the number may be a part: ``iPhone 16 ra mắt``."""
        before = text.rfind(" ", sentence.start, max(sentence.start, numeral.start - 1))
        if text[max(sentence.start, before + 1) : numeral.start].islower():
            return False
        match = _word_before(text, numeral.start, sentence)
        if match is None:
            return False
        word = match[1]
        # The first word of a sentence is capital anyway; "SOM 2", "iPhone 17" are names even there.
        return word != word.lower() if match.start() > sentence.start else word[1:] != word[1:].lower()


def _just_before(pattern: re.Pattern[str], text: str, at: int, sentence: Span) -> re.Match[str] | None:
    return pattern.search(text, max(sentence.start, at - _JUST_BEFORE), at)


def _word_before(text: str, at: int, sentence: Span) -> re.Match[str] | None:
    """The word right before the blank before ``at``; it begins behind the last blank but that one."""
    floor = max(sentence.start, at - _JUST_BEFORE)
    return _WORD_BEFORE.search(text, max(floor, text.rfind(" ", floor, max(floor, at - 1)) + 1), at)


def _candidate(document: Document, nouns: _CountedNouns, quantity: Quantity) -> Candidate | None:
    text = document.text
    phrase = nouns.phrase(quantity.unit)
    sentence = nouns.sentence(quantity.start)
    start, value, qualifier, out_of, rule = quantity.start, quantity.value, quantity.qualifier, None, quantity.rule
    part = _part_of(document, quantity)
    if part is not None:
        fraction = part.value == 1 and text[part.end] == "/"
        if value is None or part.value > value or (fraction and value <= _FEW):
            return None
        start, out_of, value, rule = part.start, value, part.value, "out-of"
        sentence = nouns.sentence(start)
        qualifier = qualifiers.before(text, start, sentence.start)[0]
        qualifier = "exact" if _just_before(_EXCEEDING, text, start, sentence) else qualifier
    elif _is_part(text, quantity, sentence):
        return None
    elif _is_defeat(text, quantity, phrase, sentence):
        qualifier = "exact"
    fact = _count(
        **document.anchor(start, quantity.end),
        value=value,
        low=quantity.low,
        high=quantity.high,
        qualifier=qualifier,
        unit=" ".join(text[phrase.start : phrase.end].split()),
        head=text[phrase.start : phrase.head_end],
        out_of=out_of,
        rule=rule,
        evidence=amounts.evidence(document, quantity),
    )
    claims = [Span(numeral.start, numeral.end) for numeral in quantity.numerals]
    return Candidate(fact, tuple([Span(part.start, part.end), *claims] if part else claims))


def _is_part(text: str, quantity: Quantity, sentence: Span) -> bool:
    """Whether a number belongs to something else, as to a score: ``thắng 3-1 trận mở màn``."""
    if quantity.rule == "borrowed-unit" and (quantity.numerals[0].bare or text[quantity.start - 1] == "/"):
        return True  # 1 giải ba và 4 giải tư, Mega 6/45 và 33 kỳ
    if quantity.qualifier == "range":
        return _just_before(_SCORE, text, quantity.start, sentence) is not None
    before = text[quantity.start - 1 : quantity.start]
    return before in _PART_ENDS and _just_before(_PART_BEFORE, text, quantity.start, sentence) is not None


def _is_defeat(text: str, quantity: Quantity, phrase: CountedPhrase, sentence: Span) -> bool:
    """Whether the counted ones were beaten, so that ``vượt qua`` does not say more than."""
    beaten = text[phrase.start : phrase.head_end] in _CONTESTANTS
    return (
        beaten and quantity.qualifier == "over" and _just_before(_DEFEATED, text, quantity.start, sentence) is not None
    )


def _part_of(document: Document, quantity: Quantity) -> Numeral | None:
    """The numeral 34 of ``34/63 địa phương``, ``2`` of ``2 trong 3 trận``."""
    if len(quantity.numerals) != 1 or quantity.rule == "borrowed-unit":
        return None
    whole = quantity.numerals[0]
    at = bisect_left(document.numerals, whole)
    part = document.numerals[at - 1] if at else None
    if (
        part is None
        or not _OUT_OF.fullmatch(document.text, part.end, whole.start)
        or part.ordinal
        or document.text[part.start - 1 : part.start] == "/"
    ):
        return None
    # "một trong 20 nước" counts the twenty: một is an article.
    return None if part.bare and part.value == 1 else part


def _noun_first(document: Document, nouns: _CountedNouns, numeral: Numeral) -> Candidate | None:
    """``Số Thứ trưởng không quá 03``: the noun stands before its number, which counts nothing else."""
    if numeral.form == "words" or numeral.joined or numeral.vague or numeral.ordinal:
        return None
    text = document.text
    if not text.endswith(_ENDS_OF_NOUN_BEFORE, 0, numeral.start - 1):
        return None
    sentence = nouns.sentence(numeral.start)
    if not _NOTHING_FOLLOWS.match(text, numeral.end, sentence.end) and numeral.end != sentence.end:
        return None
    reach = max(sentence.start, numeral.start - _NOUN_BEFORE_REACH)
    match = _NOUN_BEFORE.search(text, reach, numeral.start)
    if match is None:
        return None
    phrase = count_phrase.read(document, match.start("noun"), match.end("noun"), governed=True)
    if phrase is None:
        return None
    qualifier = qualifiers.before(text, numeral.start, sentence.start)[0]
    noun = document.anchor(phrase.start, phrase.end)
    fact = _count(
        **document.anchor(numeral.start, numeral.end),
        value=numeral.value,
        qualifier=qualifier,
        unit=" ".join(text[phrase.start : phrase.end].split()),
        head=text[phrase.start : phrase.head_end],
        rule="noun-first",
        evidence=(Evidence(role="unit", text=noun["mention"], start=noun["start"], end=noun["end"]),),
    )
    return Candidate(fact, (Span(numeral.start, numeral.end),))
