"""The service's routes."""

import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import anyio
from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute

from boctach import __version__, settings
from boctach.analysis import Analysis
from boctach.api import examples, problems
from boctach.api.body import BodyReader
from boctach.api.models import ExtractRequest, Health
from boctach.api.problems import ProblemError
from boctach.api.work import Worker
from boctach.web.routes import router as pages

# A character takes up to twelve bytes: two \\uXXXX in JSON.
_BYTES_A_CHARACTER = 12
_BYTES_BESIDE_TEXT = 65_536


def create_app(worker: Worker | None = None, options: settings.Settings | None = None) -> FastAPI:
    """The service as an ASGI application.

    Args:
        worker: What analyses; its loading begins when the service starts.
        options: Settings; by default the environment's.
    """
    options = options or settings.from_environment()
    worker = worker or Worker(options)
    reader = BodyReader(options.max_characters * _BYTES_A_CHARACTER + _BYTES_BESIDE_TEXT)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(worker.load)
            yield
            tasks.cancel_scope.cancel()

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
    app.router.route_class = _route_class(reader)

    @app.get("/healthz", summary="Whether the process runs")
    async def healthz() -> Health:
        return Health(status="ok", version=__version__)

    @app.get("/readyz", summary="Whether everything is loaded", responses=problems.responses(503))
    async def readyz() -> Health:
        _require_ready(worker)
        return Health(status="ready", version=__version__)

    @app.post(
        "/v1/extract",
        summary="Facts of an article",
        response_model=Analysis,
        responses={
            200: {"content": {"application/json": {"example": examples.answer()}}},
            **problems.responses(400, 413, 415, 422, 503),
        },
        openapi_extra={"requestBody": {"content": {"application/json": {"example": examples.request()}}}},
    )
    async def extract(request: ExtractRequest) -> Response:
        _require_ready(worker)
        return Response(await worker.analyse(request), media_type="application/json")

    app.include_router(pages(worker, options))
    app.openapi = _describe(app)  # type: ignore[method-assign]
    return app


def _require_ready(worker: Worker) -> None:
    if worker.ready:
        return
    detail = "loading failed; the log says why" if worker.failed else "the models are still loading"
    raise ProblemError(
        503,
        "not-ready",
        detail,
        field="service",
        remedy="restart the service" if worker.failed else "try again in a few seconds; /readyz says when",
        headers={} if worker.failed else {"Retry-After": "5"},
    )


def _describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            problems.describe(generate())
        assert app.openapi_schema is not None
        return app.openapi_schema

    return openapi


def _route_class(reader: BodyReader) -> type[APIRoute]:
    """Routes whose bodies the reader reads before FastAPI checks them against the schema."""

    class ReadRequest(Request):
        value: object = None

        async def body(self) -> bytes:
            return b"read"

        async def json(self) -> Any:
            return self.value

    class ReadRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_read(request: Request) -> Response:
                if self.body_field is None:
                    return await handle(request)
                read = ReadRequest(request.scope, request.receive)
                read.value = await reader.read(request)
                return await handle(read)

            return handle_read

    return ReadRoute
