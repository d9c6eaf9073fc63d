"""Names of gazetteers in a text: one pass of one Aho-Corasick automaton for all of them, on the borders of words."""

import functools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import ahocorasick

from boctach.text.kept import Kept
from boctach.text.syllables import is_vietnamese

T = TypeVar("T")

_OLD = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_NEW = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_OTHER_PLACE = dict(zip(_OLD + _NEW, _NEW + _OLD, strict=True))
_OTHER_PLACE |= {pair.title(): other.title() for pair, other in _OTHER_PLACE.items()}
_PLACED = re.compile(rf"(?<![Qq])(?:{'|'.join(_OTHER_PLACE)})(?!\w)")
"""Open syllables whose tone mark stands on the first vowel or on the second; ``quý`` has no second spelling."""

_Y_I = dict(zip("ýỳỷỹỵíìỉĩị", "íìỉĩịýỳỷỹỵ", strict=True))
_Y_OR_I = re.compile(r"(?<=\b[HKLMSThklmst])[ýỳỷỹỵíìỉĩị](?!\w)")
"""Final i or y with a tone after h, k, l, m, s, t: Hoa Kỳ and Hoa Kì."""


def spellings(name: str) -> frozenset[str]:
    """The name in every spelling that Vietnamese orthography allows: both places of the tone mark, final i and y.

    ``Hòa Kỳ`` gives ``Hòa Kỳ``, ``Hoà Kỳ``, ``Hòa Kì`` and ``Hoà Kì``.
    """
    placed = {name, _PLACED.sub(lambda m: _OTHER_PLACE[m.group()], name)}
    return frozenset(placed | {_Y_OR_I.sub(lambda m: _Y_I[m.group()], each) for each in placed})


class Match(NamedTuple, Generic[T]):
    """A name ``[start, end)`` of the text and what the gazetteer knows of it."""

    start: int
    end: int
    entry: T


class Gazetteer(Generic[T]):
    """Names and what is known of them.

    Names match as they are written, in either place of the tone mark, with either dash, and in capitals throughout.
    A match begins and ends with a word; a hyphen before a small letter does not end one (``Ma-li`` is not in
    ``Ma-li-bu``), before a capital it does (``Nga-Mỹ``). A blank lost after a long foreign name is borne with
    (``Ukrainenổ ra``).

    All gazetteers go through a text in one pass. So each is there for good, and is made once, of a table: with each new
    one the pass is put together anew.

    Args:
        entries: Names with what is known of each. Of two entries of one spelling the first one stays.

    Attributes:
        entries: What is known of each spelling.
    """

    _all: ClassVar["_Names"]
    _lock: ClassVar = Lock()

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self.entries: dict[str, T] = {}
        for name, entry in entries:
            for spelling in spellings(name):
                dashed = spelling.replace(" - ", " – ")
                for form in (spelling, dashed, spelling.upper(), dashed.upper()):
                    self.entries.setdefault(form, entry)
        with Gazetteer._lock:
            Gazetteer._all = _Names([*Gazetteer._all.gazetteers, self])

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match[T]]:
        """Matches in ``text[start:end]`` in order: of overlapping ones the leftmost, of those the longest.

        The whole text is read at once and what was found is kept, since a text is searched part by part.
        """
        end = len(text) if end is None else end
        matches: Sequence[Match[T]] = Gazetteer._all.matches(text).get(self, ())
        for index in range(bisect_left(matches, (start,)), len(matches)):
            match = matches[index]
            if match.start >= end:
                break
            if match.start >= start and match.end <= end:
                yield match
                start = match.end


class _Names:
    """The names of all gazetteers: to go through a text takes as long for all as for one.

    Args:
        gazetteers: The gazetteers.
    """

    def __init__(self, gazetteers: Sequence[Gazetteer[Any]]) -> None:
        self.gazetteers = gazetteers
        self.matches = Kept(self._read)

    @functools.cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        known: defaultdict[str, list[tuple[Gazetteer[Any], Any]]] = defaultdict(list)
        for gazetteer in self.gazetteers:
            for form, entry in gazetteer.entries.items():
                known[form].append((gazetteer, entry))
        automaton = ahocorasick.Automaton()
        for form, meanings in known.items():
            automaton.add_word(form, (len(form), meanings))
        automaton.make_automaton()
        return automaton

    def _read(self, text: str) -> Mapping[Gazetteer[Any], Sequence[Match[Any]]]:
        """Every match in a text, overlapping ones too, in order; of those that begin in one place the longest first."""
        found: defaultdict[Gazetteer[Any], list[Match[Any]]] = defaultdict(list)
        for last, (length, meanings) in self._automaton.iter(text):
            stop = last + 1
            if _is_word(text, stop - length, stop):
                for gazetteer, entry in meanings:
                    found[gazetteer].append(Match(stop - length, stop, entry))
        for matches in found.values():
            matches.sort(key=lambda match: (match.start, -match.end))
        return found


Gazetteer._all = _Names([])


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins and ends with a word."""
    if start and text[start - 1].isalnum():
        return False
    after = text[end : end + 1]
    next_after = text[end + 1 : end + 2]
    if after.isalnum():
        return after.islower() and _lost_blank(text, start, end)
    if after == ".":
        return not next_after.isalnum()
    return after != "-" or not next_after.islower()


_SMALL_WORD = re.compile(r"[^\W\d_A-Z]{1,7}(?!\w)")
_SHORTEST_GLUED = 6


def _lost_blank(text: str, start: int, end: int) -> bool:
    """Whether a long foreign name and a Vietnamese word only lost the blank between them: Ukrainenổ ra."""
    if end - start < _SHORTEST_GLUED or not text[start:end].isascii():
        return False
    word = _SMALL_WORD.match(text, end)
    return word is not None and not word.group().isascii() and is_vietnamese(word.group())
