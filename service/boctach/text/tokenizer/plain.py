"""Words and tags by calling underthesea's own code: for models that `models` does not know. Slow, and always right."""

from collections.abc import Iterator
from itertools import accumulate, pairwise

import numpy as np
from underthesea.pipeline import word_tokenize
from underthesea.pipeline.pos_tag import CRFPOSTagPredictor

from boctach.text.tokenizer.paths import Numbers
from boctach.text.tokenizer.segmented import Segmented
from boctach.text.tokenizer.syllables import Syllables

_LONGEST = 400  # syllables handed over at once; the time for the features grows faster than the sentence


class PlainModels:
    """underthesea's segmenter and tagger, one after the other on the same syllables.

    ``underthesea.pos_tag`` itself cannot be used: it rewrites spellings and gives no offsets.
    """

    def __init__(self) -> None:
        word_tokenize.word_tokenize("")  # loads the model
        self._segmenter = word_tokenize.word_tokenize_model
        self._tagger = CRFPOSTagPredictor.Instance()

    def segment(self, syllables: Syllables) -> Numbers:
        """Which of the syllables begin a word."""
        begins: list[int] = []
        for start, stretch in _stretches(syllables.forms, syllables.lengths):
            labels = self._segmenter.predict([[form] for form in stretch])
            begins += [start + at for at, label in enumerate(labels) if label != "I-W" or at == 0]
        return np.array(begins, dtype=np.int64)

    def tag(self, words: Segmented) -> list[str]:
        """A tag for each word."""
        stretches = _stretches(words.forms, words.lengths)
        return [tag for _, stretch in stretches for _, tag in self._tagger.predict(stretch)]


def _stretches(forms: list[str], lengths: Numbers) -> Iterator[tuple[int, list[str]]]:
    for begin, end in pairwise(accumulate(lengths.tolist(), initial=0)):
        for at in range(begin, end, _LONGEST):
            yield at, forms[at : min(at + _LONGEST, end)]
