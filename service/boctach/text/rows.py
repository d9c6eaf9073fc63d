"""Arrays that grow at their end."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

_ROOM: Final = 1 << 10  # rows that an array has at first


class Rows:
    """An array that grows at its end.

    Args:
        columns: How many each row has; 0 for an array of one dimension.
        dtype: Its type.

    Attributes:
        array: The rows, and room behind them. It is replaced when the room is used up; the old one keeps what it had.
        size: How many rows there are.
    """

    def __init__(self, columns: int, dtype: npt.DTypeLike) -> None:
        self.array: npt.NDArray[Any] = np.zeros((_ROOM, columns) if columns else _ROOM, dtype=dtype)
        self.size = 0

    def extend(self, rows: Sequence[object] | npt.NDArray[Any]) -> None:
        """Add rows."""
        behind = self.size + len(rows)
        if behind > len(self.array):
            more = np.zeros((max(behind, len(self.array)), *self.array.shape[1:]), dtype=self.array.dtype)
            self.array = np.concatenate([self.array, more])
        if len(rows):
            self.array[self.size : behind] = rows
        self.size = behind
