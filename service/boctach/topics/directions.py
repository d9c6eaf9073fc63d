"""What unlabelled texts say of features: which of them keep the same company.

A few hundred labelled texts have few of a language's words. The directions in which thousands of unlabelled texts
differ most (a truncated singular value decomposition of their weighed counts: latent semantic analysis, Deerwester et
al. 1990) let a word that no labelled text has speak through those it stands with. They are linear in the features, so
that a model learnt along them is a linear model of features in the end.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from boctach.topics.training import Weighing

_SPARE: Final = 20  # further directions that are looked for, so that the last of those that count are found well
_ROUNDS: Final = 4
_EVENED: Final = 0.25  # 0 leaves the first directions their weight, 1 makes all weigh the same

Floats = npt.NDArray[np.float32]


class Background(NamedTuple):
    """What unlabelled texts say of features.

    Attributes:
        weigh: The features that they have, and how these weigh.
        directions: [F, K]: where each feature lies.
    """

    weigh: Weighing
    directions: Floats


def find(matrix: sparse.csr_matrix, count: int, seed: int) -> Floats:
    """[F, count]: the directions in which texts differ most.

    Args:
        matrix: [N, F], weighed counts.
        count: How many; fewer where there are fewer texts or features.
        seed: Of the random start.
    """
    width = min(count + _SPARE, *matrix.shape)
    turned = matrix.T.tocsr()
    basis = np.random.default_rng(seed).standard_normal((matrix.shape[1], width)).astype(np.float32)
    for _ in range(_ROUNDS):
        basis = _orthonormal(turned @ _orthonormal(matrix @ basis))
    seen = matrix @ basis
    squares, vectors = np.linalg.eigh((seen.T @ seen).astype(np.float64))
    kept = np.argsort(-squares)[:count]
    sizes = np.sqrt(np.maximum(squares[kept], 1e-12))
    return np.asarray(basis @ (vectors[:, kept] * sizes**-_EVENED), dtype=np.float32)


def _orthonormal(columns: Floats) -> Floats:
    """Columns of the same span, at right angles and of length 1; by Cholesky, since there are few."""
    square = (columns.T @ columns).astype(np.float64)
    square += 1e-6 * np.trace(square) / len(square) * np.eye(len(square))
    return np.asarray(columns @ np.linalg.inv(np.linalg.cholesky(square).T), dtype=np.float32)


def by_block(
    matrix: sparse.csr_matrix,
    blocks: Sequence[int],
    vocabulary: Sequence[str],
    mark: str,
    lengths: tuple[float, float],
    found: Floats,
) -> Floats:
    """[F, 2 K]: the directions of the body's features, and beside them those of its opening's.

    Args:
        matrix: [N, F], weighed counts.
        blocks: How many of the features are of the body, of the edges, and of anything else.
        vocabulary: [F]: the features.
        mark: What stands before a feature of the opening; behind it, it is one of the body.
        lengths: The mean length that a text shall have along each of the two.
        found: [features of the body, K].
    """
    body, edges = blocks[0], blocks[1]
    row = {feature: number for number, feature in enumerate(vocabulary[:body])}
    same = [row.get(feature.removeprefix(mark), -1) for feature in vocabulary[body : body + edges]]
    opening = np.where(np.array(same, dtype=np.int64)[:, None] >= 0, found[same], 0)
    result = np.zeros((len(vocabulary), 2 * found.shape[1]), dtype=np.float32)
    parts = ((slice(0, body), found), (slice(body, body + edges), opening))
    for number, (rows, values) in enumerate(parts):
        size = np.sqrt(np.square(matrix[:, rows] @ values).sum(axis=1).mean())
        if size > 0:
            result[rows, number * found.shape[1] : (number + 1) * found.shape[1]] = values * (lengths[number] / size)
    return result
