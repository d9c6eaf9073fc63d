"""Words of a paragraph that belong together: an office, a form of address, a known name, a run of capitals."""

import functools
from typing import Literal, NamedTuple

Kind = Literal["office", "address", "head", "known", "verb", "stop", "name", "capital", "acronym", "number", "lower"]
Spelling = Literal["vietnamese", "foreign", "plain", ""]

PASSING = frozenset(("lower", "stop", "verb"))
"""Kinds that mean nothing by themselves, and but end or go on what stands before them."""

LEADING = frozenset(("head", "address", "number", "acronym"))
"""Kinds that say something of what stands right behind them, and else nothing."""

_PLACES_KEPT = 1 << 11


class Chunk(NamedTuple):
    """Words ``[first, last)`` of a paragraph.

    Attributes:
        kind: What they are; ``name`` has the shape of a person's name, ``capital`` is any other run of capitals.
        sort: The table's class, where a table knows the words; the family name's weight for Vietnamese names.
        spelling: For ``name`` and ``capital``: ``vietnamese`` syllables, ``plain`` (Vietnamese syllables without any
            mark, such as "Hun Sen"), ``foreign``.
    """

    kind: Kind
    first: int
    last: int
    sort: str = ""
    spelling: Spelling = ""

    @property
    def length(self) -> int:
        """Number of words."""
        return self.last - self.first


class Single(dict[int, Chunk]):
    """The chunks of one word of a kind, by their places: most chunks of most texts, and made only once."""

    def __init__(self, kind: Kind, sort: str, spelling: Spelling) -> None:
        super().__init__()
        self.kind: Kind = kind
        self.sort = sort
        self.spelling: Spelling = spelling

    def __missing__(self, at: int) -> Chunk:
        chunk = Chunk(self.kind, at, at + 1, self.sort, self.spelling)
        if at < _PLACES_KEPT:
            self[at] = chunk
        return chunk


@functools.cache
def single(kind: Kind, sort: str = "", spelling: Spelling = "") -> Single:
    """The chunks of one word of a kind, sort and spelling."""
    return Single(kind, sort, spelling)
