"""Near duplicates: MinHash signatures of articles, and clusters that depend on the set of articles alone.

Articles are linked where the estimated Jaccard similarity of their runs of four syllables reaches `THRESHOLD`. What is
linked, also over others, is one cluster; it goes by its earliest article.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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

_SYLLABLE = re.compile(r"\w+")


def signature(text: str) -> bytes:
    """The MinHash of a text: 125 unsigned numbers of 32 bits, little-endian. Case and punctuation do not matter."""
    syllables = _SYLLABLE.findall(unicodedata.normalize("NFC", text).casefold())
    runs = {" ".join(syllables[at : at + _RUN]) for at in range(max(1, len(syllables) - _RUN + 1))}
    minhash = MinHash(num_perm=PERMUTATIONS, seed=1, scheme="affine32")
    minhash.update_batch([run.encode() for run in runs])
    return np.asarray(minhash.hashvalues).astype("<u4").tobytes()


def clusters(signatures: Mapping[str, bytes]) -> list[list[str]]:
    """Ids of articles that belong together, two at least, in the order of their ids.

    Args:
        signatures: Id to signature.
    """
    ids = sorted(signatures)
    if not ids:
        return []
    hashes = np.frombuffer(b"".join(signatures[i] for i in ids), dtype="<u4").reshape(len(ids), PERMUTATIONS)
    parents = list(range(len(ids)))
    for left, right in _alike(hashes):
        a, b = _root(parents, left), _root(parents, right)
        parents[max(a, b)] = min(a, b)
    members: dict[int, list[str]] = defaultdict(list)
    for at, name in enumerate(ids):
        members[_root(parents, at)].append(name)
    return [found for found in members.values() if len(found) > 1]


def _alike(hashes: NDArray[np.uint32]) -> Iterable[tuple[int, int]]:
    """Pairs of rows whose similarity reaches the threshold."""
    width = PERMUTATIONS // BANDS
    for band in range(BANDS):
        part = np.ascontiguousarray(hashes[:, band * width : (band + 1) * width])
        keys = part.view(np.dtype((np.void, part.dtype.itemsize * width))).ravel()
        order = np.argsort(keys, kind="stable")  # rows come in the order of ids, and stay so within a key
        borders = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
        for group in np.split(order, borders):
            if len(group) > 1:
                yield from _compare(hashes, group)


def _compare(hashes: NDArray[np.uint32], group: NDArray[np.intp]) -> Iterable[tuple[int, int]]:
    for at, left in enumerate(group[:_CROWD]):
        others = group[at + 1 :]
        shares = (hashes[others] == hashes[left]).mean(axis=1)
        yield from ((int(left), int(right)) for right in others[shares >= THRESHOLD])


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
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
