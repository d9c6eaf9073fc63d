"""Points of the calendar and how EDTF (ISO 8601-2) writes them."""

import calendar
from typing import Literal, NamedTuple

Grain = Literal["day", "month", "quarter", "year", "decade"]

_FIRST_QUARTER = 33
"""EDTF numbers the quarters 33 to 36."""
_LEAP_YEAR = 2000
"""Stands for a year that is not written: 29 February is then possible."""

_TURN_OF_YEAR = 4
"""Without a year, a period that begins at least so many months later than it ends runs over New Year."""


class Moment(NamedTuple):
    """A point of the calendar as exactly as the text gives it.

    Attributes:
        year: Gregorian year; None where it is not written.
        month: 1 to 12.
        day: 1 to 31, only together with a month.
        quarter: 1 to 4, never together with a month.
        decade: Whether ``year`` stands for the ten years that begin with it.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    decade: bool = False

    @property
    def grain(self) -> Grain:
        """The finest part that is given."""
        if self.decade:
            return "decade"
        if self.quarter:
            return "quarter"
        if self.day:
            return "day"
        return "month" if self.month else "year"

    @property
    def possible(self) -> bool:
        """Whether the calendar has it: 31 April never, 29 February in leap years and where no year is written."""
        if self.day is None:
            return True
        if self.month is None:
            return False
        return self.day <= calendar.monthrange(self.year or _LEAP_YEAR, self.month)[1]

    @property
    def edtf(self) -> str:
        """``2018-12-25``, ``2023-06``, ``2019``, ``XXXX-07-21``, ``2024-34``, ``199X``."""
        if self.decade and self.year is not None:
            return f"{self.year // 10:03d}X"
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.quarter:
            return f"{year}-{_FIRST_QUARTER + self.quarter - 1}"
        written = year if self.month is None else f"{year}-{self.month:02d}"
        return written if self.day is None else written + f"-{self.day:02d}"

    @property
    def place(self) -> tuple[int, int]:
        """Month and day at which it begins, for comparing two points of one year."""
        month = self.quarter * 3 - 2 if self.quarter else self.month or 1
        return (month, self.day or 1)

    def within(self, year: int | None) -> "Moment":
        """The same point in another year."""
        return self._replace(year=year)


class Period(NamedTuple):
    """A stretch of the calendar; an end that is None is open."""

    first: Moment | None
    last: Moment | None

    @property
    def edtf(self) -> str:
        """``2015/2020``, ``../2030``, ``2018/..``."""
        return "/".join(".." if end is None else end.edtf for end in (self.first, self.last))


def months(year: int | None, first: int, last: int) -> Period:
    """The months ``first`` to ``last`` of one year."""
    return Period(Moment(year, first), Moment(year, last))


def ordered(first: Moment, last: Moment) -> Period | None:
    """The period between two points, each lending the other the year that only one has.

    ``28/12 – 3/1/2025`` begins in the year before. None where the end comes before the beginning.
    """
    if first.year is None and last.year is not None:
        first = first.within(last.year - (first.place > last.place))
    elif last.year is None and first.year is not None:
        last = last.within(first.year + (first.place > last.place))
    if not (first.possible and last.possible):
        return None
    if first.year is not None and last.year is not None:
        forward = (first.year, *first.place) < (last.year, *last.place) or (
            first.year == last.year and first.grain != last.grain
        )
        return Period(first, last) if forward else None
    over_new_year = first.place[0] - last.place[0] >= _TURN_OF_YEAR
    return Period(first, last) if first.place < last.place or over_new_year else None
