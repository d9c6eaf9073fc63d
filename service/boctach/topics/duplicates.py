"""Exact and near duplicates among texts, by MinHash over runs of three words.

Two texts are near duplicates where at least 0.7 of all their runs, taken together, are common to both. Signatures
find the candidates, and the runs themselves decide.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

_WORD = re.compile(r"\w+")
_RUN: Final = 3
_SIMILAR: Final = 0.7
_BANDS: Final = 10
_ROWS: Final = 4  # hashes a band: texts with 0.7 in common meet in some band with a chance of 0.94, with 0.9, surely
_MOST_IN_A_BUCKET: Final = 50  # a bucket of boilerplate would compare all with all

Runs = npt.NDArray[np.uint64]


def runs(text: str) -> Runs:
    """Hashes of a text's runs of three words, each once, in order; of the whole where it has fewer words."""
    words = _WORD.findall(text.lower())
    found = {crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(max(1, len(words) - _RUN + 1))}
    return np.array(sorted(found), dtype=np.uint64)


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of numbers of texts that are duplicates or nearly so, the lower number first."""
    known = [runs(text) for text in texts]
    pairs: set[tuple[int, int]] = set()
    for bucket in _buckets(_signatures(known)):
        members = bucket[:_MOST_IN_A_BUCKET]
        pairs.update((a, b) for number, a in enumerate(members) for b in members[number + 1 :])
    return sorted((a, b) for a, b in pairs if similarity(known[a], known[b]) >= _SIMILAR)


def similarity(a: Runs, b: Runs) -> float:
    """The share of runs in common (Jaccard)."""
    common = len(np.intersect1d(a, b, assume_unique=True))
    return common / (len(a) + len(b) - common)


def groups(total: int, pairs: Iterable[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """A number for each text, the same for those that pairs join, directly or not."""
    owner = list(range(total))

    def root(member: int) -> int:
        while owner[member] != member:
            owner[member] = owner[owner[member]]
            member = owner[member]
        return member

    for a, b in pairs:
        owner[root(a)] = root(b)
    return np.array([root(member) for member in range(total)], dtype=np.int64)


def _signatures(known: Sequence[Runs]) -> npt.NDArray[np.uint64]:
    """[texts, bands x rows]: the least value of each of so many hashes."""
    generator = np.random.default_rng(0)
    factors = generator.integers(1, 2**61, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    shift = np.uint64(32)
    signatures = np.empty((len(known), len(factors)), dtype=np.uint64)
    for number, values in enumerate(known):
        signatures[number] = ((values[:, None] * factors) >> shift).min(axis=0)
    return signatures


def _buckets(signatures: npt.NDArray[np.uint64]) -> Iterator[list[int]]:
    for band in range(_BANDS):
        part = np.ascontiguousarray(signatures[:, band * _ROWS : (band + 1) * _ROWS])
        _, inverse, counts = np.unique(part, axis=0, return_inverse=True, return_counts=True)
        order = np.argsort(inverse, kind="stable")
        ends: npt.NDArray[Any] = np.cumsum(counts)
        for end, count in zip(ends[counts > 1], counts[counts > 1], strict=True):
            yield order[end - count : end].tolist()
