"""Patterns that are tried only where one of their first words stands.

A pattern of words begins at the border of a word, and ``re`` finds that out at each character anew. Here the words of
a text are found once, with their places, and each pattern is tried at those places alone.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache

DIGIT = "#"
"""Stands for any first word that holds a digit."""

_WORD = re.compile(r"\w+")
_TEXTS = 4  # the words of so many texts are kept: that of each thread at work


class Cued:
    """A pattern and the words that it may begin with.

    It finds what ``re`` finds where each match begins with a whole word (or digits) of those given.

    Args:
        pattern: The pattern; it begins with a letter or digit.
        words: The first words, or phrases that begin with them, in any case; `DIGIT` for numbers.
    """

    def __init__(self, pattern: str, words: Collection[str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._pattern = re.compile(pattern, flags)
        self._words = {_first(word) for word in words}
        self._found: tuple[str, list[int]] = ("", [])

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Matches in ``text[start:end]`` from left to right, none overlapping another."""
        end = len(text) if end is None else end
        while match := self.search(text, start, end):
            yield match
            start = match.end()

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match in ``text[start:end]``."""
        places = self._places(text)
        for index in range(bisect_left(places, start), len(places)):
            if places[index] >= end:
                break
            match = self._pattern.match(text, places[index], end)
            if match:
                return match
        return None

    def _places(self, text: str) -> list[int]:
        """Where in the text the pattern is to be tried: kept, since a text is searched sentence by sentence."""
        kept, places = self._found
        if kept is not text:
            known = _words(text)
            places = sorted(place for word in self._words if word in known for place in known[word])
            self._found = (text, places)
        return places


def _first(words: str) -> str:
    match = _WORD.match(words)
    return match.group().lower() if match else DIGIT


@lru_cache(_TEXTS)
def _words(text: str) -> dict[str, list[int]]:
    """The places of each word of a text, in small letters."""
    lower = text.lower()
    places: defaultdict[str, list[int]] = defaultdict(list)
    if len(lower) == len(text):
        for match in _WORD.finditer(lower):
            places[match.group()].append(match.start())
    else:  # a few letters of other languages become two
        for match in _WORD.finditer(text):
            places[match.group().lower()].append(match.start())
    numbers = [place for word in places if not word.isalpha() for place in places[word]]
    return {**places, DIGIT: numbers}
