"""underthesea's part-of-speech tagging, scored straight from its model's weights."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from boctach.text.tokenizer import crfsuite
from boctach.text.tokenizer.crfsuite import Model, ModelFormatError
from boctach.text.tokenizer.layout import FIRST, Layout, said_around
from boctach.text.tokenizer.ngrams import ENDS, Forms, Grams, Weights
from boctach.text.tokenizer.paths import Floats, Paths

_WINDOWS = {  # by length; of each length the first begins two places before
    1: ["T[-2]", "T[-1]", "T[0]", "T[1]", "T[2]"],
    2: ["T[-2,-1]", "T[-1,0]", "T[0,1]", "T[1,2]"],
}
_PLACES = ["T[-3][1]", "T[-2][1]", "T[-1][1]", "T[-3,-2][1]", "T[-2,-1][1]"]
_TEMPLATES = {
    *_WINDOWS[1],
    *_WINDOWS[2],
    *_PLACES,
    *(f"{window}.lower" for window in _WINDOWS[1]),
    *(f"{window}.istitle" for window in ["T[-1]", "T[0]", "T[1]"]),
}


class Tagger:
    """Gives each word its part of speech.

    Args:
        model: The model ``pos_crf_2017_10_11``.

    Raises:
        ModelFormatError: The model has other feature templates.
    """

    def __init__(self, model: Model) -> None:
        weights = Weights(model)
        if not weights.templates <= _TEMPLATES:
            raise ModelFormatError(f"other feature templates: {sorted(weights.templates - _TEMPLATES)}")

        def said(function: str, length: int, values: Sequence[str | None]) -> Floats:
            return weights.rows([window + function for window in _WINDOWS[length]], values)

        words = [(word,) for word in weights.values(_WINDOWS[1])]
        pairs = [parted for pair in weights.values(_WINDOWS[2]) for parted in _parted(pair)]
        self._cased = Grams([*words, *pairs], partial(said, ""), 2)
        lower_words = [(word,) for word in weights.values(f"{window}.lower" for window in _WINDOWS[1])]
        lower = Grams(lower_words, partial(said, ".lower"), 1)
        self._forms = Forms(
            self._cased.strings,
            lower.strings,
            _shape,
            (self._cased.weights.pop(1), lower.weights.pop(1), said(".istitle", 1, [None, *ENDS, "False", "True"])),
        )
        self._place_weights = _place_weights(weights)
        self._labels = model.labels
        self._paths = Paths(model.transitions)

    @classmethod
    def load(cls, path: Path) -> "Tagger":
        """The tagger of a model file of underthesea.

        Raises:
            ModelFormatError: The file holds another kind of model.
            OSError: The file cannot be read.
        """
        return cls(crfsuite.read(path))

    def tag(self, words: Sequence[str], lengths: Sequence[int]) -> list[str]:
        """A tag for each word; the syllables of a word are joined by one blank.

        Args:
            words: Those of sentences, end to end.
            lengths: How many each sentence has.
        """
        layout = Layout(lengths)
        best = self._paths.best(self._scores(words, layout), layout.first)
        return list(map(self._labels.__getitem__, best.tolist()))

    def _scores(self, words: Sequence[str], layout: Layout) -> Floats:
        """``[words, L]``: what each word's surroundings say for each label."""
        ones = layout.lay(self._forms.rows(words))
        (pairs,) = self._cased.rows(self._forms.cased[ones], layout)
        scores: Floats = said_around([(ones, self._forms.weights), (pairs, self._cased.weights[2])])[layout.inner]
        scores += self._place_weights[np.minimum(layout.numbers, len(self._place_weights) - 1)]
        return scores


def _parted(pair: str) -> Iterator[tuple[str, str]]:
    """The pairs of words that a string may stand for: words have blanks as well."""
    at = pair.find(" ")
    while at >= 0:
        yield pair[:at], pair[at + 1 :]
        at = pair.find(" ", at + 1)


def _shape(word: str) -> int:
    """A number for whether each syllable of a word has a capital."""
    return FIRST + (word[:1].istitle() and all(syllable[:1].istitle() for syllable in word.split(" ")))


def _place_weights(weights: Weights) -> Floats:
    """``[4, L]``: what the first, second, third and any later place in a sentence says by itself.

    The model was trained with a column of tags before the word. When it tags, all of that column is ``X``, so all
    that it tells is how many words come before.
    """
    said = []
    for name in _PLACES:
        back, later = -int(name[2:4]), "X X" if "," in name else "X"
        said.append(weights.rows([name], ["BOS" if place < back else later for place in range(4)])[:, 0])
    total: Floats = np.sum(said, axis=0)
    return total
