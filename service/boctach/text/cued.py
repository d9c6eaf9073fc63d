"""Patterns that are tried only where one of their first words stands.

A pattern of words begins at the border of a word, and ``re`` finds that out at each character anew. Here the first
words of all patterns are found in a text once, with their places, and each pattern is tried at its places alone.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import ClassVar

DIGIT = "#"
"""Stands for any first word that holds a digit."""

_WORD = re.compile(r"\w+")
_TEXTS = 4  # the words of so many texts are kept: that of each thread at work
_PIECES = 30_000  # and what is known of so many of their pieces
_LONGEST_PIECE = 40


class Cued:
    """A pattern and the words that it may begin with.

    It finds what ``re`` finds where each match begins with a whole word (or digits) of those given.

    Args:
        pattern: The pattern; it begins with a letter or digit.
        words: The first words, or phrases that begin with them, in any case; `DIGIT` for numbers.
    """

    _all_words: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, pattern: str, words: Collection[str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._pattern = re.compile(pattern, flags)
        self._words = frozenset(_first(word) for word in words)
        self._found: tuple[str, list[int]] = ("", [])
        Cued._all_words |= self._words

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Matches in ``text[start:end]`` from left to right, none overlapping another."""
        end = len(text) if end is None else end
        places = self.places(text)
        for index in range(bisect_left(places, start), len(places)):
            place = places[index]
            if place >= end:
                break
            if place >= start and (match := self._pattern.match(text, place, end)):
                yield match
                start = match.end()

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in ``text[start:end]``."""
        return next(self.finditer(text, start, end), None)

    def places(self, text: str) -> list[int]:
        """Where in the text the pattern is to be tried, in order: kept, since a text is searched part by part."""
        kept, places = self._found
        if kept is not text:
            known = _cues(text, Cued._all_words)
            places = sorted(place for word in self._words & known.keys() for place in known[word])
            self._found = (text, places)
        return places


def _first(words: str) -> str:
    match = _WORD.match(words)
    return match.group().lower() if match else DIGIT


@lru_cache(_TEXTS)
def _cues(text: str, words: frozenset[str]) -> dict[str, list[int]]:
    """The places of each of the words in a text.

    Most pieces between two blanks have been seen before, so what words stand in them is kept.
    """
    known = _pieces(words)
    if len(known) > _PIECES:
        known.clear()
    places: defaultdict[str, list[int]] = defaultdict(list)
    at = 0
    for piece in text.split(" "):
        cues = known.get(piece)
        if cues is None:
            cues = _cues_of(piece, words)
            if len(piece) <= _LONGEST_PIECE:
                known[piece] = cues
        if cues:
            for cue, offset in cues:
                places[cue].append(at + offset)
        at += len(piece) + 1
    return places


@lru_cache(1)
def _pieces(words: frozenset[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """What has been found so far: the words of each piece of text, with their offsets in it."""
    del words  # another dictionary where there are other words
    return {}


def _cues_of(piece: str, words: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """Those of the words that stand in a piece of text, and `DIGIT` for numbers, with their offsets."""
    if piece.isalpha():
        word = piece.lower()
        return ((word, 0),) if word in words else ()
    found = [(match.group().lower(), match.start()) for match in _WORD.finditer(piece)]
    cues = [(word, offset) for word, offset in found if word in words]
    cues += [(DIGIT, offset) for word, offset in found if not word.isalpha()]
    return tuple(cues)
