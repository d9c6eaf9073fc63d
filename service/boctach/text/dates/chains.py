"""Points joined into dates and periods: coordination, borrowed months and years, intervals, open ends.

``ngày 15 và 16/3/2024`` is two dates, the first of which borrows; ``từ 1/1 đến 31/3/2024`` is one period.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from boctach.spans import Span
from boctach.text.dates import cues, points
from boctach.text.dates.calendar import Moment, Period, ordered
from boctach.text.dates.licences import Beside, is_fraction, licence
from boctach.text.dates.points import Point

Link = Literal["to", "dash", "and"]

_LINKS: tuple[tuple[Link, str], ...] = (
    ("to", r" {1,3}(?:cho {1,3})?(?i:đến|tới) {1,3}(?:đến {1,3})?(?:(?:{part_of_day}|{bound}) {1,3}){0,3}$"),
    ("dash", r" ?[-–—] ?(?:(?i:hết|đến) {1,3})?$"),
    (
        "and",
        r"(?: ?[,;&] ?(?:{conjunction} {1,3})?| {1,3}{conjunction} {1,3})(?:các {1,3})?(?:{part_of_day} {1,3}){0,2}$",
    ),
)
_LINK_REACH = 40
_MONTHS = 12
_QUARTERS = 4
_YEARS_END = 2100
_SINCE = r"(?i:từ) {1,3}(?:{bound} {1,3}){0,2}"
_FROM = r"(?i:từ) {1,3}(?:(?:{part_of_day}|{bound}) {1,3}){0,3}"
_UNTIL = r"(?i:đến|tới) {1,3}(?:{bound} {1,3}){0,3}"
_NO_BOUND = r"{not_bound} {1,3}"
_PERIOD = r"(?i:{period}) {1,3}"
_NUMERAL = r"(?:(?<![\d/.,-])\d{1,2}|(?<![Tt]hứ )(?i:{numeral})) {1,3}"
_ELSEWHERE = r" {1,3}(?:cho {1,3})?(?:đến|tới)(?! {1,3}(?:nay|giờ|bây giờ|hiện)(?!\w)) "


class Dated(NamedTuple):
    """A date or period that the text gives.

    Attributes:
        start: First code point of the span.
        end: One past the last.
        edtf: Its value.
        rule: Name of the pattern.
        reasons: Where the words stand that decided, beside the date's own.
    """

    start: int
    end: int
    edtf: str
    rule: str
    reasons: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Member:
    """A point in its chain.

    Attributes:
        point: The point; gains a month and a year as they are borrowed.
        link: How it is joined to the next member; None at the end.
        reasons: Why it is a date; None while it is only a number.
    """

    point: Point
    link: Link | None
    reasons: tuple[Span, ...] | None = None

    @property
    def moment(self) -> Moment | None:
        reading = self.point.reading
        return reading if isinstance(reading, Moment) else None

    def become(self, form: str, moment: Moment) -> None:
        reading = moment if moment.possible else None
        self.point = self.point._replace(form=form, reading=reading)


def read(text: str, stretches: Sequence[Span]) -> list[Dated]:
    """Dates and periods of some stretches of a text (its paragraphs), in order.

    A day written without a year that one stretch proves to be one (``ngày 1/7``) is one in the others too
    (``lương tăng từ 1/7``), hence two rounds.
    """
    parts = [(part, stretch) for stretch in stretches for part in _parts(text, stretch.start, stretch.end)]
    found = [_dates(text, part, stretch, frozenset()) for part, stretch in parts]
    known = frozenset(end for dates in found for dated in dates for end in dated.edtf.split("/") if end[:5] == "XXXX-")
    for at, (part, stretch) in enumerate(parts if known else ()):
        if any(_is_known(member, known) for member in part):
            found[at] = _dates(text, part, stretch, known)
    return [dated for dates in found for dated in dates]


def _parts(text: str, start: int, end: int) -> Iterator[list[_Member]]:
    """What may be dates, joined or single, each with the month and year that it borrows."""
    for chain in _chains(text, start, end):
        if len(chain) > 1:
            _give_back_words(text, chain)
            _borrow_day_months(chain)
        for part in _without_bare_numbers(text, chain, end):
            _borrow_years(part)
            yield part


def _dates(text: str, part: list[_Member], stretch: Span, known: frozenset[str]) -> list[Dated]:
    _license(text, part, stretch.start, stretch.end, known)
    return list(_combine(text, part, stretch.start, stretch.end))


def _chains(text: str, start: int, end: int) -> Iterator[list[_Member]]:
    chain: list[_Member] = []
    for point in points.find(text, start, end):
        if chain:
            chain[-1].link = _link(text, chain[-1].point, point)
            if chain[-1].link is None:
                yield chain
                chain = []
        chain.append(_Member(point, None))
    if chain:
        yield chain


def _link(text: str, left: Point, right: Point) -> Link | None:
    if left.reading is None or right.reading is None or not 0 < right.start - left.end <= _LINK_REACH:
        return None
    for link, pattern in _LINKS:
        if cues.after(text, left.end, right.start, pattern):
            return link
    return None


def _give_back_words(text: str, chain: list[_Member]) -> None:
    """``kế hoạch 5 năm 2021-2025``, ``trong hai ngày 7 và 8/7``: the word belongs to the numeral before it."""
    for member in chain:
        point = member.point
        if member.link and point.form in ("year", "number", "day-month") and point.worded:
            numeral = cues.before(text, point.start, max(0, point.start - 16), _NUMERAL)
            if numeral:
                word = point.end - point.start - len(text[point.start : point.end].split(None, 1)[1])
                member.point = point._replace(start=point.start + word)


def _borrow_day_months(chain: list[_Member]) -> None:
    """``15 và 16/3``: a bare day takes month and year of the day after it."""
    for at in reversed(range(len(chain) - 1)):
        own, following = chain[at].moment, chain[at + 1].moment
        if own and following and chain[at].point.form == "number" and following.grain == "day" and following.month:
            chain[at].become("borrowing-day", following._replace(day=own.day))


def _without_bare_numbers(text: str, chain: list[_Member], end: int) -> Iterator[list[_Member]]:
    """Read bare numbers as what the list before them is made of, and cut the chain at those that stay bare."""
    part: list[_Member] = []
    for member in chain:
        if part and member.moment and part[-1].moment:
            _continue_list(member, part[-1].moment.grain, closes=_closes(text, member, end))
        if member.point.form in ("number", "bare-quarter") or member.point.reading is None:
            if part:
                part[-1].link = None
                yield part
            part = []
        else:
            part.append(member)
    if part:
        yield part


def _continue_list(member: _Member, grain: str, *, closes: bool) -> None:
    """``tháng 3, 4 và 5/2024``, ``quý I, II và III/2024``, ``những năm 1980 và 1990``."""
    form, moment = member.point.form, member.moment
    assert moment is not None
    if grain == "decade" and form == "year" and moment.year and moment.year % 10 == 0:
        member.become("decade", moment._replace(decade=True))
    elif grain == "month" and form == "bare-month-of-year":
        member.become("month-of-year", moment)
    elif grain == "month" and form == "number" and closes and (moment.day or 0) <= _MONTHS:
        member.become("month", Moment(month=moment.day))
    elif grain == "quarter" and form == "bare-month-of-year" and (moment.month or 0) <= _QUARTERS:
        member.become("quarter", Moment(moment.year, quarter=moment.month))
    elif grain == "quarter" and form == "number" and closes and (moment.day or 0) <= _QUARTERS:
        member.become("quarter", Moment(quarter=moment.day))
    elif grain == "quarter" and form == "bare-quarter":
        member.become("quarter", moment)


def _closes(text: str, member: _Member, end: int) -> bool:
    return member.link is not None or cues.ends_well(text, member.point.end, end)


def _borrow_years(part: list[_Member]) -> None:
    """``từ 1/1 đến 31/3/2024``, ``tháng 3 và tháng 4/2024``: a date takes the year of the one it is joined to."""
    for at in reversed(range(len(part) - 1)):
        own, following = part[at].moment, part[at + 1].moment
        if own and following and own.year is None and following.year and own.grain == following.grain:
            part[at].become(part[at].point.form, own.within(following.year - (own.place > following.place)))


def _license(text: str, part: list[_Member], start: int, end: int, known: frozenset[str]) -> None:
    """Say of each member why it is a date: by itself, or because the one before or after it in the chain is."""
    for at, member in enumerate(part):
        closes = _closes(text, member, end)
        beside = Beside(
            text, member.point, start, end, closes, joined=member.link is not None, known=_is_known(member, known)
        )
        member.reasons = licence(beside)
        previous = part[at - 1] if at else None
        if member.reasons is None and previous and previous.reasons is not None:
            member.reasons = () if closes or _goes_on(text, previous, member, end) else None
        if member.reasons is None and previous and previous.reasons is None and closes:
            _license_range(text, previous, member, start)
    for at in reversed(range(len(part) - 1)):
        own, following = part[at], part[at + 1]
        if own.link not in ("to", "dash"):
            continue
        if following.reasons is None and not own.point.worded:
            own.reasons = None  # "từ 2000 đến 2050 đồng": the end shows that the beginning is no date either
        elif following.reasons is not None and own.reasons is None:
            own.reasons = ()


def _license_range(text: str, left: _Member, right: _Member, start: int) -> None:
    """``2021-2025``, ``1/7 - 7/7`` and, in brackets, ``8-9/7`` are periods without any word beside them."""
    forms = (left.point.form, right.point.form)
    if left.link != "dash" or not left.moment or not right.moment or not ordered(left.moment, right.moment):
        return
    years = forms == ("year", "year") and max(left.moment.year or 0, right.moment.year or 0) < _YEARS_END
    days = forms == ("day-month", "day-month") and "/" in text[left.point.start : left.point.end]
    weekend = (
        forms == ("borrowing-day", "day-month")
        and not is_fraction(right.point)
        and cues.before(text, left.point.start, start, r"\( ?")
    )
    in_brackets = weekend and cues.after(text, right.point.end, len(text), r" ?[),;]")
    if (years or days or in_brackets) and not cues.before(
        text, left.point.start, start, r"(?i:{place}|{numbered}) {1,3}"
    ):
        left.reasons = right.reasons = ()


def _goes_on(text: str, previous: _Member, member: _Member, end: int) -> bool:
    """Whether a number after a date must be one too, whatever word follows: an end of a period, a day in a list."""
    if cues.after(text, member.point.end, end, cues.UNIT):
        return False
    return previous.link in ("to", "dash") or (member.point.form == "day-month" and not is_fraction(member.point))


def _is_known(member: _Member, known: frozenset[str]) -> bool:
    return bool(known) and member.moment is not None and member.moment.edtf in known


def _combine(text: str, part: list[_Member], start: int, end: int) -> Iterator[Dated]:
    at = 0
    while at < len(part):
        member = part[at]
        following = part[at + 1] if member.link in ("to", "dash") else None
        period = _interval(member, following) if following else None
        if following and period:
            yield _whole(text, member.point, following.point, period, start)
            at += 2
            continue
        if member.reasons is not None:
            yield _single(text, member, start, end)
        at += 1


def _interval(left: _Member, right: _Member) -> Period | None:
    if left.reasons is None or right.reasons is None or not left.moment or not right.moment:
        return None
    if left.link == "dash" and left.moment.grain != right.moment.grain:
        return None
    return ordered(left.moment, right.moment)


def _whole(text: str, first: Point, last: Point, period: Period, limit: int) -> Dated:
    """A period with both ends; its span begins at ``từ`` and the period's name where they stand."""
    opening = cues.before(text, first.start, limit, _FROM)
    begin = _name_start(text, opening.start if opening else first.start, limit)
    return Dated(begin, last.end, period.edtf, "period", (opening,) if opening else ())


def _single(text: str, member: _Member, start: int, end: int) -> Dated:
    """One date, or a period with an open end."""
    point, moment, reasons = member.point, member.moment, member.reasons or ()
    if moment:
        since = cues.before(text, point.start, start, _SINCE)
        if since and not cues.after(text, point.end, end, _ELSEWHERE):
            return Dated(since.start, point.end, Period(moment, None).edtf, "since", (since,))
        until = cues.before(text, point.start, start, _UNTIL)
        if until and not cues.before(text, until.start, start, _NO_BOUND):
            begin = _name_start(text, until.start, start)
            return Dated(begin, point.end, Period(None, moment).edtf, "until", (until,))
    assert point.reading is not None
    return Dated(_name_start(text, point.start, start), point.end, point.reading.edtf, point.form, reasons)


def _name_start(text: str, begin: int, limit: int) -> int:
    """Where ``giai đoạn``, ``thời kỳ``, ``năm học`` begins that stands before ``begin``, or else ``begin``."""
    name = cues.before(text, begin, limit, _PERIOD)
    return name.start if name else begin
