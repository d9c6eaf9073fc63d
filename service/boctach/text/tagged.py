"""Words of a text with their parts of speech, as the tagger gives them and every reader takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload


class Word(NamedTuple):
    """One word with its part of speech.

    Attributes:
        start: Offset of its first code point in the sentence or text that was read.
        end: Offset after its last.
        text: The word as written.
        tag: underthesea's tag: ``N`` noun, ``Np`` proper noun, ``Nc`` classifier, ``Nu`` unit, ``V`` verb, ``A``
            adjective, ``M`` numeral, ``E`` preposition, ``CH`` punctuation and so on.
    """

    start: int
    end: int
    text: str
    tag: str


class Texts(Sequence[str]):
    """Words as written, cut out of their text when they are asked for, as few are.

    Args:
        text: The text.
        starts: Offset of each word's first code point in it.
        ends: Offset after its last.
    """

    def __init__(self, text: str, starts: list[int], ends: list[int]) -> None:
        self._text = text
        self._starts = starts
        self._ends = ends

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self._text[start:end] for start, end in zip(self._starts[at], self._ends[at], strict=True)]
        return self._text[self._starts[at] : self._ends[at]]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text's sentences, in order, as columns: most readers look at one or two of them.

    Attributes:
        starts: Offset of each word's first code point in the text.
        ends: Offset after its last.
        texts: The word as written.
        tags: Its tag, as `Word` has it.
    """

    starts: list[int]
    ends: list[int]
    texts: Sequence[str]
    tags: list[str]

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> list[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | list[Word]:
        if isinstance(at, slice):
            return list(map(Word, self.starts[at], self.ends[at], self.texts[at], self.tags[at]))
        return Word(self.starts[at], self.ends[at], self.texts[at], self.tags[at])
