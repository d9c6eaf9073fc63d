"""Jobs for a pool under test: what a worker process does when told to.

A test that wants a worker busy for a while lets it wait for a file, and says itself when the while is over.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from boctach.api.tasks import Job, Result
from boctach.errors import EmptyTextError, TableError


def warm() -> None:
    """Nothing to load."""


LONGEST = 180
"""Seconds that only a hang takes, on whatever machine."""


def warm_after(path: str) -> None:
    """Load until a file is there."""
    _wait(lambda: Path(path).exists())


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not until() and time.monotonic() < end:
        time.sleep(0.02)


def _meet(folder: Path, number: int) -> int:
    """Wait until so many processes are here at a time."""
    (folder / str(os.getpid())).touch()
    _wait(lambda: len(list(folder.iterdir())) >= number)
    return len(list(folder.iterdir()))


def warm_never() -> None:
    """A damaged table."""
    raise TableError("units.tsv, row 2: 1 cells")


def warm_once(path: str) -> None:
    """Load at the first two starts after which the file is there, then fail, then load again."""
    file = Path(path)
    starts = len(file.read_text()) if file.exists() else 0
    file.write_text("x" * (starts + 1))
    if starts == 1:
        raise TableError("units.tsv, row 2: 1 cells")


def run(job: tuple[str, Any]) -> Any:
    """Do what the job says."""
    name, value = job
    match name:
        case "echo":
            return value
        case "sleep":
            time.sleep(value)
            return value
        case "wait":
            warm_after(value)
            return value
        case "meet":
            return _meet(Path(value), 2)
        case "spin":
            while True:
                pass
        case "die":
            os._exit(value)
        case "fail":
            raise RuntimeError(value)
        case "refuse":
            raise EmptyTextError(value, field="text", remedy="send the article's text")
        case "grow":
            return len(b"x" * (value * 2**20))
        case "pid":
            return os.getpid()
    raise AssertionError(name)


def do_as_title_says(job: Job) -> Result:
    """A job of the service whose title says what the worker does: ``sleep 0.5``, ``die 1``, ``wait /a/file``."""
    name, _, value = (job.given.get("title") or "echo it").partition(" ")
    run((name, float(value) if name == "sleep" else int(value) if name == "die" else value))
    return Result(b"{}", {}, 0)
