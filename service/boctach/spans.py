"""Half-open spans of code points, and the one place where overlapping readings are settled."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar


class Span(NamedTuple):
    """``[start, end)`` in code points."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


class Claimant(Protocol):
    """A reading of some words: it claims the spans that no other reading may explain differently."""

    @property
    def claims(self) -> Sequence[Span]:
        """Spans that no other reading may explain differently."""
        ...


C = TypeVar("C", bound=Claimant)


def settle(candidates: Iterable[C]) -> list[C]:
    """Keep each candidate none of whose claimed words an earlier one has claimed.

    The caller orders the candidates, the strongest reading first. A candidate without claims is always kept. Facts
    that merely nest (a share inside a partner list) both stay, since each claims only its own words.
    """
    taken: set[int] = set()
    kept: list[C] = []
    for candidate in candidates:
        words = [i for claim in candidate.claims for i in range(claim.start, claim.end)]
        if taken.isdisjoint(words):
            taken.update(words)
            kept.append(candidate)
    return kept
