"""A document and a model in, an answer with its reasons out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from boctach.document import Document
from boctach.topics import features, labels, language
from boctach.topics.answer import Candidate, Passage, Place, Reason, Term, Topic, TopicModel
from boctach.topics.features import Grams
from boctach.topics.model import Floats, Model, ModelSettings, Scored

_LEAST_FEATURES: Final = 10  # different ones that the model knows; five or six words
_MOST_TERMS: Final = 10
_MOST_PLACES: Final = 3
_MOST_PASSAGES: Final = 3
_MOST_CANDIDATES: Final = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a model reads it.

    Attributes:
        grams: Its features.
        scored: What the model says of them.
        reason: Why nothing can be said, where nothing can.
    """

    grams: Grams
    scored: Scored
    reason: Reason | None

    def abstains(self, settings: ModelSettings) -> bool:
        """Whether the model rather says nothing."""
        return self.reason is not None or float(self.scored.probabilities.max()) < settings.abstain_below


def read(document: Document, model: Model) -> Reading:
    """Score a document, whether or not it is fit to be scored."""
    settings = model.settings
    written = language.of(document.text) if settings.vietnamese else "vietnamese"
    grams = features.read(document, settings.features)
    scored = model.score(grams, plain=written == "without_accents")
    reason: Reason | None = None
    if written == "other" and len(document.text.split()) >= _LEAST_FEATURES:
        reason = "other_language"
    elif written == "other" or scored.known < _LEAST_FEATURES:
        reason = "too_short"
    return Reading(grams, scored, reason)


def classify(document: Document, model: Model) -> Topic:
    """What a model says of a document.

    Words are taken where the document has them already; nothing is tagged for it.
    """
    settings = model.settings
    said = TopicModel(name=settings.name, version=settings.version, sha256=settings.sha256)
    reading = read(document, model)
    if reading.reason is not None:
        return Topic(model=said, abstained=True, reason=reading.reason)
    return _answer(document, settings, said, reading)


class Rule(NamedTuple):
    """How labels are chosen; the same fields of `ModelSettings` say what they are."""

    labels: tuple[str, ...]
    multilabel: bool
    thresholds: tuple[float, ...]
    alone: tuple[str, ...]
    most_labels: int


def choose(settings: ModelSettings | Rule, probabilities: Floats) -> list[int]:
    """The labels that hold, the likeliest first: always one, more only where the model gives several."""
    order = [int(label) for label in np.argsort(-probabilities, kind="stable")]
    if not settings.multilabel:
        return order[:1]
    alone = {settings.labels.index(label) for label in settings.alone}
    if order[0] in alone:
        return order[:1]
    held = [label for label in order if label not in alone and probabilities[label] >= settings.thresholds[label]]
    return held[: settings.most_labels] or order[:1]


def _answer(document: Document, settings: ModelSettings, said: TopicModel, reading: Reading) -> Topic:
    grams, scored = reading.grams, reading.scored
    order = np.argsort(-scored.probabilities, kind="stable")
    scores = {settings.labels[label]: round(float(scored.probabilities[label]), 4) for label in order}
    chosen = [settings.labels[label] for label in choose(settings, scored.probabilities)]
    first = settings.labels[order[0]]
    abstained = reading.abstains(settings)
    candidates = tuple(
        Candidate(label=label, score=score, code=labels.code(settings.name, label))
        for label, score in list(scores.items())[:_MOST_CANDIDATES]
    )
    evidence = scored.evidence[:, order[0]]
    return Topic(
        model=said,
        abstained=abstained,
        reason="uncertain" if abstained else None,
        label=None if abstained else first,
        labels=() if abstained else tuple(chosen),
        score=None if abstained else scores[first],
        code=None if abstained else labels.code(settings.name, first),
        candidates=candidates,
        scores=scores,
        terms=_terms(document, grams, scored, evidence),
        passages=_passages(document, grams, scored, evidence),
    )


def _terms(document: Document, grams: Grams, scored: Scored, evidence: Floats) -> tuple[Term, ...]:
    total = np.bincount(scored.terms, evidence) if len(evidence) else np.zeros(0)
    terms = []
    for term in np.argsort(-total, kind="stable")[:_MOST_TERMS]:
        if total[term] <= 0:
            break
        found = scored.occurrences[scored.terms == term][:_MOST_PLACES]
        anchors = [document.anchor(grams.starts[number], grams.ends[number]) for number in found]
        terms.append(
            Term(
                text=anchors[0]["mention"],
                weight=round(float(total[term]), 4),
                places=tuple(Place(start=anchor["start"], end=anchor["end"]) for anchor in anchors),
            )
        )
    return tuple(terms)


def _passages(document: Document, grams: Grams, scored: Scored, evidence: Floats) -> tuple[Passage, ...]:
    numbers = np.array(grams.passages, dtype=np.int64)[scored.occurrences]
    total = np.bincount(numbers, evidence) if len(evidence) else np.zeros(0)
    return tuple(
        Passage(**_trimmed(document, grams.spans, int(number)), weight=round(float(total[number]), 4))
        for number in np.argsort(-total, kind="stable")[:_MOST_PASSAGES]
        if total[number] > 0
    )


def _trimmed(document: Document, spans: Sequence[tuple[int, int]], number: int) -> dict[str, int | str]:
    start, end = spans[number]
    words = document.text[start:end]
    start += len(words) - len(words.lstrip())
    return dict(document.anchor(start, start + len(words.strip())))  # type: ignore[arg-type]
