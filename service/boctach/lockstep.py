"""Several pieces of work in step with each other: each does its first step, then each its second.

What a step needs of code, patterns and tables is then fetched into the processor's caches once for all of them, and not
by each anew.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=Exception)
Item = TypeVar("Item")

Steps = Generator[str, None, T]
"""A piece of work that yields the name of each step when it is done, and returns what it made."""

_TOGETHER: Final = 32  # pieces of work: of more, what they hold themselves no longer fits
_SIZE: Final = 200_000  # characters


class Stopwatch:
    """The time that one piece of work takes, without that of the others between its steps."""

    def __init__(self) -> None:
        self._spent = 0.0
        self._begun = time.perf_counter()

    @property
    def milliseconds(self) -> int:
        """The time so far."""
        return round((self._spent + time.perf_counter() - self._begun) * 1000)

    def rest(self, step: str) -> Iterator[str]:
        """A step is done: the others take theirs."""
        self._spent += time.perf_counter() - self._begun
        yield step
        self._begun = time.perf_counter()


def finish(work: Steps[T]) -> T:
    """Do all steps of one piece of work."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            made: T = done.value
            return made


def run(works: Iterable[Steps[T]], *faults: type[E]) -> list[T | E]:
    """Do pieces of work in step with each other.

    Args:
        works: The pieces of work.
        faults: What one may raise without harm to the others.

    Returns:
        For each, in order, what it made, or which of the faults ended it.
    """
    left = dict(enumerate(works))
    made: dict[int, T | E] = {}
    while left:
        for number, work in list(left.items()):
            try:
                next(work)
            except StopIteration as done:
                made[number] = done.value
            except faults as error:
                made[number] = error
            if number in made:
                del left[number]
    return [made[number] for number in sorted(made)]


def run_groups(groups: Iterable[Iterable[Steps[T]]], *faults: type[E]) -> Iterator[T | E]:
    """Do pieces of work group by group.

    Args:
        groups: The pieces of work; those of a group are done in step with each other.
        faults: As `run` has them. Any other exception is raised when its turn comes: what is before it is given.
    """
    for group in groups:
        for made in run(group, Exception):
            if isinstance(made, Exception) and not isinstance(made, faults):
                raise made
            yield made


def together(items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Items in groups that are worth doing in step, each given as soon as it is full; a very large one goes alone.

    Args:
        items: What there is to do.
        size: About how many characters there are to an item.
    """
    group: list[Item] = []
    total = 0
    for item in items:
        more = size(item)
        if group and total + more > _SIZE:
            yield group
            group, total = [], 0
        group.append(item)
        total += more
        if len(group) >= _TOGETHER or total >= _SIZE:
            yield group
            group, total = [], 0
    if group:
        yield group
