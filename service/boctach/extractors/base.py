"""What an extractor is, and what it hands over."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from boctach.document import Document
from boctach.facts import FactBase, Kind
from boctach.spans import Span


class Candidate(NamedTuple):
    """A fact with the words that it claims.

    Attributes:
        fact: The finished fact, anchored in the text as sent.
        claims: Spans of the clean text that no other reading may explain differently. A money amount claims itself; a
            count claims its number only, so that facts may nest in the counted phrase; a policy reference claims its
            number, its date of issue and its provision, so that no date or count is read out of them.
    """

    fact: FactBase
    claims: tuple[Span, ...]


class Extractor(Protocol):
    """A module in this package with a ``KIND`` and an ``extract``."""

    KIND: Kind

    def extract(self, document: Document) -> Iterable[Candidate]:
        """Yield the candidates of this kind, in the order of the text, none of them in conflict with another."""
        ...
