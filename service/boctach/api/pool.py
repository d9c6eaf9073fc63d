"""Warm processes that do one job each at a time, with a bounded queue before them.

On systems with fork, a server process loads everything once and the workers are forked from it, so that they are ready
at once and share its memory; elsewhere each loads for itself. A worker that dies or takes too long is replaced, and
its job answered with an error.
"""

import asyncio
import contextlib
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Self

import anyio
import anyio.abc
import anyio.lowlevel
import anyio.to_thread

from boctach.api import logs
from boctach.api.process import Failure, Reply, serve
from boctach.errors import InputError

log = logs.logger(__name__)

_LONGEST_PAUSE: Final = 30
_SECONDS_TO_LOAD: Final = 120
_WEIGHT_OF_LAST: Final = 0.05
_PRELOADED: Final = "boctach.api.preloaded"


class PoolError(Exception):
    """A job has no result."""


class QueueFullError(PoolError):
    """The queue is full, or the job has waited in it for too long.

    Args:
        seconds: When it is worth to come again.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__("the queue is full")
        self.seconds = seconds


class TooSlowError(PoolError):
    """The job took longer than a job may; its worker is replaced."""


class WorkerDiedError(PoolError):
    """The worker died over the job; it is replaced."""


class _NotTakenError(WorkerDiedError):
    """The worker had died before it was given the job: while it had nothing to do, or as the job came in."""


class JobFailedError(PoolError):
    """The job ended in an error of ours; the log says where."""


class _Worker:
    """A process and the pipe to it, which one thread at a time uses."""

    def __init__(self, warm: Callable[[], None], run: Callable[[Any], Any]) -> None:
        begin_to_load()
        context: Any = multiprocessing.get_context("forkserver" if _has_forkserver() else "spawn")
        self._channel: Connection
        self._channel, theirs = context.Pipe()
        # A daemon: where the service itself is ended by force, nothing waits for its workers.
        self._process = context.Process(target=serve, args=(theirs, warm, run), name="boctach-worker", daemon=True)
        self._process.start()
        theirs.close()
        self.late = False

    @property
    def pid(self) -> int:
        return int(self._process.pid or 0)

    def tell(self, job: Any) -> None:
        try:
            self._channel.send(job)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise TooSlowError("time was up") if self.late else _NotTakenError("the worker had died") from error

    def hear(self) -> Reply:
        try:
            reply: Reply = self._channel.recv()
        except (EOFError, ConnectionResetError) as error:
            raise TooSlowError("time was up") if self.late else WorkerDiedError("the worker died") from error
        return reply

    def stop_late(self) -> None:
        """End the process because time is up; whoever waits for its reply is woken by the end of the pipe."""
        self.late = True
        self.kill()

    def kill(self) -> None:
        self._process.kill()

    def clear(self) -> None:
        """Leave nothing of the process."""
        self.kill()
        self._process.join()
        self._process.close()
        self._channel.close()


def begin_to_load() -> None:
    """Start the process that loads everything and forks the workers, where the system can fork.

    Called before the service's own modules are imported, it loads beside them; a pool calls it anyway.
    """
    if _has_forkserver():
        from multiprocessing import forkserver  # not on Windows

        forkserver.set_forkserver_preload([_PRELOADED])
        forkserver.ensure_running()


def _has_forkserver() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()


class Pool:
    """A fixed number of workers; entered, it loads them, and left, it ends them.

    Args:
        warm: Loads everything in a worker; must be importable.
        run: Does a job in a worker; must be importable.
        workers: How many processes.
        queue: How many jobs may wait while all of them are busy.
        seconds: How long a job may take, and how long it may wait.
        megabytes: A worker that has ever held more is replaced after its job.
        restarted: Told the reason whenever a worker is replaced.
    """

    def __init__(
        self,
        warm: Callable[[], None],
        run: Callable[[Any], Any],
        *,
        workers: int,
        queue: int,
        seconds: float,
        megabytes: int,
        restarted: Callable[[str], None] = lambda _reason: None,
    ) -> None:
        self._warm = warm
        self._run = run
        self.queue = queue
        self._seconds = seconds
        self._most_bytes = megabytes * 2**20
        self.restarted = restarted
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._closing = False
        self._mean_seconds = 0.1
        self.workers = workers
        self.waiting = 0
        self._bounded = 0  # how many of those who wait the queue's bound counts
        self.ready = False
        self.failed = False

    async def __aenter__(self) -> Self:
        self._free = anyio.Semaphore(0)
        self._threads = anyio.CapacityLimiter(2 * self.workers)
        self._tasks: anyio.abc.TaskGroup = await anyio.create_task_group().__aenter__()
        self._tasks.start_soon(self._load)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing = True
        # Threads that wait for a worker wake when its pipe ends.
        for worker in list(self._workers):
            worker.kill()
        self._tasks.cancel_scope.cancel()
        await self._tasks.__aexit__(None, None, None)
        for worker in list(self._workers):
            worker.clear()
        self._workers.clear()

    @property
    def busy(self) -> int:
        """How many workers do a job, or are being replaced."""
        return self.workers - len(self._idle)

    @property
    def full(self) -> bool:
        """Whether another job would be refused."""
        return self._free.value == 0 and self._bounded >= self.queue

    @property
    def pause(self) -> int:
        """After how many seconds it is worth to come again."""
        return min(_LONGEST_PAUSE, max(1, round(self._mean_seconds * (self.waiting + 1) / self.workers)))

    async def ask(self, job: Any, *, patient: bool = False) -> Any:
        """The result of a job.

        Args:
            job: What ``run`` is given; pickled.
            patient: Waits for its turn however full the queue is, and is no reason to refuse others: for callers who
                bound themselves.

        Raises:
            InputError: The job cannot be done as it was asked.
            PoolError: There is no result, for the reason that its type tells.
        """
        if self.full and not patient:
            raise QueueFullError(self.pause)
        for _ in range(self.workers + 1):
            await self._turn(patient=patient)
            try:
                return _result(await self._hand(self._idle.pop(), job))
            except _NotTakenError:
                if self._closing:
                    raise  # no worker will come
                continue  # another has it: who died while it had nothing to do costs nobody an answer
        raise WorkerDiedError("every worker had died")

    async def _hand(self, worker: _Worker, job: Any) -> Reply:
        begun = time.monotonic()
        alarm = asyncio.get_running_loop().call_later(self._seconds, worker.stop_late)
        end: str | None = "died"
        try:
            # Whoever asked may leave between his turn and the job's beginning; that is no reason to end a sound worker.
            with anyio.CancelScope(shield=True):
                reply = await anyio.to_thread.run_sync(_do, worker, job, limiter=self._threads)
            end = "memory" if reply.peak_bytes > self._most_bytes else None
        except TooSlowError:
            end = "too-slow"
            raise
        finally:
            alarm.cancel()
            self._put_back(worker, end)
        self._mean_seconds += _WEIGHT_OF_LAST * (time.monotonic() - begun - self._mean_seconds)
        return reply

    async def _turn(self, *, patient: bool) -> None:
        await anyio.lowlevel.checkpoint_if_cancelled()
        with contextlib.suppress(anyio.WouldBlock):
            self._free.acquire_nowait()
            return  # who need not wait is at no moment counted among those who do
        self.waiting += 1
        self._bounded += not patient
        try:
            with anyio.move_on_after(None if patient else self._seconds) as scope:
                await self._free.acquire()
        finally:
            self.waiting -= 1
            self._bounded -= not patient
        if scope.cancelled_caught:
            raise QueueFullError(self.pause)

    def _put_back(self, worker: _Worker, end: str | None) -> None:
        if end is None and not worker.late:
            self._idle.append(worker)
            self._free.release()
        elif not self._closing:
            reason = end or "too-slow"
            self.restarted(reason)
            log.warning("worker replaced", reason=reason, worker=worker.pid)
            self._tasks.start_soon(self._replace, worker)

    async def _replace(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        await anyio.to_thread.run_sync(worker.clear, limiter=self._threads)
        pause = 1
        while not await self._add():
            await anyio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _load(self) -> None:
        begun = time.monotonic()
        added: list[bool] = []

        async def add() -> None:
            added.append(await self._add())

        async with anyio.create_task_group() as tasks:
            for _ in range(self.workers):
                tasks.start_soon(add)
        # Where loading failed, the process goes on to say in /readyz that it will not get ready.
        self.ready, self.failed = all(added), not all(added)
        if self.ready:
            log.info("ready", workers=self.workers, seconds=round(time.monotonic() - begun, 2))

    async def _add(self) -> bool:
        """Start a worker; whether it has loaded everything."""
        try:
            worker = await anyio.to_thread.run_sync(_Worker, self._warm, self._run, limiter=self._threads)
        except (OSError, EOFError):
            # The system has no process or memory to spare, or what forks the workers has just died.
            log.exception("no worker started")
            return False
        self._workers.add(worker)
        if self._closing:
            return False
        alarm = asyncio.get_running_loop().call_later(_SECONDS_TO_LOAD, worker.stop_late)
        try:
            content = (await anyio.to_thread.run_sync(worker.hear, limiter=self._threads)).content
        except PoolError as error:
            content = Failure(type(error).__name__, (), str(error))
        finally:
            alarm.cancel()
        if not isinstance(content, Failure):
            self._idle.append(worker)
            self._free.release()
            return True
        if not self._closing:
            # Nothing but the package's own files was read, so its words may be told.
            log.error("loading failed", error=content.error, message=content.message, trace=content.trace)
            self._workers.discard(worker)
            await anyio.to_thread.run_sync(worker.clear, limiter=self._threads)
        return False


def _do(worker: _Worker, job: Any) -> Reply:
    worker.tell(job)
    return worker.hear()


def _result(reply: Reply) -> Any:
    match reply.content:
        case InputError() as error:
            raise error
        case Failure() as failure:
            log.error("job failed", error=failure.error, trace=failure.trace)
            raise JobFailedError(failure.error)
        case result:
            return result
