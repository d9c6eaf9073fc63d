"""Syllables of sentences with their offsets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from boctach.spans import Span
from boctach.text import pieces
from boctach.text.tokenizer.lexicon import Column, Lexicon
from boctach.text.tokenizer.paths import Numbers

_CLOSING: Final = frozenset("\"'”’»)]")  # marks that may stand behind the stop that ends a sentence

_OTHER, _CLOSES, _STOPPED = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Syllables:
    """Syllables, numbers and marks of sentences, in order, with only white space between them.

    Attributes:
        starts: [N]: offset of each one's first code point in the text.
        ends: [N]: offset after its last.
        numbers: [N]: its number in the lexicon.
        lengths: [S]: how many each sentence has.
        lexicon: Where their forms are.
    """

    starts: Numbers
    ends: Numbers
    numbers: Numbers
    lengths: Numbers
    lexicon: Lexicon

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def forms(self) -> list[str]:
        """How the models know each."""
        return list(map(self.lexicon.forms.__getitem__, self.numbers.tolist()))

    def known(self, column: Column) -> npt.NDArray[Any]:
        """[N]: what a column says of each."""
        return self.lexicon.column(column).take(self.numbers)

    def batches(self, size: int) -> Iterator["Syllables"]:
        """The same in parts of whole sentences: each of the fewest that have so many syllables."""
        if len(self) <= size:
            yield self
            return
        ends = self.lengths.cumsum()
        begun = first = 0
        while first < len(ends):
            last = int(ends.searchsorted(begun + size))
            end = int(ends[min(last, len(ends) - 1)])
            inside = slice(begun, end)
            lengths = self.lengths[first : last + 1]
            yield Syllables(self.starts[inside], self.ends[inside], self.numbers[inside], lengths, self.lexicon)
            begun, first = end, last + 1


def read(text: str, sentences: Sequence[Span]) -> Syllables:
    """The syllables of sentences.

    Args:
        text: The clean text, in NFC.
        sentences: Spans into it, in order, that do not overlap.
    """
    found = pieces.of_spans(text, sentences)
    known = found.vocabulary.attached(Lexicon)
    starts, ends, numbers, lengths = known.read(found)
    return _with_final_stops(Syllables(starts, ends, numbers, lengths, known))


def split(sentence: str) -> Syllables:
    """The syllables of one sentence in NFC."""
    return read(sentence, [Span(0, len(sentence))])


def _with_final_stops(found: Syllables) -> Syllables:
    """The same with the stop that ends a sentence as a syllable of its own where it is glued to capitals.

    The grammar keeps a stop behind capitals, which is right within a sentence (`TP. Hồ Chí Minh`) and wrong at its
    end (`5 tỷ USD.”`).
    """
    kinds = found.lexicon.column(_FINAL)
    ends = found.lengths.cumsum()
    filled = found.lengths.nonzero()[0]
    last = kinds[found.numbers[ends[filled] - 1]]
    glued = []
    for sentence in filled[last != _OTHER].tolist():
        at = int(ends[sentence]) - 1
        first = at + 1 - int(found.lengths[sentence])
        while at >= first and kinds[found.numbers[at]] == _CLOSES:
            at -= 1
        if at >= first and kinds[found.numbers[at]] == _STOPPED:
            glued.append((sentence, at))
    if not glued:
        return found
    sentences, places = map(list, zip(*glued, strict=True))
    forms = found.lexicon
    numbers = np.insert(found.numbers, np.add(places, 1), forms.number("."))
    stops = np.insert(found.ends, np.add(places, 1), found.ends[places])
    starts = np.insert(found.starts, np.add(places, 1), found.ends[places] - 1)
    moved = np.add(places, np.arange(len(places)))
    numbers[moved] = [forms.number(forms.forms[found.numbers[at]][:-1]) for at in places]
    stops[moved] -= 1
    lengths = found.lengths.copy()
    lengths[sentences] += 1
    return Syllables(starts, stops, numbers, lengths, forms)


def _final(form: str) -> int:
    """What a syllable may be at the end of a sentence."""
    if form in _CLOSING:
        return _CLOSES
    return _STOPPED if len(form) > 1 and form[-1] == "." and form[-2].isupper() else _OTHER


_FINAL: Final = Column(_final, np.int8)
