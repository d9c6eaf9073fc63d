"""Samples in, a model's folder out. The only importer of scikit-learn and skops.

Words are counted as `boctach.topics.features` reads them, weighed by TF-IDF, and given to linear models. What is said
of a model comes from cross-validation: every text is scored by a model that has not seen it, nor a near duplicate of
it, and those scores calibrate the probabilities and choose the threshold of abstention.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from boctach.document import Document
from boctach.topics import features
from boctach.topics.features import BLOCKS, FeatureSettings
from boctach.topics.model import Model, ModelSettings
from boctach.topics.table import Floats, inverse_frequency

Progress = Callable[[int, int], None]
Rows = npt.NDArray[np.int64]

LEAST_DOCUMENTS: Final = 5
"""Features of fewer training texts are left out: they are rare, and no sentence can be read back from a vocabulary."""

_TOLERANCE: Final = 1e-2  # of support vectors: ten times the time beyond it changes no figure
_STEPS: Final = 127  # of a weight, either way, in a byte
_LARGEST: Final = (0.999, 0.9997, 0.9999, 0.99997, 1.0)  # shares of the weights that may be told apart


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a model is trained.

    Attributes:
        features: What it looks at.
        lengths: The length that the vectors of body, edges and cues are scaled to.
        most_features: Only so many are kept, those that tell the labels best apart (chi square).
        least_documents: Features of fewer training texts are left out.
        strictness: The C of scikit-learn's linear models: the higher, the closer to the training texts.
        contrast: The power of `contrasts`: how much more a feature counts that a label's texts have more often, or more
            rarely, than the others; 0 leaves all alike.
        folds: Of the cross-validation.
        coverage: The share of texts that shall get an answer; the threshold of abstention follows from it.
        seed: Of everything random.
    """

    features: FeatureSettings = field(default_factory=FeatureSettings)
    lengths: tuple[float, float, float] = (1.0, 0.4, 0.5)
    most_features: int = 100_000
    least_documents: int = LEAST_DOCUMENTS
    strictness: float = 1.0
    contrast: float = 0.0
    folds: int = 5
    coverage: float = 0.9
    seed: int = 0


class Counts(NamedTuple):
    """How often each feature stands in each text.

    Attributes:
        matrix: [N, F].
        vocabulary: The features; those of the body, of the edges, of the cues.
        blocks: How many each of these are.
    """

    matrix: sparse.csr_matrix
    vocabulary: list[str]
    blocks: tuple[int, ...]


def count(texts: Sequence[str], settings: FeatureSettings, least: int, progress: Progress | None = None) -> Counts:
    """Count the features of texts, without those of fewer than ``least`` texts."""
    numbers: dict[str, int] = {}
    block_of = bytearray()
    columns, values, ends = array("l"), array("f"), array("l", [0])
    for done, text in enumerate(texts, start=1):
        grams = features.read(Document(text), settings)
        for block, found in enumerate(grams.strings()):
            for key, times in Counter(found).items():
                number = numbers.get(key)
                if number is None:
                    number = numbers[key] = len(numbers)
                    block_of.append(block)
                columns.append(number)
                values.append(times)
        ends.append(len(columns))
        if progress is not None:
            progress(done, len(texts))
    parts = (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int64), np.array(ends, dtype=np.int64))
    matrix = sparse.csr_matrix(parts, shape=(len(texts), len(numbers)))
    kept = np.flatnonzero(np.bincount(matrix.indices, minlength=len(numbers)) >= least)
    blocks = np.frombuffer(block_of, dtype=np.uint8)[kept]
    kept = kept[np.argsort(blocks, kind="stable")]
    names = list(numbers)
    sizes = tuple(int(size) for size in np.bincount(blocks, minlength=BLOCKS))
    return Counts(matrix[:, kept].tocsr(), [names[number] for number in kept], sizes)


