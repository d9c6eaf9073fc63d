"""Gives every count, amount of money and percentage its statement."""

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from boctach.document import Document
from boctach.facts import (
    Agreement,
    Anchored,
    Count,
    Date,
    FactBase,
    Measurement,
    Money,
    Percentage,
    Person,
    PolicyReference,
    Stated,
    Statement,
    unchecked,
)
from boctach.spans import Span
from boctach.statements import chunks, subjects
from boctach.statements.clauses import Reader
from boctach.statements.sentence import Found, SentenceReader
from boctach.statements.subjects import Subject, Subjects
from boctach.statements.times import Dated, Times

_statement, _anchored = unchecked(Statement), unchecked(Anchored)

_TAGS: dict[type[FactBase], str] = {
    **dict.fromkeys((Count, Money, Percentage, Measurement), chunks.NUMBER),
    Date: chunks.DATE,
    **dict.fromkeys((Person, PolicyReference, Agreement), chunks.NAME),
}
"""What the words of a fact are tagged as; those of lists, which may run through several clauses, keep their tags."""

_UNREAD = 32
"""So many sentences in a row are left unread at most, so that reading back has an end."""


def attach(document: Document, facts: Sequence[FactBase]) -> list[FactBase]:
    """The facts, each count, amount and percentage with what the text says it is about.

    Args:
        document: The article.
        facts: All its facts, in the order of the text.
    """
    if not any(isinstance(fact, Stated) for fact in facts):
        return list(facts)
    return _Attaching(document, facts).run()


class _Attaching:
    """Reads the sentences that hold numbers, and of those before them what they turn out to lean on."""

    def __init__(self, document: Document, facts: Sequence[FactBase]) -> None:
        self._document = document
        self._facts = facts
        self._spans = [document.cleaned.clean_span(fact.start, fact.end) for fact in facts]
        self._starts = [span.start for span in self._spans]
        self._sentence_ends = [sentence.end for sentence in document.sentences]
        self._paragraph_ends = [paragraph.end for paragraph in document.paragraphs]
        persons = [(span, fact.title) for span, fact in zip(self._spans, facts, strict=True) if type(fact) is Person]
        published = document.structure.published_at
        self._published = date.fromisoformat(published[:10]) if published else None
        self._subjects = Subjects(document, [span for span, _ in persons], [title for _, title in persons])
        self._published_on = published[:10] if published else None
        self._readings: dict[int, SentenceReader] = {}
        self._next_read = _UNREAD

    def run(self) -> list[FactBase]:
        """The facts, those of which the text says something with their statements."""
        stated = list(self._facts)
        for i, fact in enumerate(self._facts):
            if isinstance(fact, Stated) and (statement := self._stated(fact, self._spans[i])):
                stated[i] = fact.model_copy(update={"statement": statement})
        self._readings.clear()  # they know this object in turn: all would wait for the garbage collector
        return stated

    def _stated(self, fact: Stated, span: Span) -> Statement | None:
        number = bisect_right(self._sentence_ends, span.start)
        if number == len(self._sentence_ends):
            return None
        reading = self._reading(number)
        found = reading.read(span, amount=not isinstance(fact, Count), kind=type(fact))
        if found is None:
            return None
        if isinstance(fact, Money) and fact.per and found.measure is None:
            found = found._replace(subject=None)  # a price is that of a thing, not of the place or the dealer
        return self._statement(found, reading.as_of(span, found))

    def _reading(self, number: int) -> SentenceReader:
        """The reader of a sentence, by its number in the document."""
        if number not in self._readings:
            first = bisect_left(self._starts, self._sentence_ends[number - 1]) if number else 0
            inside = range(first, bisect_left(self._starts, self._sentence_ends[number], first))
            dates = [Dated(self._spans[i], fact.edtf) for i in inside if isinstance(fact := self._facts[i], Date)]
            self._readings[number] = SentenceReader(
                self._document,
                Reader(self._document.text, [dated.span for dated in dates]),
                self._subjects,
                Times(self._document.text, dates, self._published_on),
                self._document.sentences[number],
                [(self._spans[i], _TAGS[kind]) for i in inside if (kind := type(self._facts[i])) in _TAGS],
                functools.partial(self._subject_before, number),
            )
        return self._readings[number]

    def _subject_before(self, number: int) -> Subject | None:
        """What the sentence before one is about; at the end of a paragraph its subject is forgotten."""
        before = number - 1
        if before < 0 or self._paragraph(before) != self._paragraph(number):
            return None
        for at in range(self._next_read, before, _UNREAD):
            self._next_read = at + _UNREAD
            _ = self._reading(at).last_subject
        return self._reading(before).last_subject

    def _paragraph(self, number: int) -> int:
        return bisect_left(self._paragraph_ends, self._sentence_ends[number])

    def _statement(self, found: Found, as_of: str | None) -> Statement | None:
        subject = found.subject
        if subject is None and found.measure is None and found.predicate is None:
            return None
        coded = subjects.code(subject, self._published, as_of) if subject else None
        text = self._document.text
        return _statement(
            subject=subject.name if subject else None,
            subject_mention=_anchored(**self._document.anchor(subject.span.start, subject.span.end))
            if subject
            else None,
            subject_code=coded[0] if coded else None,
            code_scheme=coded[1] if coded else None,
            measure=text[found.measure.start : found.measure.end] if found.measure else None,
            predicate=text[found.predicate.start : found.predicate.end] if found.predicate else None,
            as_of=as_of,
        )
