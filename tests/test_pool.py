"""The pool of processes: what is asked is answered or refused, whatever happens to a worker."""

import functools
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from boctach.api import pool as pools
from boctach.api.pool import JobFailedError, Pool, QueueFullError, TooSlowError, WorkerDiedError
from boctach.errors import EmptyTextError
from tests import jobs
from tests.served import gone

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@asynccontextmanager
async def running(warm: Callable[[], None] = jobs.warm, **options: Any) -> AsyncIterator[Pool]:
    bounds: dict[str, Any] = {"workers": 1, "queue": 2, "seconds": jobs.LONGEST, "megabytes": 2000} | options
    async with Pool(warm, jobs.run, **bounds) as pool:
        await until(lambda: pool.ready or pool.failed)
        yield pool


async def until(true: Callable[[], bool]) -> None:
    with anyio.fail_after(jobs.LONGEST):
        while not true():
            await anyio.sleep(0.01)


async def test_answers() -> None:
    async with running(workers=2) as pool:
        assert await pool.ask(("echo", "Hà Nội")) == "Hà Nội"
        assert await pool.ask(("echo", "x" * 5_000_000)) == "x" * 5_000_000
        assert pool.busy == pool.waiting == 0


async def test_workers_are_processes_at_work_at_a_time(tmp_path: Path) -> None:
    async with running(workers=2) as pool:
        met: list[int] = []

        async def ask() -> None:
            met.append(await pool.ask(("meet", str(tmp_path))))

        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(ask)
        assert met == [2, 2]
        assert str(os.getpid()) not in {path.name for path in tmp_path.iterdir()}


async def test_errors_cross_whole() -> None:
    async with running() as pool:
        with pytest.raises(EmptyTextError, match="nothing there") as caught:
            await pool.ask(("refuse", "nothing there"))
        assert (caught.value.field, caught.value.remedy) == ("text", "send the article's text")
        with pytest.raises(JobFailedError, match="RuntimeError"):
            await pool.ask(("fail", "words of an article"))
        assert await pool.ask(("echo", 1)) == 1


async def test_failures_are_logged_without_the_text(caplog: pytest.LogCaptureFixture) -> None:
    async with running() as pool:
        with pytest.raises(JobFailedError):
            await pool.ask(("fail", "words of an article"))
    assert "RuntimeError" in caplog.text and "jobs.py" in caplog.text
    assert "words of" not in caplog.text


@pytest.mark.parametrize("job", [("die", 0), ("die", 3)])
async def test_a_worker_that_dies_is_replaced(job: tuple[str, Any]) -> None:
    reasons: list[str] = []
    async with running(restarted=reasons.append) as pool:
        before = await pool.ask(("pid", None))
        with pytest.raises(WorkerDiedError):
            await pool.ask(job)
        assert await pool.ask(("pid", None)) != before
    assert reasons == ["died"]


async def test_a_worker_killed_over_its_job(tmp_path: Path) -> None:
    async with running() as pool:
        pid = await pool.ask(("pid", None))
        async with anyio.create_task_group() as tasks:

            async def kill() -> None:
                await until(lambda: any(tmp_path.iterdir()))  # it has begun
                os.kill(pid, signal.SIGKILL)

            tasks.start_soon(kill)
            with pytest.raises(WorkerDiedError):
                await pool.ask(("meet", str(tmp_path)))
        assert await pool.ask(("echo", 2)) == 2


@pytest.mark.parametrize("steps", range(8))
async def test_who_leaves_as_the_job_is_handed_over_costs_no_worker(steps: int) -> None:
    reasons: list[str] = []
    async with running(restarted=reasons.append) as pool:
        pid = await pool.ask(("pid", None))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(pool.ask, ("echo", 1))
            for _ in range(steps):
                await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
        assert await pool.ask(("pid", None)) == pid
    assert reasons == []


async def test_who_has_left_before_he_asks_is_not_served() -> None:
    async with running() as pool:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await pool.ask(("echo", 1))
        assert scope.cancelled_caught and pool.busy == 0


async def test_who_need_not_wait_is_not_counted() -> None:
    async with running() as pool, anyio.create_task_group() as tasks:
        tasks.start_soon(pool.ask, ("echo", 1))
        while not pool.busy:
            await anyio.lowlevel.checkpoint()
            assert pool.waiting == 0
        assert not pool.full


@pytest.mark.parametrize("workers", [1, 2])
async def test_workers_killed_while_idle_cost_nobody_an_answer(workers: int) -> None:
    async with running(workers=workers) as pool:
        for pid in [worker.pid for worker in pool._workers]:
            os.kill(pid, signal.SIGKILL)
            await until(functools.partial(gone, pid))
        assert await pool.ask(("echo", "x" * 1_000_000)) == "x" * 1_000_000


@pytest.mark.parametrize("job", [("spin", None), ("sleep", 600)])
async def test_what_takes_too_long_is_ended_and_delays_nobody_for_longer(job: tuple[str, Any]) -> None:
    reasons: list[str] = []
    async with running(seconds=3, restarted=reasons.append) as pool, anyio.create_task_group() as tasks:

        async def hang() -> None:
            with pytest.raises(TooSlowError):
                await pool.ask(job)

        tasks.start_soon(hang)
        await until(lambda: pool.busy == 1)
        with anyio.fail_after(jobs.LONGEST):
            assert await pool.ask(("echo", 1), patient=True) == 1
    assert reasons == ["too-slow"]


