"""The words around partners' names, by what they do there, and patterns built of them."""

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


def last_word(before: str) -> str:
    """The letters that a text ends in before its last blank; empty where it does not end in a word and a blank."""
    end = len(before) - 1
    if end < 1 or before[end] != " ":
        return ""
    at = end
    while at and before[at - 1].isalpha():
        at -= 1
    return before[at:end]


class Ending:
    """A pattern of what ends right before a name, tried only where the word there is one that it may end in.

    Args:
        pattern: The pattern; it ends in a word of one of the roles, a blank and ``$``.
        roles: The roles of its last word.
    """

    def __init__(self, pattern: str, *roles: str) -> None:
        self._pattern = re.compile(pattern)
        forms = (form for role in roles for word in of_role(role) for form in (word, word[0].upper() + word[1:]))
        self._last_words = frozenset(last_word(f"{form} ") for form in forms)

    def search(self, before: str) -> re.Match[str] | None:
        """The match that the text ``before`` a name ends in."""
        return self._pattern.search(before) if last_word(before) in self._last_words else None
