"""The analysis as the routes ask for it: a pool of processes, whose failures are problems that callers understand."""

from types import TracebackType
from typing import Any, Self

from boctach.api import logs, tasks
from boctach.api.metrics import Metrics
from boctach.api.models import ExtractRequest
from boctach.api.pool import JobFailedError, Pool, PoolError, QueueFullError, TooSlowError
from boctach.api.problems import ProblemError
from boctach.api.tasks import Job, Result, Task
from boctach.settings import Settings

log = logs.logger(__name__)


class Worker:
    """The pool of processes that analyse; entered, it begins to load them.

    Args:
        settings: How many processes there are, and their bounds.
        metrics: Where what they do is counted.
        pool: Another pool; for tests.
    """

    def __init__(self, settings: Settings, metrics: Metrics | None = None, pool: Pool | None = None) -> None:
        self._settings = settings
        self._metrics = metrics or Metrics()
        self._pool = pool or Pool(
            tasks.warm,
            tasks.run,
            workers=settings.workers,
            queue=settings.queue * settings.workers,
            seconds=settings.article_seconds,
            megabytes=settings.worker_megabytes,
        )
        self._pool.restarted = self._metrics.restarted
        self._metrics.gauge("queue_depth", "Articles that wait for a worker", lambda: self._pool.waiting)
        self._metrics.gauge("queue_bound", "Articles that may wait", lambda: self._pool.queue)
        self._metrics.gauge("workers", "Processes that analyse", lambda: self._pool.workers)
        self._metrics.gauge("workers_busy", "Processes at work or being replaced", lambda: self._pool.busy)

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.__aexit__(kind, error, trace)

    @property
    def ready(self) -> bool:
        """Whether every process is loaded."""
        return self._pool.ready

    @property
    def failed(self) -> bool:
        """Whether loading failed."""
        return self._pool.failed

    @property
    def width(self) -> int:
        """How many articles are analysed at a time."""
        return self._pool.workers

    def check(self) -> None:
        """See that an article may come.

        Raises:
            ProblemError: 503 while not everything is loaded, and while the queue is full.
        """
        self.check_ready()
        if self._pool.full:
            raise _overloaded(self._pool.pause)

    def check_ready(self) -> None:
        """See that everything is loaded.

        Raises:
            ProblemError: 503 while it is not.
        """
        if not self.ready:
            detail = "loading failed; the log says why" if self.failed else "the models are still loading"
            raise ProblemError(
                503,
                "not-ready",
                detail,
                field="service",
                remedy="restart the service" if self.failed else "try again in a few seconds; /readyz says when",
                headers={} if self.failed else {"Retry-After": "5"},
            )

    async def analyse(self, request: ExtractRequest) -> bytes:
        """The facts and the topic of an article, as JSON.

        Raises:
            InputError: The request cannot be used.
            ProblemError: There is no answer.
        """
        return await self.answer("analyze", request.model_dump())

    async def answer(self, task: Task, given: dict[str, Any], *, patient: bool = False) -> bytes:
        """The answer to a request, as JSON.

        Args:
            task: What is asked.
            given: The request's fields.
            patient: Waits for its turn instead of being refused: for the lines of a batch.

        Raises:
            InputError: The request cannot be used.
            ProblemError: There is no answer.
        """
        job = Job(task, given, self._settings.max_characters)
        try:
            result: Result = await self._pool.ask(job, patient=patient)
        except PoolError as error:
            if self._settings.log_text and not isinstance(error, QueueFullError):
                log.exception("article without answer", task=task, given=given)
            raise self._problem(error) from error
        self._metrics.analysed(task, result.characters, result.facts)
        return result.content

    def _problem(self, error: PoolError) -> ProblemError:
        if isinstance(error, QueueFullError):
            return _overloaded(error.seconds)
        if isinstance(error, TooSlowError):
            return ProblemError(
                503,
                "article-too-slow",
                f"the article took longer than {self._settings.article_seconds:g} seconds",
                field="text",
                remedy="send it in parts; if it is short, try again when the service is less busy",
            )
        if isinstance(error, JobFailedError):
            return ProblemError(
                500,
                "internal-error",
                "the service failed; its log says why",
                field="service",
                remedy="report it with the X-Request-Id of this answer",
            )
        return ProblemError(
            503,
            "worker-died",
            "the process that read the article died",
            field="service",
            remedy="try again; if the same article fails again, report it with the X-Request-Id of this answer",
            headers={"Retry-After": "1"},
        )


def _overloaded(seconds: int) -> ProblemError:
    return ProblemError(
        503,
        "overloaded",
        "as many articles wait as may",
        field="service",
        remedy=f"try again in {seconds} s, or send fewer at a time",
        headers={"Retry-After": str(seconds)},
    )
