"""Which of several labels hold."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.topics import choice, classifier


def _expected_f1(probabilities: list[float], size: int) -> float:
    """Over all sets of labels that a text may have."""
    total = 0.0
    for truth in product((0, 1), repeat=len(probabilities)):
        chance = np.prod([p if held else 1 - p for p, held in zip(probabilities, truth, strict=True)])
        total += float(chance) * 2 * sum(truth[:size]) / (size + sum(truth))
    return total


@given(st.lists(st.floats(0.02, 1.0), min_size=1, max_size=7), st.integers(1, 4))
def test_no_other_number_of_the_likeliest_has_a_higher_expected_f1(probabilities: list[float], most: int) -> None:
    ordered = sorted(probabilities, reverse=True)
    sizes = range(1, min(most, len(ordered)) + 1)
    found = choice.best_size(ordered, most)
    assert found in sizes
    assert _expected_f1(ordered, found) == pytest.approx(max(_expected_f1(ordered, size) for size in sizes))


@pytest.mark.parametrize(
    ("probabilities", "most", "size"),
    [
        ([0.95, 0.3, 0.02], 3, 1),
        ([0.4, 0.3, 0.02], 3, 2),  # the same second label, beside an unsure first one
        ([0.9, 0.8, 0.7, 0.7], 3, 3),
        ([0.9, 0.8, 0.7, 0.7], 2, 2),
        ([0.9, *[0.001] * 1000], 3, 1),
        ([0.001, 0.001], 3, 1),
        ([], 3, 0),
    ],
)
def test_how_many_hold(probabilities: list[float], most: int, size: int) -> None:
    assert choice.best_size(probabilities, most) == size


@pytest.mark.parametrize(
    ("probabilities", "thresholds", "chosen"),
    [
        ([0.7, 0.6, 0.1], (0.0, 0.0, 0.0), [0, 1]),
        ([0.7, 0.6, 0.1], (0.0, 0.65, 0.0), [0]),
        ([0.7, 0.6, 0.1], (0.75, 0.65, 0.2), [0]),  # a text has one label at least
        ([0.3, 0.6, 0.8], (0.0, 0.0, 0.0), [2]),  # the third holds alone
        ([0.4, 0.6, 0.5], (0.0, 0.0, 0.0), [1, 0]),
    ],
)
def test_labels_below_their_threshold_or_that_stand_alone(
    probabilities: list[float], thresholds: tuple[float, ...], chosen: list[int]
) -> None:
    rule = classifier.Rule(("a", "b", "c"), True, thresholds, ("c",), 3)
    assert classifier.choose(rule, np.array(probabilities, dtype=np.float32)) == chosen
