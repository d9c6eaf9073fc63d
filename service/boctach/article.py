"""What a text says of itself as an article: the part of the answer beside the facts."""

from pydantic import Field

from boctach.document import Document
from boctach.facts import Record, unchecked
from boctach.text.lines import Role


class ArticleParagraph(Record):
    """A paragraph and its role. Facts are taken from all but furniture and bylines."""

    start: int = Field(ge=0, description="First code point in the text as sent")
    end: int = Field(description="One past the last code point")
    role: Role


class Article(Record):
    """What is known of the article: what the caller gave, else what the text says."""

    section: str | None = None
    title: str | None = None
    lead: str | None = None
    published_at: str | None = Field(default=None, description="ISO 8601 date, with the time where it is known")
    source: str | None = Field(default=None, description="Who published it")
    url: str | None = None
    place: str | None = Field(default=None, description="Where the report comes from")
    authors: tuple[str, ...] = ()
    paragraphs: tuple[ArticleParagraph, ...] = ()

    @classmethod
    def of(cls, document: Document) -> "Article":
        """The article of a document, its paragraphs in offsets of the text as sent."""
        structure = document.structure
        anchors = ((document.anchor(p.start, p.end), p.role) for p in structure.paragraphs)
        return _article(
            section=structure.section,
            title=structure.title,
            lead=structure.lead,
            published_at=structure.published_at,
            source=structure.source,
            url=structure.url,
            place=structure.place,
            authors=structure.authors,
            paragraphs=tuple(
                _paragraph(start=anchor["start"], end=anchor["end"], role=role) for anchor, role in anchors
            ),
        )


_article, _paragraph = unchecked(Article), unchecked(ArticleParagraph)
