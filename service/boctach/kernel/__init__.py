"""The inner loops in C, where they were compiled: the sources beside this, which ``hatch_build.py`` compiles.

Without them numpy does the same in more steps: the same words, tags and topics, words and tags at a third of the speed,
whole articles at four fifths. Who calls a function hands over arrays of the types that its source names, and keeps them
for as long as a structure points to them.
"""

import ctypes
import hashlib
import logging
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy.typing as npt

FOLDER = Path(__file__).parent
LIBRARY = FOLDER / ("libkernel.dll" if os.name == "nt" else "libkernel.so")

_logger = logging.getLogger(__name__)

_POINTER, _SIZE = ctypes.c_void_p, ctypes.c_int64
_FIRST = ctypes.c_char * 0


class Table(ctypes.Structure):
    """What n-grams of one length say: ``tokenizer.c``."""

    _fields_ = (("said", _POINTER), ("columns", _SIZE), ("silent", _SIZE))


class Chain(ctypes.Structure):
    """How longer n-grams are found: ``tokenizer.c``."""

    _fields_ = (("held", _POINTER), ("numbers", _POINTER), ("bits", _SIZE), ("table", Table))


class Stream(ctypes.Structure):
    """The n-grams of one view of the strings: ``tokenizer.c``."""

    _fields_ = (("strings", _POINTER), ("chains", _SIZE), ("chain", Chain * 2))


class Scorer(ctypes.Structure):
    """A model of the tokenizer: ``tokenizer.c``."""

    _fields_ = (
        ("labels", _SIZE),
        ("singles", Table),
        ("streams", _SIZE),
        ("stream", ctypes.POINTER(Stream)),
        ("steps", _POINTER),
        ("gain", _POINTER),
        ("places", _SIZE),
        ("starts", _POINTER),
    )


class Index(ctypes.Structure):
    """Pieces of text: ``pieces.c``."""

    _fields_ = (
        ("slots", _POINTER),
        ("bits", _SIZE),
        ("seed", ctypes.c_uint64),
        ("rows", _POINTER),
        ("points", _POINTER),
    )


class Features(ctypes.Structure):
    """The features of a topic model: ``topics.c``."""

    _fields_ = (("keys", _POINTER), ("rows", _POINTER), ("first", _POINTER), ("shift", _SIZE))


class Kernel:
    """The functions of the compiled sources.

    Args:
        library: The library.

    Raises:
        OSError: It is not there, or of another machine.
        ValueError: It was compiled from other sources.
    """

    def __init__(self, library: Path) -> None:
        loaded = ctypes.CDLL(str(library))
        loaded.source.restype = ctypes.c_char_p
        if loaded.source().decode() != digest(sources(FOLDER)):
            raise ValueError(f"{library.name} was compiled from other sources")
        self.best_labels = loaded.best_labels
        self.best_labels.argtypes = [ctypes.POINTER(Scorer), _POINTER, _POINTER, _SIZE, _POINTER]
        self.known_features = loaded.known_features
        self.known_features.argtypes = [ctypes.POINTER(Features), _POINTER, _SIZE, *[_POINTER] * 4]
        # These keep the interpreter's lock, so that no thread reads an index while another adds to it.
        locked = ctypes.PyDLL(str(library))
        self.remember = locked.remember
        self.remember.argtypes, self.remember.restype = [ctypes.POINTER(Index), _SIZE, _SIZE], None
        self.split = locked.split
        self.split.argtypes = [ctypes.POINTER(Index), _POINTER, _POINTER, _SIZE, *[_POINTER] * 5]
        self.split.restype = None
        self.part = locked.part
        self.part.argtypes, self.part.restype = [*[_POINTER] * 5, _SIZE, *[_POINTER] * 4], None


def sources(folder: Path) -> list[Path]:
    """The C files of a folder, headers among them, in order."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".c", ".h"))


def digest(files: Iterable[Path]) -> str:
    """By what a library and the sources that it was compiled from know each other."""
    return hashlib.sha256(b"".join([path.read_bytes() for path in files])).hexdigest()


@cache
def loaded() -> Kernel | None:
    """The compiled functions; None where there are none that fit, which is said once."""
    try:
        return Kernel(LIBRARY)
    except (OSError, ValueError, AttributeError) as error:
        _logger.info("texts are read without compiled code: %s", error)
        return None


def place(array: npt.NDArray[Any]) -> int:
    """Where in memory an array begins, which is C-contiguous and may be written to."""
    return ctypes.addressof(_FIRST.from_buffer(array.data))
