"""Vietnamese numerals, in digits and in words, to exact Decimal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral ``[start, end)``: digits or words, magnitudes included (``2,3 triệu``; ``hai mươi``).

    Attributes:
        value: Its value, magnitudes multiplied out.
        form: Whether it is written in digits or in words (``mixed``: digits with a magnitude word).
    """

    start: int
    end: int
    value: Decimal
    form: Literal["digits", "mixed", "words"]


def find(text: str, start: int, end: int) -> list[Numeral]:
    """Numerals of ``text[start:end]`` (placeholder)."""
    del text, start, end
    return []
