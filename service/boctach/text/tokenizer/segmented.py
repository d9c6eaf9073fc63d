"""Sentences parted into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from boctach.text.tokenizer import lexicon
from boctach.text.tokenizer.lexicon import Column
from boctach.text.tokenizer.paths import Numbers
from boctach.text.tokenizer.syllables import Syllables


@dataclass(frozen=True, slots=True, eq=False)
class Segmented:
    """Words, each of one or more syllables.

    Attributes:
        syllables: What the words are made of.
        begins: [W]: the first syllable of each word.
        ends: [W]: one past the last.
        lengths: [S]: how many words each sentence has.
    """

    syllables: Syllables
    begins: Numbers
    ends: Numbers
    lengths: Numbers

    @classmethod
    def of(cls, syllables: Syllables, begins: Numbers) -> "Segmented":
        """The words that begin at some of the syllables, among them the first of each sentence."""
        bounds = begins.searchsorted(np.append(0, syllables.lengths.cumsum()))
        return cls(syllables, begins, np.append(begins, len(syllables))[1:], np.diff(bounds))

    @classmethod
    def of_forms(cls, sentences: Sequence[Sequence[str]]) -> "Segmented":
        """Words of which nothing but their forms is known, sentence by sentence; they have no places in a text."""
        known = lexicon.current()
        words = [form.split(" ") for sentence in sentences for form in sentence]
        numbers = np.array([known.number(syllable) for word in words for syllable in word], dtype=np.int64)
        ends = np.fromiter(map(len, words), dtype=np.int64, count=len(words)).cumsum()
        begins = np.append(0, ends)[:-1]
        lengths = np.fromiter(map(len, sentences), dtype=np.int64, count=len(sentences))
        bounds = np.append(0, ends)[np.append(0, lengths.cumsum())]
        nowhere = np.zeros_like(numbers)
        return cls(Syllables(nowhere, nowhere, numbers, np.diff(bounds), known), begins, ends, lengths)

    @property
    def starts(self) -> Numbers:
        """[W]: offset of each word's first code point in the text."""
        return self.syllables.starts[self.begins]

    @property
    def stops(self) -> Numbers:
        """[W]: offset after its last."""
        return self.syllables.ends[self.ends - 1]

    @property
    def forms(self) -> list[str]:
        """How the models know each word: syllables joined by one blank."""
        forms = self.syllables.forms
        return [" ".join(forms[begin:end]) for begin, end in zip(self.begins.tolist(), self.ends.tolist(), strict=True)]

    def known(self, column: Column) -> npt.NDArray[Any]:
        """[W]: what a column says of each word."""
        forms, numbers = self.syllables.lexicon, self.syllables.numbers
        values = self.syllables.known(column)[self.begins]
        sizes = self.ends - self.begins
        pairs = (sizes == 2).nonzero()[0]
        firsts = self.begins[pairs]
        values[pairs] = forms.of_pairs(column, numbers[firsts], numbers[firsts + 1])
        for word in (sizes > 2).nonzero()[0].tolist():
            values[word] = column.value(forms.spelled(numbers[self.begins[word] : self.ends[word]]))
        return values
