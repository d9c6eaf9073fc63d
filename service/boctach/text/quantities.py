"""The grammar of amounts, for every kind of fact that has numbers: qualifier, numerals, unit.

What a unit is, the caller says with a `Units`: currencies, percent signs, measures, counted nouns. What is the same for
all of them is read here: qualifiers before (``hơn``, ``không quá``) and behind (``trở lên``), ranges (``từ 5 đến 7
km``, ``$5-$10``), units and magnitudes that one number borrows from a later one (``3,2 và 4,5 tỷ USD``), and rates
(``đồng/kg``).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from boctach.facts import Qualifier
from boctach.spans import Span
from boctach.text import numbering, qualifiers
from boctach.text.numbers import Numeral
from boctach.text.parts import Part, Unit, Units, gap_between, read_parts, set_apart


class Piece(NamedTuple):
    """Words ``[start, end)`` that decided something: role is number, unit, qualifier or rate."""

    role: str
    start: int
    end: int
    table: str | None = None


class Quantity(NamedTuple):
    """An amount.

    Attributes:
        start: Where its first number (or the unit before it) begins.
        end: Where its last unit ends; where the number ends if the unit is borrowed.
        value: Its number in full, magnitudes and the unit's factor multiplied out; None for a range.
        low: The lower end of a range.
        high: The upper end of a range.
        qualifier: How exactly it is meant.
        unit: Its unit; a borrowed one lies beyond ``end``.
        per: The unit of a rate as written (``kg`` in ``đồng/kg``).
        numerals: The numerals that it explains, in order: one, or the two ends of a range.
        claims: The words that it explains: its numbers with their units, nothing of what lies between them.
        rule: ``amount``, ``range`` or ``borrowed-unit``.
        pieces: The words that decided.
    """

    start: int
    end: int
    qualifier: Qualifier
    unit: Unit
    numerals: tuple[Numeral, ...]
    claims: tuple[Span, ...]
    rule: str
    pieces: tuple[Piece, ...]
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    per: str | None = None


_BLANK = "[ \u00a0]"
_THOUSAND = Decimal(1000)
_LONGEST_LIST = 12
_NEARLY = "khoảng|hơn|gần|trên|dưới|chừng"
_MIDDLE = rf"(?:(?:{_NEARLY}|mức){_BLANK})?"
_DASH = re.compile(rf"{_BLANK}{{0,2}}[-–—−~]{_BLANK}{{0,2}}\Z")
_TO = re.compile(rf"{_BLANK}(?:cho{_BLANK})?(?:đến|tới){_BLANK}{_MIDDLE}\Z")
_UP_TO = re.compile(rf"{_BLANK}[-–—]{_BLANK}(?:{_NEARLY}){_BLANK}\Z")  # từ 15 – dưới 24 m
_SHARED = re.compile(rf"(?P<noun>{_BLANK}[^\W\d_]+)(?:{_BLANK}[^\W\d_]+)??(?={_BLANK}(?:đến|tới){_BLANK})")
_AND = re.compile(rf"{_BLANK}(?:và|đến|với){_BLANK}{_MIDDLE}\Z")
_ALSO = re.compile(rf"{_BLANK}(?:và|hoặc|hay){_BLANK}\Z")
_COMMA = re.compile(rf"{_BLANK}?[,;]{_BLANK}\Z")
_COMMA_AND = re.compile(rf"{_BLANK}?[,;]?{_BLANK}và{_BLANK}\Z")
# What every one of these begins with, and how long they get.
_JOINT = re.compile(rf"{_BLANK}{{0,2}}[-–—−~,;]|{_BLANK}(?:cho|đến|tới|và|với|hoặc|hay){_BLANK}")
_LONGEST_JOINT = 20
_FROM = re.compile(rf"(?<!\w)từ{_BLANK}+{_MIDDLE}\Z", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?<!\w)giữa{_BLANK}+{_MIDDLE}\Z", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"(?<!\w)(?:lần lượt|tương ứng|theo thứ tự)(?!\w)[^.;\n\d]{0,25}\Z", re.IGNORECASE)
# Behind an amount that stands in brackets itself, the bracket closes first: 05 năm (60 tháng) trở xuống.
_BOUND = re.compile(
    rf"\)?(?:{_BLANK}?\([^()\n]{{1,60}}\))?(?P<noun>(?:{_BLANK}\w+){{0,3}}?){_BLANK}"
    r"(?P<bound>trở lên|trở xuống|là cùng|là nhiều nhất|là ít nhất)(?!\w)"
)
_BOUNDS: dict[str, Qualifier] = {
    "trở lên": "at_least",
    "là ít nhất": "at_least",
    "trở xuống": "at_most",
    "là cùng": "at_most",
    "là nhiều nhất": "at_most",
}
# A number behind one of these is a date's or a law's; it is no amount that could begin a range.
_DATED = re.compile(rf"(?<!\w)(?:ngày|tháng|năm|quý|điều|khoản){_BLANK}\Z", re.IGNORECASE)
# "từ 5 triệu đồng đến 10 triệu, …", "… đến 4.000.000 nếu …": nothing that the second number could count.
_NOTHING_MORE = re.compile(rf"{_BLANK}?(?:[.,;:)](?!\d)|\n|\Z)|{_BLANK}(?:nếu|khi|đối với|tùy|tuỳ|theo|tại|ở)(?!\w)")


def read(text: str, numerals: Sequence[Numeral], units: Units, start: int, end: int) -> Iterator[Quantity]:
    """Yield the amounts of ``text[start:end]`` (a paragraph), in order.

    Args:
        text: The whole text.
        numerals: The numerals of the paragraph, in order.
        units: Reader of the kind's units.
        start: Where the paragraph begins.
        end: Where it ends.
    """
    parts = read_parts(text, [n for n in numerals if not (n.vague or n.ordinal)], units, start, end)
    if not parts:
        return
    amounts = _Amounts(text, start, end)
    outer, inner = set_apart(text, parts, start, end)
    found = [*amounts.put_together(outer), *amounts.put_together(inner)]
    yield from sorted(found, key=lambda quantity: quantity.start)


def _alike(first: Unit, second: Unit) -> bool:
    """Whether two units can be the ends of one range: the same, or the second with the rate of both behind it."""
    return first.key == second.key or second.key.startswith(f"{first.key}/")


class _Amounts:
    """Puts the parts of one paragraph together."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end

    def put_together(self, parts: Sequence[Part]) -> Iterator[Quantity]:
        """The amounts of a row of parts."""
        at = 0
        for last, part in enumerate(parts):
            if part.unit is None:
                continue  # nothing comes of parts that are joined to none with a unit
            at = max(at, self._row(parts, last))
            while at <= last:
                quantities, used = self.begin_at(parts, at)
                yield from quantities
                at += used

    def _row(self, parts: Sequence[Part], last: int) -> int:
        """Where the parts without a unit begin that may be joined to the one at ``last``."""
        first = last
        while first and not parts[first - 1].unit:
            gap = gap_between(self._text, parts[first - 1], parts[first])
            if len(gap) > _LONGEST_JOINT or not _JOINT.match(gap):
                break
            first -= 1
        return first

    def begin_at(self, parts: Sequence[Part], at: int) -> tuple[list[Quantity], int]:
        """The amounts that begin with the part at ``at``, and how many parts they use up."""
        first = parts[at]
        if at + 1 < len(parts):
            chained = parts[at : at + self._chain(parts, at)]
            if len(chained) > 2:  # a row of amounts if all have units, else a date, a score, a code
                singles = [self._single(part, part.unit, "amount") for part in chained if part.unit]
                return singles if len(singles) == len(chained) else [], len(chained)
            ranged = self._range(first, parts[at + 1])
            if ranged is not None:
                return ranged, 2
        if first.unit:
            return [self._single(first, first.unit, "amount")], 1
        return self._borrowing(parts, at) or ([], 1)

    def _chain(self, parts: Sequence[Part], at: int) -> int:
        """How many parts from ``at`` on are joined by dashes."""
        last = at
        while (
            last + 1 < len(parts)
            and last - at < 4
            and _DASH.match(gap_between(self._text, parts[last], parts[last + 1]))
        ):
            last += 1
        return last - at + 1

    def _range(self, first: Part, second: Part) -> list[Quantity] | None:
        """A range of two parts; None where they make none, an empty list where they make one that cannot be read."""
        gap = gap_between(self._text, first, second)
        if first.unit and second.unit:
            gap = self._without_shared_word(gap, second)
        start_text = (max(self._start, first.start - 20), first.start)
        joined = _DASH.match(gap) or _TO.match(gap) or (_AND.match(gap) and _BETWEEN.search(self._text, *start_text))
        if not joined and not _UP_TO.match(gap):
            return None
        origin = _FROM.search(self._text, *start_text)
        if not joined and origin is None:
            return None
        unit = second.unit or (first.unit if self._lends(first, second, gap, origin is not None) else None)
        if unit is None or (first.unit and second.unit and not _alike(first.unit, second.unit)):
            return None
        if not first.unit and not origin and _DATED.search(self._text, *start_text):
            return None
        low, high = self._low_end(first, second), second.value
        if not low < high:
            return [] if origin and not first.unit else None
        return [self._make_range(first, second, low, high, unit)]

    def _lends(self, first: Part, second: Part, gap: str, origin: bool) -> bool:
        """Whether the second end of a range has the unit of the first: ``$5-10``, ``từ 5 triệu đồng đến 10 triệu``."""
        if first.leading:
            return _DASH.match(gap) is not None
        large = self._is_large(first) and self._is_large(second)
        return origin and large and _NOTHING_MORE.match(self._text, second.end, self._end) is not None

    def _is_large(self, part: Part) -> bool:
        """Whether a number is one of thousands as written: ``10 triệu``, ``1.200.000``, but not a year."""
        written = self._text[part.numeral.start : part.numeral.end]
        return part.numeral.scale > 1 or (part.numeral.value >= _THOUSAND and not written.isdecimal())

    def _low_end(self, first: Part, second: Part) -> Decimal:
        """The first number of a range, with the magnitude that it borrows: ``8.000 - 10.000 tỷ``.

        None is borrowed where that would overshoot, as by a number that is complete: ``500.000 - 1 triệu đồng``.
        """
        scale = second.numeral.scale
        if (first.unit and not first.leading) or first.numeral.scale != 1 or scale == 1:
            return first.value
        written = self._text[first.numeral.start : first.numeral.end]
        complete = first.value >= _THOUSAND and first.numeral.form == "digits" and not written.isdecimal()
        return first.value if complete and first.value * scale >= second.value else first.value * scale

    def _without_shared_word(self, gap: str, second: Part) -> str:
        """``tù treo đến`` without ``tù treo``, where the second part is followed by the same noun: ``12 năm tù``."""
        shared = _SHARED.match(gap)
        if shared and self._text.startswith(shared["noun"], second.end, self._end):
            return gap[shared.end() :]
        return gap

    def _borrowing(self, parts: Sequence[Part], at: int) -> tuple[list[Quantity], int] | None:
        """A list whose last number alone has the unit: ``lần lượt 3,2 và 4,5 tỷ USD``."""
        last = at
        gaps: list[str] = []
        while last + 1 < len(parts) and last - at < _LONGEST_LIST and not parts[last].unit:
            gap = gap_between(self._text, parts[last], parts[last + 1])
            if not (_COMMA.match(gap) or _COMMA_AND.match(gap) or _ALSO.match(gap)):
                break
            gaps.append(gap)
            last += 1
        unit = parts[last].unit
        if not gaps or unit is None or not self._is_list(parts[at : last + 1], gaps):
            return None
        scale = parts[last].numeral.scale
        lent = parts[last].numeral.value / scale
        borrowers = []
        for part in parts[at:last]:
            borrowed = scale if part.numeral.scale == 1 else Decimal(1)
            if borrowed > 1 and part.value >= _THOUSAND > lent:
                return None
            borrowers.append(self._single(part._replace(value=part.value * borrowed), unit, "borrowed-unit"))
        return borrowers, last - at

    def _is_list(self, parts: Sequence[Part], gaps: Sequence[str]) -> bool:
        first = parts[0]
        if any(part.numeral.joined for part in parts):
            return False
        if _RESPECTIVELY.search(self._text, max(self._start, first.start - 50), first.start):
            return True
        if numbering.stands_before(self._text, first.start, self._start):
            return False
        joined = _COMMA_AND.match(gaps[-1]) or _ALSO.match(gaps[-1])
        years = any(part.numeral.form == "digits" and 1900 <= part.value <= 2100 for part in parts[:-1])
        return bool(joined) and not years

    def _single(self, part: Part, unit: Unit, rule: str) -> Quantity:
        qualifier, words = self._bound(part) or qualifiers.before(self._text, part.start, self._start, place=unit.place)
        pieces = _pieces((part.numeral,), unit, part.rate if part.unit else None)
        if words:
            pieces.append(Piece("qualifier", *words, "qualifiers"))
        return Quantity(
            start=part.start,
            end=part.end,
            value=part.value * unit.factor,
            qualifier=qualifier,
            unit=unit,
            per=part.rate["per"] if part.rate else None,
            numerals=(part.numeral,),
            claims=(Span(part.start, part.end),),
            rule=rule,
            pieces=tuple(pieces),
        )

    def _bound(self, part: Part) -> tuple[Qualifier, Span] | None:
        """A bound behind the amount: ``trở lên``; a noun may come between where ``từ`` stands before."""
        if not part.unit:
            return None
        match = _BOUND.match(self._text, part.rate.end() if part.rate else part.end, self._end)
        if not match:
            return None
        if match["noun"] and not _FROM.search(self._text, max(self._start, part.start - 20), part.start):
            return None
        return _BOUNDS[match["bound"]], Span(*match.span("bound"))

    def _make_range(self, first: Part, second: Part, low: Decimal, high: Decimal, unit: Unit) -> Quantity:
        between = self._text[first.end : second.start]
        plain = len(between) <= 12 and "(" not in between
        ends = (Span(first.start, first.end), Span(second.start, second.end))
        rate = second.rate or first.rate
        return Quantity(
            start=first.start,
            end=second.end,
            low=low * unit.factor,
            high=high * unit.factor,
            qualifier="range",
            unit=unit,
            per=rate["per"] if rate else None,
            numerals=(first.numeral, second.numeral),
            claims=(Span(first.start, second.end),) if plain else ends,
            rule="range",
            pieces=tuple(_pieces((first.numeral, second.numeral), unit, rate)),
        )


def _pieces(numerals: Sequence[Numeral], unit: Unit, rate: re.Match[str] | None) -> list[Piece]:
    """The words that decided: each number, the unit where it is written, the rate."""
    pieces = [Piece("number", numeral.start, numeral.end) for numeral in numerals]
    if unit.start < unit.end:
        pieces.append(Piece("unit", unit.start, unit.end, unit.table))
    if rate:
        pieces.append(Piece("rate", *rate.span("per")))
    return pieces
