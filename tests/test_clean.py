"""Cleaning keeps the map back to the text as sent, whatever that holds."""

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.text import clean as cleaning
from boctach.text.clean import clean
from tests.growth import assert_linear, repeated
from tests.shared import needs_shared, texts

MARKS = "\u0323\u0302\u0306\u0309\u0301\u031b\u0344\u0f73"
ODD = " \n\r\t\v\f\u2028\u00a0\u2003\u200b\u200d\u00ad\ufeff\x00\x1c\ud800\u1100\u1161\u11a8\u212b\u037e"
WORDS = "Ððệ😀👩\ufe0f"
HOSTILE = st.text(st.one_of(st.sampled_from(MARKS + ODD + WORDS + 'ae*_#.,"(5x'), st.characters()))


@pytest.mark.parametrize(
    ("source", "text", "note"),
    [
        ("Tỉnh có 50 xã.", "Tỉnh có 50 xã.", "clean already"),
        (unicodedata.normalize("NFD", "Nghị quyết"), "Nghị quyết", "NFD"),
        ("Vie\u0302\u0323t", "Việt", "circumflex before dot below"),
        ("Vie\u0323\u0302t", "Việt", "dot below before circumflex"),
        ("Vi\u1eb9\u0302t", "Việt", "half composed"),
        ("5\u00a0tỷ\u2009đồng", "5 tỷ đồng", "odd blanks, one for one"),
        ("5\u00a0\u00a0tỷ", "5  tỷ", "two blanks stay two"),
        ("\ufeffTin\u00ad tức\u200b", "Tin tức", "invisible characters"),
        ("a\r\nb\rc\u2028d\ve\ff", "a\nb\nc\nd\ne\nf", "line ends"),
        ("ÐỒNG, Ðà Nẵng", "ĐỒNG, Đà Nẵng", "eth for the letter Đ"),
        ("Mừng 👩\u200d👧 Tết 😀", "Mừng 👩\u200d👧 Tết 😀", "emoji stay whole"),
        ("16/CT–TTg", "16/CT–TTg", "dashes stay"),
        ("## Kết quả\nThân", "Kết quả\nThân", "heading marks"),
        ("Có **50 xã** và *ba huyện*.", "Có 50 xã và ba huyện.", "emphasis"),
        ("***Ảnh minh họa***", "Ảnh minh họa", "strong emphasis"),
        ("(__Nguồn__: Bộ)", "(Nguồn: Bộ)", "underlines"),
        ("*Vốn **tăng 5%** so với năm trước*", "Vốn tăng 5% so với năm trước", "nested emphasis"),
        ("Khách sạn 4*, 5* và 3*.", "Khách sạn 4*, 5* và 3*.", "stars of hotels stay"),
        ("*Giá phòng khách sạn 5* chưa đổi", "*Giá phòng khách sạn 5* chưa đổi", "a footnote's star stays"),
        ("* Mục một\n* Mục hai", "* Mục một\n* Mục hai", "bullets stay"),
        ("**Mở đầu\nkết thúc**", "**Mở đầu\nkết thúc**", "no emphasis over lines"),
        ("#covid tăng, tệp a_b_c và 2*3*4", "#covid tăng, tệp a_b_c và 2*3*4", "hashtags, file names, products stay"),
    ],
)
def test_steps(source: str, text: str, note: str) -> None:
    assert clean(source).text == text


@pytest.mark.parametrize(
    ("source", "clean_mention", "source_mention"),
    [
        (unicodedata.normalize("NFD", "có 55 tỷ USD."), "55 tỷ USD", unicodedata.normalize("NFD", "55 tỷ USD")),
        ("\ufeffcó 55\u200b tỷ\r\nUSD", "tỷ\nUSD", "tỷ\r\nUSD"),
        ("có 5\u00ad5 tỷ", "55", "5\u00ad5"),
        ("có **55** tỷ", "55 tỷ", "55** tỷ"),
        ("x\u0302y", "x", "x\u0302"),  # NFC has no letter for these two, but they are one all the same
        ("Vie\u200b\u0302\u0323t", "ệ", "e\u200b\u0302\u0323"),
    ],
)
def test_map_back(source: str, clean_mention: str, source_mention: str) -> None:
    cleaned = clean(source)
    start = cleaned.text.index(clean_mention)
    begin, end = cleaned.source_span(start, start + len(clean_mention))
    assert source[begin:end] == source_mention


