"""Paragraphs of an article, each with its role."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boctach.spans import Span
from boctach.text import lines
from boctach.text.letters import UPPER
from boctach.text.lines import Line, Role

# After a credit: blanks, a stop, and what opens a sentence.
_AFTER_CREDIT = re.compile(rf"(?P<stop>\s?\.{{0,3}})\s{{1,3}}(?=[\"“‘(]?[{UPPER}\d])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph ``[start, end)`` of the clean text, without its line ends."""

    start: int
    end: int
    role: Role

    @property
    def holds_facts(self) -> bool:
        """Whether facts may be taken from it."""
        return self.role not in ("furniture", "byline")


def split_after_credits(text: str, found: Sequence[Line], picture_credits: Sequence[Span]) -> Iterator[Paragraph]:
    """The lines as paragraphs; wires run captions into the text, and there a paragraph ends with the credit.

    Args:
        text: The clean text.
        found: Its lines, their roles known.
        picture_credits: Spans of the credits in it, in order.
    """
    ends = deque(credit.end for credit in picture_credits)
    for line in found:
        role = line.role or "body"
        start = line.start
        while ends and ends[0] < line.end:
            end = ends.popleft()
            after = _AFTER_CREDIT.match(text, end, line.end) if role in ("lead", "body") and end > start else None
            if after:
                alone = start == line.start and end - start <= lines.LONGEST_CAPTION
                yield Paragraph(start, after.end("stop"), "caption" if alone else role)
                start = after.end()
        yield Paragraph(start, line.end, role)
