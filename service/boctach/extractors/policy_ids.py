"""One id for all spellings of one document.

An id is a path of lower-case ASCII: ``vn/TYPE/NUMBER/YEAR/SYMBOL``, the number without leading zeros::

    Nghị định số 67/2025/NĐ-CP, nghị định 067/2025/nđ–cp    vn/nghi_dinh/67/2025/nd-cp
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
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from boctach import tables
from boctach.extractors import policy_laws, policy_numbers
from boctach.extractors.policy_mentions import Mention
from boctach.facts import DocType

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_CENTRAL = re.compile(r"(?:(?:BCH|Ban [Cc]hấp hành) )?(?:TW|TƯ|T\.Ư|Trung ương)(?!\w)")
_AMENDED = "sua-doi"  # in place of a year: the edition that a bill makes
_ISSUED_BY_ONE: dict[DocType, str] = {"nghi_dinh": "nd-cp"}


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
def _editions() -> dict[tuple[str, str, str], policy_numbers.Designation]:
    editions = {}
    for row in tables.read("law_editions", _Edition, key=("name", "doc_type", "year")):
        designation = policy_numbers.read(row.designation, 0, len(row.designation))
        assert designation is not None, f"law_editions.tsv: {row.designation!r} is no number"
        editions[row.doc_type, plain(row.name), row.year] = designation
    return editions


def identify(mention: Mention, issued: str | None) -> Identity:
    """What a mention alone tells; ``issued`` is its date of issue in EDTF."""
    year = mention.year
    if year is None and issued and mention.number and issued[:4].isdigit():
        year = issued[:4]
    if year is None and mention.amended:
        year = _AMENDED
    number = (mention.number.replace(".", "").lstrip("0") or "0") if mention.number else None
    symbol = plain(mention.symbol) if mention.symbol else None
    if number and year and symbol is None:
        symbol = _ISSUED_BY_ONE.get(mention.doc_type)
    identity = Identity(mention.doc_type, number, year, symbol, _name(mention))
    return _numbered_edition(identity)


def _name(mention: Mention) -> str | None:
    if mention.name is None:
        return None
    if mention.doc_type == "nghi_quyet":
        return plain(_CENTRAL.sub("Trung ương", mention.name))
    foreign = mention.doc_type == "hien_phap" or mention.word.lower() == "đạo luật"
    if foreign or not policy_laws.is_known(mention.name):
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
    fuller: dict[Hashable, list[Identity]] = {}
    for identity in dict.fromkeys(identities):
        if identity.year not in (None, _AMENDED) and identity.id():
            for key in _keys(identity):
                fuller.setdefault(key, []).append(identity)
    return [_completed(identity, fuller) for identity in identities]


def _keys(identity: Identity) -> Iterator[Hashable]:
    if identity.number:
        yield identity.doc_type, identity.number
        yield identity.doc_type, identity.number, identity.symbol
    if identity.name:
        yield identity.doc_type, None, identity.name


def _completed(identity: Identity, fuller: Mapping[Hashable, Sequence[Identity]]) -> Identity:
    if identity.year and identity.id():
        return identity
    closest: tuple[str | None, ...] = (identity.doc_type, None, identity.name)
    if identity.number:
        closest = (identity.doc_type, identity.number, *([identity.symbol] if identity.symbol else []))
    fitting = {other.id(): other for other in fuller.get(closest, ()) if identity.allows(other)}
    return next(iter(fitting.values())) if len(fitting) == 1 else identity
