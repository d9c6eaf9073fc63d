"""Who issues a document: the bodies of State and Party, as written next to a reference or as its symbol tells."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from boctach import tables
from boctach.extractors.policy_reference.designations import LETTER, UPPER, parts
from boctach.spans import Span
from boctach.text.cued import Cued

_OFFICES = (
    *("Bộ trưởng", "Thứ trưởng", "Phó Chủ tịch", "Chủ tịch", "Thống đốc", "Tổng Kiểm toán", "Chánh án"),
    *("Viện trưởng", "Giám đốc", "Ban Thường vụ", "BTV", "Ban Chấp hành", "Thường trực"),
)
_OFFICE = rf"(?:(?:{'|'.join(_OFFICES)}) )?"
_PLACE = (
    rf"(?: (?:tỉnh|[Tt]hành phố|T[Pp]\.?|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu))?"
    rf"(?: ?(?:[{UPPER}][\w.]*\w|\d{{1,2}})(?:-[{UPPER}]\w+)*){{0,4}}"
)
_DEPARTMENT = (
    rf" [{UPPER}]\w+(?: (?!và |về |ban |đã |của |ngày |quy |cho |yêu ){LETTER}+)?"
    rf"(?:(?: và| -|,) [{UPPER}]\w+(?: [a-zà-ỹđ]+)?)*"
)
_TAILS = {"": "", "place": _PLACE, "capitals": rf" [{UPPER}&-]{{2,10}}", "department": _DEPARTMENT}
_BY_OFFICE = re.compile(r"^(?:Bộ trưởng|Thứ trưởng) ")
_INITIALS = re.compile(rf"Bộ ([{UPPER}&-]{{2,10}})")
_SESSION = r"(?: \(?(?:khóa|khoá|Khóa) [IVX]{1,6}\)?)?"


@dataclass(frozen=True, slots=True)
class _Issuer:
    name: str
    follows: str
    gloss: str


@dataclass(frozen=True, slots=True)
class _IssuerSymbol:
    symbol: str
    issuer: str
    gloss: str


@functools.cache
def _pattern() -> Cued:
    rows = sorted(tables.read("issuers", _Issuer, key=("name",)), key=lambda row: -len(row.name))
    rows = [row for row in rows if row.follows != "private"]
    bodies = "|".join(rf"{re.escape(row.name)}(?!\w){_TAILS[row.follows]}" for row in rows)
    firsts = [*_OFFICES, *(row.name for row in rows)]
    return Cued(rf"(?<!\w)(?P<issuer>{_OFFICE}(?:{bodies}))(?!\w){_SESSION}", firsts)


def find(text: str, start: int, end: int) -> Iterator[tuple[Span, Span]]:
    """Issuers in ``text[start:end]``: the issuer's words, and these with the session of the body after them."""
    for match in _pattern().finditer(text, start, end):
        yield Span(*match.span("issuer")), Span(*match.span())


@functools.cache
def _private() -> re.Pattern[str]:
    rows = tables.read("issuers", _Issuer, key=("name",))
    return re.compile(rf",? của (?:{'|'.join(re.escape(row.name) for row in rows if row.follows == 'private')})(?!\w)")


def is_private_after(text: str, at: int, end: int) -> bool:
    """Whether ``của`` and a body that issues no public documents follow at ``at``: a league, a company."""
    return _private().match(text, at, end) is not None


@functools.cache
def _symbols() -> dict[str, str]:
    return {row.symbol: row.issuer for row in tables.read("issuer_symbols", _IssuerSymbol, key=("symbol",))}


@functools.cache
def _symbols_upper() -> dict[str, str]:
    return {symbol.upper(): issuer for symbol, issuer in _symbols().items()}


def known(part: str) -> str | None:
    """The issuer that a part of a symbol stands for: ``BTC`` is the ministry of finance."""
    return _symbols_upper().get(part.upper()) or None


def is_private(symbol: str) -> bool:
    """Whether a symbol is of a body that issues no public documents: ``NQ-HĐQT``."""
    return any(_symbols_upper().get(part.upper()) == "" for part in parts(symbol))


@functools.cache
def _symbols_by_issuer() -> dict[str, str]:
    symbols: dict[str, str] = {}
    for symbol, issuer in _symbols().items():
        symbols.setdefault(issuer, symbol)
    return symbols


def symbol_of(issuer: str) -> str | None:
    """The symbol of an issuer in words: ``Bộ trưởng Bộ Y tế`` and ``Bộ Y tế`` are ``BYT``, ``Bộ GTVT`` ``BGTVT``."""
    body = _BY_OFFICE.sub("", issuer)
    if initials := _INITIALS.fullmatch(body):
        body = known("B" + re.sub("[&-]", "", initials[1])) or body
    return _symbols_by_issuer().get("Thủ tướng Chính phủ" if body == "Thủ tướng" else body)


def told_by(symbol: str) -> str | None:
    """The issuer that a symbol alone tells; of a joint document all of them, where all are known."""
    pieces = parts(symbol)
    if pieces[0].upper() in ("TTLT", "NQLT"):
        names = [known(piece) for piece in pieces[1:]]
        return ", ".join(name for name in names if name) if names and all(names) else None
    for piece in pieces:
        if name := known(piece):
            return name
    return None


def is_party(symbol: str) -> bool:
    """Whether a symbol is of the Party: ``CT/TW``, ``NQ/TU``."""
    return parts(symbol)[-1].upper() in ("TW", "TƯ", "TU")
