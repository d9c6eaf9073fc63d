"""What a model says of a text, as a model of the output. Offsets are code points into the text as sent."""

from typing import Literal

from pydantic import Field

from boctach.facts import Anchored, Record

Reason = Literal["uncertain", "too_short", "other_language"]


class TopicModel(Record):
    """Which model answered."""

    name: str
    version: str
    sha256: str = Field(description="Hash of all that decides: vocabulary, weights, labels and thresholds")


class Candidate(Record):
    """A label that may be right."""

    label: str
    score: float = Field(ge=0, le=1, description="Calibrated probability")
    code: str | None = Field(default=None, description="Nearest IPTC Media Topic")


class Place(Record):
    """Where something stands in the text as sent."""

    start: int = Field(ge=0)
    end: int


class Term(Record):
    """Words that spoke for the first label, with the places where they stand."""

    text: str = Field(description="The words as they first stand in the text")
    weight: float = Field(description="What they add to the label's evidence, in logits")
    places: tuple[Place, ...] = Field(description="The first places where they stand")


class Passage(Anchored):
    """A sentence that spoke for the first label."""

    weight: float = Field(description="What its words add to the label's evidence, in logits")


class Topic(Record):
    """The answer: a label with its score, or an abstention with the candidates."""

    model: TopicModel
    abstained: bool = Field(description="Whether the model rather says nothing; then there is no label")
    reason: Reason | None = Field(default=None, description="Why it abstained")
    label: str | None = Field(default=None, description="The label of the highest score")
    labels: tuple[str, ...] = Field(
        default=(), description="All labels that hold; more than one only where the model gives several"
    )
    score: float | None = Field(default=None, description="The label's calibrated probability")
    code: str | None = Field(default=None, description="The label's nearest IPTC Media Topic")
    candidates: tuple[Candidate, ...] = Field(
        default=(), description="The labels that come first, the likeliest first; none where nothing can be said"
    )
    scores: dict[str, float] = Field(default={}, description="Calibrated probability of every label, highest first")
    terms: tuple[Term, ...] = Field(default=(), description="The words that weighed most for the first label")
    passages: tuple[Passage, ...] = Field(default=(), description="The sentences that weighed most for it")
