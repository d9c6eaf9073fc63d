"""underthesea's word segmentation, scored straight from its model's weights."""

import pickle
from collections.abc import Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from boctach.text.tokenizer import crfsuite
from boctach.text.tokenizer.crfsuite import Model, ModelFormatError
from boctach.text.tokenizer.layout import FIRST
from boctach.text.tokenizer.lexicon import Column
from boctach.text.tokenizer.ngrams import ENDS, Forms, Grams, Weights
from boctach.text.tokenizer.paths import Floats, Numbers
from boctach.text.tokenizer.scorer import Scorer
from boctach.text.tokenizer.syllables import Syllables

_LABELS = ["B-W", "I-W"]  # the first syllable of a word, any other
_WINDOWS = {  # by length; of each length the first begins two places before
    1: ["T[-2]", "T[-1]", "T[0]", "T[1]", "T[2]"],
    2: ["T[-2,-1]", "T[-1,0]", "T[0,1]", "T[1,2]"],
    3: ["T[-2,0]", "T[-1,1]", "T[0,2]"],
}
_TEMPLATES = {
    *(window for length in _WINDOWS for window in _WINDOWS[length]),
    *(f"{window}.is_in_dict" for length in _WINDOWS for window in _WINDOWS[length]),
    *(f"{window}.lower" for window in _WINDOWS[1] + _WINDOWS[2]),
    *(f"{window}.istitle" for window in [*_WINDOWS[1], "T[0,1]", "T[0,2]"]),
    *(f"{window}.isdigit" for window in ["T[-1]", "T[0]", "T[1]"]),
}


class Segmenter:
    """Puts syllables together into words.

    Args:
        model: The model ``ws_crf_vlsp2013``.
        dictionary: Its lower-case words, syllables joined by one blank.

    Raises:
        ModelFormatError: The model has other labels.
    """

    def __init__(self, model: Model, dictionary: set[str]) -> None:
        if model.labels != _LABELS:
            raise ModelFormatError(f"other labels than {_LABELS}: {model.labels}")
        weights = Weights(model)

        def said(function: str, length: int, values: Sequence[str | None]) -> Floats:
            return weights.rows([window + function for window in _WINDOWS[length]], values)

        def said_lower(length: int, grams: Sequence[str | None]) -> Floats:
            answers = [gram if gram in ENDS else str(gram in dictionary) for gram in grams]
            return said(".lower", length, grams) + said(".is_in_dict", length, answers)

        def said_title(length: int, grams: Sequence[str | None]) -> Floats:
            return said(
                ".istitle", length, [gram and (gram if gram in ENDS else str("False" not in gram)) for gram in grams]
            )

        windows = [window for length in _WINDOWS for window in _WINDOWS[length]]
        cased, lower = weights.values(windows), weights.values(f"{window}.lower" for window in windows)
        cased_grams = Grams((gram.split(" ") for gram in cased), partial(said, ""), 3)
        lower_grams = Grams((gram.split(" ") for gram in [*lower, *dictionary]), said_lower, 3)
        title_grams = Grams(product(("False", "True"), repeat=3), said_title, 3)
        titles, digits = ["False", "True"] * 2, ["False"] * 2 + ["True"] * 2
        shape_weights = said(".istitle", 1, [None, *ENDS, *titles]) + said(".isdigit", 1, [None, *ENDS, *digits])
        forms = Forms(
            cased_grams.strings,
            lower_grams.strings,
            _shape,
            (cased_grams.weights.pop(1), lower_grams.weights.pop(1), shape_weights),
        )
        title = np.where(forms.shape < FIRST, forms.shape, FIRST + (forms.shape - FIRST & 1))
        streams = [cased_grams.stream(forms.cased), lower_grams.stream(forms.lower), title_grams.stream(title)]
        self._rows = Column(forms.row)
        self._scorer = Scorer(forms.weights, streams, model.transitions)

    @classmethod
    def load(cls, folder: Path) -> "Segmenter":
        """The segmenter of a model folder of underthesea.

        Raises:
            ModelFormatError: The folder holds another kind of model.
            OSError: A file cannot be read.
        """
        templates, dictionary = _read_plain(folder / "features.bin"), _read_plain(folder / "dictionary.bin")
        if not isinstance(templates, list) or set(templates) != _TEMPLATES:
            raise ModelFormatError(f"{folder.name}: other feature templates than those known")
        if not isinstance(dictionary, set):
            raise ModelFormatError(f"{folder.name}: the dictionary is no set of words")
        return cls(crfsuite.read(folder / "models.bin"), dictionary)

    def segment(self, syllables: Syllables) -> Numbers:
        """Which of the syllables begin a word."""
        lengths = syllables.lengths
        begins = self._scorer.best(syllables.known(self._rows), lengths) == 0
        begins[(lengths.cumsum() - lengths)[lengths > 0]] = True
        found: Numbers = begins.nonzero()[0]
        return found


def _shape(form: str) -> int:
    """A number for whether a syllable has a capital, and whether it is of digits alone, as underthesea's core sees it.

    There, digits and marks count as capitals, and only those of ASCII as digits.
    """
    return FIRST + (form[:1].upper() == form[:1]) + 2 * (form.isascii() and form.isdigit())


class _PlainUnpickler(pickle.Unpickler):
    """Reads containers of strings; a file that names any class or function is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a file of plain data")


def _read_plain(path: Path) -> object:
    try:
        with path.open("rb") as file:
            return _PlainUnpickler(file).load()
    except pickle.UnpicklingError as error:
        raise ModelFormatError(f"{path.name}: {error}") from error
