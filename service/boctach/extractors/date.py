"""Calendar dates and periods, in EDTF."""

from collections.abc import Iterator

from boctach.document import Document
from boctach.extractors.base import Candidate
from boctach.facts import Date, Evidence, Kind, unchecked
from boctach.spans import Span
from boctach.text.dates import chains

KIND: Kind = "date"

_date, _evidence = unchecked(Date), unchecked(Evidence)


def extract(document: Document) -> Iterator[Candidate]:
    """Yield every date and period with its whole span as claim."""
    stretches = [Span(paragraph.start, paragraph.end) for paragraph in document.paragraphs]
    for dated in chains.read(document.text, stretches):
        fact = _date(
            **document.anchor(dated.start, dated.end),
            edtf=dated.edtf,
            rule=dated.rule,
            evidence=tuple(_cue(document, reason) for reason in dated.reasons),
        )
        yield Candidate(fact, (Span(dated.start, dated.end),))


def _cue(document: Document, words: Span) -> Evidence:
    anchor = document.anchor(words.start, words.end)
    return _evidence(role="cue", text=anchor["mention"], start=anchor["start"], end=anchor["end"])
