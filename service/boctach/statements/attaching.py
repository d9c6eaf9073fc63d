"""Gives every count, amount of money and percentage its statement."""

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

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
from boctach.statements import chunks, subjects, words
from boctach.statements.chunks import Chunk
from boctach.statements.clauses import Clause, Reader
from boctach.statements.subjects import Subject, Subjects
from boctach.statements.times import Dated, Times

Measured = Count | Money | Percentage

_DISTRIBUTED = re.compile(r"(?<!\w)(?:lần lượt|tương ứng)(?!\w)")
_AND = re.compile(r" ?(?:,|và|, và|cùng|cùng với|hoặc) (?:hơn |gần |khoảng |trên )?")
# "Có 71% số vốn được chi cho …", "đứng đầu là Nhật Bản": what comes next is the subject.
_EXISTS = re.compile(r"(?:[Cc]ó|[Ll]à)(?!\w)")
_PART = re.compile(r"[Tt]rong đó,? có(?!\w)")
_OWNER = re.compile(r" (?P<join>của|tại|ở|trên địa bàn) ")

_UNREAD = 32
"""So many sentences in a row are left unread at most, so that reading back has an end."""


class _Found(NamedTuple):
    """What a clause says of its number; carried on to the clauses that leave their subject out.

    Attributes:
        subject: Who it is about.
        measure: The noun that the number is the value of.
        predicate: The verb and what it governs.
        chunk: Index of the chunk in which the subject stands.
    """

    subject: Subject | None = None
    measure: Span | None = None
    predicate: Span | None = None
    chunk: int = 0


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
        persons = [span for span, fact in found if isinstance(fact, Person)]
        published = document.structure.published_at
        self._published = date.fromisoformat(published[:10]) if published else None
        self._subjects = Subjects(document, persons)
        self._published_on = published[:10] if published else None
        self._statements: dict[int, Statement] = {}

    def run(self) -> list[FactBase]:
        """Read the sentences in order; at the end of a paragraph its subject is forgotten."""
        at = 0
        ends = [paragraph.end for paragraph in self._document.paragraphs]
        paragraph = -1
        before: _Sentence | None = None
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

    def _read_sentence(self, sentence: Span, inside: range, before: "_Sentence | None") -> "_Sentence":
        """Read the numbers of a sentence that stands behind another; one without numbers is not read yet."""
        numbers = [i for i in inside if isinstance(self._facts[i], Measured)]
        dates = [Dated(self._spans[i], fact.edtf) for i in inside if isinstance(fact := self._facts[i], Date)]
        reader = Reader(self._document.text, [dated.span for dated in dates])
        times = Times(self._document.text, dates, self._published_on)
        inner = [(self._spans[i], tag) for i in inside if (tag := _tag(self._facts[i]))]
        reading = _Sentence(self._document, reader, self._subjects, times, sentence, inner, before)
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

    def _statement(self, found: _Found, as_of: str | None) -> Statement | None:
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


