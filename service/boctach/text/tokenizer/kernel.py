"""The inner loops in C, where they were compiled: see ``kernel.c``, and ``hatch_build.py``, which compiles it.

Without them numpy does the same in more steps: the same words and tags, at about two thirds of the speed.
"""

import ctypes
import hashlib
import logging
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SOURCE = Path(__file__).with_name("kernel.c")
# Not by the name of this module, which it would hide.
LIBRARY = SOURCE.with_name("libkernel.dll" if os.name == "nt" else "libkernel.so")

_logger = logging.getLogger(__name__)

_Array = npt.NDArray[Any]
_POINTER, _SIZE = ctypes.c_void_p, ctypes.c_int64


class Kernel:
    """The functions of a compiled ``kernel.c``. All arrays are C-contiguous, of the types that the C code names.

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
        self._chain_rows = loaded.chain_rows
        self._chain_rows.argtypes = [_POINTER, _POINTER, _SIZE, _SIZE, _POINTER, _POINTER, ctypes.c_int32, _POINTER]
        self._chain_rows.restype = None
        self._add_said = loaded.add_said
        self._add_said.argtypes = [_POINTER, _SIZE, _POINTER, _SIZE, _SIZE, _SIZE, _POINTER]
        self._add_said.restype = None
        self._best_paths = loaded.best_paths
        self._best_paths.argtypes = [_POINTER, _POINTER, _SIZE, _POINTER, _SIZE, _POINTER]

    def chain_rows(
        self, firsts: _Array, seconds: _Array, ahead: int, held: _Array, numbers: _Array, bits: int
    ) -> npt.NDArray[np.int64]:
        """What `ngrams.Chain.rows` gives: ``[places]``."""
        found = np.empty(len(firsts), dtype=np.int64)
        self._chain_rows(*_at(firsts, seconds), len(firsts), ahead, *_at(held, numbers), bits, *_at(found))
        return found

    def add_said(self, rows: _Array, said: _Array, pad: int, scores: _Array) -> None:
        """Add to ``scores [places, L]`` what the n-grams of one table say to the places around them."""
        _, columns, labels = said.shape
        self._add_said(*_at(rows), len(rows), *_at(said), columns, labels, pad, *_at(scores))

    def best_paths(self, scores: _Array, first: _Array, steps: _Array) -> npt.NDArray[np.int64]:
        """What `paths.Paths.best` gives: ``[places]``."""
        best = np.empty(len(scores), dtype=np.int64)
        if not self._best_paths(*_at(scores, first), len(scores), *_at(steps), len(steps), *_at(best)):
            raise MemoryError
        return best


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


def _at(*arrays: _Array) -> list[int]:
    return [array.ctypes.data for array in arrays]
