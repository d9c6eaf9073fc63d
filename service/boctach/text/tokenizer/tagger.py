"""underthesea's part-of-speech tagging, scored straight from its model's weights."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from boctach.text.tokenizer import crfsuite
from boctach.text.tokenizer.crfsuite import Model, ModelFormatError
from boctach.text.tokenizer.ngrams import NONE, Layout, Weights, pair_rows, spread
from boctach.text.tokenizer.paths import Floats, Paths

REMEMBERED = 1 << 15  # words whose rows are kept

_ONE = ["T[-2]", "T[-1]", "T[0]", "T[1]", "T[2]"]
_TWO = ["T[-2,-1]", "T[-1,0]", "T[0,1]", "T[1,2]"]
_BACK = 2  # every window begins at most two places before
_PLACES = ["T[-3][1]", "T[-2][1]", "T[-1][1]", "T[-3,-2][1]", "T[-2,-1][1]"]
_TEMPLATES = {
    *_ONE,
    *_TWO,
    *_PLACES,
    *(f"{window}.lower" for window in _ONE),
    *(f"{window}.istitle" for window in ["T[-1]", "T[0]", "T[1]"]),
}
_SHAPES = ["", "BOS", "EOS", "False", "True"]
_BITS = 20  # three row numbers are packed into one integer


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
        self._labels = model.labels
        self._paths = Paths(model.transitions)
        self._one, self._one_weights = weights.table(_ONE)
        self._one_lower, self._one_lower_weights = weights.table([f"{window}.lower" for window in _ONE])
        self._shape_weights = weights.rows([f"{window}.istitle" for window in _ONE], _SHAPES)
        self._two, self._two_weights = weights.table(_TWO)
        self._place_weights = _place_weights(weights)
        self._look_up = lru_cache(maxsize=REMEMBERED)(self._look_up_afresh)

    @classmethod
    def load(cls, path: Path) -> "Tagger":
        """The tagger of a model file of underthesea.

        Raises:
            ModelFormatError: The file holds another kind of model.
            OSError: The file cannot be read.
        """
        return cls(crfsuite.read(path))

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """A tag for each word of each sentence; the syllables of a word are joined by one blank."""
        layout = Layout(sentences)
        scores = self._score(sentences, layout)[layout.inner]
        scores += self._place_weights[np.minimum(layout.numbers, len(self._place_weights) - 1)]
        tags = [self._labels[number] for number in self._paths.best(scores, layout.first)]
        ends = [0, *accumulate(map(len, sentences))]
        return [tags[begin:end] for begin, end in pairwise(ends)]

    def _look_up_afresh(self, form: str) -> int:
        """The rows of a word (as it is; in lower case; its shape), packed."""
        title = all(syllable[:1].istitle() for syllable in form.split(" "))
        return self._one.get(form, NONE) | self._one_lower.get(form.lower(), NONE) << _BITS | (3 + title) << 2 * _BITS

    def _score(self, sentences: Sequence[Sequence[str]], layout: Layout) -> Floats:
        forms = layout.lay(sentences)
        packed = np.array([self._look_up(form) for form in forms], dtype=np.int64)
        mask = (1 << _BITS) - 1
        one_weights = self._one_weights[layout.close(packed & mask, 1)]
        one_weights += self._one_lower_weights[layout.close(packed >> _BITS & mask, 1)]
        one_weights += self._shape_weights[layout.close(packed >> 2 * _BITS, 1)]
        twos = layout.close(pair_rows(self._two, forms), 2)
        return spread(one_weights, _BACK) + spread(self._two_weights[twos], _BACK)


def _place_weights(weights: Weights) -> Floats:
    """``[4, L]``: what the first, second, third and any later place in a sentence says by itself.

    The model was trained with a column of tags before the word. When it tags, all of that column is ``X``, so all
    that it tells is how many words come before.
    """
    rows = []
    for place in range(4):
        values = ["BOS" if place < -int(name[2:4]) else "X X" if "," in name else "X" for name in _PLACES]
        rows.append(sum(weights.rows([name], [value])[0, 0] for name, value in zip(_PLACES, values, strict=True)))
    return np.array(rows)
