"""Money: an amount with its currency."""

from collections.abc import Iterator

from boctach.document import Document
from boctach.extractors.base import Candidate
from boctach.facts import Kind

KIND: Kind = "money"


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the candidates of this kind (placeholder)."""
    del document
    yield from ()
