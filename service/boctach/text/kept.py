"""What is read of a text, kept while the text is at work."""

from collections.abc import Callable
from threading import Lock
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_CHARACTERS: Final = 1 << 19  # of all texts: those that a few threads read in step


class Kept(Generic[T]):
    """What is read of a text as a whole: who asks for it part by part does not read it again.

    Args:
        read: Reads a text, and never gives None; nothing but the text may matter.
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read
        self._kept: dict[str, T] = {}
        self._characters = 0
        self._lock = Lock()

    def __call__(self, text: str) -> T:
        """What is read of a text."""
        kept = self._kept.get(text)
        if kept is not None:
            return kept
        found = self._read(text)
        with self._lock:
            if text not in self._kept:
                self._kept[text] = found
                self._characters += len(text)
            while self._characters > _CHARACTERS and len(self._kept) > 1:
                oldest = next(iter(self._kept))
                del self._kept[oldest]
                self._characters -= len(oldest)
        return found
