"""underthesea's word segmentation, scored straight from its model's weights."""

import pickle
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from boctach.text.tokenizer import crfsuite
from boctach.text.tokenizer.crfsuite import Model, ModelFormatError
from boctach.text.tokenizer.ngrams import BOS, EOS, NONE, Layout, Weights, pair_rows, spread
from boctach.text.tokenizer.paths import Floats, Paths

LABELS = ["B-W", "I-W"]
REMEMBERED = 1 << 15  # syllables whose rows are kept

_ONE = ["T[-2]", "T[-1]", "T[0]", "T[1]", "T[2]"]
_TWO = ["T[-2,-1]", "T[-1,0]", "T[0,1]", "T[1,2]"]
_THREE = ["T[-2,0]", "T[-1,1]", "T[0,2]"]
_BACK = 2  # every window begins at most two places before
_TEMPLATES = {
    *_ONE,
    *_TWO,
    *_THREE,
    *(f"{window}.lower" for window in _ONE + _TWO),
    *(f"{window}.is_in_dict" for window in _ONE + _TWO + _THREE),
    *(f"{window}.istitle" for window in [*_ONE, "T[0,1]", "T[0,2]"]),
    *(f"{window}.isdigit" for window in ["T[-1]", "T[0]", "T[1]"]),
}

_FALSE, _TRUE = 3, 4  # rows of the tables of a yes or no, behind NONE, BOS and EOS
_ANSWERS = ["", "BOS", "EOS", "False", "True"]
_BITS = 20  # three row numbers are packed into one integer


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


class Segmenter:
    """Puts syllables together into words.

    Args:
        model: The model ``ws_crf_vlsp2013``.
        dictionary: Its lower-case words, syllables joined by one blank.

    Raises:
        ModelFormatError: The model has other labels.
    """

    def __init__(self, model: Model, dictionary: Iterable[str]) -> None:
        if model.labels != LABELS:
            raise ModelFormatError(f"other labels than {LABELS}: {model.labels}")
        self._paths = Paths(model.transitions)
        weights = Weights(model)
        words: dict[int, set[str]] = {1: set(), 2: set(), 3: set()}
        for word in dictionary:
            words.setdefault(word.count(" ") + 1, set()).add(word)
        triples = weights.values(_THREE)

        self._one, self._one_weights = weights.table(_ONE)
        self._one_lower, self._one_lower_weights = _with_dictionary(weights, _ONE, words[1], words[1])
        titles, digits = ["", "BOS", "EOS", *["False", "True"] * 2], ["", "BOS", "EOS", *["False"] * 2, *["True"] * 2]
        self._shape_weights = weights.rows([f"{window}.istitle" for window in _ONE], titles)
        self._shape_weights += weights.rows([f"{window}.isdigit" for window in _ONE], digits)
        self._two, self._two_weights = weights.table(_TWO, map(_first_two, triples))
        self._two_lower, self._two_lower_weights = _with_dictionary(
            weights, _TWO, words[2], {*words[2], *map(_first_two, words[3])}
        )
        self._two_title_weights = weights.rows([f"{window}.istitle" for window in _TWO], _ANSWERS)
        self._three, self._three_weights = weights.table(_THREE)
        self._three_words = words[3]
        self._three_word_weights = weights.rows([f"{window}.is_in_dict" for window in _THREE], _ANSWERS)
        self._three_title_weights = weights.rows([f"{window}.istitle" for window in _THREE], _ANSWERS)
        # Few pairs begin a triple that says anything; only there is the triple looked up.
        self._opens_triple = _marks(self._two, map(_first_two, triples))
        self._opens_word = _marks(self._two_lower, map(_first_two, words[3]))
        self._look_up = lru_cache(maxsize=REMEMBERED)(self._look_up_afresh)

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

    def segment(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """How many of its syllables each word takes, for each sentence."""
        layout = Layout(sentences)
        labels = self._paths.best(self._score(sentences, layout)[layout.inner], layout.first)
        sizes: list[list[int]] = []
        at = 0
        for sentence in sentences:
            at, before = at + len(sentence), at
            begins = [i for i, label in enumerate(labels[before:at]) if label == 0 or i == 0]
            sizes.append([after - begin for begin, after in pairwise([*begins, len(sentence)])])
        return sizes

    def _look_up_afresh(self, form: str) -> tuple[int, str]:
        """The rows of a syllable (as it is; in lower case; its shape), packed, and its lower case."""
        lower = form.lower()
        title = form[:1].upper() == form[:1]  # as in underthesea's core: digits and marks count as capitals
        digits = form.isascii() and form.isdigit()
        shape = 3 + title + 2 * digits
        return self._one.get(form, NONE) | self._one_lower.get(lower, NONE) << _BITS | shape << 2 * _BITS, lower

    def _score(self, sentences: Sequence[Sequence[str]], layout: Layout) -> Floats:
        forms = layout.lay(sentences)
        found = [self._look_up(form) for form in forms]
        lowers = [lower for _, lower in found]
        packed = np.array([rows for rows, _ in found], dtype=np.int64)
        mask = (1 << _BITS) - 1
        shapes = packed >> 2 * _BITS
        titles = (shapes - 3) & 1
        ones = layout.close(packed & mask, 1)
        ones_lower = layout.close(packed >> _BITS & mask, 1)
        total = spread(
            self._one_weights[ones]
            + self._one_lower_weights[ones_lower]
            + self._shape_weights[layout.close(shapes, 1)],
            _BACK,
        )

        twos = layout.close(pair_rows(self._two, forms), 2)
        twos_lower = layout.close(pair_rows(self._two_lower, lowers), 2)
        two_titles = titles.copy()
        two_titles[:-1] &= titles[1:]
        total += spread(
            self._two_weights[twos]
            + self._two_lower_weights[twos_lower]
            + self._two_title_weights[layout.close(two_titles + _FALSE, 2)],
            _BACK,
        )

        threes = np.zeros(layout.size, dtype=np.int64)
        for at in np.flatnonzero(self._opens_triple[twos]).tolist():
            threes[at] = self._three.get(f"{forms[at]} {forms[at + 1]} {forms[at + 2]}", NONE)
        three_words = np.full(layout.size, _FALSE)
        for at in np.flatnonzero(self._opens_word[twos_lower]).tolist():
            if f"{lowers[at]} {lowers[at + 1]} {lowers[at + 2]}" in self._three_words:
                three_words[at] = _TRUE
        three_titles = two_titles
        three_titles[:-2] &= titles[2:]
        total += spread(
            self._three_weights[layout.close(threes, 3)]
            + self._three_word_weights[layout.close(three_words, 3)]
            + self._three_title_weights[layout.close(three_titles + _FALSE, 3)],
            _BACK,
        )
        return total


def _with_dictionary(
    weights: Weights, windows: list[str], words: set[str], more: Iterable[str]
) -> tuple[dict[str, int], Floats]:
    """The table of n-grams in lower case, where each row also says whether the n-gram is in the dictionary."""
    index, rows = weights.table([f"{window}.lower" for window in windows], more)
    answers = weights.rows([f"{window}.is_in_dict" for window in windows], _ANSWERS)
    said = np.array([_TRUE if value in words else _FALSE for value in index])
    said[BOS], said[EOS] = BOS, EOS
    return index, rows + answers[said]


def _first_two(triple: str) -> str:
    return " ".join(triple.split(" ")[:2])


def _marks(index: dict[str, int], values: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    marks = np.zeros(len(index), dtype=np.bool_)
    marks[[index[value] for value in values]] = True
    return marks
