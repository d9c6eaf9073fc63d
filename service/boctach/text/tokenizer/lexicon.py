"""Syllables by number: what depends on a syllable alone is found out once, then taken by its number."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from boctach import kernel
from boctach.spans import Span
from boctach.text import pieces
from boctach.text.pieces import Vocabulary
from boctach.text.rows import Numbers, Rows
from boctach.text.tokenizer import compiled, grammar


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

    def read(self, text: str, stretches: Sequence[Span]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The syllables of stretches of a text, in NFC.

        Returns:
            ``[N]``, where each begins in the text; ``[N]``, where it ends; ``[N]``, its number; and ``[stretches]``,
            how many each has.
        """
        found = self._vocabulary.read(text, stretches)
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
