"""What tables of cases cannot say of persons: properties of any text, running time, and the gold's figures."""

import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.document import Document
from boctach.extractors import person
from boctach.extractors.person.chunks import Chunks
from boctach.extractors.person.evidence import INTRODUCING, VOUCHING, WEIGHTS
from boctach.extractors.person.readings import collect
from boctach.extractors.person.spelling import WORD, marked, vietnamese
from boctach.extractors.person.titles import LONGEST_TITLE
from boctach.extractors.person.words import Words
from boctach.facts import Person
from tests import shared
from tests.growth import assert_linear

PIECES = [
    "Bộ trưởng", "Chủ tịch", "ông", "bà", "Nguyễn", "Văn", "Hồ Chí Minh", "An", "Smith", "John", "Kim Jong-un",
    "Công ty", "tỉnh", "Hà Nội", "Mỹ", "là", "và", "của", "cho biết", "đã", "TP", "GS", "J", "al-Assad", "bin",
    "1975", "tuổi", ",", ".", ":", "(", ")", "-", "“", "”", "\n", " ", "  ", "\u00a0", "Ảnh:",
]  # fmt: skip

soup = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=120)


def persons(text: str) -> list[Person]:
    facts = [candidate.fact for candidate in person.extract(Document(text))]
    assert all(isinstance(fact, Person) for fact in facts)
    return [fact for fact in facts if isinstance(fact, Person)]


@given(soup)
def test_every_name_stands_in_the_text_and_none_overlaps(text: str) -> None:
    last = 0
    for fact in persons(text):
        assert text[fact.start : fact.end] == fact.mention
        assert last <= fact.start < fact.end
        assert fact.name.strip() == fact.name
        last = fact.end


@given(soup)
def test_a_fact_says_why(text: str) -> None:
    for fact in persons(text):
        roles = [evidence.role for evidence in fact.evidence]
        assert fact.rule in roles
        assert set(roles) <= WEIGHTS.keys()
        assert sum(WEIGHTS[role] for role in roles) >= 4


@given(soup)
def test_a_title_is_written_beside_the_name(text: str) -> None:
    clean = Document(text).text
    for fact in persons(text):
        assert fact.title is None or (fact.title in clean and fact.title.strip() == fact.title)


@given(soup)
def test_every_word_belongs_to_the_chunk_that_stands_at_it(text: str) -> None:
    (words,) = Words.of(text, [(0, len(text))])
    chunks = Chunks(words)
    assert all(chunk.first <= at < chunk.last for at, chunk in enumerate(chunks))
    row = list(chunks.since(0))
    assert [at for chunk in row for at in range(chunk.first, chunk.last)] == list(range(len(words)))


@given(soup)
def test_the_words_are_those_of_the_whole_stretch(text: str) -> None:
    start, end = len(text) // 4, len(text) - len(text) // 5
    (words,) = Words.of(text, [(start, end)])
    matches = list(WORD.finditer(text, start, end))
    assert [word.text for word in words] == [match.group() for match in matches]
    assert [(words.start(at), words.end(at)) for at in range(len(words))] == [match.span() for match in matches]
    ends = [start, *(match.end() for match in matches)]
    gaps = [text[before : match.start()] for before, match in zip(ends, matches, strict=False)]
    assert [gap.text for gap in words.gaps] == ["\n" * (at == 0) + gap for at, gap in enumerate(gaps)]


