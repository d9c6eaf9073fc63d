"""Policy references: what the table of cases cannot say."""

import random
from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach import tables
from boctach.document import Document
from boctach.extractors import policy_reference
from boctach.extractors.policy_reference import by_number, designations, ids, issuing, law_names
from boctach.facts import DocType, PolicyReference
from boctach.spans import settle
from tests import phapdien
from tests.growth import assert_linear
from tests.shared import needs_shared, texts

NUMBERS = st.integers(1, 9999).map(str) | st.integers(1, 99).map(lambda number: f"{number:03}")
YEARS = st.integers(1946, 2030).map(str)
TYPE_AND_SYMBOL = st.sampled_from(
    [
        ("Nghị định", "nghi_dinh", "NĐ-CP"),
        ("Quyết định", "quyet_dinh", "QĐ-TTg"),
        ("Thông tư", "thong_tu", "TT-BGDĐT"),
        ("Thông tư liên tịch", "thong_tu_lien_tich", "TTLT-BTC-BCA"),
        ("Nghị quyết", "nghi_quyet", "UBTVQH15"),
        ("Nghị quyết", "nghi_quyet", "NQ-HĐND"),
        ("Chỉ thị", "chi_thi", "CT-TTg"),
    ]
)


def references(text: str) -> list[PolicyReference]:
    facts = [candidate.fact for candidate in policy_reference.extract(Document(text))]
    assert all(isinstance(fact, PolicyReference) for fact in facts)
    return facts  # type: ignore[return-value]


@given(
    NUMBERS, YEARS, TYPE_AND_SYMBOL, st.sampled_from([" ", " số ", " số: "]), st.sampled_from(["-", "–", "- ", " -"])
)
def test_all_spellings_of_a_document_have_one_id(
    number: str, year: str, kind: tuple[str, str, str], lead: str, hyphen: str
) -> None:
    word, doc_type, symbol = kind
    written = symbol.replace("-", hyphen)
    expected = f"vn/{doc_type}/{int(number)}/{year}/{ids.plain(symbol)}"
    for slash in ("/", " /", "/ "):
        mention = f"{word}{lead}{number}{slash}{year}{slash}{written}"
        text = f"Bộ căn cứ {mention} để trả lời."
        (fact,) = references(text)
        assert fact.mention == mention
        assert (fact.doc_type, fact.number, fact.year, fact.symbol) == (doc_type, number, year, symbol)
        assert fact.canonical_id == expected


@given(st.text(alphabet="Nghị quyết số/–-0123456789 QHNĐCPTTg.,()Luậttư\n", max_size=200))
def test_any_text_gives_true_mentions_and_no_conflicts(text: str) -> None:
    document = Document(text)
    candidates = list(policy_reference.extract(document))
    assert settle(candidates) == candidates
    for candidate in candidates:
        assert document.source[candidate.fact.start : candidate.fact.end] == candidate.fact.mention


def test_every_word_for_a_type_is_read_with_number_and_symbol() -> None:
    for word, row in by_number._types().items():
        lead = word.upper() if row.bare == "abbreviation" else word[0].upper() + word[1:]
        (fact,) = references(f"Theo {lead} số 12/2024/QĐ-TTg thì được.")
        assert (fact.doc_type, fact.number, fact.symbol) == (row.doc_type, "12", "QĐ-TTg")


def test_tables_name_types_that_exist() -> None:
    rows = [*by_number._types().values(), *tables.read("law_names", law_names._Known, key=("name", "doc_type"))]
    assert {row.doc_type for row in rows} <= set(get_args(DocType))
    assert set(designations._symbol_types().values()) <= set(get_args(DocType))
    assert {row.bare for row in by_number._types().values()} == {"firm", "noun", "verb", "loose", "abbreviation"}


def test_every_symbol_of_a_type_is_read_alone() -> None:
    for symbol, doc_type in designations._symbol_types().items():
        (fact,) = references(f"Hồ sơ gồm 12/2024/{symbol}-BYT.")
        assert (fact.doc_type, fact.issuer) == (doc_type, "Bộ Y tế")


