"""Gives every count, amount of money and percentage its statement."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from boctach.document import Document
from boctach.facts import (
    Agreement,
    Anchored,
    Count,
    Date,
    FactBase,
    Money,
    Percentage,
    Person,
    PolicyReference,
    Quantified,
    Statement,
)
from boctach.spans import Span
from boctach.statements import chunks, subjects
from boctach.statements.clauses import Reader
from boctach.statements.sentence import Found, SentenceReader
from boctach.statements.subjects import Subjects
from boctach.statements.times import Dated, Times

Measured = Count | Money | Percentage


_UNREAD = 32
"""So many sentences in a row are left unread at most, so that reading back has an end."""


def attach(document: Document, facts: Sequence[FactBase]) -> list[FactBase]:
    """The facts, each count, amount and percentage with what the text says it is about.

    Args:
        document: The article.
        facts: All its facts, in the order of the text.
    """
    return _Attaching(document, facts).run()


def _tag(fact: FactBase) -> str | None:
    """What the words of a fact are tagged as; None for lists, which may run through several clauses."""
    if isinstance(fact, Quantified):
        return chunks.NUMBER
    if isinstance(fact, Date):
        return chunks.DATE
    return chunks.NAME if isinstance(fact, Person | PolicyReference | Agreement) else None


class _Attaching:
    def __init__(self, document: Document, facts: Sequence[FactBase]) -> None:
        self._document = document
        self._facts = facts
        self._spans = [document.cleaned.clean_span(fact.start, fact.end) for fact in facts]
        found = list(zip(self._spans, facts, strict=True))
        persons = [(span, fact.title) for span, fact in found if isinstance(fact, Person)]
        published = document.structure.published_at
        self._published = date.fromisoformat(published[:10]) if published else None
        self._subjects = Subjects(document, [span for span, _ in persons], [title for _, title in persons])
        self._published_on = published[:10] if published else None
        self._statements: dict[int, Statement] = {}

    def run(self) -> list[FactBase]:
        """Read the sentences in order; at the end of a paragraph its subject is forgotten."""
        at = 0
        ends = [paragraph.end for paragraph in self._document.paragraphs]
        paragraph = -1
        before: SentenceReader | None = None
        for number, sentence in enumerate(self._document.sentences):
            if bisect_left(ends, sentence.end) != paragraph:
                paragraph, before = bisect_left(ends, sentence.end), None
            first = at
            while at < len(self._facts) and self._spans[at].start < sentence.end:
                at += 1
            before = self._read_sentence(sentence, range(first, at), before)
            if number % _UNREAD == 0:
                _ = before.last_subject
        return [
            fact.model_copy(update={"statement": self._statements[i]}) if i in self._statements else fact
            for i, fact in enumerate(self._facts)
        ]

    def _read_sentence(self, sentence: Span, inside: range, before: "SentenceReader | None") -> "SentenceReader":
        """Read the numbers of a sentence that stands behind another; one without numbers is not read yet."""
        numbers = [i for i in inside if isinstance(self._facts[i], Measured)]
        dates = [Dated(self._spans[i], fact.edtf) for i in inside if isinstance(fact := self._facts[i], Date)]
        reader = Reader(self._document.text, [dated.span for dated in dates])
        times = Times(self._document.text, dates, self._published_on)
        inner = [(self._spans[i], tag) for i in inside if (tag := _tag(self._facts[i]))]
        reading = SentenceReader(self._document, reader, self._subjects, times, sentence, inner, before)
        for i in numbers:
            span, fact = self._spans[i], self._facts[i]
            found = reading.read(span, amount=not isinstance(fact, Count), kind=type(fact))
            if found is None:
                continue
            if isinstance(fact, Money) and fact.per and found.measure is None:
                found = found._replace(subject=None)  # a price is that of a thing, not of the place or the dealer
            statement = self._statement(found, reading.as_of(span, found))
            if statement is not None:
                self._statements[i] = statement
        return reading

    def _statement(self, found: Found, as_of: str | None) -> Statement | None:
        subject = found.subject
        if subject is None and found.measure is None and found.predicate is None:
            return None
        coded = subjects.code(subject, self._published, as_of) if subject else None
        text = self._document.text
        return Statement(
            subject=subject.name if subject else None,
            subject_mention=Anchored(**self._document.anchor(subject.span.start, subject.span.end))
            if subject
            else None,
            subject_code=coded[0] if coded else None,
            code_scheme=coded[1] if coded else None,
            measure=text[found.measure.start : found.measure.end] if found.measure else None,
            predicate=text[found.predicate.start : found.predicate.end] if found.predicate else None,
            as_of=as_of,
        )
