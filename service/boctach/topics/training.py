"""Samples in, a model's folder out. The only importer of scikit-learn and skops.

Words are counted as `boctach.topics.features` reads them, weighed by TF-IDF, and given to linear models. What is said
of a model comes from cross-validation: every text is scored by a model that has not seen it, nor a near duplicate of
it, and those scores calibrate the probabilities and choose the thresholds.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse
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


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a model is trained.

    Attributes:
        features: What it looks at.
        lengths: The length that the vectors of body, edges and cues are scaled to.
        most_features: Only so many are kept, those that tell the labels best apart (chi square).
        least_documents: Features of fewer training texts are left out.
        strictness: The C of scikit-learn's linear models: the higher, the closer to the training texts.
        folds: Of the cross-validation.
        coverage: The share of texts that shall get an answer; the threshold of abstention follows from it.
        seed: Of everything random.
    """

    features: FeatureSettings = field(default_factory=FeatureSettings)
    lengths: tuple[float, float, float] = (1.0, 0.4, 0.5)
    most_features: int = 100_000
    least_documents: int = LEAST_DOCUMENTS
    strictness: float = 1.0
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


def weighing(counts: Counts, rows: Rows, truth: npt.NDArray[Any], settings: TrainingSettings) -> Weighing:
    """The features that tell the labels of some rows best apart, with their frequencies there.

    Args:
        counts: Of all texts.
        rows: The texts that may be looked at.
        truth: [N, L] of 0 and 1, of all texts.
        settings: How many features are kept, and of how many texts at least.
    """
    matrix = counts.matrix[rows]
    documents = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = np.flatnonzero(documents >= settings.least_documents)
    if len(kept) > settings.most_features:
        weight = np.nan_to_num(_chi2(matrix[:, kept], truth[rows], documents[kept]))
        kept = np.sort(kept[np.argsort(-weight, kind="stable")[: settings.most_features]])
    ends = np.searchsorted(kept, np.cumsum(counts.blocks))
    blocks = tuple(int(size) for size in np.diff(ends, prepend=0))
    return Weighing(kept, documents[kept], len(rows), blocks, settings.lengths)


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
) -> Linear:
    """A linear model for each label against the others.

    One label a text: support vectors, which tell labels best apart. Several: logistic regression with balanced
    classes, since most labels are rare.
    """
    columns = []
    single = bool((truth.sum(axis=1) == 1).all())
    for column in truth.T.astype(bool):
        if not column.any() or column.all():
            columns.append((np.zeros(matrix.shape[1]), 1.0 if column.any() else -1.0))
            continue
        learner = (
            LinearSVC(C=settings.strictness, random_state=settings.seed)
            if single
            else LogisticRegression(
                C=settings.strictness, class_weight="balanced", solver="liblinear", random_state=settings.seed
            )
        )
        learner.fit(matrix, column, sample_weight=weights)
        columns.append((learner.coef_[0], float(learner.intercept_[0])))
    return Linear(np.array([row for row, _ in columns]).T, np.array([bias for _, bias in columns]))


Fitter = Callable[[sparse.csr_matrix, Rows], Linear]
"""Fits a model to weighed rows; told which rows of all these are."""


def cross_validate(
    counts: Counts,
    truth: npt.NDArray[Any],
    folds: Sequence[tuple[Rows, Rows]],
    settings: TrainingSettings,
    fitter: Fitter | None = None,
    progress: Progress | None = None,
) -> npt.NDArray[np.float64]:
    """[N, L]: margins of every text, by a model that has not seen it."""
    margins = np.full(truth.shape, np.nan)
    for number, (train, test) in enumerate(folds, start=1):
        weigh = weighing(counts, train, truth, settings)
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


class Calibration(NamedTuple):
    """How margins become logits of probabilities: ``margins * slope + bias``.

    Attributes:
        slope: [L]; the same for all labels where a text has one.
        bias: [L].
    """

    slope: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]


def calibrate(
    margins: npt.NDArray[np.float64],
    truth: npt.NDArray[Any],
    *,
    multilabel: bool,
    weights: npt.NDArray[np.float64] | None = None,
) -> Calibration:
    """Fit probabilities to margins of texts that the models had not seen."""
    if multilabel:
        pairs = [_calibrate_label(column, known) for column, known in zip(margins.T, truth.T, strict=True)]
        return Calibration(np.array([slope for slope, _ in pairs]), np.array([bias for _, bias in pairs]))
    weights = np.ones(len(margins)) if weights is None else weights
    known = truth.astype(bool)

    def loss(parameters: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        logits = margins * np.exp(parameters[0]) + parameters[1:]
        logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        slope = (np.exp(logs) - known) * weights[:, None] / weights.sum()
        gradient = np.concatenate([[(slope * margins).sum() * np.exp(parameters[0])], slope.sum(axis=0)])
        shrink = 1e-4 * parameters[1:]
        gradient[1:] += shrink
        value = -(logs[known] * weights).sum() / weights.sum() + 0.5 * (shrink * parameters[1:]).sum()
        return float(value), gradient

    found = optimize.minimize(loss, np.zeros(margins.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return Calibration(np.full(margins.shape[1], np.exp(found[0])), found[1:])


def _calibrate_label(margins: npt.NDArray[np.float64], known: npt.NDArray[Any]) -> tuple[float, float]:
    if not known.any() or known.all():
        return 1.0, 0.0
    learner = LogisticRegression(C=1.0).fit(margins[:, None], known.astype(int))
    return max(float(learner.coef_[0, 0]), 0.05), float(learner.intercept_[0])


def best_thresholds(probabilities: Floats, truth: npt.NDArray[Any]) -> tuple[float, ...]:
    """Of each label the score from which it holds, with the best F1; drawn towards 0.4 where examples are few."""
    grid = np.linspace(0.15, 0.7, 56)
    found = []
    for scores, known in zip(probabilities.T, truth.T.astype(bool), strict=True):
        f1 = [2 * (known & (scores >= t)).sum() / max(1, known.sum() + (scores >= t).sum()) for t in grid]
        near = [grid[number] for number, value in enumerate(f1) if value >= max(f1) - 0.005]
        weight = known.sum() / (known.sum() + 15)
        found.append(round(float(weight * np.median(near) + (1 - weight) * 0.4), 3))
    return tuple(found)


def quantize(linear: Linear) -> tuple[npt.NDArray[np.int8], Floats]:
    """Weights as whole numbers of one byte, and what one is worth for each label.

    The few weights beyond 99.99% of a label's are cut to that size, so that the many small ones keep their differences.
    """
    size = np.maximum(np.quantile(np.abs(linear.coefficients), 0.9999, axis=0), 1e-9)
    scale = (size / 127).astype(np.float32)
    whole = np.rint(np.clip(linear.coefficients / scale, -127, 127))
    return whole.astype(np.int8), scale


def assemble(settings: ModelSettings, counts: Counts, weigh: Weighing, linear: Linear) -> Model:
    """A model out of a linear model whose margins are logits."""
    weights, scale = quantize(linear)
    return Model(
        settings,
        [counts.vocabulary[column] for column in weigh.columns],
        weights,
        scale,
        linear.intercept.astype(np.float32),
        weigh.documents.astype(np.int32),
    )
