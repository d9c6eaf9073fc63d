"""Whether a point is a date: by its form, or by the words beside it.

``ngày 21/7`` is one by itself, ``21/7`` where the words around it say so, ``2/3 dân số`` never.
"""

from collections.abc import Callable
from typing import NamedTuple

from boctach.spans import Span
from boctach.text.dates import cues
from boctach.text.dates.calendar import Moment, Period
from boctach.text.dates.points import Point

Reasons = tuple[Span, ...] | None
"""The words that decided, none for a form that is a date by itself; None: no date."""

_PLACE = r"(?i:{place}) {1,3}"
_PER = r"{per} {1,3}"
_NUMERAL = r"(?i:{numeral}|\d+) {1,3}"
_DAY_BEFORE = r"(?i:{part_of_day}|{day_named})(?: {1,3}(?:vừa qua|tới))?,? {0,3}\(? ?"
_CLOCK_AFTER = r" {1,3}(?:lúc {1,3})?\d{1,2}(?:h|g|:)\d\d(?!\w)"
_CLOCK = r"\d{1,2}(?:(?:h|g| ?giờ)(?:\d\d)?|:\d\d)(?: {1,3}{part_of_day})?,? ?"
_FEAST = r"(?i:{feast}) {1,3}\(?"
_NAMED_DAY = r"(?i:{named_day}) {1,3}(?:nước {1,3})?[{capital}][^.,;:!?()\n]{0,48} \(?"
_OCCASION = r"(?i:{occasion}) {1,3}"
_LUNAR = r" ?\(? ?(?:[Ââ]m lịch|ÂL|AL)(?!\w)"
_BEFORE_CHRIST = r" {1,3}(?:TCN|(?i:trước (?:công nguyên|CN)))(?!\w)"
_RELATIVE = r" {1,3}(?:nay|ngoái|sau|trước|tới|qua)(?!\w)"
_ORDINAL = r"(?i:thứ|số|lần) {1,3}"
_IN_BRACKETS = r"\( ?"
_CLOSES_BRACKET = r" ?[);,–-]"
_YEAR_CUES = (
    r"(?i:{year}|{period}) {1,3}",
    r"{event}™?(?: {1,3}(?!{predicate}(?!\w))[\w™&.-]+){0,10} {1,3}",
    r"ngày {1,3}[{capital}][^.,;:!?()\n]{0,48} {1,3}",
    r"{stem} {1,3}{branch} {1,3}",
    r"\(?[A-Z]{4,6}\)? {1,3}(?:Việt Nam {1,3})?",
)
_YEAR_CUES_BEFORE_AN_END = (r"(?i:{year_preposition}) {1,3}", r"\( ?")
_TREATY = r"{treaty}(?: {1,3}(?:[{capital}][\w-]*|về|của|và|số|quốc|hợp|biển|tự|do|thương|mại)){0,8} {1,3}"
_PRECIOUS = r"(?i:yêu|đá|kim loại|cao|tôn) {1,3}"
_IS_A_YEAR = r" {1,3}(?:(?:sẽ|vẫn|cũng|được coi|được xem|được xác định) {1,3})?là {1,3}(?:một {1,3})?năm(?!\w)"
_QUOTED_NAME = r"(?<=[“\"«‘])[{capital}][^“”\"«»‘’\n]{2,48} {1,3}"
_CLOSES_QUOTE = r"[”\"»’]"
_FRONTED = r"(?:(?:Đến|Tới|Từ|Trước|Sau|Hôm)|(?<=[,;] )(?:đến|tới|từ|trước|sau|hôm)) {1,3}"
_NAMED_PERIOD = r"(?i:{period}|nhiệm kỳ) {1,3}"
_SEASON = r"{season}(?: {1,3}\w+){0,3} {1,3}"

_MONTHS = 12


