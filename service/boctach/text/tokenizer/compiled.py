"""What the tokenizer hands over to compiled code: see ``boctach/kernel/tokenizer.c``."""

import secrets
import sys
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from boctach import kernel
from boctach.kernel import Kernel, place
from boctach.text.tokenizer.layout import NONE
from boctach.text.tokenizer.paths import Numbers
from boctach.text.tokenizer.rows import Rows

if TYPE_CHECKING:
    from boctach.text.tokenizer.ngrams import Chain

_CODE_POINTS: Final = f"utf-32-{sys.byteorder[0]}e"

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


class Index:
    """The pieces of text met so far, for compiled code. Who adds to it sees to it that nobody else does.

    Args:
        compiled: The compiled code.
        most: How many it may remember.
    """

    def __init__(self, compiled: Kernel, most: int) -> None:
        self._kernel = compiled
        self._most = most
        self._slots = np.zeros((2 * most, 2), dtype=np.uint64)
        self._rows = Rows(3, np.int64)
        self._points = Rows(0, np.uint32)
        bits, seed = most.bit_length(), secrets.randbits(64)
        self._laid = kernel.Index(place(self._slots), bits, seed, place(self._rows.array), place(self._points.array))

    def split(self, text: str, stretches: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The pieces between the blanks of stretches of a text.

        Returns:
            ``[P]``, where each begins; ``[P]``, where it ends; ``[P]``, its number, -1 where it was not met before; and
            ``[stretches + 1]``, the first piece of each stretch, and P.
        """
        points = np.frombuffer(text.encode(_CODE_POINTS, "surrogatepass"), dtype=np.uint32)
        limits = np.array(stretches, dtype=np.int64).reshape(-1, 2)
        room = np.empty((4, len(text) // 2 + len(limits) + 1), dtype=np.int64)
        starts, ends, numbers, hashes = room
        bounds = np.empty(len(limits) + 1, dtype=np.int64)
        given = (place(points), place(limits), len(limits))
        self._kernel.split(self._laid, *given, *map(place, (starts, ends, numbers, hashes, bounds)))
        count = bounds[-1]
        return starts[:count], ends[:count], numbers[:count], bounds

    def remember(self, pieces: Mapping[str, int]) -> None:
        """Let pieces, given with their numbers, be found from now on."""
        first = self._rows.size
        if not pieces or first + len(pieces) > self._most:
            return
        replaced = self._rows.array, self._points.array  # another thread may be about to look at these
        at = accumulate(map(len, pieces), initial=self._points.size)
        self._rows.extend(
            [(start, len(piece), number) for start, (piece, number) in zip(at, pieces.items(), strict=False)]
        )
        self._points.extend(np.frombuffer("".join(pieces).encode(_CODE_POINTS, "surrogatepass"), dtype=np.uint32))
        self._laid.rows, self._laid.points = place(self._rows.array), place(self._points.array)
        self._kernel.remember(self._laid, first, self._rows.size)
        del replaced

    def part(
        self, spans: Numbers, parts: Numbers, places: Numbers, numbers: Numbers, bounds: Numbers
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The syllables of pieces.

        Args:
            spans: ``[numbers, 2]``: the first of the parts of each piece, and how many they are.
            parts: ``[parts, 3]``: the number of a syllable, where it begins and ends in its piece.
            places: ``[P]``: where each piece begins.
            numbers: ``[P]``: its number.
            bounds: ``[stretches + 1]``: the first piece of each stretch, and P.

        Returns:
            What `lexicon.Lexicon.read` gives.
        """
        room = np.empty((3, spans[:, 1].take(numbers).sum()), dtype=np.int64)
        starts, ends, syllables = room
        lengths = np.empty(len(bounds) - 1, dtype=np.int64)
        given = (*map(place, (spans, parts, places, numbers, bounds)), len(lengths))
        self._kernel.part(*given, *map(place, (starts, ends, syllables, lengths)))
        return starts, ends, syllables, lengths
