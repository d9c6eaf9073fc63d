"""The counted noun phrase: from the noun after a numeral to the last word that names its kind.

``11.000 dự án đầu tư nước ngoài còn hiệu lực`` counts ``dự án đầu tư nước ngoài``: a head, then nouns, adjectives and
verbs that name its kind, then nouns of the same family that it is coordinated with; no place, owner, purpose or clause.
Words and tags are underthesea's, so both may be wrong: tables of words overrule tags where the language is closed.
"""

import functools
import re
from dataclasses import dataclass

from boctach import tables
from boctach.document import Document
from boctach.text import units
from boctach.text.numbering import uncapitalised
from boctach.text.tagged import Word as Token

_NOUNS = frozenset({"N", "Nc", "Nu", "Ny", "Nb"})
_PREDICATE_MARKS = frozenset({"đã", "đang", "sẽ", "vừa", "cũng", "đều", "vẫn", "chưa", "không", "được", "bị", "phải"})
_CLAUSE_MARKS = frozenset({"có", "bị", "được", "là", "đã", "sẽ", "đang"})
_PLURAL_KINDS = frozenset({"nước", "tỉnh", "cấp", "loại", "ngành", "bộ", "địa phương", "quốc gia", "hạng"})
_QUALITIES = frozenset({"mới", "chính", "lớn", "nhất"})
_INSIDE_OUTSIDE = ("trong nước", "ngoài nước", "trong và ngoài nước", "trong và ngoài tỉnh", "trong tỉnh")
_LOOK_AHEAD = 12
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


@dataclass(frozen=True, slots=True)
class CountedPhrase:
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


def _family(token: Token) -> str | None:
    return _families().get(uncapitalised(token.text))


def _is_uncounted(word: str) -> bool:
    return word in words("uncounted_heads") or word in units.never_counted()


def _begins_none(syllable: str) -> bool:
    return syllable in words("uncounted_heads") or syllable in units.times()


def _is_acronym(word: str) -> bool:
    return 2 <= len(word) <= 6 and word.isupper() and word.isalpha()


def _is_kind_name(word: str) -> bool:
    return word in words("kind_names") or word.split(" ", 1)[0] in words("kind_names")


def read(document: Document, position: int, limit: int, *, governed: bool) -> CountedPhrase | None:
    """The phrase that begins at ``position``, right after a numeral and its blank, or None where no noun begins there.

    Args:
        document: The document.
        position: Where the phrase would begin, in the clean text.
        limit: The sentence's end.
        governed: Whether a verb or preposition governs the numeral, so that a verb after the noun rather names its
            kind than opens a clause.
    """
    reader = _Reader(document, limit, governed)
    return reader.read(position)


class _Reader:
    def __init__(self, document: Document, limit: int, governed: bool) -> None:
        self.words = document.words
        self.text = document.text
        self.first = document.word_at
        self.limit = limit
        self.governed = governed

    def read(self, position: int) -> CountedPhrase | None:
        at = self.first(position)
        head = self._token(at)
        if head is not None and head.start == position and self._is_head(at, head):
            head_end = head.end
        else:
            # The segmenter tore the noun or glued it to its number; one syllable that it saw as no noun is left alone.
            known = known_head(self.text, position, self.limit)
            seen = head is not None and head.start == position and " " not in known
            if not known or seen or _is_uncounted(known):
                return None
            head_end = position + len(known)
            at = self.first(head_end) - 1
        last = self._modifiers(at)
        end = self.words.ends[last]
        return CountedPhrase(position, end if last > at else head_end, head_end)

    def _token(self, at: int) -> Token | None:
        if at >= len(self.words) or self.words.ends[at] > self.limit:
            return None
        return self.words[at]

    def _is_head(self, at: int, token: Token) -> bool:
        word, plain = token.text, uncapitalised(token.text)
        if not word[0].isalpha() or _is_uncounted(plain) or _is_uncounted(word):
            return False
        if is_known_head(plain) or _is_kind_name(word):
            return True
        if _begins_none(plain.split(" ", 1)[0]):
            return False
        if _is_acronym(word):
            following = self._token(at + 1)  # a number beside it too: a row of a table
            return word.lower() not in words("phrase_ends") and not (following and following.text[0].isdigit())
        if word[0].isupper():
            return token.tag in _NOUNS and word[1:] == word[1:].lower()
        return token.tag in _NOUNS and plain not in words("phrase_ends")

    def _modifiers(self, head: int) -> int:
        last = head
        while True:
            step = self._step(head, last)
            if step is None:
                return last
            last = step

    def _step(self, head: int, last: int) -> int | None:
        """The last token of the phrase after one more modifier, or None at the phrase's end."""
        token = self._token(last + 1)
        if token is None or "\n" in self.text[self.words.starts[last] : token.start]:
            return None
        word = token.text
        if word in (",", "và") or token.tag == "C":
            return self._coordinated(head, last)
        if word in ("-", "–") and token.tag == "CH":
            return self._hyphenated(last)
        inside = self._inside_outside(last)
        if inside is not None:
            return inside
        if word in words("phrase_ends"):
            return None
        if self._names_kind(head, last, token):
            return last + 1
        if token.tag == "L" and word == "các":
            following = self._token(last + 2)
            return last + 2 if following is not None and following.text in _PLURAL_KINDS else None
        return None

    def _names_kind(self, head: int, last: int, token: Token) -> bool:
        word = token.text
        if word[0].isupper():
            if _is_acronym(word):
                return self.words.tags[last] in _NOUNS and not self.words.texts[last][0].isupper()
            return _is_kind_name(word)
        if not word[0].isalpha():
            return False
        if word.split(" ", 1)[0] in _CLAUSE_MARKS:
            return False
        if word in _QUALITIES or token.tag in _NOUNS or token.tag == "A":
            return word not in words("clause_openers") and word not in words("clause_verbs")
        return token.tag == "V" and self._verb_names_kind(head, last, token)

    def _verb_names_kind(self, head: int, last: int, token: Token) -> bool:
        word = token.text
        if word in words("clause_openers") or word in words("clause_verbs"):
            return False
        if last == head and self.words.texts[head] in words("classifiers"):
            return True
        if " " not in word:
            return False
        following = self._token(last + 2)
        if following is not None and (following.tag in ("L", "P") or following.text in ("việc", "rằng", "là")):
            return False
        return self.governed or following is None or following.tag == "CH" or self._predicate_follows(last + 2)

    def _predicate_follows(self, at: int) -> bool:
        for i in range(at, at + _LOOK_AHEAD):
            token = self._token(i)
            if token is None or token.tag == "CH":
                return False
            if token.text in _PREDICATE_MARKS:
                return True
        return False

    def _coordinated(self, head: int, last: int) -> int | None:
        conjunct = self._token(last + 2)
        if conjunct is None or self._token(last + 1) is None:
            return None
        if self.words.texts[last + 1] not in (",", "và", "hoặc", "hay"):
            return None
        family = _family(conjunct)
        if family is None or family != _family(self.words[head]):
            return None
        return last + 2

    def _hyphenated(self, last: int) -> int | None:
        following = self._token(last + 2)
        if following is None or following.tag not in _NOUNS or following.text[0].isupper():
            return None
        return last + 2 if self.words.tags[last] in _NOUNS else None

    def _inside_outside(self, last: int) -> int | None:
        begin = self.words.starts[last + 1]
        for form in _INSIDE_OUTSIDE:
            if self.text.startswith(form, begin):
                at = self.first(begin + len(form))
                return at - 1 if self.words.ends[at - 1] == begin + len(form) else None
        return None
