"""Numbers with the unit at their side: what amounts are put together from (`quantities`)."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol

from boctach.text import rates
from boctach.text.numbers import Numeral


class Unit(NamedTuple):
    """A unit ``[start, end)`` as its reader found it.

    Attributes:
        key: What it means to its reader: a currency's code, the unit as written. Two numbers make a range only where
            their keys agree, but for a rate behind the second (``50 mg đến 80 mg/100 ml``).
        factor: What the number is multiplied with (``0.01`` for ``xu``).
        addition: What stands behind the unit and is added to the number (``1m65``, ``2 đô 50``).
        place: A noun behind which ``trên`` is the preposition "on" (``trên 2 sàn``), not a qualifier.
        table: The data table that knows it, for the evidence.
    """

    start: int
    end: int
    key: str
    factor: Decimal = Decimal(1)
    addition: Decimal = Decimal(0)
    place: bool = False
    table: str | None = None


class Units(Protocol):
    """Reads the units of one kind of fact."""

    def after(self, text: str, numeral: Numeral, end: int) -> Unit | None:
        """The unit that begins behind the numeral (a blank may lie between), within ``text[:end]``."""
        ...

    def before(self, text: str, numeral: Numeral, start: int) -> Unit | None:
        """The unit that ends right before the numeral (``$10``, ``USD 3,14``), within ``text[start:]``."""
        ...


class Part(NamedTuple):
    """A numeral with the unit at its side, if there is one; ``leading`` where that stands before it."""

    numeral: Numeral
    unit: Unit | None
    start: int
    end: int
    value: Decimal
    leading: bool
    rate: re.Match[str] | None


_BLANK = "[ \u00a0]"
_HALF = re.compile(rf"{_BLANK}(?:rưỡi|rưởi)(?!\w)")
_BRACKET = re.compile(rf"{_BLANK}?\([^()\n]{{1,60}}\)")
_LONGEST_GAP = 90


def read_parts(text: str, numerals: Sequence[Numeral], units: Units, start: int, end: int) -> list[Part]:
    """The numerals of the paragraph ``text[start:end]`` with their units and rates, in order; none if none has any."""
    united: dict[int, Part] = {}
    for numeral in numerals:
        before = units.before(text, numeral, start)
        after = None if numeral.joined and not before else units.after(text, numeral, end)
        if before or after:
            united[numeral.start] = _with_unit(text, numeral, before, after, end)
    return [united.get(n.start) or Part(n, None, n.start, n.end, n.value, False, None) for n in numerals if united]


def _with_unit(text: str, numeral: Numeral, before: Unit | None, after: Unit | None, end: int) -> Part:
    if before and after and before.key != after.key:
        before = None
    unit = after or before
    begin = before.start if before else numeral.start
    stop = after.end if after else numeral.end
    value = numeral.value + (after.addition if after else 0)
    half = _HALF.match(text, stop, end) if after else None
    if half:
        value, stop = value + numeral.scale / 2, half.end()
    return Part(numeral, unit, begin, stop, value, before is not None, rates.match(text, stop, end))


def set_apart(text: str, parts: Sequence[Part], start: int, end: int) -> tuple[list[Part], list[Part]]:
    """Parts in brackets behind an amount, apart from all others: ``2,5 năm (30 tháng) đến 5 năm`` is a range."""
    outer: list[Part] = []
    inner: list[Part] = []
    closes = start
    for part in parts:
        if part.start < closes:
            inner.append(part)
            continue
        outer.append(part)
        bracket = _BRACKET.match(text, part.rate.end() if part.rate else part.end, end) if part.unit else None
        closes = bracket.end() if bracket else start
    return outer, inner


def gap_between(text: str, first: Part, second: Part) -> str:
    """What stands between two parts, without a rate and a bracket behind the first; a newline where it is long."""
    start = first.rate.end() if first.rate else first.end
    if second.start - start > _LONGEST_GAP:
        return "\n"
    bracket = _BRACKET.match(text, start, second.start)
    return text[bracket.end() if bracket else start : second.start]
