"""Points of the calendar by their form alone: ``ngày 31 tháng 12 năm 2024``, ``21/7``, ``quý II/2024``, ``2019``.

A point says how its form reads, not yet whether it is a date: ``21/7`` may be a fraction and ``2019`` a number. At each
place where one may begin, those forms are tried in order that begin with the word or the number of digits there, so
each form is a small pattern of its own with a name.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from boctach import tables
from boctach.text.cued import DIGIT, Cued
from boctach.text.dates.calendar import Moment, Period, months


class Point(NamedTuple):
    """A stretch of text ``[start, end)`` in the form of a date.

    Attributes:
        start: First code point, the word ``ngày``, ``tháng``, ``năm`` or ``quý`` included.
        end: One past the last.
        form: Name of the form.
        reading: What it would be; None for forms that only look like a date (``mùng 5 tháng 5``, ``31/2``).
        worded: Whether ``ngày``, ``tháng`` … stands before it.
    """

    start: int
    end: int
    form: str
    reading: Moment | Period | None
    worded: bool


@dataclass(frozen=True)
class NumberName:
    """A row of ``calendar_numbers``: a number of months or a month as it is spelled."""

    word: str
    number: str
    gloss: str


@dataclass(frozen=True, slots=True)
class _Form:
    name: str
    first: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Moment | Period | None]


_B = " ?"  # stray blank beside a separator
_G = " {1,3}"
_DAY = r"(?P<d>[12]\d|3[01]|0?[1-9])(?!\d)"
_MONTH = r"(?P<m>1[0-2]|0?[1-9])(?!\d)"
_YEAR = r"(?P<y>1\d{3}|20\d\d|2100)(?!\d)"
_DAY_WORD = rf"(?P<word>(?i:ngày){_G})?"
_MONTH_WORD = rf"(?P<word>(?i:tháng){_G})"
_MONTHS_LATER = r"(?:1[0-2]|0?[1-9])[/.-](?:19|20)\d\d(?![\w/])"
_END = r"(?!\w)(?![.,]\d)(?!/[\w])"
_BEFORE_YEAR = rf"(?:,?{_G}(?:của{_G})?(?i:năm){_G}|{_B}[/.–-]{_B})"
_OF_YEAR = rf"(?:{_BEFORE_YEAR}{_YEAR}|,?{_G}(?i:năm){_G}(?P<early>[1-9]\d\d)(?!\d))"
_WORDS = (
    *("ngày", "tháng", "năm", "quý", "quí", "những(?= năm )", "thập niên", "thập kỷ", "thập kỉ", "nửa", "mùng", "mồng"),
    *("rằm", "cách mạng", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"),
)
_ROMAN = ("IV", "I", "II", "III")
_NUMBER = "one or two digits"
_WITH_WORD = "one or two digits with a month or a quarter behind them"
_WITH_MARK = "one or two digits with a separator behind them"
_WITH_LETTER = "one or two digits with T, H or M behind them"
_FOUR = "four digits"
_SHORT = 2
_GOES_ON = re.compile(r"\d{1,2}(?:(,? {1,3}(?i:tháng|quý|quí))|( ?[/.–-])|([THM]))")
_GOING_ON = (_NUMBER, _WITH_WORD, _WITH_MARK, _WITH_LETTER)  # by the group that matches
_START = Cued(
    r"(?<!\w)(?:(?<!\d\.)(?<![^\W\d]/)(?<![^\W\d][-–])\d+"
    rf"|(?i:{'|'.join(_WORDS)})(?= )|(?:{'|'.join(_ROMAN)})(?!\w)|[QTH](?=[\d.IV]))",
    (*_WORDS, *_ROMAN, "Q", "QI", "QII", "QIII", "QIV", "T", "H", DIGIT),
)


@cache
def _numbers() -> dict[str, int]:
    return {row.word: int(row.number) for row in tables.read("calendar_numbers", NumberName, key=("word",))}


def _number(words: str) -> int | None:
    """``9``, ``chín``, ``Mười Hai``; None where the words are no such number."""
    return int(words) if words.isdigit() else _numbers().get(" ".join(words.split()))


def _roman(words: str) -> int | None:
    return {"I": 1, "II": 2, "III": 3, "IV": 4}.get(words) or _number(words)


def _moment(match: re.Match[str]) -> Moment | None:
    parts = match.groupdict()
    month = _number(parts["m"]) if parts.get("m") else None
    if parts.get("name"):
        month = _number(parts["name"])
        if month is None:
            return None
    moment = Moment(
        year=int(year) if (year := parts.get("y") or parts.get("early")) else None,
        month=month,
        day=int(parts["d"]) if parts.get("d") else None,
    )
    return moment if moment.possible else None


def _short_year(match: re.Match[str]) -> Moment | None:
    """Two digits of a year: 31 to 99 lie in the last century, since papers write older years in full."""
    year = int(match["yy"])
    moment = Moment(year + (1900 if year > 30 else 2000), int(match["m"]), int(match["d"]))
    return moment if moment.possible else None


def _quarter(match: re.Match[str]) -> Moment | None:
    quarter = _roman(match["q"])
    if quarter is None or not 1 <= quarter <= 4:
        return None
    return Moment(int(match["y"]) if match["y"] else None, quarter=quarter)


def _two_years(match: re.Match[str]) -> Period | None:
    """``2024/25``, ``2024-26``: the second year may be written with two digits."""
    first, last = int(match["y"]), int(match["y2"])
    if last < 100:
        last += first // 100 * 100
        last += 100 if last < first else 0  # 1999/00
    return Period(Moment(first), Moment(last)) if last > first else None


def _season(match: re.Match[str]) -> Period | None:
    """``2024/2025`` and ``2024/25``: two years in a row."""
    years = _two_years(match)
    return years if years == Period(Moment(int(match["y"])), Moment(int(match["y"]) + 1)) else None


def _decade(match: re.Match[str]) -> Moment:
    year = int(match["y"])
    return Moment(year if year >= 100 else 1900 + year, decade=True)


def _months_of_year(match: re.Match[str]) -> Period | None:
    """``9 tháng năm 2024``, ``6 tháng đầu năm``, ``hai quý đầu năm 2023``."""
    parts = match.groupdict()
    number = _number(parts["n"])
    count = 0 if number is None else number * (3 if parts["unit"].lower() in ("quý", "quí") else 1)
    if not 2 <= count <= 12:
        return None
    year = int(parts["y"]) if parts["y"] else None
    return months(year, 13 - count, 12) if (parts.get("part") or "").lower() == "cuối" else months(year, 1, count)


def _half_year(match: re.Match[str]) -> Period:
    year = int(match["y"]) if match["y"] else None
    return months(year, 1, 6) if match["part"].lower() == "đầu" else months(year, 7, 12)


def _short_half(match: re.Match[str]) -> Period:
    """``H1/2024``, ``2H2023``."""
    first = (match["half"] or match["half_first"]) == "1"
    return months(int(match["y"]), 1, 6) if first else months(int(match["y"]), 7, 12)


def _number_only(match: re.Match[str]) -> Moment:
    """A day or month that has yet to find its date."""
    return Moment(day=int(match["d"]))


def _no_date(_: re.Match[str]) -> None:
    """Days of the moon's calendar and the month that names a revolution are consumed and are no dates."""


