"""Pieces of text by number: what depends on a piece or a syllable alone is found out once, then taken by its number.

Nearly all of an article's pieces have been seen in others.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from boctach.text.tokenizer import grammar
from boctach.text.tokenizer.paths import Numbers

_REMEMBERED: Final = 1 << 16  # pieces: about 20 MB
_LONG_PIECE: Final = 64  # characters: longer ones are not worth remembering
_ROOM: Final = 1 << 10  # rows that an array has at first


class Column:
    """What somebody knows of each syllable by itself, by the syllable's number.

    Args:
        value: What is known of a form, as a whole number; it does not depend on anything else.
        dtype: The type that these are kept in.
    """

    def __init__(self, value: Callable[[str], int], dtype: npt.DTypeLike = np.int32) -> None:
        self._value = value
        self._dtype = np.dtype(dtype)

    def begin(self) -> "Rows":
        """Room for the values of a lexicon."""
        return Rows(0, self._dtype)

    def extend(self, known: "Rows", forms: Sequence[str]) -> None:
        """Add the values of what a lexicon has learnt."""
        known.extend(list(map(self._value, forms[known.size :])))


class Rows:
    """An array that grows at its end.

    Args:
        columns: How many each row has; 0 for an array of one dimension.
        dtype: Its type.

    Attributes:
        array: The rows, and room behind them. It is replaced when the room is used up; the old one keeps what it had.
        size: How many rows there are.
    """

    def __init__(self, columns: int, dtype: npt.DTypeLike) -> None:
        self.array: npt.NDArray[Any] = np.zeros((_ROOM, columns) if columns else _ROOM, dtype=dtype)
        self.size = 0

    def extend(self, rows: Sequence[object]) -> None:
        """Add rows."""
        behind = self.size + len(rows)
        if behind > len(self.array):
            more = np.zeros((max(behind, len(self.array)), *self.array.shape[1:]), dtype=self.array.dtype)
            self.array = np.concatenate([self.array, more])
        if rows:
            self.array[self.size : behind] = rows
        self.size = behind


class Lexicon:
    """The pieces and syllables met so far. Several threads may read and add at once.

    Attributes:
        forms: The syllables as models know them; a syllable's number is its place here.
    """

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._numbers: dict[str, int] = {}
        self._pieces = _Pieces(self)
        self._spans = Rows(2, np.int64)  # of each piece: the first of its parts, and how many they are
        self._parts = Rows(3, np.int64)  # of each part: its syllable, its start and its end in the piece
        self._columns: dict[Column, Rows] = {}
        self._lock = threading.RLock()

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin a new one."""
        return self._spans.size >= _REMEMBERED

    def parts(self, pieces: Sequence[str]) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """The parts of pieces.

        Args:
            pieces: What stands between blanks, in NFC.

        Returns:
            ``[pieces]``, how many parts each has, and ``[parts, 3]``: the number of the syllable, and where it begins
            and ends in its piece.
        """
        numbers = np.fromiter(map(self._pieces.__getitem__, pieces), dtype=np.int64, count=len(pieces))
        firsts, sizes = self._spans.array.take(numbers, axis=0).T
        behind = sizes.cumsum()
        total = int(behind[-1]) if len(pieces) else 0
        return sizes, self._parts.array.take((firsts - behind + sizes).repeat(sizes) + np.arange(total), axis=0)

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

    def learn(self, piece: str) -> int:
        """The number of a piece that was not met before."""
        with self._lock:
            number = self._pieces.get(piece)
            if number is not None:  # another thread was quicker
                return number
            number, first = self._spans.size, self._parts.size
            self._parts.extend([(self.number(form), start, end) for start, end, form in grammar.parts(piece)])
            self._spans.extend([(first, self._parts.size - first)])
            if len(piece) < _LONG_PIECE:
                self._pieces[piece] = number
            return number


class _Pieces(dict[str, int]):
    """The numbers of pieces."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._learn = lexicon.learn

    def __missing__(self, piece: str) -> int:
        return self._learn(piece)


_now = [Lexicon()]


def current() -> Lexicon:
    """The lexicon for the next text; when it has grown large, a new one. Each text holds its own."""
    if _now[0].is_full:
        _now[0] = Lexicon()
    return _now[0]
