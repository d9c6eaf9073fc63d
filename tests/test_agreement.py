"""Properties of agreements and of their tables that rows of cases cannot tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach import analysis, tables
from boctach.document import Document
from boctach.extractors import agreement
from boctach.extractors.agreement.names import CodeRow, LongRow, PartiesRow
from boctach.facts import Agreement
from tests import shared
from tests.growth import assert_linear

CODES = tables.read("agreements", CodeRow, key=("name",))
LONG = tables.read("agreement_names", LongRow, key=("name",))


def ids(text: str) -> list[tuple[str, str]]:
    facts = [candidate.fact for candidate in agreement.extract(Document(text))]
    return [(fact.mention, fact.id) for fact in facts if isinstance(fact, Agreement)]


@given(st.sampled_from(CODES))
def test_every_code_is_found_after_the_treatys_word(row: CodeRow) -> None:
    assert ids(f"Các bên bàn về Hiệp định {row.name}.") == [(f"Hiệp định {row.name}", row.id)]


@given(st.sampled_from(CODES))
def test_an_ambiguous_code_needs_the_treatys_word(row: CodeRow) -> None:
    assert ids(f"Các bên bàn về {row.name}.") == ([] if row.ambiguous else [(row.name, row.id)])


@given(st.sampled_from(LONG), st.sampled_from(["Liên Hợp Quốc", "Liên hợp quốc", "của Liên hợp quốc", "LHQ"]))
def test_every_long_name_is_found(row: LongRow, body: str) -> None:
    name = row.name.replace("{UN}", body)
    assert ids(f"Các bên bàn về {name}.") == [(name, row.id)]


def test_parties_stand_in_the_order_of_the_alphabet() -> None:
    rows = tables.read("agreement_parties", PartiesRow, key=("parties",))
    assert [row.parties for row in rows] == [" ".join(sorted(row.parties.split())) for row in rows]


def test_ids_of_long_names_and_parties_are_ids_of_codes() -> None:
    known = {row.id for row in CODES}
    parties = tables.read("agreement_parties", PartiesRow, key=("parties",))
    assert {row.id for row in LONG if row.id != row.name} <= known  # a treaty without a code is known by its name
    assert {row.id for row in parties} <= known


def test_the_year_in_a_name_is_claimed() -> None:
    document = Document("Hiệp định Paris 1973 chấm dứt chiến tranh.")
    (candidate,) = agreement.extract(document)
    assert [document.text[claim.start : claim.end] for claim in candidate.claims] == ["Hiệp định Paris 1973"]


@pytest.mark.parametrize("unit", ["Hiệp định Nga - Mỹ ", "Hiệp ước a b (", "Công ước quốc tế về a b c ", "CPTPP, "])
def test_time_grows_with_the_text_alone(unit: str) -> None:
    def made(words: int) -> Document:
        document = Document(unit * words)
        assert document.sentences
        return document

    assert_linear(made, lambda document: list(agreement.extract(document)), 60)


@shared.needs_shared
def test_every_agreement_of_the_articles_is_sound() -> None:
    seen = 0
    for name, text in shared.texts():
        for fact in analysis.extract(analysis.read(text), {"agreement"}):
            assert isinstance(fact, Agreement)
            seen += 1
            assert text[fact.start : fact.end] == fact.mention, name
            assert fact.id
    assert seen > 2
