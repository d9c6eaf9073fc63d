"""Numerals: every one from 0 to 9,999 spelled out in every manner and parsed back; digits; what is no number."""

import itertools
import json
import random
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.text import numbers
from tests.shared import SHARED, needs_shared

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
# Thousand; no tens; four and one behind a multiple of ten; five behind one; billion.
MANNERS = tuple(
    itertools.product(("nghìn", "ngàn"), ("linh", "lẻ"), ("tư", "bốn"), ("mốt", "một"), ("lăm", "nhăm"), ("tỷ", "tỉ"))
)
COMMON = MANNERS[0]


def _below_hundred(n: int, manner: tuple[str, ...]) -> str:
    _, _, four, one, five, _ = manner
    tens, ones = divmod(n, 10)
    if tens == 0:
        return DIGITS[ones]
    if tens == 1:
        return "mười" + (f" {'lăm' if ones == 5 else DIGITS[ones]}" if ones else "")
    last = {0: "", 1: f" {one}", 4: f" {four}", 5: f" {five}"}.get(ones, f" {DIGITS[ones]}")
    return f"{DIGITS[tens]} mươi{last}"


def _below_thousand(n: int, manner: tuple[str, ...], *, full: bool) -> str:
    hundreds, rest = divmod(n, 100)
    if not hundreds and not full:
        return _below_hundred(rest, manner)
    words = f"{DIGITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} {manner[1]} {DIGITS[rest]}" if rest < 10 else f"{words} {_below_hundred(rest, manner)}"


def spell(n: int, manner: tuple[str, ...] = COMMON) -> str:
    """A whole number below 10^18 in words."""
    if n < 1000:
        return _below_thousand(n, manner, full=False)
    for factor, word in ((10**9, manner[5]), (10**6, "triệu"), (10**3, manner[0])):
        if n >= factor:
            head, rest = divmod(n, factor)
            tail = _tail(rest, factor, manner) if rest else ""
            return f"{spell(head, manner)} {word}{tail}"
    raise AssertionError(n)


def _tail(rest: int, factor: int, manner: tuple[str, ...]) -> str:
    if rest >= 1000:
        return f" {spell(rest, manner)}"
    return f" {_below_thousand(rest, manner, full=factor > 1)}"


def test_spell_says_what_it_should() -> None:
    assert spell(2005) == "hai nghìn không trăm linh năm"
    assert spell(21_015_104, MANNERS[-1]) == "hai mươi một triệu mười lăm ngàn một trăm lẻ bốn"


# These four hold every word of every manner.
@pytest.mark.parametrize("manner", MANNERS[::21], ids=" ".join)
def test_every_numeral_below_ten_thousand(manner: tuple[str, ...]) -> None:
    for n in range(10_000):
        assert numbers.parse(spell(n, manner)) == n


@given(st.integers(0, 10**15), st.sampled_from(MANNERS))
def test_large_numerals(n: int, manner: tuple[str, ...]) -> None:
    assert numbers.parse(spell(n, manner)) == n


def test_numerals_in_running_text_are_found_whole() -> None:
    draw = random.Random(7)
    samples = [*range(10, 200), *(draw.randrange(200, 10**12) for _ in range(400))]
    for n in samples:
        words = spell(n, draw.choice(MANNERS))
        text = f"Tổng cộng có {words} hồ sơ."
        (found,) = numbers.find(text, 0, len(text))
        assert (text[found.start : found.end], found.value, found.form) == (words, n, "words")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai tỷ rưỡi", "2500000000"),
        ("ba trăm rưỡi", "350"),
        ("một triệu hai", "1200000"),
        ("hai phẩy năm", "2.5"),
        ("không phẩy không năm", "0.05"),
        ("một phẩy hai mươi lăm", "1.25"),
        ("hai phẩy năm triệu", "2500000"),
        ("hai nghìn hai mươi ba", "2023"),
        ("năm vạn", "50000"),
        ("ba chục", "30"),
        ("bốn ba", "43"),
        ("hai mốt", "21"),
        ("ba nghìn tỷ", "3000000000000"),
        ("âm mười hai", "-12"),
    ],
)
def test_parse(words: str, value: str) -> None:
    assert numbers.parse(words) == Decimal(value)


@pytest.mark.parametrize("words", ["", "tư", "mươi", "hai hai mươi", "trăm một", "hai mươi đồng", "nghìn tỷ"])
def test_parse_refuses(words: str) -> None:
    with pytest.raises(ValueError, match="no numeral"):
        numbers.parse(words)


