"""Words and tags by calling underthesea's own models."""

from collections.abc import Sequence
from pathlib import Path

from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger
from underthesea.pipeline import word_tokenize
from underthesea.pipeline.pos_tag import CRFPOSTagPredictor


class PlainTagger:
    """underthesea's segmenter and tagger, one after the other on the same syllables.

    ``underthesea.pos_tag`` cannot be used: it rewrites spellings and gives no offsets.
    """

    def __init__(self) -> None:
        self._segmenter = FastCRFSequenceTagger()
        folder = Path(word_tokenize.__file__).parent / "models" / "ws_crf_vlsp2013_20230727"
        self._segmenter.load(str(folder))
        self._tagger = CRFPOSTagPredictor.Instance()

    def segment(self, forms: Sequence[str]) -> list[int]:
        """How many of the syllables each word takes, in order."""
        sizes: list[int] = []
        for label in self._segmenter.predict([[form] for form in forms]) if forms else ():
            if label == "I-W" and sizes:
                sizes[-1] += 1
            else:
                sizes.append(1)
        return sizes

    def tag(self, words: Sequence[str]) -> list[str]:
        """A tag for each word, whose syllables are joined by one blank."""
        return [tag for _, tag in self._tagger.predict(list(words))] if words else []
