"""Near duplicates: MinHash signatures of articles, and clusters that depend on the set of articles alone.

Articles are linked where the estimated Jaccard similarity of their runs of four syllables reaches `THRESHOLD`. What is
linked, also over others, is one cluster; it goes by its earliest article.
"""

import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

PERMUTATIONS: Final = 125
BANDS: Final = 25
"""25 bands of 5 hashes: a pair at the threshold is compared with a probability of 0.999."""
THRESHOLD: Final = 0.75

_RUN: Final = 4
_CROWD: Final = 64
"""Of more articles that share a band, each is compared with this many of the smallest ids: a template has thousands."""

_ID: Final = np.dtype("S32")
_PRIME: Final = np.uint64(0x100000001B3)  # of FNV
_ROWS: Final = 8192

_SYLLABLE = re.compile(r"\w+")
_EMPTY = MinHash(num_perm=PERMUTATIONS, seed=1, scheme="affine32")  # its permutations are made once for all


def signature(text: str) -> bytes:
    """The MinHash of a text: 125 unsigned numbers of 32 bits, little-endian. Case and punctuation do not matter."""
    syllables = _SYLLABLE.findall(unicodedata.normalize("NFC", text).casefold())
    runs = {" ".join(syllables[at : at + _RUN]) for at in range(max(1, len(syllables) - _RUN + 1))}
    minhash = _EMPTY.copy()
    minhash.update_batch([run.encode() for run in runs])
    return np.asarray(minhash.hashvalues).astype("<u4").tobytes()


def clusters(count: int, batches: Iterable[tuple[Sequence[str], Sequence[bytes]]]) -> list[list[str]]:
    """Ids of articles that belong together, two at least, in the order of their ids.

    The signatures lie in a file meanwhile; memory holds about 100 bytes an article.

    Args:
        count: How many articles there are.
        batches: Their ids, each once, and signatures.
    """
    if not count:
        return []
    with tempfile.TemporaryFile() as hashed, tempfile.TemporaryFile() as keyed, tempfile.TemporaryFile() as named:
        names = np.memmap(named, _ID, "w+", shape=(count,))
        hashes = np.memmap(hashed, np.uint32, "w+", shape=(count, PERMUTATIONS))
        at = 0
        for ids, signatures in batches:
            names[at : at + len(ids)] = np.array(ids, _ID)
            hashes[at : at + len(ids)] = np.frombuffer(b"".join(signatures), "<u4").reshape(-1, PERMUTATIONS)
            at += len(ids)
        keys = np.memmap(keyed, np.uint64, "w+", shape=(BANDS, count))
        # Rows go by the order of ids from here.
        order = np.argsort(names, kind="stable")
        for first in range(0, count, _ROWS):
            keys[:, first : first + _ROWS] = _band_keys(hashes[order[first : first + _ROWS]])
        parents = np.arange(count)
        for band in keys:
            for group in _groups(np.asarray(band)):
                _join(parents, group, hashes, order)
        together: dict[int, list[str]] = defaultdict(list)
        roots = {int(row): _root(parents, int(row)) for row in np.flatnonzero(parents != np.arange(count))}
        for row in sorted({*roots, *roots.values()}):
            together[roots.get(row, row)].append(names[order[row]].decode())
        return list(together.values())


def _band_keys(hashes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """A hash of each band of each row: bands × rows. What differs may share one; it is compared then."""
    keys = np.zeros((len(hashes), BANDS), np.uint64)
    for column in range(PERMUTATIONS // BANDS):
        keys = (keys ^ hashes[:, column :: PERMUTATIONS // BANDS]) * _PRIME
    return keys.T


def _groups(keys: NDArray[np.uint64]) -> Iterator[NDArray[np.intp]]:
    """Rows with the same key, two at least, in their order."""
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if len(same):
        gaps = np.flatnonzero(np.diff(same) > 1)
        firsts = same[np.concatenate(([0], gaps + 1))]
        lasts = same[np.concatenate((gaps, [len(same) - 1]))] + 1
        yield from (order[first : last + 1] for first, last in zip(firsts, lasts, strict=True))


def _join(
    parents: NDArray[np.intp], group: NDArray[np.intp], hashes: NDArray[np.uint32], order: NDArray[np.intp]
) -> None:
    """Put rows of a group together whose similarity reaches the threshold."""
    if len({_root(parents, int(row)) for row in group}) == 1:
        return
    found = hashes[order[group]]
    for at, left in enumerate(group[:_CROWD]):
        shares = (found[at + 1 :] == found[at]).mean(axis=1)
        for right in group[at + 1 :][shares >= THRESHOLD]:
            a, b = _root(parents, int(left)), _root(parents, int(right))
            parents[max(a, b)] = min(a, b)


def _root(parents: NDArray[np.intp], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = int(parents[at])
    return at


def links(found: Iterable[Sequence[str]], published: Mapping[str, str | None]) -> dict[str, str]:
    """What each article but the earliest of its cluster is a near duplicate of: the earliest.

    Args:
        found: The clusters.
        published: When articles were published, where that is known.
    """
    result: dict[str, str] = {}
    for members in found:
        first = min(members, key=lambda name: (published.get(name) or "9999", name))
        result |= {name: first for name in members if name != first}
    return result
