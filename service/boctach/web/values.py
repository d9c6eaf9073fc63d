"""Numbers, dates and codes as people read them in Vietnamese."""

import re
from decimal import Decimal
from typing import Final

from boctach.facts import (
    Agreement,
    Count,
    Date,
    FactBase,
    Measurement,
    Money,
    PartnerList,
    Percentage,
    Person,
    PolicyReference,
    Quantified,
    Stated,
    Statement,
    plain,
)
from boctach.web import names

_YEAR: Final = r"(?P<year>\d{4}|XXXX)"
_DAY = re.compile(rf"{_YEAR}-(?P<month>\d\d|XX)-(?P<day>\d\d|XX)")
_MONTH = re.compile(rf"{_YEAR}-(?P<month>\d\d)")
_YEAR_ALONE = re.compile(r"\d{4}")
_DECADE = re.compile(r"(\d{3})X")
_QUARTERS: Final = {"33": "quý I", "34": "quý II", "35": "quý III", "36": "quý IV"}


def number(value: Decimal) -> str:
    """A number in Vietnamese writing: ``Decimal("1234.5")`` gives ``"1.234,5"``."""
    whole, _, fraction = plain(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    grouped = f"{int(whole.lstrip('-')):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def date(edtf: str) -> str:
    """A date of EDTF in words: ``"../2030"`` gives ``"đến 2030"``; what has no such words stays as it is."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point(edtf)
    if first == "..":
        return f"đến {_point(last)}"
    if last == "..":
        return f"từ {_point(first)}"
    return f"{_point(first)} – {_point(last)}"


def _point(edtf: str) -> str:
    if day := _DAY.fullmatch(edtf):
        parts = [day["day"], day["month"], day["year"]]
        return "/".join(part.lstrip("0") for part in parts if "X" not in part)
    if month := _MONTH.fullmatch(edtf):
        shown = _QUARTERS.get(month["month"], f"tháng {month['month'].lstrip('0')}")
        return shown if month["year"] == "XXXX" else f"{shown}/{month['year']}"
    if decade := _DECADE.fullmatch(edtf):
        return f"những năm {decade[1]}0"
    return f"năm {edtf}" if _YEAR_ALONE.fullmatch(edtf) else edtf


def single(fact: FactBase) -> Decimal | None:
    """The one number of a fact that has one and is no range."""
    if isinstance(fact, Money):
        return fact.amount
    return fact.value if isinstance(fact, Count | Percentage | Measurement) else None


def unit(fact: FactBase) -> str:
    """What the number of a fact counts: ``USD/kg``, ``%``, ``dự án``."""
    base = ""
    if isinstance(fact, Money):
        base = fact.currency
    elif isinstance(fact, Percentage):
        base = "%"
    elif isinstance(fact, Count | Measurement):
        base = fact.unit
    per = fact.per if isinstance(fact, Money | Percentage) else None
    return f"{base}/{per}" if per else base


def shown(fact: FactBase) -> str:
    """The value of a fact in one line, without its qualifier."""
    if isinstance(fact, Quantified):
        return _quantity(fact)
    if isinstance(fact, Date):
        return date(fact.edtf)
    if isinstance(fact, PolicyReference):
        return _document(fact)
    if isinstance(fact, Agreement):
        return fact.id
    if isinstance(fact, Person):
        return fact.name
    return "; ".join(members(fact)) if isinstance(fact, PartnerList) else ""


def _quantity(fact: Quantified) -> str:
    value = single(fact)
    if value is not None:
        written = number(value)
    else:
        assert fact.low is not None  # the model says so
        assert fact.high is not None
        written = f"{number(fact.low)} – {number(fact.high)}"
    if isinstance(fact, Count) and fact.out_of is not None:
        written += f" trong {number(fact.out_of)}"
    measured = unit(fact)
    return f"{written}{'' if measured.startswith('%') else ' '}{measured}".strip()


def _document(fact: PolicyReference) -> str:
    kind = names.DOC_TYPES[fact.doc_type]
    if fact.number is None:
        return " ".join(filter(None, [kind, fact.name, fact.year]))
    return f"{kind} {'/'.join(filter(None, [fact.number, fact.year, fact.symbol]))}"


def members(fact: PartnerList) -> list[str]:
    """The partners of a list, each with its code."""
    return [f"{member.mention} ({member.code})" if member.code else member.mention for member in fact.members]


def code(fact: FactBase) -> str:
    """What programs know the fact by: a date in EDTF, the id of a document, codes of partners."""
    if isinstance(fact, Date):
        return fact.edtf
    if isinstance(fact, PolicyReference):
        return fact.canonical_id or ""
    if isinstance(fact, Agreement):
        return fact.id
    if isinstance(fact, PartnerList):
        return "; ".join(member.code for member in fact.members if member.code)
    return ""


def statement(fact: FactBase) -> Statement:
    """Who the number of a fact is about, what it measures and when; blank where the text does not tell."""
    said = fact.statement if isinstance(fact, Stated) else None
    return said or Statement()


def details(fact: FactBase) -> list[tuple[str, str]]:
    """What else is known of a fact, as name and words."""
    known: list[tuple[str, str | None]] = []
    if isinstance(fact, PolicyReference):
        known = [
            ("Cơ quan ban hành", fact.issuer),
            ("Ngày ban hành", date(fact.issued) if fact.issued else None),
            ("Điều khoản", fact.provision),
            ("Tên", fact.name if fact.number else None),
        ]
    elif isinstance(fact, Person):
        known = [("Chức vụ", fact.title)]
    elif isinstance(fact, PartnerList):
        known = [
            ("Loại", ", ".join(dict.fromkeys(names.PARTNER_TYPES[member.type] for member in fact.members))),
            ("Quan hệ", fact.cue),
            ("Danh sách", "còn tiếp" if fact.open else None),
        ]
    return [(name, words) for name, words in known if words]
