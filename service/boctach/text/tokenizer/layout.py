"""Sentences laid end to end, so that one pass of numpy serves them all."""

from collections.abc import Iterable, Sequence

import numpy as np

from boctach.text.tokenizer.paths import Floats, Numbers

NONE, BOS, EOS = 0, 1, 2  # the first rows of every table: what the model does not know, and beyond the two ends
FIRST = 3  # the first row that is free for use
PAD = 2  # places before and behind each sentence: no window reaches further

_PADS = [""] * PAD


class Layout:
    """Sentences laid end to end, with pads before and behind each.

    Attributes:
        inner: The places of the sentences' own positions.
        numbers: For each of these its number in its sentence, from 0.
        first: For each of these, whether a sentence begins there.
    """

    def __init__(self, sentences: Sequence[Sequence[object]]) -> None:
        lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
        ends = np.cumsum(lengths + 2 * PAD) - PAD
        begins = ends - lengths
        self.numbers = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        self.inner = self.numbers + np.repeat(begins, lengths)
        self.first = self.numbers == 0
        self._before = np.concatenate([begins - 1 - pad for pad in range(PAD)])
        behind = [ends + pad for pad in range(PAD)]
        # Where the n-grams of each length begin that reach beyond the end.
        self._over = [np.concatenate([*behind, *(ends - back for back in range(1, length))]) for length in (1, 2, 3)]

    def close(self, rows: Numbers, length: int) -> Numbers:
        """Put the ends into the rows of the n-grams of a length (up to 3) that begin at each place."""
        rows[self._over[length - 1]] = EOS
        rows[self._before] = BOS
        return rows


def lay(sentences: Iterable[Sequence[str]]) -> list[str]:
    """The sentences end to end as `Layout` has them, with blank strings as pads."""
    laid: list[str] = []
    for sentence in sentences:
        laid += _PADS
        laid += sentence
        laid += _PADS
    return laid


def spread(seen: Floats) -> Floats:
    """Sum up what each place is told by the n-grams around it.

    Args:
        seen: ``[places, K, L]``: what the n-grams that begin at a place say for the K places that see them, from the
            one `PAD` places behind on to those before.

    Returns:
        ``[places, L]``; the pads hold nothing of use.
    """
    total = seen[:, PAD].copy()
    for column in range(seen.shape[1]):
        shift = column - PAD
        if shift < 0:
            total[-shift:] += seen[:shift, column]
        elif shift > 0:
            total[:-shift] += seen[shift:, column]
    return total
