"""A worker process: loads, says that it is ready, and answers one job after another until its pipe is closed."""

import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from boctach.errors import InputError


@dataclass(frozen=True, slots=True)
class Failure:
    """A job, or the loading, ended in an error that is not the caller's.

    Attributes:
        error: The error's type, and nothing that it quotes: its message may hold the article.
        trace: Where it was raised: a line for each call.
        message: The error's own words, for a log that may hold them.
    """

    error: str
    trace: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker sends back for a job, and at first to say that it is ready.

    Attributes:
        content: The job's result, or why there is none.
        peak_bytes: The most memory that the process has ever held, shared pages included; 0 where unknown.
    """

    content: Any
    peak_bytes: int


def serve(channel: Connection, warm: Callable[[], None], run: Callable[[Any], Any]) -> None:
    """Answer jobs; the whole life of a worker process.

    Args:
        channel: Where jobs come from and replies go.
        warm: Loads everything.
        run: Does one job.
    """
    # Ctrl-C reaches every process of a terminal; the service's own decides when the workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ready = _tried(warm)
    try:
        channel.send(Reply(ready, _peak_bytes()))
        while not isinstance(ready, Failure):
            job = channel.recv()
            channel.send(Reply(_tried(run, job), _peak_bytes()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the service has ended


def _tried(call: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except InputError as error:
        return error
    except Exception as error:  # noqa: BLE001 whatever fails is told to the service, and the worker goes on
        frames = traceback.extract_tb(error.__traceback__)
        trace = tuple(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        return Failure(type(error).__name__, trace, str(error))


def _peak_bytes() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
