"""The inner loops in C, where they were compiled: see ``kernel.c``, and ``hatch_build.py``, which compiles it.

Without them numpy does the same in more steps: the same words and tags, at about half the speed.
"""

import ctypes
import hashlib
import logging
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from boctach.text.tokenizer.layout import NONE
from boctach.text.tokenizer.paths import Numbers
from boctach.text.tokenizer.rows import Rows

if TYPE_CHECKING:
    from boctach.text.tokenizer.ngrams import Chain

SOURCE = Path(__file__).with_name("kernel.c")
# Not by the name of this module, which it would hide.
LIBRARY = SOURCE.with_name("libkernel.dll" if os.name == "nt" else "libkernel.so")

_CODE_POINTS = f"utf-32-{sys.byteorder[0]}e"

_logger = logging.getLogger(__name__)

_Array = npt.NDArray[Any]
_POINTER, _SIZE = ctypes.c_void_p, ctypes.c_int64


class _Table(ctypes.Structure):
    _fields_ = (("said", _POINTER), ("columns", _SIZE), ("silent", _SIZE))


class _Chain(ctypes.Structure):
    _fields_ = (("held", _POINTER), ("numbers", _POINTER), ("bits", _SIZE), ("table", _Table))


class _Stream(ctypes.Structure):
    _fields_ = (("strings", _POINTER), ("chains", _SIZE), ("chain", _Chain * 2))


class _Scorer(ctypes.Structure):
    _fields_ = (
        ("labels", _SIZE),
        ("singles", _Table),
        ("streams", _SIZE),
        ("stream", ctypes.POINTER(_Stream)),
        ("steps", _POINTER),
        ("gain", _POINTER),
        ("places", _SIZE),
        ("starts", _POINTER),
    )


class _Index(ctypes.Structure):
    _fields_ = (
        ("slots", _POINTER),
        ("bits", _SIZE),
        ("seed", ctypes.c_uint64),
        ("rows", _POINTER),
        ("points", _POINTER),
    )


class Kernel:
    """The functions of a compiled ``kernel.c``.

    Args:
        library: The library.

    Raises:
        OSError: It is not there, or of another machine.
        ValueError: It was compiled from another ``kernel.c``.
    """

    def __init__(self, library: Path) -> None:
        loaded = ctypes.CDLL(str(library))
        loaded.source.restype = ctypes.c_char_p
        if loaded.source().decode() != digest(SOURCE.read_bytes()):
            raise ValueError(f"{library.name} was compiled from another {SOURCE.name}")
        self.best_labels = loaded.best_labels
        self.best_labels.argtypes = [ctypes.POINTER(_Scorer), _POINTER, _POINTER, _SIZE, _POINTER]
        # These keep the interpreter's lock, so that no thread reads an index while another adds to it.
        locked = ctypes.PyDLL(str(library))
        self.remember = locked.remember
        self.remember.argtypes, self.remember.restype = [ctypes.POINTER(_Index), _SIZE, _SIZE], None
        self.split = locked.split
        self.split.argtypes = [ctypes.POINTER(_Index), _POINTER, _POINTER, _SIZE, *[_POINTER] * 5]
        self.split.restype = None
        self.part = locked.part
        self.part.argtypes, self.part.restype = [*[_POINTER] * 5, _SIZE, *[_POINTER] * 4], None


class Scorer:
    """A model's tables as the compiled code sees them.

    Args:
        kernel: The compiled code.
        singles: What single strings say, ``[R, K, L]``.
        streams: By view of the strings: ``[R]``, the number of each row's string; and for pairs and triples the chain
            that finds them, with what they say, ``[n-grams, K, L]``.
        transitions: ``[L, L]``.
        gain: ``[L, L]``.
        starts: ``[P, L]`` or nothing.
    """

    def __init__(
        self,
        kernel: Kernel,
        singles: _Array,
        streams: Sequence[tuple[_Array, Sequence[tuple["Chain", _Array]]]],
        transitions: _Array,
        gain: _Array,
        starts: _Array | None,
    ) -> None:
        self._kernel = kernel
        self._held: list[_Array] = []  # what the structure points to
        laid = (_Stream * len(streams))()
        for stream, (strings, chains) in zip(laid, streams, strict=True):
            stream.strings, stream.chains = self._at(strings, np.int32), len(chains)
            for number, (chain, said) in enumerate(chains):
                held, numbers = self._at(chain.held, np.uint64), self._at(chain.numbers, np.int32)
                stream.chain[number] = _Chain(held, numbers, chain.bits, self._table(said))
        self._laid = _Scorer(
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
        given = (_place(rows), _place(lengths), len(lengths), _place(best))
        if not self._kernel.best_labels(self._laid, *given):
            raise MemoryError
        return best

    def _at(self, array: _Array, dtype: npt.DTypeLike) -> int:
        array = np.ascontiguousarray(array, dtype=dtype)
        self._held.append(array)
        return _place(array)

    def _table(self, said: _Array) -> _Table:
        return _Table(self._at(said, np.float64), said.shape[1], not said[NONE].any())


class Index:
    """The pieces of text met so far, for compiled code. Who adds to it sees to it that nobody else does.

    Args:
        kernel: The compiled code.
        most: How many it may remember.
    """

    def __init__(self, kernel: Kernel, most: int) -> None:
        self._kernel = kernel
        self._most = most
        self._slots = np.zeros((2 * most, 2), dtype=np.uint64)
        self._rows = Rows(3, np.int64)
        self._points = Rows(0, np.uint32)
        bits, seed = most.bit_length(), secrets.randbits(64)
        self._laid = _Index(_place(self._slots), bits, seed, _place(self._rows.array), _place(self._points.array))

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
        given = (_place(points), _place(limits), len(limits))
        self._kernel.split(self._laid, *given, *map(_place, (starts, ends, numbers, hashes, bounds)))
        count = bounds[-1]
        return starts[:count], ends[:count], numbers[:count], bounds

    def remember(self, pieces: Mapping[str, int]) -> None:
        """Let pieces, given with their numbers, be found from now on."""
        first = self._rows.size
        if not pieces or first + len(pieces) > self._most:
            return
        at = accumulate(map(len, pieces), initial=self._points.size)
        self._rows.extend(
            [(start, len(piece), number) for start, (piece, number) in zip(at, pieces.items(), strict=False)]
        )
        self._points.extend(np.frombuffer("".join(pieces).encode(_CODE_POINTS, "surrogatepass"), dtype=np.uint32))
        self._laid.rows, self._laid.points = _place(self._rows.array), _place(self._points.array)
        self._kernel.remember(self._laid, first, self._rows.size)

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
        given = (*map(_place, (spans, parts, places, numbers, bounds)), len(lengths))
        self._kernel.part(*given, *map(_place, (starts, ends, syllables, lengths)))
        return starts, ends, syllables, lengths


def digest(source: bytes) -> str:
    """By what a library and the ``kernel.c`` that it was compiled from know each other."""
    return hashlib.sha256(source).hexdigest()


@cache
def loaded() -> Kernel | None:
    """The compiled functions; None where there are none that fit, which is said once."""
    try:
        return Kernel(LIBRARY)
    except (OSError, ValueError, AttributeError) as error:
        _logger.info("words and tags are read without compiled code: %s", error)
        return None


def _place(array: _Array) -> int:
    """Where in memory an array begins."""
    return int(array.__array_interface__["data"][0])
