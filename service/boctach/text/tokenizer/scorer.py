"""The best labels of strings in rows, by what each says, what the n-grams around it say, and what labels say."""

from collections.abc import Iterator, Sequence

import numpy as np

from boctach import kernel
from boctach.kernel import Kernel
from boctach.text.tokenizer import compiled
from boctach.text.tokenizer.layout import Layout, said_around
from boctach.text.tokenizer.ngrams import Stream
from boctach.text.tokenizer.paths import Floats, Numbers, Paths


class Scorer:
    """A model by its tables.

    Args:
        singles: ``[R, K, L]``, what a row of a string says for the K places that see it.
        streams: The n-grams.
        transitions: ``[L, L]``, what a label (row) says for the one behind it (column).
        starts: ``[P, L]``, what the first places of a sentence say for each label, the last for all that follow; or
            nothing.
    """

    def __init__(
        self, singles: Floats, streams: Sequence[Stream], transitions: Floats, starts: Floats | None = None
    ) -> None:
        self._singles = singles
        self._streams = streams
        self._paths = Paths(transitions)
        self._starts = starts
        self._laid: compiled.Scorer | None = None  # as the compiled code wants it, made at the first use

    def best(self, rows: Numbers, lengths: Numbers) -> Numbers:
        """The best label of each string.

        Args:
            rows: ``[N]``, those of sentences laid end to end.
            lengths: ``[S]``, how many strings each sentence has.

        Returns:
            ``[N]``, the number of each string's label.
        """
        loaded = kernel.loaded()
        if loaded:
            return self._compiled(loaded).best_labels(rows, lengths)
        layout = Layout(lengths)
        ones = layout.lay(rows)
        scores: Floats = said_around([(ones, self._singles), *self._grams(ones, layout)])[layout.inner]
        if self._starts is not None:
            scores += self._starts[np.minimum(layout.numbers, len(self._starts) - 1)]
        return self._paths.best(scores, layout.first)

    def _compiled(self, loaded: Kernel) -> compiled.Scorer:
        if self._laid is None:
            paths = self._paths
            self._laid = compiled.Scorer(
                loaded, self._singles, self._streams, paths.transitions, paths.gain, self._starts
            )
        return self._laid

    def _grams(self, ones: Numbers, layout: Layout) -> Iterator[tuple[Numbers, Floats]]:
        for stream in self._streams:
            strings = before = stream.strings[ones]
            for ahead, (chain, said) in enumerate(stream.chains, start=1):
                before = layout.close(chain.rows(before, strings, ahead), ahead + 1)
                yield before, said
