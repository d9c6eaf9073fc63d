"""Words and tags by calling underthesea's own code: for models that `models` does not know. Slow, and always right."""

from collections.abc import Sequence

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

    def segment(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """How many of its syllables each word takes, for each sentence."""
        return [[size for piece in _pieces(sentence) for size in self._segment(piece)] for sentence in sentences]

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """A tag for each word of each sentence; the syllables of a word are joined by one blank."""
        return [
            [tag for piece in _pieces(sentence) for _, tag in self._tagger.predict(list(piece))]
            for sentence in sentences
        ]

    def _segment(self, forms: Sequence[str]) -> list[int]:
        sizes: list[int] = []
        for label in self._segmenter.predict([[form] for form in forms]):
            if label == "I-W" and sizes:
                sizes[-1] += 1
            else:
                sizes.append(1)
        return sizes


def _pieces(sentence: Sequence[str]) -> list[Sequence[str]]:
    return [sentence[at : at + _LONGEST] for at in range(0, len(sentence), _LONGEST)]
