"""Percentages: shares and rates in percent, and differences in percentage points."""

import re
from collections.abc import Iterator

from boctach.document import Document
from boctach.extractors import amounts
from boctach.extractors.base import Candidate
from boctach.facts import Kind, Percentage, unchecked
from boctach.text.numbers import Numeral
from boctach.text.parts import Unit

KIND: Kind = "percentage"

_percentage = unchecked(Percentage)

_BLANK = "[ \u00a0]"
_PERCENT = re.compile(
    rf"{_BLANK}{{0,2}}(?P<unit>(?P<points>điểm{_BLANK}(?:phần{_BLANK}trăm|%))|%|phần{_BLANK}trăm(?!\w))", re.IGNORECASE
)


class _Percent:
    """Percent signs and words, as units of `quantities`."""

    def after(self, text: str, numeral: Numeral, end: int) -> Unit | None:
        match = _PERCENT.match(text, numeral.end, end)
        if not match:
            return None
        return Unit(*match.span("unit"), key="points" if match["points"] else "percent")

    def before(self, text: str, numeral: Numeral, start: int) -> Unit | None:
        del text, numeral, start
        return None  # a percent sign never stands before its number


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the percentages of a document, in order."""
    for quantity in amounts.read(document, _Percent()):
        fact = _percentage(
            **amounts.common(document, quantity),
            value=quantity.value,
            low=quantity.low,
            high=quantity.high,
            per=quantity.per,
        )
        yield Candidate(fact, quantity.claims)
