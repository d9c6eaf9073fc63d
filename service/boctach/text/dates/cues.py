"""Words beside a date: what makes a bare number a date, what rules it out, where a period begins or ends.

Every look is at the words directly before or after a place and reaches no further than `REACH` characters.
"""

import re
from dataclasses import dataclass
from functools import cache

from boctach import tables
from boctach.spans import Span
from boctach.text.letters import UPPER

REACH = 64
"""Characters that a look before or after a place may take in."""
_NO_COMPOUND = r"(?!\w| {1,3}(?:\d|{not_unit}(?!\w)))"
MEASURE = r" {0,3}{measure}" + _NO_COMPOUND
"""A unit of measure or money: the number before it is no date."""
UNIT = r" {0,3}(?:{counted}|{measure})" + _NO_COMPOUND
"""The same, or a counted noun."""
_ROLE = re.compile(r"\{([a-z_]+)\}")
_SYNTAX = re.compile(r"\(\?i?:|[|)]|\{[^{}]*\}")  # of a pattern, beside words: groups, roles, how often
_NOTHING_COUNTED = (
    r"$| ?[^\w\s%°$€+*/-]"
    r"| {1,3}(?:[-–—|(\"“‘]|[{capital}]|{follower}(?!\w)|năm {1,3}(?:nay|ngoái|sau|tới)(?!\w))"
)


@dataclass(frozen=True)
class DateWord:
    """A row of ``date_words``."""

    word: str
    role: str
    gloss: str


@cache
def _words() -> dict[str, list[str]]:
    """The words of each role."""
    roles: dict[str, list[str]] = {}
    for row in tables.read("date_words", DateWord, key=("word", "role")):
        roles.setdefault(row.role, []).append(row.word)
    return roles


@cache
def _alternations() -> dict[str, str]:
    """For each role the alternation of its words, the longest first; and the capital letters."""
    patterns = {role: [re.escape(word).replace(r"\ ", " {1,3}") for word in words] for role, words in _words().items()}
    alternations = {role: f"(?:{'|'.join(sorted(found, key=len, reverse=True))})" for role, found in patterns.items()}
    return {"capital": UPPER, **alternations}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_ROLE.sub(lambda role: _alternations()[role[1]], pattern))


@cache
def _before(pattern: str) -> tuple[re.Pattern[str], frozenset[str] | None]:
    """The pattern of what ends at a place, and its words in small letters, of the table's forms the last.

    Where the pattern is made of words alone, with one of them it ends. None where there is more in it than words.
    """
    plain = _SYNTAX.sub(" ", pattern).split()
    roles = [word for role in _ROLE.findall(pattern) for word in _words().get(role, ())]
    lasts = {word.lower() for word in plain} | {word.lower().rpartition(" ")[2] for word in roles}
    compiled = _compiled(rf"(?<!\w)(?:{pattern})$")
    return compiled, frozenset(lasts) if all(map(str.isalpha, plain)) else None


def before(text: str, place: int, limit: int, pattern: str) -> Span | None:
    """The words that end at ``place`` and match.

    Args:
        text: The text.
        place: Where the words must end.
        limit: No look goes before it (the paragraph's start).
        pattern: A regular expression in which ``{role}`` stands for any word of a role in the table, and
            ``[{capital}]`` for a capital letter.
    """
    compiled, lasts = _before(pattern)
    start = max(limit, place - REACH)
    if lasts is not None:
        last = text[start:place].rstrip(" ").rpartition(" ")[2]
        if last.isalpha() and last.lower() not in lasts:
            return None
    match = compiled.search(text, start, place)
    return Span(match.start(), match.end()) if match else None


def after(text: str, place: int, limit: int, pattern: str) -> Span | None:
    """The words that begin at ``place`` and match; see `before`."""
    match = _compiled(pattern).match(text, place, min(limit, place + REACH))
    return Span(match.start(), match.end()) if match else None


def ends_well(text: str, place: int, limit: int) -> bool:
    """Whether nothing that could be counted stands at ``place``: a stop, a name, or a word of the closed class."""
    return after(text, place, limit, _NOTHING_COUNTED) is not None
