"""Lengths of time apart from the calendar and the clock: ``sau 9 tháng thi công`` against ``9 tháng năm 2024``."""

import re
from typing import Final

from boctach.text.numbers import Numeral

SENSES: Final = frozenset({"year", "quarter", "month", "week", "day", "hour", "hours", "minute", "second", "period"})
"""Senses of units (``units.tsv``) that may be a point of the calendar or the clock instead of a length."""

_BLANK = "[ \u00a0]"
# ngày 5 tháng 3 năm 2019: a number behind the calendar's words is a date; mỗi ngày 8 giờ is a length.
_FIRST = rf"(?:[\d.,]+{_BLANK}?[-–]{_BLANK}?|[\d.,]+{_BLANK}(?:đến|tới|hoặc|và){_BLANK})?"
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
_AGO = re.compile(
    rf"(?<!\w)(?:cách{_BLANK}(?:đây|nay)|trước{_BLANK}đó|sau{_BLANK}đó)(?:{_BLANK}(?:khoảng|hơn|gần|chừng|đúng|tròn))?"
    rf"{_BLANK}\Z",
    re.IGNORECASE,
)
# 6 tháng đầu năm, 9 tháng năm 2024, 10 ngày đầu tháng, 3 quý đầu năm
_CALENDAR_AFTER = re.compile(
    rf"{_BLANK}(?:(?:đầu|cuối|giữa|còn{_BLANK}lại){_BLANK}(?:của{_BLANK})?(?:năm|tháng|quý|tuần|kỳ)|(?:của{_BLANK})?năm"
    rf"(?:{_BLANK}(?:nay|ngoái|\d{{4}})|(?!\w)))"
)
_MONTHS_AFTER = re.compile(rf"{_BLANK}(?:\d|[Gg]iêng|[Cc]hạp|âm{_BLANK}lịch|đầu(?!\w)|cuối(?!\w)|đã{_BLANK}qua)")
_YEAR_NUMBER = re.compile(rf"{_BLANK}\d{{4}}(?!\d|{_BLANK}?[-–]{_BLANK}?\d)")
_MIDDLE = rf"(?:{_BLANK}(?:khoảng|hơn|gần|trên|dưới|chừng|từ|đến|tới|là|đủ|chưa|đầy|thêm|quá|cả|tròn|đúng|đã))*"
# Words that make a number of months or hours a length.
_LENGTH_BEFORE = re.compile(
    r"(?<!\w)(?:trong vòng|vòng|suốt|sau|mất|kéo dài|dài|ngót|thêm|tổng cộng|tối đa|tối thiểu|ít nhất|không quá|cách"
    r"|thời hạn|kỳ hạn|hạn|tù|giam|giữ|treo|thử thách|thời gian|chậm|sớm|muộn|nghỉ|làm việc|ngủ|học|chờ|đợi|bay|đi bộ"
    r"|liên tục|lái xe|cần|tốn|dành|mỗi ngày|một ngày|mỗi tuần|hoãn|lùi|gia hạn|tạm giam|được|mới|hơn|gần|trên|dưới"
    r"|khoảng|chừng|quá|tròn|đủ|tuổi|bằng|trước thời hạn|trước hạn"
    r"|rút ngắn|còn|kéo|bảo hành|ưu đãi|trải qua|(?:tháng|tuần|ngày)(?:,| đến| tới| và| hoặc)"
    rf"|thời gian(?: [^\W\d_]+){{1,3}} là){_MIDDLE}{_BLANK}{_FIRST}\Z",
    re.IGNORECASE,
)
_LENGTH_AFTER = re.compile(
    rf"{_BLANK}(?:tù|tuổi|liền|liên{_BLANK}t(?:ục|iếp)|sau{_BLANK}khi|trước{_BLANK}khi|kể{_BLANK}từ|để|nữa|cải{_BLANK}tạo"
    rf"|tạm{_BLANK}giam|lương|một{_BLANK}lần|thai|nghỉ|làm|bay|học|lao{_BLANK}động|dạy|phát{_BLANK}sóng|mỗi|bảo{_BLANK}hành"
    rf"|rưỡi|thử{_BLANK}việc|thi{_BLANK}công|điều{_BLANK}trị|chờ"
    rf"|(?:đến|tới){_BLANK}\w+{_BLANK}(?:tuần|tháng|năm))(?!\w)|/|{_BLANK}?\(?\d+{_BLANK}(?:ngày|tuần)"
)
_WITHIN = re.compile(rf"(?<!\w)trong{_MIDDLE}{_BLANK}{_FIRST}\Z", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(rf"(?<!\w)(?:lúc|hồi|từ|vào|đến|trước|khoảng{_BLANK}lúc|tầm){_BLANK}\Z", re.IGNORECASE)
_CLOCK_AFTER = re.compile(
    rf"{_BLANK}?(?:sáng|trưa|chiều|tối|đêm|khuya|ngày|hôm|cùng|kém|\d|đúng|GMT|thứ|rạng|theo{_BLANK}giờ|(?:tại{_BLANK})?địa)"
    r"(?!\w)|\d"
)
_HOUR_BEFORE = re.compile(rf"(?<![\w.,])(?P<hours>\d{{1,3}}){_BLANK}?(?:giờ|h|tiếng){_BLANK}?\Z")


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
    if rest and rest.lastgroup in _RESTS.get(sense, ()) and not _RELATIVE_AFTER.match(text, stop, end):
        return True
    if _DATE_BEFORE.search(text, before, numeral.start) or _AGO.search(text, before, numeral.start):
        return False
    if _RELATIVE_AFTER.match(text, stop, end):
        return False
    if sense in ("month", "quarter", "day", "week") and _CALENDAR_AFTER.match(text, stop, end):
        return False
    if sense in ("month", "quarter"):
        return _is_months(text, numeral, stop, end)
    if sense == "year":
        return not _YEAR_NUMBER.match(text, stop, end)
    if sense == "hour":
        return _is_hours(text, numeral, before, text[start:stop], stop, end)
    if sense == "minute":
        return _is_minutes(text, numeral, before)
    return True


def _is_months(text: str, numeral: Numeral, stop: int, end: int) -> bool:
    """Two to eleven months with nothing beside them are the months of a year so far."""
    if _MONTHS_AFTER.match(text, stop, end):
        return False
    whole = numeral.value == numeral.value.to_integral_value()
    if not whole or not 2 <= numeral.value <= 11:
        return True
    before = max(0, numeral.start - 40)
    return bool(_LENGTH_BEFORE.search(text, before, numeral.start) or _LENGTH_AFTER.match(text, stop, end))


def _is_hours(text: str, numeral: Numeral, before: int, unit: str, stop: int, end: int) -> bool:
    if _CLOCK_AFTER.match(text, stop, end) or _CLOCK_BEFORE.search(text, before, numeral.start):
        return False
    if numeral.value > 24 or numeral.value != numeral.value.to_integral_value():
        return True
    if _LENGTH_BEFORE.search(text, before, numeral.start) or _WITHIN.search(text, before, numeral.start):
        return True
    return unit != "h" and _LENGTH_AFTER.match(text, stop, end) is not None


def _is_minutes(text: str, numeral: Numeral, before: int) -> bool:
    hour = _HOUR_BEFORE.search(text, before, numeral.start)
    if not hour:
        return True
    return int(hour["hours"]) > 24 or bool(_LENGTH_BEFORE.search(text, max(0, hour.start() - 40), hour.start()))
