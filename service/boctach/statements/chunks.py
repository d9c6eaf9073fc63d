"""A sentence in chunks: its words between commas, semicolons and conjunctions, words in brackets left out.

A comma inside a fact (``100 thủ đô, thành phố lớn``) parts nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boctach.document import Document
from boctach.spans import Span
from boctach.statements import words
from boctach.text.tagged import Word


class Chunk(NamedTuple):
    """Words of a sentence up to the next border.

    Attributes:
        words: The words, at least one.
        border: The comma, semicolon or conjunction before them; blank at the sentence's start.
    """

    words: tuple[Word, ...]
    border: str

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.words[-1].end


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
    for chunk in _parted(document, sentence, facts):
        if found and chunk.border in (",", "và") and _goes_on_with_noun(document.text, found[-1], chunk):
            found[-1] = Chunk(found[-1].words + chunk.words, found[-1].border)
        else:
            found.append(chunk)
    return found


def _parted(document: Document, sentence: Span, facts: Sequence[tuple[Span, str]]) -> Iterator[Chunk]:
    current: list[Word] = []
    border = ""
    for word in _outside_brackets(_words(document, sentence, facts)):
        if word.text not in _PARTING or word.tag in FACT_TAGS:
            current.append(word)
        elif _is_border(document.text, word) or (current and _begins_clause(document.text, word)):
            if current:
                yield Chunk(tuple(current), border)
            current, border = [], word.text
        else:
            current.append(word)
    if current:
        yield Chunk(tuple(current), border)


def _words(document: Document, sentence: Span, facts: Sequence[tuple[Span, str]]) -> list[Word]:
    """The words of a sentence; those inside facts with the tag of the fact, of several the first."""
    every = document.words
    within = slice(document.word_at(sentence.start), document.word_at(sentence.end))
    starts, tags = every.starts[within], every.tags[within]
    for span, tag in reversed(facts):
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        tags[first:last] = [tag] * (last - first)
    return list(map(Word, starts, every.ends[within], every.texts[within], tags))


def _goes_on_with_noun(text: str, before: Chunk, chunk: Chunk) -> bool:
    """Whether a chunk goes on with a noun's description: ``quan hệ hữu nghị, hợp tác``."""
    if not words.end_of("nominal", text, chunk.words[0]):
        return False
    for word in reversed(before.words[-_DESCRIPTION:]):
        if words.end_of("activity", text, word):
            return True
        if word.tag not in ("N", "A", "V", "C"):
            return False
    return False


def _outside_brackets(sentence: list[Word]) -> list[Word]:
    if not any(word.text in _BRACKETS for word in sentence):
        return sentence
    outside: list[Word] = []
    depth = 0
    for word in sentence:
        depth += word.text in _OPENS
        if depth == 0:
            outside.append(word)
        depth = max(0, depth - (word.text in _CLOSES))
    return outside


def _is_border(text: str, word: Word) -> bool:
    if word.text not in _BORDERS:
        return False
    if word.text not in "-–—":
        return True
    spaced = _DASH_BORDER.fullmatch(text, max(0, word.start - 1), word.end + 1) is not None
    # A dash between capitals joins a name: Bà Rịa - Vũng Tàu, Bộ Lao động - Thương binh.
    return spaced and not text[word.end + 1 : word.end + 2].isupper()


def _begins_clause(text: str, word: Word) -> bool:
    """Whether a conjunction is followed by a verb: ``… và tăng 5%``."""
    if word.text not in _JOINS:
        return False
    after = word.end + 1
    adverb = words.end_at("auxiliary", text, after)
    if adverb is not None:
        return True
    verb = words.end_at("predicate", text, after)
    return verb is not None and (words.end_at("nominal", text, after) or 0) < verb
