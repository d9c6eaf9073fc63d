"""A model over labelled texts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from boctach.document import Document
from boctach.errors import SampleError
from boctach.topics import classifier, figures, labels
from boctach.topics.figures import Predictions
from boctach.topics.model import Model
from boctach.topics.samples import Sample

Progress = Callable[[int, int], None]
"""Told after each text: how many are done, of how many."""


def evaluate(model: Model, samples: Sequence[Sample], progress: Progress | None = None) -> dict[str, Any]:
    """The figures of a model over samples; see `boctach.topics.figures`.

    Labels may be written as the model has them, or, for the sections, as the collections that they were learnt from.

    Raises:
        SampleError: A row has a label that the model does not know, or several where the model gives one.
    """
    allowed = [_allowed(model, sample, number) for number, sample in enumerate(samples, start=1)]
    readings = list(probabilities(model, (sample.text for sample in samples), len(samples), progress))
    scores = np.array([reading for reading, _ in readings])
    truth = np.zeros(scores.shape, dtype=bool)
    chosen = np.zeros(scores.shape, dtype=bool)
    for row, groups in enumerate(allowed):
        for group in groups:
            truth[row, max(group, key=lambda label: scores[row, label])] = True
        chosen[row, classifier.choose(model.settings, scores[row])] = True
    predictions = Predictions(
        labels=model.settings.labels,
        truth=truth,
        probabilities=scores,
        chosen=chosen,
        abstained=np.array([abstained for _, abstained in readings]),
        multilabel=model.settings.multilabel,
    )
    return {
        "model": model.settings.name,
        "version": model.settings.version,
        "sha256": model.settings.sha256,
        **figures.figures(predictions),
    }


def probabilities(
    model: Model, texts: Iterable[str], total: int, progress: Progress | None = None
) -> Iterator[tuple[list[float], bool]]:
    """Of each text the probability of every label, and whether the model abstains."""
    for number, text in enumerate(texts, start=1):
        reading = classifier.read(Document(text), model)
        yield reading.scored.probabilities.tolist(), reading.abstains(model.settings)
        if progress is not None:
            progress(number, total)


def _allowed(model: Model, sample: Sample, number: int) -> list[list[int]]:
    """For each label of a row, the model's labels that it may mean."""
    known = {label: index for index, label in enumerate(model.settings.labels)}
    groups = []
    for label in sample.labels:
        meant = (label,) if label in known else labels.meanings().get(label, ())
        if not meant or not set(meant) <= set(known):
            raise SampleError(
                f"row {number}: the model does not know the label {label[:60]!r}",
                field="data",
                remedy=f"use some of: {', '.join(model.settings.labels)}",
            )
        groups.append([known[name] for name in meant])
    if len(groups) > 1 and not model.settings.multilabel:
        raise SampleError(
            f"row {number}: several labels, and the model gives one", field="data", remedy="give one label a row"
        )
    return groups
