"""The counted noun phrase: from the noun after a numeral to the last word that names its kind.

``11.000 dự án đầu tư nước ngoài còn hiệu lực`` counts ``dự án đầu tư nước ngoài``: a head, then nouns, adjectives and
verbs that name its kind, then nouns of the same family that it is coordinated with; no place, owner, purpose or clause.
Words and tags are underthesea's, so both may be wrong: tables of words overrule tags where the language is closed.
"""

import functools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal, NamedTuple

from boctach import tables
from boctach.document import Document
from boctach.text import units
from boctach.text.numbering import uncapitalised

_NOUNS = frozenset({"N", "Nc", "Nu", "Ny", "Nb"})
_PREDICATE_MARKS = frozenset({"đã", "đang", "sẽ", "vừa", "cũng", "đều", "vẫn", "chưa", "không", "được", "bị", "phải"})
_CLAUSE_MARKS = frozenset({"có", "bị", "được", "là", "đã", "sẽ", "đang"})
_PLURAL_KINDS = frozenset({"nước", "tỉnh", "cấp", "loại", "ngành", "bộ", "địa phương", "quốc gia", "hạng"})
_DEPUTIES = frozenset({"phó", "cựu", "nguyên", "tân"})
"""Words before a noun that make another of it: "10 phó đoàn", "3 cựu quan chức"."""
_POINTED_AT = frozenset({"loại", "kiểu", "dạng"})
_QUALITIES = frozenset({"mới", "chính", "lớn", "nhất"})
_FIXED_MODIFIERS = (
    "trong nước",
    "ngoài nước",
    "trong và ngoài nước",
    "trong và ngoài tỉnh",
    "trong tỉnh",
    "không người lái",
)
_EXTENTS = frozenset({"dài", "rộng", "cao", "sâu", "dày", "nặng"})
_EXTENT_FOLLOWS = frozenset({"từ", "khoảng", "hơn", "gần", "trên", "dưới", "tới", "đến", "tổng cộng"})
_AND_CITIES = re.compile(r"/(?:thành phố|thành)(?! (?:đoàn|ủy|uỷ|hội)|\w)")
_LOOK_AHEAD = 12
_WORDS_KEPT = 5_000  # word forms of which is kept what they are as heads
_SYLLABLES = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,3}(?!\w)")


@dataclass(frozen=True, slots=True)
class Word:
    """A row of a table of words."""

    form: str
    gloss: str


@dataclass(frozen=True, slots=True)
class FamilyWord:
    """A counted noun and the family in which it is coordinated."""

    form: str
    family: str
    gloss: str


class CountedPhrase(NamedTuple):
    """The phrase ``[start, end)`` of the clean text; its head ends at ``head_end``."""

    start: int
    end: int
    head_end: int


@functools.cache
def words(table: str) -> frozenset[str]:
    """The forms of a table of words."""
    return frozenset(row.form for row in tables.read(table, Word, key=("form",)))


@functools.cache
def _families() -> dict[str, str]:
    return {row.form: row.family for row in tables.read("noun_families", FamilyWord, key=("form",))}


def is_known_head(word: str) -> bool:
    """Whether a word, its first letter small, is a noun known to be counted."""
    return word in _families() or word in words("classifiers")


def known_head(text: str, position: int, limit: int) -> str:
    """The longest noun known to be counted that begins at ``position``, as written; empty where there is none."""
    match = _SYLLABLES.match(text, position, limit)
    form = match[0] if match else ""
    while form and not is_known_head(uncapitalised(form)):
        form = form.rpartition(" ")[0]
    return form


def family(noun: str) -> str:
    """The family of a noun known to be counted; empty where it has none."""
    return _families().get(uncapitalised(noun), "")


def _is_uncounted(word: str) -> bool:
    return word in words("uncounted_heads") or word in units.never_counted()


def _begins_none(syllable: str) -> bool:
    return syllable in words("uncounted_heads") or syllable in units.times()


def _opens_clause(word: str) -> bool:
    return word in words("clause_openers") or word in words("clause_verbs")


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 6 and word.isupper() and word.isalpha()


def _is_kind_name(word: str) -> bool:
    return word in words("kind_names") or word.split(" ", 1)[0] in words("kind_names")


@functools.lru_cache(_WORDS_KEPT)
def _as_head(word: str) -> Literal["never", "noun", "acronym", "sure"]:
    """What a word is as the first of a phrase: never one, one where it is tagged a noun, an acronym, surely one."""
    plain = uncapitalised(word)
    if not word[0].isalpha() or _is_uncounted(plain) or _is_uncounted(word):
        return "never"
    if is_known_head(plain) or _is_kind_name(word):
        return "sure"
    if _begins_none(plain.split(" ", 1)[0]):
        return "never"
    if _is_acronym(word):
        return "never" if word.lower() in words("phrase_ends") else "acronym"
    ends = word[1:] != word[1:].lower() if word[0].isupper() else plain in words("phrase_ends")
    return "never" if ends else "noun"


def read(document: Document, position: int, limit: int, *, governed: bool) -> CountedPhrase | None:
    """The phrase that begins at ``position``, right after a numeral and its blank, or None where no noun begins there.

    Args:
        document: The document.
        position: Where the phrase would begin, in the clean text.
        limit: The sentence's end.
        governed: Whether a verb or preposition governs the numeral, so that a verb after the noun rather names its
            kind than opens a clause.
    """
    return _Reader(document, limit, governed).read(position)


