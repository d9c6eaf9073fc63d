"""Probabilities from margins of texts that the models had not seen."""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import optimize
from sklearn.linear_model import LogisticRegression

_SHRINK: Final = 1e-4  # keeps a bias within bounds


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
    """Fit probabilities to margins of texts that the models had not seen.

    Where a text has one label, by a slope alone: a bias for each label as well loses half a point of accuracy. But
    labels of texts that count little have one, since they are rarer than the texts tell.

    Args:
        margins: [N, L].
        truth: [N, L] of 0 and 1.
        multilabel: Whether a text may have several labels.
        weights: [N], what each text counts where it has one label.
    """
    if multilabel:
        pairs = [_calibrate_label(column, known) for column, known in zip(margins.T, truth.T, strict=True)]
        return Calibration(np.array([slope for slope, _ in pairs]), np.array([bias for _, bias in pairs]))
    weights = np.ones(len(margins)) if weights is None else weights
    known = truth.astype(bool)

    biased = np.flatnonzero(~known[weights == weights.max()].any(axis=0))

    def loss(parameters: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scaled = margins * np.exp(parameters[0])
        scaled[:, biased] += parameters[1:]
        logs = scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True)
        slope = (np.exp(logs) - known) * weights[:, None] / weights.sum()
        gradient = np.append((slope * margins).sum() * np.exp(parameters[0]), slope[:, biased].sum(axis=0))
        gradient[1:] += _SHRINK * parameters[1:]
        value = -(logs[known] @ weights) / weights.sum() + 0.5 * _SHRINK * (parameters[1:] ** 2).sum()
        return float(value), gradient

    found = optimize.minimize(loss, np.zeros(1 + len(biased)), jac=True, method="L-BFGS-B").x
    bias = np.zeros(margins.shape[1])
    bias[biased] = found[1:]
    return Calibration(np.full(margins.shape[1], np.exp(found[0])), bias)


def _calibrate_label(margins: npt.NDArray[np.float64], known: npt.NDArray[Any]) -> tuple[float, float]:
    if not known.any() or known.all():
        return 1.0, 0.0
    learner = LogisticRegression(C=1.0).fit(margins[:, None], known.astype(int))
    return max(float(learner.coef_[0, 0]), 0.05), float(learner.intercept_[0])
