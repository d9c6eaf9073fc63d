"""Organisations and companies that no table knows, told by their shape and the words before them."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from boctach.extractors.partners.words import any_of, of_role
from boctach.facts import PartnerType
from boctach.text.cued import Cued
from boctach.text.syllables import is_vietnamese


class Shape(NamedTuple):
    """A name ``[start, end)`` told by its shape; ``alone`` where it is told without a list around it."""

    start: int
    end: int
    type: PartnerType
    alone: bool


_FOREIGN_WORD = r"[A-Z][A-Za-z0-9'’&.-]*[A-Za-z0-9](?!\w)"
_FOREIGN = re.compile(rf"{_FOREIGN_WORD}(?: (?:{_FOREIGN_WORD}|&|and|of|de|the)(?= |\W|$)){{0,4}}")
_ACRONYM = re.compile(r"[A-Z]{2,}\b")
"""Letters that stand for a Vietnamese body as often as for a foreign one."""

_LINKED = re.compile(
    r" (?=[A-Z])(?:(?<=, )|(?<=\bvà )|(?<=\bhay )|(?<=\bhoặc ))"
    r"([A-Z][a-z]+(?:[A-Z][a-z]+)?)(?![\w&]| [A-Z&\d]| của|[.-]\w)"
)
"""One capitalised word that a conjunction joins to something: and Neuralink. It begins with the blank before the word,
which is sooner found than the conjunction."""

_ITEM = re.compile(r"[^;,.:!?\n]+?(?= và [A-ZĐÀ-Ỹ]|[;,.:!?\n]|$)")
_NEXT = re.compile(r" ?[;,] (?:và )?| và ")


class _Patterns(NamedTuple):
    """Patterns of the words that tell a shape.

    Attributes:
        company: A company's word before a name: tập đoàn John Cockerill.
        organizations: What announces organisations: các diễn đàn đa phương như.
        head: An organisation's first word.
    """

    company: Cued
    organizations: Cued
    head: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    return _Patterns(
        Cued(rf"\b{any_of('company_head')} (?=[A-Z])", of_role("company_head")),
        Cued(rf"\b{any_of('multilateral')}(?: [^\W\d_]+){{0,3}}?,? (?:như|gồm|bao gồm|là):? ", of_role("multilateral")),
        re.compile(rf"{any_of('organization_head')}\b"),
    )


def find(text: str, start: int, end: int) -> Iterator[Shape]:
    """Names of organisations and companies in the sentence ``text[start:end]`` by their shape."""
    yield from alone(text, start, end)
    for word in _LINKED.finditer(text, start, end):
        if is_foreign(word[1]):
            yield Shape(word.start(1), word.end(1), "company", alone=False)


def alone(text: str, start: int, end: int) -> Iterator[Shape]:
    """Those of the names in ``text[start:end]`` that are told without a list around them."""
    yield from _announced(text, start, end)
    for cue in _patterns().company.finditer(text, start, end):
        name = _FOREIGN.match(text, cue.end(), end)
        if name and is_foreign(name.group()) and not _ACRONYM.match(name.group()):
            yield Shape(name.start(), name.end(), "company", alone=True)


def _announced(text: str, start: int, end: int) -> Iterator[Shape]:
    """Organisations of a list that is announced as one of international bodies."""
    for cue in _patterns().organizations.finditer(text, start, end):
        at: int | None = cue.end()
        while at is not None:
            item = _ITEM.match(text, at, end)
            if item is None or not _patterns().head.match(item.group()):
                break
            yield Shape(item.start(), item.end(), "organization", alone=True)
            link = _NEXT.match(text, item.end(), end)
            at = link.end() if link else None


def is_foreign(name: str) -> bool:
    """Whether a word of the name is not built like Vietnamese."""
    return any(len(word) > 1 and not is_vietnamese(word) for word in re.findall(r"[^\W\d_]+", name))
