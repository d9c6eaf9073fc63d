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
from boctach.text.tokenizer.carrier import build_doc, shared_vocab
from boctach.text.tokenizer.words import Word, tag_sentences

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
    words: list[tuple[int, int, str]] = []
    starts: list[int] = []
    tagged = tag_sentences([text[span.start : span.end] for span in sentences])
    at = 0
    for span, members in zip(sentences, tagged, strict=True):
        words += _untagged(text, at, span.start)
        words += [(span.start + start, span.start + end, tag) for start, end, tag in members]
        starts += [at, span.start]
        at = span.end
    words += _untagged(text, at, len(text))
    starts.append(at)
    return build_doc(shared_vocab(), text, words, starts)


def _untagged(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    found = syllables.split(text[start:end])
    return [(start + begin, start + after, "") for begin, after in zip(found.starts, found.ends, strict=True)]
