"""A limit on how long a call may take, in the main thread of a process or in any other."""

import contextlib
import ctypes
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class DeadlineError(Exception):
    """The time is up."""


@contextlib.contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise `DeadlineError` in the block when it takes longer.

    The main thread is interrupted by a signal, which also ends a long match of a regular expression; another thread
    (a Dask worker's) at the next step of the interpreter. A call into foreign code is let finish.
    """
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer"):
        yield from _by_signal(seconds)
    else:
        yield from _by_thread(seconds)


def _by_signal(seconds: float) -> Iterator[None]:
    def end(_: int, __: FrameType | None) -> None:
        raise DeadlineError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _by_thread(seconds: float) -> Iterator[None]:
    thread = ctypes.c_ulong(threading.get_ident())
    turn = threading.Lock()
    done = False

    def end() -> None:
        with turn:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(DeadlineError))

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with turn:
            done = True
        timer.cancel()
