"""Pieces of text by number: what depends on a piece or a syllable alone is found out once, then taken by its number.

Nearly all of an article's pieces have been seen in others.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from boctach import kernel
from boctach.spans import Span
from boctach.text.tokenizer import compiled, grammar
from boctach.text.tokenizer.paths import Numbers
from boctach.text.tokenizer.rows import Rows

_REMEMBERED: Final = 1 << 16  # pieces: about 20 MB
_MOST: Final = 1 << 17  # pieces that compiled code finds: one text may bring many
_LONG_PIECE: Final = 64  # characters: longer ones are not worth remembering


class Column:
    """What somebody knows of each syllable by itself, by the syllable's number.

    Args:
        value: What is known of a form, as a whole number; it does not depend on anything else.
        dtype: The type that these are kept in.
    """

    def __init__(self, value: Callable[[str], int], dtype: npt.DTypeLike = np.int32) -> None:
        self._value = value
        self._dtype = np.dtype(dtype)

    def begin(self) -> Rows:
        """Room for the values of a lexicon."""
        return Rows(0, self._dtype)

    def extend(self, known: Rows, forms: Sequence[str]) -> None:
        """Add the values of what a lexicon has learnt."""
        known.extend(list(map(self._value, forms[known.size :])))


class Lexicon:
    """The pieces and syllables met so far. Several threads may read and add at once.

    Attributes:
        forms: The syllables as models know them; a syllable's number is its place here.
    """

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._numbers: dict[str, int] = {}
        self._pieces: dict[str, int] = {}
        self._spans = Rows(2, np.int64)  # of each piece: the first of its parts, and how many they are
        self._parts = Rows(3, np.int64)  # of each part: its syllable, its start and its end in the piece
        self._columns: dict[Column, Rows] = {}
        self._index: compiled.Index | None = None
        self._lock = threading.RLock()

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin a new one."""
        return self._spans.size >= _REMEMBERED

    def read(self, text: str, stretches: Sequence[Span]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The syllables of stretches of a text, in NFC.

        Returns:
            ``[N]``, where each begins in the text; ``[N]``, where it ends; ``[N]``, its number; and ``[stretches]``,
            how many each has.
        """
        loaded = kernel.loaded()
        if loaded and self._index is None:
            self._index = compiled.Index(loaded, _MOST)
        index = self._index if loaded else None
        starts, ends, numbers, bounds = index.split(text, stretches) if index else self._split(text, stretches)
        unknown = (numbers < 0).nonzero()[0]
        if len(unknown):
            places = zip(starts[unknown].tolist(), ends[unknown].tolist(), strict=True)
            numbers[unknown] = self._learn([text[start:end] for start, end in places])
        part = index.part if index else _part
        return part(self._spans.array, self._parts.array, starts, numbers, bounds)

    def _split(self, text: str, stretches: Sequence[Span]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """What `compiled.Index.split` gives, without it."""
        pieces: list[str] = []
        behind = [0]
        for start, end in stretches:
            pieces += text[start:end].split(" ")
            behind.append(len(pieces))
        bounds = np.array(behind)
        numbers = np.array([self._pieces.get(piece, -1) for piece in pieces], dtype=np.int64)
        lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
        # Where each piece would end if one blank stood between all, then where it does.
        ends = (lengths + 1).cumsum() - 1
        firsts = bounds[:-1]
        begun = np.array([start for start, _ in stretches], dtype=np.int64)
        ends += (begun - (ends - lengths)[firsts]).repeat(np.diff(bounds))
        return ends - lengths, ends, numbers, bounds

    def number(self, form: str) -> int:
        """The number of a syllable."""
        number = self._numbers.get(form)
        if number is None:
            with self._lock:
                number = self._numbers.setdefault(form, len(self.forms))
                if number == len(self.forms):
                    self.forms.append(form)
        return number

    def column(self, column: Column) -> npt.NDArray[Any]:
        """The values of a column for all syllables, by number, with room behind them."""
        known = self._columns.get(column)
        if known is None or known.size < len(self.forms):
            with self._lock:
                known = self._columns.setdefault(column, column.begin())
                column.extend(known, self.forms)
        return known.array

    def _learn(self, pieces: Sequence[str]) -> list[int]:
        """The numbers of pieces that have none, or had none when they were looked up."""
        with self._lock:
            new: dict[str, int] = {}
            spans: list[tuple[int, int]] = []
            parts: list[tuple[int, int, int]] = []
            numbers = []
            for piece in pieces:
                number = self._pieces.get(piece, new.get(piece))
                if number is None:
                    number = new[piece] = self._spans.size + len(spans)
                    found = grammar.parts(piece)
                    spans.append((self._parts.size + len(parts), len(found)))
                    parts += [(self.number(form), start, end) for start, end, form in found]
                numbers.append(number)
            self._parts.extend(parts)
            self._spans.extend(spans)
            # Only now that their parts are there may other threads find them.
            short = {piece: number for piece, number in new.items() if len(piece) < _LONG_PIECE}
            self._pieces.update(short)
            if self._index:
                self._index.remember(short)
            return numbers


def _part(
    spans: Numbers, parts: Numbers, places: Numbers, numbers: Numbers, bounds: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """What `compiled.Index.part` gives, without it."""
    firsts, sizes = spans.take(numbers, axis=0).T
    behind = np.append(0, sizes.cumsum())
    rows = (firsts - behind[:-1]).repeat(sizes) + np.arange(behind[-1])
    syllables, starts, ends = parts.take(rows, axis=0).T
    places = places.repeat(sizes)
    return starts + places, ends + places, syllables, np.diff(behind[bounds])


_now = [Lexicon()]


def current() -> Lexicon:
    """The lexicon for the next text; when it has grown large, a new one. Each text holds its own."""
    if _now[0].is_full:
        _now[0] = Lexicon()
    return _now[0]
