"""What a function says of things that come again and again."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def _always(_: object) -> bool:
    return True


class Remembered(dict[K, T]):
    """What is known of the things met so far, begun anew when it is full: what comes often is soon there again.

    Args:
        read: Finds out what there is to know of a thing; nothing else may matter.
        most: How many are remembered.
        keeps: Whether a thing is worth to be remembered.
    """

    def __init__(self, read: Callable[[K], T], most: int, keeps: Callable[[K], bool] = _always) -> None:
        super().__init__()
        self._read = read
        self._most = most
        self._keeps = keeps

    def __missing__(self, key: K) -> T:
        value = self._read(key)
        if self._keeps(key):
            if len(self) >= self._most:
                self.clear()
            self[key] = value
        return value
