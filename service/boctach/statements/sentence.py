"""What one sentence says of each of its numbers, in order: what a clause leaves out, an earlier one may have said."""

import functools
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from boctach.document import Document
from boctach.spans import Span
from boctach.statements import chunks, words
from boctach.statements.chunks import NAME, NUMBER, Chunk
from boctach.statements.clauses import Clause, Reader
from boctach.statements.subjects import Subject, Subjects
from boctach.statements.times import Times
from boctach.text.cued import Cued

_NOUNS = frozenset({"N", "Np", "Ny", "Nc", "L", "M", "Nb", NUMBER, NAME})
_LONGEST = 2000  # characters; what is longer is a list or a damaged text, and no sentence
_LONGEST_BEHIND = 14  # words of a predicate whose subject is the number
_DISTRIBUTED = Cued(r"(?:lần lượt|tương ứng)(?!\w)", ("lần", "tương"))
_AND = re.compile(r" ?(?:,|và|, và|cùng|cùng với|hoặc) (?:hơn |gần |khoảng |trên )?")
# "Có 71% số vốn được chi cho …", "đứng đầu là Nhật Bản": what comes next is the subject.
_EXISTS = re.compile(r"(?:[Cc]ó|[Ll]à)(?!\w)")
_PART = re.compile(r"[Tt]rong đó,? có(?!\w)")
_OWNER = re.compile(r" (?P<join>của|tại|ở|trên địa bàn) ")


class Found(NamedTuple):
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


