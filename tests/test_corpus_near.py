"""Near duplicates: the clusters of all pairs, whatever the order, within bounds of memory."""

import random
import tracemalloc
from itertools import combinations

import numpy as np

from boctach.corpus import near
from tests.corpus_stores import article


def clusters(signatures: dict[str, bytes], size: int = 7) -> list[list[str]]:
    """Clusters of signatures that come in batches."""
    ids = list(signatures)
    parts = [ids[at : at + size] for at in range(0, len(ids), size)]
    return near.clusters(len(ids), ((part, [signatures[name] for name in part]) for part in parts))


def name(number: int) -> str:
    return f"{number * 2654435761 % 2**32:032x}"


def families() -> dict[str, bytes]:
    """Texts, each with versions that differ by a sentence more each, and texts like no other."""
    found = {}
    for number in range(12):
        words = [sentence for other in range(8) for sentence in article(number * 8 + other)["text"].split(". ")]
        for version in range(3):
            found[name(number * 3 + version)] = near.signature(". ".join(words[version:]))
    return found | {name(100 + number): near.signature(article(500 + number)["text"] * 2) for number in range(9)}


def by_all_pairs(signatures: dict[str, bytes]) -> list[list[str]]:
    hashes = {key: np.frombuffer(value, "<u4") for key, value in signatures.items()}
    together = {key: {key} for key in signatures}
    for one, other in combinations(signatures, 2):
        if (hashes[one] == hashes[other]).mean() >= near.THRESHOLD:
            joined = together[one] | together[other]
            for key in joined:
                together[key] = joined
    return sorted({tuple(sorted(found)) for found in together.values() if len(found) > 1})  # type: ignore[return-value]


def test_the_clusters_are_those_of_all_pairs() -> None:
    found = families()
    expected = [list(one) for one in by_all_pairs(found)]
    assert len(expected) >= 12
    assert sorted(clusters(found)) == expected


def test_the_order_does_not_matter() -> None:
    found = families()
    mixed = list(found.items())
    random.Random(3).shuffle(mixed)
    assert clusters(dict(mixed), size=50) == clusters(found)


def test_no_articles_and_none_alike() -> None:
    assert clusters({}) == []
    assert clusters({name(1): near.signature("Một hai ba bốn năm."), name(2): near.signature("Sáu bảy tám.")}) == []


def test_memory_is_bounded() -> None:
    """The signatures alone would be 500 bytes an article, and as Python objects twice that."""
    generator = np.random.default_rng(1)
    count, size = 60_000, 2_000

    def batches() -> object:
        for first in range(0, count, size):
            rows = generator.integers(0, 2**32, (size, near.PERMUTATIONS), dtype=np.uint32)
            yield [name(number) for number in range(first, first + size)], [row.tobytes() for row in rows]

    tracemalloc.start()
    assert near.clusters(count, batches()) == []  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # What one batch of this size and one block of rows take does not grow with the articles.
    once = 40_000_000
    assert peak < once + 150 * count