_NAME = (
    rf"(?P<name>[Mm]ười(?:{_G}(?:[Mm]ột|[Hh]ai))?|[Mm]ột|[Hh]ai|[Bb]a|[Tt]ư|[Bb]ốn|Năm"
    r"|[Ss]áu|[Bb]ảy|[Tt]ám|[Cc]hín)(?!\w)"
)
_NAMED_MONTH = rf"(?:{_MONTH}|{_NAME})"
_COUNT = r"(?P<n>\d{1,2}|(?i:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười một|mười))"
_OF_THE_YEAR = rf"(?:{_G}của)?{_G}(?i:năm)"


def _form(
    name: str,
    first: tuple[str, ...],
    pattern: str,
    read: Callable[[re.Match[str]], Moment | Period | None] = _moment,
) -> _Form:
    """A form whose pattern begins with one of the words, or so many digits, that ``first`` has."""
    return _Form(name, first, re.compile(pattern), read)


_DAYS = ("ngày", _WITH_MARK)
_COUNTS = (_WITH_WORD, "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_QUARTERS = ("quý", "quí")

_FORMS = (
    _form(
        "lunar",
        ("ngày", "mùng", "mồng", "rằm"),
        rf"(?i:ngày{_G})?(?i:mùng|mồng|rằm)(?:{_G}\d{{1,2}}(?:[/.-]\d{{1,2}})?)?(?:{_G}tháng{_G}\w+)?",
        _no_date,
    ),
    _form(
        "revolution",
        ("cách mạng",),
        rf"(?i:cách mạng){_G}(?i:tháng){_G}(?i:tám|mười|hai|8|10|2)(?!\w)",
        _no_date,
    ),
    _form(
        "months-of-year",
        _COUNTS,
        rf"{_COUNT}{_G}(?P<unit>(?i:tháng|quý|quí)){_G}(?P<part>(?i:đầu|cuối))(?:{_G}tiên)?{_OF_THE_YEAR}"
        rf"(?!\w|{_G}(?:học|tài)(?!\w))(?:{_G}{_YEAR}{_END})?",
        _months_of_year,
    ),
    _form(
        "months-of-year",
        _COUNTS,
        rf"{_COUNT}{_G}(?P<unit>(?i:tháng|quý|quí)){_OF_THE_YEAR}{_G}{_YEAR}{_END}",
        _months_of_year,
    ),
    _form(
        "months-of-year",
        _COUNTS,
        rf"{_COUNT}{_G}(?P<unit>(?i:tháng|quý|quí))(?:{_B}/{_B}|{_G}){_YEAR}{_END}",
        _months_of_year,
    ),
    _form(
        "half-year",
        ("nửa",),
        rf"(?i:nửa){_G}(?P<part>(?i:đầu|cuối|sau)){_OF_THE_YEAR}(?!\w|{_G}(?:học|tài)(?!\w))(?:{_G}{_YEAR}{_END})?",
        _half_year,
    ),
    # As tables and brokers print them: 9T2024, 6M/2024, 6T đầu năm 2024; H1/2024, 1H2024; Q4/2024, QIV.2024; T9/2024.
    _form(
        "months-of-year",
        (_WITH_LETTER,),
        rf"(?P<n>\d{{1,2}})(?P<unit>T|M)(?:{_B}[/.-]{_B}|{_B}){_YEAR}{_END}",
        _months_of_year,
    ),
    _form(
        "months-of-year",
        (_WITH_LETTER,),
        rf"(?P<n>\d{{1,2}})(?P<unit>T){_G}(?P<part>đầu|cuối){_G}năm{_G}{_YEAR}{_END}",
        _months_of_year,
    ),
    _form(
        "half-year",
        ("H", _WITH_LETTER),
        rf"(?:H(?P<half>[12])|(?P<half_first>[12])H)(?:{_B}[/.-]{_B}|{_B}){_YEAR}{_END}",
        _short_half,
    ),
    _form(
        "short-quarter",
        ("Q",),
        rf"Q\.?{_B}(?P<q>IV|I{{1,3}}|[1-4])(?:{_B}[/.-]{_B}|{_G}năm{_G}|(?<=Q[1-4])){_YEAR}{_END}",
        _quarter,
    ),
    _form("short-month", ("T",), rf"T\.?{_MONTH}{_B}[/.-]{_B}{_YEAR}{_END}"),
    _form(
        "day-in-words", ("ngày", _WITH_WORD), rf"{_DAY_WORD}{_DAY},?{_G}(?i:tháng){_G}{_NAMED_MONTH}{_OF_YEAR}?{_END}"
    ),
    _form(
        "day-month-year",
        _DAYS,
        rf"{_DAY_WORD}{_DAY}{_B}(?P<sep>[/.–-]){_B}{_MONTH}{_B}(?P=sep){_B}{_YEAR}(?!\w)(?![.,]\d)(?!/[^\W\d])",
    ),
    _form("day-month-year", _DAYS, rf"{_DAY_WORD}{_DAY}{_B}[/.-]{_B}{_MONTH},?{_G}(?i:năm){_G}{_YEAR}{_END}"),
    _form("day-month-year", ("ngày",), rf"(?P<word>(?i:ngày){_G}){_DAY}[.-]{_MONTH}/{_YEAR}{_END}"),
    _form(
        "short-year",
        ("ngày",),
        rf"(?P<word>(?i:ngày){_G}){_DAY}(?P<sep>[/.-]){_MONTH}(?P=sep)(?P<yy>\d\d)(?!\w)(?![.,/-]\d)",
        _short_year,
    ),
    _form(
        "iso",
        (_FOUR,),
        r"(?P<y>1[89]\d\d|20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\w/-])",
    ),
    _form("month-of-year", ("tháng",), rf"{_MONTH_WORD}{_NAMED_MONTH}{_OF_YEAR}{_END}"),
    _form("spaced-month-of-year", ("tháng",), rf"{_MONTH_WORD}{_MONTH}{_G}(?P<y>19\d\d|20\d\d)(?!\d){_END}"),
    _form("named-month", ("tháng",), rf"{_MONTH_WORD}{_NAME}(?!/)"),
    _form("month", ("tháng",), rf"{_MONTH_WORD}{_MONTH}{_END}(?!{_B}%)"),
    _form(
        "quarter",
        _QUARTERS,
        rf"(?P<word>(?i:quý|quí){_G})(?P<q>IV|I{{1,3}}|0?[1-4]|(?i:một|hai|ba|bốn|tư))(?!\w)(?:(?:{_BEFORE_YEAR}|{_G}){_YEAR})?{_END}",
        _quarter,
    ),
    _form("bare-quarter", _ROMAN, rf"(?P<q>IV|I{{1,3}})(?!\w)(?:{_BEFORE_YEAR}{_YEAR})?{_END}", _quarter),
    _form(
        "season",
        ("năm", _FOUR),
        rf"(?<!\d/)(?P<word>(?i:năm){_G})?{_YEAR}{_B}/{_B}(?P<y2>(?:19|20)\d\d|\d\d)(?!\w)(?![./,-]\w)",
        _season,
    ),
    _form("hyphened-years", (_FOUR,), rf"{_YEAR}-(?P<y2>\d\d)(?!\w)(?![./,-]\w)", _two_years),
    _form(
        "bare-month-of-year",
        (_WITH_MARK,),
        rf"{_MONTH}{_B}(?P<sep>[/.-]){_B}{_YEAR}(?!\w)(?![.,/]\w|-(?!{_MONTHS_LATER})\w)",
    ),
    _form(
        "day-month",
        _DAYS,
        rf"{_DAY_WORD}{_DAY}{_B}(?P<sep>/){_B}{_MONTH}(?!\w)(?!{_B}/{_B}\d)(?!/)(?![.,]\d)(?!{_B}%)",
    ),
    _form(
        "day-month",
        _DAYS,
        rf"{_DAY_WORD}{_DAY}(?P<sep>[.–-]){_MONTH}(?!\w)(?!{_B}/)(?![,–]\d)(?!(?P=sep)\d)(?!{_B}%)",
    ),
    _form(
        "decade",
        ("những", "thập niên", "thập kỷ", "thập kỉ"),
        rf"(?P<word>(?i:những năm|thập niên|thập kỷ|thập kỉ){_G})(?P<y>(?:1[89]|20)\d0|[3-9]0){_END}",
        _decade,
    ),
    _form("year", ("năm", _FOUR), rf"(?P<word>(?i:năm){_G})?{_YEAR}{_END}(?!{_B}%)"),
    _form("early-year", ("năm",), rf"(?P<word>(?i:năm){_G})(?P<y>[1-9]\d\d)(?![\w/-]){_END}"),
    _form("number", ("ngày", *_GOING_ON), rf"{_DAY_WORD}{_DAY}(?!\w)(?![.,/]\d{{3}})(?!/\w)(?!{_B}%)", _number_only),
)
_BY_FIRST = {first: tuple(form for form in _FORMS if first in form.first) for form in _FORMS for first in form.first}


def find(text: str, start: int, end: int) -> Iterator[Point]:
    """Points of ``text[start:end]``, in order and apart from each other."""
    at = start
    in_quarters = False
    for place in _START.finditer(text, start, end):
        if place.start() < at or (place.group() in _ROMAN and not in_quarters):
            continue  # "lần thứ II năm 2017": a Roman numeral is a quarter in a list of quarters only
        point = _read(text, place, end)
        if point is None:
            continue
        yield point
        at = point.end
        in_quarters = point.form in ("quarter", "bare-quarter")


def _read(text: str, place: re.Match[str], end: int) -> Point | None:
    at = place.start()
    for form in _BY_FIRST.get(_first(text, place, end), ()):
        match = form.pattern.match(text, at, end)
        if match is not None:
            worded = "word" in form.pattern.groupindex and bool(match["word"])
            return Point(at, match.end(), form.name, form.read(match), worded)
    return None


def _first(text: str, place: re.Match[str], end: int) -> str:
    """What forms have as ``first`` that may begin here: a word in small letters, a capital, a number of digits."""
    written = place.group()
    if not written[0].isdigit():
        return written if written in _BY_FIRST else written.lower()
    if len(written) <= _SHORT:
        behind = _GOES_ON.match(text, place.start(), end)
        return _GOING_ON[behind.lastindex or 0] if behind else _NUMBER
    return _FOUR if len(written) == len("2024") else ""
