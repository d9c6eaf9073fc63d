"""underthesea's word segmentation, scored straight from its model's weights."""

import pickle
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from boctach.text.tokenizer import crfsuite
from boctach.text.tokenizer.crfsuite import Model, ModelFormatError
from boctach.text.tokenizer.layout import FIRST, Layout, said_around
from boctach.text.tokenizer.ngrams import ENDS, Forms, Grams, Weights
from boctach.text.tokenizer.paths import Floats, Paths

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

        windows = [window for length in _WINDOWS for window in _WINDOWS[length]]
        cased, lower = weights.values(windows), weights.values(f"{window}.lower" for window in windows)
        self._cased = Grams((gram.split(" ") for gram in cased), partial(said, ""), 3)
        self._lower = Grams((gram.split(" ") for gram in [*lower, *dictionary]), said_lower, 3)
        self._title_weights = {n: said(".istitle", n, [None, *ENDS, "False", "True"]) for n in (2, 3)}
        titles, digits = ["False", "True"] * 2, ["False"] * 2 + ["True"] * 2
        shape_weights = said(".istitle", 1, [None, *ENDS, *titles]) + said(".isdigit", 1, [None, *ENDS, *digits])
        self._forms = Forms(
            self._cased.strings,
            self._lower.strings,
            _shape,
            (self._cased.weights.pop(1), self._lower.weights.pop(1), shape_weights),
        )
        self._paths = Paths(model.transitions)

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

    def segment(self, syllables: Sequence[str], lengths: Sequence[int]) -> list[int]:
        """Which of the syllables begin a word.

        Args:
            syllables: Those of sentences, end to end.
            lengths: How many each sentence has.
        """
        layout = Layout(lengths)
        labels = self._paths.best(self._scores(syllables, layout)[layout.inner], layout.first)
        begins: list[int] = np.flatnonzero((labels == 0) | layout.first).tolist()
        return begins

    def _scores(self, syllables: Sequence[str], layout: Layout) -> Floats:
        """``[places, L]``: what each syllable's surroundings say for each label."""
        ones = layout.lay(self._forms.rows(syllables))
        pairs, triples = self._cased.rows(self._forms.cased[ones], layout)
        lower_pairs, lower_triples = self._lower.rows(self._forms.lower[ones], layout)
        titles = (self._forms.shape[ones] - FIRST) & 1
        title_pairs = titles.copy()
        title_pairs[:-1] &= titles[1:]
        title_triples = title_pairs.copy()
        title_triples[:-2] &= titles[2:]
        return said_around(
            [
                (ones, self._forms.weights),
                (pairs, self._cased.weights[2]),
                (lower_pairs, self._lower.weights[2]),
                (layout.close(title_pairs + FIRST, 2), self._title_weights[2]),
                (triples, self._cased.weights[3]),
                (lower_triples, self._lower.weights[3]),
                (layout.close(title_triples + FIRST, 3), self._title_weights[3]),
            ]
        )


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
