"""Sentences parted into words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boctach.text.tokenizer import lexicon
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

    def compounds(self) -> tuple[Numbers, list[str]]:
        """The words of several syllables: their numbers, and their forms."""
        known = self.syllables.lexicon.forms.__getitem__
        words = (self.ends - self.begins > 1).nonzero()[0]
        begins, ends = self.begins[words], self.ends[words]
        first, second = (map(known, self.syllables.numbers[begins + at].tolist()) for at in range(2))
        forms = list(map("{} {}".format, first, second))  # most have two
        for at in (ends - begins > 2).nonzero()[0].tolist():
            forms[at] = " ".join(map(known, self.syllables.numbers[begins[at] : ends[at]].tolist()))
        return words, forms
