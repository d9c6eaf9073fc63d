"""Sentences laid end to end, so that one pass of numpy serves them all."""

from collections.abc import Sequence

import numpy as np

from boctach.text.tokenizer.paths import Floats, Numbers

NONE, BOS, EOS = 0, 1, 2  # the first rows of every table: what the model does not know, and beyond the two ends
FIRST = 3  # the first row that is free for use
PAD = 2  # places before and behind each sentence: no window reaches further


class Layout:
    """Sentences laid end to end, with pads before and behind each.

    Args:
        lengths: How many strings each sentence has.

    Attributes:
        inner: The places of the sentences' own positions.
        numbers: For each of these its number in its sentence, from 0.
        first: For each of these, whether a sentence begins there.
    """

    def __init__(self, lengths: Numbers) -> None:
        ends = np.cumsum(lengths + 2 * PAD) - PAD
        begins = ends - lengths
        self._places = int(ends[-1]) + PAD if len(ends) else 0
        self.numbers = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        self.inner = self.numbers + np.repeat(begins, lengths)
        self.first = self.numbers == 0
        self._before = np.concatenate([begins - 1 - pad for pad in range(PAD)])
        behind = [ends + pad for pad in range(PAD)]
        # Where the n-grams of each length begin that reach beyond the end.
        self._over = [np.concatenate([*behind, *(ends - back for back in range(1, length))]) for length in (1, 2, 3)]

    def lay(self, rows: Numbers) -> Numbers:
        """Put rows of single strings, sentence by sentence, at their places."""
        laid = np.zeros(self._places, dtype=np.int64)
        laid[self.inner] = rows
        return self.close(laid, 1)

    def close(self, rows: Numbers, length: int) -> Numbers:
        """Put the ends into the rows of the n-grams of a length (up to 3) that begin at each place."""
        rows[self._over[length - 1]] = EOS
        rows[self._before] = BOS
        return rows


def said_around(grams: Sequence[tuple[Numbers, Floats]]) -> Floats:
    """Sum up what each place is told by the n-grams around it.

    Args:
        grams: By table of n-grams, those of the most columns first: ``[places]``, the row of the n-gram that begins at
            each place, and ``[rows, K, L]``, what a row says for the K places that see it, from the one `PAD` places
            behind on to those before.

    Returns:
        ``[places, L]``; the pads hold nothing of use.
    """
    rows, said = grams[0]
    seen = said[rows]
    for rows, said in grams[1:]:
        seen[:, : said.shape[1]] += said[rows]
    total = seen[:, PAD].copy()
    for column in range(seen.shape[1]):
        shift = column - PAD
        if shift < 0:
            total[-shift:] += seen[:shift, column]
        elif shift > 0:
            total[:-shift] += seen[shift:, column]
    return total
