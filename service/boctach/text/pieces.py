"""What stands between the blanks of a text, by number: what is known of a piece is found out once for all texts.

Nearly all of an article's pieces have been seen in others, and to look them up is most of what reading them costs. So
it is done at once for all who read texts piece by piece.
"""

import secrets
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final, Generic, NamedTuple, TypeVar

import numpy as np

from boctach import kernel
from boctach.kernel import Kernel, place
from boctach.text.kept import Kept
from boctach.text.rows import Numbers, Rows

T = TypeVar("T")

_REMEMBERED: Final = 1 << 16  # pieces: about 20 MB with what is known of them
_CHARACTERS: Final = 1 << 20  # of all pieces: some texts have very long ones
_MOST: Final = 1 << 17  # pieces that compiled code finds: one text may bring many
_LONG_PIECE: Final = 64  # characters: longer ones are not worth remembering
_CODE_POINTS: Final = f"utf-32-{sys.byteorder[0]}e"


class Vocabulary:
    """The pieces met so far. Several threads may read and add at once.

    Attributes:
        texts: The pieces; a piece's number is its place here.
        lock: Held by who adds anything.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.lock = threading.RLock()
        self._characters = 0
        self._numbers: dict[str, int] = {}
        loaded = kernel.loaded()
        self._index = _Index(loaded, _MOST) if loaded else None
        self._attached: dict[object, Any] = {}

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin a new one."""
        return len(self.texts) >= _REMEMBERED or self._characters >= _CHARACTERS

    def attached(self, make: "Callable[[Vocabulary], T]") -> T:
        """What somebody knows of the pieces: made at the first call, and kept for as long as they are."""
        found: T | None = self._attached.get(make)
        if found is None:
            with self.lock:
                found = self._attached.setdefault(make, make(self))
        return found

    def read(self, text: str, stretches: Sequence[tuple[int, int]]) -> "Pieces":
        """The pieces of stretches of a text."""
        split = self._index.split if self._index and kernel.loaded() else self._split
        starts, ends, numbers, bounds = split(text, stretches)
        unknown = (numbers < 0).nonzero()[0]
        if len(unknown):
            places = zip(starts[unknown].tolist(), ends[unknown].tolist(), strict=True)
            numbers[unknown] = self._learn([text[start:end] for start, end in places])
        return Pieces(starts, ends, numbers, bounds, self)

    def _split(self, text: str, stretches: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """What `_Index.split` gives, without it."""
        pieces: list[str] = []
        behind = [0]
        for start, end in stretches:
            pieces += text[start:end].split(" ")
            behind.append(len(pieces))
        bounds = np.array(behind)
        numbers = np.array([self._numbers.get(piece, -1) for piece in pieces], dtype=np.int64)
        lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
        # Where each piece would end if one blank stood between all, then where it does.
        ends = (lengths + 1).cumsum() - 1
        begun = np.array([start for start, _ in stretches], dtype=np.int64)
        ends += (begun - (ends - lengths)[bounds[:-1]]).repeat(np.diff(bounds))
        return ends - lengths, ends, numbers, bounds

    def _learn(self, pieces: Sequence[str]) -> list[int]:
        """The numbers of pieces that have none, or had none when they were looked up."""
        with self.lock:
            short: dict[str, int] = {}
            numbers = []
            for piece in pieces:
                number = self._numbers.get(piece)
                if number is None:
                    number = len(self.texts)
                    self.texts.append(piece)
                    self._characters += len(piece)
                    if len(piece) < _LONG_PIECE:
                        self._numbers[piece] = short[piece] = number
                numbers.append(number)
            if self._index:
                self._index.remember(short)
            return numbers


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The pieces of stretches of a text, in order.

    Attributes:
        starts: [P]: where each begins in the text.
        ends: [P]: where it ends.
        numbers: [P]: its number.
        bounds: [stretches + 1]: the first piece of each stretch, and P.
        vocabulary: Whose numbers they are.
    """

    starts: Numbers
    ends: Numbers
    numbers: Numbers
    bounds: Numbers
    vocabulary: Vocabulary


class Finder(Generic[T]):
    """Finds the few pieces of a text that matter to somebody, by looking at each piece once.

    Args:
        read: What there is to know of a piece, false for most; nothing but the piece may matter.
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read
        self._make: Callable[[Vocabulary], _Found[T]] = lambda _: _Found(Rows(0, np.int32), [])

    def find(self, pieces: Pieces) -> list[tuple[int, T]]:
        """Where in the text the pieces begin of which there is something to know, in order, and what that is."""
        vocabulary = pieces.vocabulary
        rows, known = vocabulary.attached(self._make)
        if rows.size < len(vocabulary.texts):
            with vocabulary.lock:
                self._learn(rows, known, vocabulary.texts[rows.size :])
        found = rows.array.take(pieces.numbers)
        places = found.nonzero()[0]
        return [
            (start, known[row - 1])
            for start, row in zip(pieces.starts[places].tolist(), found[places].tolist(), strict=True)
        ]

    def _learn(self, rows: Rows, known: list[T], texts: Sequence[str]) -> None:
        new = []
        for text in texts:
            read = self._read(text)
            if read:
                known.append(read)
            new.append(len(known) if read else 0)
        rows.extend(new)


class _Found(NamedTuple, Generic[T]):
    """What a `Finder` knows of the pieces.

    Attributes:
        rows: For each piece how many it is among those of which there is something to know, 0 where there is nothing.
        known: What there is to know of those.
    """

    rows: Rows
    known: list[T]


class _Index:
    """The pieces of text met so far, for compiled code. Who adds to it sees to it that nobody else does.

    Args:
        compiled: The compiled code.
        most: How many it may remember.
    """

    def __init__(self, compiled: Kernel, most: int) -> None:
        self._kernel = compiled
        self._most = most
        self._slots = np.zeros((2 * most, 2), dtype=np.uint64)
        self._rows = Rows(3, np.int64)
        self._points = Rows(0, np.uint32)
        bits, seed = most.bit_length(), secrets.randbits(64)
        self._laid = kernel.Index(place(self._slots), bits, seed, place(self._rows.array), place(self._points.array))

    def split(self, text: str, stretches: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The pieces between the blanks of stretches of a text.

        Returns:
            ``[P]``, where each begins; ``[P]``, where it ends; ``[P]``, its number, -1 where it was not met before; and
            ``[stretches + 1]``, the first piece of each stretch, and P.
        """
        points = text.encode(_CODE_POINTS, "surrogatepass")
        limits = np.array(stretches, dtype=np.int64).reshape(-1, 2)
        room = np.empty((4, int((limits[:, 1] - limits[:, 0] + 1).sum())), dtype=np.int64)
        starts, ends, numbers, _ = room  # behind them the pieces' hashes
        bounds = np.empty(len(limits) + 1, dtype=np.int64)
        at, size = place(room), room.strides[0]
        given = (points, place(limits), len(limits), at, at + size, at + 2 * size, at + 3 * size, place(bounds))
        self._kernel.split(self._laid, *given)
        count = bounds[-1]
        return starts[:count], ends[:count], numbers[:count], bounds

    def remember(self, pieces: Mapping[str, int]) -> None:
        """Let pieces, given with their numbers, be found from now on."""
        first = self._rows.size
        given = list(pieces.items())[: self._most - first]
        if not given:
            return
        points = "".join([piece for piece, _ in given]).encode(_CODE_POINTS, "surrogatepass")
        at = accumulate((len(piece) for piece, _ in given), initial=self._points.size)
        replaced = self._rows.array, self._points.array  # compiled code may look at these for as long as it is not told
        try:
            self._points.extend(np.frombuffer(points, dtype=np.uint32))
            self._rows.extend([(start, len(piece), number) for start, (piece, number) in zip(at, given, strict=False)])
        finally:
            self._laid.rows, self._laid.points = place(self._rows.array), place(self._points.array)
            del replaced
        self._kernel.remember(self._laid, first, self._rows.size)


_now: list[Vocabulary] = []


def current() -> Vocabulary:
    """The vocabulary for the next text; when it has grown large, a new one. Each text holds its own."""
    now = _now[0] if _now else None
    if now is None or now.is_full:
        now = Vocabulary()
        _now[:] = [now]
    return now


@Kept
def of_lines(text: str) -> Pieces:
    """The pieces of the lines of a text: kept, since several read them."""
    ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
    return current().read(text, [(start, end - 1) for start, end in zip([0, *ends], ends, strict=False)])


def of_spans(text: str, spans: Sequence[tuple[int, int]]) -> Pieces:
    """The pieces of spans of a text, in order: cheap where each begins and ends as pieces of one line do."""
    whole = of_lines(text)
    limits = np.array(spans, dtype=np.int64).reshape(-1, 2)
    firsts, behind = whole.starts.searchsorted(np.add(limits, (0, 1))).T
    if not _are_of_lines(whole, limits, firsts, behind):
        return current().read(text, spans)
    if (firsts[1:] == behind[:-1]).all():
        rows: slice | Numbers = slice(firsts[0], behind[-1])
        bounds = np.append(firsts, behind[-1]) - firsts[0]
    else:
        sizes = behind - firsts
        bounds = np.append(0, sizes.cumsum())
        rows = (firsts - bounds[:-1]).repeat(sizes) + np.arange(bounds[-1])
    return Pieces(whole.starts[rows], whole.ends[rows], whole.numbers[rows], bounds, whole.vocabulary)


def _are_of_lines(whole: Pieces, limits: Numbers, firsts: Numbers, behind: Numbers) -> bool:
    """Whether all spans begin and end as the pieces of one line do that stand at ``[firsts, behind)``."""
    if not len(limits) or (firsts >= behind).any():
        return False
    if (whole.starts[firsts] != limits[:, 0]).any() or (whole.ends[behind - 1] != limits[:, 1]).any():
        return False
    lines = whole.bounds.searchsorted([firsts, behind - 1], "right")
    return bool((lines[0] == lines[1]).all())
