"""Syllables by number: what depends on a syllable alone is found out once, then taken by its number."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from boctach import kernel
from boctach.text import pieces
from boctach.text.pieces import Pieces, Vocabulary
from boctach.text.remembered import Remembered
from boctach.text.rows import Numbers, Rows
from boctach.text.tokenizer import compiled, grammar

_REMEMBERED: Final = 1 << 15  # words of two syllables
_SECOND_BITS: Final = 32  # of the number of a pair of syllables


class Column:
    """What somebody knows of each syllable by itself, by the syllable's number.

    Args:
        value: What is known of a form, as a whole number; it does not depend on anything else.
        dtype: The type that these are kept in.

    Attributes:
        value: As given.
    """

    def __init__(self, value: Callable[[str], int], dtype: npt.DTypeLike = np.int32) -> None:
        self.value = value
        self._dtype = np.dtype(dtype)

    def begin(self) -> Rows:
        """Room for the values of a lexicon."""
        return Rows(0, self._dtype)

    def extend(self, known: Rows, forms: Sequence[str]) -> None:
        """Add the values of what a lexicon has learnt."""
        known.extend(list(map(self.value, forms[known.size :])))


class Lexicon:
    """The syllables of a vocabulary's pieces. Several threads may read and add at once.

    Args:
        vocabulary: The pieces.

    Attributes:
        forms: The syllables as models know them; a syllable's number is its place here.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.forms: list[str] = []
        self._vocabulary = vocabulary
        self._numbers: dict[str, int] = {}
        self._spans = Rows(2, np.int64)  # of each piece: the first of its parts, and how many they are
        self._parts = Rows(3, np.int64)  # of each part: its syllable, its start and its end in the piece
        self._columns: dict[Column, Rows] = {}
        self._pairs: dict[Column, Remembered[int, int]] = {}

    def read(self, found: Pieces) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The syllables of pieces of the vocabulary, in NFC.

        Returns:
            ``[N]``, where each begins in the text; ``[N]``, where it ends; ``[N]``, its number; and ``[stretches]``,
            how many each stretch has.
        """
        if self._spans.size < len(self._vocabulary.texts):
            self._learn()
        given = (self._spans.array, self._parts.array, found.starts, found.numbers, found.bounds)
        loaded = kernel.loaded()
        return compiled.parts(loaded, *given) if loaded else _parts(*given)

    def number(self, form: str) -> int:
        """The number of a syllable."""
        number = self._numbers.get(form)
        if number is None:
            with self._vocabulary.lock:
                number = self._numbers.get(form)
                if number is None:
                    number = len(self.forms)
                    self.forms.append(form)
                    self._numbers[form] = number  # last: who finds it needs its form
        return number

    def column(self, column: Column) -> npt.NDArray[Any]:
        """The values of a column for all syllables, by number, with room behind them."""
        known = self._columns.get(column)
        if known is None or known.size < len(self.forms):
            with self._vocabulary.lock:
                known = self._columns.setdefault(column, column.begin())
                column.extend(known, self.forms)
        return known.array

    def of_pairs(self, column: Column, firsts: Numbers, seconds: Numbers) -> list[int]:
        """What a column says of words of two syllables, given by the numbers of these."""
        known = self._pairs.get(column)
        if known is None:
            known = self._pairs.setdefault(column, Remembered(partial(self._of_pair, column), _REMEMBERED))
        return list(map(known.__getitem__, (firsts << _SECOND_BITS | seconds).tolist()))

    def _of_pair(self, column: Column, pair: int) -> int:
        """What a column says of a word of two syllables, given by the numbers of both put into one."""
        first, second = divmod(pair, 1 << _SECOND_BITS)
        return column.value(f"{self.forms[first]} {self.forms[second]}")

    def spelled(self, syllables: Numbers) -> str:
        """How models know a word of syllables, given by their numbers: joined by one blank."""
        return " ".join(map(self.forms.__getitem__, syllables.tolist()))

    def _learn(self) -> None:
        """Part the pieces that are new."""
        with self._vocabulary.lock:
            spans: list[tuple[int, int]] = []
            parts: list[tuple[int, int, int]] = []
            for piece in self._vocabulary.texts[self._spans.size :]:
                found = grammar.parts(piece)
                spans.append((self._parts.size + len(parts), len(found)))
                parts += [(self.number(form), start, end) for start, end, form in found]
            self._parts.extend(parts)
            self._spans.extend(spans)  # last: by their number others tell whether all is there


def _parts(
    spans: Numbers, parts: Numbers, places: Numbers, numbers: Numbers, bounds: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """What `compiled.parts` gives, without it."""
    firsts, sizes = spans.take(numbers, axis=0).T
    behind = np.append(0, sizes.cumsum())
    rows = (firsts - behind[:-1]).repeat(sizes) + np.arange(behind[-1])
    syllables, starts, ends = parts.take(rows, axis=0).T
    places = places.repeat(sizes)
    return starts + places, ends + places, syllables, np.diff(behind[bounds])


def current() -> Lexicon:
    """The lexicon of the vocabulary for the next text."""
    return pieces.current().attached(Lexicon)
