"""What every kind of fact with amounts does alike: reading them off a document, and saying why."""

from collections.abc import Iterator
from typing import TypedDict

from boctach.document import Document
from boctach.facts import Evidence, Qualifier, unchecked
from boctach.text import quantities
from boctach.text.parts import Units
from boctach.text.quantities import Quantity

_evidence = unchecked(Evidence)


class Common(TypedDict):
    """The fields that facts with amounts have in common, anchored in the text as sent."""

    start: int
    end: int
    mention: str
    qualifier: Qualifier
    rule: str
    evidence: tuple[Evidence, ...]


def read(document: Document, units: Units) -> Iterator[Quantity]:
    """Yield the amounts of a document with the units of one kind, paragraph by paragraph."""
    for paragraph, numerals in document.numerals_by_paragraph:
        if numerals:
            yield from quantities.read(document.text, numerals, units, paragraph.start, paragraph.end)


def common(document: Document, quantity: Quantity) -> Common:
    """The fields of a fact that an amount gives whatever its kind."""
    anchor = document.anchor(quantity.start, quantity.end)
    return Common(
        start=anchor["start"],
        end=anchor["end"],
        mention=anchor["mention"],
        qualifier=quantity.qualifier,
        rule=quantity.rule,
        evidence=evidence(document, quantity),
    )


def evidence(document: Document, quantity: Quantity) -> tuple[Evidence, ...]:
    """The words that decided an amount, anchored in the text as sent."""
    found = []
    for piece in quantity.pieces:
        if piece.start < piece.end:  # a unit that is understood has no words
            anchor = document.anchor(piece.start, piece.end)
            found.append(
                _evidence(
                    role=piece.role, text=anchor["mention"], start=anchor["start"], end=anchor["end"], table=piece.table
                )
            )
    return tuple(found)
