"""Clean text and the map back to the text as sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from boctach.spans import Span


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text with, for each of its code points, where it came from.

    Attributes:
        text: The clean text.
        starts: For each clean code point the source offset where what it stands for begins; None where clean and
            source offsets are the same throughout.
        ends: The same for where it ends.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def source_span(self, start: int, end: int) -> Span:
        """The source span of the clean span ``[start, end)``, which must not be empty."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])


def clean(source: str) -> CleanText:
    """Clean a text (placeholder: as it is)."""
    return CleanText(source)
