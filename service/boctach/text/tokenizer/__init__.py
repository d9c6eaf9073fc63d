"""Words and tags by underthesea. The only importer of underthesea.

::

    read, tag_sentences, tag_sentence, warm
    words       words of sentences with their tags; segmented: before they have them
    syllables   syllables of sentences with their places; lexicon: all of them by number
    grammar     what the models take as one syllable, and how they spell it
    models      underthesea's two models, loaded once
                segmenter, tagger: scored straight from their weights (crfsuite, ngrams), by
                scorer: in compiled code (compiled), or with numpy alone (layout, paths)
                plain: by underthesea's own code, for model files that those do not know
    carrier     words as a spaCy Doc, where one is wanted
    pipeline    the names under which spaCy's configuration knows the tokenizer and the tagger
"""

from boctach.spans import Span
from boctach.text.tagged import Word
from boctach.text.tokenizer.words import read, tag_sentences

__all__ = ["read", "tag_sentence", "tag_sentences", "warm"]


def warm() -> None:
    """Load all that is needed and run it once, so that the first request does not pay for it."""
    text = "Việt Nam có 63 tỉnh, thành phố."
    read(text, [Span(0, len(text))])


def tag_sentence(sentence: str) -> list[Word]:
    """Words of one sentence (in NFC), in order; only white space lies between them."""
    return tag_sentences([sentence])[0]