@pytest.mark.parametrize(
    ("mention", "value"),
    [
        ("11.000", "11000"),
        ("7,63", "7.63"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("08", "8"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("103.92", "103.92"),
        ("0.125", "0.125"),
        ("15,000", "15000"),
        ("35,000 triệu", "35000000"),
        ("1 200 000", "1200000"),
        ("50 000", "50000"),
        ("327. 000", "327000"),
        ("55 nghìn tỷ", "55000000000000"),
        ("2,3 TRIỆU", "2300000"),
        ("1 triệu 200 nghìn", "1200000"),
        ("1 tỷ 250 triệu 300 nghìn", "1250300000"),
        ("2 tỷ 5", "2500000000"),
        ("3 triệu rưỡi", "3500000"),
        ("1tr5", "1500000"),
        ("7k", "7000"),
        ("12tr", "12000000"),
        ("3 chục", "30"),
        ("mười lăm nghìn ba trăm", "15300"),
    ],
)
def test_digits_and_magnitudes(mention: str, value: str) -> None:
    text = f"Có {mention} hết."
    (found,) = numbers.find(text, 0, len(text))
    assert (text[found.start : found.end], found.value) == (mention, Decimal(value))


def _found(text: str) -> Iterator[str]:
    return (text[n.start : n.end] for n in numbers.find(text, 0, len(text)) if not n.vague)


@pytest.mark.parametrize(
    "text",
    [
        "địa chỉ 192.168.1.1",
        "ngày 12.05.2024",
        "lúc 10:30",
        "hội nghị G7",
        "dịch Covid-19, tiêm kích Su-30",
        "đầu tư công, tư nhân",
        "bà Ba Vì, quận Hai Bà Trưng, chị Chín",
        "hai phần ba diện tích",
        "2 phần 3 diện tích",
        "năm nay, năm ngoái",
        "không ai biết",
        "trong tháng năm",
    ],
)
def test_no_numerals(text: str) -> None:
    assert list(_found(text)) == []


@pytest.mark.parametrize(
    "words",
    [
        "hàng trăm",
        "hàng chục nghìn",
        "vài chục",
        "mấy trăm",
        "dăm ba",
        "hai ba",
        "năm bảy trăm",
        "triệu",
        "mươi",
        "một, hai",
    ],
)
def test_vague_numerals(words: str) -> None:
    text = f"Có {words} người."
    (found,) = numbers.find(text, 0, len(text))
    assert (text[found.start : found.end], found.vague) == (words, True)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("suốt hai mươi lăm năm tù", ["hai mươi lăm"]),
        ("trong năm năm", ["năm"]),
        ("hai năm sáu tháng", ["hai", "sáu"]),
        ("trong năm tỷ lệ tăng; năm tỷ đồng", ["năm", "năm tỷ"]),
        ("năm 2024 tỷ giá tăng", ["2024"]),
        ("hai trăm năm mươi", ["hai trăm năm mươi"]),
        ("Ba trụ cột", ["Ba"]),
        ("lúc 10 300 người, cấp 12. 300 người", ["10", "300", "12", "300"]),
        ("mã HS0301 giá VND1000", ["0301", "1000"]),
        ("nhiệt độ xuống -3 độ, âm 5 độ, 24-25 độ", ["-3", "âm 5", "24", "25"]),
        ("5M USD, $1.2B nhưng 5M thôi", ["5M", "1.2B", "5"]),
    ],
)
def test_what_is_found(text: str, mentions: list[str]) -> None:
    assert list(_found(text)) == mentions


def test_joined_ordinal_bare_and_scale() -> None:
    text = "HS0301, thứ 15, một hồ sơ, 2,5 tỷ đồng, 1 tỷ 250 triệu"
    joined, ordinal, bare, lent, whole = numbers.find(text, 0, len(text))
    assert joined.joined
    assert ordinal.ordinal
    assert bare.bare
    assert not joined.bare
    assert (lent.scale, whole.scale) == (10**9, 1)


@given(st.text(alphabet="0123456789.,- /k%năhirtộtệuỷ\u00a0\n"), st.integers(0, 5), st.integers(0, 5))
def test_spans_are_ordered_and_inside(text: str, start: int, cut: int) -> None:
    end = max(start, len(text) - cut)
    at = start
    for numeral in numbers.find(text, min(start, len(text)), min(end, len(text))):
        assert at <= numeral.start < numeral.end <= end
        at = numeral.end


@needs_shared
def test_test_cases_of_another_project() -> None:
    rows = [json.loads(line) for line in (SHARED / "data/numbers/nemo_vi.jsonl").read_text("utf-8").splitlines()]
    wanted = [row for row in rows if row["cls"] in ("cardinal", "decimal") and row.get("value") is not None]
    right = sum(_value(row["input"]) == Decimal(str(row["value"])) for row in wanted)
    assert right >= 0.97 * len(wanted)


def _value(text: str) -> Decimal | None:
    found = [n for n in numbers.find(text, 0, len(text)) if not n.vague]
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].value
    try:
        return numbers.parse(text)
    except ValueError:
        return None
