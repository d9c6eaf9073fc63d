"""Words of a paragraph as the person extractor sees them: what is known of each, the signs before it, its place."""

import functools
import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import accumulate
from operator import add
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
        single: The chunks that it makes by itself, by their places.
        alone: Whether it makes them wherever none of its phrases goes on, nor a run of capitals.
        following: The words with which the phrases that begin with it go on.
        passing: Whether it means nothing by itself, and but ends or goes on what stands before it.
        plain: Whether it does not even do that, and is any word.
        common: Whether moreover nothing begins with it, whatever follows.
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
    alone: bool
    following: Container[str]
    passing: bool
    plain: bool
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
        self.texts, self.gaps = _read(text[start:end])
        super().__init__(map(_WORDS.__getitem__, self.texts))
        self.texts.append("")
        self._start = start - len("\n")  # the line end before the first word is none of the stretch

    def start(self, at: int) -> int:
        """Where a word begins in the clean text."""
        return self._ends[at] - len(self.texts[at])

    def end(self, at: int) -> int:
        """One past a word's last code point in the clean text."""
        return self._ends[at]

    @functools.cached_property
    def _ends(self) -> list[int]:
        gaps = [1 if gap is _BLANK else len(gap.text) for gap in self.gaps]
        return list(accumulate(map(add, gaps, map(len, self.texts)), initial=self._start))[1:]


def _read(text: str) -> tuple[list[str], list[Gap]]:
    """The words of a text, and what stands before each: nearly all stand between two blanks."""
    pieces = text.split(" ")
    between = [_BLANK] * (len(pieces) + 1)  # before each piece, and behind the last one
    between[0] = _GAPS["\n"]
    mixed: list[tuple[int, int]] = []  # stretches of pieces that are not just a word
    for at, piece in enumerate(pieces):
        if piece.isalpha() or piece.isdecimal():
            continue
        gap = _AFTER.get(piece[-1:])
        if gap is not None and piece[:-1].isalpha():
            pieces[at] = piece[:-1]
            between[at + 1] = gap
        elif mixed and mixed[-1][1] == at:
            mixed[-1] = (mixed[-1][0], at + 1)
        else:
            mixed.append((at, at + 1))
    words: list[str] = []
    gaps: list[Gap] = []
    done = 0
    for first, behind in mixed:
        parts = _BETWEEN.split(" ".join(pieces[first:behind]))
        words += pieces[done:first]
        words += parts[1::2]
        parts[0] = between[first].text + parts[0]
        parts[-1] += between[behind].text
        gaps += between[done:first]
        gaps += map(_GAPS.__getitem__, parts[:-1:2])
        between[behind] = _GAPS[parts[-1]]
        done = behind
    return words + pieces[done:], gaps + between[done:-1]


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
    opener = text in lexicon.sentence_openers()
    cues, known = lexicon.cues().get(text), lexicon.known_names().get(text)
    phrases = merged(known, cues)
    syllable, marks = vietnamese(text), marked(text)
    if capital:
        own = _capital(written, syllable=syllable, marks=marks)
        alone = phrases is None and "-" not in text and not (opener and not (syllable and marks))
    else:
        phrase = phrases.phrase if phrases is not None else None
        kind = "number" if written == "number" else "lower"
        own = single(kind) if phrase is None else single(phrase[1].role, phrase[1].sort)
        alone = not particle
    passing = alone and not capital and own.kind in PASSING
    plain = passing and own.kind == "lower"
    return Word(
        text,
        shape=written,
        capital=capital,
        vietnamese=syllable,
        marked=marks,
        family=lexicon.families().get(text),
        given=text in lexicon.given_names(),
        opener=opener,
        particle=particle,
        cues=cues,
        known=known,
        phrases=phrases,
        single=own,
        alone=alone,
        following=phrases.children if phrases is not None else (),
        passing=passing,
        plain=plain,
        common=passing and phrases is None,
    )


def _capital(written: Shape, *, syllable: bool, marks: bool) -> Single:
    """What a capital is of which no table knows, and to which no other is joined."""
    if written == "caps":
        return single("acronym")
    if not syllable:
        return single("name", spelling="foreign")
    return single("capital", spelling="vietnamese" if marks else "plain")


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
_BLANK = _GAPS[" "]
_AFTER = {sign: _GAPS[f"{sign} "] for sign in '.,:;!?…)"”'}


def longest(words: Words, at: int, node: Node[V] | None) -> tuple[int, V] | None:
    """Number of words and meaning of the longest phrase at ``words[at]``, the word that leads to the node."""
    phrase = None
    while node is not None:
        phrase = node.phrase or phrase
        at += 1
        node = node.children.get(words.texts[at])
        if node is not None and not words.gaps[at].close:
            break
    return phrase


def cue_at(words: Words, at: int) -> tuple[int, Meaning] | None:
    """Number of words and meaning of the longest cue at ``words[at]``."""
    return longest(words, at, words[at].cues) if at < len(words) else None


def known_at(words: Words, at: int) -> tuple[int, Meaning] | None:
    """Number of words and meaning of the longest name at ``words[at]`` that is no person's."""
    return longest(words, at, words[at].known) if at < len(words) else None
