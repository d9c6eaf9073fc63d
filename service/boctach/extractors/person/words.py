"""Words of a paragraph as the person extractor sees them: what is known of each, the signs before it, its place."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple

import numpy as np

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import Single, single
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.phrases import Node, V, merged
from boctach.extractors.person.spelling import WORD, Shape, marked, shape, vietnamese
from boctach.text import pieces
from boctach.text.pieces import Vocabulary
from boctach.text.remembered import Remembered
from boctach.text.rows import Numbers, Rows

_SENTENCE_OPENS = frozenset("\n.!?…:;\"“”'‘(-–—•*")
_BETWEEN = re.compile(f"({WORD.pattern})")
_KEPT = 1 << 15  # words: an article in a hundred brings more than ten that are new
_LONGEST_KEPT = 24

_BITS: Final = 61  # words share them
_OF_NAME: Final = 1 << _BITS  # one more for all that names are made of
_ALL: Final = 2 * _OF_NAME - 1
_COMMON, _TELLING, _MIXED = range(3)


@dataclass(slots=True, eq=False)
class Word:
    """What is known of a word wherever it stands: one object for all its places.

    Attributes:
        text: The word as written.
        shape: Its capitals.
        capital: Whether it may be part of a proper name.
        vietnamese: Whether it can be one Vietnamese syllable; of words that no proper name has it is not asked.
        marked: Whether it is written with Vietnamese letters or tone marks; likewise.
        single: The chunks that it makes by itself, by their places.
        alone: Whether it makes them wherever none of its phrases goes on, nor a run of capitals.
        family: Its weight as a Vietnamese family name.
        given: Whether it is a syllable of Vietnamese middle and given names.
        opener: Whether it is one of the words that open sentences and no names.
        particle: Whether it may stand inside a foreign name.
        cues: The offices, forms of address, heads, verbs and stop words that begin with it.
        known: The names that are no person's and begin with it.
        phrases: Both; of a phrase that is both, what it is without capitals.
        following: The words with which the phrases that begin with it go on.
    """

    text: str
    shape: Shape
    capital: bool
    vietnamese: bool
    marked: bool
    single: Single
    alone: bool
    family: str | None = None
    given: bool = False
    opener: bool = False
    particle: bool = False
    cues: Node[Meaning] | None = None
    known: Node[Meaning] | None = None
    phrases: Node[Meaning] | None = None
    following: Collection[str] = ()


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
        known: What is known of its pieces.
        gaps: What stands behind each of these.
        starts: Where each begins in the clean text.
        mixed: Which of them are not just a word.
        telling: As below.
        linked: As below.

    Attributes:
        gaps: What stands before each word; before the first one, a line end.
        telling: Places of all but common words, and of those that may be of a phrase with the next one.
        linked: For each of these whether the next word may belong to it: 0 where not.
    """

    def __init__(
        self,
        known: "list[Word | _Mixed]",
        gaps: Sequence[Gap],
        starts: list[int],
        mixed: Sequence[int],
        telling: Sequence[int],
        linked: Sequence[int],
    ) -> None:
        words: list[Any] = known
        self.gaps = [_GAPS["\n"], *gaps]
        self._starts = starts
        for at in reversed(mixed):  # so that the places before stay
            piece: _Mixed = words[at]
            words[at : at + 1] = piece.words
            starts[at : at + 1] = [starts[at] + offset for offset in piece.offsets]
            before = self.gaps[at].text + piece.before
            if piece.words:
                self.gaps[at : at + 1] = [_GAPS[before], *piece.gaps]
            else:
                self.gaps[at : at + 2] = [_GAPS[before + self.gaps[at + 1].text]]
        self.gaps.pop()
        super().__init__(words)
        self.telling = telling
        self.linked = linked

    @classmethod
    def of(cls, text: str, spans: Sequence[tuple[int, int]]) -> "list[Words]":
        """The words of each of some spans of the clean text."""
        found = pieces.of_spans(text, spans)
        known, gaps, links = found.vocabulary.attached(_Known).read(found.numbers)
        starts = found.starts.tolist()
        mixed = (links[:, 2] == _MIXED).nonzero()[0]
        words = np.append(0, links[:, 3].cumsum())[found.bounds]  # so many stand before each span
        telling, linked = _telling(links, words)
        borders = (found.bounds, mixed.searchsorted(found.bounds), words, telling.searchsorted(words))
        made = []
        for (first, a, word, c), (end, b, _, d) in pairwise(np.transpose(borders).tolist()):
            inside = slice(first, end)
            of_pieces = (known[inside], gaps[inside], starts[inside], (mixed[a:b] - first).tolist())
            made.append(cls(*of_pieces, (telling[c:d] - word).tolist(), linked[c:d].tolist()))
        return made

    def start(self, at: int) -> int:
        """Where a word begins in the clean text."""
        return self._starts[at]

    def end(self, at: int) -> int:
        """One past a word's last code point in the clean text."""
        return self._starts[at] + len(self[at].text)


