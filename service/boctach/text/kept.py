"""What is read of whole texts, kept for a while, since it is asked for part by part."""

import functools
import threading
from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

_MOST: Final = 1 << 19  # characters of a thread's texts: a group that is worked on in step fits, see `lockstep`
_EACH: Final = 1000  # characters: as much memory does it take to keep anything of a text


class Kept(Generic[T]):
    """A reader of texts that does not read one again while the thread works on it, or on a few others with it.

    Args:
        read: Reads a text, and never gives None; nothing but the text may matter.
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        functools.update_wrapper(self, read)
        self._read = read
        self._own = _Store()

    def __call__(self, text: str) -> T:
        """What is read of a text."""
        own = self._own
        found: T | None = own.kept.get(text)
        if found is None:
            found = own.kept[text] = self._read(text)
            own.size += len(text) + _EACH
            while own.size > _MOST and len(own.kept) > 1:
                first = next(iter(own.kept))
                own.size -= len(first) + _EACH
                del own.kept[first]
        return found


class _Store(threading.local):
    """What one thread keeps, in the order in which it was read."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.size = 0
