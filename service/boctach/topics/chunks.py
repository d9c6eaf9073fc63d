"""What stands between two blanks, parted into syllables once for all texts.

All but few of an article's chunks have been seen before: the keys of their syllables are remembered as bytes, which
joined are the array of a text's.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from sys import byteorder
from typing import Final, NamedTuple

import numpy as np

from boctach.spans import Span
from boctach.text.tokenizer import syllables
from boctach.topics import keys
from boctach.topics.keys import BREAK, Keys

_DIGIT = re.compile(r"\d")
_LAST: Final = " "  # behind what ends a span, where a stop behind capitals is the sentence's
_SIZE: Final = BREAK.itemsize
_REMEMBERED: Final = 1 << 18  # characters


class Syllable(NamedTuple):
    """A syllable of a chunk: where in it it stands, and its form as features have it."""

    start: int
    end: int
    form: str


class Chunks(dict[str, bytes]):
    """The keys of the syllables of each chunk, read at its first use; behind the last of a span there is a break.

    Args:
        cased: Whether capitals are told from small letters.
        marks: Whether punctuation is kept.
    """

    def __init__(self, *, cased: bool, marks: bool) -> None:
        super().__init__()
        self._cased = cased
        self._marks = marks
        self._parts: dict[str, list[Syllable]] = {}
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget."""
        return self._characters > _REMEMBERED

    def __missing__(self, chunk: str) -> bytes:
        packed = b"".join([keys.of_string(part.form).to_bytes(_SIZE, byteorder) for part in self._parted(chunk)])
        if chunk.endswith(_LAST):
            packed += BREAK.tobytes()
        self[chunk] = packed
        self._characters += len(chunk) + 1
        return packed

    def parts(self, chunk: str) -> list[Syllable]:
        """The syllables of a chunk."""
        found = self._parts.get(chunk)
        if found is None:
            found = self._parts[chunk] = self._parted(chunk)
        return found

    def _parted(self, chunk: str) -> list[Syllable]:
        text = chunk.removesuffix(_LAST)
        seen = _DIGIT.sub("0", syllables.in_model_spelling(text))
        if not self._cased:
            seen = lower(seen)
        if text == chunk:  # a stop behind capitals stays with them
            places: Iterable[tuple[int, int]] = syllables.places_in_chunk(chunk)
        else:
            found = syllables.split(text)
            places = zip(found.starts, found.ends, strict=True)
        parts = [Syllable(start, end, seen[start:end]) for start, end in places]
        return parts if self._marks else [part for part in parts if _has_word(part.form)]

    def read(self, text: str, spans: Sequence[Span]) -> "Syllables":
        """The syllables of spans of a text."""
        chunks: list[str] = []
        bounds = [0]
        for start, end in spans:
            parts = text[start:end].split(" ")
            if not parts[-1][:1].isalnum():
                _join_marks(parts)
            parts[-1] += _LAST
            chunks += parts
            bounds.append(len(chunks))
        return Syllables(self, spans, chunks, bounds)


class Syllables:
    """The syllables of spans of a text, in order, with a break behind each span.

    Args:
        known: Where the chunks are looked up.
        spans: The spans.
        chunks: Their chunks.
        bounds: Where among these each span's begin, and where the last one's end.

    Attributes:
        keys: [N]: the keys of syllables and breaks.
        breaks: [N]: which of these are breaks.
    """

    def __init__(self, known: Chunks, spans: Sequence[Span], chunks: list[str], bounds: list[int]) -> None:
        self._known = known
        self.spans = spans
        self._chunks = chunks
        self._bounds = bounds
        self._packed = list(map(known.__getitem__, chunks))
        self.keys: Keys = np.frombuffer(b"".join(self._packed), dtype=np.uint64)
        self.breaks = self.keys == BREAK

    def __len__(self) -> int:
        """How many chunks there are."""
        return len(self._chunks)

    def forms(self) -> list[list[str]]:
        """Those of each span, each as features have it."""
        known, chunks, bounds = self._known, self._chunks, self._bounds
        return [
            [part.form for chunk in chunks[start:end] for part in known.parts(chunk)] for start, end in pairwise(bounds)
        ]

    def place(self, number: int) -> tuple[int, int]:
        """Where in the text a syllable, told by its number, begins and ends."""
        behind, lengths = self._counted
        at = bisect_right(behind, number * _SIZE)
        chunk = self._chunks[at]
        span = bisect_right(self._bounds, at) - 1
        first = self._bounds[span]
        start = self.spans[span].start + lengths[at] - lengths[first] + at - first
        if chunk.isalpha():  # by far the most: one syllable
            return start, start + len(chunk)
        part = self._known.parts(chunk)[number - (behind[at - 1] // _SIZE if at else 0)]
        return start + part.start, start + part.end

    @cached_property
    def _counted(self) -> tuple[list[int], list[int]]:
        """How many bytes of keys there are up to the end of each chunk, and how many characters up to its start."""
        return list(accumulate(map(len, self._packed))), list(accumulate(map(len, self._chunks), initial=0))


_kept: dict[tuple[bool, bool], Chunks] = {}


def read(text: str, spans: Sequence[Span], *, cased: bool, marks: bool) -> Syllables:
    """The syllables of spans of a text.

    Args:
        text: The text.
        spans: In order.
        cased: Whether capitals are told from small letters.
        marks: Whether punctuation is kept.
    """
    chunks = _kept.get((cased, marks))
    if chunks is None or chunks.is_full:  # who still reads from the full one keeps it
        chunks = _kept[cased, marks] = Chunks(cased=cased, marks=marks)
    return chunks.read(text, spans)


def lower(text: str) -> str:
    """Small letters, each where its capital stood."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _join_marks(parts: list[str]) -> None:
    """Join chunks without a word, at a span's end, with the last one that has one: its stop may be the sentence's."""
    last = len(parts) - 1
    while last and not _has_word(parts[last]):
        last -= 1
    parts[last:] = [" ".join(parts[last:])]
