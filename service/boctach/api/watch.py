"""What is done for every request: an id, a line in the log, figures, headers for safety, an end to slow readers."""

import re
import time
import uuid
from typing import Final

import anyio
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boctach.api import access, logs, problems
from boctach.api.metrics import Metrics

log = logs.logger(__name__)

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "no-store",
}
"""Headers of every answer that does not set them itself."""


class SlowReaderError(Exception):
    """A client does not read its answer."""


class Watch:
    """Watches over requests to the app.

    Args:
        app: What is asked.
        metrics: Where requests are counted.
        seconds: How long a client may take to read a piece of its answer.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, seconds: float) -> None:
        self._app = app
        self._metrics = metrics
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        begun = time.perf_counter()
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            try:
                with anyio.fail_after(self._seconds):
                    await send(message)
            except TimeoutError:
                raise SlowReaderError from None

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_on)
            except* SlowReaderError:  # a batch's comes in a group
                scope[problems.REASON] = "slow-reader"
            finally:
                self._tell(scope, status, time.perf_counter() - begun)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        reason = scope.get(problems.REASON)
        endpoint = getattr(scope.get("route"), "path", "other")
        self._metrics.answered(endpoint, status, seconds)
        # What only looks whether the service is up is no traffic.
        if scope["path"] not in access.OPEN_PATHS:
            if reason is not None:
                self._metrics.rejected(reason)
            log.info(
                "request",
                method=scope["method"],
                endpoint=endpoint,
                status=status,
                ms=round(seconds * 1000, 1),
                reason=reason,
                client=scope.get(access.CLIENT),
            )


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if _ID.fullmatch(given) else uuid.uuid4().hex
