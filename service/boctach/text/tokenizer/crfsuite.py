"""The model files of CRFsuite: linear-chain conditional random fields.

Format (``lCRF``, version 100): a header, the features (an attribute or a label, a label, a weight), and the names of
labels and attributes as CQDB tables. Read here in a few lines of numpy, rather than by python-crfsuite, which can only
dump a model as text to be parsed again.
"""

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_HEADER = struct.Struct("<4sI4s9I")
_VERSION = 100
_CHUNK = struct.Struct("<4sII")
_FEATURE = np.dtype([("is_transition", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_CQDB = struct.Struct("<4s5I")
_RECORD = struct.Struct("<II")


class ModelFormatError(ValueError):
    """A model file is not of the kind known here; the caller falls back to underthesea's own code."""


class Model(NamedTuple):
    """What each attribute says for each label, and each label for the next.

    Attributes:
        labels: Names of the L labels.
        attributes: Names of the A attributes.
        weights: ``[A, L]``.
        transitions: ``[L, L]``, from a label (row) to the next (column).
    """

    labels: list[str]
    attributes: list[str]
    weights: npt.NDArray[np.float64]
    transitions: npt.NDArray[np.float64]


def read(path: Path) -> Model:
    """Read a model file.

    Raises:
        ModelFormatError: It is none, or of another version.
        OSError: It cannot be read.
    """
    try:
        return _parse(path.read_bytes())
    except (struct.error, ValueError, IndexError) as error:
        raise ModelFormatError(f"{path.name}: {error}") from error


def _parse(data: bytes) -> Model:
    magic, _, kind, version, _, _, _, at_features, at_labels, at_attributes, _, _ = _HEADER.unpack_from(data)
    if (magic, kind, version) != (b"lCRF", b"FOMC", _VERSION):
        raise ModelFormatError(f"no CRFsuite model of version {_VERSION}: {magic!r} {kind!r} {version}")
    labels, attributes = _names(data, at_labels), _names(data, at_attributes)
    _, _, count = _CHUNK.unpack_from(data, at_features)
    features = np.frombuffer(data, dtype=_FEATURE, count=count, offset=at_features + _CHUNK.size)
    weights = np.zeros((len(attributes), len(labels)))
    transitions = np.zeros((len(labels), len(labels)))
    for target, chosen in ((weights, features["is_transition"] == 0), (transitions, features["is_transition"] == 1)):
        target[features["source"][chosen], features["label"][chosen]] = features["weight"][chosen]
    return Model(labels, attributes, weights, transitions)


def _names(data: bytes, at: int) -> list[str]:
    """The strings of a CQDB table in the order of their numbers, by its table of backward links."""
    magic, _, _, _, count, links = _CQDB.unpack_from(data, at)
    if magic != b"CQDB":
        raise ModelFormatError(f"no CQDB table: {magic!r}")
    names = []
    for offset in np.frombuffer(data, dtype="<u4", count=count, offset=at + links).tolist():
        _, size = _RECORD.unpack_from(data, at + offset)
        begin = at + offset + _RECORD.size
        names.append(data[begin : begin + size - 1].decode())  # the size counts the closing NUL
    return names
