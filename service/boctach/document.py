"""A text and every layer read from it, each computed at first use and once.

All spans inside boctach are into ``Document.text``, the clean text. Only `Document.anchor` turns them into offsets
of the text as the caller sent it, so an extractor cannot get them wrong.
"""

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from boctach.spans import Span
from boctach.text import numbers, sentences, structure
from boctach.text.clean import CleanText, clean
from boctach.text.structure import Given, Paragraph, Structure
from boctach.text.tagged import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from boctach.text.tokenizer.syllables import Syllables


class Anchor(TypedDict):
    """The place of something in the text as sent: what every fact begins with."""

    start: int
    end: int
    mention: str


class Document:
    """One article on its way through the extractors.

    Args:
        source: The text as the caller sent it.
        given: What the caller says of the article; it wins over what the text says.
    """

    def __init__(self, source: str, given: Given | None = None) -> None:
        self.source = source
        self.given = given or Given()

    @cached_property
    def cleaned(self) -> CleanText:
        """The clean text with its map back."""
        return clean(self.source)

    @cached_property
    def text(self) -> str:
        """The clean text: NFC, one kind of blank, LF."""
        return self.cleaned.text

    @cached_property
    def structure(self) -> Structure:
        """Paragraphs with their roles, and what the text says of itself."""
        return structure.read(self.text, self.given)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs that may hold facts: all but page furniture and bylines."""
        return tuple(p for p in self.structure.paragraphs if p.holds_facts)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences of the paragraphs that may hold facts."""
        return tuple(s for p in self.paragraphs for s in sentences.split(self.text, p.start, p.end))

    @cached_property
    def syllables(self) -> "Syllables":
        """The syllables of the sentences."""
        from boctach.text.tokenizer import syllables

        return syllables.read(self.text, self.sentences)

    @cached_property
    def words(self) -> Words:
        """The words of the sentences with their tags, read once for all."""
        from boctach.text.tokenizer import words  # the tagger is heavy, and not every use of a document needs it

        return words.of(self.text, self.syllables)

    @cached_property
    def doc(self) -> "Doc":
        """The same words as a spaCy Doc whose text equals the clean text, for those who work with spaCy."""
        from boctach.text.tokenizer.carrier import make_doc  # spaCy is heavy, and no extractor needs it

        return make_doc(self.text, self.sentences, self.words)

    def word_at(self, position: int) -> int:
        """Index in ``words`` of the first word that begins at or after a position of the clean text."""
        return bisect_left(self.words.starts, position)

    @cached_property
    def numerals_by_paragraph(self) -> tuple[tuple[Paragraph, list[numbers.Numeral]], ...]:
        """The paragraphs that may hold facts, each with its numerals in order."""
        return tuple((p, numbers.find(self.text, p.start, p.end)) for p in self.paragraphs)

    @cached_property
    def numerals(self) -> tuple[numbers.Numeral, ...]:
        """Every numeral in the paragraphs that may hold facts, in order."""
        return tuple(numeral for _, found in self.numerals_by_paragraph for numeral in found)

    def anchor(self, start: int, end: int) -> Anchor:
        """Offsets and words, in the text as sent, of the clean span ``[start, end)``."""
        cleaned = self.cleaned
        if cleaned.starts is not None:
            start, end = cleaned.source_span(start, end)
        return {"start": start, "end": end, "mention": self.source[start:end]}
