"""What tables of cases cannot say of dates: the calendar as a whole, and every EDTF by a library's judgement."""

import calendar
import datetime
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from boctach import tables
from boctach.document import Document
from boctach.extractors import agreement, date, policy_reference
from boctach.spans import Span, settle
from boctach.text.dates import chains, cues
from boctach.text.dates.calendar import Moment, Period, ordered
from tests.shared import SHARED, gold, needs_shared, texts

DAYS = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31))
POINT = re.compile(r"\.\.|\d{3}X|(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?")
QUARTER_OF_ANY_YEAR = re.compile(r"XXXX-3[3-6]")


def found(text: str) -> list[tuple[str, str]]:
    return [(text[d.start : d.end], d.edtf) for d in chains.read(text, [Span(0, len(text))])]


def check_edtf(edtf: str) -> None:
    """Each end by itself: the library refuses open intervals and quarters of an unspecified year, which are valid."""
    ends = edtf.split("/")
    assert len(ends) <= 2
    assert ends != ["..", ".."]
    for end in ends:
        assert POINT.fullmatch(end), edtf
        if end != ".." and not QUARTER_OF_ANY_YEAR.fullmatch(end):
            assert str(parse_edtf(end)) == end


FORMS = (
    "Sự việc xảy ra ngày {d}/{m}/{y}.",
    "Sự việc xảy ra ngày {d:02}/{m:02}/{y}.",
    "Sự việc xảy ra ngày {d}-{m}-{y}.",
    "Sự việc xảy ra ngày {d}.{m}.{y}.",
    "Sự việc xảy ra ngày {d}/ {m}/ {y}.",
    "Sự việc xảy ra ngày {d} tháng {m} năm {y}.",
    "Sự việc xảy ra ngày {d:02} tháng {m:02} năm {y}.",
    "Sự việc xảy ra ngày {d}/{m} năm {y}.",
    "Sự việc ({d}/{m}/{y}) đã rõ.",
)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40)
@given(day=DAYS)
def test_every_day_in_every_form(form: str, day: datetime.date) -> None:
    ((mention, edtf),) = found(form.format(d=day.day, m=day.month, y=day.year))
    assert edtf == day.isoformat()
    assert str(day.year) in mention
    check_edtf(edtf)


@given(first=DAYS, last=DAYS)
def test_period_of_two_days_runs_forward(first: datetime.date, last: datetime.date) -> None:
    facts = found(f"Triển lãm mở từ ngày {first.day}/{first.month}/{first.year} đến ngày {last:%d/%m/%Y}.")
    if first < last:
        assert [edtf for _, edtf in facts] == [f"{first.isoformat()}/{last.isoformat()}"]
    for _, edtf in facts:
        check_edtf(edtf)


@given(first=DAYS.filter(lambda day: day.year < 2099), length=st.integers(1, 200))
def test_borrowed_year_is_the_last_that_lies_before_the_end(first: datetime.date, length: int) -> None:
    last = first + datetime.timedelta(length)
    facts = found(f"Triển lãm mở từ {first.day}/{first.month} đến {last.day}/{last.month}/{last.year}.")
    assert [edtf for _, edtf in facts] == [f"{first.isoformat()}/{last.isoformat()}"]


def test_days_that_no_month_has_are_never_found() -> None:
    for month in range(1, 14):
        for day in range(33):
            exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1]
            for text in (f"Việc xảy ra ngày {day}/{month}.", f"Việc xảy ra ngày {day} tháng {month}."):
                edtf = [e for _, e in found(text)]
                assert edtf == ([f"XXXX-{month:02}-{day:02}"] if exists else []), text


@given(year=st.integers(1900, 2099))
def test_leap_days(year: int) -> None:
    expected = [f"{year}-02-29"] if calendar.isleap(year) else []
    assert [edtf for _, edtf in found(f"Việc xảy ra ngày 29/2/{year}.")] == expected


@given(year=st.integers(1900, 2099), month=st.integers(1, 12), quarter=st.integers(1, 4), count=st.integers(2, 11))
def test_months_quarters_and_parts_of_a_year(year: int, month: int, quarter: int, count: int) -> None:
    for text, edtf in (
        (f"tháng {month}/{year}", f"{year}-{month:02}"),
        (f"tháng {month} năm {year}", f"{year}-{month:02}"),
        (f"quý {quarter}/{year}", f"{year}-{32 + quarter}"),
        (f"{count} tháng đầu năm {year}", f"{year}-01/{year}-{count:02}"),
        (f"{count} tháng cuối năm {year}", f"{year}-{13 - count:02}/{year}-12"),
        (f"giai đoạn {year}-{year + 5}", f"{year}/{year + 5}"),
        (f"đến năm {year}", f"../{year}"),
        (f"từ năm {year}", f"{year}/.."),
        (f"những năm {year // 10 * 10}", f"{year // 10}X"),
    ):
        if year + 5 <= 2099:
            assert found(text) == [(text, edtf)]
        check_edtf(edtf)


def test_a_day_proved_in_one_paragraph_is_known_in_another() -> None:
    proof, use = "Ngày 1/7, quy chế có hiệu lực.", "Phí mới áp dụng từ 1/7 cán bộ đều biết."
    text = f"{proof}\n{use}"
    both = [Span(0, len(proof)), Span(len(proof) + 1, len(text))]
    assert [d.edtf for d in chains.read(text, both)] == ["XXXX-07-01", "XXXX-07-01/.."]
    assert [d.edtf for d in chains.read(text, both[1:])] == []


def test_a_period_needs_an_order() -> None:
    assert ordered(Moment(2020), Moment(2019)) is None
    assert ordered(Moment(month=5, day=3), Moment(month=5, day=1)) is None
    assert ordered(Moment(month=11), Moment(month=4)) == Period(Moment(month=11), Moment(month=4))
    assert ordered(Moment(2023, 2, 28), Moment(month=2, day=29)) is None


def _score() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", Path(SHARED) / "gold" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _dates(text: str) -> list[dict[str, Any]]:
    document = Document(text)
    candidates = [c for extractor in (policy_reference, agreement, date) for c in extractor.extract(document)]
    facts = [candidate.fact.model_dump(mode="json") for candidate in settle(candidates)]
    return [fact for fact in facts if fact["kind"] == "date"]


@needs_shared
@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_gold(name: str) -> None:
    score = _score()
    sources = dict(texts())
    rows = gold(name)
    expected = {row["doc"]: [fact for fact in row["facts"] if fact["kind"] == "date"] for row in rows}
    predicted = {row["doc"]: _dates(sources[row["doc"].removesuffix(".txt")]) for row in rows}
    figures = score.figures(score.score(expected, predicted)["date"])
    assert figures["f1"] >= 0.97
    assert figures["exact_span_f1"] >= figures["f1"] - 0.02


@needs_shared
def test_every_value_in_the_articles_is_edtf() -> None:
    for _, text in texts():
        for dated in _dates(text):
            check_edtf(dated["edtf"])


def test_every_role_of_words_is_used_and_known() -> None:
    patterns = "".join(path.read_text(encoding="utf-8") for path in Path(cues.__file__).parent.glob("*.py"))
    roles = {row.role for row in tables.read("date_words", cues.DateWord, key=("word", "role"))}
    used = set(re.findall(r"\{([a-z_]+)\}", patterns)) - {"role", "pattern"}  # not words: parts of code
    assert used - {"capital"} == roles
