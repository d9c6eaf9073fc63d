"""Which of a text's labels hold, where it may have several.

Given are as many of the likeliest as have together the highest expected F1 with the labels that the text has. Beside
a sure label another must be likely, beside an unsure one it need be less so; a threshold for each label cannot say
that, and for rare labels there are too few texts to choose one.
"""

from collections.abc import Sequence
from typing import Final

_NEVER: Final = 0.01  # labels less likely change no answer, and most are


def best_size(probabilities: Sequence[float], most: int) -> int:
    """How many of the likeliest labels have the highest expected F1; labels are taken as independent.

    Args:
        probabilities: Of the labels, the likeliest first.
        most: So many at most.
    """
    likely = [probability for probability in probabilities if probability >= _NEVER]
    best, size = 0.0, min(1, len(probabilities))
    for given in range(1, min(most, len(likely)) + 1):
        expected = _expected_f1(likely, given)
        if expected > best:
            best, size = expected, given
    return size


def _expected_f1(probabilities: Sequence[float], given: int) -> float:
    found, missed = _numbers(probabilities[:given]), _numbers(probabilities[given:])
    return sum(
        chance * other * 2 * right / (given + right + rest)
        for right, chance in enumerate(found)
        for rest, other in enumerate(missed)
    )


def _numbers(probabilities: Sequence[float]) -> list[float]:
    """How likely it is that none, one, two … of them hold."""
    chances = [1.0]
    for probability in probabilities:
        without = [chance * (1 - probability) for chance in (*chances, 0.0)]
        chances = [a + b * probability for a, b in zip(without, (0.0, *chances), strict=True)]
    return chances
