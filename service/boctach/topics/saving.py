"""A model's folder: its arrays, the same model as scikit-learn's own in skops, its figures, its card."""

import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED

import numpy as np
import sklearn
import skops
import skops.io
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import LabelBinarizer

from boctach.topics import model as models
from boctach.topics.model import Model, ModelSettings
from boctach.topics.picture import confusion_svg

TRUSTED: Final = ["sklearn.linear_model._logistic.LogisticRegression"]
"""The types beside numbers, strings and arrays that a ``model.skops`` may hold."""

WITHOUT: Final = "_without_near_duplicates"
"""How the name of a measurement ends that leaves out texts with a near duplicate."""

SKOPS, METRICS, CARD, PICTURE = "model.skops", "metrics.json", "README.md", "confusion.svg"


def save(folder: Path, model: Model, metrics: Mapping[str, Any], about: str) -> ModelSettings:
    """Write a model's folder; it is made where it is missing, and its files are replaced.

    Args:
        folder: Its name is the model's.
        model: The model.
        metrics: What was measured, by what it was measured on; ``cross_validation`` comes first.
        about: What the card says in words: data, intended use, limits.

    Returns:
        The settings as written, with the hashes of the files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Unpacked, so that the same weights give the same bytes; a wheel is packed as a whole.
    np.savez(
        folder / models.WEIGHTS,
        weights=model.weights,
        scale=model.scale,
        intercept=model.intercept,
        documents=model.documents,
        keys=model.keys,
    )
    (folder / models.VOCABULARY).write_text("".join(f"{feature}\n" for feature in model.vocabulary), encoding="utf-8")
    settings = models.write_settings(folder, model.settings)
    skops.io.dump(as_sklearn(model), folder / SKOPS, compression=ZIP_DEFLATED, compresslevel=9)
    _write_json(folder / METRICS, metrics)
    first = next(iter(metrics.values()))
    matrix = first["confusion"]
    (folder / PICTURE).write_text(
        confusion_svg(matrix["labels"], matrix["matrix"], f"{settings.name}: cross-validation"), encoding="utf-8"
    )
    (folder / CARD).write_text(card(settings, metrics, about), encoding="utf-8")
    return settings


def as_sklearn(model: Model) -> LogisticRegression | OneVsRestClassifier:
    """The same model as scikit-learn's: it takes what `boctach.topics.training.Weighing` makes of counts."""
    labels = np.array(model.settings.labels)
    weights = model.coefficients
    if not model.settings.multilabel:
        return _regression(weights, model.intercept, labels)
    whole = OneVsRestClassifier(LogisticRegression())
    whole.estimators_ = [
        _regression(np.stack([-column / 2, column / 2], axis=1), np.array([-bias / 2, bias / 2]), np.array([0, 1]))
        for column, bias in zip(weights.T, model.intercept, strict=True)
    ]
    whole.label_binarizer_ = LabelBinarizer(sparse_output=True)
    whole.label_binarizer_.classes_ = labels
    whole.label_binarizer_.y_type_ = "multilabel-indicator"
    whole.label_binarizer_.sparse_input_ = False
    whole.n_features_in_ = len(weights)
    return whole


def _regression(weights: Any, intercept: Any, labels: Any) -> LogisticRegression:
    learner = LogisticRegression()
    learner.classes_ = labels
    learner.n_features_in_ = len(weights)
    if len(labels) == 2:  # scikit-learn keeps the difference alone
        learner.coef_ = np.ascontiguousarray((weights[:, 1] - weights[:, 0])[None, :].astype(np.float32))
        learner.intercept_ = np.array([intercept[1] - intercept[0]], dtype=np.float32)
    else:
        learner.coef_ = np.ascontiguousarray(weights.T)
        learner.intercept_ = intercept
    return learner


def load_sklearn(folder: Path) -> LogisticRegression | OneVsRestClassifier:
    """The scikit-learn model of a folder; nothing is loaded but the types that a model of boctach holds."""
    trusted = [name for name in skops.io.get_untrusted_types(file=folder / SKOPS) if name in TRUSTED]
    return skops.io.load(folder / SKOPS, trusted=trusted)


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def made_with() -> dict[str, str | int | float]:
    """The versions that train, for a model's settings."""
    return {
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
        "skops": skops.__version__,
        "numpy": np.__version__,
    }


def card(settings: ModelSettings, metrics: Mapping[str, Any], about: str) -> str:
    """A model card: the words about the model, and its figures."""
    lines = [f"# {settings.name}", "", about.strip(), "", "## Figures", ""]
    names = ["rows", "accuracy", "micro_f1", "macro_f1"]
    names += ["expected_calibration_error", "coverage", "accuracy_at_coverage"]
    lines += [f"| measured on | {' | '.join(name.replace('_', ' ') for name in names)} |", "|---" * 8 + "|"]
    lines += [
        f"| {measured.replace('_', ' ')} | {' | '.join(str(found[name]) for name in names)} |"
        for measured, found in metrics.items()
    ]
    for measured, found in [item for item in metrics.items() if not item[0].endswith(WITHOUT)][:2]:
        lines += ["", f"By label, {measured.replace('_', ' ')}:", ""]
        lines += ["| label | precision | recall | F1 | texts |", "|---|---|---|---|---|"]
        lines += [
            f"| {label} | {row['precision']} | {row['recall']} | {row['f1']} | {row['support']} |"
            for label, row in found["labels"].items()
            if row["support"] or row["predicted"]
        ]
    return "\n".join(lines) + _LEGEND.format(
        settings=settings,
        labels=len(settings.labels),
        sure="the first score" if settings.multilabel else "the first score's lead over the second",
    )


_LEGEND: Final = """

`accuracy` counts the first label of every text, abstained or not; the calibration error is of that label, in 15 bins
of equal width. Where {sure} is below {settings.abstain_below} the model abstains; `coverage` is the share of texts
where it does not.

![Confusion matrix](confusion.svg)

## Files

Version {settings.version}; {labels} labels; frequencies of words in {settings.documents} texts. `weights.npz` and
`vocabulary.txt` are what answers, `model.skops` is the same as scikit-learn's own model
(`boctach.topics.saving.load_sklearn`), `settings.json` says how it was trained, `metrics.json` has all figures.
"""
