"""One id for all spellings of one document.

An id is a path of lower-case ASCII: ``vn/TYPE/NUMBER/YEAR/SYMBOL``, the number without leading zeros::

    Nghị định số 67/2025/NĐ-CP, nghị định 067/2025/nđ–cp    vn/nghi_dinh/67/2025/nd-cp
    Quyết định 50/2016 của Thủ tướng                        vn/quyet_dinh/50/2016/qd-ttg
    Nghị quyết 229/NQ-CP, issued in 2025                    vn/nghi_quyet/229/2025/nq-cp
    Nghị quyết 229/NQ-CP, the year nowhere told             vn/nghi_quyet/229/_/nq-cp
    Luật Đất đai số 31/2024/QH15, Luật Đất đai năm 2024     vn/luat/31/2024/qh15  (law_editions.tsv)
    Luật Thú y năm 2015, an edition that is in no table     vn/luat/thu-y/2015
    Luật Thú y (sửa đổi)                                    vn/luat/thu-y/sua-doi
    Luật Đất đai                                            vn/luat/dat-dai/_
    Hiến pháp năm 2013                                      vn/hien_phap/2013
    Nghị quyết Trung ương 4 khóa XII                        vn/nghi_quyet/trung-uong-4-khoa-xii

A year that is not told is ``_``: numbers begin anew each year, and a law's name outlives its editions, so such an id is
good within one article only. A bare number (``Kết luận 72``) and a law of unknown name have none, unless another
mention in the article tells the rest: `complete` gives a mention what exactly one fuller mention knows.
"""

import functools
import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from boctach import tables
from boctach.extractors.policy_reference import designations, issuing, law_names
from boctach.extractors.policy_reference.by_number import Mention
from boctach.facts import DocType

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_CENTRAL = re.compile(r"(?:(?:BCH|Ban [Cc]hấp hành) )?(?:TW|TƯ|T\.Ư|Trung ương)(?!\w)")
_AMENDED = "sua-doi"  # in place of a year: the edition that a bill makes
_PREFIXES: dict[DocType, str] = {"nghi_dinh": "NĐ", "quyet_dinh": "QĐ", "thong_tu": "TT", "chi_thi": "CT"}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of which document is meant; all parts as they stand in the id."""

    doc_type: DocType
    number: str | None = None
    year: str | None = None
    symbol: str | None = None
    name: str | None = None

    def id(self) -> str | None:
        """The id, or None where too little is known."""
        if self.doc_type == "hien_phap":
            return f"vn/hien_phap/{self.year}" if self.year else None
        if self.number and self.symbol:
            return f"vn/{self.doc_type}/{self.number}/{self.year or '_'}/{self.symbol}"
        if self.number is None and self.name:
            path = f"vn/{self.doc_type}/{self.name}"
            return path if self.doc_type == "nghi_quyet" else f"{path}/{self.year or '_'}"
        return None

    def allows(self, other: "Identity") -> bool:
        """Whether the fuller ``other`` may be the same document: they agree in all that both know."""
        same_by_name = bool(self.name) and self.name == other.name and self.number is None
        same_by_number = self.number is not None and self.number == other.number
        return (
            self.doc_type == other.doc_type
            and (same_by_name or same_by_number)
            and self.year in (None, other.year)
            and self.symbol in (None, other.symbol)
        )


@dataclass(frozen=True, slots=True)
class _Edition:
    name: str
    doc_type: str
    year: str
    designation: str


def plain(words: str) -> str:
    """Words in lower-case ASCII joined by hyphens: ``Đất đai`` gives ``dat-dai``, ``CT/TW`` ``ct-tw``."""
    letters = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_PLAIN.sub("-", ascii_only).strip("-")


@functools.cache
def _editions() -> dict[tuple[str, str, str], designations.Designation]:
    editions = {}
    for row in tables.read("law_editions", _Edition, key=("name", "doc_type", "year")):
        designation = designations.read(row.designation, 0, len(row.designation))
        assert designation is not None, f"law_editions.tsv: {row.designation!r} is no number"
        editions[row.doc_type, plain(row.name), row.year] = designation
    return editions


def identify(mention: Mention, issuer: str | None, issued: str | None) -> Identity:
    """What a mention alone tells, with its issuer in words and its date of issue in EDTF."""
    year = mention.year
    if year is None and issued and mention.number and issued[:4].isdigit():
        year = issued[:4]
    if year is None and mention.amended:
        year = _AMENDED
    number = (mention.number.replace(".", "").lstrip("0") or "0") if mention.number else None
    symbol = mention.symbol
    if mention.number and mention.year and symbol is None:
        symbol = _symbol(mention.doc_type, issuer)
    written = plain(symbol.replace("&", "")) if symbol else None
    return _numbered_edition(Identity(mention.doc_type, number, year, written, _name(mention)))


def _symbol(doc_type: DocType, issuer: str | None) -> str | None:
    """The symbol that goes without saying: all decrees are the Government's; ``Thông tư 39/2016`` of a ministry."""
    prefix = _PREFIXES.get(doc_type)
    if prefix is None:
        return None
    suffix = "CP" if doc_type == "nghi_dinh" else issuing.symbol_of(issuer) if issuer else None
    return f"{prefix}-{suffix}" if suffix else None


def _name(mention: Mention) -> str | None:
    if mention.name is None:
        return None
    if mention.doc_type == "nghi_quyet":
        return plain(_CENTRAL.sub("Trung ương", mention.name))
    foreign = mention.doc_type == "hien_phap" or mention.word.lower() == "đạo luật"
    if foreign or not law_names.is_known(mention.name):
        return None
    return plain(mention.name)


def _numbered_edition(identity: Identity) -> Identity:
    if identity.number or not (identity.name and identity.year):
        return identity
    designation = _editions().get((identity.doc_type, identity.name, identity.year))
    if designation is None or designation.symbol is None:
        return identity
    number = designation.number.lstrip("0")
    return replace(identity, number=number, symbol=plain(designation.symbol))


def complete(identities: Sequence[Identity]) -> list[Identity]:
    """Each identity, filled up where all fuller ones of the article that it allows are one document."""
    dated = _index(identity for identity in identities if identity.year not in (None, _AMENDED))
    named = {one: _completed(one, dated) if one.year is None else one for one in dict.fromkeys(identities)}
    whole = _index(identity for identity in named.values() if identity.year != _AMENDED)
    full = {one: _completed(one, whole) if one.id() is None else one for one in dict.fromkeys(named.values())}
    return [full[named[identity]] for identity in identities]


def _index(identities: Iterable[Identity]) -> dict[Hashable, list[Identity]]:
    fuller: dict[Hashable, list[Identity]] = {}
    for identity in dict.fromkeys(identities):
        if identity.id() is None:
            continue
        if identity.number:
            fuller.setdefault((identity.doc_type, identity.number), []).append(identity)
            fuller.setdefault((identity.doc_type, identity.number, identity.symbol), []).append(identity)
        if identity.name:
            fuller.setdefault((identity.doc_type, None, identity.name), []).append(identity)
    return fuller


def _completed(identity: Identity, fuller: Mapping[Hashable, Sequence[Identity]]) -> Identity:
    closest: tuple[str | None, ...] = (identity.doc_type, None, identity.name)
    if identity.number:
        closest = (identity.doc_type, identity.number, *([identity.symbol] if identity.symbol else []))
    fitting = {other.id(): other for other in fuller.get(closest, ()) if identity.allows(other)}
    return next(iter(fitting.values())) if len(fitting) == 1 else identity
