"""Article structure from plain text: paragraphs and their roles, title, lead, date, source, place, authors."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["title", "lead", "heading", "body", "caption", "byline", "furniture"]


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of the article; it wins over what the text says."""

    title: str | None = None
    url: str | None = None
    published_at: str | None = None
    source: str | None = None


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


@dataclass(frozen=True, slots=True)
class Structure:
    """What a text says of itself."""

    paragraphs: tuple[Paragraph, ...]
    section: str | None = None
    title: str | None = None
    lead: str | None = None
    published_at: str | None = None
    source: str | None = None
    url: str | None = None
    place: str | None = None
    authors: tuple[str, ...] = ()


def read(text: str, given: Given) -> Structure:
    """Read the structure (placeholder: every non-blank line is body)."""
    paragraphs = []
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            begin = start + line.index(stripped)
            paragraphs.append(Paragraph(begin, begin + len(stripped), "body"))
        start += len(line)
    return Structure(tuple(paragraphs), title=given.title, source=given.source, url=given.url)
