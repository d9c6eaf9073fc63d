"""Words of sentences with their tags."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from boctach.spans import Span
from boctach.text.tagged import Texts, Word, Words
from boctach.text.tokenizer import models, syllables
from boctach.text.tokenizer.segmented import Segmented
from boctach.text.tokenizer.syllables import Syllables

_BATCH = 2048  # syllables scored at once: enough to outweigh the overhead of a call, few enough to stay in cache


def read(text: str, sentences: Sequence[Span]) -> Words:
    """The words of a text.

    Args:
        text: The clean text.
        sentences: Spans into it, in order, that do not overlap. A word never crosses a sentence's bounds.
    """
    return of(text, syllables.read(text, sentences))


def of(text: str, found: Syllables) -> Words:
    """The words that the syllables of a text make."""
    starts: list[int] = []
    ends: list[int] = []
    tags: list[str] = []
    for batch in segment(found):
        starts += batch.starts.tolist()
        ends += batch.stops.tolist()
        tags += models.loaded().tag(batch)
    return Words(starts, ends, Texts(text, starts, ends), tags)


def segment(found: Syllables) -> Iterator[Segmented]:
    """The words that syllables make, batch by batch."""
    for batch in found.batches(_BATCH):
        yield Segmented.of(batch, models.loaded().segment(batch))


def tag_sentences(sentences: Sequence[str]) -> list[list[Word]]:
    """Words of each sentence (in NFC), in order; only white space lies between them."""
    ends = list(accumulate(map(len, sentences)))
    spans = [Span(end - len(sentence), end) for end, sentence in zip(ends, sentences, strict=True)]
    words = read("".join(sentences), spans)
    tagged: list[list[Word]] = []
    for begin, end in spans:
        inside = words[bisect_left(words.starts, begin) : bisect_left(words.starts, end)]
        tagged.append([Word(word.start - begin, word.end - begin, word.text, word.tag) for word in inside])
    return tagged
