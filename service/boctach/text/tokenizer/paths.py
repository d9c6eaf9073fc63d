"""The best path of labels through a sequence."""

from itertools import pairwise
from math import inf

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_ROUNDING = 1e-9  # what sums in another order may differ by
_ROUNDS = 2  # of settling positions by what is known of their neighbours; further ones settle next to nothing


class Paths:
    """The best labels of sequences, as Viterbi's algorithm finds them, with little search.

    Most positions need none. Where a label is behind the best one by more than all that the neighbours could ever
    give it, no best path goes through it; and each position so settled tells its neighbours more. Only what stays
    open is searched.

    Args:
        transitions: ``[L, L]``, what a label (row) says for the one behind it (column).

    Attributes:
        transitions: The same.
        gain: ``[L, L]``, the most that both neighbours of a position may favour a label (column) over another (row).
    """

    def __init__(self, transitions: Floats) -> None:
        self.transitions = transitions
        self._steps: list[list[float]] = transitions.tolist()
        # What a neighbour says for each label, and the most that it may say for each label against a given one.
        # Behind a row for each label are two of zeros: for a neighbour that is open, and for none.
        count = len(transitions)
        self._open, self._none = count, count + 1
        nothing = np.zeros((2, count))
        self._from_left = np.vstack([transitions, nothing])
        self._from_right = np.vstack([transitions.T, nothing])
        self._gain_left = np.vstack([_gains(transitions), nothing])
        self._gain_right = np.vstack([_gains(transitions.T), nothing])
        # The most that both neighbours may say; where there is but one, no less than nothing.
        self.gain: Floats = np.maximum(_gains(transitions), 0) + np.maximum(_gains(transitions.T), 0)

    def best(self, scores: Floats, first: Bools) -> Numbers:
        """The best labels of several sequences laid end to end.

        Args:
            scores: ``[N, L]``.
            first: ``[N]``, whether a sequence begins at the position.

        Returns:
            ``[N]``, the number of each position's label.
        """
        everywhere = np.arange(len(scores))
        before = np.where(first, len(scores) + 1, everywhere - 1)
        behind = np.where(np.append(first, True)[1:], len(scores) + 1, everywhere + 1)
        best = scores.argmax(axis=1)
        possible = scores + self.gain[best] >= scores[everywhere, best][:, None] - _ROUNDING
        is_open = np.count_nonzero(possible, axis=1) > 1
        settled = np.append(np.where(is_open, self._open, best), [self._open, self._none])
        places, possible = everywhere[is_open], possible[is_open]
        for _ in range(_ROUNDS):
            if not places.size:
                break
            best, possible = self._sift(scores[places], settled[before[places]], settled[behind[places]])
            is_open = np.count_nonzero(possible, axis=1) > 1
            settled[places[~is_open]] = best[~is_open]
            places, possible = places[is_open], possible[is_open]
        if places.size:
            self._search_open(settled, scores, places, possible, before, behind)
        return settled[: len(scores)]

    def _sift(self, scores: Floats, left: Numbers, right: Numbers) -> tuple[Numbers, Bools]:
        """Find which labels may still be on a best path.

        Args:
            scores: ``[P, L]``, of some positions.
            left: ``[P]``, the label before each; or that it is open, or that there is none.
            right: ``[P]``, the same for the label behind.

        Returns:
            The best label of each position by what is known, and ``[P, L]``, whether a label is still possible.
        """
        scores = scores + self._from_left[left] + self._from_right[right]
        best = scores.argmax(axis=1)
        least = np.take_along_axis(scores, best[:, None], axis=1) - _ROUNDING
        scores += self._gain_left[np.where(left == self._open, best, self._open)]
        scores += self._gain_right[np.where(right == self._open, best, self._open)]
        return best, scores >= least

    def _search_open(
        self, settled: Numbers, scores: Floats, places: Numbers, possible: Bools, before: Numbers, behind: Numbers
    ) -> None:
        """Settle what is open, run by run: each run lies between two settled labels, or the ends of its sequence."""
        rows, columns = np.nonzero(possible)
        candidates: list[list[tuple[int, float]]] = [[] for _ in range(len(places))]
        for row, label, score in zip(
            rows.tolist(), columns.tolist(), scores[places[rows], columns].tolist(), strict=True
        ):
            candidates[row].append((label, score))
        cuts = np.flatnonzero(before[places[1:]] != places[:-1]) + 1
        labels: list[int] = []
        for begin, end in pairwise([0, *cuts.tolist(), len(places)]):
            left, right = int(settled[before[places[begin]]]), int(settled[behind[places[end - 1]]])
            labels += self._search(candidates[begin:end], left, right)
        settled[places] = labels

    def _search(self, candidates: list[list[tuple[int, float]]], left: int, right: int) -> list[int]:
        """The best labels of a run, of which each position's possible labels are given with their scores."""
        steps = self._steps
        reached = candidates[0]
        if left < self._open:
            reached = [(label, score + steps[left][label]) for label, score in reached]
        pointers: list[dict[int, int]] = []
        for position in candidates[1:]:
            pointer: dict[int, int] = {}
            following = []
            for label, score in position:
                pointer[label], total = _best([(before, said + steps[before][label]) for before, said in reached])
                following.append((label, total + score))
            pointers.append(pointer)
            reached = following
        if right < self._open:
            reached = [(label, score + steps[label][right]) for label, score in reached]
        path = [_best(reached)[0]]
        for pointer in reversed(pointers):
            path.append(pointer[path[-1]])
        return path[::-1]


def _best(scored: list[tuple[int, float]]) -> tuple[int, float]:
    """The label with the highest score; of equals the first, as in underthesea, whatever rounding says."""
    best, highest = -1, -inf
    for label, score in scored:
        if score > highest + _ROUNDING:
            best, highest = label, score
    return best, highest


def _gains(transitions: Floats) -> Floats:
    """``[L, L]``: the most that a neighbour can favour a label (column) over another (row).

    Args:
        transitions: ``[L, L]``: what each label of the neighbour (row) says for each label (column).
    """
    gains: Floats = (transitions[:, None, :] - transitions[:, :, None]).max(axis=0)
    return gains