class Weighing(NamedTuple):
    """How counts become a linear model's input.

    Attributes:
        columns: Of the counts, those that are used, in order.
        documents: Of each, how many training texts hold it.
        total: How many training texts there are.
        blocks: How many of the columns are of the body, the edges and the cues.
        lengths: The length that the vector of each of these is scaled to.
    """

    columns: Rows
    documents: Rows
    total: int
    blocks: tuple[int, ...]
    lengths: tuple[float, ...]

    def apply(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Weigh counts: 1 + log, times inverse document frequency, each block scaled to its length."""
        matrix = counts[:, self.columns].astype(np.float32).tocsr()
        matrix.data = 1 + np.log(matrix.data)
        matrix = (matrix @ sparse.diags(inverse_frequency(self.documents, self.total))).tocsr()
        ends = np.cumsum(self.blocks).tolist()
        parts = zip([0, *ends], ends, self.lengths, strict=False)
        return sparse.hstack(
            [_scaled(matrix[:, start:end], length) for start, end, length in parts], format="csr", dtype=np.float32
        )


def _scaled(block: sparse.csr_matrix, length: float) -> sparse.csr_matrix:
    norms = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
    return sparse.diags(np.divide(length, norms, out=np.zeros_like(norms), where=norms > 0)) @ block


def frequencies(counts: Counts, rows: Rows, settings: TrainingSettings) -> Weighing:
    """All features of enough of some rows, with their frequencies there."""
    matrix = counts.matrix[rows]
    documents = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = np.flatnonzero(documents >= settings.least_documents)
    return _weighing(counts, kept, documents, len(rows), settings)


def weighing(counts: Counts, rows: Rows, truth: npt.NDArray[Any], settings: TrainingSettings) -> Weighing:
    """The features that tell the labels of some rows best apart, with their frequencies there.

    Args:
        counts: Of all texts.
        rows: The texts that may be looked at.
        truth: [N, L] of 0 and 1, of all texts.
        settings: How many features are kept, and of how many texts at least.
    """
    whole = frequencies(counts, rows, settings)
    if len(whole.columns) <= settings.most_features:
        return whole
    matrix = counts.matrix[rows][:, whole.columns]
    weight = np.nan_to_num(_chi2(matrix, truth[rows], whole.documents))
    best = np.sort(np.argsort(-weight, kind="stable")[: settings.most_features])
    documents = np.zeros(counts.matrix.shape[1], dtype=np.int64)
    documents[whole.columns] = whole.documents
    return _weighing(counts, whole.columns[best], documents, len(rows), settings)


def _weighing(counts: Counts, kept: Rows, documents: Rows, total: int, settings: TrainingSettings) -> Weighing:
    ends = np.searchsorted(kept, np.cumsum(counts.blocks))
    blocks = tuple(int(size) for size in np.diff(ends, prepend=0))
    return Weighing(kept, documents[kept], total, blocks, settings.lengths)


def _chi2(matrix: sparse.csr_matrix, truth: npt.NDArray[Any], documents: Rows) -> npt.NDArray[np.float64]:
    """Chi square of each feature; with several labels a text, the highest over the labels."""
    weighed = matrix.astype(np.float32).tocsr()
    weighed.data = 1 + np.log(weighed.data)
    weighed = weighed @ sparse.diags(inverse_frequency(documents, matrix.shape[0]))
    weighed = _scaled(weighed.tocsr(), 1.0)
    sure = truth.sum(axis=1) == 1
    if sure.all():
        scores: npt.NDArray[np.float64] = chi2(weighed, truth.argmax(axis=1))[0]
        return scores
    return np.asarray(np.max([np.nan_to_num(chi2(weighed, column)[0]) for column in truth.T], axis=0))


class Linear(NamedTuple):
    """Margins of a linear model: ``x @ coefficients + intercept``.

    Attributes:
        coefficients: [F, L].
        intercept: [L].
    """

    coefficients: npt.NDArray[np.float64]
    intercept: npt.NDArray[np.float64]

    def margins(self, matrix: sparse.csr_matrix) -> npt.NDArray[np.float64]:
        """[N, L]."""
        result: npt.NDArray[np.float64] = matrix @ self.coefficients + self.intercept
        return result


def fit(
    matrix: sparse.csr_matrix,
    truth: npt.NDArray[Any],
    settings: TrainingSettings,
    weights: npt.NDArray[np.float64] | None = None,
    directions: Floats | None = None,
) -> Linear:
    """A linear model for each label against the others.

    One label a text: support vectors, which tell labels best apart. Several: logistic regression with balanced
    classes, since most labels are rare.

    Args:
        matrix: [N, F], weighed.
        truth: [N, L] of 0 and 1.
        settings: How it is fitted.
        weights: [N], what each text counts.
        directions: [F, K], see `boctach.topics.directions`: where the features also lie.
    """
    if directions is not None:
        wide = sparse.hstack([matrix, sparse.csr_matrix(matrix @ directions)], format="csr")
        linear = fit(wide, truth, settings, weights)
        direct, along = np.split(linear.coefficients, [matrix.shape[1]])
        return Linear(direct + directions @ along, linear.intercept)
    columns = []
    single = bool((truth.sum(axis=1) == 1).all())
    for column, contrast in zip(truth.T.astype(bool), contrasts(matrix, truth, settings, weights), strict=True):
        if not column.any() or column.all():
            columns.append((np.zeros(matrix.shape[1]), 1.0 if column.any() else -1.0))
            continue
        learner = (
            LinearSVC(C=settings.strictness, tol=_TOLERANCE, random_state=settings.seed)
            if single
            else LogisticRegression(
                C=settings.strictness, class_weight="balanced", solver="liblinear", random_state=settings.seed
            )
        )
        scaled = matrix if contrast is None else matrix @ sparse.diags(contrast)
        learner.fit(scaled, column, sample_weight=weights)
        coefficients = learner.coef_[0] if contrast is None else learner.coef_[0] * contrast
        columns.append((coefficients, float(learner.intercept_[0])))
    return Linear(np.array([row for row, _ in columns]).T, np.array([bias for _, bias in columns]))


def contrasts(
    matrix: sparse.csr_matrix,
    truth: npt.NDArray[Any],
    settings: TrainingSettings,
    weights: npt.NDArray[np.float64] | None = None,
) -> list[Floats | None]:
    """Of each label, [F]: what the features are scaled by before its model is learnt; None where they stay as they are.

    The log count ratio of naive Bayes (Wang and Manning 2012, NB-SVM). A learner that keeps its coefficients small is
    so led to the features that tell the label apart by themselves, away from those that fit by chance.

    Args:
        matrix: [N, F], weighed.
        truth: [N, L] of 0 and 1.
        settings: To which power.
        weights: [N], what each text counts.
    """
    if not settings.contrast:
        return [None] * truth.shape[1]
    held = (matrix > 0).astype(np.float64).T.tocsr()
    counted = np.ones(len(truth)) if weights is None else weights
    found: list[Floats | None] = []
    for column in truth.T.astype(bool):
        inside, outside = (1 + held @ (counted * part) for part in (column, ~column))
        ratio = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
        found.append((np.abs(ratio) ** settings.contrast).astype(np.float32))
    return found


Fitter = Callable[[sparse.csr_matrix, Rows], Linear]
"""Fits a model to weighed rows; told which rows of all these are."""


def cross_validate(
    counts: Counts,
    truth: npt.NDArray[Any],
    folds: Sequence[tuple[Rows, Rows]],
    settings: TrainingSettings,
    fitter: Fitter | None = None,
    progress: Progress | None = None,
    weigh: Weighing | None = None,
) -> npt.NDArray[np.float64]:
    """[N, L]: margins of every text, by a model that has not seen it; weighed by the other texts, if not as given."""
    margins = np.full(truth.shape, np.nan)
    given = weigh
    for number, (train, test) in enumerate(folds, start=1):
        weigh = given or weighing(counts, train, truth, settings)
        weighed = weigh.apply(counts.matrix[train])
        model = fitter(weighed, train) if fitter else fit(weighed, truth[train], settings)
        margins[test] = model.margins(weigh.apply(counts.matrix[test]))
        if progress is not None:
            progress(number, len(folds))
    return margins


def folds_of(truth: npt.NDArray[Any], groups: Rows, settings: TrainingSettings) -> list[tuple[Rows, Rows]]:
    """Folds with the labels evenly spread, near duplicates never on both sides."""
    # The rarest label of a text stands for it.
    rarest = np.where(truth.astype(bool), truth.sum(axis=0), np.inf).argmin(axis=1)
    maker = StratifiedGroupKFold(settings.folds, shuffle=True, random_state=settings.seed)
    return [(train, test) for train, test in maker.split(rarest, rarest, groups)]


def quantize(linear: Linear, documents: Rows) -> tuple[npt.NDArray[np.int8], Floats]:
    """Weights as whole numbers of one byte, and what one is worth for each label.

    Where a few weights are far larger than all others, it may serve to cut them to the size of the next, so that the
    many small ones keep their differences; what serves best is tried, each feature counting as often as it is met.

    Args:
        linear: Of F features and L labels.
        documents: [F], how many texts hold each feature.
    """
    best = np.zeros(linear.coefficients.shape[1], dtype=np.float32)
    least = np.full(len(best), np.inf)
    sizes = np.abs(linear.coefficients)
    for share in _LARGEST:
        scale = (np.maximum(np.quantile(sizes, share, axis=0), 1e-9) / _STEPS).astype(np.float32)
        error = documents @ np.square(_whole(linear, scale) * scale - linear.coefficients)
        best, least = np.where(error < least, scale, best), np.minimum(error, least)
    return _whole(linear, best).astype(np.int8), best


def _whole(linear: Linear, scale: Floats) -> npt.NDArray[np.float64]:
    return np.asarray(np.rint(np.clip(linear.coefficients / scale, -_STEPS, _STEPS)))


def assemble(settings: ModelSettings, counts: Counts, weigh: Weighing, linear: Linear) -> Model:
    """A model out of a linear model whose margins are logits."""
    weights, scale = quantize(linear, weigh.documents)
    return Model(
        settings,
        [counts.vocabulary[column] for column in weigh.columns],
        weights,
        scale,
        linear.intercept.astype(np.float32),
        weigh.documents.astype(np.int32),
    )