def _telling(links: Numbers, begins: Numbers) -> tuple[Numbers, Numbers]:
    """What `Words` has as ``telling`` and ``linked``, for the words of spans laid end to end.

    Args:
        links: [P, 4], those of the pieces, as `_links` gives them.
        begins: Where the words of each span begin, and how many there are.
    """
    own, linked, telling = links[:, :3].repeat(links[:, 3], axis=0).T
    own[begins[begins < len(own)]] = _ALL  # what stands in another span tells nothing
    linked[:-1] &= own[1:]
    places = (linked | telling).nonzero()[0]
    return places, linked.take(places)


class _Mixed(NamedTuple):
    """What stands between two blanks, where it is not just a word, and perhaps signs behind it.

    Attributes:
        words: Its words; there may be none.
        offsets: Where each begins in it.
        before: The signs before the first word; all of it where there is none.
        gaps: What stands before each of the others.
    """

    words: tuple[Word, ...]
    offsets: tuple[int, ...]
    before: str
    gaps: tuple[Gap, ...]


class _Known:
    """What is known of the pieces of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words, self._links = Rows(2, np.object_), Rows(4, np.int64)

    def read(self, numbers: Numbers) -> tuple[list[Any], list[Gap], Numbers]:
        """What is known of pieces.

        Returns:
            For each the `Word` or `_Mixed` that it is; what stands between it and the next piece; and what `_links`
            gives, ``[P, 4]``.
        """
        if self._links.size < len(self._vocabulary.texts):
            self._learn()
        words, gaps = self._words.array.take(numbers, axis=0).T.tolist()
        return words, gaps, self._links.array.take(numbers, axis=0)

    def _learn(self) -> None:
        with self._vocabulary.lock:
            texts = self._vocabulary.texts[self._links.size :]
            words, links = np.empty((len(texts), 2), dtype=np.object_), []
            for at, text in enumerate(texts):
                words[at, 0], words[at, 1] = word, _ = _word_or_mixed(text)
                links.append(_links(word))
            self._words.size = self._links.size  # more where somebody was interrupted right here
            self._words.extend(words)
            self._links.extend(links)  # last: by their number others tell whether all is there


def _word_or_mixed(piece: str) -> tuple[Word | _Mixed, Gap]:
    """What a piece is, and what stands between its last word, where it has one, and the next piece."""
    if piece.isalpha() or piece.isdecimal():
        return _WORDS[piece], _BLANK
    if piece[-1:] in _AFTER and piece[:-1].isalpha():
        return _WORDS[piece[:-1]], _AFTER[piece[-1]]
    parts = _BETWEEN.split(piece)
    if len(parts) == 1:
        return _Mixed((), (), piece, ()), _BLANK
    words, gap = tuple([_WORDS[text] for text in parts[1::2]]), _GAPS[parts[-1] + " "]
    if len(words) == 1 and not parts[0]:
        return words[0], gap
    offsets = tuple(accumulate(map(len, parts)))[:-1:2]
    return _Mixed(words, offsets, parts[0], tuple([_GAPS[signs] for signs in parts[2:-1:2]])), gap


def _links(word: Word | _Mixed) -> tuple[int, int, int, int]:
    """A word's bits, those of the words that may belong to it as the next, what it is, and how many words.

    Where the next word has none of these bits, it does not belong to it; where it has one, that is to be found out.
    """
    if isinstance(word, _Mixed):
        return _ALL, _ALL, _MIXED, len(word.words)
    own = _bit(word.text) | (_OF_NAME if word.capital or word.particle else 0)
    if not word.alone:
        return own, _ALL, _TELLING, 1
    linked = _OF_NAME if word.capital else 0
    for following in word.following:
        linked |= _bit(following)
    return own, linked, _COMMON if word.single.kind == "lower" else _TELLING, 1


def _bit(text: str) -> int:
    """The bit that stands for a word, and for one in so many others."""
    return 1 << hash(text) % _BITS


def _word(text: str) -> Word:
    written = shape(text)
    if text not in lexicon.listed():  # as most words that are met late
        return _unlisted(text, written)
    capital = written in ("title", "caps")
    particle = text in lexicon.particles("particle")
    opener = text in lexicon.sentence_openers()
    cues, known = lexicon.cues().get(text), lexicon.known_names().get(text)
    phrases = merged(known, cues)
    syllable, marks = (vietnamese(text), marked(text)) if capital or particle else (False, False)
    if capital:
        own = _capital(written, syllable=syllable, marks=marks)
        alone = phrases is None and "-" not in text and not (opener and not (syllable and marks))
    else:
        phrase = phrases.phrase if phrases is not None else None
        own = _small(written) if phrase is None else single(phrase[1].role, phrase[1].sort)
        alone = not particle
    return Word(
        text,
        shape=written,
        capital=capital,
        vietnamese=syllable,
        marked=marks,
        single=own,
        alone=alone,
        family=lexicon.families().get(text),
        given=text in lexicon.given_names(),
        opener=opener,
        particle=particle,
        cues=cues,
        known=known,
        phrases=phrases,
        following=phrases.children if phrases is not None else (),
    )


def _unlisted(text: str, written: Shape) -> Word:
    """A word that stands in no table."""
    if written in ("lower", "number"):
        return Word(text, written, capital=False, vietnamese=False, marked=False, single=_small(written), alone=True)
    syllable, marks = vietnamese(text), marked(text)
    own = _capital(written, syllable=syllable, marks=marks)
    return Word(text, written, capital=True, vietnamese=syllable, marked=marks, single=own, alone="-" not in text)


def _small(written: Shape) -> Single:
    """What a word without a capital is of which no table knows."""
    return single("number" if written == "number" else "lower")


def _capital(written: Shape, *, syllable: bool, marks: bool) -> Single:
    """What a capital is of which no table knows, and to which no other is joined."""
    if written == "caps":
        return single("acronym")
    if not syllable:
        return single("name", spelling="foreign")
    return single("capital", spelling="vietnamese" if marks else "plain")


def _gap(text: str) -> Gap:
    """What blanks and signs are, by their look alone."""
    sign = text.strip(" ")
    close = text in (" ", ".") or (len(text) <= 3 and "\n" not in text and sign in ("", "-", "–", "&", "/"))
    return Gap(text, sign, close, not _SENTENCE_OPENS.isdisjoint(text))


def _short(text: str) -> bool:
    return len(text) <= _LONGEST_KEPT


_WORDS, _GAPS = Remembered(_word, _KEPT, _short), Remembered(_gap, _KEPT, _short)
_BLANK = _GAPS[" "]
_AFTER = {sign: _GAPS[f"{sign} "] for sign in '.,:;!?…)"”'}


def longest(words: Words, at: int, node: Node[V] | None) -> tuple[int, V] | None:
    """Number of words and meaning of the longest phrase at ``words[at]``, the word that leads to the node."""
    phrase = None
    while node is not None:
        phrase = node.phrase or phrase
        at += 1
        if not node.children or at == len(words):
            break
        node = node.children.get(words[at].text)
        if node is not None and not words.gaps[at].close:
            break
    return phrase


def cue_at(words: Words, at: int) -> tuple[int, Meaning] | None:
    """Number of words and meaning of the longest cue at ``words[at]``."""
    return longest(words, at, words[at].cues) if at < len(words) else None


def known_at(words: Words, at: int) -> tuple[int, Meaning] | None:
    """Number of words and meaning of the longest name at ``words[at]`` that is no person's."""
    return longest(words, at, words[at].known) if at < len(words) else None
