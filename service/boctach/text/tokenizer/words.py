"""Words of sentences with their tags."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from boctach.spans import Span
from boctach.text.tagged import Word, Words
from boctach.text.tokenizer import models, syllables
from boctach.text.tokenizer.syllables import Syllables

_BATCH = 2048  # syllables scored at once: enough to outweigh the overhead of a call, few enough to stay in cache


class Segmented(NamedTuple):
    """A sentence parted into words.

    Attributes:
        places: Start and end of each word in the sentence.
        forms: How the models know them: syllables joined by one blank.
    """

    places: list[tuple[int, int]]
    forms: list[str]


def read(text: str, sentences: Sequence[Span]) -> Words:
    """The words of a text.

    Args:
        text: The clean text.
        sentences: Spans into it, in order, that do not overlap. A word never crosses a sentence's bounds.
    """
    starts: list[int] = []
    ends: list[int] = []
    tags: list[str] = []
    tagged = _places_and_tags(text[start:end] for start, end in sentences)
    for (offset, _), (places, found) in zip(sentences, tagged, strict=True):
        starts += [offset + start for start, _ in places]
        ends += [offset + end for _, end in places]
        tags += found
    return Words(starts, ends, [text[start:end] for start, end in zip(starts, ends, strict=True)], tags)


def tag_sentences(sentences: Sequence[str]) -> list[list[Word]]:
    """Words of each sentence (in NFC), in order; only white space lies between them."""
    return [
        [Word(start, end, sentence[start:end], tag) for (start, end), tag in zip(places, tags, strict=True)]
        for sentence, (places, tags) in zip(sentences, _places_and_tags(sentences), strict=True)
    ]


def _places_and_tags(sentences: Iterable[str]) -> Iterator[tuple[list[tuple[int, int]], list[str]]]:
    for batch in segment(sentences):
        tags = models.loaded().tag([sentence.forms for sentence in batch])
        yield from zip((sentence.places for sentence in batch), tags, strict=True)


def segment(sentences: Iterable[str]) -> Iterator[list[Segmented]]:
    """Part sentences (in NFC) into words, batch by batch; memory is for one batch only."""
    batch: list[Syllables] = []
    size = 0
    for sentence in sentences:
        batch.append(syllables.split(sentence))
        size += len(batch[-1].forms)
        if size >= _BATCH:
            yield _segment(batch)
            batch, size = [], 0
    if batch:
        yield _segment(batch)


def _segment(batch: list[Syllables]) -> list[Segmented]:
    segmented = []
    for (starts, ends, forms), sizes in zip(batch, models.loaded().segment([s.forms for s in batch]), strict=True):
        places, joined = [], []
        begin = 0
        for size in sizes:
            end = begin + size
            places.append((starts[begin], ends[end - 1]))
            joined.append(forms[begin] if size == 1 else " ".join(forms[begin:end]))
            begin = end
        segmented.append(Segmented(places, joined))
    return segmented