@pytest.mark.parametrize("source", ["Tỉnh có 50 xã – 20 huyện…", "5\u00a0tỷ", "Ðà Nẵng", "Ω và 中国"])
def test_no_map_where_offsets_are_the_same(source: str) -> None:
    assert clean(source).starts is None


@given(HOSTILE)
def test_map_is_monotone_and_in_range(source: str) -> None:
    cleaned = clean(source)
    spans = [cleaned.source_span(i, i + 1) for i in range(len(cleaned.text))]
    assert all(0 <= s.start < s.end <= len(source) for s in spans)
    for left, right in pairwise(spans):
        assert left == right or left.end <= right.start


@given(HOSTILE)
def test_clean_text_is_nfc_and_cleaning_it_changes_nothing(source: str) -> None:
    cleaned = clean(source)
    assert unicodedata.is_normalized("NFC", cleaned.text)
    assert clean(cleaned.text).text == cleaned.text


@given(HOSTILE)
def test_source_span_never_cuts_a_combining_sequence(source: str) -> None:
    cleaned = clean(source)
    for i in range(len(cleaned.text)):
        end = cleaned.source_span(i, i + 1).end
        assert end == len(source) or not unicodedata.combining(source[end])


@given(st.text(st.sampled_from(MARKS + (ODD + WORDS).replace("\u200d", "") + "aeộ.,5"), max_size=12), st.data())
def test_slice_of_the_source_cleans_to_the_clean_slice(source: str, data: st.DataObject) -> None:
    cleaned = clean(source)
    edges = [
        i
        for i in range(len(cleaned.text) + 1)
        if i in (0, len(cleaned.text)) or cleaned.source_span(i - 1, i) != cleaned.source_span(i, i + 1)
    ]
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    if start < end:
        span = cleaned.source_span(start, end)
        assert clean(source[span.start : span.end]).text == cleaned.text[start:end]


def test_segments_are_safe_to_normalise_one_by_one() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        parts = unicodedata.normalize("NFD", char)
        if len(parts) > 1 and unicodedata.normalize("NFC", parts) == char:
            assert all(cleaning.joins_previous(part) for part in parts[1:]), hex(code)


def test_every_character_that_joins_the_previous_one_is_looked_for() -> None:
    joining = "".join(chr(code) for code in range(sys.maxunicode + 1) if cleaning.joins_previous(chr(code)))
    assert cleaning._MAY_JOIN.sub("", joining) == ""


def test_what_counts_as_clean_is_left_alone_by_every_step() -> None:
    for code in range(sys.maxunicode + 1):
        if not cleaning._UNCLEAN.search(chr(code)):
            for step in cleaning.STEPS:
                assert step(cleaning.CleanText(chr(code))).text == chr(code), hex(code)


@pytest.mark.parametrize(
    "unit",
    [
        "xã ",
        "e\u0302\u0323",
        "\u0302\u0323",
        "**a** ",
        "*a ",
        "# ",
        "#",
        "\n# ",
        "\r",
        "\u200d",
        "😀\u200d",
        "__",
        "*\n",
    ],
)
def test_linear_time(unit: str) -> None:
    assert_linear(lambda length: repeated(unit, length), clean, 10_000)


@needs_shared
def test_articles_round_trip_from_nfd() -> None:
    for _, text in texts():
        decomposed = unicodedata.normalize("NFD", text)
        cleaned, expected = clean(decomposed), clean(text)
        assert cleaned.text == expected.text
        for start in range(0, len(cleaned.text) - 20, 97):
            span = cleaned.source_span(start, start + 20)
            original = expected.source_span(start, start + 20)
            assert unicodedata.normalize("NFC", decomposed[span.start : span.end]) == unicodedata.normalize(
                "NFC", text[original.start : original.end]
            )