class Beside(NamedTuple):
    """A point and the words around it.

    Attributes:
        text: The text.
        point: The point.
        start: No look goes before it.
        end: No look goes beyond it.
        closes: Whether what follows the point goes on with it or lets it end, so that it counts nothing.
        joined: Whether another point of the calendar is joined to it.
        known: Whether the same day stands elsewhere in the text, where its form or the words beside it prove it one.
    """

    text: str
    point: Point
    start: int
    end: int
    closes: bool
    joined: bool
    known: bool

    @property
    def words(self) -> str:
        """The point as written."""
        return self.text[self.point.start : self.point.end]

    def before(self, pattern: str) -> Span | None:
        """See `cues.before`."""
        return cues.before(self.text, self.point.start, self.start, pattern)

    def after(self, pattern: str) -> Span | None:
        """See `cues.after`."""
        return cues.after(self.text, self.point.end, self.end, pattern)


def licence(beside: Beside) -> Reasons:
    """Why a point is a date; None where it is none."""
    if beside.point.reading is None or beside.after(_LUNAR):
        return None
    rule = _RULES.get(beside.point.form)
    return rule(beside) if rule else ()


def _per_or_unit(beside: Beside) -> bool:
    """``mỗi ngày 2-3 lần``, ``lương tháng 5 triệu``, ``3 tháng 10 ngày``."""
    return any((beside.before(_PER), beside.before(_NUMERAL), beside.after(cues.UNIT)))


def _month(beside: Beside) -> Reasons:
    return None if _per_or_unit(beside) else ()


def _named_month(beside: Beside) -> Reasons:
    if beside.before(r"(?i:cách mạng) {1,3}"):
        return None
    if beside.words.split()[1][0].isupper():
        return _month(beside)
    cue = beside.before(r"(?i:vào|hồi|đầu|cuối|giữa|trong|từ|đến) {1,3}")
    return (cue,) if cue and beside.closes else None


def _day_in_words(beside: Beside) -> Reasons:
    """``30 tháng 4 là ngày nghỉ`` is a date, but ``trong 3 tháng 10, 11 và 12`` names three months."""
    if beside.point.worded or (isinstance(beside.point.reading, Moment) and beside.point.reading.year):
        return None if not beside.point.worded and beside.before(_ORDINAL) else ()
    if beside.before(_PLACE):
        return None
    return _day_cue(beside) or (() if beside.closes and not beside.joined else None)


def _borrowing_day(beside: Beside) -> Reasons:
    return () if beside.point.worded else _day_cue(beside)


def _day_cue(beside: Beside) -> Reasons:
    if beside.after(cues.UNIT):
        return None
    for pattern in (_DAY_BEFORE, _CLOCK, _FEAST):
        cue = beside.before(pattern)
        if cue:
            return (cue,)
    cue = (beside.before(_NAMED_DAY) if beside.closes else None) or beside.after(_CLOCK_AFTER)
    return (cue,) if cue else None


def _day_month(beside: Beside) -> Reasons:
    if beside.point.worded:
        fraction = "/" not in beside.words or is_fraction(beside.point)
        return None if beside.before(_PER) or (fraction and beside.after(cues.UNIT)) else ()
    reasons = _day_cue(beside)
    if reasons is not None or "/" not in beside.words or beside.after(cues.UNIT):
        return reasons
    cue = beside.before(_OCCASION)
    if cue and (beside.closes or beside.known):
        return (cue,)
    if not (beside.closes or (beside.known and not is_fraction(beside.point))):
        return None
    return () if beside.known else _unmistakable(beside)


def is_fraction(point: Point) -> bool:
    """Whether the form is that of a share: ``2/3``, ``7/7`` and, for always, ``24/7``."""
    assert isinstance(point.reading, Moment)
    day, month = point.reading.day or 0, point.reading.month or 0
    return day <= month or (day, month) == (24, 7)


