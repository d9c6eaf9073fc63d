"""A model from samples: counted, cross-validated, calibrated, fitted, written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from boctach.errors import SampleError
from boctach.topics import duplicates, evaluation, figures, saving, training
from boctach.topics.calibration import calibrate
from boctach.topics.classifier import Rule, certainty, choose
from boctach.topics.directions import Background
from boctach.topics.model import FORMAT, Model, ModelSettings, without_accents
from boctach.topics.samples import Sample
from boctach.topics.table import Floats
from boctach.topics.training import Counts, Linear, Rows, TrainingSettings

Say = Callable[[str], None]
Truth = npt.NDArray[np.bool_]

_LEAST_TEXTS: Final = 20
_LEAST_OF_A_LABEL: Final = 5
_MANY_TEXTS: Final = 1000
_MOST_CHANGED: Final = 2000
CHANGES: Final[Mapping[str, Callable[[str], str]]] = {"without_accents": without_accents, "in_capitals": str.upper}
"""How texts are changed to see what a model then says of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a model is to be.

    Attributes:
        name: Its name.
        labels: Its labels, in order.
        multilabel: Whether a text may have several.
        training: How it is trained.
        about: What its card says in words.
        version: Its version.
        alone: Labels that hold only where no other does.
        most_labels: How many labels a text has at most.
        vietnamese: Whether texts in other languages are refused.
    """

    name: str
    labels: tuple[str, ...]
    multilabel: bool
    training: TrainingSettings
    about: str
    version: str = "1.0.0"
    alone: tuple[str, ...] = ()
    most_labels: int = 1
    vietnamese: bool = True


def train(
    rows: Sequence[Sample], name: str, folder: Path, say: Say, settings: TrainingSettings | None = None
) -> dict[str, Any]:
    """Train a model of one's own labels and write its folder.

    It has several labels a text where some row has. Its card says what was measured; the rest of the card is to be
    written by who knows the texts.

    Raises:
        SampleError: There are too few texts, labels, or texts of a label.
    """
    known = sorted({label for row in rows for label in row.labels})
    truth = np.array([[label in row.labels for label in known] for row in rows])
    _check_enough(known, truth)
    multilabel = bool((truth.sum(axis=1) > 1).any())
    settings = settings or TrainingSettings()
    folds = min(settings.folds, int(truth.sum(axis=0).min()))
    settings = replace(
        settings,
        strictness=10.0 if multilabel else 1.0,
        folds=max(2, folds),
        least_documents=training.LEAST_DOCUMENTS if len(rows) >= _MANY_TEXTS else 2,
    )
    about = (
        f"Trained by `boctach topics train` on {len(rows)} texts with {len(known)} labels. Say here where the texts"
        " come from, under which licence, what the model is for, and where it fails."
    )
    plan = Plan(name, tuple(known), multilabel, settings, about, most_labels=int(truth.sum(axis=1).max()))
    texts = [row.text for row in rows]
    say(f"{len(rows)} texts, {len(known)} labels; counting words")
    counts = training.count(texts, settings.features, settings.least_documents, steps(say, "counted"))
    pairs = near_duplicates(texts, say)
    return finish(plan, counts, truth, folder, say, pairs)


def _check_enough(known: Sequence[str], truth: Truth) -> None:
    remedy = f"give at least {_LEAST_TEXTS} texts, two labels, and {_LEAST_OF_A_LABEL} texts of each label"
    few = [label for label, times in zip(known, truth.sum(axis=0), strict=True) if times < _LEAST_OF_A_LABEL]
    if len(truth) < _LEAST_TEXTS or len(known) < 2:
        raise SampleError(f"{len(truth)} texts with {len(known)} labels are too few", field="data", remedy=remedy)
    if few:
        shown = ", ".join(few[:10])
        raise SampleError(f"labels with too few texts: {shown}", field="data", remedy=remedy)


def near_duplicates(texts: Sequence[str], say: Say) -> list[tuple[int, int]]:
    """Pairs of texts that are nearly the same; says how many."""
    pairs = duplicates.near_duplicates(texts)
    say(f"{len(pairs)} pairs of texts are the same or nearly so; cross-validation keeps each pair on one side")
    return pairs


def steps(say: Say, what: str) -> Callable[[int, int], None]:
    """Says every tenth of the way."""

    def told(done: int, of: int) -> None:
        if done == of or done % max(1, of // 10) == 0:
            say(f"{what} {done} of {of}")

    return told


def probabilities_of(logits: npt.NDArray[np.float64], *, multilabel: bool) -> npt.NDArray[np.float64]:
    """[N, L]: probabilities of logits."""
    if multilabel:
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -50, 50))))
    return np.asarray(np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)))


class Crossed(NamedTuple):
    """What is said of each text by what is known without it.

    Attributes:
        probabilities: [N, L].
        chosen: [N, L] of 0 and 1: the labels that hold.
        abstained: [N] of 0 and 1.
    """

    probabilities: npt.NDArray[np.float64]
    chosen: Truth
    abstained: Truth


def measure(plan: Plan, crossed: Crossed, truth: Truth, part: Truth) -> dict[str, Any]:
    """The figures of some texts, by what is known without them."""
    return figures.figures(
        figures.Predictions(
            plan.labels,
            truth[part],
            crossed.probabilities[part],
            crossed.chosen[part],
            crossed.abstained[part],
            plan.multilabel,
        )
    )


def abstain_below(plan: Plan, probabilities: npt.NDArray[np.float64]) -> float:
    """The certainty that as many texts reach as shall get an answer."""
    reached = certainty(probabilities, multilabel=plan.multilabel)
    return round(float(np.quantile(reached, 1 - plan.training.coverage)), 4)


@dataclass(frozen=True, slots=True)
class _Trainer:
    """Trains the same model of some or all of the texts."""

    plan: Plan
    counts: Counts
    truth: Truth
    weights: npt.NDArray[np.float64]
    fitter: training.Fitter
    given: training.Weighing | None

    def train(self, rows: Rows, margins: npt.NDArray[np.float64]) -> Model:
        """A model of some rows, calibrated by their margins in cross-validation."""
        plan, truth, weights = self.plan, self.truth[rows], self.weights[rows]
        weigh = self.given or training.weighing(self.counts, rows, self.truth, plan.training)
        linear = self.fitter(weigh.apply(self.counts.matrix[rows]), rows)
        slope, bias = calibrate(margins[rows], truth, multilabel=plan.multilabel, weights=weights)
        scores = probabilities_of(margins[rows] * slope + bias, multilabel=plan.multilabel)
        settings = _model_settings(
            plan,
            abstain_below(plan, scores[weights == weights.max()]),
            weigh,
        )
        logits = Linear(linear.coefficients * slope, linear.intercept * slope + bias)
        return training.assemble(settings, self.counts, weigh, logits)


def finish(
    plan: Plan,
    counts: Counts,
    allowed: Truth,
    folder: Path,
    say: Say,
    pairs: Sequence[tuple[int, int]],
    *,
    folds: Sequence[tuple[Rows, Rows]] | None = None,
    weights: npt.NDArray[np.float64] | None = None,
    parts: Mapping[str, Truth] | None = None,
    background: Background | None = None,
    texts: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Cross-validate, calibrate, fit on everything, write the folder.

    Args:
        plan: What the model is to be.
        counts: Of all texts.
        allowed: [N, L] of 0 and 1: the labels of each text; in a model of one label a text, the labels that it may
            have, where all that is known is that it has one of several.
        folder: Where the model goes.
        say: Told of the progress.
        pairs: Near duplicates.
        folds: Of the cross-validation, by default random ones.
        weights: [N], what each text counts in training and calibration.
        parts: Named parts of the texts, [N] of 0 and 1, that are measured one by one.
        background: What unlabelled texts say of the features.
        texts: The texts; where they are given, those of the first fold are also measured without accents and in
            capitals, by a model of the others.

    Returns:
        The figures, by what they were measured on.
    """
    settings = plan.training
    weights = np.ones(len(allowed)) if weights is None else weights
    if folds is None:
        folds = training.folds_of(allowed, duplicates.groups(len(allowed), pairs), settings)
    say(f"cross-validation in {len(folds)} folds")
    fitter = partial(_fit, plan, allowed, weights, background.directions if background else None)
    given = background.weigh if background else None
    margins = training.cross_validate(counts, allowed, folds, settings, fitter, steps(say, "fold"), given)
    truth = allowed if plan.multilabel else settle(margins, allowed)
    crossed = _across_folds(plan, margins, truth, folds, weights)
    alone = np.ones(len(truth), dtype=bool)
    alone[[member for pair in pairs for member in pair]] = False
    parts = parts or {"cross_validation": np.ones(len(truth), dtype=bool)}
    metrics = {}
    for name, part in parts.items():
        metrics[name] = measure(plan, crossed, truth, part)
        metrics[name + saving.WITHOUT] = measure(plan, crossed, truth, part & alone)
    trainer = _Trainer(plan, counts, truth, weights, fitter, given)
    if texts is not None:
        name, part = next(iter(parts.items()))
        train, test = folds[0]
        say("measuring texts without accents and in capitals")
        model = trainer.train(train, margins)
        rows = test[part[test]]
        rows = rows[:: -(-len(rows) // _MOST_CHANGED)].tolist()
        for way, change in CHANGES.items():
            samples = [
                Sample(change(texts[row]), tuple(plan.labels[label] for label in np.flatnonzero(truth[row])))
                for row in rows
            ]
            metrics[f"{name}_{way}"] = evaluation.evaluate(model, samples)
    say("fitting the whole")
    saving.save(folder, trainer.train(np.arange(len(allowed)), margins), metrics, plan.about)
    return metrics


def settle(margins: npt.NDArray[np.float64], allowed: Truth) -> Truth:
    """One label for each text: of those that it may have, the one of the highest margin."""
    best = np.where(allowed, margins, -np.inf).argmax(axis=1)
    return np.asarray(best[:, None] == np.arange(allowed.shape[1]))


def _fit(
    plan: Plan,
    allowed: Truth,
    weights: npt.NDArray[np.float64],
    directions: Floats | None,
    matrix: sparse.csr_matrix,
    rows: Rows,
) -> Linear:
    """Fit to rows, some of which may only be known to have one of several labels.

    A model of the rows that are known tells which of its labels such a row has; then all are learnt from.
    """
    known = allowed[rows]
    if not plan.multilabel:
        unsure = known.sum(axis=1) > 1
        if unsure.any():
            open_labels = known[unsure].any(axis=0)
            sure = ~unsure & known[:, open_labels].any(axis=1)
            first = training.fit(matrix[sure], known[sure], plan.training, weights[rows][sure])
            known = known.copy()
            known[unsure] = settle(first.margins(matrix[unsure]), known[unsure])
    return training.fit(matrix, known, plan.training, weights[rows], directions)


def _across_folds(
    plan: Plan,
    margins: npt.NDArray[np.float64],
    truth: Truth,
    folds: Sequence[tuple[Rows, Rows]],
    weights: npt.NDArray[np.float64],
) -> Crossed:
    """What is said of every text by what the other folds say."""
    rule = _rule(plan)
    crossed = Crossed(np.zeros(margins.shape), np.zeros(margins.shape, dtype=bool), np.zeros(len(margins), dtype=bool))
    for others, these in folds:
        slope, bias = calibrate(margins[others], truth[others], multilabel=plan.multilabel, weights=weights[others])
        scores = probabilities_of(margins * slope + bias, multilabel=plan.multilabel)
        below = abstain_below(plan, scores[others[weights[others] == weights.max()]])
        crossed.probabilities[these] = scores[these]
        crossed.abstained[these] = certainty(scores[these], multilabel=plan.multilabel) < below
        for row in these:
            crossed.chosen[row, choose(rule, scores[row].astype(np.float32))] = True
    return crossed


def _rule(plan: Plan) -> Rule:
    """How labels are chosen."""
    return Rule(plan.labels, plan.multilabel, (0.0,) * len(plan.labels), plan.alone, plan.most_labels)


def _model_settings(plan: Plan, below: float, weigh: training.Weighing) -> ModelSettings:
    settings = plan.training
    body, edges, cues = weigh.blocks
    return ModelSettings(
        format=FORMAT,
        name=plan.name,
        version=plan.version,
        multilabel=plan.multilabel,
        labels=plan.labels,
        thresholds=_rule(plan).thresholds,
        abstain_below=below,
        alone=plan.alone,
        most_labels=plan.most_labels,
        documents=weigh.total,
        blocks=(body, edges, cues),
        lengths=settings.lengths,
        features=settings.features,
        vietnamese=plan.vietnamese,
        training={
            "strictness": settings.strictness,
            "contrast": settings.contrast,
            "most_features": settings.most_features,
            "least_documents": settings.least_documents,
            "folds": settings.folds,
            "coverage": settings.coverage,
            "seed": settings.seed,
            **saving.made_with(),
        },
    )
