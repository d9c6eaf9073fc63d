"""Rows of answers as bars, points and a map: numbers that templates draw."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from boctach import tables
from boctach.web import values

_SHADES: Final = 4
_MOST_PARTNERS: Final = 12


class Bar(NamedTuple):
    """A name with a number, and how long its bar is, in percent of the longest."""

    name: str
    number: int
    shown: str
    length: int


class Outline(NamedTuple):
    """A country on the map: its outline, how dark it is (0 for no partner), and what is said of it."""

    path: str
    shade: int
    said: str


class Point(NamedTuple):
    """What an article reports of a locality for a time."""

    locality: str
    time: str
    value: str
    length: int
    contradicted: bool
    sentence: str
    title: str
    day: str


@dataclass(frozen=True)
class _Country:
    code: str
    path: str


def day(published_at: str | None) -> str:
    """A time of publication as people write the day."""
    return values.date(published_at[:10]) if published_at else ""


def _by_partner(rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, set[str], int]]:
    """Name, localities and articles of each partner, by code."""
    found: dict[str, tuple[str, set[str], int]] = {}
    for row in rows:
        name, localities, articles = found.get(row["partner"], (row["names"][0], set(), 0))
        found[row["partner"]] = (name, localities | {row["locality"]}, articles + row["articles"])
    return found


def partners(rows: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """The partners of most localities, first."""
    found = _by_partner(rows)
    order = sorted(found.values(), key=lambda one: (-len(one[1]), -one[2], one[0]))[:_MOST_PARTNERS]
    most = max((len(localities) for _, localities, _ in order), default=1)
    return [
        Bar(name, len(localities), ", ".join(sorted(localities)), round(100 * len(localities) / most))
        for name, localities, _ in order
    ]


def world(rows: Sequence[Mapping[str, Any]]) -> list[Outline]:
    """Every country of the map, the darker the more localities have it for a partner."""
    found = _by_partner(rows)
    most = max((len(localities) for _, localities, _ in found.values()), default=1)
    outlines = []
    for country in _countries():
        name, localities, articles = found.get(country.code, ("", set(), 0))
        shade = -(-_SHADES * len(localities) // most)
        said = f"{name}: {len(localities)} địa phương, {articles} bài" if localities else ""
        outlines.append(Outline(country.path, 5 if country.code == "VN" else shade, said))
    return outlines


@functools.cache
def _countries() -> tuple[_Country, ...]:
    return tables.read("world_map", _Country, key=("code",))


def points(rows: Sequence[Mapping[str, Any]]) -> list[Point]:
    """What localities report, in the order of the rows; bars are compared among rows of one unit."""
    most: dict[str, Any] = {}
    for row in rows:
        most[row["unit"]] = max(most.get(row["unit"], 0), _top(row))
    return [
        Point(
            locality=row["locality"],
            time=values.date(row["as_of"]) if row["as_of"] else day(row["published_at"]),
            value=_shown(row),
            length=round(100 * _top(row) / most[row["unit"]]) if most[row["unit"]] else 0,
            contradicted=bool(row["contradicted"]),
            sentence=row["sentence"] or "",
            title=row["article_title"] or "",
            day=day(row["published_at"]),
        )
        for row in rows
    ]


def _top(row: Mapping[str, Any]) -> Any:
    return row["value"] if row["value"] is not None else row["high"] or 0


def _shown(row: Mapping[str, Any]) -> str:
    if row["value"] is not None:
        number = values.number(row["value"])
    else:
        number = f"{values.number(row['low'])} – {values.number(row['high'])}"
    return f"{number}%" if row["unit"] == "%" else f"{number} {row['unit']}"
