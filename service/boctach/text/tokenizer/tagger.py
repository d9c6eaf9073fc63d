"""underthesea's part-of-speech tagging, scored straight from its model's weights."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from boctach.text.tokenizer import crfsuite
from boctach.text.tokenizer.crfsuite import Model, ModelFormatError
from boctach.text.tokenizer.layout import FIRST
from boctach.text.tokenizer.lexicon import Column
from boctach.text.tokenizer.ngrams import ENDS, Forms, Grams, Weights
from boctach.text.tokenizer.paths import Floats
from boctach.text.tokenizer.scorer import Scorer
from boctach.text.tokenizer.segmented import Segmented

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
        cased = Grams([*words, *pairs], partial(said, ""), 2)
        lower_words = [(word,) for word in weights.values(f"{window}.lower" for window in _WINDOWS[1])]
        lower = Grams(lower_words, partial(said, ".lower"), 1)
        shape_weights = said(".istitle", 1, [None, *ENDS, "False", "True"])
        forms = Forms(cased.strings, lower.strings, _shape, (cased.weights.pop(1), lower.weights.pop(1), shape_weights))
        self._labels = np.array(model.labels, dtype=np.object_)
        self._rows = Column(forms.row)
        self._scorer = Scorer(
            forms.weights, [cased.stream(forms.cased)], model.transitions, starts=_place_weights(weights)
        )

    @classmethod
    def load(cls, path: Path) -> "Tagger":
        """The tagger of a model file of underthesea.

        Raises:
            ModelFormatError: The file holds another kind of model.
            OSError: The file cannot be read.
        """
        return cls(crfsuite.read(path))

    def tag(self, words: Segmented) -> list[str]:
        """A tag for each word."""
        tags: list[str] = self._labels.take(self._scorer.best(words.known(self._rows), words.lengths)).tolist()
        return tags


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
