"""Lengths of time apart from the calendar and the clock: ``sau 9 tháng thi công`` against ``9 tháng năm 2024``."""

import functools
import re
from dataclasses import dataclass
from typing import Final

from boctach import tables
from boctach.text.numbers import Numeral


@dataclass(frozen=True)
class Cue:
    """A row of ``duration_cues.tsv``."""

    words: str
    side: str
    of: str
    gloss: str


SENSES: Final = frozenset({"year", "quarter", "month", "week", "day", "hour", "hours", "minute", "second", "period"})
"""Senses of units (``units.tsv``) that may be a point of the calendar or the clock instead of a length."""

_BLANK = "[ \u00a0]"
_FIRST = rf"(?:[\d.,]+{_BLANK}?[-–]{_BLANK}?|[\d.,]+{_BLANK}(?:đến|tới|hoặc|và){_BLANK})?"
# ngày 5 tháng 3 năm 2019: a number behind the calendar's words is a date; mỗi ngày 8 giờ is a length.
_DATE_BEFORE = re.compile(
    r"(?<!mỗi[ \u00a0])(?<!một[ \u00a0])(?<!hằng[ \u00a0])(?<!hàng[ \u00a0])(?<!\w)"
    rf"(?:ngày|tháng|năm|quý|mùng|mồng|thứ){_BLANK}{_FIRST}\Z",
    re.IGNORECASE,
)
# 19 năm 7 tháng, ba tháng mười ngày: a smaller unit behind a larger one, which has its number.
_REST_BEFORE = re.compile(
    r"(?:\d|(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm))"
    rf"{_BLANK}(?:(?P<year>năm)|(?P<month>tháng)|(?P<week>tuần)|(?P<day>ngày)){_BLANK}\Z"
)
_RESTS = {"month": ("year",), "week": ("year", "month"), "day": ("year", "month", "week"), "hour": ("day",)}
_RELATIVE_AFTER = re.compile(
    rf"{_BLANK}(?:qua|tới|nay|gần{_BLANK}đây|gần{_BLANK}nhất|vừa{_BLANK}(?:qua|rồi)|sắp{_BLANK}tới|tiếp{_BLANK}theo"
    rf"|kế{_BLANK}tiếp|trở{_BLANK}lại|về{_BLANK}(?:trước|sau)|sau{_BLANK}(?:này|đó)|trước{_BLANK}(?:đó|đây|nữa)"
    rf"|trước(?!{_BLANK}(?:khi|lúc|ngày|thời|tết|lễ|kỳ|phiên|trận|cuộc|vụ|sự|đại|hội|bầu|sinh|mổ|ăn|ngủ|uống|cưới|giờ|hạn"
    rf"|thềm|vòng|chuyến|giải|mùa|đám)(?!\w))"
    rf"|sau(?={_BLANK}?[.,;:!?)\"”…\n]|\Z|{_BLANK}(?:tôi|anh|ông|bà|chị|cô|họ|nó|con|em|sẽ|đã|được|vẫn|mới)(?!\w)))(?!\w)",
    re.IGNORECASE,
)
# hai năm rưỡi qua; 24 giờ đến 48 giờ tới: what makes the second length relative makes the first so.
_HALF_OR_RANGE = re.compile(
    rf"{_BLANK}(?:rưỡi|rưởi)(?!\w)|{_BLANK}?(?:đến|tới|hoặc|[-–]){_BLANK}?[\w.,]{{1,6}}{_BLANK}(?:giờ|ngày|tuần|tháng|quý|năm)(?!\w)"
)
_AGO = re.compile(
    rf"(?<!\w)(?:cách{_BLANK}(?:đây|nay)|trước{_BLANK}đó|sau{_BLANK}đó)(?:{_BLANK}(?:khoảng|hơn|gần|chừng|đúng|tròn))?"
    rf"{_BLANK}{_FIRST}\Z",
    re.IGNORECASE,
)
# 6 tháng đầu năm, 9 tháng năm 2024, 10 ngày đầu tháng, 3 quý đầu năm
_CALENDAR_AFTER = re.compile(
    rf"{_BLANK}(?:(?:đầu|cuối|giữa|còn{_BLANK}lại){_BLANK}(?:của{_BLANK})?(?:năm|tháng|quý|tuần|kỳ)|(?:của{_BLANK})?năm"
    rf"(?:{_BLANK}(?:nay|ngoái|\d{{4}})|(?!\w)))"
)
_MONTHS_AFTER = re.compile(
    rf"{_BLANK}(?:\d|[Gg]iêng|[Cc]hạp|âm{_BLANK}lịch|đầu(?!\w|{_BLANK}tiên)|cuối(?!\w)|đã{_BLANK}qua)"
)
_YEAR_NUMBER = re.compile(rf"{_BLANK}\d{{4}}(?!\d|{_BLANK}?[-–]{_BLANK}?\d)")
_MIDDLE = rf"(?:{_BLANK}(?:khoảng|hơn|gần|trên|dưới|chừng|từ|lên|đến|tới|là|chưa|đầy|thêm|quá|cả|tròn|đúng|đã))*"
# Between a length and the next: sau 1 tháng, 3 tháng và 6 tháng; thời gian hỗ trợ là 5 tháng.
_SERIES_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:tháng|tuần|ngày)(?:,|{_BLANK}(?:đến|tới|và|hoặc))|[Tt]hời{_BLANK}gian(?!{_BLANK}(?:qua|tới|này|sau|trước|đó|gần)(?!\w))(?:{_BLANK}[^\W\d_]+){{1,7}}{_BLANK}(?:là|trong))"
    rf"{_MIDDLE}{_BLANK}{_FIRST}\Z"
)
_SERIES_AFTER = re.compile(rf"{_BLANK}(?:đến|tới){_BLANK}\w+{_BLANK}(?:tuần|tháng|năm)(?!\w)|/")
_CLOCK_BEFORE = re.compile(
    rf"(?<!\w)(?:lúc|hồi|từ|vào|đến|trước|tầm|khoảng{_BLANK}sau){_MIDDLE}{_BLANK}{_FIRST}\Z", re.IGNORECASE
)
_CLOCK_AFTER = re.compile(
    rf"{_BLANK}?(?:sáng|trưa|chiều|tối|đêm|khuya|ngày|hôm|cùng|kém|đúng|GMT|thứ|rạng|theo{_BLANK}giờ|(?:tại{_BLANK})?địa)"
    rf"(?!\w)|\d|{_BLANK}\d\d?(?![\d.,]|{_BLANK}?(?:phút|p)(?!\w))"
)
_HOUR_BEFORE = re.compile(rf"(?<![\w.,])(?P<hours>\d{{1,3}}){_BLANK}?(?:giờ|h|tiếng){_BLANK}?\Z")