async def test_a_stopped_worker_is_ended_too() -> None:
    """Even where it does not read its job, which is longer than a pipe holds."""
    async with running(seconds=3) as pool:
        os.kill(await pool.ask(("pid", None)), signal.SIGSTOP)
        with pytest.raises(TooSlowError):
            await pool.ask(("echo", "x" * 1_000_000))
        assert await pool.ask(("echo", 1), patient=True) == 1


async def test_a_full_queue_refuses_at_once(tmp_path: Path) -> None:
    """While the worker is still at the job before, which ends when the test says so."""
    end = tmp_path / "end"
    async with running(queue=2) as pool:
        answers: list[Any] = []

        async def ask(job: tuple[str, Any], **options: bool) -> None:
            answers.append(await pool.ask(job, **options))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, ("wait", str(end)))
            await until(lambda: pool.busy == 1)
            for number in range(2):
                tasks.start_soon(ask, ("echo", number))
            await until(lambda: pool.waiting == 2)
            assert pool.full
            with pytest.raises(QueueFullError) as caught:
                await pool.ask(("echo", "refused"))
            assert (pool.busy, pool.waiting, answers) == (1, 2, [])
            assert caught.value.seconds >= 1
            tasks.start_soon(functools.partial(ask, ("echo", "patient"), patient=True))
            await until(lambda: pool.waiting == 3)
            end.touch()
        assert answers == [str(end), 0, 1, "patient"]


async def test_those_who_are_patient_do_not_fill_the_queue(tmp_path: Path) -> None:
    """However many lines of batches wait, a request still finds its place, behind those before it."""
    end = tmp_path / "end"
    async with running(queue=1) as pool:
        answers: list[Any] = []

        async def ask(job: tuple[str, Any], **options: bool) -> None:
            answers.append(await pool.ask(job, **options))

        async with anyio.create_task_group() as tasks:
            for job in (("wait", str(end)), ("echo", 1), ("echo", 2)):
                tasks.start_soon(functools.partial(ask, job, patient=True))
            await until(lambda: pool.waiting == 2)
            assert not pool.full
            tasks.start_soon(ask, ("echo", "request"))
            await until(lambda: pool.full)
            with pytest.raises(QueueFullError):
                await pool.ask(("echo", "refused"))
            end.touch()
        assert answers == [str(end), 1, 2, "request"]


async def test_who_waits_too_long_is_refused() -> None:
    async with running(queue=5, seconds=1) as pool:
        pool._free = anyio.Semaphore(0)  # as if all workers were being replaced
        with pytest.raises(QueueFullError):
            await pool.ask(("echo", 1))
        assert pool.waiting == 0


async def test_a_worker_that_held_too_much_is_replaced_after_its_answer() -> None:
    reasons: list[str] = []
    async with running(megabytes=700, restarted=reasons.append) as pool:
        before = await pool.ask(("pid", None))
        assert await pool.ask(("grow", 1)) == 2**20
        assert await pool.ask(("pid", None)) == before
        assert await pool.ask(("grow", 800)) == 800 * 2**20
        assert await pool.ask(("pid", None)) != before
    assert reasons == ["memory"]


async def test_a_system_without_room_for_a_process_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as pool:
        refused: list[int] = []

        class Refused(pools._Worker):
            def __init__(self, *arguments: Any) -> None:
                if not refused:
                    refused.append(1)
                    raise BlockingIOError("Resource temporarily unavailable")
                super().__init__(*arguments)

        monkeypatch.setattr(pools, "_Worker", Refused)
        with pytest.raises(WorkerDiedError):
            await pool.ask(("die", 1))
        assert await pool.ask(("echo", 1)) == 1
        assert refused


async def test_nothing_is_left_of_the_workers() -> None:
    async with running(workers=2) as pool:
        pids = {await pool.ask(("pid", None)) for _ in range(4)}
    await until(lambda: all(map(gone, pids)))


async def test_leaving_does_not_wait_for_a_job() -> None:
    with anyio.fail_after(jobs.LONGEST):
        await _leave_over_a_job()


async def _leave_over_a_job() -> None:
    async with anyio.create_task_group() as tasks, running(seconds=600) as pool:

        async def ask() -> None:
            with pytest.raises(WorkerDiedError):
                await pool.ask(("sleep", 600))

        tasks.start_soon(ask)
        await until(lambda: pool.busy == 1)


async def test_loading_that_fails_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async with running(jobs.warm_never, workers=2) as pool:
        assert (pool.ready, pool.failed) == (False, True)
    assert "units.tsv, row 2" in caplog.text


async def test_a_replacement_is_tried_again(tmp_path: Path) -> None:
    async with running(functools.partial(jobs.warm_once, str(tmp_path / "starts"))) as pool:
        with pytest.raises(WorkerDiedError):
            await pool.ask(("die", 1))
        assert await pool.ask(("echo", 1)) == 1
        assert (tmp_path / "starts").read_text() == "xxx"
