"""What n-grams say for each label, looked up once for all the places that an n-gram is seen from.

A feature template names a window relative to the current position (``T[-1,0]``: the one before and this one) and
perhaps a function (``.lower``). The n-gram in the window says the same wherever it is seen from, so one row holds its
weights for every window of that length. Beyond the ends of a sentence the window's value is ``BOS`` or ``EOS``.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from boctach.text.tokenizer.crfsuite import Model
from boctach.text.tokenizer.paths import Floats

Rows = npt.NDArray[np.int64]

NONE, BOS, EOS = 0, 1, 2  # the first rows of every table: n-grams that the model does not know, and the two ends
PAD = 2  # places before and behind each sentence: no window reaches further
_PADS = [""] * PAD


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
        return [value for value in values if value not in ("BOS", "EOS")]

    def rows(self, templates: Sequence[str], values: Sequence[str]) -> Floats:
        """``[values, templates, L]``, zero where the model knows nothing."""
        rows = np.zeros((len(values), len(templates), self._weights.shape[1]))
        for column, template in enumerate(templates):
            known = self._attributes.get(template, {})
            found = [(row, known[value]) for row, value in enumerate(values) if value in known]
            if found:
                places, numbers = zip(*found, strict=True)
                rows[places, column] = self._weights[list(numbers)]
        return rows

    def table(self, templates: Sequence[str], more: Iterable[str] = ()) -> tuple[dict[str, int], Floats]:
        """All n-grams known to some templates.

        Args:
            templates: One for each place from which the n-gram is seen.
            more: N-grams that need a row even where the model does not know them.

        Returns:
            The row of each n-gram, and ``[rows, templates, L]``, beginning with the rows NONE, BOS and EOS.
        """
        values = dict.fromkeys(["", "BOS", "EOS", *self.values(templates), *more])
        return {value: row for row, value in enumerate(values)}, self.rows(templates, list(values))


class Layout:
    """Sentences laid end to end, with pads before and behind each.

    Attributes:
        size: Places in all.
        inner: The places of the sentences' own positions.
        numbers: For each of these its number in its sentence, from 0.
        first: For each of these, whether a sentence begins there.
    """

    def __init__(self, sentences: Sequence[Sequence[object]]) -> None:
        lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
        ends = np.cumsum(lengths + 2 * PAD) - PAD
        begins = ends - lengths
        self.size = int(lengths.sum()) + 2 * PAD * len(lengths)
        self._before = np.concatenate([begins - 1 - pad for pad in range(PAD)])
        behind = [ends + pad for pad in range(PAD)]
        # Where the n-grams of each length begin that reach beyond the end.
        self._over = [np.concatenate([*behind, *(ends - back for back in range(1, length))]) for length in (1, 2, 3)]
        self.numbers = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        self.inner = self.numbers + np.repeat(begins, lengths)
        self.first = self.numbers == 0

    def lay(self, sentences: Iterable[Sequence[str]]) -> list[str]:
        """The sentences end to end, with blank strings as pads."""
        laid: list[str] = []
        for sentence in sentences:
            laid += _PADS
            laid += sentence
            laid += _PADS
        return laid

    def close(self, rows: Rows, length: int) -> Rows:
        """Put the ends into the rows of the n-grams of a length (up to 3) that begin at each place."""
        rows[self._over[length - 1]] = EOS
        rows[self._before] = BOS
        return rows


def spread(seen: Floats, back: int) -> Floats:
    """Sum up what each place is told by the n-grams around it.

    Args:
        seen: ``[places, K, L]``: what the n-gram that begins at a place says for each of K places, the first of
            which lies ``K - 1 - back`` behind it.
        back: How far before a place the first n-gram lies that it sees.

    Returns:
        ``[places, L]``; the pads hold nothing of use.
    """
    places, width, labels = seen.shape
    total = np.zeros((places, labels))
    for column in range(width):
        shift = column - back
        if shift < 0:
            total[-shift:] += seen[:shift, column]
        elif shift > 0:
            total[:-shift] += seen[shift:, column]
        else:
            total += seen[:, column]
    return total


def pair_rows(index: dict[str, int], forms: list[str]) -> Rows:
    """The row of the pair that begins at each place."""
    get = index.get
    rows = [get(first + " " + second, NONE) for first, second in pairwise(forms)]
    rows.append(NONE)
    return np.array(rows, dtype=np.int64)
