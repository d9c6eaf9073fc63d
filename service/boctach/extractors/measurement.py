"""Measurements: physical, time, age and multiplier units."""

from collections.abc import Iterator

from boctach.document import Document
from boctach.extractors.base import Candidate
from boctach.facts import Kind

KIND: Kind = "measurement"


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the candidates of this kind (placeholder)."""
    del document
    yield from ()
