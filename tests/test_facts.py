"""The models of facts: what they refuse, and how they are written as JSON."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from boctach.facts import (
    KINDS,
    Agreement,
    Count,
    Date,
    Evidence,
    Fact,
    Measurement,
    Money,
    Partner,
    PartnerList,
    Percentage,
    Person,
    PolicyReference,
    plain,
    unchecked,
)

AT: dict[str, Any] = {"start": 3, "end": 8, "mention": "5 tỷ ", "rule": "test"}
ANY_FACT: TypeAdapter[Any] = TypeAdapter(Fact)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("55E9", "55000000000"),
        ("7.630", "7.63"),
        ("1.50E+3", "1500"),
        ("100", "100"),
        ("0.00", "0"),
        ("-0", "0"),
        ("-2.50", "-2.5"),
        ("1E-7", "0.0000001"),
    ],
)
def test_plain(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_plain_is_exact_and_without_exponent(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize("model", [Money, Percentage, Measurement, Count])
@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {"qualifier": "range"},
        {"qualifier": "range", "low": "1"},
        {"qualifier": "exact", "low": "1", "high": "2"},
        {"qualifier": "range", "low": "1", "high": "2", "single": "3"},
        {"qualifier": "over", "single": "3", "low": "1"},
        {"qualifier": "more", "single": "3"},
    ],
    ids=str,
)
def test_one_number_or_a_range(model: Any, numbers: dict[str, str]) -> None:
    numbers = dict(numbers)
    single = numbers.pop("single", None)
    if single is not None:
        numbers["amount" if model is Money else "value"] = single
    named = {"currency": "USD", "unit": "dự án", "head": "dự"}
    fields = {name: word for name, word in named.items() if name in model.model_fields}
    with pytest.raises(ValidationError, match=r"a range has low and high|Input should be"):
        model(**AT, **fields, **numbers)


@pytest.mark.parametrize(
    ("fact", "fields"),
    [
        (
            Money(**AT, amount=Decimal("5E9"), currency="USD"),
            {"amount": "5000000000", "currency": "USD", "qualifier": "exact"},
        ),
        (
            Percentage(**AT, qualifier="range", low=Decimal(8), high=Decimal("9.50"), per="năm"),
            {"qualifier": "range", "low": "8", "high": "9.5", "per": "năm"},
        ),
        (
            Count(**AT, value=Decimal(34), unit="địa phương", head="địa phương", out_of=Decimal(63)),
            {"value": "34", "qualifier": "exact", "unit": "địa phương", "head": "địa phương", "out_of": "63"},
        ),
        (
            Measurement(**AT, qualifier="over", value=Decimal(2), unit="km"),
            {"qualifier": "over", "value": "2", "unit": "km"},
        ),
        (Date(**AT, edtf="2024-34"), {"edtf": "2024-34"}),
        (PolicyReference(**AT, doc_type="nghi_quyet", number="08"), {"doc_type": "nghi_quyet", "number": "08"}),
        (Agreement(**AT, id="CPTPP"), {"id": "CPTPP"}),
        (Person(**AT, name="Lê Quang Hòa"), {"name": "Lê Quang Hòa"}),
    ],
    ids=lambda part: part.kind if hasattr(part, "kind") else "",
)
def test_json_has_the_fields_that_the_text_gives(fact: Any, fields: dict[str, str]) -> None:
    written = fact.model_dump(mode="json")
    assert written == {"kind": fact.kind, "evidence": [], **AT, **fields}
    assert ANY_FACT.validate_python(written) == fact


def test_absent_fields_are_left_out_at_every_depth_unless_asked_for() -> None:
    fact = Date(**AT, edtf="2024", evidence=(Evidence(role="cue", text="ngày"),))
    assert fact.model_dump()["evidence"] == ({"role": "cue", "text": "ngày"},)
    assert json.loads(fact.model_dump_json()) == fact.model_dump(mode="json")
    assert fact.model_dump(mode="json", exclude_none=False)["evidence"][0]["table"] is None


def test_partner_list() -> None:
    members = tuple(Partner(start=s, end=s + 4, mention="Pháp", type="country", code="FR") for s in (0, 9))
    written = PartnerList(**AT, members=members).model_dump(mode="json")
    member = {"mention": "Pháp", "type": "country", "code": "FR"}
    assert written["members"] == [{"start": 0, "end": 4, **member}, {"start": 9, "end": 13, **member}]
    with pytest.raises(ValidationError, match="at least 2"):
        PartnerList(**AT, members=members[:1])


def test_facts_are_frozen_and_refuse_unknown_fields() -> None:
    fact = Date(**AT, edtf="2024")
    with pytest.raises(ValidationError, match="frozen"):
        fact.edtf = "2025"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Date(**AT, edtf="2024", year="2024")


def test_the_schema_shows_the_fields_of_every_kind() -> None:
    schema = ANY_FACT.json_schema(mode="serialization")
    assert set(schema["discriminator"]["mapping"]) == set(KINDS)
    for reference in schema["discriminator"]["mapping"].values():
        properties = schema["$defs"][reference.rpartition("/")[2]]["properties"]
        assert {"kind", "start", "end", "mention", "rule"} < set(properties)
    amount = schema["$defs"]["Money"]["properties"]["amount"]
    assert {choice["type"] for choice in amount["anyOf"]} == {"string", "null"}


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (
            Count,
            {**AT, "value": Decimal(5), "unit": "tỷ", "head": "tỷ", "evidence": (Evidence(role="unit", text="tỷ"),)},
        ),
        (Money, {**AT, "qualifier": "range", "low": Decimal("1.50"), "high": Decimal(2), "currency": "VND"}),
        (Date, {**AT, "edtf": "2024"}),
        (Evidence, {"role": "unit", "text": "tỷ", "start": 3, "end": 5}),
    ],
)
def test_unchecked_makes_what_the_class_makes(model: Any, fields: dict[str, Any]) -> None:
    made, checked = unchecked(model)(**fields), model(**fields)
    assert made == checked
    assert hash(made) == hash(checked)
    assert repr(made) == repr(checked)
    assert made.model_dump_json() == checked.model_dump_json()
    assert made.model_copy(update={"mention": "5"}) == checked.model_copy(update={"mention": "5"})
    with pytest.raises(ValidationError, match="frozen"):
        made.start = 1
