"""Words of ``statement_words.tsv`` by what they do, matched where a word of the text begins."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from boctach import tables
from boctach.errors import TableError
from boctach.text.cued import Cued
from boctach.text.tagged import Word

Role = Literal[
    "measure",
    "count_measure",
    "activity",
    "nominal",
    "trade",
    "predicate",
    "linking",
    "auxiliary",
    "kept",
    "opening",
    "goes_on",
    "now",
    "relative_time",
    "fronting",
    "says",
    "subordinate",
    "purpose",
    "preposition",
    "locative",
    "no_subject",
]


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of ``statement_words.tsv``."""

    word: str
    role: str
    gloss: str


_FORMS = 16_384  # words of texts of which is kept what they may begin
_SYLLABLE = re.compile(r"\w*")


@functools.cache
def _rows() -> tuple[WordRow, ...]:
    rows = tables.read("statement_words", WordRow, key=("word", "role"))
    if {row.role for row in rows} != set(get_args(Role)):
        raise TableError("statement_words.tsv: other roles than those known")
    return rows


@functools.cache
def _pattern(role: Role) -> re.Pattern[str]:
    return re.compile(_alternatives(_words(role)))


@functools.cache
def _cued(role: Role) -> Cued:
    return Cued(_alternatives(_words(role)), _words(role))


def _words(role: Role) -> list[str]:
    """Words of a role, the longest first."""
    return sorted((row.word for row in _rows() if row.role == role), key=lambda word: (-len(word), word))


def _alternatives(words: Sequence[str]) -> str:
    return rf"(?:{'|'.join(_either_case(word) for word in words)})(?!\w)"


def _either_case(word: str) -> str:
    first, rest = word[0], re.escape(word[1:])
    return f"[{first}{first.upper()}]{rest}" if first.islower() else re.escape(first) + rest


@functools.cache
def _beginnings() -> Mapping[str, Mapping[Role, re.Pattern[str]]]:
    """The patterns by the first syllable of their words, with a small first letter and with a capital."""
    found: defaultdict[str, dict[Role, re.Pattern[str]]] = defaultdict(dict)
    for row in _rows():
        syllable = _first_syllable(row.word)
        role = cast("Role", row.role)
        for form in (syllable, syllable[0].upper() + syllable[1:]):
            found[form][role] = _pattern(role)
    return found


def _first_syllable(words: str) -> str:
    match = _SYLLABLE.match(words)
    return match.group() if match else ""


@functools.lru_cache(_FORMS)
def _beginning(form: str) -> Mapping[Role, re.Pattern[str]]:
    """The patterns that may match where a word of a text begins: for most words none."""
    return _beginnings().get(_first_syllable(form), {})


def is_known(word: Word) -> bool:
    """Whether a word of any role may begin where a word of a text does."""
    return bool(_beginning(word.text))


def end_of(role: Role, text: str, word: Word) -> int | None:
    """Where the longest word of a role ends that begins where a word of the text does, None where there is none."""
    pattern = _beginning(word.text).get(role)
    match = pattern.match(text, word.start) if pattern else None
    return match.end() if match else None


def end_at(role: Role, text: str, at: int) -> int | None:
    """Where the longest word of a role ends that begins at a place of a text, None where there is none."""
    match = _pattern(role).match(text, at)
    return match.end() if match else None


def find(role: Role, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Words of a role in ``text[start:end]`` as spans, in order."""
    return [match.span() for match in _cued(role).finditer(text, start, end)]
