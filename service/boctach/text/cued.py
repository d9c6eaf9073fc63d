"""Patterns that are tried only where one of their first words stands.

A pattern of words begins at the border of a word, and ``re`` finds that out at each character anew. Here the first
words of all patterns are found in a text once, with their places, and each pattern is tried at its places alone.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from threading import Lock
from typing import ClassVar

from boctach.text import pieces
from boctach.text.kept import Kept
from boctach.text.pieces import Finder

DIGIT = "#"
"""Stands for any first word that holds a digit."""

_WORD = re.compile(r"\w+")
_SIGNS = ',.;:…!?()"“”'  # those that most often stand around a word


class Cued:
    """A pattern and the words that it may begin with.

    It finds what ``re`` finds where each match begins with a whole word (or digits) of those given.

    Args:
        pattern: The pattern; it begins with a letter or digit.
        words: The first words, or phrases that begin with them, in any case; `DIGIT` for numbers.
    """

    _all: ClassVar["_FirstWords"]
    _lock: ClassVar = Lock()

    def __init__(self, pattern: str, words: Collection[str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._pattern = re.compile(pattern, flags)
        with Cued._lock:
            Cued._all = Cued._all.with_pattern(self, {_first(word) for word in words})

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Matches in ``text[start:end]`` from left to right, none overlapping another."""
        end = len(text) if end is None else end
        places = Cued._all.places(text).get(self, ())
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


def _first(words: str) -> str:
    match = _WORD.match(words)
    return _small(match.group()) if match else DIGIT


def _small(text: str) -> str:
    """The text in small letters, and as long as before: the one letter that would become two does not."""
    return text.replace("İ", "I").lower()


class _FirstWords:
    """The patterns by their first words, and where in a text each is to be tried.

    Args:
        patterns: Those that begin with each word, in small letters.
    """

    def __init__(self, patterns: Mapping[str, tuple[Cued, ...]]) -> None:
        self._patterns = patterns
        self._finder = Finder(self._in_piece)
        self.places = Kept(self._read)

    def with_pattern(self, pattern: Cued, words: Collection[str]) -> "_FirstWords":
        """These and one more; what has been found without it is not kept."""
        return _FirstWords({**self._patterns, **{word: (*self._patterns.get(word, ()), pattern) for word in words}})

    def _read(self, text: str) -> Mapping[Cued, Sequence[int]]:
        """For each pattern where in a text it is to be tried, in order."""
        places: defaultdict[Cued, list[int]] = defaultdict(list)
        for start, found in self._finder.find(pieces.of_lines(text)):
            for offset, pattern in found:
                places[pattern].append(start + offset)
        return places

    def _in_piece(self, piece: str) -> tuple[tuple[int, Cued], ...]:
        """Offsets in a piece of text with the patterns to be tried there."""
        piece = _small(piece)
        word = piece.strip(_SIGNS)
        if word.isalpha():  # as most are
            return tuple([(piece.index(word), pattern) for pattern in self._patterns.get(word, ())])
        found: list[tuple[int, Cued]] = []
        for match in _WORD.finditer(piece):
            word = match.group()
            found += [(match.start(), pattern) for pattern in self._patterns.get(word, ())]
            if not word.isalpha():
                found += [(match.start(), pattern) for pattern in self._patterns[DIGIT]]
        return tuple(found)


Cued._all = _FirstWords({DIGIT: ()})
