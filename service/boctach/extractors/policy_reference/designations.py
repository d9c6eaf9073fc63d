"""The grammar of a document's number, year and symbol: ``98/2023/QH15``, ``15-CT/TW``, ``16/CT–TTg``, ``30a``.

It is open: a symbol is any run of capitals joined by hyphens and slashes, so that bodies and types that are in no table
are read too. Tables say only what a symbol means. Papers put blanks into numbers (``18 /2023/ NĐ - CP``), write dashes
for hyphens, and small letters; the symbol comes back without blanks and with plain hyphens.
"""

import functools
import re
from dataclasses import dataclass

from boctach import tables
from boctach.facts import DocType

UPPER = (
    "A-ZĐĂÂÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ"  # capitals of Vietnamese, for use in [ ]
)
LETTER = r"[^\W\d_]"

# Prefixes of a symbol after which blanks around the hyphen are still inside the symbol, and small letters are meant.
_PREFIX = r"(?i:NĐ|NQLT|NQ|QĐ|CT|CĐ|TTLT|TTLB|TT|KL|TB|KH|HD|BC|CV|CTr|TTr|UBND|HĐND|VPCP|TTg)"
_CAPITALS = "[A-ZĐĂÂÊÔƠƯ]"
# A part of a symbol: capitals, with at most one small letter at the end (TTg, TTr, NĐh), or glued to the next word
# after three capitals or more (VPCPngày). Fewer capitals before small letters are a word: "15-Đảng".
_RUN = (
    rf"(?:(?i:CTr|TTg|TTr)(?!{LETTER})|{_CAPITALS}{{3,14}}(?:[a-z](?!{LETTER}))?|{_CAPITALS}{{1,2}}[a-z]?(?!{LETTER}))"
)
_PART = rf"{_RUN}(?: ?& ?{_RUN})?\d{{0,2}}(?!\d)"
_JOINT = r"(?:[-–—/] ?| [-–—/](?! )|\.(?=[A-ZĐ]{2,6}(?![\w.])))"
_SMALL = rf"(?:{_PREFIX}[-–—](?:{LETTER}|&){{2,12}}(?:-{LETTER}{{2,12}})?|(?:ubtv)?qh\d{{1,2}})(?!\w)"
_SYMBOL = rf"(?:(?:{_PREFIX} ?[-–—/] ?{_PART}|{_PART})(?:{_JOINT}{_PART}){{0,10}}(?:(?<=/L)-\d{{3}})?|{_SMALL})"
_NUMBER = r"(?P<number>\d{1,2}\.\d{3}(?= ?[/-])|\d{1,5}(?:[a-zđ](?!\w))?)(?![\d%]|[.,]\d)"
_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"

_DESIGNATION = re.compile(
    rf"{_NUMBER}"
    rf"(?:"
    rf"(?: ?/ ?|-(?=\d{{4}} ?/)){_YEAR}(?: ?/ ?(?P<dated>{_SYMBOL}))?"
    rf"| ?/ ?(?P<slashed>{_SYMBOL})"
    rf"|[-–—](?P<hyphened>{_SYMBOL})"
    rf"| ?(?:[-–—] ?)?(?P<spaced>{_PREFIX} ?[-–—/] ?{_PART}(?:{_JOINT}{_PART}){{0,10}})"
    rf"|(?! ?[/–—-] ?\d)"
    rf")(?:(?![\w%])|(?=của|ngày))"
)
_DASHES = re.compile(r" ?[-–—] ?")


@dataclass(frozen=True, slots=True)
class Designation:
    """Number, year and symbol ``[start, end)`` of a document, as far as they are written."""

    start: int
    end: int
    number: str
    year: str | None
    symbol: str | None

    @property
    def bare(self) -> bool:
        """Whether it is a number and nothing more."""
        return self.year is None and self.symbol is None


@dataclass(frozen=True, slots=True)
class _SymbolType:
    symbol: str
    doc_type: str
    gloss: str


def read(text: str, at: int, end: int) -> Designation | None:
    """The designation that begins at ``at``, or None."""
    match = _DESIGNATION.match(text, at, end)
    if match is None:
        return None
    written = match["dated"] or match["slashed"] or match["hyphened"] or match["spaced"]
    symbol = _DASHES.sub("-", written).replace(" ", "") if written else None
    return Designation(at, match.end(), match["number"], match["year"], symbol)


def parts(symbol: str) -> tuple[str, ...]:
    """The parts of a symbol: ``TTLT-BTC-BCA`` gives ``TTLT, BTC, BCA``; digits at a part's end are dropped."""
    return tuple(part.rstrip("0123456789") for part in re.split(r"[-/]", symbol))


@functools.cache
def _symbol_types() -> dict[str, DocType]:
    rows = tables.read("symbol_types", _SymbolType, key=("symbol",))
    return {row.symbol.upper(): row.doc_type for row in rows}


def type_of(symbol: str) -> DocType | None:
    """The type of document that a symbol tells: ``QĐ-TTg`` a decision; ``QH15`` and ``TTg-PL`` tell none."""
    prefix, *rest = parts(symbol)
    return _symbol_types().get(prefix.upper()) if rest else None
