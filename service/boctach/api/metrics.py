"""What the service counts and measures, for Prometheus."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client import disable_created_metrics as leave_out_times_of_creation
from prometheus_client.exposition import generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one service."""

    def __init__(self) -> None:
        leave_out_times_of_creation()  # type: ignore[no-untyped-call]
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._seconds = Histogram(
            "boctach_request_seconds", "Time to answer", ["endpoint"], buckets=_SECONDS, registry=registry
        )
        self._requests = Counter("boctach_requests", "Requests answered", ["endpoint", "status"], registry=registry)
        self._rejects = Counter(
            "boctach_rejects", "Requests and lines of batches refused, by the problem", ["reason"], registry=registry
        )
        self._articles = Counter("boctach_articles", "Articles analysed", ["task"], registry=registry)
        self._characters = Counter("boctach_characters", "Characters of articles analysed", registry=registry)
        self._facts = Counter("boctach_facts", "Facts found", ["kind"], registry=registry)
        self._restarts = Counter("boctach_worker_restarts", "Workers replaced", ["reason"], registry=registry)
        for reason in ("died", "too-slow", "memory"):
            self._restarts.labels(reason)  # shown from the start, so that the first one is seen as a rise

    def gauge(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Show a value that is read whenever the figures are."""
        Gauge(f"boctach_{name}", meaning, registry=self._registry).set_function(value)

    def answered(self, endpoint: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._seconds.labels(endpoint).observe(seconds)
        self._requests.labels(endpoint, str(status)).inc()

    def rejected(self, reason: str) -> None:
        """A request, or a line of a batch, was answered with a problem."""
        self._rejects.labels(reason).inc()

    def analysed(self, task: str, characters: int, facts: Mapping[str, int]) -> None:
        """An article was analysed."""
        self._articles.labels(task).inc()
        self._characters.inc(characters)
        for kind, number in facts.items():
            self._facts.labels(kind).inc(number)

    def restarted(self, reason: str) -> None:
        """A worker was replaced."""
        self._restarts.labels(reason).inc()

    def shown(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)