class _Reader:
    """Reads phrases off the columns of the words; none goes beyond ``stop``, the first word that ends too late."""

    def __init__(self, document: Document, limit: int, governed: bool) -> None:
        words = document.words
        self.text = document.text
        self.starts, self.ends, self.texts, self.tags = words.starts, words.ends, words.texts, words.tags
        self.limit = limit
        self.stop = bisect_right(words.ends, limit)
        self.governed = governed

    def read(self, position: int) -> CountedPhrase | None:
        at = bisect_left(self.starts, position)
        begins = at < self.stop and self.starts[at] == position
        if begins and uncapitalised(self.texts[at]) in _DEPUTIES and at + 1 < self.stop and self._is_head(at + 1):
            at += 1
        if begins and self._is_head(at):
            head_end = self.ends[at]
        else:
            # The segmenter tore the noun or glued it to its number; one syllable that it saw as no noun is left alone.
            known = known_head(self.text, position, self.limit)
            if not known or (begins and " " not in known) or _is_uncounted(known):
                return None
            head_end = position + len(known)
            at = bisect_left(self.starts, head_end) - 1
        cities = _AND_CITIES.match(self.text, head_end) if self.text.endswith("tỉnh", position, head_end) else None
        if cities:
            return CountedPhrase(position, cities.end(), head_end)
        last = self._modifiers(at)
        return CountedPhrase(position, self.ends[last] if last > at else head_end, head_end)

    def _is_head(self, at: int) -> bool:
        word, tag = self.texts[at], self.tags[at]
        reading = _as_head(word)
        if reading == "acronym":  # a number beside it too: a row of a table
            return not (at + 1 < self.stop and self.texts[at + 1][0].isdigit())
        return reading == "sure" or (reading == "noun" and tag in _NOUNS)

    def _modifiers(self, head: int) -> int:
        last = head
        while True:
            step = self._step(head, last)
            if step is None:
                return last
            last = step

    def _step(self, head: int, last: int) -> int | None:
        """The last word of the phrase after one more modifier, or None at the phrase's end."""
        at = last + 1
        if at >= self.stop or self.text.find("\n", self.starts[last], self.starts[at]) >= 0:
            return None
        word, tag = self.texts[at], self.tags[at]
        if word in (",", "và") or tag == "C":
            return self._coordinated(head, last)
        if word in ("-", "–") and tag == "CH":
            return self._hyphenated(last)
        fixed = self._fixed(at)
        if fixed is not None:
            return fixed
        if word in words("phrase_ends") or self._is_pointed_at(at) or self._begins_extent(at):
            return None
        if self._names_kind(head, last):
            return at
        if tag == "L" and word == "các":
            return at + 1 if at + 1 < self.stop and self.texts[at + 1] in _PLURAL_KINDS else None
        return None

    def _is_pointed_at(self, at: int) -> bool:
        """Whether a word only points: "120 quả loại này"."""
        pointed = self.texts[at] in _POINTED_AT and at + 1 < self.stop
        return pointed and self.texts[at + 1] in ("này", "đó", "ấy", "kia")

    def _begins_extent(self, at: int) -> bool:
        """Whether a word tells how long or heavy each is: "12 tuyến đường dài 35 km"."""
        if self.texts[at] not in _EXTENTS or at + 1 == self.stop:
            return False
        number = at + 2 if self.texts[at + 1] in _EXTENT_FOLLOWS else at + 1
        return number < self.stop and self.tags[number] == "M"

    def _names_kind(self, head: int, last: int) -> bool:
        """Whether the word behind ``last`` says what kind is counted."""
        word, tag = self.texts[last + 1], self.tags[last + 1]
        if word[0].isupper():
            if _is_acronym(word):
                return self.tags[last] in _NOUNS and not self.texts[last][0].isupper()
            return _is_kind_name(word)
        if not word[0].isalpha() or word.split(" ", 1)[0] in _CLAUSE_MARKS:
            return False
        if word in _QUALITIES or tag in _NOUNS or tag == "A":
            return not _opens_clause(word)
        return tag == "V" and not _opens_clause(word) and self._verb_names_kind(head, last)

    def _verb_names_kind(self, head: int, last: int) -> bool:
        if last == head and self.texts[head] in words("classifiers"):
            return True
        if " " not in self.texts[last + 1]:
            return False
        following = last + 2
        if following >= self.stop:
            return True
        tag = self.tags[following]
        if tag in ("L", "P") or self.texts[following] in ("việc", "rằng", "là"):
            return False
        return self.governed or tag == "CH" or self._predicate_follows(following)

    def _predicate_follows(self, first: int) -> bool:
        for at in range(first, min(first + _LOOK_AHEAD, self.stop)):
            if self.tags[at] == "CH":
                return False
            if self.texts[at] in _PREDICATE_MARKS:
                return True
        return False

    def _coordinated(self, head: int, last: int) -> int | None:
        conjunct = last + 2
        if conjunct >= self.stop or self.texts[last + 1] not in (",", "và", "hoặc", "hay"):
            return None
        alike = family(self.texts[conjunct])
        return conjunct if alike and alike == family(self.texts[head]) else None

    def _hyphenated(self, last: int) -> int | None:
        following = last + 2
        if following >= self.stop or self.tags[following] not in _NOUNS or self.texts[following][0].isupper():
            return None
        return following if self.tags[last] in _NOUNS else None

    def _fixed(self, at: int) -> int | None:
        """The last word of a modifier that is no noun, adjective or verb, where one begins at a word."""
        begin = self.starts[at]
        if not self.text.startswith(_FIXED_MODIFIERS, begin):
            return None
        form = next(form for form in _FIXED_MODIFIERS if self.text.startswith(form, begin))
        last = bisect_left(self.starts, begin + len(form)) - 1
        return last if self.ends[last] == begin + len(form) else None
