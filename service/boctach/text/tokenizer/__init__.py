"""Words and tags by underthesea, carried by a spaCy Doc. The only importer of underthesea."""

import threading
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc
from spacy.vocab import Vocab

from boctach.spans import Span
from boctach.text.tokenizer import syllables
from boctach.text.tokenizer.carrier import build_doc, make_vocab
from boctach.text.tokenizer.plain import PlainTagger
from boctach.text.tokenizer.words import Word

__all__ = ["Word", "make_doc", "tag_sentence", "warm"]

_LONGEST = 400  # syllables; the models' features grow faster than the sentence
_lock = threading.Lock()


@cache
def _load() -> PlainTagger:
    return PlainTagger()


def _tagger() -> PlainTagger:
    with _lock:  # loading is not thread-safe
        return _load()


@cache
def _vocab() -> Vocab:
    return make_vocab()


def warm() -> None:
    """Load the models and run them once, so that the first request does not pay for it."""
    tag_sentence("Việt Nam có 63 tỉnh, thành phố.")
    _vocab()


def tag_sentence(sentence: str) -> list[Word]:
    """Words of one sentence (in NFC), in order; only white space lies between them."""
    tagger = _tagger()
    found = syllables.split(sentence)
    words: list[Word] = []
    for at in range(0, len(found), _LONGEST):
        piece = found[at : at + _LONGEST]
        spans: list[Span] = []
        forms: list[str] = []
        first = 0
        for size in tagger.segment([syllable.form for syllable in piece]):
            members = piece[first : first + size]
            spans.append(Span(members[0].start, members[-1].end))
            forms.append(" ".join(syllable.form for syllable in members))
            first += size
        words += [Word(*span, tag) for span, tag in zip(spans, tagger.tag(forms), strict=True)]
    return words


def make_doc(text: str, sentences: Sequence[Span]) -> Doc:
    """A Doc over the whole text whose ``doc.text`` equals it, with words and tags in the sentences.

    Text outside the sentences is parted into syllables without tags. A word never crosses a sentence's bounds.

    Args:
        text: The clean text.
        sentences: Spans into it, in order, that do not overlap.
    """
    words: list[Word] = []
    starts: list[int] = []
    at = 0
    for sentence in [*sentences, Span(len(text), len(text))]:
        if at < sentence.start:
            starts.append(at)
            words += [Word(at + s.start, at + s.end, "") for s in syllables.split(text[at : sentence.start])]
        starts.append(sentence.start)
        tagged = tag_sentence(text[sentence.start : sentence.end])
        words += [Word(sentence.start + word.start, sentence.start + word.end, word.tag) for word in tagged]
        at = max(at, sentence.end)
    return build_doc(_vocab(), text, words, starts)
