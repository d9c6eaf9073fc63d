"""Words of sentences with their tags."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from boctach.spans import Span
from boctach.text.tagged import Word, Words
from boctach.text.tokenizer import models, syllables
from boctach.text.tokenizer.syllables import Syllables

_BATCH = 2048  # syllables scored at once: enough to outweigh the overhead of a call, few enough to stay in cache


class Segmented(NamedTuple):
    """Sentences parted into words.

    Attributes:
        starts: Offset of each word's first code point in the text.
        ends: Offset after its last.
        forms: How the models know it: syllables joined by one blank.
        lengths: How many of the words each sentence has.
    """

    starts: list[int]
    ends: list[int]
    forms: list[str]
    lengths: list[int]


def read(text: str, sentences: Sequence[Span]) -> Words:
    """The words of a text.

    Args:
        text: The clean text.
        sentences: Spans into it, in order, that do not overlap. A word never crosses a sentence's bounds.
    """
    words = Words([], [], [], [])
    for batch in segment(text, sentences):
        words.starts.extend(batch.starts)
        words.ends.extend(batch.ends)
        words.tags.extend(models.loaded().tag(batch.forms, batch.lengths))
    words.texts.extend([text[start:end] for start, end in zip(words.starts, words.ends, strict=True)])
    return words


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


def segment(text: str, sentences: Iterable[Span]) -> Iterator[Segmented]:
    """Part sentences (in NFC) into words, batch by batch; memory is for one batch only."""
    batch, lengths = Syllables([], [], []), list[int]()
    for start, end in sentences:
        before = len(batch.forms)
        syllables.extend(batch, text[start:end], start)
        lengths.append(len(batch.forms) - before)
        if len(batch.forms) >= _BATCH:
            yield _segment(batch, lengths)
            batch, lengths = Syllables([], [], []), []
    if lengths:
        yield _segment(batch, lengths)


def _segment(found: Syllables, lengths: Sequence[int]) -> Segmented:
    starts, ends, forms = found
    begins = models.loaded().segment(forms, lengths)
    stops = [*begins[1:], len(forms)] if begins else []
    limits = [bisect_left(begins, end) for end in accumulate(lengths, initial=0)]
    return Segmented(
        starts=[starts[begin] for begin in begins],
        ends=[ends[stop - 1] for stop in stops],
        forms=[
            forms[begin] if stop - begin == 1 else " ".join(forms[begin:stop])
            for begin, stop in zip(begins, stops, strict=True)
        ],
        lengths=[behind - before for before, behind in pairwise(limits)],
    )
