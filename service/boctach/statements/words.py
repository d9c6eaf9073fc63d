"""Words of ``statement_words.tsv`` by what they do, matched where a word of the text begins."""

import functools
import re
from dataclasses import dataclass

from boctach import tables


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of ``statement_words.tsv``."""

    word: str
    role: str
    gloss: str


@functools.cache
def _pattern(role: str) -> re.Pattern[str]:
    rows = tables.read("statement_words", WordRow, key=("word", "role"))
    words = sorted((row.word for row in rows if row.role == role), key=lambda word: (-len(word), word))
    if not words:
        raise KeyError(role)
    return re.compile(rf"(?:{'|'.join(_either_case(word) for word in words)})(?!\w)")


def _either_case(word: str) -> str:
    first, rest = word[0], re.escape(word[1:])
    return f"[{first}{first.upper()}]{rest}" if first.islower() else re.escape(first) + rest


def end_of(role: str, text: str, at: int) -> int | None:
    """Where the longest word of a role that begins at ``at`` ends, None where there is none.

    Raises:
        KeyError: The table knows no such role.
    """
    match = _pattern(role).match(text, at)
    return match.end() if match else None


def find(role: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Words of a role in ``text[start:end]`` as spans, in order.

    Raises:
        KeyError: The table knows no such role.
    """
    spans = (match.span() for match in _pattern(role).finditer(text, start, end))
    return [(begin, after) for begin, after in spans if begin == start or not text[begin - 1].isalnum()]
