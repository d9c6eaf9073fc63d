"""What speaks for and against a run of capitals being a person's name, and the one function that decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from boctach.extractors.person.chunk import Chunk

WEIGHTS: dict[str, int] = {
    # the words before
    "honorific": 6,
    "plural": 4,
    "degree": 4,
    "rank": 4,
    "trade": 4,
    "kin": 4,
    "role": 3,
    "state": 5,
    "crown": 5,
    "post": 4,
    "group": 2,
    "expert": 4,
    "owner": 1,
    "faith": 5,
    # the name's own shape
    "sure-family-long": 5,
    "sure-family": 3,
    "likely-family-long": 3,
    "likely-family": 1,
    "weak-family-long": 1,
    "weak-family": 0,
    "given-name": 1,
    "half-given-name": 1,
    "no-given-name": -2,
    "middle-name": 3,
    "stage-name": 5,
    "foreign-long": 1,
    "foreign-first-name": 3,
    "foreign-hyphen": 2,
    "foreign-surname": 4,
    "likely-foreign-surname": 2,
    "plain-long": 0,
    "no-family": -1,
    # the words after
    "office-after": 4,
    "speaks": 2,
    "age-after": 4,
    "described-after": 3,
    # the rest of the article
    "seen": 6,
    "coordinated": 5,
    "repeated": 4,
    "line-up": 6,
    # against
    "all-capitals": -3,
    "lone-word-of-institution": -4,
    "beside-institution": -3,
    "institution-word": -8,
    "place-inside": -3,
    "number-after": -4,
    "beside-street": -6,
    "thing-elsewhere": -6,
    "house-number": -6,
    "place-after": -6,
    "byline": -20,
}
"""Points per piece of evidence, by its name."""

THRESHOLD = 4
"""Points from which a reading is a person."""


INTRODUCING = frozenset(
    [
        "honorific",
        "plural",
        "degree",
        "rank",
        "trade",
        "kin",
        "role",
        "state",
        "crown",
        "post",
        "group",
        "expert",
        "faith",
        "owner",
        "line-up",
    ],
)
"""Evidence that the words before a name give."""

VOUCHING = INTRODUCING | {"speaks", "office-after", "age-after"}
"""Evidence from around a name, not from its shape."""


@dataclass(slots=True)
class Reading:
    """A run of words that may be a person's name.

    Attributes:
        start: First code point of the name in the clean text.
        end: One past its last.
        name: The name as written.
        words: Its words.
        chunk: What the run looks like.
        title: Span of the office written next to it.
        evidence: Names of evidence (keys of `WEIGHTS`), each with the words that it stands on; `add` puts them in.
        score: Sum of the evidence's points.
        joined: Whether it directly follows the reading before it in a coordination.
    """

    start: int
    end: int
    name: str
    words: tuple[str, ...]
    chunk: Chunk
    title: tuple[int, int] | None = None
    evidence: dict[str, str] = field(default_factory=dict)
    score: int = 0
    joined: bool = False

    def add(self, name: str, words: str) -> None:
        """Add a piece of evidence with the words that it stands on."""
        if name not in self.evidence:
            self.score += WEIGHTS[name]
        self.evidence[name] = words

    @property
    def accepted(self) -> bool:
        """Whether it is a person."""
        return self.score >= THRESHOLD

    def rule(self) -> str:
        """The strongest piece of evidence, which names the rule of the fact."""
        return max(self.evidence, key=lambda name: WEIGHTS[name])


def accepted(readings: Iterable[Reading]) -> list[Reading]:
    """The readings that are persons."""
    return [reading for reading in readings if reading.accepted]
