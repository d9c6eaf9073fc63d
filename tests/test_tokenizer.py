"""Words with offsets, the Doc that carries them, and the names under which spaCy knows the tokenizer."""

import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from boctach.spans import Span
from boctach.text import sentences, tokenizer
from boctach.text.tokenizer import carrier, pipeline
from tests.shared import needs_shared, texts


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    tokenizer.warm()


def _words(sentence: str) -> list[str]:
    return [sentence[word.start : word.end] for word in tokenizer.tag_sentence(sentence)]


def _tags(sentence: str) -> dict[str, str]:
    return {sentence[word.start : word.end]: word.tag for word in tokenizer.tag_sentence(sentence)}


def _lines(text: str) -> list[Span]:
    """Every other line of a text, as sentences."""
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        spans.append(Span(at, at + len(line)))
        at += len(line)
    return spans[::2]


PIECES = ["thủy", "thuỷ", "Ủy ban", "nhân dân", "55 tỷ USD.", "TP.HCM.", "98/2023/QH15", "”", "...", "-"]
BLANKS = [" ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\x00", "\x1c", "\x85", "\u2028"]
ODD_LETTERS = ["😀", "👩\u200d🚀", "\ufb01", "İ", "ß", "e\u0301", "\ud7ff"]
HOSTILE = st.lists(st.one_of(st.sampled_from(PIECES + BLANKS + ODD_LETTERS), st.text(max_size=4)), max_size=30).map(
    "".join
)


def _doc(text: str, spans: Sequence[Span]) -> Doc:
    return carrier.make_doc(text, spans, tokenizer.read(text, spans))


@given(HOSTILE)
@settings(deadline=None)
def test_doc_has_the_text(text: str) -> None:
    spans = _lines(text)
    doc = _doc(text, spans)
    assert doc.text == text
    edges = {0, *(token.idx for token in doc), *(token.idx + len(token) for token in doc)}
    for span in spans:  # words keep to their sentences, but for the white space at its ends
        words = tokenizer.tag_sentence(text[span.start : span.end])
        assert {span.start + word.start for word in words} | {span.start + word.end for word in words} <= edges


@given(HOSTILE)
@settings(deadline=None)
def test_only_white_space_lies_between_words(sentence: str) -> None:
    at = 0
    for word in tokenizer.tag_sentence(sentence):
        assert at <= word.start < word.end
        assert not sentence[at : word.start].strip()
        assert word.tag
        at = word.end
    assert not sentence[at:].strip()


@pytest.mark.parametrize("sentence", ["", " ", "\n\t", ".", "...", "?!”)", "–", "😀" * 50, "\x00"])
def test_degenerate_sentences(sentence: str) -> None:
    assert "".join(_words(sentence)) == "".join(sentence.split())
    assert _doc(sentence, [Span(0, len(sentence))]).text == sentence


def test_sentence_without_an_end() -> None:
    sentence = "Bộ Tài chính đề nghị các địa phương báo cáo " * 300
    words = _words(sentence)
    assert words.count("Tài chính") + words.count("Bộ Tài chính") >= 299
    assert "".join(words).replace(" ", "") == sentence.replace(" ", "")


def test_words_and_tags() -> None:
    tags = _tags("Bộ Y tế đã cấp 3.200 giấy phép cho ba doanh nghiệp.")
    assert tags["giấy phép"] == "N" and tags["ba"] == "M" and tags["."] == "CH"


def test_both_tone_placements_give_the_same_words() -> None:
    modern = "Ủy ban nhân dân tỉnh Hòa Bình hỗ trợ người nuôi thủy sản."
    old = "Uỷ ban nhân dân tỉnh Hoà Bình hỗ trợ người nuôi thuỷ sản."
    assert [word._replace(text="") for word in tokenizer.tag_sentence(modern)] == [
        word._replace(text="") for word in tokenizer.tag_sentence(old)
    ]
    assert {"Ủy ban nhân dân", "thủy sản"} <= set(_words(modern))


