"""Provinces and cities of Vietnam: their names in the spellings of papers, and their official codes."""

import functools
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from boctach import tables
from boctach.text.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of ``provinces.tsv``."""

    name: str
    unit: str
    kind: str
    code_63: str
    code_34: str
    merged_into: str
    ambiguous: str


class Unit(NamedTuple):
    """A province, or a city under the central government.

    Attributes:
        name: What it goes by: ``Hải Phòng``, ``Thành phố Hồ Chí Minh``.
        code_63: Its code of the General Statistics Office among the 63 units of before 1 July 2025, None where it was
            none of them.
        code_34: The same among the 34 units of since then.
        merged_into: The unit that it has been part of since then, None where it goes on by its own name.
    """

    name: str
    kind: Literal["province", "city"]
    code_63: str | None
    code_34: str | None
    merged_into: str | None


class Naming(NamedTuple):
    """What a name stands for; ``ambiguous`` where alone it also means something else."""

    unit: Unit
    ambiguous: bool


def _rows() -> tuple[NameRow, ...]:
    return tables.read("provinces", NameRow, key=("name",))


@functools.cache
def names() -> frozenset[str]:
    """Every name that a dateline may give as the place, as written: provinces, cities, the country."""
    return frozenset(row.name for row in _rows())


@functools.cache
def units() -> dict[str, Unit]:
    """The provinces and cities of before and after 1 July 2025 by the name that they go by."""
    return {
        row.unit: Unit(
            row.unit,
            cast("Literal['province', 'city']", row.kind),
            row.code_63 or None,
            row.code_34 or None,
            row.merged_into or None,
        )
        for row in _rows()
        if row.kind
    }


@functools.cache
def gazetteer() -> Gazetteer[Naming]:
    """The names of provinces and cities with what they stand for."""
    known = units()
    return Gazetteer((row.name, Naming(known[row.unit], bool(row.ambiguous))) for row in _rows() if row.unit)
