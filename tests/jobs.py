"""Jobs for a pool under test: what a worker process does when told to."""

import os
import time
from pathlib import Path
from typing import Any

from boctach.api.tasks import Job, Result
from boctach.errors import EmptyTextError, TableError


def warm() -> None:
    """Nothing to load."""


def warm_after(path: str) -> None:
    """Load until a file is there."""
    end = time.monotonic() + 60
    while not Path(path).exists() and time.monotonic() < end:
        time.sleep(0.02)


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
    """A job of the service whose title says what the worker does: ``sleep 0.5``, ``die 1``."""
    name, _, value = (job.given.get("title") or "echo it").partition(" ")
    run((name, float(value) if name == "sleep" else int(value) if name == "die" else value))
    return Result(b"{}", {}, 0)
