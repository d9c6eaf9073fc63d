"""How a run goes, for people: a bar with rate and time left on a terminal, nothing where output is piped."""

import contextlib
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from boctach.corpus.ingestion import Summary, Watcher


class Bar(Watcher):
    """Shows a run in a progress bar.

    Args:
        progress: The bar, live.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, total: int) -> None:
        """Begin a bar of so many bytes."""
        self._task = self._progress.add_task("reading", total=total, told="")

    def advance(self, done: int, summary: Summary) -> None:
        """Move it. Pieces are not done in their order: it never moves back."""
        if self._task is None:
            return
        task = self._progress.tasks[self._task]
        elapsed = task.elapsed or 0.0
        rate = summary.ingested / elapsed if elapsed else 0.0
        told = f"{summary.ingested} articles, {rate:.1f}/s" + f", {summary.rejected} rejected" * bool(summary.rejected)
        self._progress.update(self._task, completed=max(task.completed, done), told=told)

    def stage(self, name: str) -> None:
        """Say what is done now."""
        if self._task is not None:
            self._progress.update(self._task, description=name)


@contextlib.contextmanager
def watching() -> Iterator[Watcher]:
    """A watcher for the command line."""
    if not sys.stderr.isatty():
        yield Watcher()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        yield Bar(progress)
