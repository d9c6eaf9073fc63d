"""Persons: names with the office written next to them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from boctach.document import Document
from boctach.extractors.base import Candidate
from boctach.extractors.person import chunks, lineups
from boctach.extractors.person.evidence import INTRODUCING, VOUCHING, Reading, accepted
from boctach.extractors.person.readings import collect
from boctach.extractors.person.words import Words
from boctach.facts import Evidence, Kind, Person, unchecked
from boctach.spans import Span

KIND: Kind = "person"

_person = unchecked(Person)

_OFTEN = 4
"""Mentions from which on a name without a family name is the one whom an article is about."""


def extract(document: Document) -> Iterator[Candidate]:
    """Yield every named person, in the order of the text."""
    readings: list[Reading] = []
    absorbed: set[tuple[str, ...]] = set()
    trades = 0
    spans = [(paragraph.start, paragraph.end) for paragraph in document.paragraphs]
    for paragraph, words in zip(document.paragraphs, Words.of(document.text, spans), strict=True):
        rows = lineups.collect(document.text, paragraph.start, paragraph.end, words)
        listed = {reading.start for reading in rows}
        walked = collect(document.text, words, chunks.Chunks(words))
        others = [reading for reading in walked.readings if reading.start not in listed]
        readings += sorted([*rows, *others], key=lambda r: r.start)
        absorbed |= walked.absorbed
        trades += walked.trades
    if trades:
        repeat(readings, absorbed)
    disown(readings, absorbed)
    readings = _outside(readings, document.structure.credits)
    _drop_byline(document.text, readings)
    seen = recognise(readings)
    if coordinate(readings) or seen:  # who is a person now lets others be recognised
        recognise(readings)
    for reading in accepted(readings):
        yield _candidate(document, reading)


def _outside(readings: Sequence[Reading], spans: Sequence[Span]) -> list[Reading]:
    """The readings that touch none of the spans; both are in the order of the text."""
    ends = [span.end for span in spans]
    kept = []
    for reading in readings:
        at = bisect_right(ends, reading.start)
        if at == len(spans) or spans[at].start >= reading.end:
            kept.append(reading)
    return kept


def _drop_byline(text: str, readings: Sequence[Reading]) -> None:
    """A name that ends the text without a full stop, and that nothing introduces, is the author's."""
    if readings and readings[-1].end == len(text.rstrip(" -–\n")) and not INTRODUCING & readings[-1].evidence.keys():
        readings[-1].add("byline", readings[-1].name)


def repeat(readings: Sequence[Reading], absorbed: Container[tuple[str, ...]]) -> None:
    """Mark names of given names alone that an article on artists or players repeats, and never as another thing's."""
    counts = Counter(r.words for r in readings if "given-name" in r.evidence and r.chunk.kind == "capital")
    for reading in readings:
        if counts[reading.words] >= _OFTEN and reading.words not in absorbed:
            reading.add("repeated", reading.name)


def disown(readings: Sequence[Reading], absorbed: Container[tuple[str, ...]]) -> None:
    """Mark bare names that the article gives to a street or the like, and that nothing introduces as a person's."""
    persons = {reading.words for reading in readings if VOUCHING & reading.evidence.keys()}
    for reading in readings:
        if reading.words in absorbed and reading.words not in persons:
            reading.add("thing-elsewhere", reading.name)


def recognise(readings: Sequence[Reading]) -> bool:
    """Mark the readings whose name, or a part of it, the article has introduced as a person elsewhere; whether any."""
    doubtful = [reading for reading in readings if not reading.accepted]
    if not doubtful:
        return False
    forms = {form for reading in readings if reading.accepted for form in _short_forms(reading)}
    seen = [reading for reading in doubtful if reading.words in forms]
    for reading in seen:
        reading.add("seen", reading.name)
    return bool(seen)


def _short_forms(reading: Reading) -> Iterator[tuple[str, ...]]:
    """The forms in which an article names again a person whom it has introduced."""
    words = reading.words
    yield words
    yield tuple(word.upper() for word in words)
    if len(words) > 2:
        yield words[-2:]
    if len(words) > 1 and (VOUCHING | {"foreign-first-name"}) & reading.evidence.keys():
        yield words[-1:]


def coordinate(readings: Sequence[Reading]) -> bool:
    """Let persons vouch for the runs coordinated with them, forwards and backwards; whether any has."""
    vouched = False
    for before, reading in pairwise(readings):
        if reading.joined and before.accepted and _may_join(reading):
            reading.add("coordinated", before.name)
            vouched = True
    for index in range(len(readings) - 2, -1, -1):
        reading, after = readings[index], readings[index + 1]
        if after.joined and after.accepted and _may_join(reading):
            reading.add("coordinated", after.name)
            vouched = True
    return vouched


def _may_join(reading: Reading) -> bool:
    """Whether its neighbours can make a run a person: not where the run itself looks like other words."""
    odd = "no-given-name" in reading.evidence and reading.chunk.sort != "sure" and len(reading.words) == 2
    lone = len(reading.words) == 1 and reading.chunk.kind != "name"
    return not reading.accepted and not odd and not lone


def _candidate(document: Document, reading: Reading) -> Candidate:
    title = document.text[slice(*reading.title)] if reading.title else None
    fact = _person(
        **document.anchor(reading.start, reading.end),
        rule=reading.rule(),
        evidence=tuple([_evidence(role, words) for role, words in reading.evidence.items()]),
        name=reading.name,
        title=title,
    )
    return Candidate(fact, (Span(reading.start, reading.end),))


@lru_cache(1 << 10)  # the same forms of address and family names come again and again
def _evidence(role: str, words: str) -> Evidence:
    return Evidence(role=role, text=words)