class SentenceReader:
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
        subject_before: Callable[[], Subject | None],
    ) -> None:
        self._document = document
        self._text = document.text
        self._reader = reader
        self._subjects = subjects
        self._times = times
        self._span = span
        self._facts = facts
        self._subject_before = subject_before
        self._clauses: dict[int, Clause] = {}
        self._before: tuple[Span, Found | None, type] | None = None

    @functools.cached_property
    def _chunks(self) -> list[Chunk]:
        if self._span.end - self._span.start > _LONGEST:
            return []
        return chunks.split(self._document, self._span, self._facts)

    @functools.cached_property
    def _last(self) -> Subject | None:
        """What the sentence before was about."""
        return self._subject_before()

    @functools.cached_property
    def last_subject(self) -> Subject | None:
        """The place or body that the next sentence may go on with."""
        for at in range(len(self._chunks)):
            clause = self._clause(at)
            if clause.blocked or clause.subject is None or clause.predicate is None:
                continue
            subject, _ = self._owner(clause, at)
            return subject if subject and subject.named else None
        return None

    def as_of(self, fact: Span, found: Found) -> str | None:
        """The date of the number."""
        at = self._chunk_of(fact)
        if at is None or not self._tells_time:
            return None
        stretches = [(self._chunks[at].start, min(self._verb(at), fact.start))]
        stretches += [(self._chunks[k].start, self._verb(k)) for k in range(at - 1, found.chunk - 1, -1)]
        stretches.append((self._chunks[0].start, min(self._opening, fact.start)))
        return self._times.read(self._chunks[at], fact, stretches)

    def _clause(self, at: int) -> Clause:
        """The clause of a chunk's verb."""
        if at not in self._clauses:
            self._clauses[at] = self._reader.whole(self._chunks[at])
        return self._clauses[at]

    def _verb(self, at: int) -> int:
        """Where the verb of a chunk begins, or the chunk ends where it has none."""
        predicate = self._clause(at).predicate
        return predicate.start if predicate else self._chunks[at].end

    @functools.cached_property
    def _is_distributed(self) -> bool:
        """Whether several numbers are said of several subjects in turn."""
        return _DISTRIBUTED.search(self._text, self._span.start, self._span.end) is not None

    @functools.cached_property
    def _tells_time(self) -> bool:
        """Whether the sentence tells any time; most do not, and need not be read for it."""
        return self._times.any_in(self._span)

    @functools.cached_property
    def _opening(self) -> int:
        """Where the words that open the sentence end."""
        first = self._chunks[0]
        after = self._reader.skip_opening(first.words, 0)
        return first.words[after].start if after < len(first.words) else first.end

    def read(self, fact: Span, *, amount: bool, kind: type) -> Found | None:
        """What the sentence says of the number; None where it says nothing that is sure."""
        found = self._coordinated(fact, kind) or self._read(fact, amount=amount)
        self._before = fact, found, kind
        return found

    def _coordinated(self, fact: Span, kind: type) -> Found | None:
        """What was said of the number before, where only ``và`` or a comma stands between."""
        if self._before is None or self._before[2] is not kind:
            return None
        earlier, found, _ = self._before
        return found if found and _AND.fullmatch(self._text, earlier.end, fact.start) else None

    def _read(self, fact: Span, *, amount: bool) -> Found | None:
        at = self._chunk_of(fact)
        if self._text[fact.start - 1 : fact.start] == "/":
            return None
        if at is None or self._is_distributed:
            return None
        clause = self._reader.read(self._chunks[at], fact, amount=amount)
        if clause.blocked:
            return None
        if clause.predicate or clause.measure:
            return self._complete(clause, at)
        return self._without_verb(at, clause, fact)

    def _complete(self, clause: Clause, at: int) -> Found | None:
        subject, measure = self._owner(clause, at)
        if clause.verb_first:
            earlier = self._earlier(at)
            if earlier.subject is None and clause.predicate and _EXISTS.match(self._text, clause.predicate.start):
                return None
            return earlier._replace(measure=clause.measure or earlier.measure, predicate=clause.predicate)
        if clause.weak and not (subject and subject.named):
            return None
        return Found(subject, measure, clause.predicate, at)

    def _without_verb(self, at: int, clause: Clause, fact: Span) -> Found | None:
        """A chunk without verb before its number: a place with its number, or a number that is the subject."""
        if clause.subject is None:
            return self._predicate_behind(at, fact)
        place = self._subjects.place(clause.subject)
        return Found(place, None, None, at) if place else None

    def _predicate_behind(self, at: int, fact: Span) -> Found | None:
        """``34 địa phương đã ban hành văn bản``: the number is the subject, and the verb follows."""
        rest = [word for word in self._chunks[at].words if word.start >= fact.end]
        while rest and rest[-1].tag == "CH":
            rest.pop()
        first = 0
        while first < len(rest) and words.end_of("auxiliary", self._text, rest[first]):
            first += 1
        if first == len(rest) or rest[first].tag != "V" or not 1 < len(rest) - first <= _LONGEST_BEHIND:
            return None
        adverb = rest[first - 1].text if first else None
        if adverb == "còn" or (adverb is None and not words.end_of("predicate", self._text, rest[0])):
            return None  # "135 dự án còn hiệu lực": a description, and perhaps no clause
        if first and words.end_of("kept", self._text, rest[first - 1]):
            first -= 1
        return Found(None, None, Span(rest[first].start, rest[-1].end), at)

    def _earlier(self, at: int) -> Found:
        """The subject that a chunk beginning with its verb goes on with."""
        for earlier in range(at - 1, -1, -1):
            if self._chunks[earlier + 1].border == ":" or self._ends_in_speech(self._chunks[earlier]):
                return Found(chunk=at)
            clause = self._clause(earlier)
            if clause.subject is None and clause.predicate and _EXISTS.match(self._text, clause.predicate.start):
                return Found(chunk=at)  # "nổi bật là thu hút vốn, đạt 5 tỷ USD": another subject comes in
            if clause.subject is None or clause.blocked:
                continue
            if clause.predicate is None:
                place = self._subjects.place(clause.subject) if earlier == 0 else None
                if place or any(word.tag == NUMBER for word in self._chunks[earlier].words):
                    return Found(place, None, None, earlier)
                continue
            if self._is_part(at) and not _EXISTS.match(self._text, clause.predicate.start):
                return Found(chunk=at)  # "kiểm tra 900 lô, trong đó có 5 lô không đạt"
            subject, measure = self._owner(clause, earlier)
            return Found(subject, measure, None, earlier)
        goes_on = words.end_at("goes_on", self._text, self._span.start) is not None
        return Found(self._last if goes_on else None, chunk=at)

    def _ends_in_speech(self, chunk: Chunk) -> bool:
        """Whether what was said begins behind a chunk: ``Số liệu cho thấy, …``."""
        spans = words.find("says", self._text, chunk.start, chunk.end)
        return bool(spans) and spans[-1][1] == chunk.end

    def _is_part(self, at: int) -> bool:
        """Whether a chunk says ``trong đó có`` or ``trong đó, có``."""
        return any(_PART.match(self._text, self._chunks[k].start) for k in (at - 1, at) if k >= 0)

    def _is_enumerated(self, subject: Subject | None, at: int) -> bool:
        """Whether a subject is the last of a list: ``rau, củ, quả tươi đạt 5%``."""
        if at == 0 or self._chunks[at].border != "," or (subject and subject.person):
            return False
        before = self._clause(at - 1)
        if before.subject is None or before.predicate is not None or before.blocked:
            return False
        first = next(word for word in self._chunks[at - 1].words if word.start >= before.subject.start)
        return first.tag in _NOUNS  # "sau khi sắp xếp" is no member of a list

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
        if any(words.end_of("goes_on", self._text, self._chunks[k].words[0]) for k in (at, at - 1) if k > 0):
            return self._earlier(at).subject, measure
        return self._fronted(at), measure

    def _fronted(self, at: int) -> Subject | None:
        """The place that opens the sentence, or the one that the sentence before was about."""
        for chunk in self._chunks[:at]:
            after = words.end_of("locative", self._text, chunk.words[0])
            if after:
                return self._subjects.place(Span(after + 1, chunk.end))
        if self._last and self._last.known and not self._subjects.names_places(self._span):
            return self._last
        return None

    def _chunk_of(self, fact: Span) -> int | None:
        """Index of the chunk in which a number begins, None where it stands in brackets."""
        for at, chunk in enumerate(self._chunks):
            if chunk.start <= fact.start < chunk.end:
                # Words in brackets are left out of the chunk around them.
                return at if chunk.holds(fact.start) else None
        return None
