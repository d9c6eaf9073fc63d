"""Statements: who a number is about, what it measures and when.

``cases/statements.tsv`` has a row a number: ``published`` is the day of publication that the caller gives, the other
columns are the statement's fields, blank where the field is absent. A text may have a row for any of its numbers.
"""

import csv
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boctach import analysis
from boctach.document import Document
from boctach.facts import Count, Money, Percentage, Statement
from boctach.statements import attach, words
from boctach.text.structure import Given
from tests.shared import SHARED, needs_shared

CASES = Path(__file__).parent / "cases" / "statements.tsv"


def _rows() -> list[Any]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    assert {row["status"] for row in rows} <= {"ok", "xfail"}
    return [
        pytest.param(
            row,
            id=f"{row['note']}: {row['mention']}",
            marks=[pytest.mark.xfail(strict=True)] if row["status"] == "xfail" else [],
        )
        for row in rows
    ]


def _statements(text: str, published: str | None = None) -> dict[str, Statement]:
    facts = analysis.extract(analysis.read(text, Given(published_at=published)))
    return {
        fact.mention: fact.statement or Statement() for fact in facts if isinstance(fact, Count | Money | Percentage)
    }


@pytest.mark.parametrize("row", _rows())
def test_case(row: dict[str, str]) -> None:
    got = _statements(row["text"], row["published"] or None)[row["mention"]]
    names = {"subject": "subject", "code": "subject_code", "scheme": "code_scheme"}
    fields = {**names, **{name: name for name in ("measure", "predicate", "as_of")}}
    assert {column: getattr(got, name) or "" for column, name in fields.items()} == {c: row[c] for c in fields}


def test_the_mention_of_the_subject_points_into_the_text_as_sent() -> None:
    # The sender's text has composed letters apart and a soft hyphen: the clean text's offsets are others.
    text = "Đà Nẵng họp. Tha\u0300nh phố có 2\u00ad5 dự án."
    (fact,) = analysis.extract(analysis.read(text), {"count"})
    assert isinstance(fact, Count) and fact.statement and fact.statement.subject_mention
    mention = fact.statement.subject_mention
    assert fact.statement.subject == "Đà Nẵng"
    assert text[mention.start : mention.end] == mention.mention == "Tha\u0300nh phố"


def test_all_other_facts_and_fields_stay_as_they_are() -> None:
    document = analysis.read("Ngày 3/2/2024, tỉnh Bình Dương cấp phép cho 40 dự án, rộng 300 ha.")
    facts = analysis.extract(document)
    again = attach(document, facts)
    assert again == facts
    assert {fact.kind for fact in facts} == {"date", "count", "measurement"}  # type: ignore[attr-defined]


def test_a_word_of_the_table_is_found_where_its_pattern_matches() -> None:
    for row in {row.values[0]["text"]: row for row in _rows()}.values():
        document = Document(row.values[0]["text"])
        for word in document.words[:]:
            for role in get_args(words.Role):
                assert words.end_of(role, document.text, word) == words.end_at(role, document.text, word.start)


def test_a_subject_goes_on_through_a_long_paragraph_of_sentences_without_numbers() -> None:
    text = "Hà Nội phát triển nhanh. " + "Kim ngạch đạt cao. " * 400 + "Đồng thời, đạt 5 tỷ USD."
    assert _statements(text)["5 tỷ USD"].subject == "Hà Nội"


_PIECES = st.lists(
    st.sampled_from(
        ["Hà Nội", "Thành phố", "tỉnh", "cả nước", " có ", " tăng ", " đạt ", "54 địa phương", "3 tỷ USD", "7,5%", ", ",
         "; ", ". ", " (", ") ", "trong đó ", " với tổng vốn ", " và ", "năm 2023", " đến nay ", "mà ", " giữa ", "\n",
         "kim ngạch xuất khẩu của ", " cho biết ", " khi ", "Ông Nguyễn Văn An"]
    ),
    max_size=14,
)  # fmt: skip


@given(_PIECES)
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_stands_in_the_sentence(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not text.strip():
        return
    document = Document(text)
    for fact in analysis.extract(document):
        statement = getattr(fact, "statement", None)
        if statement is None:
            continue
        for said in (statement.measure, statement.predicate):
            assert said is None or said in document.text
        assert (statement.subject is None) == (statement.subject_mention is None)
        assert (statement.subject_code is None) == (statement.code_scheme is None)
        assert statement.subject_code is None or statement.subject is not None


HCM = "Thành phố Hồ Chí Minh"
RELATIONS = "thiết lập quan hệ hữu nghị, hợp tác"
# Seed, mention of the number, subject, code, predicate, measure, as of.
SEEDS = [
    (
        "001",
        "54 địa phương nước ngoài",
        "Thành phố Hồ Chí Minh",
        "79",
        "thiết lập quan hệ hữu nghị, hợp tác",
        None,
        None,
    ),
    ("001", "11.000 dự án đầu tư nước ngoài", HCM, "79", "có", None, None),
    ("001", "9 trọng tâm ưu tiên phát triển", None, None, None, None, None),
    ("002", "61 thủ đô, thành phố các nước", "Hà Nội", "01", "ký thỏa thuận hợp tác", None, None),
    ("002", "187 quốc gia và vùng lãnh thổ", "Hà Nội", "01", "có quan hệ kinh tế thương mại", None, None),
    ("002", "15%", "Hà Nội", "01", "đạt", "tốc độ tăng trưởng kim ngạch xuất khẩu", None),
    ("002", "2,5%", "Hà Nội", "01", "tăng", "kim ngạch xuất khẩu", "2015"),
    ("002", "3,1%", "Hà Nội", "01", "tăng", "xuất khẩu địa phương", "2015"),
    ("002", "26 tỷ USD", "Hà Nội", "01", "có 2.900 dự án FDI", "tổng số vốn đăng ký", "2016-02-06"),
    ("002", "54%", None, None, None, None, None),
    ("003", "100 đề xuất, kiến nghị", "Bộ Ngoại giao", None, "nhận được", None, None),
    (
        "004",
        "20 địa phương và vùng lãnh thổ",
        "Hải Phòng",
        "31",
        "thiết lập quan hệ hữu nghị, hợp tác",
        None,
        "2015-11-02",
    ),
    ("004", "118 quốc gia và vùng lãnh thổ", "Hải Phòng", "31", "có quan hệ kinh tế thương mại", None, "2015-11-02"),
    ("004", "150 đoàn khách quốc tế", "Hải Phòng", "31", "đón tiếp", None, None),
]


@needs_shared
@pytest.mark.parametrize(("seed", "mention", "subject", "code", "predicate", "measure", "as_of"), SEEDS)
def test_seed(
    seed: str,
    mention: str,
    subject: str | None,
    code: str | None,
    predicate: str | None,
    measure: str | None,
    as_of: str | None,
) -> None:
    (path,) = SHARED.glob(f"seeds/{seed}_*.txt")
    got = _statements(path.read_bytes().decode("utf-8"))[mention]
    said = (got.subject, got.subject_code, got.predicate, got.measure, got.as_of)
    assert said == (subject, code, predicate, measure, as_of)