@pytest.mark.parametrize("end", [".", ".”", '."', ".)", ". "])
def test_final_stop_is_not_glued(end: str) -> None:
    assert {"USD", "."} <= set(_words(f"Kim ngạch đạt 55 tỷ USD{end}"))


def test_abbreviation_keeps_its_stop_within_the_sentence() -> None:
    assert any(word.startswith("TP.") for word in _words("Người dân TP. Hồ Chí Minh đi làm."))
    assert "v.v." in _words("Nhà máy, xí nghiệp, v.v.")


def test_text_outside_sentences_has_no_tags() -> None:
    text = "Thứ hai, 5/6 | Bộ Y tế họp.\n\nẢnh: TTXVN"
    begin, end = text.index("Bộ"), text.index("\n")
    doc = _doc(text, [Span(begin, end)])
    assert all(bool(token.tag_) == (begin <= token.idx < end) for token in doc)
    assert {sent.start_char for sent in doc.sents} == {0, begin, text.index("Ảnh")}


@needs_shared
def test_development_texts_survive() -> None:
    for _, text in texts():
        spans = sentences.split(text, 0, len(text))
        words = tokenizer.read(text, spans)
        assert carrier.make_doc(text, spans, words).text == text
        assert list(words.texts) == [text[word.start : word.end] for word in words[:]]


def test_vocabulary_is_renewed_when_it_has_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    before = carrier.shared_vocab()
    assert carrier.shared_vocab() is before
    doc = _doc("Bộ Y tế họp.", [Span(0, 12)])
    monkeypatch.setattr(carrier, "_MOST_STRINGS", 10)
    assert carrier.shared_vocab() is not before
    assert [token.text for token in doc] == ["Bộ", "Y tế", "họp", "."] and doc[1].tag_


CONFIG = {"nlp": {"tokenizer": {"@tokenizers": pipeline.TOKENIZER}}}


@pytest.fixture
def nlp(monkeypatch: pytest.MonkeyPatch) -> spacy.Language:
    monkeypatch.setitem(sys.modules, "pyvi", None)  # as if it were not installed
    with pytest.raises(ImportError, match="Pyvi"):
        spacy.blank("vi")
    blank = spacy.blank("vi", config=CONFIG)
    blank.add_pipe(pipeline.TAGGER)
    return blank


TEXT = "Ủy ban nhân dân tỉnh họp.\n\nBộ Y tế cấp 3.200 giấy phép.  Ông **Bền** nói vậy"


def test_spacy_pipeline_agrees_with_make_doc(nlp: spacy.Language) -> None:
    text = TEXT.replace("*", "")
    spans = [Span(0, 25), Span(27, 55), Span(57, len(text))]
    expected, doc = _doc(text, spans), nlp(text)
    assert [(t.text, t.tag_, t.is_sent_start) for t in doc] == [(t.text, t.tag_, t.is_sent_start) for t in expected]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spacy_pipeline_reads_any_normal_form(nlp: spacy.Language, form: str) -> None:
    text = unicodedata.normalize(form, TEXT)
    doc = nlp(text)
    words = [unicodedata.normalize("NFC", token.text) for token in doc]
    assert doc.text == text
    assert {"Ủy ban nhân dân", "Y tế", "giấy phép", "Bền"} <= set(words)
    assert doc[0].tag_ == "N"


@given(HOSTILE)
@settings(deadline=None)
def test_spacy_tokenizer_keeps_the_text(text: str) -> None:
    assert pipeline.VietnameseTokenizer(carrier.shared_vocab())(text).text == text


def test_spacy_pipeline_is_saved_and_loaded(nlp: spacy.Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert [token.tag_ for token in loaded(TEXT)] == [token.tag_ for token in nlp(TEXT)]
    assert isinstance(
        spacy.blank("vi", config=CONFIG).from_bytes(loaded.to_bytes()).tokenizer, pipeline.VietnameseTokenizer
    )
