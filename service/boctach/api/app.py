"""The service as an ASGI application."""

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from boctach import __version__, settings
from boctach.api import access, corpus, problems, routes, topics, tracing
from boctach.api.access import Access
from boctach.api.batch import Batches
from boctach.api.body import BodyReader
from boctach.api.metrics import Metrics
from boctach.api.problems import ProblemError
from boctach.api.watch import Watch
from boctach.api.work import Worker
from boctach.web.routes import router as pages

# A character takes up to twelve bytes: two \\uXXXX in JSON.
_BYTES_A_CHARACTER = 12
_BYTES_BESIDE_TEXT = 65_536


def create_app(
    worker: Worker | None = None, options: settings.Settings | None = None, metrics: Metrics | None = None
) -> FastAPI:
    """The service.

    Args:
        worker: What analyses; its loading begins when the service starts.
        options: Settings; by default the environment's.
        metrics: Where things are counted; the worker's own, where one is given.

    Raises:
        SettingError: A setting holds what it cannot.
    """
    options = options or settings.from_environment()
    metrics = metrics or Metrics()
    worker = worker or Worker(options, metrics)
    max_bytes = options.max_characters * _BYTES_A_CHARACTER + _BYTES_BESIDE_TEXT
    reader = BodyReader(max_bytes, options.read_seconds)
    batches = Batches(worker, options, max_bytes, metrics)
    keys, rate = access.keys(options), access.rate(options)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with worker:
            yield

    app = FastAPI(
        title="boctach",
        version=__version__,
        description="Structured facts from Vietnamese government and news articles, with exact offsets.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        # The pages of Swagger UI and ReDoc fetch scripts from elsewhere; the service works without a network.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app)
    app.include_router(routes.router(worker, reader, batches, metrics))
    app.include_router(topics.router(worker, reader, batches, options))
    app.include_router(corpus.router(options))
    app.include_router(pages(worker, options))
    # The last is the outermost.
    app.add_middleware(Access, known=keys, rate=rate, most=options.requests)
    if options.cors_origins:
        app.add_middleware(_Cors, origins=options.cors_origins)
    app.add_middleware(Watch, metrics=metrics, seconds=options.read_seconds)
    tracing.install(app)
    app.openapi = _describe(app, keyed=bool(keys))  # type: ignore[method-assign]
    return app


class _Cors(CORSMiddleware):
    """CORS whose refusals are problems like all others."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "X-Request-Id"],
            expose_headers=["X-Request-Id", "Retry-After"],
        )

    def preflight_response(self, request_headers: Any) -> Response:
        """The answer to a question whether a page may call."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        refused = ProblemError(
            400,
            "origin-not-allowed",
            bytes(response.body).decode(),
            field="Origin",
            remedy="ask the service's operator to allow the page's origin, the method and the headers",
        )
        problem = problems.of(refused, "*")
        headers = {k: v for k, v in response.headers.items() if k.startswith(("access-control", "vary"))}
        return Response(problems.encoded(problem), 400, headers, problems.MEDIA_TYPE)


def _describe(app: FastAPI, *, keyed: bool) -> Callable[[], dict[str, Any]]:
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = generate()
            problems.describe(described)
            if keyed:
                access.describe(described)
        assert app.openapi_schema is not None
        return app.openapi_schema

    return openapi
