"""Policy references: citations of legal and Party documents."""

from collections.abc import Iterator

from boctach.document import Document
from boctach.extractors.base import Candidate
from boctach.facts import Kind

KIND: Kind = "policy_reference"


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the candidates of this kind (placeholder)."""
    del document
    yield from ()