def _is_relative(text: str, stop: int, end: int) -> bool:
    more = _HALF_OR_RANGE.match(text, stop, end)
    return any(_RELATIVE_AFTER.match(text, at, end) for at in ((stop, more.end()) if more else (stop,)))


def is_length(text: str, numeral: Numeral, sense: str, start: int, stop: int, end: int) -> bool:
    """Whether a number of years, months, hours … is a length of time, not a point or stretch of the calendar.

    Args:
        text: The whole text.
        numeral: The number.
        sense: The unit's sense, one of `SENSES`.
        start: Where the unit begins.
        stop: Where the unit ends.
        end: Where the paragraph ends.
    """
    before = max(0, numeral.start - 40)
    if sense == "hours":
        return True
    rest = _REST_BEFORE.search(text, before, numeral.start)
    if rest and rest.lastgroup in _RESTS.get(sense, ()) and not _is_relative(text, stop, end):
        return True
    if _DATE_BEFORE.search(text, before, numeral.start) or _AGO.search(text, before, numeral.start):
        return False
    if _is_relative(text, stop, end):
        return False
    if sense in ("month", "quarter", "day", "week") and _CALENDAR_AFTER.match(text, stop, end):
        return False
    if sense in ("month", "quarter"):
        return _is_months(text, numeral, stop, end)
    if sense == "year":
        return not _YEAR_NUMBER.match(text, stop, end)
    if sense == "hour":
        return _is_hours(text, numeral, text[start:stop], stop, end)
    if sense == "minute":
        return _is_minutes(text, numeral)
    return True


@functools.cache
def _cues(of: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a number of months (or hours) a length where it stands before, and where it stands behind."""
    rows = [row for row in tables.read("duration_cues", Cue, key=("words", "side")) if row.of in (of, "any")]
    sides = {
        side: "|".join(row.words.replace(" ", _BLANK) for row in rows if row.side == side)
        for side in ("before", "after")
    }
    before = rf"(?<!\w)(?:{sides['before']}){_MIDDLE}{_BLANK}{_FIRST}\Z"
    after = rf"{_BLANK}(?:{sides['after']})(?!\w)"
    return re.compile(before, re.IGNORECASE), re.compile(after)


def _is_months(text: str, numeral: Numeral, stop: int, end: int) -> bool:
    """Two to eleven months with nothing beside them are the months of a year so far."""
    if _MONTHS_AFTER.match(text, stop, end):
        return False
    if not _is_whole(numeral) or not 2 <= numeral.value <= 11:
        return True
    window = (text, max(0, numeral.start - 40), numeral.start)
    before, after = _cues("months")
    if before.search(*window) or _SERIES_BEFORE.search(text, max(0, numeral.start - 60), numeral.start):
        return True
    return bool(after.match(text, stop, end) or _SERIES_AFTER.match(text, stop, end))


def _is_hours(text: str, numeral: Numeral, unit: str, stop: int, end: int) -> bool:
    window = (text, max(0, numeral.start - 40), numeral.start)
    if _CLOCK_AFTER.match(text, stop, end):
        return False
    if numeral.value > 24 or not _is_whole(numeral):
        return True
    if _CLOCK_BEFORE.search(*window):
        return False
    before, after = _cues("hours")
    if before.search(*window):
        return True
    return unit != "h" and bool(after.match(text, stop, end) or _SERIES_AFTER.match(text, stop, end))


def _is_minutes(text: str, numeral: Numeral) -> bool:
    """Minutes behind an hour are a length where the hours are: ``kéo dài 5 giờ 30 phút``."""
    hour = _HOUR_BEFORE.search(text, max(0, numeral.start - 40), numeral.start)
    if not hour or int(hour["hours"]) > 24:
        return True
    window = (text, max(0, hour.start() - 40), hour.start())
    return not _CLOCK_BEFORE.search(*window) and _cues("hours")[0].search(*window) is not None


def _is_whole(numeral: Numeral) -> bool:
    return numeral.value == numeral.value.to_integral_value()
