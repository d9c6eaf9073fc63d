"""Names that a short form may stand for: ``Thành phố`` for Hải Phòng, ``công ty`` for the company named before.

A short form stands for a name where the text before it knows one fitting name only, or where its own paragraph does,
or else the article's title and lead. Where two compete it stands for nothing.
"""

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from boctach import tables
from boctach.document import Document
from boctach.extractors.partners import tables as partner_tables
from boctach.spans import Span
from boctach.text import provinces
from boctach.text.letters import UPPER
from boctach.text.provinces import Unit


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A row of ``short_forms.tsv``."""

    form: str
    kind: str
    named: str
    gloss: str


class Named(NamedTuple):
    """A name at ``start``: of a province or city where ``unit`` is given, of a country where ``country`` is."""

    start: int
    name: str
    unit: Unit | None = None
    country: str | None = None


class _Mentions(NamedTuple):
    """Names that one short form may stand for, in order.

    Attributes:
        named: The names.
        starts: Where they begin.
        second: How many come before the first one that is another than the first.
    """

    named: list[Named]
    starts: list[int]
    second: int

    @classmethod
    def of(cls, named: list[Named]) -> "_Mentions":
        second = next((k for k, each in enumerate(named) if each.name != named[0].name), len(named))
        return cls(named, [each.start for each in named], second)


_HEADER = 30  # paragraphs among which title and lead are looked for
_CAPITALISED = rf"[{UPPER}][\w&’'-]*"
_LEGAL_FORM = r"(?: (?:[Cc]ổ phần|CP|TNHH|[Tt]rách nhiệm hữu hạn|MTV|[Mm]ột thành viên))"
_NAME = rf"{_LEGAL_FORM}{{0,3}}(?P<name>(?: (?:{_CAPITALISED}|và(?= [{UPPER}])|&)){{1,7}})"
_JOINED = re.compile(r" ?[-–—] ?")
_NEXT_NAME = re.compile(rf" [{UPPER}]")
_PLACE_NOUN = re.compile(r"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Tt]hủ đô) ?\Z")


@functools.cache
def _rows() -> dict[str, ShortRow]:
    return {row.form: row for row in tables.read("short_forms", ShortRow, key=("form",))}


def short_form(words: str) -> ShortRow | None:
    """The row of a short form in small letters or with a capital, None where the words are none."""
    return _rows().get(words) or _rows().get(words[:1].lower() + words[1:])


@functools.cache
def _bodies(named: str) -> re.Pattern[str]:
    heads = "|".join(re.escape(head) for head in sorted(named.split(","), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{heads}){_NAME}")


class Names:
    """Names of one document that short forms may stand for.

    Args:
        document: The document.
        persons: Spans of its persons' names, in which no place is read.
    """

    def __init__(self, document: Document, persons: Sequence[Span]) -> None:
        self._document = document
        self._persons = persons
        self._known: dict[str, _Mentions] = {}
        self._paragraph_starts = [paragraph.start for paragraph in document.paragraphs]
        self._person_starts = [person.start for person in persons]

    def resolve(self, row: ShortRow, at: int) -> Named | None:
        """The name that a short form at a position stands for."""
        mentions = self._mentions(row)
        last = bisect_left(mentions.starts, at)
        if last == 0:
            return None
        if last <= mentions.second:
            return mentions.named[last - 1]
        start = self._paragraph_start(at)
        inside = mentions.named[bisect_left(mentions.starts, start) : last]
        header = [
            named
            for p in self._document.paragraphs[:_HEADER]
            if p.role in ("title", "lead") and p.start < start
            for named in mentions.named[bisect_left(mentions.starts, p.start) : bisect_left(mentions.starts, p.end)]
        ]
        candidates = inside or header
        return candidates[-1] if len({named.name for named in candidates}) == 1 else None

    def countries_before(self, at: int) -> list[Named]:
        """Countries named before a position in its paragraph."""
        countries = self.countries
        return [
            named for named in countries[: bisect_left(countries, (at,))] if named.start >= self._paragraph_start(at)
        ]

    def named_in(self, span: Span) -> bool:
        """Whether a province, city or country is named in a stretch."""
        return any(
            bisect_left(known, (span.start,)) < bisect_left(known, (span.end,))
            for known in (self.places, self.countries)
        )

    def _paragraph_start(self, at: int) -> int:
        index = bisect_right(self._paragraph_starts, at) - 1
        return self._paragraph_starts[index] if index >= 0 else 0

    def _mentions(self, row: ShortRow) -> _Mentions:
        key = f"{row.kind} {row.named}"
        if key not in self._known:
            found = list(self._of_kind(row.kind)) if row.kind else []
            if row.named:
                taken = {named.start for named in found if named.unit}
                found += self._bodies_named(row.named, taken)
            self._known[key] = _Mentions.of(sorted(found, key=lambda named: named.start))
        return self._known[key]

    def _of_kind(self, kind: str) -> Iterator[Named]:
        if kind == "country":
            for named in self.countries:
                if named.country != "VN":
                    yield named
            return
        for named in self.places:
            if named.unit and (named.unit.kind == kind or (kind == "capital" and named.unit.name == "Hà Nội")):
                yield named

    def _bodies_named(self, heads: str, taken: set[int]) -> Iterator[Named]:
        text = self._document.text
        for paragraph in self._document.paragraphs:
            for match in _bodies(heads).finditer(text, paragraph.start, paragraph.end):
                if taken.isdisjoint(range(match.start(), match.end())):
                    yield Named(match.start(), match.group())

    @functools.cached_property
    def countries(self) -> list[Named]:
        """Countries named in the text."""
        text = self._document.text
        return [
            Named(match.start, text[match.start : match.end], country=match.entry.code)
            for paragraph in self._document.paragraphs
            for match in partner_tables.gazetteer().find(text, paragraph.start, paragraph.end)
            if match.entry.type == "country" and match.entry.certainty == "certain"
        ]

    @functools.cached_property
    def places(self) -> list[Named]:
        """Provinces and cities of Vietnam named in the text; no roads between two of them, no parts of longer names."""
        text = self._document.text
        found: list[Named] = []
        for paragraph in self._document.paragraphs:
            matches = list(provinces.gazetteer().find(text, paragraph.start, paragraph.end))
            for at, match in enumerate(matches):
                joined = (at and _JOINED.fullmatch(text, matches[at - 1].end, match.start)) or (
                    at + 1 < len(matches) and _JOINED.fullmatch(text, match.end, matches[at + 1].start)
                )
                alone = not match.entry.ambiguous or _PLACE_NOUN.search(text, max(0, match.start - 12), match.start)
                if alone and not joined and not self._in_longer_name(match.start, match.end):
                    found.append(Named(match.start, match.entry.unit.name, unit=match.entry.unit))
        return found

    def _in_longer_name(self, start: int, end: int) -> bool:
        at = bisect_left(self._person_starts, end)
        if at and self._persons[at - 1].end > start:
            return True
        person_follows = at < len(self._persons) and self._persons[at].start == end + 1
        return not person_follows and _NEXT_NAME.match(self._document.text, end) is not None
