"""Words and tags by underthesea, carried by a spaCy Doc. The only importer of underthesea.

::

    make_doc, tag_sentences, tag_sentence, warm
    pipeline    the names under which spaCy's configuration knows the tokenizer and the tagger
    carrier     words with offsets as a spaCy Doc
    words       words of sentences with their tags
    syllables   what the models take as one syllable, and how they spell it
    models      underthesea's two models, loaded once
                segmenter, tagger: scored straight from their weights (crfsuite, ngrams, paths)
                plain: by underthesea's own code, for model files that those do not know
"""

from collections.abc import Sequence

from spacy.tokens import Doc

from boctach.spans import Span
from boctach.text.tokenizer import syllables
from boctach.text.tokenizer.carrier import Part, build_doc, shared_vocab
from boctach.text.tokenizer.words import Word, places_and_tags, tag_sentences

__all__ = ["Word", "make_doc", "tag_sentence", "tag_sentences", "warm"]


def warm() -> None:
    """Load all that is needed and run it once, so that the first request does not pay for it."""
    text = "Việt Nam có 63 tỉnh, thành phố."
    make_doc(text, [Span(0, len(text))])


def tag_sentence(sentence: str) -> list[Word]:
    """Words of one sentence (in NFC), in order; only white space lies between them."""
    return tag_sentences([sentence])[0]


def make_doc(text: str, sentences: Sequence[Span]) -> Doc:
    """A Doc over the whole text whose ``doc.text`` equals it, with words and tags in the sentences.

    Text outside the sentences is parted into syllables without tags. A word never crosses a sentence's bounds.

    Args:
        text: The clean text; lone surrogates, which no clean text holds, cannot be carried by spaCy.
        sentences: Spans into it, in order, that do not overlap.
    """
    parts: list[Part] = []
    at = 0
    tagged = places_and_tags([text[start:end] for start, end in sentences])
    for span, (places, tags) in zip(sentences, tagged, strict=True):
        parts += [_untagged(text, at, span.start), Part(span.start, places, tags)]
        at = span.end
    parts.append(_untagged(text, at, len(text)))
    return build_doc(shared_vocab(), text, parts)


def _untagged(text: str, start: int, end: int) -> Part:
    found = syllables.split(text[start:end])
    return Part(start, list(zip(found.starts, found.ends, strict=True)), [""] * len(found.starts))