def _unmistakable(beside: Beside) -> Reasons:
    """``13/10`` can be no proper fraction; words of shares, places and scores rule it out all the same."""
    if beside.before(_PLACE):
        return None
    if is_fraction(beside.point):
        cue = beside.before(_FRONTED) if beside.after(r",") else None  # "Đến 5/11, đơn hàng …"
        return (cue,) if cue else None
    bracket = beside.before(_IN_BRACKETS)
    if bracket and beside.after(_CLOSES_BRACKET):
        return (bracket,)
    cue = beside.before(r"(?i:đến|tới|trước|sau|là|trong|ngay|tại) {1,3}")
    if cue:
        return (cue,)
    return () if int(beside.words.split("/")[0]) > _MONTHS else None


def _bare_month_of_year(beside: Beside) -> Reasons:
    """``9/2004``; ``1/2000`` is the scale of a plan unless a word of time stands before it."""
    assert isinstance(beside.point.reading, Moment)
    year = beside.point.reading.year or 0
    if not 1900 <= year <= 2100 or beside.before(r"(?i:{numbered})(?: {1,3}số)? {1,3}"):
        return None
    if "/" in beside.words and year != 2000:
        return ()
    cue = beside.before(r"(?:(?i:từ|đến|tới|hồi|vào|cuối|đầu|giữa|trước|sau|tháng) {1,3}|\()")
    return (cue,) if cue and beside.closes else None


def _year(beside: Beside) -> Reasons:
    if beside.after(_BEFORE_CHRIST) or beside.before(_TREATY):
        return None
    assert isinstance(beside.point.reading, Moment)
    recent = 1900 <= (beside.point.reading.year or 0) <= 2100
    if beside.point.worded and recent:
        return None if beside.before(_PER) or beside.after(cues.MEASURE) else ()
    if beside.point.worded:
        return None if _per_or_unit(beside) else ()
    if not recent:
        bracket = beside.before(_IN_BRACKETS)
        return (bracket,) if bracket and beside.after(_CLOSES_BRACKET) else None
    if beside.after(cues.UNIT):
        return None
    if cue := beside.after(_IS_A_YEAR) or (beside.before(_QUOTED_NAME) if beside.after(_CLOSES_QUOTE) else None):
        return (cue,)
    for pattern in _YEAR_CUES + (_YEAR_CUES_BEFORE_AN_END if beside.closes else ()):
        cue = beside.before(pattern)
        if cue:
            return (cue,)
    return None


def _half_year(beside: Beside) -> Reasons:
    """``nửa đầu năm nay`` is relative."""
    return None if beside.after(_RELATIVE) else ()


def _at_an_end(beside: Beside) -> Reasons:
    return () if beside.closes else None


def _early_year(beside: Beside) -> Reasons:
    if _per_or_unit(beside) or beside.after(_BEFORE_CHRIST):
        return None
    return () if beside.closes else None


def _quarter(beside: Beside) -> Reasons:
    """``yêu quý 2 con`` counts children."""
    return None if beside.before(_PRECIOUS) else ()


def _joint_years(beside: Beside) -> Reasons:
    """``dự báo năm 2024/25`` may tell of both years, ``giai đoạn năm 2024/25`` of a period."""
    if not beside.point.worded:
        return ()
    cue = beside.before(_NAMED_PERIOD)
    return (cue,) if cue else None


def _hyphened_years(beside: Beside) -> Reasons:
    """``mùa giải 2018-19``; only a named period joins years further apart: ``giai đoạn 2024-26``."""
    assert isinstance(beside.point.reading, Period)
    first, last = beside.point.reading.first, beside.point.reading.last
    in_a_row = first and last and first.year and last.year == first.year + 1
    cue = beside.before(_SEASON if in_a_row else _NAMED_PERIOD)
    return (cue,) if cue else None


_RULES: dict[str, Callable[[Beside], Reasons]] = {
    "month": _month,
    "named-month": _named_month,
    "day-in-words": _day_in_words,
    "day-month": _day_month,
    "borrowing-day": _borrowing_day,
    "bare-month-of-year": _bare_month_of_year,
    "year": _year,
    "spaced-month-of-year": _at_an_end,
    "half-year": _half_year,
    "early-year": _early_year,
    "quarter": _quarter,
    "season": _joint_years,
    "hyphened-years": _hyphened_years,
}
