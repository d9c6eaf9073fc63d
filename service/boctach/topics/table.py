"""Weights by feature, found by the features' keys."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from boctach import kernel
from boctach.kernel import Kernel, place
from boctach.topics.keys import Keys

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]

_SPARSE: Final = 3  # places for each feature, so that most leading bits belong to one at most


class Known(NamedTuple):
    """Features of a text that a model knows.

    Attributes:
        occurrences: [M]: the numbers, among all that the text has, of their occurrences: feature by feature, in each as
            in the text.
        features: [K]: their rows, ascending.
        counts: [K]: how often each occurs.
    """

    occurrences: Indices
    features: Indices
    counts: Indices


class Table:
    """Weights by feature.

    Args:
        keys: [F]: each feature's key.
        weights: [F, L]; the model's scale makes logits of them.
        idf: [F].
        blocks: How many of the features are of the body, the edges and the cues, in this order.
    """

    def __init__(self, keys: Keys, weights: npt.NDArray[np.int8] | Floats, idf: Floats, blocks: tuple[int, ...]):
        self.weights = weights
        self.idf = idf
        self.ends = np.cumsum(blocks)
        order = np.argsort(keys)
        self._rows = np.append(order, -1).astype(np.int32)
        # No key of a feature is the last; where one of a text is, nothing is lost.
        self._keys = np.append(keys[order], np.uint64(2**64 - 1))
        bits = (_SPARSE * len(keys)).bit_length()
        self._shift = np.uint64(64 - bits)
        sizes = np.bincount((keys >> self._shift).astype(np.intp), minlength=1 << bits)
        self._first = (sizes.cumsum() - sizes).astype(np.int32)
        self._laid = kernel.Features(place(self._keys), place(self._rows), place(self._first), int(self._shift))

    def known(self, keys: Keys) -> Known:
        """The features that the model knows among those of a text.

        Args:
            keys: [N]: the features' keys, in the order of the text.
        """
        loaded = kernel.loaded()
        if loaded:
            return self._known(loaded, np.ascontiguousarray(keys))
        rows = self.find(keys)
        order = rows.argsort(kind="stable")[np.count_nonzero(rows < 0) :]
        features, counts = np.unique(rows[order], return_counts=True)
        return Known(order, features, counts)

    def _known(self, loaded: Kernel, keys: Keys) -> Known:
        occurrences, features, counts = room = np.empty((3, len(keys)), dtype=np.intp)
        sizes = np.empty(2, dtype=np.int64)
        at, size = place(room), room.strides[0]
        given = (place(keys), len(keys), at, at + size, at + 2 * size, place(sizes))
        if not loaded.known_features(self._laid, *given):
            raise MemoryError
        known, different = sizes.tolist()
        return Known(occurrences[:known], features[:different], counts[:different])

    def find(self, keys: Keys) -> Indices:
        """The row of each key, -1 where the model does not know it."""
        at = self._first[keys >> self._shift]
        # The first feature with the same leading bits is mostly it, or is beyond it already; else it is close behind.
        rest = (self._keys[at] < keys).nonzero()[0]
        while len(rest):
            at[rest] += 1
            rest = rest[self._keys[at[rest]] < keys[rest]]
        return np.where(self._keys[at] == keys, self._rows[at], np.int32(-1))


def inverse_frequency(documents: npt.NDArray[np.generic], of: int) -> Floats:
    """The smooth inverse document frequency, as scikit-learn has it."""
    frequency: Floats = (np.log((1 + of) / (1 + documents.astype(np.float64))) + 1).astype(np.float32)
    return frequency
