"""Facts as typed, frozen models: the contract of what boctach returns.

Offsets are code points into the text as the caller sent it, half-open: ``text[start:end] == mention``. Numbers are
exact decimals, written as plain decimal strings in JSON (``"55000000000"``, ``"7.63"``). Fields that the text does
not give are left out of the JSON.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal, ParamSpec, Self, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator

Kind = Literal[
    "count",
    "money",
    "percentage",
    "measurement",
    "date",
    "policy_reference",
    "agreement",
    "partner_list",
    "person",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Qualifier = Literal["exact", "about", "over", "nearly", "under", "at_least", "at_most", "range"]

PartnerType = Literal["country", "territory", "city", "province", "bloc", "region", "organization", "company"]

DocType = Literal[
    "hien_phap",
    "bo_luat",
    "luat",
    "phap_lenh",
    "nghi_quyet",
    "nghi_dinh",
    "quyet_dinh",
    "chi_thi",
    "thong_tu",
    "thong_tu_lien_tich",
    "ket_luan",
    "quy_dinh",
    "huong_dan",
    "thong_bao",
    "cong_dien",
    "cong_van",
    "ke_hoach",
    "lenh",
    "sac_lenh",
    "chuong_trinh",
    "to_trinh",
    "bao_cao",
    "van_ban_khac",
]


def plain(number: Decimal) -> str:
    """Plain decimal notation without exponent or trailing zeros: ``Decimal("1.50E+3")`` gives ``"1500"``."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


Number = Annotated[Decimal, PlainSerializer(plain, return_type=str)]


