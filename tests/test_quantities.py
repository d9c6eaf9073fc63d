"""The grammar of amounts, with a reader of units that knows nothing but a few: what holds for every kind."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.text import numbers, qualifiers, quantities
from boctach.text.numbers import Numeral
from boctach.text.parts import Unit
from boctach.text.quantities import Quantity

AFTER = re.compile(r" ?(USD|đồng|km|năm|%|tầng)(?!\w)")
BEFORE = re.compile(r"(USD|\$) ?\Z")


class Some:
    """Units of this module."""

    def after(self, text: str, numeral: Numeral, end: int) -> Unit | None:
        match = AFTER.match(text, numeral.end, end)
        return Unit(*match.span(1), key=match[1], place=match[1] == "tầng") if match else None

    def before(self, text: str, numeral: Numeral, start: int) -> Unit | None:
        match = BEFORE.search(text, max(start, numeral.start - 4), numeral.start)
        return Unit(match.start(), numeral.start, key="USD") if match else None


def read(text: str) -> list[Quantity]:
    return list(quantities.read(text, numbers.find(text, 0, len(text)), Some(), 0, len(text)))


def said(text: str) -> list[tuple[str, str, str]]:
    """Mention, number (``low..high``) and qualifier of each amount."""
    return [(text[q.start : q.end], _number(q), q.qualifier) for q in read(text)]


def _number(quantity: Quantity) -> str:
    if quantity.value is None:
        return f"{_plain(quantity.low)}..{_plain(quantity.high)}"
    return _plain(quantity.value)


def _plain(number: Decimal | None) -> str:
    assert number is not None
    return format(number.normalize(), "f")


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("là", "exact"),
        ("đạt", "exact"),
        ("lên tới", "exact"),
        ("cao hơn", "exact"),
        ("thấp hơn phiên trước", "exact"),
        ("khoảng cách", "exact"),
        ("mong ước", "exact"),
        ("với xe trên là", "exact"),
        ("lớn hơn gần", "nearly"),
        ("lớn hơn", "over"),
        ("khoảng", "about"),
        ("ước tính khoảng", "about"),
        ("xấp xỉ", "about"),
        ("~", "about"),
        ("hơn", "over"),
        ("Hơn", "over"),
        ("vượt mốc", "over"),
        ("khoảng hơn", "over"),
        ("lên tới trên", "over"),
        ("gần", "nearly"),
        ("ngót nghét", "nearly"),
        ("dưới", "under"),
        ("chưa đến", "under"),
        ("ít nhất là", "at_least"),
        ("không dưới", "at_least"),
        ("tối đa khoảng", "at_most"),
        ("không vượt quá", "at_most"),
        ("không quá", "at_most"),
    ],
)
def test_qualifier_before(words: str, qualifier: str) -> None:
    text = f"Quãng đường này {words} 5 km."
    assert said(text) == [("5 km", "5", qualifier)]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("từ 5 km trở lên", "at_least"),
        ("từ 5 năm kinh nghiệm trở lên", "at_least"),
        ("khoảng 5 km trở xuống", "at_most"),
        ("5 năm (nửa đời) trở xuống", "at_most"),
        ("đến 5 km là cùng", "at_most"),
        ("từ 5 năm. Anh trở lên xe", "exact"),
        ("còn 5 năm nghề trở lên", "exact"),
    ],
)
def test_bound_behind(text: str, qualifier: str) -> None:
    assert [q.qualifier for q in read(text)] == [qualifier]


def test_on_a_place_is_no_qualifier() -> None:
    assert said("cháy trên 2 tầng, dài trên 2 km") == [("2 tầng", "2", "exact"), ("2 km", "2", "over")]


@pytest.mark.parametrize(
    ("text", "mention", "ends"),
    [
        ("giá 1000-2000 đồng", "1000-2000 đồng", "1000..2000"),
        ("từ 1.000 đến 2.000 đồng", "1.000 đến 2.000 đồng", "1000..2000"),
        ("từ 15.500 đồng/m² đến 37.300 đồng/m²", "15.500 đồng/m² đến 37.300 đồng", "15500..37300"),
        ("giữa 1,1 và 1,3 USD", "1,1 và 1,3 USD", "1.1..1.3"),
        ("giá $5-$10", "$5-$10", "5..10"),
        ("giá $5-10", "$5-10", "5..10"),
        ("giá USD 5 – USD 10", "USD 5 – USD 10", "5..10"),
        ("5 đến 15%", "5 đến 15%", "5..15"),
        ("2,5-2,7 tỷ đồng", "2,5-2,7 tỷ đồng", "2500000000..2700000000"),
        ("8.000 – 10.000 tỷ đồng", "8.000 – 10.000 tỷ đồng", "8000000000000..10000000000000"),
        ("500.000 - 1 triệu đồng", "500.000 - 1 triệu đồng", "500000..1000000"),
        ("900 triệu - 1,2 tỷ đồng", "900 triệu - 1,2 tỷ đồng", "900000000..1200000000"),
        ("hai đến ba triệu USD", "hai đến ba triệu USD", "2000000..3000000"),
        ("từ 3 năm tù treo đến 12 năm tù", "3 năm tù treo đến 12 năm", "3..12"),
        ("từ 2 năm (24 kỳ lương) đến 5 năm", "2 năm (24 kỳ lương) đến 5 năm", "2..5"),
        ("tối thiểu 3-4 năm", "3-4 năm", "3..4"),
        ("24.635 - 25.025 đồng/USD", "24.635 - 25.025 đồng", "24635..25025"),
        ("sóng cao 2- 4 km", "2- 4 km", "2..4"),
    ],
)
def test_ranges(text: str, mention: str, ends: str) -> None:
    assert said(text) == [(mention, ends, "range")]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("giảm từ 10% xuống 5%", ["10%", "5%"]),
        ("từ 10% đến 5%", ["10%", "5%"]),
        ("dài 5 km - 7 năm", ["5 km", "7 năm"]),
        ("từ 500 đến 1 tỷ đồng", []),
        ("năm 2016 - 2,3 tỷ đồng", ["2,3 tỷ đồng"]),
        ("mã 1-2-3 km", []),
        ("1% - 2% - 3%", ["1%", "2%", "3%"]),
    ],
)
def test_no_ranges(text: str, mentions: list[str]) -> None:
    assert [mention for mention, _, _ in said(text)] == mentions


def test_what_stands_between_the_ends_is_not_claimed() -> None:
    text = "từ 2 năm (24 kỳ) đến 5 năm"
    (quantity,) = read(text)
    assert [text[claim.start : claim.end] for claim in quantity.claims] == ["2 năm", "5 năm"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lần lượt 3,2 và 4,5 tỷ USD", [("3,2", "3200000000"), ("4,5 tỷ USD", "4500000000")]),
        ("gồm 1,1; 2,2 và 3,3 km", [("1,1", "1.1"), ("2,2", "2.2"), ("3,3 km", "3.3")]),
        ("lần lượt 1, 2, 3 năm", [("1", "1"), ("2", "2"), ("3 năm", "3")]),
        ("sau 1 hoặc 3 năm", [("1", "1"), ("3 năm", "3")]),
        ("3 tỷ và 4 tỷ USD", [("3 tỷ", "3000000000"), ("4 tỷ USD", "4000000000")]),
        ("1.500 và 2.000 tỷ đồng", [("1.500", "1500000000000"), ("2.000 tỷ đồng", "2000000000000")]),
        ("ngày 5 và 6 km", [("6 km", "6")]),
        ("năm 2019 và 5 km", [("5 km", "5")]),
        ("quý 1, 5 tỷ USD", [("5 tỷ USD", "5000000000")]),
        ("4.000 và 5 tỷ USD", [("5 tỷ USD", "5000000000")]),
        ("2 và có thêm 3 km", [("3 km", "3")]),
    ],
)
def test_borrowed_units(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(mention, number) for mention, number, _ in said(text)] == expected


def test_about_binds_the_first_of_a_list() -> None:
    assert [q for _, _, q in said("khoảng 3 và 4 km")] == ["about", "exact"]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("6.000 đồng/km", "km"),
        ("5 triệu đồng/người/tháng", "người/tháng"),
        ("7%/năm", "năm"),
        ("9 đồng mỗi lít", "lít"),
        ("2 đồng/4 đồng", None),
        ("2 đồng", None),
        ("2 đồng/mỗi lần", None),
    ],
)
def test_rates(text: str, per: str | None) -> None:
    assert read(text)[0].per == per


def test_half_behind_the_unit() -> None:
    assert said("2 năm rưỡi") == [("2 năm rưỡi", "2.5", "exact")]
    assert said("2 triệu đồng rưỡi") == [("2 triệu đồng rưỡi", "2500000", "exact")]


@pytest.mark.parametrize("text", ["hàng trăm km", "vài USD", "lần thứ 5 km", "mã ABC5 km", "năm km"])
def test_vague_ordinal_and_joined_numbers(text: str) -> None:
    assert [mention for mention, _, _ in said(text) if mention != "năm km"] == []


def test_pieces_say_what_decided() -> None:
    text = "hơn 6.000 đồng/km"
    (quantity,) = read(text)
    pieces = [(piece.role, text[piece.start : piece.end]) for piece in quantity.pieces]
    assert pieces == [("number", "6.000"), ("unit", "đồng"), ("rate", "km"), ("qualifier", "hơn")]


def test_nothing_before_the_paragraph_is_looked_at() -> None:
    assert qualifiers.before("hơn 5 km", 4, 4) == ("exact", None)


@given(
    st.lists(
        st.sampled_from([*"0123456789", " ", " km", "-", " và ", ", ", " từ ", " đến ", "(", ")", " hơn", "$", "%"])
    )
)
def test_amounts_share_no_words(tokens: list[str]) -> None:
    text = "".join(tokens)
    taken: set[int] = set()
    for quantity in read(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        for claim in quantity.claims:
            words = set(range(claim.start, claim.end))
            assert not words & taken
            taken |= words
