"""When an article was published: the forms that papers print above a text, to ISO 8601."""

import datetime
import re
from typing import NamedTuple


class Stamp(NamedTuple):
    """A date, or date and time, ``[start, end)``; ``value`` is ISO 8601, with a zone only where the text gives one."""

    start: int
    end: int
    value: str
    has_time: bool


_ZONE = r"(?P<zone>Z\b|[+-]\d{2}:?\d{2}\b|\(?(?:GMT|UTC)\s?[+-]\s?\d{1,2}(?::?\d{2})?\)?)"
_WEEKDAY = r"(?:[Tt]hứ\s(?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy|[2-7])|[Cc]hủ\s?[Nn]hật|T[2-7]|CN)"
_DATE = (
    r"(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})\s?[-/.]\s?(?P<m2>\d{1,2})\s?[-/.]\s?(?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})\s[Tt]háng\s(?P<m3>\d{1,2}|[A-ZĐ]\w{1,3}(?:\s(?:[Mm]ột|[Hh]ai))?),?\s(?:[Nn]ăm\s)?(?P<y3>\d{4}))"
)
_CLOCK = r"(?P<{0}h>\d{{1,2}})(?:[:hH]|\sgiờ\s)(?P<{0}m>\d{{2}})(?::(?P<{0}s>\d{{2}})(?:\.\d{{1,9}})?)?'?"
_HALF = r"(?:\s?(?P<{0}half>[AaPp]\.?[Mm]\b\.?|SA\b|CH\b|[Ss]áng\b|[Cc]hiều\b|[Tt]ối\b))?"
_GAP = r"[\s,|\-–—•·/]{0,5}"
_LINK = rf"(?:{_GAP}(?:lúc\s|vào\s|hồi\s|T(?=\d))?)"

# The half of the day is read even where it is glued to what follows ("3:36 PMbaohaiphong.com.vn").
_HALF_GLUED = _HALF.replace(r"[Mm]\b\.?", r"[Mm]\.?")
_TIME_FIRST = _CLOCK.format("a") + _HALF.format("a") + rf"(?:\s?{_ZONE.replace('zone', 'azone')})?"
_TIME_LAST = _CLOCK.format("b") + _HALF_GLUED.format("b") + rf"(?:\s?{_ZONE})?"
_STAMP = re.compile(
    rf"(?<![\d/.,-])(?:{_TIME_FIRST}{_GAP})?(?:{_WEEKDAY}{_GAP})?(?:ngày\s|Ngày\s)?{_DATE}(?!\d|[-/.]\d{{1,4}}(?![\d:hH]))"
    rf"(?:{_LINK}{_TIME_LAST})?"
)

_MONTH_NAMES = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}


def parse(value: str) -> str | None:
    """The ISO 8601 form of a value that is nothing but a date, or date and time; None where it is none."""
    stamp = find(value, 0, len(value))
    if stamp is None or value[: stamp.start].strip() or value[stamp.end :].strip():
        return None
    return stamp.value


def find(text: str, start: int, end: int) -> Stamp | None:
    """The first full date of ``text[start:end]``, with its time where one stands beside it."""
    for match in _STAMP.finditer(text, start, end):
        day = _day(match)
        if day is None:
            continue
        time = _time(match, "a") or _time(match, "b")
        if time is None:
            return Stamp(match.start(), match.end(), day.isoformat(), has_time=False)
        zone = _zone(match["zone"] or match["azone"])
        return Stamp(match.start(), match.end(), f"{day.isoformat()}T{time}{zone}", has_time=True)
    return None


def _day(match: re.Match[str]) -> datetime.date | None:
    year = int(match["y1"] or match["y2"] or match["y3"])
    month_written = match["m1"] or match["m2"] or match["m3"]
    month = int(month_written) if month_written.isdigit() else _MONTHS.get(month_written.title(), 0)
    day = int(match["d1"] or match["d2"] or match["d3"])
    if month > 12 >= day and match["m2"]:
        day, month = month, day  # 12/25/2018: no other reading
    if not 1900 <= year <= 2100:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str], side: str) -> str | None:
    if match[f"{side}h"] is None:
        return None
    hour, minute, second = int(match[f"{side}h"]), int(match[f"{side}m"]), match[f"{side}s"]
    half = (match[f"{side}half"] or "").lower().replace(".", "")
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        hour += 12
    elif half in ("am", "sa", "sáng") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{second}" if second else "")


def _zone(written: str | None) -> str:
    if written is None:
        return ""
    if written == "Z":
        return "Z"
    digits = re.search(r"([+-])\s?(\d{1,2}):?(\d{2})?", written)
    return f"{digits[1]}{int(digits[2]):02}:{digits[3] or '00'}" if digits else ""
