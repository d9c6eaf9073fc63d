"""What n-grams say for each label, looked up once for all the places that see an n-gram.

A feature template names a window relative to the current position (``T[-1,0]``: the one before and this one) and
perhaps a function (``.lower``). What the n-gram in the window says is known beforehand, so a row of a table holds it
for every window of that length. Strings are looked up once, one by one; n-grams are found by numbers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from boctach.text.tokenizer.crfsuite import Model
from boctach.text.tokenizer.layout import FIRST, NONE
from boctach.text.tokenizer.paths import Floats, Numbers

ENDS = ["BOS", "EOS"]  # a window's value beyond the ends of a sentence

_BUCKET = 8  # keys of 8 bytes: one line of a processor's cache
_SPREADING = np.uint64(0x9E3779B97F4A7C15)  # 2**64 by the golden ratio: Fibonacci hashing
_SECOND_BITS = 32
_FREE = np.uint64(2**64 - 1)  # the key of no pair


class Weights:
    """The weights of a model by template and value."""

    def __init__(self, model: Model) -> None:
        self._weights = model.weights
        self._attributes: dict[str, dict[str, int]] = {}
        for number, attribute in enumerate(model.attributes):
            template, _, value = attribute.partition("=")
            self._attributes.setdefault(template, {})[value] = number

    @property
    def templates(self) -> frozenset[str]:
        """Templates of which the model knows any value."""
        return frozenset(self._attributes)

    def values(self, templates: Iterable[str]) -> list[str]:
        """Every value that the model knows of any of the templates, the two ends left out."""
        values = {value: None for template in templates for value in self._attributes.get(template, ())}
        return [value for value in values if value not in ENDS]

    def rows(self, templates: Sequence[str], values: Sequence[str | None]) -> Floats:
        """``[values, templates, L]``, zero where the model knows nothing."""
        rows = np.zeros((len(values), len(templates), self._weights.shape[1]))
        for column, template in enumerate(templates):
            known = self._attributes.get(template, {})
            found = [(row, known[value]) for row, value in enumerate(values) if value in known]
            if found:
                places, numbers = zip(*found, strict=True)
                rows[places, column] = self._weights[list(numbers)]
        return rows


class Forms:
    """The strings of a text by number: as they are, in lower case, and by shape.

    A row stands for a string as it is where the model knows it so, else for its lower case and its shape.

    Args:
        cased: Number of each string that is known as it is.
        lower: Number of each string that is known in lower case.
        shape: The number of a string's shape: whatever else tells strings apart.
        weights: What the numbers of each of the three say, ``[numbers, K, L]``.

    Attributes:
        weights: ``[rows, K, L]``.
        cased: For each row the number of the string as it is.
        lower: For each row the number of its lower case.
        shape: For each row the number of its shape.
    """

    def __init__(
        self,
        cased: Mapping[str, int],
        lower: Mapping[str, int],
        shape: Callable[[str], int],
        weights: tuple[Floats, Floats, Floats],
    ) -> None:
        self._lower, self._shape, self._shapes = lower, shape, len(weights[2]) - FIRST
        ends, lowers = range(FIRST), len(weights[1])
        generic = lowers * self._shapes
        self.cased = np.array([*ends, *[NONE] * generic, *cased.values()])
        self.lower = np.array(
            [*ends, *np.repeat(range(lowers), self._shapes), *(lower.get(form.lower(), NONE) for form in cased)]
        )
        self.shape = np.array([*ends, *list(range(FIRST, len(weights[2]))) * lowers, *map(shape, cased)])
        self.weights = weights[0][self.cased]
        self.weights += weights[1][self.lower]
        self.weights += weights[2][self.shape]
        self._known = {form: self._by_lower(form) for form in lower}
        self._known |= {form: FIRST + generic + number for number, form in enumerate(cased)}

    def row(self, form: str) -> int:
        """The row of a string."""
        return self._known.get(form) or self._by_lower(form)

    def _by_lower(self, form: str) -> int:
        return self._lower.get(form.lower(), NONE) * self._shapes + self._shape(form)  # shapes begin at FIRST


class Stream(NamedTuple):
    """The n-grams of one view of the strings: as they are, in small letters, by their capitals.

    Attributes:
        strings: ``[R]``: for each row the number of its string in this view.
        chains: The pairs, and perhaps the triples, with what they say: ``[n-grams, K, L]``.
    """

    strings: Numbers
    chains: Sequence[tuple["Chain", Floats]]


class Grams:
    """The n-grams that a model or a dictionary knows, and what they say.

    Args:
        grams: The n-grams that matter, string by string; longer ones than ``longest`` do not.
        said: From a length and the n-grams of that length (None: any other; ``BOS``, ``EOS``: beyond the ends), what
            they say, ``[n-grams, K, L]``.
        longest: Strings of the longest n-gram that the model looks at.

    Attributes:
        strings: The number of each single string.
        weights: By length, what n-grams say, ``[rows, K, L]``: rows NONE, BOS, EOS, and one for each.
    """

    def __init__(
        self, grams: Iterable[Sequence[str]], said: Callable[[int, Sequence[str | None]], Floats], longest: int
    ) -> None:
        known: list[dict[str, int]] = [{} for _ in range(longest + 1)]
        keys: list[dict[int, int]] = [{} for _ in range(longest + 1)]
        for gram in grams:
            if len(gram) > longest:
                continue
            joined, number = "", NONE
            for length, string in enumerate(gram, start=1):
                single = known[1].setdefault(string, FIRST + len(known[1]))
                joined, before = f"{joined} {string}" if joined else string, number
                number = known[length].setdefault(joined, FIRST + len(known[length]))
                keys[length][before << _SECOND_BITS | single] = number
        self.strings = known[1]
        self.weights = {length: said(length, [None, *ENDS, *known[length]]) for length in range(1, longest + 1)}
        self._chains = [Chain(keys[length]) for length in range(2, longest + 1)]

    def stream(self, strings: Numbers) -> Stream:
        """The n-grams of strings, of which the number is given for each row."""
        return Stream(strings, [(chain, self.weights[length]) for length, chain in enumerate(self._chains, start=2)])


class Chain:
    """Longer n-grams by number: of the shorter n-gram that it begins with, and of the string behind.

    A hash table of which numpy looks up many pairs at once. Pairs are few to a bucket, and none has more than fit.

    Args:
        keys: The row of each n-gram by its two numbers put into one.

    Attributes:
        held: ``[buckets, slots]``: the keys.
        numbers: ``[buckets, slots]``: their rows.
        bits: How many of a spread key's bits tell its bucket.
    """

    def __init__(self, keys: Mapping[int, int]) -> None:
        pairs = np.array(list(keys), dtype=np.uint64)
        rows = np.array(list(keys.values()), dtype=np.int32)
        self.bits = max(1, len(pairs).bit_length() - 1)
        while np.bincount(self._buckets(pairs), minlength=1).max() > _BUCKET:
            self.bits += 1
        self.held = np.full((1 << self.bits, _BUCKET), _FREE)
        self.numbers = np.full((1 << self.bits, _BUCKET), NONE, dtype=np.int32)
        buckets = self._buckets(pairs)
        order = np.argsort(buckets, kind="stable")
        buckets = buckets[order]
        slots = np.arange(len(order)) - np.searchsorted(buckets, buckets)
        self.held[buckets, slots] = pairs[order]
        self.numbers[buckets, slots] = rows[order]

    def rows(self, firsts: Numbers, seconds: Numbers, ahead: int) -> Numbers:
        """The row of the n-gram that begins at each place, NONE where there is none.

        Args:
            firsts: For each place the row of the shorter n-gram that begins there.
            seconds: For each place the number of the string there.
            ahead: How far behind the beginning of the n-gram its last string lies.
        """
        keys = (firsts[:-ahead] << _SECOND_BITS | seconds[ahead:]).astype(np.uint64)
        buckets = self._buckets(keys)
        found = np.full(len(firsts), NONE)
        places, slots = np.nonzero(self.held[buckets] == keys[:, None])
        found[places] = self.numbers[buckets[places], slots]
        return found

    def _buckets(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        return (keys * _SPREADING >> np.uint64(64 - self.bits)).astype(np.int64)
