"""Figures of predictions: accuracy, F1, calibration, coverage, confusion. Plain numpy."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

_BINS: Final = 15

Floats = npt.NDArray[np.floating[Any]]


class Predictions(NamedTuple):
    """What a model says of N texts, and what is true.

    Attributes:
        labels: The model's labels.
        truth: [N, L] of 0 and 1: the labels that hold; where a text's label says only that it is one of several, the
            one of them that the model finds likeliest.
        probabilities: [N, L].
        chosen: [N, L] of 0 and 1: the labels that the model gives, abstained or not.
        abstained: [N].
        multilabel: Whether a text may have several labels.
    """

    labels: Sequence[str]
    truth: npt.NDArray[np.bool_]
    probabilities: Floats
    chosen: npt.NDArray[np.bool_]
    abstained: npt.NDArray[np.bool_]
    multilabel: bool


def figures(predictions: Predictions) -> dict[str, Any]:
    """All figures, as `boctach topics evaluate` prints them; numbers are rounded to 4 places.

    ``accuracy`` counts the label of the highest score in every row, abstained or not; it is right where it is one of
    the row's labels. ``expected_calibration_error`` is of that label, in 15 bins of equal width. ``coverage`` is the
    share of rows where the model does not abstain, ``accuracy_at_coverage`` the accuracy in those.
    """
    truth, chosen = predictions.truth, predictions.chosen
    rows = np.arange(len(truth))
    top = predictions.probabilities.argmax(axis=1)
    right = truth[rows, top]
    given = ~predictions.abstained
    per_label = [_label_figures(truth[:, number], chosen[:, number]) for number in range(len(predictions.labels))]
    measured = [row for row in per_label if row["support"] or row["predicted"]]
    together = _label_figures(truth.ravel(), chosen.ravel())
    confidence = predictions.probabilities[rows, top]
    return {
        "rows": len(truth),
        "accuracy": _mean(right),
        "micro_f1": together["f1"],
        "macro_f1": round(sum(row["f1"] for row in measured) / len(measured), 4) if measured else 0.0,
        "expected_calibration_error": calibration_error(confidence, right),
        "coverage": _mean(given),
        "accuracy_at_coverage": _mean(right[given]),
        "labels": dict(zip(predictions.labels, per_label, strict=True)),
        "confusion": {
            "labels": list(predictions.labels),
            "rows_are": "true labels" + (" (a text counts in each of its labels)" if predictions.multilabel else ""),
            "columns_are": "labels of the highest score",
            "matrix": confusion(truth, top).tolist(),
        },
    }


def calibration_error(confidence: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error: how far confidence lies from accuracy, weighed over 15 bins of equal width."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    error = sum(
        abs(float(right[inside].mean()) - float(confidence[inside].mean())) * int(inside.sum())
        for inside in (bins == number for number in range(_BINS))
        if inside.any()
    )
    return round(error / len(right), 4) if len(right) else 0.0


def confusion(truth: npt.NDArray[np.bool_], top: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
    """[L, L]: how often a text of the row's label is first given the column's."""
    matrix = np.zeros((truth.shape[1], truth.shape[1]), dtype=np.int64)
    for row, column in zip(truth, top, strict=True):
        matrix[row, column] += 1
    return matrix


def _label_figures(truth: npt.NDArray[np.bool_], chosen: npt.NDArray[np.bool_]) -> dict[str, Any]:
    both, support, predicted = int((truth & chosen).sum()), int(truth.sum()), int(chosen.sum())
    return {
        "precision": _ratio(both, predicted),
        "recall": _ratio(both, support),
        "f1": _ratio(2 * both, support + predicted),
        "support": support,
        "predicted": predicted,
    }


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _mean(values: npt.NDArray[np.bool_]) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0
