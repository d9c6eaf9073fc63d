"""Texts that were not written to be read: every mention still lies where it says, and nothing breaks."""

import gzip
import itertools
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boctach import analysis
from boctach.text.clean import clean
from tests.shared import SHARED, needs_shared, texts

WORDS = (
    "Nghị quyết số 98/2023/QH15 ngày 24/6/2023", "Quyết định 272", "Luật Đất đai năm 2024", "khoản 2 Điều 10",
    "hơn 50 địa phương", "34/63 tỉnh", "hai mươi dự án", "khoảng", "từ", "đến", "và", "lần lượt", "3,2", "4,5 tỷ USD",
    "55 tỷ đồng", "$10", "6.000 đồng/kg", "15,5%", "5-7%", "12 phần trăm", "30 ha", "61 tuổi 3 tháng", "gấp 3 lần",
    "ngày 31 tháng 12 năm 2024", "15 và 16/3/2024", "quý II/2024", "giai đoạn 2021 - 2025", "6 tháng đầu năm",
    "Mỹ, Nhật Bản, Hàn Quốc và EU", "Trung Quốc (34,1%)", "CPTPP", "Hiệp định Thương mại tự do", "ông Nguyễn Văn Ánh",
    "Phó Chủ tịch UBND", "Thành phố Hồ Chí Minh", "TPHCM", "năm", "tỷ", "đ", "tư", "một", "nghìn", "%", "/", "-", "–",
    "(", ")", "“", "”", ":", ";", ",", ".", "…", "./.", "\n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "\u200b",
    "\ufeff", "\u00ad", "\u200d", "\U0001f469\U0001f3fd\u200d\U0001f680", "\U0001f1fb\U0001f1f3", "\u00e9", "e\u0301",
    "\u0323", "\u00d0", "\u2460", "\u0663", "\U0001d7d9", "0", "007", "9" * 30, "1" + ".000" * 12,
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: unicodedata.normalize("NFD", word)),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
    st.integers(0, 10**7).map(str),
)
GAPS = st.sampled_from(("", " ", " ", " ", "  ", "\n"))
TEXTS = (
    st.lists(st.tuples(PIECES, GAPS), min_size=1, max_size=40)
    .map(lambda pieces: "".join(piece + gap for piece, gap in pieces))
    .filter(lambda text: bool(text.strip()))
)


def check(text: str) -> None:
    facts = [fact.model_dump(mode="json") for fact in analysis.extract(analysis.read(text))]
    for fact in facts:
        for place in (fact, *fact.get("members", ())):
            assert_lies_there(text, place, place["mention"])
        for reason in fact.get("evidence", ()):
            if "start" in reason:
                assert_lies_there(text, reason, reason["text"], as_read=True)
    places = [(fact["start"], -fact["end"]) for fact in facts]
    assert places == sorted(places)


def assert_lies_there(text: str, place: dict[str, Any], words: str, *, as_read: bool = False) -> None:
    """Evidence may quote the clean text, so it is compared as read; a mention is the very text that was sent."""
    assert 0 <= place["start"] < place["end"] <= len(text)
    quoted = text[place["start"] : place["end"]]
    assert quoted == words or (as_read and clean(quoted).text == clean(words).text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS)
def test_shuffled_words(text: str) -> None:
    check(text)


def _disguises(text: str) -> list[str]:
    crlf = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return [
        unicodedata.normalize("NFD", text),
        crlf,
        text.replace(" ", "\u00a0"),
        text.replace(" ", "  "),
        text.upper(),
        text.replace(" ", "\u200b "),
    ]


@needs_shared
def test_every_article() -> None:
    for _, text in texts():
        check(text)


@needs_shared
@pytest.mark.parametrize(
    "name", ["bulk/baomoi2017", "topics/themes_train", "topics/vov2024_train", "topics/vntc10_train"]
)
def test_sample_of_the_corpora(name: str) -> None:
    with gzip.open(SHARED / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, 0, 850, 17):
            check(json.loads(line)["text"])


@needs_shared
def test_articles_in_disguise() -> None:
    for _, text in itertools.islice(texts(), 0, None, 4):
        for disguised in _disguises(text):
            check(disguised)
