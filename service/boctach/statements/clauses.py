"""The clause that a number stands in: its subject, its verb, and the noun that the number is the value of.

A chunk is read from its beginning: words that open it, the noun phrase of its subject, the verb, and what stands
between the verb and the number. Vietnamese does not inflect, and many verbs also stand inside noun phrases (``kim
ngạch xuất khẩu``), so a verb counts as the clause's only where its place or the table says so.
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from boctach.spans import Span
from boctach.statements import verbs, words
from boctach.statements.chunks import DATE, FACT_TAGS, NAME, NUMBER, Chunk
from boctach.text.cued import Cued
from boctach.text.tagged import Word


class Clause(NamedTuple):
    """What a chunk says up to a number.

    Attributes:
        subject: Span of the subject's noun phrase, None where the chunk has none.
        place: Whether the subject is the place where something is: ``tại Hà Nội có``.
        measure: Span of the noun that the number is the value of.
        predicate: Span from the verb to what the number or the measured noun leaves over.
        verb_first: The chunk begins with its verb, so that an earlier subject goes on.
        weak: Only the tagger tells the verb, so that a common noun before it may be described by it.
        blocked: It begins with what gives it another subject than the clause before, or none.
    """

    subject: Span | None = None
    place: bool = False
    measure: Span | None = None
    predicate: Span | None = None
    verb_first: bool = False
    weak: bool = False
    blocked: bool = False


# "Có 71% số vốn được chi cho …", "đứng đầu là Nhật Bản": what comes next is the subject.
_MORE_OR_LESS = ("thấp", "cao", "lớn", "nhỏ", "ít", "nhiều")
_COMPARED = Cued(rf"(?:so với|so|(?:{'|'.join(_MORE_OR_LESS)}) hơn)(?!\w)", ("so", *_MORE_OR_LESS))
_COORDINATING = frozenset({"và", "cùng"})  # "nhận giải thưởng và 5 người": what with is not told
_TERM = re.compile(r"(?:giao|hạn|khóa|nhiệm kỳ) ?\Z")  # "kỳ hạn giao tháng 12/2024" is no time of the clause
_RELATING = frozenset({"giữa", "thứ", "hạng"})  # "quan hệ giữa hai thành phố": the number is part of a noun phrase
_CHANGES = frozenset({"tăng", "giảm"})
_NOMINAL_TAGS = frozenset({"N", "Np", "Ny", "Nc", "Nu", "L", "M", "A", "Nb", NUMBER, NAME})
_ENDS_NOUN = frozenset({"E", "C", "CH", "R", "P", NUMBER, DATE})
_LONGEST_PREDICATE = 14  # words; what is longer holds another clause
_TIME_WORDS = frozenset(
    {"trong", "vào", "từ", "đến", "tới", "tính", "cả", "ngay", "hết", "riêng", "chỉ", "khoảng", "năm", "tính đến",
     "tính từ", "kể", "ước tính", "còn", "kết thúc", "đầu", "cuối", "giữa", "trước", "sau", "hồi", "và", "sáng",
     "chiều", "tối", "trưa", "vừa qua", "nay", "qua", "đó", "này", "tháng", "quý"}
)  # fmt: skip


class Reader:
    """Reads the chunks of one text.

    Args:
        text: The clean text.
        dates: Spans of its dates, in order.
    """

    def __init__(self, text: str, dates: Sequence[Span]) -> None:
        self._text = text
        self._dates = dates

    def whole(self, chunk: Chunk) -> Clause:
        """The clause of a chunk's verb, whatever follows it."""
        first = self.skip_opening(chunk.words, 0)
        verb = verbs.verb_at(self._text, chunk.words, first) if first < len(chunk.words) else None
        after = chunk.end if verb is None else chunk.words[verb].end
        return self.read(chunk, Span(after, after), amount=True)

    def read(self, chunk: Chunk, fact: Span, *, amount: bool) -> Clause:
        """The clause of the number at ``fact`` in its chunk.

        Args:
            chunk: The chunk, as a whole.
            fact: The number's span.
            amount: Money or percentage, which measure something; a count only does where the noun says how many.
        """
        before = self._innermost(chunk.words_before(fact.start))
        if before is None:
            return Clause(blocked=True)
        inner = bool(before) and before[0].start > chunk.start
        before = before[self.skip_opening(before, 0) :]
        if not before:
            return Clause()
        clause = self._read(before, fact, amount=amount)
        # "… tuyên bố hỗ trợ 5 triệu USD": whose the inner clause is, an earlier chunk does not tell.
        return clause._replace(verb_first=False) if inner else clause

    def _read(self, before: Sequence[Word], fact: Span, *, amount: bool) -> Clause:
        if (
            before[-1].text.lower() in _RELATING
            or self._is_compared(before)
            or (amount and self._modifies_noun(before, fact))
        ):
            return Clause(blocked=True)
        if before[0].tag == "E" or words.end_of("fronting", self._text, before[0]) == before[0].end:
            return self._after_preposition(before, fact, amount=amount)
        measured = self._measured_with(before, amount=amount)
        if measured:
            return measured
        verb = verbs.verb_at(self._text, before, 0, sure_only=amount)
        if verb is None:
            measure = self._measure(before, amount=amount)
            whole = measure is not None and measure.start == before[0].start
            return Clause(subject=measure if whole else _span(before), measure=measure if whole else None)
        return self._around_verb(before, verb, fact, amount=amount)

    def skip_opening(self, before: Sequence[Word], at: int) -> int:
        """Index of the first word behind conjunctions and times that open a chunk."""
        while at < len(before):
            word = before[at]
            after = (
                words.end_of("opening", self._text, word)
                or words.end_of("relative_time", self._text, word)
                or self._end_of_time(before, at)
            )
            if after is None:
                return at
            at = next((k for k in range(at, len(before)) if before[k].start >= after), len(before))
        return at

    def _is_compared(self, before: Sequence[Word]) -> bool:
        """Whether the number is what another is compared with, or by how much it differs."""
        return _COMPARED.search(self._text, before[0].start, before[-1].end) is not None

    def _modifies_noun(self, before: Sequence[Word], fact: Span) -> bool:
        """Whether a share stands right behind a noun that it describes: ``doanh nghiệp 100% vốn nước ngoài``."""
        percent = self._text[fact.end - 1 : fact.end] == "%" or self._text.endswith("phần trăm", fact.start, fact.end)
        return percent and before[-1].tag in ("N", "Np", "Nc") and self._measure(before, amount=True) is None

    def _end_of_time(self, before: Sequence[Word], at: int) -> int | None:
        """Where a date ends that begins at a word, or a few words of time behind it."""
        for k in range(at, min(at + 4, len(before)) if self._dates else at):
            date = next((d for d in self._dates if d.start <= before[k].start < d.end), None)
            if date is not None:
                return date.end
            if before[k].text.lower() not in _TIME_WORDS:
                return None
        return None

    def _measured_with(self, before: Sequence[Word], *, amount: bool) -> Clause | None:
        """A measured noun with its own verb behind ``với``: ``… với trị giá kim ngạch đạt 5 tỷ USD``."""
        for k in range(len(before) - 2, 0, -1):
            if before[k].text.lower() == "với" and words.end_of("measure", self._text, before[k + 1]):
                verb = verbs.verb_at(self._text, before, k + 1)
                if verb is None or not amount or any(word.tag == NUMBER for word in before[k:]):
                    return None
                subject = self._subject(before[k + 1 : verb])
                return Clause(measure=subject, predicate=self._predicate(before[verb:]))
        return None

    def _innermost(self, before: Sequence[Word]) -> Sequence[Word] | None:
        """The words of the innermost clause before the number, None where nothing tells its subject."""
        start = 0
        for k, word in enumerate(before):
            if word.tag in FACT_TAGS:
                continue
            if k > 0 and word.text[0].isupper() and self._begins_sentence(word):
                start = k  # a full stop is missing
            if not words.is_known(word):
                continue
            says = words.end_of("says", self._text, word)
            if says is not None and k > 0:
                start = next((j for j in range(k, len(before)) if before[j].start >= says), len(before))
                if start < len(before) and before[start].text in ("rằng", "là"):
                    start += 1
            elif words.end_of("subordinate", self._text, word) is not None:
                if k == 0 or word.text.lower() == "mà":
                    return None
                start = k + 1
            elif words.end_of("purpose", self._text, word) is not None and k > start:
                # "… hỗ trợ doanh nghiệp để tạo 500 việc làm": whoever does the one does the other, or is helped to.
                return None
        return before[start:]

    def _begins_sentence(self, word: Word) -> bool:
        """Whether a capital shows that a full stop is missing before a word: ``… tăng mạnh Tỷ giá hôm nay …``."""
        if word.text[1:2].isupper():
            return False
        opens = any(words.end_of(role, self._text, word) for role in ("opening", "subordinate", "fronting"))
        measure = words.end_of("measure", self._text, word)
        named = measure is None or " " not in self._text[word.start : measure]  # "Cục Thuế"
        return opens or not named or word.tag in ("E", "C", "R", "L", "T")

    def _after_preposition(self, before: Sequence[Word], fact: Span, *, amount: bool) -> Clause:
        """A chunk that opens with a preposition: a place that has something, or a measured noun behind ``với``."""
        if before[0].text.lower() == "với":
            measure = self._measure(before[1:], amount=amount)
            return Clause(measure=measure, verb_first=True) if measure else Clause(blocked=True)
        after = words.end_of("locative", self._text, before[0])
        if after is None:
            return Clause(blocked=True)
        place = [word for word in before if word.start >= after]
        verb = verbs.verb_at(self._text, place, 0) if place else None
        if verb is None or not verb:
            return Clause(blocked=True)
        clause = self._around_verb(place, verb, fact, amount=amount)
        return clause._replace(place=True)

    def _around_verb(self, before: Sequence[Word], verb: int, fact: Span, *, amount: bool) -> Clause:
        subject = self._subject(before[:verb])
        rest = before[verb:]
        if before[-1].text in _COORDINATING or any(word.tag == NUMBER for word in before[1:verb]):
            return Clause(blocked=True)
        restart = self._verb_behind_fact(rest)
        if restart:
            same = rest[restart].text.lower() in _CHANGES and subject is not None
            measure = self._leading_measure(before[:verb], subject, amount=amount) if same and subject else None
            predicate = self._predicate(rest[restart:])
            return Clause(subject=subject if same else None, measure=measure, predicate=predicate)
        if self._says_more(rest):
            return Clause(blocked=True)
        measure = self._measure(rest[1:], amount=amount)
        if measure is None and subject is not None:
            measure = self._leading_measure(before[:verb], subject, amount=amount)
        between = any(word.text in _RELATING for word in rest)
        if between or len(rest) > _LONGEST_PREDICATE or self._has_new_subject(rest):
            return Clause(blocked=True)
        behind = measure is not None and measure.start > rest[0].start
        if amount and not behind and any(word.tag == NUMBER for word in rest):
            return Clause(blocked=True)  # of two amounts, the verb is the first one's
        upto = measure.start if measure and behind else fact.start
        predicate = self._predicate([word for word in rest if word.start < upto])
        if predicate and verb and words.end_of("kept", self._text, before[verb - 1]):
            predicate = Span(before[verb - 1].start, predicate.end)
        weak = verbs.is_weak(self._text, before, 0, verb)
        return Clause(subject, measure=measure, predicate=predicate, verb_first=subject is None, weak=weak)

    def _verb_behind_fact(self, rest: Sequence[Word]) -> int:
        """Index of a verb right behind an earlier number: ``đạt 5 tỷ USD tăng 10%``, ``5 suất trị giá 10 triệu``."""
        for k in range(len(rest) - 1, 0, -1):
            if rest[k - 1].tag != NUMBER or words.end_of("auxiliary", self._text, rest[k]):
                continue
            if self._is_plain_verb(rest[k]):
                return k
        return 0

    def _says_more(self, rest: Sequence[Word]) -> bool:
        """Whether another verb follows somewhere behind an earlier number: ``chiếm 31%, đặc biệt có 5``."""
        first = next((k for k, word in enumerate(rest) if word.tag == NUMBER), len(rest))
        return any(
            self._is_plain_verb(word) and not words.end_of("auxiliary", self._text, word)
            for word in rest[first:]
            if word.tag != NUMBER
        )

    def _has_new_subject(self, rest: Sequence[Word]) -> bool:
        """Whether someone named behind the verb does what comes next: ``hỗ trợ Hà Nội thực hiện 5 dự án``."""
        return any(
            word.tag in ("Np", "Ny", NAME) and (after.tag == "V" or words.end_of("auxiliary", self._text, after))
            for word, after in itertools.pairwise(rest)
        )

    def _subject(self, phrase: Sequence[Word]) -> Span | None:
        """The subject's span without the adverbs and times behind it."""
        last = self._before_period(phrase)
        while last:
            word = phrase[last - 1]
            dated = next((d for d in self._dates if d.start <= word.start < d.end), None)
            if dated is not None and not _TERM.search(self._text, phrase[0].start, dated.start):
                last = next((k for k in range(last) if phrase[k].start >= dated.start), last - 1)
            elif dated is None and self._is_adverb(word):
                last -= 1
            else:
                break
        return _span(phrase[:last]) if last else None

    def _is_adverb(self, word: Word) -> bool:
        """Whether a word between subject and verb belongs to neither."""
        if word.tag == "R" or word.text.lower() in ("trong", "vào", "tính", "đến", "từ"):
            return word.text != "nhất"  # "mức thưởng cao nhất"
        return any((words.end_of(role, self._text, word) or 0) >= word.end for role in ("auxiliary", "now"))

    def _before_period(self, phrase: Sequence[Word]) -> int:
        """Index of the first word of a time in the phrase: ``xuất khẩu trong 5 tháng đầu năm``, ``Hà Nội đến nay``."""
        for k in range(1, len(phrase) - 1):
            if words.end_of("now", self._text, phrase[k]):
                return k
            if phrase[k].text in ("trong", "vào", "tính đến"):
                after = phrase[k + 1]
                if after.tag in ("M", NUMBER) or after.text.lower() in _TIME_WORDS:
                    return k
        return len(phrase)

    def _leading_measure(self, subject: Sequence[Word], phrase: Span, *, amount: bool) -> Span | None:
        """A noun phrase that begins with a noun of measure: ``kim ngạch xuất khẩu``, ``số doanh nghiệp``."""
        roles: tuple[words.Role, ...] = ("measure", "trade") if amount else ("count_measure",)
        return phrase if any(verbs.whole_words(self._text, role, subject, 0) for role in roles) else None

    def _measure(self, region: Sequence[Word], *, amount: bool) -> Span | None:
        """The measured noun right before the number, in the words between verb and number."""
        last = len(region)
        while last and (self._tells_nothing(region[last - 1]) or region[last - 1].text == "từ"):
            if region[last - 1].text in ("vào", "ra"):
                break  # "giá mua vào"
            last -= 1
        first = None
        for k in range(last - 1, -1, -1):
            word = region[k]
            if amount and verbs.whole_words(self._text, "measure", region, k):
                first = k
            elif word.text != "vốn" and (word.tag in _ENDS_NOUN or self._is_plain_verb(word)):
                break
        if first is None or (first and region[first - 1].tag == NUMBER):
            return None  # "từ 4,8% GDP lên 5,3%": the noun belongs to the number before
        return Span(region[first].start, region[last - 1].end)

    def _is_plain_verb(self, word: Word) -> bool:
        known, nominal = verbs.known_ends(self._text, word)
        return known > nominal

    def _tells_nothing(self, word: Word) -> bool:
        return word.end in (words.end_of("preposition", self._text, word), words.end_of("auxiliary", self._text, word))

    def _predicate(self, phrase: Sequence[Word]) -> Span | None:
        """The verb and what it governs, without prepositions and qualifiers before the number."""
        verb_end = words.end_of("predicate", self._text, phrase[0]) or phrase[0].end
        last = len(phrase)
        while (
            last > 1
            and phrase[last - 1].start >= verb_end
            and (self._tells_nothing(phrase[last - 1]) or phrase[last - 1].tag in ("E", "CH", "L"))
        ):
            if phrase[last - 1].text == "trong" and phrase[last - 2].text == "một":
                break  # "là một trong 10 thành phố"
            last -= 1
        return _span(phrase[:last]) if last else None


def _span(phrase: Sequence[Word]) -> Span:
    return Span(phrase[0].start, phrase[-1].end)