class Record(BaseModel):
    """A frozen model that leaves absent fields out of its JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # A serializer of the model's own would do the same wherever a record is dumped, at three times the cost.
    def model_dump(self, **options: Any) -> dict[str, Any]:
        """As pydantic has it, absent fields left out."""
        return super().model_dump(**{"exclude_none": True, **options})

    def model_dump_json(self, **options: Any) -> str:
        """As pydantic has it, absent fields left out."""
        return super().model_dump_json(**{"exclude_none": True, **options})


# What a record is made of; they are frozen, so that it is set past the class.
_set_fields, _set_names, _set_extra, _set_private = (
    vars(BaseModel)[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)

_P = ParamSpec("_P")
_R = TypeVar("_R", bound=Record)


def unchecked(record: Callable[_P, _R]) -> Callable[_P, _R]:
    """A maker of records from fields that are known to fit: what their class makes, without a look at them.

    For what our own readers make by the dozen of every article: checking takes two thirds of the time, and of their
    fields mypy knows as much as of the class's. What comes from outside is for the class itself.
    """
    made = cast("type[_R]", record)
    blank = {name: field.get_default() for name, field in made.model_fields.items()}
    names = set(blank)  # one for all: records are frozen, and a copy has its own
    new = object.__new__

    def make(**fields: object) -> _R:
        # As pydantic's `model_construct` does, which takes longer than checking would.
        record = new(made)
        _set_fields(record, {**blank, **fields})
        _set_names(record, names)
        _set_extra(record, None)
        _set_private(record, None)
        return record

    return cast("Callable[_P, _R]", make)


class Anchored(Record):
    """Something that stands in the text."""

    start: int = Field(ge=0, description="First code point in the text as sent")
    end: int = Field(description="One past the last code point")
    mention: str = Field(description="The words themselves: text[start:end]")


class Evidence(Record):
    """A reason why a fact was found: the words that decided, or the table row that knows them."""

    role: str = Field(description="What it decided: number, unit, qualifier, cue, …")
    text: str = Field(description="The words, or the row's key")
    start: int | None = Field(default=None, description="Where the words stand, if they stand in the text")
    end: int | None = None
    table: str | None = Field(default=None, description="The data table that knows them")


class FactBase(Anchored):
    """What every fact carries."""

    rule: str = Field(description="The pattern that fired")
    evidence: tuple[Evidence, ...] = ()


class Quantified(FactBase):
    """A fact with a number and how exactly it is meant."""

    qualifier: Qualifier = "exact"
    low: Number | None = Field(default=None, description="Lower end, where qualifier is range")
    high: Number | None = Field(default=None, description="Upper end, where qualifier is range")

    @property
    def _single(self) -> Decimal | None:
        raise NotImplementedError

    @model_validator(mode="after")
    def _one_number_or_a_range(self) -> Self:
        ranged = self.low is not None and self.high is not None and self._single is None
        single = self.low is None and self.high is None and self._single is not None
        if not (ranged if self.qualifier == "range" else single):
            raise ValueError(f"{self.mention!r}: a range has low and high, everything else one number")
        return self


CodeScheme = Literal["gso-63", "gso-34", "gso", "iso-3166-1"]


class Statement(Record):
    """Who a number is about, what it measures and when, as far as its sentence and paragraph tell."""

    subject: str | None = Field(default=None, description="Who it is about: the full name, or the words as written")
    subject_mention: Anchored | None = Field(
        default=None, description="The words from which the subject is read, perhaps a short form: Thành phố"
    )
    subject_code: str | None = Field(default=None, description="Official code of a province, city or country")
    code_scheme: CodeScheme | None = Field(
        default=None,
        description="The list that the code is from: gso-63 and gso-34, the General Statistics Office's of before and "
        "since 1 July 2025; gso, where the code is the same in both and the text does not tell which; iso-3166-1",
    )
    measure: str | None = Field(default=None, description="What the number is the value of: kim ngạch xuất khẩu")
    predicate: str | None = Field(
        default=None, description="The verb and what it governs, up to the measure or the number: thiết lập quan hệ"
    )
    as_of: str | None = Field(default=None, description="What it is dated to, EDTF")


class Stated(Quantified):
    """A number of which the text says who it is about."""

    statement: Statement | None = None


class Count(Stated):
    """A number of countable things."""

    kind: Literal["count"] = "count"
    value: Number | None = None
    unit: str = Field(description="The counted noun phrase as written")
    head: str = Field(description="Its first noun, one dictionary word")
    out_of: Number | None = Field(default=None, description="34/63 địa phương: 63")

    @property
    def _single(self) -> Decimal | None:
        return self.value


class Money(Stated):
    """An amount of money in full."""

    kind: Literal["money"] = "money"
    amount: Number | None = None
    currency: str = Field(description="ISO 4217 code", pattern=r"^[A-Z]{3}$")
    per: str | None = Field(default=None, description="The unit of a rate: kg in 6.000 đồng/kg")

    @property
    def _single(self) -> Decimal | None:
        return self.amount


class Percentage(Stated):
    """A share or a rate in percent."""

    kind: Literal["percentage"] = "percentage"
    value: Number | None = None
    per: str | None = Field(default=None, description="The unit of a rate: năm in 15%/năm")

    @property
    def _single(self) -> Decimal | None:
        return self.value


class Measurement(Quantified):
    """A number of physical, time, age or multiplier units."""

    kind: Literal["measurement"] = "measurement"
    value: Number | None = None
    unit: str = Field(description="The unit as written")

    @property
    def _single(self) -> Decimal | None:
        return self.value


class Date(FactBase):
    """A calendar date or period."""

    kind: Literal["date"] = "date"
    edtf: str = Field(description="Extended Date/Time Format, ISO 8601-2")


class PolicyReference(FactBase):
    """A citation of a legal or Party document."""

    kind: Literal["policy_reference"] = "policy_reference"
    doc_type: DocType
    number: str | None = Field(default=None, description="As written, leading zero kept")
    year: str | None = None
    symbol: str | None = Field(default=None, description="What follows number and year: QH15, NĐ-CP")
    issuer: str | None = Field(default=None, description="In full words")
    issued: str | None = Field(default=None, description="Date of issue, EDTF")
    name: str | None = Field(default=None, description="Name of a law: Đất đai")
    provision: str | None = Field(default=None, description="khoản 2 Điều 10")
    canonical_id: str | None = Field(default=None, description="One id for all spellings of one document")


class Agreement(FactBase):
    """A named international treaty or trade agreement."""

    kind: Literal["agreement"] = "agreement"
    id: str = Field(description="Its usual short code, or else its name")


class Partner(Anchored):
    """A member of a partner list."""

    type: PartnerType
    code: str | None = Field(default=None, description="ISO 3166-1 alpha-2, or a bloc's own short name")
    share: Number | None = Field(default=None, description="Percent in brackets after the member")
    rank: int | None = Field(default=None, description="Rank that the text gives the member")


class PartnerList(FactBase):
    """Two or more foreign partners in one coordination."""

    kind: Literal["partner_list"] = "partner_list"
    members: tuple[Partner, ...] = Field(min_length=2)
    open: bool = Field(default=False, description="The list goes on: …, v.v.")
    cue: str | None = Field(default=None, description="Words that say how they are partners: ký thỏa thuận với")


class Person(FactBase):
    """A named person."""

    kind: Literal["person"] = "person"
    name: str
    title: str | None = Field(default=None, description="The office written next to the name")
    full: Anchored | None = Field(default=None, description="The full mention that a shorter one means")


class Resolution(Anchored):
    """Words that mean a document without citing it: ``Nghị quyết này``, ``Luật nói trên``. They are no fact."""

    doc_type: DocType
    rule: str = Field(description="Why this document: the only one before, or the one of the sentence before")
    target: Anchored | None = Field(default=None, description="The nearest mention before of the document meant")
    canonical_id: str | None = Field(default=None, description="The document's id, where its mention has one")
    abstained: Literal["no_candidate", "several_candidates"] | None = Field(
        default=None, description="Why there is no target"
    )


RelationType = Literal["amends", "replaces", "repeals", "based_on", "details", "implements"]


class Relation(Record):
    """What the text says of two documents: the source amends, replaces, … the target."""

    type: RelationType
    source: Anchored
    target: Anchored
    cue: Anchored = Field(description="The words that say it: sửa đổi, bổ sung")
    source_id: str | None = Field(default=None, description="Canonical id of the source")
    target_id: str | None = Field(default=None, description="Canonical id of the target")


Fact = Annotated[
    Count | Money | Percentage | Measurement | Date | PolicyReference | Agreement | PartnerList | Person,
    Field(discriminator="kind"),
]
