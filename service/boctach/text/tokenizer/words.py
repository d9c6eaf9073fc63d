"""What a sentence is made of."""

from typing import NamedTuple


class Word(NamedTuple):
    """One word of a sentence with its part of speech.

    Attributes:
        start: Offset of its first code point in the sentence.
        end: Offset after its last.
        tag: underthesea's tag: ``N`` noun, ``Np`` proper noun, ``Nc`` classifier, ``Nu`` unit, ``V`` verb, ``A``
            adjective, ``M`` numeral, ``E`` preposition, ``CH`` punctuation and so on.
    """

    start: int
    end: int
    tag: str
