"""Rates behind a unit: ``đồng/kg``, ``triệu đồng/người/tháng``, ``đồng mỗi lít``."""

import functools
import re
from dataclasses import dataclass

from boctach import tables


@dataclass(frozen=True)
class Rate:
    """A row of ``rates.tsv``: a unit of two words or more."""

    form: str
    gloss: str


_BLANK = "[ \u00a0]"
# tăng 72%/tăng 15%: a slash between two amounts.
_NO_UNITS = (
    "mỗi|một|tăng|giảm|đạt|mua|bán|còn|lên|xuống|hoặc|và|tương|khoảng|gần|hơn|so|trên|dưới|có|không|bằng|từ|lãi|lỗ"
)


@functools.cache
def _pattern() -> re.Pattern[str]:
    forms = sorted((row.form for row in tables.read("rates", Rate, key=("form",))), key=len, reverse=True)
    several = "|".join(form.replace(" ", _BLANK) for form in forms)
    word = rf"(?:(?:{several})(?!\w)|(?!(?:{_NO_UNITS})(?!\w))[^\W\d_][\w²³]*)"
    return re.compile(rf"(?:{_BLANK}?/{_BLANK}?|{_BLANK}mỗi{_BLANK})(?P<per>{word}(?:/{word})?)")


def match(text: str, at: int, end: int) -> re.Match[str] | None:
    """The rate that begins at ``at``, its unit as the group ``per``; none where a number follows the slash."""
    return _pattern().match(text, at, end)
