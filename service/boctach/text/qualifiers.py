"""Qualifiers before a number: how exactly it is meant (``hơn``, ``khoảng``, ``không quá``)."""

import functools
import re
from dataclasses import dataclass
from typing import cast, get_args

from boctach import tables
from boctach.facts import Qualifier
from boctach.spans import Span


@dataclass(frozen=True)
class Phrase:
    """A row of ``qualifiers.tsv``."""

    words: str
    qualifier: str
    gloss: str


_LAST_WORDS = re.compile(r"[^\W\d_]+|[~≈<>≥≤]")
_NOT_WORDS = re.compile(r"[^\w~≈<>≥≤ \u00a0]|\d")
# Words between a qualifier and its number that change nothing: vượt mốc 25.000 đồng, ít nhất là 5.
_NEUTRAL = frozenset({"mức", "mốc", "ngưỡng", "gấp", "qua", "con", "số"})
_VERBS = frozenset({"là", "tới", "đến", "đạt", "từ", "cần"})
# These stand right before a number, or before a noun of _NEUTRAL; before a verb they are prepositions and adverbs (các
# mức trên là 2%).
_CLOSE = frozenset({"trên", "dưới", "hơn", "gần", "quá", "vượt", "sát", "kém"})


def before(text: str, at: int, start: int, *, place: bool = False) -> tuple[Qualifier, Span | None]:
    """How exactly the number at ``at`` is meant by the words before it, and those words.

    A bound beats ``about``, and of two bounds the outer one wins. Nothing before ``start`` is looked at.

    Args:
        text: The whole text.
        at: Where the number (or the unit before it) begins.
        start: Where the paragraph begins.
        place: The number counts places, so ``trên`` says where.
    """
    window = max(start, at - 60)
    if not _may_qualify(text[window:at].rstrip(" \u00a0").rpartition(" ")[2]):
        return "exact", None
    places = list(_LAST_WORDS.finditer(text, _chunk(text, window, at), at))
    words = [place.group().lower() for place in places]
    found: Qualifier = "exact"
    span: Span | None = None
    last = len(words)
    passed: list[str] = []
    while last:
        sizes = _sizes().get(words[last - 1], ())
        size = next((n for n in sizes if n <= last and " ".join(words[last - n : last]) in _phrases()), 0)
        if not size:
            last -= 1
            passed.append(words[last])
            if passed[-1] not in _NEUTRAL | _VERBS or len(passed) > 3:
                break
            continue
        written = " ".join(words[last - size : last])
        phrase = _phrases()[written]
        if phrase == "exact" or (place and written == "trên") or _says_by_how_much(written, found):
            break
        if written in _CLOSE and _VERBS.intersection(passed):
            break
        if phrase != "about" or found == "exact":
            found, span = phrase, Span(places[last - size].start(), places[last - 1].end())
        last -= size
    return found, span


def _may_qualify(word: str) -> bool:
    """Whether the last word before a number, if it is a word and nothing else, can belong to a qualifier."""
    return not word.isalpha() or word.lower() in _last_words()


def _says_by_how_much(written: str, inner: Qualifier) -> bool:
    """Whether it is a comparison whose amount has its own qualifier: ``lớn hơn gần 45%``."""
    return inner != "exact" and written.endswith(" hơn") and not written.startswith(("không", "vượt"))


def _chunk(text: str, start: int, at: int) -> int:
    """Where the unbroken words before ``at`` begin: behind the last digit or mark of punctuation."""
    breaks = _NOT_WORDS.split(text[start:at])
    return at - len(breaks[-1])


@functools.cache
def _phrases() -> dict[str, Qualifier]:
    names = get_args(Qualifier)
    rows = tables.read("qualifiers", Phrase, key=("words",))
    assert all(row.qualifier in names for row in rows)
    return {row.words: cast("Qualifier", row.qualifier) for row in rows}


@functools.cache
def _sizes() -> dict[str, list[int]]:
    """How many words the qualifiers have that end with a word, the longest first."""
    sizes: dict[str, set[int]] = {}
    for written in _phrases():
        words = written.split(" ")
        sizes.setdefault(words[-1], set()).add(len(words))
    return {word: sorted(found, reverse=True) for word, found in sizes.items()}


@functools.cache
def _last_words() -> frozenset[str]:
    """Words that end a qualifier, or that stand between one and its number."""
    return _NEUTRAL | _VERBS | _sizes().keys()
