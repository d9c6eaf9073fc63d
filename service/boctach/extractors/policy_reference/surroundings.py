"""What stands around a reference: its date of issue and its provision."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boctach.spans import Span
from boctach.text.cued import Cued

_DAY = (
    r"(?P<day>\d{1,2})(?:"
    r" ?(?P<mark>[/.-]) ?(?P<month>\d{1,2})(?: ?(?P=mark) ?(?P<year>\d{4}))?"
    r"| tháng (?P<month2>\d{1,2})(?: năm (?P<year2>\d{4}))?"
    r")(?![\d%]|[/.-]\d)"
)
_MONTH = r"tháng (?P<month3>\d{1,2})(?: ?/ ?| ?- ?| năm )(?P<year3>\d{4})(?![\d%]|[/.-]\d)"
_DATE = Cued(rf"(?i:ngày) {_DAY}|{_MONTH}", ("ngày", "tháng"))
_AFTER = re.compile(
    rf"(?:,? ?\(?|,? )(?:được )?(?:ban hành |ký ban hành |ký |thông qua )?(?:vào |hồi )?(?P<date>ngày {_DAY}|{_MONTH}"
    r"|năm (?P<year4>(?:19|20)\d{2})(?![\d%]|[-–/.]\d))"
)

_LETTERS = r"[a-zđ](?:\.\d{1,2})?(?!\w)"
_DIGITS = r"\d{1,3}[a-zđ]?(?!\w)"


def _unit(words: str, label: str) -> str:
    return rf"(?:{words}) {label}(?:(?:,| và| hoặc|;) ?{label})*"


_UNIT = (
    "(?:"
    + "|".join(
        (
            _unit("[Đđ]iểm", _LETTERS),
            _unit("[Kk]hoản|[Đđ]iều|tiết|[Mm]ục|[Tt]iểu mục", _DIGITS),
            _unit("[Cc]hương|[Pp]hần|[Mm]ục|[Pp]hụ lục", rf"(?:[IVX]{{1,6}}|{_DIGITS})(?!\w)"),
        )
    )
    + ")"
)
_PROVISION = Cued(
    rf"(?<!\w){_UNIT}(?:(?:,? (?:và |hoặc )?(?:của )?|; ?){_UNIT}){{0,30}}",
    ("điểm", "khoản", "điều", "tiết", "mục", "tiểu mục", "chương", "phần", "phụ lục"),
)
_TO_REFERENCE = re.compile(r",? ?(?:của |tại |trong )?(?:dự thảo |dự án )?[“\"]?")
_FROM_REFERENCE = re.compile(r",? ?\(?(?:tại |ở )?")
_DOCUMENT = re.compile(r"(?i:luật|bộ luật|nghị định|nghị quyết|thông tư|quyết định|pháp lệnh|hiến pháp|quy định|BLHS)")
_ARTICLE = re.compile(r"[Đđ]iều|[Kk]hoản|[Mm]ục|[Cc]hương|[Pp]hụ lục")


@dataclass(frozen=True, slots=True)
class Issued:
    """A date of issue ``[start, end)`` in EDTF."""

    start: int
    end: int
    edtf: str


def edtf(match: re.Match[str]) -> str | None:
    """The date of a match in EDTF, or None where the calendar has no such day."""
    groups = match.groupdict()
    year = groups.get("year") or groups.get("year2") or groups.get("year3") or groups.get("year4")
    month = groups.get("month") or groups.get("month2") or groups.get("month3")
    day = groups.get("day")
    if month is None:
        return year
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31) or (year and not 1900 <= int(year) <= 2100):
        return None
    return "-".join(filter(None, (year or "XXXX", f"{int(month):02}", f"{int(day):02}" if day else None)))


def issued_after(text: str, at: int, end: int) -> Issued | None:
    """The date of issue that follows at ``at``: ``ngày 15/3/2025``, ``(ngày 6/2)``, ``ban hành tháng 5/2015``."""
    match = _AFTER.match(text, at, end)
    if match is None or not (value := edtf(match)):
        return None
    return Issued(*match.span("date"), value)


def dates(text: str, start: int, end: int) -> Iterator[Issued]:
    """Days and months in ``text[start:end]``, as the words before a reference give them."""
    for match in _DATE.finditer(text, start, end):
        if value := edtf(match):
            yield Issued(match.start(), match.end(), value)


def provisions(text: str, start: int, end: int) -> tuple[dict[int, Span], dict[int, Span]]:
    """Provisions by the place where the reference that they belong to would begin, and by the place where they begin.

    ``khoản 6 Điều 19 `` is found under the place after its blank.
    """
    before: dict[int, Span] = {}
    starting: dict[int, Span] = {}
    for match in _PROVISION.finditer(text, start, end):
        span = Span(*match.span())
        gap = _TO_REFERENCE.match(text, span.end, end)
        before[gap.end() if gap else span.end] = span
        starting[span.start] = span
    return before, starting


def provision_after(text: str, at: int, end: int, starting: dict[int, Span]) -> Span | None:
    """The provision that follows a reference which ends at ``at``: ``…, tại Điều 5``."""
    gap = _FROM_REFERENCE.match(text, at, end)
    span = starting.get(gap.end()) if gap else None
    return span if span and _ARTICLE.search(text, span.start, span.end) else None


def belongs_to_next(text: str, provision: Span, end: int) -> bool:
    """Whether a word for a document follows a provision: ``Điều 5 Luật …``, ``khoản 2 Điều 3 của Nghị định này``."""
    gap = _TO_REFERENCE.match(text, provision.end, end)
    return gap is not None and _DOCUMENT.match(text, gap.end(), end) is not None
