"""N-grams of the tokenizer's syllables, with their places in the text.

A model says in its settings what it looks at (`FeatureSettings`). Numbers count by their shape alone (``2024`` is
``0000``), so that no model learns a year.
"""

import functools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import ahocorasick
import numpy as np
import numpy.typing as npt

from boctach.document import Document
from boctach.spans import Span
from boctach.text.tokenizer.grammar import in_model_spelling
from boctach.topics import keys, labels, syllables
from boctach.topics.keys import Keys
from boctach.topics.syllables import Syllables

Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """What a model looks at.

    Attributes:
        cased: Whether capitals are told from small letters.
        marks: Whether punctuation counts as words do.
        whole: Whether all lines are read, or only the sentences that may hold facts (no bylines, no page furniture).
        opening: How many of the first words count once more, as the text's opening.
        closing: How many of the last words count once more, as its closing.
        cues: Whether the phrases that speak for themes are counted, by theme.
    """

    cased: bool = False
    marks: bool = False
    whole: bool = False
    opening: int = 0
    closing: int = 0
    cues: bool = False


BLOCKS: Final = 3
"""The features of a text come in blocks, each weighed by itself: its body, its edges, its cues."""


class _Run(NamedTuple):
    """Features that the syllables of a text give alike.

    Attributes:
        keys: [R]: their keys.
        firsts: [R]: the number of each one's first syllable.
        lasts: [R]: that of its last.
    """

    keys: Keys
    firsts: Numbers
    lasts: Numbers


class _Cue(NamedTuple):
    """A phrase that speaks for a theme: the theme with its mark, and where the phrase stands."""

    feature: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grams:
    """Every occurrence of a feature: those of the body, those of the edges, the cues.

    Attributes:
        syllables: What they are made of.
        keys: [N]: the key of each; some are of breaks between sentences, which no model knows.
        firsts: [N - cues]: of those of the body and the edges, the number of each one's first syllable.
        lasts: [N - cues]: that of its last.
        cues: The cues.
        settings: What was read.
    """

    syllables: Syllables
    keys: Keys
    firsts: Numbers
    lasts: Numbers
    cues: Sequence[_Cue]
    settings: FeatureSettings

    @property
    def spans(self) -> Sequence[Span]:
        """The sentences or lines that were read."""
        return self.syllables.spans

    def strings(self) -> tuple[list[str], list[str], list[str]]:
        """The features of the body, of the edges and of the cues, as a vocabulary has them.

        One syllable, two with a blank between, or the theme of a cue; those of the edges and the cues with their mark.
        """
        spans = self.syllables.forms()
        words = [form for span in spans for form in span]
        body = words + [f"{a} {b}" for span in spans for a, b in pairwise(span)]
        edges = []
        for mark, part in _edges(self.settings, len(words)):
            edges += [mark + form for form in words[part]]
            edges += [f"{mark}{a} {b}" for a, b in pairwise(words[part])]
        return body, edges, [cue.feature for cue in self.cues]

    def passages(self) -> Numbers:
        """[N]: the number in ``spans`` of the sentence, or line, that each begins in."""
        of = self.syllables.breaks.cumsum()
        ends = [span.end for span in self.spans]
        cues = np.array([bisect_right(ends, cue.start) for cue in self.cues], dtype=np.intp)
        return np.concatenate([of[self.firsts], cues])

    def places(self, occurrences: Numbers) -> list[tuple[int, int]]:
        """Where occurrences, told by their numbers, begin and end in the clean text."""
        starts, ends = np.empty((2, len(occurrences)), dtype=np.int64)
        worded = occurrences < len(self.firsts)
        of_words = occurrences[worded]
        starts[worded], ends[worded] = self.syllables.bounds(self.firsts[of_words], self.lasts[of_words])
        cues = [self.cues[number] for number in (occurrences[~worded] - len(self.firsts)).tolist()]
        starts[~worded], ends[~worded] = [cue.start for cue in cues], [cue.end for cue in cues]
        return list(zip(starts.tolist(), ends.tolist(), strict=True))


def read(document: Document, settings: FeatureSettings) -> Grams:
    """The features of a document. Nothing is segmented or tagged for them."""
    if settings.whole:
        text = document.text
        found = syllables.of_spans(text, _lines(text), cased=settings.cased, marks=settings.marks)
    else:
        found = syllables.of_sentences(document, cased=settings.cased, marks=settings.marks)
    single = found.keys
    numbers = np.arange(len(single))
    runs = [
        _Run(single, numbers, numbers),
        _Run(keys.of_pairs(single[:-1], single[1:]), numbers[:-1], numbers[1:]),
    ]
    if settings.opening or settings.closing:
        words = np.flatnonzero(~found.breaks)
        for mark, part in _edges(settings, len(words)):
            inside = words[part]
            edge, key = single[inside], np.uint64(keys.of_string(mark))
            runs += [
                _Run(edge + key, inside, inside),
                _Run(keys.of_pairs(edge[:-1], edge[1:]) + key, inside[:-1], inside[1:]),
            ]
    cues = _cues(document.text, found, settings.opening) if settings.cues else []
    cued = keys.of_strings(cue.feature for cue in cues)
    keyed, firsts, lasts = map(np.concatenate, zip(*runs, strict=True))
    return Grams(found, np.concatenate([keyed, cued]), firsts, lasts, cues, settings)


def _edges(settings: FeatureSettings, size: int) -> Iterator[tuple[str, slice]]:
    """The marks of the edges that count, and which of the syllables each has."""
    if settings.opening:
        yield keys.OPENING, slice(0, settings.opening)
    if settings.closing:
        yield keys.CLOSING, slice(max(0, size - settings.closing), size)


def _cues(text: str, found: Syllables, opening: int) -> list[_Cue]:
    """The themes that the text's phrases speak for; those in its opening twice, once as such."""
    closing = np.flatnonzero(~found.breaks)[:opening][-1:]
    opened = max(found.bounds(closing, closing)[1].tolist(), default=0)
    seen = in_model_spelling(syllables.lower(text))
    cues = []
    for last, (size, theme) in _automaton().iter(seen):
        start, end = last + 1 - size, last + 1
        inside = (start and seen[start - 1].isalnum()) or (end < len(seen) and seen[end].isalnum())
        if not inside and found.spans and found.spans[0].start <= start < found.spans[-1].end:
            cues.append(_Cue(keys.CUE + theme, start, end))
            if end <= opened:
                cues.append(_Cue(keys.OPENING_CUE + theme, start, end))
    return cues


@functools.cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for row in labels.phrases():
        phrase = in_model_spelling(row.phrase)
        automaton.add_word(phrase, (len(phrase), row.theme))
    automaton.make_automaton()
    return automaton


def _lines(text: str) -> tuple[Span, ...]:
    spans = []
    at = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(spans)