def test_every_known_law_is_read_whole() -> None:
    rows = tables.read("law_names", law_names._Known, key=("name", "doc_type"))
    words = {"luat": "Luật", "bo_luat": "Bộ luật", "phap_lenh": "Pháp lệnh"}
    for row in rows:
        for name in (row.name, row.name.upper(), row.name.lower()):
            mention = f"{words[row.doc_type]} {name} năm 2020"
            (fact,) = references(f"Ai cũng phải theo {mention} và làm đúng.")
            assert (fact.mention, fact.name, fact.doc_type) == (mention, name, row.doc_type)


def test_every_edition_is_of_a_known_law_and_year() -> None:
    for (doc_type, name, year), designation in ids._editions().items():
        assert designation.year == year, (doc_type, name)
    for row in tables.read("law_editions", ids._Edition, key=("name", "doc_type", "year")):
        assert law_names.is_known(row.name), row.name


def test_every_issuer_of_a_symbol_is_an_issuer_in_words() -> None:
    known = {row.name for row in tables.read("issuers", issuing._Issuer, key=("name",))}
    missing = set(issuing._symbols().values()) - known - {""}
    assert missing <= OLD_ISSUERS, missing - OLD_ISSUERS


OLD_ISSUERS = {
    "Bộ Thủy sản",
    "Bộ Bưu chính, Viễn thông",
    "Bộ Khoa học, Công nghệ và Môi trường",
    "Văn phòng Chủ tịch nước",
}


HOSTILE: list[Callable[[int], str]] = [
    lambda n: "Nghị quyết " * n,
    lambda n: "Nghị quyết số " * n,
    lambda n: "1/2/3/4/5/" * n,
    lambda n: "12345" * n,
    lambda n: "Nghị định 1" + "/2020" * n,
    lambda n: "Nghị định 1/NĐ" + "-CP" * n,
    lambda n: "Nghị định 1, " * n,
    lambda n: "Các nghị quyết 1" + ", 2" * n,
    lambda n: "Luật " + "sửa đổi, bổ sung một số điều của Luật " * n,
    lambda n: "Luật sửa đổi, bổ sung một số điều của Luật Dược; " * n,
    lambda n: "Luật Đất đai, " * n,
    lambda n: "dự án Luật Đất đai, " * n,
    lambda n: "khoản 1, 2, 3 và 4 " * n,
    lambda n: "điểm a khoản 1 Điều 2 của " * n,
    lambda n: "Nghị quyết Đại hội " + "đại biểu " * n,
    lambda n: "Bộ " + "Giáo dục và " * n,
    lambda n: "UBND tỉnh " * n,
    lambda n: "Ngày 1/1/2020, Chính phủ ban hành " * n,
    lambda n: "Sở A" + " - B" * n,
    lambda n: "".join(f"Nghị định 1/{1946 + i % 80}/NĐ-A{chr(65 + i % 26)}, Nghị định 1, " for i in range(n)),
    lambda n: " " * 10 * n,
    lambda n: "QH15 và 18-NQ/TW " * n,
]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make(2)[:40])
def test_time_grows_with_length_only(make: Callable[[int], str]) -> None:
    assert_linear(lambda size: make(size)[: size * 20], references, 250)


@needs_shared
def test_mentions_of_the_development_texts_stand_where_they_say() -> None:
    for name, source in random.Random(1).sample(sorted(texts()), 12):
        for fact in references(source):
            assert source[fact.start : fact.end] == fact.mention, name


@needs_shared
def test_citations_of_the_codification_agree_with_its_list() -> None:
    counts, wrong = phapdien.measure(step=8)
    assert counts["own"] > 3_000
    assert counts["own, found"] >= 0.999 * counts["own"], wrong
    assert counts["written, found"] >= 0.999 * counts["written"], wrong
    assert counts["listed, same type"] >= 0.999 * counts["listed"], wrong
