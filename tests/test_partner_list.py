"""Properties of partner lists and of their tables that rows of cases cannot tell."""

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from boctach import analysis
from boctach.document import Document
from boctach.extractors import partner_list
from boctach.extractors.partner_list import runs
from boctach.extractors.partners import names as partner_names
from boctach.extractors.partners import words as partner_words
from boctach.facts import PartnerList
from boctach.text import names
from tests import shared
from tests.growth import assert_linear

CERTAIN = [
    row
    for row in names.places("countries")
    if not row.ambiguous and row.code != "VN" and " và " not in row.name and " - " not in row.name
]


def lists(text: str) -> list[PartnerList]:
    facts = [candidate.fact for candidate in partner_list.extract(Document(text))]
    return [fact for fact in facts if isinstance(fact, PartnerList)]


def test_codes_are_of_the_iso_form() -> None:
    rows = [*names.places("countries"), *names.places("cities")]
    assert {row.name for row in rows if not (len(row.code) == 2 and row.code.isalpha() and row.code.isupper())} == set()
    assert {row.type for row in rows} == {"country", "territory", "city", "province", "region"}
    assert {row.ambiguous for row in rows} == {"", "yes", "short"}


def test_every_country_of_a_city_has_a_name() -> None:
    countries = {row.code for row in names.places("countries")}
    assert {row.code for row in names.places("cities")} <= countries


def test_every_member_of_the_united_nations_has_a_name() -> None:
    countries = {row.code for row in names.places("countries") if row.type == "country"}
    assert len(countries) >= 193


def test_no_name_stands_in_two_tables() -> None:
    found = [row.name for table in ("countries", "cities") for row in names.places(table)]
    found += [row.name for row in names.blocs()]
    for table in ("regions", "organizations", "companies"):
        found += [row.name for row in names.bodies(table)]
    found += [row.name for row in names.others()]
    assert sorted({name for name in found if found.count(name) > 1}) == []


def test_an_unknown_role_is_an_error() -> None:
    with pytest.raises(KeyError):
        partner_words.of_role("no such role")


@pytest.mark.parametrize(
    ("before", "word"),
    [
        ("của nước ", "nước"),
        ("(anh ", "anh"),
        ("U23 ", ""),
        ("tổng thống\n", ""),
        ("nước", ""),
        ("nước  ", ""),
        (" ", ""),
        ("", ""),
    ],
)
def test_the_last_word_before_a_name(before: str, word: str) -> None:
    assert partner_words.last_word(before) == word


@given(
    st.lists(
        st.sampled_from(
            ["cộng", "Cộng", "hòa", "liên", "bang", "Dân chủ", "dân chủ", "CH", "x", " ", " ", "(", "-", "2"]
        )
    ).map("".join)
)
def test_an_ending_is_found_where_re_finds_it(before: str) -> None:
    pattern = rf"\b{partner_words.any_of('official')}(?: {partner_words.any_of('official_kind')}){{0,3}} $"
    ending = partner_words.Ending(pattern, "official", "official_kind")
    found, expected = ending.search(before), re.search(pattern, before)
    assert (found and found.span()) == (expected and expected.span())


@given(st.lists(st.sampled_from(CERTAIN), min_size=2, max_size=6, unique_by=lambda row: row.code))
def test_any_countries_joined_by_commas_are_one_list(rows: list[names.PlaceRow]) -> None:
    spelled = [row.name for row in rows]
    text = f"Hàng được bán sang {', '.join(spelled[:-1])} và {spelled[-1]}."
    (found,) = lists(text)
    assert [(member.mention, member.code) for member in found.members] == [(row.name, row.code) for row in rows]
    assert found.mention == text.removeprefix("Hàng được bán sang ").removesuffix(".")


@given(st.sampled_from(CERTAIN))
def test_one_country_beside_viet_nam_is_no_list(row: names.PlaceRow) -> None:
    assert lists(f"Quan hệ Việt Nam - {row.name} phát triển tốt đẹp.") == []


@given(
    st.lists(
        st.sampled_from(
            ["Nga", "Mỹ", "Apple", "Zent", "tập đoàn ", "các tổ chức quốc tế như ", "Quỹ Nhi đồng", "Việt Nam"]
        )
        | st.sampled_from([", ", " và ", " ", " - ", ". ", "\n"]),
        max_size=12,
    ).map("".join)
)
@example("Họ mời Apple và Zent.")
@example("Bàn với các tổ chức quốc tế như Quỹ Nhi đồng, Quỹ Dân số.")
def test_a_sentence_passed_over_has_no_two_foreign_names_joined(text: str) -> None:
    document = Document(text)
    read = set(partner_list._sentences(document))
    for start, end in set(document.sentences) - read:
        for run in runs.find(document.text, start, partner_names.find(document.text, start, end)):
            assert sum(name.code != "VN" for name in run.names) < 2


@given(
    st.lists(
        st.sampled_from(["Nga", "Mỹ", "Hà Nội", "EU", " ", ", ", " và ", " (", ")", "\n", ". ", " - ", "như", "😀"])
    )
)
def test_members_lie_in_order_inside_their_list(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not text.strip():
        return
    for fact in analysis.extract(analysis.read(text), {"partner_list"}):
        assert isinstance(fact, PartnerList)
        assert text[fact.start : fact.end] == fact.mention
        assert (fact.members[0].start, fact.members[-1].end) == (fact.start, fact.end)
        assert all(text[member.start : member.end] == member.mention for member in fact.members)
        assert all(a.end <= b.start for a, b in itertools.pairwise(fact.members))


def test_shares_ranks_and_cues_are_kept() -> None:
    (found,) = lists("Vốn đầu tư đến từ Singapore (31%), Hàn Quốc (22,5%) và Nhật Bản.")
    assert [member.share for member in found.members] == [Decimal(31), Decimal("22.5"), None]
    assert found.cue == "đầu tư đến từ"
    (ranked,) = lists("Đứng đầu là Hàn Quốc, tiếp theo là Singapore.")
    assert [member.rank for member in ranked.members] == [1, None]


def test_a_list_says_why() -> None:
    (found,) = lists("Hai nước Pháp và Đức.")
    assert found.rule == "and"
    assert [(reason.text, reason.table) for reason in found.evidence] == [("Pháp", "countries"), ("Đức", "countries")]


@pytest.mark.parametrize(
    "unit", ["Nga và Lào ", "Nga, các nước lớn như ", "Apple, Zent, ", "Lào dẫn đầu, tiếp theo là "]
)
def test_time_grows_with_the_text_alone(unit: str) -> None:
    def made(words: int) -> Document:
        document = Document(unit * words)
        assert document.sentences
        return document

    assert_linear(made, lambda document: list(partner_list.extract(document)), 200)


@shared.needs_shared
def test_every_list_of_the_articles_is_sound() -> None:
    seen = 0
    for name, text in shared.texts():
        for fact in analysis.extract(analysis.read(text), {"partner_list"}):
            assert isinstance(fact, PartnerList)
            seen += 1
            assert text[fact.start : fact.end] == fact.mention, name
            assert sum(member.code != "VN" for member in fact.members) >= 2, (name, fact.mention)
    assert seen > 20
