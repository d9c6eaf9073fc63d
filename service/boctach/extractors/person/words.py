"""Words of a paragraph as the person extractor sees them: what is known of each, the signs before it, its place."""

import functools
import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import PASSING, Single, single
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.phrases import Node, V, merged
from boctach.extractors.person.spelling import WORD, Shape, marked, shape, vietnamese

_SENTENCE_OPENS = frozenset("\n.!?…:;\"“”'‘(-–—•*")
_BETWEEN = re.compile(f"({WORD.pattern})")
_KEPT = 1 << 15  # words: an article in a hundred brings more than ten that are new
_LONGEST_KEPT = 24


@dataclass(slots=True, eq=False)
class Word:
    """What is known of a word wherever it stands: one object for all its places.

    Attributes:
        text: The word as written.
        shape: Its capitals.
        capital: Whether it may be part of a proper name.
        vietnamese: Whether it can be one Vietnamese syllable.
        marked: Whether it is written with Vietnamese letters or tone marks.
        family: Its weight as a Vietnamese family name.
        given: Whether it is a syllable of Vietnamese middle and given names.
        opener: Whether it is one of the words that open sentences and no names.
        particle: Whether it may stand inside a foreign name.
        cues: The offices, forms of address, heads, verbs and stop words that begin with it.
        known: The names that are no person's and begin with it.
        phrases: Both; of a phrase that is both, what it is without capitals.
        single: The chunks that it makes by itself where it has no capital, by their places.
        following: The words with which the phrases that begin with it go on.
        passing: Whether it means nothing by itself, and but ends or goes on what stands before it.
        common: Whether nothing begins with it, whatever follows.
    """

    text: str
    shape: Shape
    capital: bool
    vietnamese: bool
    marked: bool
    family: str | None
    given: bool
    opener: bool
    particle: bool
    cues: Node[Meaning] | None
    known: Node[Meaning] | None
    phrases: Node[Meaning] | None
    single: Single
    following: Container[str]
    passing: bool
    common: bool


class Gap(NamedTuple):
    """What is known of the blanks and signs between two words.

    Attributes:
        text: All of them.
        sign: The same without the blanks around it.
        close: Whether both words may be of one phrase.
        opens: Whether the capital of the second may be due to its place alone.
    """

    text: str
    sign: str
    close: bool
    opens: bool


class Words(list[Word]):
    """The words of a stretch of the clean text, from left to right.

    Args:
        text: The clean text.
        start: Where the stretch begins in it.
        end: One past its end.

    Attributes:
        texts: The words as written, and a blank one behind the last.
        gaps: What stands before each word; before the first one, a line end.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        parts = _BETWEEN.split(text[start:end])
        self.texts = parts[1::2]
        super().__init__(map(_WORDS.__getitem__, self.texts))
        self.texts.append("")
        self.gaps = list(map(_GAPS.__getitem__, parts[:-1:2]))
        if self:
            self.gaps[0] = _GAPS["\n" + parts[0]]
        self._parts = parts
        self._start = start

    def start(self, at: int) -> int:
        """Where a word begins in the clean text."""
        return self._ends[at] - len(self[at].text)

    def end(self, at: int) -> int:
        """One past a word's last code point in the clean text."""
        return self._ends[at]

    @functools.cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self._parts), initial=self._start))[2::2]


class _Words(dict[str, Word]):
    """What is known of the words met so far: nearly all of a text have been met before."""

    def __missing__(self, text: str) -> Word:
        word = _word(text)
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _KEPT:
                self.clear()
            self[text] = word
        return word


def _word(text: str) -> Word:
    written = shape(text)
    capital = written in ("title", "caps")
    particle = text in lexicon.particles("particle")
    cues, known = lexicon.cues().get(text), lexicon.known_names().get(text)
    phrases = merged(known, cues)
    phrase = phrases.phrase if phrases is not None else None
    if phrase is not None:
        alone = single(phrase[1].role, phrase[1].sort)
    else:
        alone = single("number" if written == "number" else "lower")
    passing = alone.kind in PASSING and not capital and not particle
    return Word(
        text,
        shape=written,
        capital=capital,
        vietnamese=vietnamese(text),
        marked=marked(text),
        family=lexicon.families().get(text),
        given=text in lexicon.given_names(),
        opener=text in lexicon.sentence_openers(),
        particle=particle,
        cues=cues,
        known=known,
        phrases=phrases,
        single=alone,
        following=phrases.children if phrases is not None else (),
        passing=passing,
        common=passing and phrases is None,
    )


class _Gaps(dict[str, Gap]):
    """What is known of the signs met so far."""

    def __missing__(self, text: str) -> Gap:
        sign = text.strip(" ")
        close = text in (" ", ".") or (len(text) <= 3 and "\n" not in text and sign in ("", "-", "–", "&", "/"))
        gap = Gap(text, sign, close, not _SENTENCE_OPENS.isdisjoint(text))
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _KEPT:
                self.clear()
            self[text] = gap
        return gap


_WORDS, _GAPS = _Words(), _Gaps()


def longest(words: Words, at: int, node: Node[V] | None) -> tuple[int, V] | None:
    """Number of words and meaning of the longest phrase at ``words[at]``, the word that leads to the node."""
    if node is None:
        return None
    at += 1
    if at == len(words):
        return node.phrase
    following = node.children.get(words[at].text)
    if following is None or not words.gaps[at].close:
        return node.phrase
    return longest(words, at, following) or node.phrase


def cue_at(words: Words, at: int) -> tuple[int, Meaning] | None:
    """Number of words and meaning of the longest cue at ``words[at]``."""
    return longest(words, at, words[at].cues) if at < len(words) else None


def known_at(words: Words, at: int) -> tuple[int, Meaning] | None:
    """Number of words and meaning of the longest name at ``words[at]`` that is no person's."""
    return longest(words, at, words[at].known) if at < len(words) else None