@given(soup, st.integers(1, 5))
def test_the_words_of_several_stretches_are_those_of_each(text: str, count: int) -> None:
    borders = [len(text) * number // count for number in range(count + 1)]
    spans = list(pairwise(borders))
    for words, span in zip(Words.of(text, spans), spans, strict=True):
        (alone,) = Words.of(text, [span])
        assert (words, words.gaps, words.telling, words.linked) == (alone, alone.gaps, alone.telling, alone.linked)
        assert list(map(words.start, range(len(words)))) == list(map(alone.start, range(len(words))))


@given(soup)
def test_to_look_at_telling_words_alone_misses_nothing(text: str) -> None:
    (words,) = Words.of(text, [(0, len(text))])
    chunks = Chunks(words)
    words.telling, words.linked = list(range(len(words))), [1] * len(words)
    every = Chunks(words)
    assert (chunks, chunks.turns) == (every, every.turns)


@given(soup)
def test_to_walk_from_turn_to_turn_misses_nothing(text: str) -> None:
    (words,) = Words.of(text, [(0, len(text))])
    chunks = Chunks(words)
    walked = collect(text, words, chunks)
    chunks.turns = [chunk.first for chunk in chunks.since(0)]
    assert walked == collect(text, words, chunks)


def test_what_follows_a_name_is_a_title_for_so_many_words() -> None:
    def after(length: int) -> str:
        return "Ông Đỗ Hữu Tài, Giám đốc " + " ".join(["trung tâm"] * (length // 2 - 1)) + " phát biểu."

    (short,), (long,) = persons(after(LONGEST_TITLE)), persons(after(LONGEST_TITLE + 20))
    assert short.title is not None and long.title is not None
    assert len(long.title.split()) <= LONGEST_TITLE < len(long.title.split()) + 3
    assert len(short.title.split()) == LONGEST_TITLE


def test_evidence_groups_are_known_evidence() -> None:
    assert INTRODUCING < VOUCHING < WEIGHTS.keys()


def test_a_later_mention_needs_the_first() -> None:
    introduced = "Ông Marek Dvorak đã đến. Dvorak ở lại hai ngày."
    assert [fact.name for fact in persons(introduced)] == ["Marek Dvorak", "Dvorak"]
    assert persons("Dvorak ở lại hai ngày.") == []


def test_evidence_travels_backwards_through_the_article() -> None:
    headline = "Dvorak từ chức\nThủ tướng Marek Dvorak tuyên bố như trên."
    assert [fact.name for fact in persons(headline)] == ["Dvorak", "Marek Dvorak"]


def test_decomposed_text_is_read_and_anchored() -> None:
    text = unicodedata.normalize("NFD", "Ông Đỗ Hữu Tài phát biểu.")
    (fact,) = persons(text)
    assert fact.name == "Đỗ Hữu Tài"
    assert text[fact.start : fact.end] == fact.mention == unicodedata.normalize("NFD", "Đỗ Hữu Tài")


@pytest.mark.parametrize("word", ["Nguyễn", "Thuý", "Quyết", "Khuê", "Uyên", "Ý", "Huỳnh", "Nghiêm"])
def test_vietnamese_syllables(word: str) -> None:
    assert vietnamese(word)


@pytest.mark.parametrize("word", ["Smith", "Macron", "Jae", "Lee", "Pu-tin", "Yoon", "Abe", "Modi"])
def test_foreign_words(word: str) -> None:
    assert not vietnamese(word)


def test_marks() -> None:
    assert marked("Lâm") and not marked("Lam")


@pytest.mark.parametrize(
    "piece",
    [
        "Bộ trưởng Bộ Y tế Nguyễn Văn An nói. ",
        "ông ",
        "Nguyễn ",
        "Chủ tịch, ",
        "Smith, ",
        "A. ",
        "(Giám đốc ",
        "Đội hình: ",
        "Ban ",
        "Phó Trưởng ",
    ],
)
def test_running_time_grows_with_the_text(piece: str) -> None:
    def made(copies: int) -> Document:
        document = Document(piece * copies)
        assert document.paragraphs is not None
        return document

    assert_linear(made, lambda document: list(person.extract(document)), 150)


@shared.needs_shared
def test_gold_of_the_development_articles() -> None:
    tally: Counter[str] = Counter()
    texts = dict(shared.texts())
    for row in [*shared.gold("seeds"), *shared.gold("dev")]:
        text = texts[row["doc"].removesuffix(".txt")]
        wanted = {(f["start"], f["end"], f["name"]) for f in row["facts"] if f["kind"] == "person"}
        found = {(fact.start, fact.end, fact.name) for fact in persons(text)}
        tally += Counter(gold=len(wanted), found=len(found), both=len(wanted & found))
    assert 2 * tally["both"] / (tally["gold"] + tally["found"]) >= 0.97
