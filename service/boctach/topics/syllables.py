"""The syllables of a text as features have them: numbers by their shape, small letters where a model wants it so."""

import functools
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from boctach.document import Document
from boctach.spans import Span
from boctach.text.rows import Numbers
from boctach.text.tokenizer import syllables
from boctach.text.tokenizer.lexicon import Column
from boctach.topics import keys
from boctach.topics.keys import BREAK, Keys

_DIGIT: Final = re.compile(r"\d")


class Syllables:
    """The syllables of spans of a text, in order, with a break behind each span.

    Args:
        found: Those of the tokenizer, span by span.
        spans: The spans.
        cased: Whether capitals are told from small letters.
        marks: Whether punctuation is kept.

    Attributes:
        keys: [N]: the keys of syllables and breaks.
        breaks: [N]: which of these are breaks.
    """

    def __init__(self, found: syllables.Syllables, spans: Sequence[Span], *, cased: bool, marks: bool) -> None:
        self.spans = spans
        self._found = found
        self._cased = cased
        known: Keys = found.known(_keys(cased=cased, marks=marks))
        kept = (known != BREAK).nonzero()[0]
        self._bounds = kept.searchsorted(found.lengths.cumsum())
        self.breaks = np.zeros(len(kept) + len(self._bounds), dtype=np.bool_)
        self.breaks[self._bounds + np.arange(len(self._bounds))] = True
        inner = ~self.breaks
        self.keys = np.full(len(inner), BREAK)
        self.keys[inner] = known[kept]
        self._places = np.empty(len(inner), dtype=np.int64)  # of each key: its syllable; none of a break
        self._places[inner] = kept

    def __len__(self) -> int:
        """How many syllables there are."""
        return len(self.keys) - len(self._bounds)

    def forms(self) -> list[list[str]]:
        """Those of each span, each as features have it."""
        known, numbers = self._found.lexicon.forms, self._found.numbers[self._places[~self.breaks]]
        forms = [_form(known[number], cased=self._cased) for number in numbers.tolist()]
        return [forms[start:end] for start, end in pairwise([0, *self._bounds.tolist()])]

    def bounds(self, firsts: Numbers, lasts: Numbers) -> tuple[Numbers, Numbers]:
        """Where in the text words begin and end.

        Args:
            firsts: [W]: the number of the key of each one's first syllable.
            lasts: [W]: that of its last.
        """
        return self._found.starts[self._places[firsts]], self._found.ends[self._places[lasts]]


def of_sentences(document: Document, *, cased: bool, marks: bool) -> Syllables:
    """The syllables of a document's sentences."""
    return Syllables(document.syllables, document.sentences, cased=cased, marks=marks)


def of_spans(text: str, spans: Sequence[Span], *, cased: bool, marks: bool) -> Syllables:
    """The syllables of spans of a text.

    Args:
        text: The text.
        spans: In order.
        cased: Whether capitals are told from small letters.
        marks: Whether punctuation is kept.
    """
    return Syllables(syllables.read(text, spans), spans, cased=cased, marks=marks)


def lower(text: str) -> str:
    """Small letters, each where its capital stood."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one := letter.lower()) == 1 else letter for letter in text)


def _form(form: str, *, cased: bool) -> str:
    """A syllable of the tokenizer as features have it."""
    seen = form if form.isalpha() else _DIGIT.sub("0", form)
    return seen if cased else lower(seen)


@functools.cache
def _keys(*, cased: bool, marks: bool) -> Column:
    """The keys of syllables; that of a break for those without a word, where marks do not count."""

    def key(form: str) -> int:
        counts = marks or form.isalnum() or any(map(str.isalnum, form))
        return keys.of_string(_form(form, cased=cased)) if counts else int(BREAK)

    return Column(key, np.uint64)
