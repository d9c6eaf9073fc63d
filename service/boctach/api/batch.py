"""Batches: JSON lines in, JSON lines out, one answer or problem a line, in the order of the lines."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final

import anyio
import anyio.abc
from pydantic import BaseModel, ValidationError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from boctach.api import logs, problems
from boctach.api.body import check_media_type, parse, too_slow
from boctach.api.metrics import Metrics
from boctach.api.problems import ProblemError
from boctach.api.spool import Spool
from boctach.api.tasks import Task
from boctach.api.work import Worker
from boctach.errors import InputError
from boctach.settings import Settings

log = logs.logger(__name__)

MEDIA_TYPE: Final = "application/x-ndjson"
MEDIA_TYPES: Final = (MEDIA_TYPE, "application/jsonl", "application/ndjson")

_IN_MEMORY: Final = 2**20


class Batches:
    """Takes batches, so many at a time.

    Args:
        worker: What analyses.
        options: The bounds of a batch.
        max_line: The longest line, in bytes.
        metrics: Where problems are counted.
    """

    def __init__(self, worker: Worker, options: Settings, max_line: int, metrics: Metrics) -> None:
        self.worker = worker
        self.options = options
        self.max_line = max_line
        self.metrics = metrics
        self.in_hand = 0

    def answer(
        self, request: Request, task: Task, model: type[BaseModel], more: Mapping[str, Any] | None = None
    ) -> Response:
        """The answer to a batch, which is written while the batch is read.

        Args:
            request: The request; its body is read as the answer is sent.
            task: What is asked of each line.
            model: What a line is.
            more: What is given with each line, beside what is in it.

        Raises:
            ProblemError: 415 for what is no batch, 503 while nothing is loaded or too many batches are in hand.
        """
        check_media_type(request, MEDIA_TYPES)
        self.worker.check_ready()
        if self.in_hand >= self.options.batches:
            raise ProblemError(
                503,
                "overloaded",
                f"{self.in_hand} batches are in hand",
                field="service",
                remedy="try again in 10 s",
                headers={"Retry-After": "10", "Connection": "close"},
            )
        return _BatchAnswer(self, task, model, more or {})


class _BatchAnswer(Response):
    """An answer that reads its request."""

    media_type = MEDIA_TYPE
    background: BackgroundTask | None = None

    def __init__(self, batches: Batches, task: Task, model: type[BaseModel], more: Mapping[str, Any]) -> None:
        self.status_code = 200
        self.init_headers()
        del self.headers["content-length"]
        self._batches = batches
        self._task = task
        self._model = model
        self._more = more

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the batch and answer it."""
        self._batches.in_hand += 1
        options = self._batches.options
        spool = Spool(_IN_MEMORY, options.batch_megabytes * 2**20)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async with anyio.create_task_group() as tasks:
                body = _Body(spool, options.read_seconds)
                tasks.start_soon(body.receive, receive, tasks.cancel_scope.cancel)
                lines = _Lines(self._batches, self._task, self._model, self._more, Request(scope).url.path)
                async for line in lines.answers(body, tasks):
                    await send({"type": "http.response.body", "body": line + b"\n", "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                tasks.cancel_scope.cancel()
        finally:
            spool.close()
            self._batches.in_hand -= 1


class _Body:
    """A body that is received in the background."""

    def __init__(self, spool: Spool, seconds: float) -> None:
        self._spool = spool
        self._seconds = seconds
        self.late = False

    async def receive(self, receive: Receive, gone: Callable[[], None]) -> None:
        """Receive all of it; ``gone`` is called when the client is."""
        more = True
        while more:
            with anyio.move_on_after(self._seconds) as scope:
                message = await receive()
            if scope.cancelled_caught:
                self.late = True
                break
            if message["type"] == "http.disconnect":
                gone()
                return
            if message.get("body"):
                await self._spool.write(message["body"])
            more = message.get("more_body", False)
        self._spool.end()
        while (await receive())["type"] != "http.disconnect":
            pass
        gone()

    async def lines(self, longest: int) -> AsyncIterator[bytes | None]:
        """Its lines without their ends; None for one that is too long. Blank lines are none."""
        kept = bytearray()
        skipping = False
        while piece := await self._spool.read():
            *ended, rest = piece.split(b"\n")
            for part in ended:
                kept += part
                if not skipping and len(kept) > longest:
                    yield None
                elif not skipping and kept.strip():
                    yield bytes(kept)
                kept.clear()
                skipping = False
            if not skipping:
                kept += rest
            if len(kept) > longest:
                yield None
                kept.clear()
                skipping = True
        if kept.strip() and not self.late:
            yield bytes(kept)


class _Slot:
    """A line's answer, once it is there."""

    def __init__(self) -> None:
        self.there = anyio.Event()
        self.line = b""

    def fill(self, line: bytes) -> None:
        self.line = line
        self.there.set()


class _Lines:
    """The lines of one batch on their way through the workers."""

    def __init__(
        self, batches: Batches, task: Task, model: type[BaseModel], more: Mapping[str, Any], path: str
    ) -> None:
        self._batches = batches
        self._task = task
        self._model = model
        self._more = more
        self._path = path

    async def answers(self, body: _Body, tasks: anyio.abc.TaskGroup) -> AsyncIterator[bytes]:
        """The answers in order; a few lines ahead of the one that is awaited are in work."""
        # One more than there are workers, so that none of them waits for the next line to be parsed.
        ahead = self._batches.worker.width + 1
        send, receive = anyio.create_memory_object_stream[_Slot](ahead)
        tasks.start_soon(self._begin, body, tasks, send)
        async with receive:
            async for slot in receive:
                await slot.there.wait()
                yield slot.line

    async def _begin(self, body: _Body, tasks: anyio.abc.TaskGroup, send: anyio.abc.ObjectSendStream[_Slot]) -> None:
        number = 0
        async with send:
            async for line in body.lines(self._batches.max_line):
                number += 1
                slot = _Slot()
                await send.send(slot)
                if number > self._batches.options.batch_articles:
                    slot.fill(self._refused(_too_many(number - 1), number))
                    return
                tasks.start_soon(self._answer, slot, number, line)
            if body.late:
                slot = _Slot()
                slot.fill(self._refused(too_slow(self._batches.options.read_seconds), number + 1))
                await send.send(slot)

    async def _answer(self, slot: _Slot, number: int, line: bytes | None) -> None:
        try:
            if line is None:
                raise _too_long(self._batches.max_line)
            given = {**self._model.model_validate(parse(line)).model_dump(), **self._more}
            slot.fill(await self._batches.worker.answer(self._task, given, patient=True))
        except (InputError, ProblemError, ValidationError) as error:
            slot.fill(self._refused(error, number))

    def _refused(self, error: InputError | ProblemError | ValidationError, number: int) -> bytes:
        problem = problems.of(error, f"{self._path}#{number}")
        self._batches.metrics.rejected(problems.name_of(problem))
        return problems.encoded(problem)


def _too_many(most: int) -> ProblemError:
    return ProblemError(
        413,
        "too-many-articles",
        f"the batch has more than {most} articles; the rest is not read",
        field="body",
        remedy="send the rest as another batch",
    )


def _too_long(most: int) -> ProblemError:
    return ProblemError(
        413, "body-too-long", f"the line has over {most} bytes", field="body", remedy="send one article a line"
    )
