"""The pieces of a text are what stands between its blanks, with compiled code and without."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boctach import kernel
from boctach.spans import Span
from boctach.text import pieces
from boctach.text.pieces import Finder, Pieces, Vocabulary

_TEXT = st.lists(st.sampled_from(["Hà Nội", " ", "\n", "5%,", "x" * 70, "😀", "\ud800", "a", "", "…”"])).map("".join)


@contextmanager
def _way(*, compiled: bool) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if not compiled:
            patch.setattr(kernel, "loaded", lambda: None)
        yield


def _written(text: str, found: Pieces) -> list[str]:
    places = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    written = [text[start:end] for start, end in places]
    assert written == [found.vocabulary.texts[number] for number in found.numbers.tolist()]
    return written


@settings(max_examples=200, deadline=None)
@given(st.lists(_TEXT, max_size=4), st.lists(st.booleans(), min_size=3, max_size=3))
def test_pieces_stand_between_blanks(parts: list[str], ways: list[bool]) -> None:
    text, spans, at = "", [], 0
    for part in parts:
        text += part + "|"
        spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    vocabulary = Vocabulary()
    for compiled in ways:
        with _way(compiled=compiled):
            found = vocabulary.read(text, spans)
        assert _written(text, found) == [piece for part in parts for piece in part.split(" ")]
        sizes = [behind - first for first, behind in zip(found.bounds[:-1], found.bounds[1:], strict=True)]
        assert sizes == [len(part.split(" ")) for part in parts]


@settings(max_examples=300, deadline=None)
@given(_TEXT, st.data())
def test_the_pieces_of_spans(text: str, data: st.DataObject) -> None:
    borders = sorted(data.draw(st.lists(st.sampled_from(_borders(text)), max_size=8)))
    spans = list(zip(borders[::2], borders[1::2], strict=False))
    found = pieces.of_spans(text, spans)
    parts = [text[start:end].split(" ") for start, end in spans]
    assert _written(text, found) == [piece for part in parts for piece in part]
    assert found.bounds.tolist() == [0, *accumulate(map(len, parts))]


def _borders(text: str) -> list[int]:
    """Every place in a text, and those at blanks and line ends once more, since most spans begin and end there."""
    return [*range(len(text) + 1), *(at + step for at, letter in enumerate(text) if letter in " \n" for step in (0, 1))]


def test_pieces_that_matter_are_found_by_reading_each_once() -> None:
    read: list[str] = []

    def digits(piece: str) -> str:
        read.append(piece)
        return "".join(filter(str.isdigit, piece))

    finder = Finder(digits)
    vocabulary = Vocabulary()
    texts = ("mưa 5mm to", "gió 5mm, 12h 5mm")
    found = [finder.find(vocabulary.read(text, [Span(0, len(text))])) for text in texts]
    assert found == [[(4, "5")], [(4, "5"), (9, "12"), (13, "5")]]
    assert read == ["mưa", "5mm", "to", "gió", "5mm,", "12h"]


def test_a_full_vocabulary_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_REMEMBERED", 3)
    monkeypatch.setattr(pieces, "_now", [Vocabulary()])
    finder = Finder(len)
    first = pieces.current().read("một hai ba bốn", [Span(0, 14)])
    other = pieces.current().read("năm", [Span(0, 3)])
    assert first.vocabulary is not other.vocabulary
    assert finder.find(first) == [(0, 3), (4, 3), (8, 2), (11, 3)]
    assert finder.find(other) == [(0, 3)]


def test_more_pieces_than_compiled_code_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_MOST", 4)
    vocabulary = Vocabulary()
    for text in ("a b c", "d e f", "a b c d e f g"):
        for _ in range(2):
            assert _written(text, vocabulary.read(text, [Span(0, len(text))])) == text.split(" ")


@pytest.mark.skipif(not kernel.loaded(), reason="no compiled code here")
def test_what_fails_halfway_leaves_nothing_to_stumble_over(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = Vocabulary()
    index = vocabulary._index
    assert index is not None
    with monkeypatch.context() as patch:
        patch.setattr(index._rows, "extend", _out_of_memory)
        with pytest.raises(MemoryError):
            vocabulary.read("một hai", [Span(0, 7)])
    assert index._laid.points == kernel.place(index._points.array)
    text = " ".join(map(str, range(5_000)))  # more than there was room for at first
    for _ in range(2):
        assert _written(text, vocabulary.read(text, [Span(0, len(text))])) == text.split(" ")


def _out_of_memory(_: object) -> None:
    raise MemoryError
