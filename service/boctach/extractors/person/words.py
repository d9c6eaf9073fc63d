"""Words of a paragraph as the person extractor sees them: what is known of each, the signs before it, its place."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, cast

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import PASSING, Single, single
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.phrases import Node, V, merged
from boctach.extractors.person.spelling import WORD, Shape, marked, shape, vietnamese
from boctach.text import pieces
from boctach.text.pieces import Reader

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
        found = pieces.within(text, start, end)
        words, starts = _PIECES.read(found), found.starts.tolist()
        gaps = [_GAPS["\n"], *_GAPS_BEHIND.read(found)]
        super().__init__()
        self.gaps: list[Gap] = []
        self._starts: list[int] = []
        done = 0
        for at, mixed in [(at, piece) for at, piece in enumerate(words) if piece.__class__ is _Mixed]:
            self._add(words[done:at], gaps[done:at], starts[done:at])
            done = at + 1
            signs = gaps[at].text + mixed.before
            if mixed.words:
                offsets = [starts[at] + offset for offset in mixed.offsets]
                self._add(mixed.words, [_GAPS[signs], *mixed.gaps], offsets)
                signs = mixed.after
            gaps[done] = _GAPS[signs + " "]
        self._add(words[done:], gaps[done:-1], starts[done:])
        self.texts = [word.text for word in self]
        self.texts.append("")

    def _add(self, words: "Sequence[Word | _Mixed]", gaps: Sequence[Gap], starts: Sequence[int]) -> None:
        self.extend(cast("Sequence[Word]", words))
        self.gaps.extend(gaps)
        self._starts.extend(starts)

    def start(self, at: int) -> int:
        """Where a word begins in the clean text."""
        return self._starts[at]

    def end(self, at: int) -> int:
        """One past a word's last code point in the clean text."""
        return self._starts[at] + len(self.texts[at])


class _Mixed(NamedTuple):
    """What stands between two blanks, where it is not just a word, and perhaps a sign behind it.

    Attributes:
        words: Its words; there may be none.
        offsets: Where each begins in it.
        before: The signs before the first word; all of it where there is none.
        gaps: What stands before each of the others.
        after: The signs behind the last word.
    """

    words: tuple[Word, ...]
    offsets: tuple[int, ...]
    before: str
    gaps: tuple[Gap, ...]
    after: str


def _word_or_mixed(piece: str) -> "Word | _Mixed":
    if piece.isalpha() or piece.isdecimal():
        return _WORDS[piece]
    if piece[-1:] in _AFTER and piece[:-1].isalpha():
        return _WORDS[piece[:-1]]
    parts = _BETWEEN.split(piece)
    words = tuple([_WORDS[text] for text in parts[1::2]])
    offsets = tuple(accumulate(map(len, parts)))[:-1:2]
    return _Mixed(
        words, offsets, parts[0], tuple([_GAPS[signs] for signs in parts[2:-1:2]]), parts[-1] if words else ""
    )


def _gap_behind(piece: str) -> Gap:
    """What stands between the word that a piece is and the next piece."""
    return _BLANK if piece.isalpha() else _AFTER.get(piece[-1:], _BLANK)


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
_PIECES, _GAPS_BEHIND = Reader(_word_or_mixed), Reader(_gap_behind)


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
