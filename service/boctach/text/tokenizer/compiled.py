"""What the tokenizer hands over to compiled code: see ``boctach/kernel/tokenizer.c``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from boctach import kernel
from boctach.kernel import Kernel, place
from boctach.text.rows import Numbers
from boctach.text.tokenizer.layout import NONE

if TYPE_CHECKING:
    from boctach.text.tokenizer.ngrams import Chain

_Array = npt.NDArray[Any]


class Scorer:
    """A model's tables as the compiled code sees them.

    Args:
        compiled: The compiled code.
        singles: What single strings say, ``[R, K, L]``.
        streams: By view of the strings: ``[R]``, the number of each row's string; and for pairs and triples the chain
            that finds them, with what they say, ``[n-grams, K, L]``.
        transitions: ``[L, L]``.
        gain: ``[L, L]``.
        starts: ``[P, L]`` or nothing.
    """

    def __init__(
        self,
        compiled: Kernel,
        singles: _Array,
        streams: Sequence[tuple[_Array, Sequence[tuple["Chain", _Array]]]],
        transitions: _Array,
        gain: _Array,
        starts: _Array | None,
    ) -> None:
        self._kernel = compiled
        self._held: list[_Array] = []  # what the structure points to
        laid = (kernel.Stream * len(streams))()
        for stream, (strings, chains) in zip(laid, streams, strict=True):
            stream.strings, stream.chains = self._at(strings, np.int32), len(chains)
            for number, (chain, said) in enumerate(chains):
                held, numbers = self._at(chain.held, np.uint64), self._at(chain.numbers, np.int32)
                stream.chain[number] = kernel.Chain(held, numbers, chain.bits, self._table(said))
        self._laid = kernel.Scorer(
            singles.shape[2],
            self._table(singles),
            len(laid),
            laid,
            self._at(transitions, np.float64),
            self._at(gain, np.float64),
            0 if starts is None else len(starts),
            None if starts is None else self._at(starts, np.float64),
        )

    def best_labels(self, rows: _Array, lengths: _Array) -> npt.NDArray[np.int64]:
        """What `scorer.Scorer.best` gives: ``[N]``."""
        rows, lengths = np.ascontiguousarray(rows, dtype=np.int32), np.ascontiguousarray(lengths, dtype=np.int64)
        best = np.empty(len(rows), dtype=np.int64)
        given = (place(rows), place(lengths), len(lengths), place(best))
        if not self._kernel.best_labels(self._laid, *given):
            raise MemoryError
        return best

    def _at(self, array: _Array, dtype: npt.DTypeLike) -> int:
        array = np.ascontiguousarray(array, dtype=dtype)
        self._held.append(array)
        return place(array)

    def _table(self, said: _Array) -> kernel.Table:
        return kernel.Table(self._at(said, np.float64), said.shape[1], not said[NONE].any())


def parts(
    compiled: Kernel, spans: Numbers, parts: Numbers, places: Numbers, numbers: Numbers, bounds: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """What `lexicon.Lexicon.read` gives.

    Args:
        compiled: The compiled code.
        spans: ``[numbers, 2]``: the first of the parts of each piece, and how many they are.
        parts: ``[parts, 3]``: the number of a syllable, where it begins and ends in its piece.
        places: ``[P]``: where each piece begins.
        numbers: ``[P]``: its number.
        bounds: ``[stretches + 1]``: the first piece of each stretch, and P.
    """
    starts, ends, syllables = room = np.empty((3, spans[:, 1].take(numbers).sum()), dtype=np.int64)
    lengths = np.empty(len(bounds) - 1, dtype=np.int64)
    given = (*map(place, (spans, parts, places, numbers, bounds)), len(lengths))
    at, size = place(room), room.strides[0]
    compiled.part(*given, at, at + size, at + 2 * size, place(lengths))
    return starts, ends, syllables, lengths
