"""The tables of partners' names, and the one gazetteer that is built of them."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from boctach import tables
from boctach.facts import PartnerType
from boctach.text.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of ``countries.tsv`` or ``cities.tsv``."""

    name: str
    code: str
    type: str
    ambiguous: str
    source: str
    gloss: str


@dataclass(frozen=True, slots=True)
class BlocRow:
    """A row of ``blocs.tsv``."""

    name: str
    code: str
    ambiguous: str
    source: str
    gloss: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of ``regions.tsv``, ``organizations.tsv`` or ``companies.tsv``."""

    name: str
    ambiguous: str
    source: str
    gloss: str


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A row of ``not_partners.tsv``."""

    name: str
    source: str
    gloss: str


Certainty = Literal["certain", "word", "short"]
"""How far the spelling alone tells the partner.

``certain``: it does. ``word``: it is also a word or part of other names (``Anh``). ``short``: it stands for the
partner only beside others (``Thổ`` in ``Nga - Thổ``).
"""


class Entry(NamedTuple):
    """What the tables know of a name; ``type`` is None for names that are no partners."""

    type: PartnerType | None
    code: str | None
    certainty: Certainty
    table: str


_CERTAINTY: dict[str, Certainty] = {"": "certain", "yes": "word", "short": "short"}
_TYPES = {str(name): name for name in get_args(PartnerType)}


@functools.cache
def gazetteer() -> Gazetteer[Entry]:
    """The gazetteer of all tables of names, built once."""
    return Gazetteer(_entries())


def _entries() -> Iterator[tuple[str, Entry]]:
    for other in tables.read("not_partners", OtherRow, key=("name",)):
        yield other.name, Entry(None, None, "certain", "not_partners")
    for table in ("countries", "cities"):
        for place in tables.read(table, PlaceRow, key=("name",)):
            yield place.name, Entry(_TYPES[place.type], place.code, _CERTAINTY[place.ambiguous], table)
    for bloc in tables.read("blocs", BlocRow, key=("name",)):
        yield bloc.name, Entry("bloc", bloc.code, _CERTAINTY[bloc.ambiguous], "blocs")
    uncoded: tuple[tuple[str, PartnerType], ...] = (
        ("regions", "region"),
        ("organizations", "organization"),
        ("companies", "company"),
    )
    for table, kind in uncoded:
        for row in tables.read(table, NameRow, key=("name",)):
            yield row.name, Entry(kind, None, _CERTAINTY[row.ambiguous], table)
