"""What labels mean: the sections with their IPTC codes, the themes, and the labels of other collections.

A label of another collection may say only that a text is of one of several sections.
"""

import functools
from dataclasses import dataclass

from boctach import tables

_BETWEEN = " | "


@dataclass(frozen=True)
class SectionRow:
    """A section: its name, the nearest IPTC Media Topic, and that topic's name."""

    name: str
    iptc: str
    iptc_name: str
    gloss: str


@dataclass(frozen=True)
class CollectionRow:
    """A label of another collection and the sections that it may mean."""

    collection: str
    label: str
    sections: str
    reason: str


@dataclass(frozen=True)
class ThemeRow:
    """A theme, its name for people, and its nearest IPTC Media Topic."""

    label: str
    name: str
    iptc: str
    gloss: str


@dataclass(frozen=True)
class PhraseRow:
    """A phrase that speaks for a theme."""

    theme: str
    phrase: str
    gloss: str


@functools.cache
def sections() -> tuple[SectionRow, ...]:
    """The sections, in their order."""
    return tables.read("topic_sections", SectionRow, key=("name",))


@functools.cache
def themes() -> tuple[ThemeRow, ...]:
    """The themes, in their order."""
    return tables.read("topic_themes", ThemeRow, key=("label",))


@functools.cache
def phrases() -> tuple[PhraseRow, ...]:
    """The phrases that speak for themes."""
    return tables.read("topic_phrases", PhraseRow, key=("theme", "phrase"))


@functools.cache
def meanings() -> dict[str, tuple[str, ...]]:
    """For each spelling of a label, ours and those of other collections, the sections that it may mean."""
    known: dict[str, tuple[str, ...]] = {row.name: (row.name,) for row in sections()}
    for row in tables.read("topic_collections", CollectionRow, key=("collection", "label")):
        meant = tuple(row.sections.split(_BETWEEN))
        assert known.get(row.label, meant) == meant, f"two readings of {row.label}"
        known[row.label] = meant
    return known


@functools.cache
def _codes() -> dict[tuple[str, str], str]:
    codes = {("sections", row.name): row.iptc for row in sections()}
    return codes | {("themes", row.label): row.iptc for row in themes() if row.iptc}


def code(model: str, label: str) -> str | None:
    """The IPTC Media Topic nearest to a label of a model that ships, None for the labels of others."""
    return _codes().get((model, label))
