"""The analysis as a whole: what goes in, what is refused, what comes out."""

import gc
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boctach
from boctach import analysis, errors
from boctach.facts import KINDS
from tests.shared import ROOT, needs_shared, texts

SAMPLES = sorted((ROOT / "corpus" / "samples").glob("*.txt"))
ARTICLE = "Trong năm 2024, tỉnh Tân Giang thu hút 1,2 tỷ USD, tăng 15,3% theo Nghị quyết số 41/2024/NQ-HĐND."


def _check(text: str, answer: dict[str, Any]) -> None:
    """What holds of every answer to every text."""
    order = []
    for fact in answer["facts"]:
        order.append((fact["start"], -fact["end"]))
        assert text[fact["start"] : fact["end"]] == fact["mention"] != ""
        assert fact["kind"] in KINDS
        assert fact["rule"]
        for member in fact.get("members", []):
            assert text[member["start"] : member["end"]] == member["mention"] != ""
            assert fact["start"] <= member["start"] < member["end"] <= fact["end"]
        for reason in fact["evidence"]:
            if "start" in reason:
                assert 0 <= reason["start"] < reason["end"] <= len(text)
    assert order == sorted(order)
    at = 0
    for paragraph in answer["article"]["paragraphs"]:
        assert at <= paragraph["start"] < paragraph["end"] <= len(text)
        at = paragraph["end"]
    assert analysis.Analysis.model_validate(answer).to_dict() == answer  # what was made unchecked fits


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    answer = boctach.analyze(text).to_dict()
    _check(text, answer)
    # Each sample holds numbers of several kinds; these are the kinds without which something is broken.
    assert {"count", "date", "money", "policy_reference"} <= {fact["kind"] for fact in answer["facts"]}


@needs_shared
def test_development_texts() -> None:
    for _, text in list(texts())[::7]:
        _check(text, boctach.analyze(text).to_dict())


PIECES = [
    *ARTICLE.split(),
    "\n",
    "\n\n",
    "\r\n",
    "\u00a0",
    "tha\u0302\u0301ng 6",
    "55 tỷ đồng",
    "Pháp, Đức và Ý",
    "😀",
    "\u200b",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))))
def test_offsets_hold_in_any_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        answer = boctach.analyze(text).to_dict()
    except (errors.EmptyTextError, errors.CharacterError):
        return
    _check(text, answer)


def test_shape() -> None:
    found = boctach.analyze(ARTICLE)
    answer = found.to_dict()
    assert set(answer) == {"article", "facts", "resolutions", "relations", "topic", "meta"}
    assert json.loads(found.to_json()) == answer
    assert found.facts and found.facts[0].start == answer["facts"][0]["start"]  # type: ignore[index]
    assert found.meta.version == boctach.__version__
    assert set(found.meta.models) == {"underthesea"}
    assert found.meta.elapsed_ms >= 0


def test_what_the_caller_gives_wins() -> None:
    article = boctach.analyze(
        ARTICLE, title="Một nhan đề", url="https://example.org/bai-1", source="Báo Tân Giang"
    ).article
    assert (article.title, article.url, article.source) == ("Một nhan đề", "https://example.org/bai-1", "Báo Tân Giang")


def test_an_unreadable_date_is_refused() -> None:
    with pytest.raises(errors.MetadataError) as caught:
        boctach.analyze(ARTICLE, published_at="hôm nào đó")
    assert caught.value.field == "published_at"
    assert caught.value.remedy


def test_kinds_are_a_view_of_all_the_facts() -> None:
    everything = boctach.analyze(ARTICLE).facts
    wanted = ["money", "policy_reference"]
    assert boctach.analyze(ARTICLE, kinds=wanted).facts == tuple(fact for fact in everything if fact.kind in wanted)
    assert boctach.analyze(ARTICLE, kinds=[]).facts == ()


@pytest.mark.parametrize(
    ("arguments", "error", "field"),
    [
        ({"text": ""}, errors.EmptyTextError, "text"),
        ({"text": " \n\t\u00a0"}, errors.EmptyTextError, "text"),
        ({"text": "12345", "max_characters": 4}, errors.TextTooLongError, "text"),
        ({"text": "a\0b"}, errors.CharacterError, "text"),
        ({"text": "a\ud800b"}, errors.CharacterError, "text"),
        ({"text": "a", "title": "\udfff"}, errors.CharacterError, "title"),
        ({"text": "a", "source": "\0"}, errors.CharacterError, "source"),
        ({"text": "a", "url": "no address"}, errors.MetadataError, "url"),
        ({"text": "a", "kinds": ["money", "moneys"]}, errors.UnknownKindError, "kinds"),
    ],
)
def test_refused(arguments: dict[str, Any], error: type[errors.InputError], field: str) -> None:
    with pytest.raises(error) as caught:
        boctach.analyze(**arguments)
    assert caught.value.field == field
    assert caught.value.remedy


def test_the_longest_text_is_read() -> None:
    assert boctach.analyze("1234", max_characters=4).facts == ()
    assert analysis.MAX_CHARACTERS == 1_000_000


def test_analysing_twice_gives_the_same() -> None:
    assert boctach.analyze(ARTICLE).facts == boctach.analyze(ARTICLE).facts


def test_a_text_without_numbers_is_not_tagged() -> None:
    documents = [analysis.read(text) for text in ("Mưa to ở Hà Nội.", "Mưa to ở 3 tỉnh.")]
    for document in documents:
        analysis.analyze_document(document)
    assert ["words" in vars(document) for document in documents] == [False, True]


def test_nothing_waits_for_the_garbage_collector() -> None:
    # Objects that know each other would keep each article's words in memory until it comes by.
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "samples").glob("*.txt"))]
    for text in samples:
        analysis.analyze(text).to_json()
    gc.collect()
    gc.disable()
    try:
        for text in samples:
            analysis.analyze(text).to_json()
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_the_caller_gives_wins_over_the_page() -> None:
    article = f"<article><h1>Nhan đề trên trang</h1><p>{ARTICLE}</p></article>"
    markup = f"<html><head><title>Trang</title></head><body>{article}</body></html>"
    found = boctach.analyze_html(markup, title="Nhan đề đã biết", published_at="2024-05-03", source="Báo Tân Giang")
    known = found.analysis.article
    assert (known.title, known.published_at, known.source) == ("Nhan đề đã biết", "2024-05-03", "Báo Tân Giang")


def test_what_is_warm_compiles_next_to_nothing_more() -> None:
    """A worker's first articles cost what the later ones do: `warm` reaches what nearly all articles want."""
    code = """
import re
compiled = 0
compile = re.compile
def counting(*given):
    global compiled
    compiled += 1
    return compile(*given)
re.compile = counting
from boctach import analysis
from tests.test_analysis import SAMPLES
analysis.warm()
warm, compiled = compiled, 0
for path in SAMPLES:
    analysis.analyze(path.read_text(encoding="utf-8"))
print(warm, compiled)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    warm, later = map(int, done.stdout.split())
    assert warm > 100 and later < warm / 30
