"""Words and tags by calling underthesea's own code: for models that `models` does not know. Slow, and always right."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from underthesea.pipeline import word_tokenize
from underthesea.pipeline.pos_tag import CRFPOSTagPredictor

_LONGEST = 400  # syllables handed over at once; the time for the features grows faster than the sentence


class PlainModels:
    """underthesea's segmenter and tagger, one after the other on the same syllables.

    ``underthesea.pos_tag`` itself cannot be used: it rewrites spellings and gives no offsets.
    """

    def __init__(self) -> None:
        word_tokenize.word_tokenize("")  # loads the model
        self._segmenter = word_tokenize.word_tokenize_model
        self._tagger = CRFPOSTagPredictor.Instance()

    def segment(self, syllables: Sequence[str], lengths: Sequence[int]) -> list[int]:
        """Which of the syllables begin a word, for sentences end to end."""
        begins: list[int] = []
        for start, piece in _pieces(syllables, lengths):
            labels = self._segmenter.predict([[form] for form in piece])
            begins += [start + at for at, label in enumerate(labels) if label != "I-W" or at == 0]
        return begins

    def tag(self, words: Sequence[str], lengths: Sequence[int]) -> list[str]:
        """A tag for each word of sentences end to end; the syllables of a word are joined by one blank."""
        return [tag for _, piece in _pieces(words, lengths) for _, tag in self._tagger.predict(piece)]


def _pieces(forms: Sequence[str], lengths: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    for begin, end in pairwise(accumulate(lengths, initial=0)):
        for at in range(begin, end, _LONGEST):
            yield at, list(forms[at : min(at + _LONGEST, end)])
