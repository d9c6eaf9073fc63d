"""The words around partners' names, by what they do there, and alternations built of them."""

import functools
import re
from dataclasses import dataclass

from boctach import tables


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of ``partner_words.tsv``."""

    word: str
    role: str
    gloss: str


@functools.cache
def of_role(role: str) -> tuple[str, ...]:
    """The words of a role, the longest first.

    Raises:
        KeyError: The table knows no such role.
    """
    rows = tables.read("partner_words", WordRow, key=("word", "role"))
    words = sorted((row.word for row in rows if row.role == role), key=lambda word: (-len(word), word))
    if not words:
        raise KeyError(role)
    return tuple(words)


@functools.cache
def any_of(role: str) -> str:
    """A pattern that matches any word of the role; a small first letter stands for a capital one too."""
    return f"(?:{'|'.join(_either_case(word) for word in of_role(role))})"


def _either_case(word: str) -> str:
    first, rest = word[0], re.escape(word[1:])
    return f"[{first}{first.upper()}]{rest}" if first.islower() else re.escape(first) + rest
