"""A sentence in chunks: its words between commas, semicolons and conjunctions, words in brackets left out.

A comma inside a fact (``100 thủ đô, thành phố lớn``) parts nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from boctach.document import Document
from boctach.spans import Span
from boctach.statements import words
from boctach.text.tagged import Word, Words


class Chunk:
    """Words of a sentence up to the next border.

    Args:
        text: The clean text.
        sentence: The sentence's words.
        places: Which of these are the chunk's, at least one.
        border: The comma, semicolon or conjunction before them; blank at the sentence's start.

    Attributes:
        start: Where its first word begins.
        end: Where its last word ends.
    """

    def __init__(self, text: str, sentence: Words, places: Sequence[int], border: str) -> None:
        self._text = text
        self._sentence = sentence
        self._columns = sentence.starts, sentence.ends, sentence.texts, sentence.tags
        self._places = places
        self.border = border
        self.start = sentence.starts[places[0]]
        self.end = sentence.ends[places[-1]]
        self._read: list[Word] = []

    @property
    def words(self) -> Sequence[Word]:
        """The words."""
        return self._first(len(self._places))

    def words_before(self, position: int) -> Sequence[Word]:
        """Those that end before a position: of most chunks no one asks for more."""
        return self._first(bisect_right(self._places, position, key=self._sentence.ends.__getitem__))

    def _first(self, count: int) -> Sequence[Word]:
        if count > len(self._read):
            starts, ends, texts, tags = self._columns
            places = self._places[len(self._read) : count]
            self._read += [Word(starts[at], ends[at], texts[at], tags[at]) for at in places]
        return self._read if count == len(self._read) else self._read[:count]

    def holds(self, position: int) -> bool:
        """Whether a position is in one of its words; words in brackets are left out of the chunk around them."""
        at = bisect_right(self._places, position, key=self._sentence.starts.__getitem__)
        return at > 0 and position < self._sentence.ends[self._places[at - 1]]

    def goes_on_with(self, following: "Chunk") -> bool:
        """Whether another chunk goes on with a noun's description: ``quan hệ hữu nghị, hợp tác``."""
        if not words.end_of("nominal", self._text, following._first(1)[0]):
            return False
        for at in reversed(self._places[-_DESCRIPTION:]):
            word = self._sentence[at]
            if words.end_of("activity", self._text, word):
                return True
            if word.tag not in ("N", "A", "V", "C"):
                return False
        return False

    def with_words_of(self, following: "Chunk") -> "Chunk":
        """The chunk and another one behind it as one."""
        return Chunk(self._text, self._sentence, [*self._places, *following._places], self.border)


NUMBER, DATE, NAME = "NUMBER", "DATE", "NAME"
"""Tags of words inside facts, whatever the tagger says: none of them is a verb of the sentence."""
FACT_TAGS = frozenset({NUMBER, DATE, NAME})

_DESCRIPTION = 5  # words from a noun to the comma in its description
_OPENS = frozenset("([{")
_CLOSES = frozenset(")]}")
_BRACKETS = _OPENS | _CLOSES
_BORDERS = frozenset(",;:–—-…")
_JOINS = frozenset({"và", "nhưng", "song", "còn", "trong khi"})
_PARTING = _BORDERS | _JOINS
_DASH_BORDER = re.compile(r" [-–—] ")


def split(document: Document, sentence: Span, facts: Sequence[tuple[Span, str]]) -> list[Chunk]:
    """Chunks of a sentence, in order.

    Args:
        document: The document.
        sentence: The sentence's span.
        facts: Spans of the facts in it with the tags of their words; none of them is parted.
    """
    found: list[Chunk] = []
    for chunk in _parted(document.text, _words(document, sentence, facts)):
        if found and chunk.border in (",", "và") and found[-1].goes_on_with(chunk):
            found[-1] = found[-1].with_words_of(chunk)
        else:
            found.append(chunk)
    return found


def _parted(text: str, sentence: Words) -> Iterator[Chunk]:
    begin, border = 0, ""
    for at, form in enumerate(sentence.texts):
        if form not in _PARTING or sentence.tags[at] in FACT_TAGS:
            continue
        start, end = sentence.starts[at], sentence.ends[at]
        if _is_border(text, form, start, end) or (begin < at and _begins_clause(text, form, end)):
            if begin < at:
                yield Chunk(text, sentence, range(begin, at), border)
            begin, border = at + 1, form
    if begin < len(sentence):
        yield Chunk(text, sentence, range(begin, len(sentence)), border)


def _words(document: Document, sentence: Span, facts: Sequence[tuple[Span, str]]) -> Words:
    """The words of a sentence outside of brackets; those inside facts with the fact's tag, of several the first's."""
    every = document.words
    within = slice(document.word_at(sentence.start), document.word_at(sentence.end))
    starts, tags = every.starts[within], every.tags[within]
    for span, tag in reversed(facts):
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        tags[first:last] = [tag] * (last - first)
    return _outside_brackets(Words(starts, every.ends[within], every.texts[within], tags))


def _outside_brackets(sentence: Words) -> Words:
    if _BRACKETS.isdisjoint(sentence.texts):
        return sentence
    outside: list[int] = []
    depth = 0
    for at, form in enumerate(sentence.texts):
        depth += form in _OPENS
        if depth == 0:
            outside.append(at)
        depth = max(0, depth - (form in _CLOSES))
    return Words(
        [sentence.starts[at] for at in outside],
        [sentence.ends[at] for at in outside],
        [sentence.texts[at] for at in outside],
        [sentence.tags[at] for at in outside],
    )


def _is_border(text: str, form: str, start: int, end: int) -> bool:
    if form not in _BORDERS:
        return False
    if form not in "-–—":
        return True
    spaced = _DASH_BORDER.fullmatch(text, max(0, start - 1), end + 1) is not None
    # A dash between capitals joins a name: Bà Rịa - Vũng Tàu, Bộ Lao động - Thương binh.
    return spaced and not text[end + 1 : end + 2].isupper()


def _begins_clause(text: str, form: str, end: int) -> bool:
    """Whether a conjunction is followed by a verb: ``… và tăng 5%``."""
    if form not in _JOINS:
        return False
    after = end + 1
    if words.end_at("auxiliary", text, after) is not None:
        return True
    verb = words.end_at("predicate", text, after)
    return verb is not None and (words.end_at("nominal", text, after) or 0) < verb
