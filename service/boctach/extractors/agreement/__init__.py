"""Agreements: named international treaties and trade agreements."""

from collections.abc import Iterator

from boctach.document import Document
from boctach.extractors.agreement import names
from boctach.extractors.base import Candidate
from boctach.facts import Agreement, Evidence, Kind, unchecked
from boctach.spans import Span

KIND: Kind = "agreement"

_agreement, _evidence = unchecked(Agreement), unchecked(Evidence)


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the agreements of the document; each claims its name, so that a year in it is no date."""
    text = document.text
    for sentence in names.holding(text, document.sentences):
        for found in names.find(text, sentence.start, sentence.end):
            evidence = _evidence(role="name", text=text[found.start : found.end], table=found.table)
            fact = _agreement(
                **document.anchor(found.start, found.end), rule=found.rule, evidence=(evidence,), id=found.id
            )
            yield Candidate(fact, claims=(Span(found.start, found.end),))
