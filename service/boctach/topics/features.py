"""N-grams of the tokenizer's syllables, with their places in the text.

A model says in its settings what it looks at (`FeatureSettings`). Numbers count by their shape alone (``2024`` is
``0000``), so that no model learns a year.
"""

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import ahocorasick

from boctach.document import Document
from boctach.spans import Span
from boctach.text.tokenizer import syllables
from boctach.topics import labels

_DIGIT = re.compile(r"\d")
_OPENING, _CLOSING, _CUE, _OPENING_CUE = "^ ", "$ ", "# ", "#^ "


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


class Grams(NamedTuple):
    """Every occurrence of a feature, in the order of the text.

    Attributes:
        keys: The feature: one syllable, two with a blank between, or the theme of a cue; those of the edges and the
            cues with a sign before.
        starts: Where each occurrence begins in the clean text.
        ends: Where it ends.
        passages: The number of its sentence, or line, in ``spans``.
        spans: The sentences or lines that were read.
        sizes: How many occurrences are of the body, the edges and the cues.
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    passages: list[int]
    spans: Sequence[Span]
    sizes: tuple[int, int, int]


def read(document: Document, settings: FeatureSettings) -> Grams:
    """The features of a document.

    The words of its sentences are taken where they are known already; else, and of whole lines, the syllables are
    parted, without segmenting or tagging.
    """
    spans = _lines(document.text) if settings.whole else document.sentences
    seen = _DIGIT.sub("0", syllables.in_model_spelling(document.text))
    if not settings.cased:
        seen = _lower(seen)
    grams = Grams([], [], [], [], spans, (0, 0, 0))
    words: list[tuple[int, int]] = []
    for number, places in enumerate(_places(document, spans)):
        kept = places if settings.marks else [p for p in places if _is_word(seen, p[0], p[1])]
        _add(grams, seen, kept, number)
        words += kept
    body = len(grams.keys)
    if settings.opening:
        _add(grams, seen, words[: settings.opening], None, _OPENING)
    if settings.closing:
        _add(grams, seen, words[-settings.closing :], None, _CLOSING)
    edges = len(grams.keys) - body
    if settings.cues and words:
        _add_cues(grams, seen, words[: settings.opening])
    return grams._replace(sizes=(body, edges, len(grams.keys) - body - edges))


def _add(grams: Grams, seen: str, places: Sequence[tuple[int, int]], passage: int | None, mark: str = "") -> None:
    forms = [seen[start:end] for start, end in places]
    grams.keys.extend(mark + form for form in forms)
    grams.keys.extend(f"{mark}{a} {b}" for a, b in pairwise(forms))
    starts, ends = [start for start, _ in places], [end for _, end in places]
    grams.starts.extend(starts + starts[:-1])
    grams.ends.extend(ends + ends[1:])
    numbers = _passages(grams.spans, starts) if passage is None else [passage] * len(places)
    grams.passages.extend(numbers + numbers[:-1])


def _passages(spans: Sequence[Span], starts: Sequence[int]) -> list[int]:
    """The number of the span that each position lies in."""
    ends = [span.end for span in spans]
    return [bisect_right(ends, start) for start in starts]


def _add_cues(grams: Grams, seen: str, opening: Sequence[tuple[int, int]]) -> None:
    """Add the themes that the text's phrases speak for; those in its opening twice, once as such."""
    lower = _lower(seen)
    opened = opening[-1][1] if opening else 0
    found = []
    for last, (size, theme) in _automaton().iter(lower):
        start, end = last + 1 - size, last + 1
        inside = (start and lower[start - 1].isalnum()) or (end < len(lower) and lower[end].isalnum())
        if not inside and grams.spans[0].start <= start < grams.spans[-1].end:
            found.append((_CUE + theme, start, end))
            if end <= opened:
                found.append((_OPENING_CUE + theme, start, end))
    grams.keys.extend(key for key, _, _ in found)
    grams.starts.extend(start for _, start, _ in found)
    grams.ends.extend(end for _, _, end in found)
    grams.passages.extend(_passages(grams.spans, [start for _, start, _ in found]))


@functools.cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for row in labels.phrases():
        phrase = syllables.in_model_spelling(row.phrase)
        automaton.add_word(phrase, (len(phrase), row.theme))
    automaton.make_automaton()
    return automaton


def _is_word(seen: str, start: int, end: int) -> bool:
    return seen[start].isalnum() or any(map(str.isalnum, seen[start:end]))


def _lower(text: str) -> str:
    """Small letters, each where its capital stood."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _lines(text: str) -> tuple[Span, ...]:
    spans = []
    at = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(spans)


def _places(document: Document, spans: Sequence[Span]) -> Iterator[list[tuple[int, int]]]:
    """Start and end of each syllable of each span."""
    if spans is document.sentences and "words" in vars(document):  # the words are known already
        yield from _places_of_words(document, spans)
        return
    for span in spans:
        found = syllables.split(document.text[span.start : span.end])
        yield [(span.start + a, span.start + b) for a, b in zip(found.starts, found.ends, strict=True)]


def _places_of_words(document: Document, spans: Sequence[Span]) -> Iterator[list[tuple[int, int]]]:
    text, starts = document.text, document.words.starts
    for span in spans:
        begins = starts[document.word_at(span.start) : document.word_at(span.end)]
        places: list[tuple[int, int]] = []
        for start, end in pairwise([*begins, span.end]):
            for chunk in text[start:end].split(" "):
                size = len(chunk)
                if chunk.isalpha() or (size == 1 and not chunk.isspace()):
                    places.append((start, start + size))
                elif size:
                    # Not the sentence's end, so that a stop behind capitals stays where the word has one.
                    found = syllables.split(f"{chunk} a")
                    places += [(start + a, start + b) for a, b in zip(found.starts, found.ends, strict=True)][:-1]
                start += size + 1
        yield places
