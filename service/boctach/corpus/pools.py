"""Where pieces of work are done: processes of this machine, or the workers of a Dask cluster.

Both give futures, and both say so when a worker has died (`Lost`): the run then looks for the record that did it.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import Final, Protocol

from boctach import analysis
from boctach.corpus import work
from boctach.corpus.records import Record
from boctach.errors import ClusterError

Piece = Sequence[Record] | Sequence[work.Content]
"""Records to analyse, or articles of the store to analyse again."""


class Lost(Exception):  # noqa: N818 it says what became of a piece, and is handled by the run
    """A worker died over a piece."""


class Pool(Protocol):
    """Does pieces of work."""

    size: int
    """How many pieces are worked on at once."""

    def submit(self, piece: Piece) -> "Future[work.Result]":
        """Have a piece done."""
        ...

    def result(self, future: "Future[work.Result]") -> work.Result:
        """What became of a piece.

        Raises:
            Lost: A worker died over it.
            ClusterError: Nothing can be done there any more.
        """
        ...

    def close(self) -> None:
        """End the workers; pieces that are not begun are dropped."""
        ...


_loading = threading.Lock()
_loaded = False


def do(piece: Piece, options: work.Options) -> work.Result:
    """Do a piece in whatever thread of a worker; the models are loaded by the first."""
    global _loaded
    with _loading:
        if not _loaded:
            analysis.warm()
            if multiprocessing.parent_process() is not None:  # a worker, which does nothing else
                analysis.stay_loaded()
            _loaded = True
    records = [item for item in piece if isinstance(item, Record)]
    contents = [item for item in piece if isinstance(item, work.Content)]
    return work.analyse(records, options) if records else work.renew(contents, options)


class Here:
    """Work in this process, for small corpora and for tests."""

    size = 1

    def __init__(self, options: work.Options) -> None:
        self._options = options

    def submit(self, piece: Piece) -> "Future[work.Result]":
        """Do a piece at once."""
        future: Future[work.Result] = Future()
        future.set_result(do(piece, self._options))
        return future

    def result(self, future: "Future[work.Result]") -> work.Result:
        """What became of a piece."""
        return future.result()

    def close(self) -> None:
        """Nothing is open."""


class Processes:
    """Processes of this machine; a pool that lost one is replaced.

    Args:
        size: How many.
        options: What decides about the rows.
    """

    def __init__(self, size: int, options: work.Options) -> None:
        self.size = size
        self._options = options
        self._pool: Executor | None = None

    def submit(self, piece: Piece) -> "Future[work.Result]":
        """Have a piece done by the next process that is free."""
        for _ in range(2):
            if self._pool is None:
                # Not forked: this process has threads by now.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self.size, mp_context=context, initializer=_begin)
            try:
                return self._pool.submit(do, piece, self._options)
            except BrokenProcessPool:
                self._drop()
        raise ClusterError("the processes die as soon as they begin; is there enough memory?")

    def result(self, future: "Future[work.Result]") -> work.Result:
        """What became of a piece."""
        try:
            return future.result()
        except (BrokenProcessPool, CancelledError) as error:
            self._drop()
            raise Lost from error

    def close(self) -> None:
        """End the processes."""
        self._drop()

    def _drop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _begin() -> None:
    """Make a process end with its parent, however that ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


_TRIES: Final = 2


class Cluster:
    """The workers of a Dask cluster. They need boctach installed, in the same version.

    Args:
        address: Its scheduler's, such as ``tcp://10.0.0.1:8786``.
        options: What decides about the rows.

    Raises:
        ClusterError: There is no scheduler, or it has no workers.
    """

    def __init__(self, address: str, options: work.Options) -> None:
        from distributed import Client  # only who has a cluster needs it

        self._options = options
        try:
            self._client = Client(address, timeout="20s")  # type: ignore[no-untyped-call]
            threads = sum(self._client.nthreads().values())  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            raise ClusterError(f"no Dask scheduler answers at {address}: {error}") from error
        if not threads:
            self._client.close()  # type: ignore[no-untyped-call]
            raise ClusterError(f"the scheduler at {address} has no workers yet")
        self._pool = self._client.get_executor(pure=False, retries=_TRIES)  # type: ignore[no-untyped-call]
        self.size = threads

    def submit(self, piece: Piece) -> "Future[work.Result]":
        """Have a piece done by any worker; another takes it over from one that is gone."""
        future: Future[work.Result] = self._pool.submit(do, piece, self._options)
        return future

    def result(self, future: "Future[work.Result]") -> work.Result:
        """What became of a piece."""
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker as error:
            raise Lost from error
        except (CancelledError, OSError) as error:
            raise ClusterError(f"the Dask scheduler is gone: {error}; start again, the run goes on") from error

    def close(self) -> None:
        """Leave the cluster."""
        self._pool.shutdown(wait=False)
        self._client.close()  # type: ignore[no-untyped-call]


def open_pool(workers: int, scheduler: str | None, options: work.Options) -> Pool:
    """The pool asked for: a cluster where there is a scheduler's address, else processes; none for 0 workers."""
    if scheduler:
        return Cluster(scheduler, options)
    return Processes(workers, options) if workers else Here(options)
