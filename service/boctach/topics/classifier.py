"""A document and a model in, an answer with its reasons out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from boctach.document import Anchor, Document
from boctach.facts import unchecked
from boctach.topics import choice, features, labels, language
from boctach.topics.answer import Candidate, Passage, Place, Reason, Term, Topic
from boctach.topics.features import Grams
from boctach.topics.model import Model, ModelSettings, Scored
from boctach.topics.table import Floats, Indices

_topic, _candidate, _term = unchecked(Topic), unchecked(Candidate), unchecked(Term)
_place, _passage = unchecked(Place), unchecked(Passage)

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
        sure = certainty(self.scored.probabilities, multilabel=settings.multilabel)
        return self.reason is not None or float(sure) < settings.abstain_below


def read(document: Document, model: Model) -> Reading:
    """Score a document, whether or not it is fit to be scored."""
    settings = model.settings
    grams = features.read(document, settings.features)
    written = language.of(grams.syllables.keys) if settings.vietnamese else "vietnamese"
    scored = model.score(grams, plain=written == "without_accents")
    reason: Reason | None = None
    if written == "other" and len(grams.syllables) >= _LEAST_FEATURES:
        reason = "other_language"
    elif written == "other" or scored.known < _LEAST_FEATURES:
        reason = "too_short"
    return Reading(grams, scored, reason)


def classify(document: Document, model: Model) -> Topic:
    """What a model says of a document.

    Nothing is segmented or tagged for it.
    """
    reading = read(document, model)
    if reading.reason is not None:
        return Topic(model=model.said, abstained=True, reason=reading.reason)
    return _answer(document, model, reading)


def certainty(probabilities: npt.NDArray[Any], *, multilabel: bool) -> npt.NDArray[Any]:
    """How sure the first label is: its score, or where one label is given, its lead over the second.

    Args:
        probabilities: [..., L].
        multilabel: Whether a text may have several labels.
    """
    if multilabel:
        return np.asarray(probabilities.max(axis=-1))
    highest = np.partition(probabilities, -2, axis=-1)
    return np.asarray(highest[..., -1] - highest[..., -2])


class Rule(NamedTuple):
    """How labels are chosen; the same fields of `ModelSettings` say what they are."""

    labels: tuple[str, ...]
    multilabel: bool
    thresholds: tuple[float, ...]
    alone: tuple[str, ...]
    most_labels: int


def choose(settings: ModelSettings | Rule, probabilities: Floats) -> list[int]:
    """The labels that hold, the likeliest first: always one, more only where the model gives several.

    Where it does, those that reach their thresholds may hold, and as many do as `boctach.topics.choice` says.
    """
    order = [int(label) for label in np.argsort(-probabilities, kind="stable")]
    if not settings.multilabel:
        return order[:1]
    alone = {settings.labels.index(label) for label in settings.alone}
    if order[0] in alone:
        return order[:1]
    held = [label for label in order if label not in alone and probabilities[label] >= settings.thresholds[label]]
    size = choice.best_size([float(probabilities[label]) for label in held], settings.most_labels)
    return held[:size] or order[:1]


def _answer(document: Document, model: Model, reading: Reading) -> Topic:
    settings = model.settings
    grams, scored = reading.grams, reading.scored
    order = np.argsort(-scored.probabilities, kind="stable").tolist()
    probabilities = scored.probabilities.tolist()
    scores = {settings.labels[label]: round(probabilities[label], 4) for label in order}
    first = settings.labels[order[0]]
    abstained = reading.abstains(settings)
    evidence = scored.evidence(order[0])
    return _topic(
        model=model.said,
        abstained=abstained,
        reason="uncertain" if abstained else None,
        label=None if abstained else first,
        labels=() if abstained else tuple([settings.labels[label] for label in choose(settings, scored.probabilities)]),
        score=None if abstained else scores[first],
        code=None if abstained else labels.code(settings.name, first),
        candidates=tuple(
            [
                _candidate(label=label, score=score, code=labels.code(settings.name, label))
                for label, score in islice(scores.items(), _MOST_CANDIDATES)
            ]
        ),
        scores=scores,
        terms=_terms(document, grams, scored, evidence),
        passages=_passages(document, grams, scored, evidence),
    )


def _terms(document: Document, grams: Grams, scored: Scored, evidence: Floats) -> tuple[Term, ...]:
    best = _highest(evidence, _MOST_TERMS)
    counts, ends = scored.counts[best], scored.counts.cumsum()[best]
    shown = np.minimum(counts, _MOST_PLACES).tolist()
    firsts = [scored.occurrences[start : start + size] for start, size in zip(ends - counts, shown, strict=True)]
    spans = iter(grams.places(np.concatenate([*firsts, np.empty(0, dtype=np.intp)])))
    terms = []
    for weight, size in zip(evidence[best].tolist(), shown, strict=True):
        placed = [document.cleaned.source_span(*span) for span in islice(spans, size)]
        terms.append(
            _term(
                text=document.source[placed[0].start : placed[0].end],
                weight=round(weight, 4),
                places=tuple([_place(start=start, end=end) for start, end in placed]),
            )
        )
    return tuple(terms)


def _passages(document: Document, grams: Grams, scored: Scored, evidence: Floats) -> tuple[Passage, ...]:
    each = (evidence / scored.counts).repeat(scored.counts)
    total = np.bincount(grams.passages()[scored.occurrences], each)
    return tuple(
        [
            _passage(**_trimmed(document, grams.spans, number), weight=round(float(total[number]), 4))
            for number in _highest(total, _MOST_PASSAGES).tolist()
        ]
    )


def _highest(values: npt.NDArray[Any], most: int) -> Indices:
    """The places of the highest values over 0, the highest first; of values as high as each other the first."""
    least = np.partition(values, -most)[-most] if len(values) > most else 0
    places = ((values >= least) & (values > 0)).nonzero()[0]
    return places[(-values[places]).argsort(kind="stable")][:most]


def _trimmed(document: Document, spans: Sequence[tuple[int, int]], number: int) -> Anchor:
    start, end = spans[number]
    words = document.text[start:end]
    start += len(words) - len(words.lstrip())
    return document.anchor(start, start + len(words.strip()))
