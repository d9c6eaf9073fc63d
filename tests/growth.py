"""Whether time grows with the size of what is read and no faster: the one place where tests look at the clock.

A fast and a slow machine, and one that does other work, give the same verdict, since only growth counts. Sixteen times
the size takes sixteen times as long where time is linear and 256 times as long where it is quadratic; the limit lies
halfway. It is the processor's time of this process, the least of several runs by turns, without the collector of
garbage, whose rare long pauses fall on any of them.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

FACTOR = 16
LINEAR = 64
"""How many times as long `FACTOR` times the size may take."""
SQUARE = 1024
"""The same for what may grow with the square, which gives 256; the cube gives 4,096."""
LEAST_SECONDS = 0.0001  # a shorter time is mostly the clock's own, and taken for this long
_SHORT_RUNS = 3
_ROUNDS = 6

Made = TypeVar("Made")


def ratio(make: Callable[[int], Made], read: Callable[[Made], object], size: int, limit: float = LINEAR) -> float:
    """How many times as long it takes to read `FACTOR` times the size.

    Args:
        make: Makes what is read, of a size; its time does not count, and each run gets its own.
        read: What is measured.
        size: The small size.
        limit: A ratio that is good enough; only where it is passed, more runs are made to see whether it was chance.
    """
    short, long = _seconds(make(size), read), float("inf")  # the first run of all also loads and fills caches
    for _ in range(_ROUNDS):
        short = min(short, *(_seconds(make(size), read) for _ in range(_SHORT_RUNS)))
        long = min(long, _seconds(make(size * FACTOR), read))
        if long < limit * max(short, LEAST_SECONDS):
            break
    return long / max(short, LEAST_SECONDS)


def assert_linear(make: Callable[[int], Made], read: Callable[[Made], object], size: int) -> None:
    """Fail where the time to read grows faster than the size; arguments as of `ratio`."""
    found = ratio(make, read, size)
    assert found < LINEAR, f"{FACTOR} times the size takes {found:.0f} times as long"


def repeated(unit: str, length: int) -> str:
    """A text of a length, of nothing but repetitions."""
    return (unit * (length // len(unit) + 1))[:length]


def _seconds(made: Made, read: Callable[[Made], object]) -> float:
    with _no_collector():
        begun = time.process_time()
        read(made)
        return time.process_time() - begun


@contextmanager
def _no_collector() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
