"""A text with its facts marked in place: facts nest in one another, and one that crosses another is cut in two."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from boctach.facts import Kind
from boctach.web import names


class Marked(NamedTuple):
    """A fact as it is marked: where it stands, its number on the page, its kind, its words for screen readers."""

    start: int
    end: int
    number: int
    kind: Kind
    label: str


class _Piece(NamedTuple):
    """A part of a fact that nests in what is around it; ``first`` and ``last`` where it is cut."""

    start: int
    minus_end: int
    number: int
    fact: Marked
    first: bool
    last: bool

    @property
    def end(self) -> int:
        return -self.minus_end


def mark(text: str, facts: Iterable[Marked], start: int, end: int) -> Markup:
    """``text[start:end]`` as HTML with the facts that stand in it.

    The text content of what comes back is ``text[start:end]`` itself: signs of kinds are drawn by the style sheet.

    Args:
        text: The article.
        facts: Facts in the order of the text; what lies outside ``[start, end)`` is cut off.
        start: Where the paragraph begins.
        end: One past its last code point.
    """
    written: list[Markup] = []
    at = start
    opened: list[_Piece] = []
    for piece in _nested(facts, start, end):
        while opened and opened[-1].end <= piece.start:
            closing = opened.pop()
            written += [escape(text[at : closing.end]), _close(closing)]
            at = closing.end
        written += [escape(text[at : piece.start]), _open(piece)]
        at = piece.start
        opened.append(piece)
    while opened:
        closing = opened.pop()
        written += [escape(text[at : closing.end]), _close(closing)]
        at = closing.end
    written.append(escape(text[at:end]))
    return Markup().join(written)


def _nested(facts: Iterable[Marked], start: int, end: int) -> Iterator[_Piece]:
    """Pieces in the order of their beginnings, the longer first, none of which crosses another."""
    waiting = [
        _Piece(max(f.start, start), -min(f.end, end), f.number, f, f.start >= start, f.end <= end)
        for f in facts
        if f.start < end and f.end > start
    ]
    heapq.heapify(waiting)
    around: list[_Piece] = []
    while waiting:
        piece = heapq.heappop(waiting)
        while around and around[-1].end <= piece.start:
            around.pop()
        if around and around[-1].end < piece.end:
            border = around[-1].end
            heapq.heappush(waiting, piece._replace(start=border, first=False))
            # What is left may now be shorter than another that begins at the same place.
            heapq.heappush(waiting, piece._replace(minus_end=-border, last=False))
            continue
        around.append(piece)
        yield piece


def _open(piece: _Piece) -> Markup:
    identity = Markup(' id="m{}"').format(piece.number) if piece.first else ""
    return Markup('<mark{} data-kind="{}" data-fact="{}">').format(identity, piece.fact.kind, piece.number)


def _close(piece: _Piece) -> Markup:
    if not piece.last:
        return Markup("</mark>")
    kind = names.KINDS[piece.fact.kind]
    return Markup('<a class="sign" href="#f{}" data-sign="{}" aria-label="{}: {}, xem trong bảng"></a></mark>').format(
        piece.number, kind.sign, kind.name, piece.fact.label
    )


def clip(facts: Sequence[Marked], start: int, end: int, at: int) -> tuple[list[Marked], int]:
    """The facts that stand in ``[start, end)``, looked for from index ``at`` on; and where to look next.

    Args:
        facts: All facts in the order of the text.
        start: Where the paragraph begins.
        end: One past its last code point.
        at: What an earlier call for the paragraph before gave, 0 for the first.
    """
    while at < len(facts) and facts[at].end <= start:
        at += 1
    found = []
    index = at
    while index < len(facts) and facts[index].start < end:
        if facts[index].end > start:
            found.append(facts[index])
        index += 1
    return found, at
