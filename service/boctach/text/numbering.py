"""Nouns behind which a number names a thing and is no amount: ``khoản 2``, ``bão số 5``, ``lớp 12``."""

import functools
import re
from dataclasses import dataclass

from boctach import tables


@dataclass(frozen=True, slots=True)
class NumberingNoun:
    """A row of ``numbering_nouns.tsv``."""

    form: str
    gloss: str
    also_verb: str
    valued: str
    counts: str


_REACH = 16
"""Characters that the longest of the nouns may take."""


def uncapitalised(word: str) -> str:
    """The word with its first letter small, as tables of common nouns have it."""
    return word if word.islower() else word[:1].lower() + word[1:]


@functools.cache
def nouns() -> dict[str, NumberingNoun]:
    """The nouns by their form, its first letter small."""
    rows = tables.read("numbering_nouns", NumberingNoun, key=("form",))
    return {uncapitalised(row.form): row for row in rows}


@functools.cache
def _ends() -> frozenset[str]:
    """The nouns and the last of their words, the first letter small or capital."""
    words = [form.split(" ") for form in nouns()]
    ends = {" ".join(syllables[at:]) for syllables in words for at in range(len(syllables))}
    return frozenset(ends | {end[0].upper() + end[1:] for end in ends})


def ends_noun(word: str) -> bool:
    """Whether a word may be one of the nouns, or the last of its words: ``hạng`` of ``bảng xếp hạng``."""
    return word in _ends()


@functools.cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({'|'.join(sorted(nouns(), key=len, reverse=True))})[ \u00a0]\Z", re.IGNORECASE)


def stands_before(text: str, at: int, start: int) -> bool:
    """Whether one of the nouns stands right before ``at``, but none that amounts follow too (``mức 5%``)."""
    match = _before().search(text, max(start, at - _REACH), at)
    noun = nouns().get(uncapitalised(match[1])) or nouns().get(match[1].lower()) if match else None
    return noun is not None and not noun.valued