class _Sentence:
    """Reads the numbers of one sentence in order.

    Most sentences hold none and are read only where a later one goes on with their subject.
    """

    def __init__(
        self,
        document: Document,
        reader: Reader,
        subjects: Subjects,
        times: Times,
        span: Span,
        facts: Sequence[tuple[Span, str]],
        earlier: "_Sentence | None",
    ) -> None:
        self._document = document
        self._text = document.text
        self._reader = reader
        self._subjects = subjects
        self._times = times
        self._span = span
        self._facts = facts
        self._sentence_before = earlier
        self._before: tuple[Span, _Found | None, type] | None = None

    @functools.cached_property
    def _chunks(self) -> list[Chunk]:
        return chunks.split(self._document, self._span, self._facts)

    @property
    def _last(self) -> Subject | None:
        """What the sentence before was about."""
        return self._sentence_before.last_subject if self._sentence_before else None

    @functools.cached_property
    def last_subject(self) -> Subject | None:
        """The place or body that the next sentence may go on with."""
        for at in range(len(self._chunks)):
            clause = self._reader.whole(self._chunks[at])
            if clause.blocked or clause.subject is None or clause.predicate is None:
                continue
            subject, _ = self._owner(clause, at)
            return subject if subject and subject.named else None
        return None

    def as_of(self, fact: Span, found: _Found) -> str | None:
        """The date of the number."""
        at = self._chunk_of(fact)
        if at is None:
            return None
        stretches = [(self._chunks[at].start, min(self._verbs[at], fact.start))]
        stretches += [(self._chunks[k].start, self._verbs[k]) for k in range(at - 1, found.chunk - 1, -1)]
        stretches.append((self._chunks[0].start, min(self._opening, fact.start)))
        return self._times.read(self._chunks[at], fact, stretches)

    @functools.cached_property
    def _verbs(self) -> tuple[int, ...]:
        """Where the verb of each chunk begins, or the chunk ends where it has none."""
        clauses = [self._reader.whole(chunk) for chunk in self._chunks]
        return tuple(
            c.predicate.start if c.predicate else chunk.end for c, chunk in zip(clauses, self._chunks, strict=True)
        )

    @functools.cached_property
    def _opening(self) -> int:
        """Where the words that open the sentence end."""
        first = self._chunks[0]
        after = self._reader.skip_opening(first.words, 0)
        return first.words[after].start if after < len(first.words) else first.end

    def read(self, fact: Span, *, amount: bool, kind: type) -> _Found | None:
        """What the sentence says of the number; None where it says nothing that is sure."""
        found = self._coordinated(fact, kind) or self._read(fact, amount=amount)
        self._before = fact, found, kind
        return found

    def _coordinated(self, fact: Span, kind: type) -> _Found | None:
        """What was said of the number before, where only ``và`` or a comma stands between."""
        if self._before is None or self._before[2] is not kind:
            return None
        earlier, found, _ = self._before
        return found if found and _AND.fullmatch(self._text, earlier.end, fact.start) else None

    def _read(self, fact: Span, *, amount: bool) -> _Found | None:
        at = self._chunk_of(fact)
        if self._text[fact.start - 1 : fact.start] == "/":
            return None
        if at is None or _DISTRIBUTED.search(self._text, self._span.start, self._span.end):
            return None
        clause = self._reader.read(self._chunks[at], fact, amount=amount)
        if clause.blocked:
            return None
        if clause.predicate or clause.measure:
            return self._complete(clause, at)
        return self._without_verb(at, clause, fact)

    def _complete(self, clause: Clause, at: int) -> _Found | None:
        subject, measure = self._owner(clause, at)
        if clause.verb_first:
            earlier = self._earlier(at)
            if earlier.subject is None and clause.predicate and _EXISTS.match(self._text, clause.predicate.start):
                return None
            return earlier._replace(measure=clause.measure or earlier.measure, predicate=clause.predicate)
        return _Found(subject, measure, clause.predicate, at)

    def _without_verb(self, at: int, clause: Clause, fact: Span) -> _Found | None:
        """A chunk without verb before its number: a place with its number, or a number that is the subject."""
        if clause.subject is None:
            return self._predicate_behind(at, fact)
        place = self._subjects.place(clause.subject)
        return _Found(place, None, None, at) if place else None

    def _predicate_behind(self, at: int, fact: Span) -> _Found | None:
        """``34 địa phương đã ban hành văn bản``: the number is the subject, and the verb follows."""
        rest = [word for word in self._chunks[at].words if word.start >= fact.end]
        while rest and rest[-1].tag == "CH":
            rest.pop()
        first = 0
        while first < len(rest) and words.end_of("auxiliary", self._text, rest[first].start):
            first += 1
        sure = (first > 0 and rest[first - 1].text != "còn") or (
            rest and words.end_of("predicate", self._text, rest[0].start)
        )
        if not sure or first == len(rest) or rest[first].tag != "V" or not 1 < len(rest) - first <= 14:
            return None
        if first and words.end_of("kept", self._text, rest[first - 1].start):
            first -= 1
        return _Found(None, None, Span(rest[first].start, rest[-1].end), at)

    def _earlier(self, at: int) -> _Found:
        """The subject that a chunk beginning with its verb goes on with."""
        for earlier in range(at - 1, -1, -1):
            if self._chunks[earlier + 1].border == ":":
                return _Found(chunk=at)
            clause = self._reader.whole(self._chunks[earlier])
            if clause.subject is None and clause.predicate and _EXISTS.match(self._text, clause.predicate.start):
                return _Found(chunk=at)  # "nổi bật là thu hút vốn, đạt 5 tỷ USD": another subject comes in
            if clause.subject is None or clause.blocked:
                continue
            if clause.predicate is None:
                place = self._subjects.place(clause.subject)
                if place or any(word.tag == chunks.NUMBER for word in self._chunks[earlier].words):
                    return _Found(place, None, None, earlier)
                continue
            if self._is_part(at) and not _EXISTS.match(self._text, clause.predicate.start):
                return _Found(chunk=at)  # "kiểm tra 900 lô, trong đó có 5 lô không đạt"
            subject, measure = self._owner(clause, earlier)
            return _Found(subject, measure, None, earlier)
        goes_on = words.end_of("goes_on", self._text, self._span.start) is not None
        return _Found(self._last if goes_on else None, chunk=at)

    def _is_part(self, at: int) -> bool:
        """Whether a chunk says ``trong đó có`` or ``trong đó, có``."""
        return any(_PART.match(self._text, self._chunks[k].start) for k in (at - 1, at) if k >= 0)

    def _is_enumerated(self, subject: Subject | None, at: int) -> bool:
        """Whether a subject is the last of a list: ``rau, củ, quả tươi đạt 5%``."""
        if at == 0 or self._chunks[at].border != "," or (subject and subject.person):
            return False
        before = self._reader.whole(self._chunks[at - 1])
        return before.subject is not None and before.predicate is None and not before.blocked

    def _owner(self, clause: Clause, at: int) -> tuple[Subject | None, Span | None]:
        """Who a clause is about, and what of theirs is measured; neither where they are only the end of a list."""
        subject, measure = self._owner_alone(clause, at)
        if clause.subject and self._is_enumerated(subject, at):
            return None, None if measure and measure.start == clause.subject.start else measure
        return subject, measure

    def _owner_alone(self, clause: Clause, at: int) -> tuple[Subject | None, Span | None]:
        if clause.subject is None:
            return None, clause.measure
        if clause.measure != clause.subject:
            return self._subjects.read(clause.subject), clause.measure
        measure = clause.subject
        join = _OWNER.search(self._text, measure.start, measure.end)
        if join:
            whose = Span(join.end(), measure.end)
            directed = self._subjects.directed(whose)
            if directed:
                return directed, measure  # "kim ngạch xuất khẩu của Việt Nam sang Lào" is another than all of it
            owner = self._subjects.read(whose)
            if owner and (join["join"] == "của" or owner.known):
                return owner, Span(measure.start, join.start())
            return None, measure
        owner = self._subjects.at_end(measure)
        if owner:
            return owner, Span(measure.start, owner.span.start - 1)
        if any(words.end_of("goes_on", self._text, self._chunks[k].start) for k in (at, at - 1) if k > 0):
            return self._earlier(at).subject, measure
        return self._fronted(at), measure

    def _fronted(self, at: int) -> Subject | None:
        """The place that opens the sentence, or the one that the sentence before was about."""
        for chunk in self._chunks[:at]:
            after = words.end_of("locative", self._text, chunk.start)
            if after:
                return self._subjects.place(Span(after + 1, chunk.end))
        if self._last and self._last.known and not self._subjects.names_places(self._span):
            return self._last
        return None

    def _chunk_of(self, fact: Span) -> int | None:
        """Index of the chunk in which a number begins, None where it stands in brackets."""
        for at, chunk in enumerate(self._chunks):
            if any(word.start <= fact.start < word.end for word in chunk.words):
                return at
        return None
