"""The service's own routes."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from boctach import __version__
from boctach.api import batch, examples, kinds, problems
from boctach.api.batch import Batches
from boctach.api.body import FIELDS, BodyReader
from boctach.api.metrics import Metrics
from boctach.api.models import ExtractAnswer, ExtractRequest, Health, Kinds
from boctach.api.work import Worker

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def router(worker: Worker, reader: BodyReader, batches: Batches, metrics: Metrics) -> APIRouter:
    """The routes.

    Args:
        worker: What analyses.
        reader: Reads bodies.
        batches: Takes batches.
        metrics: What is shown to Prometheus.
    """
    routes = APIRouter()
    texts = APIRouter(route_class=read_route(reader, worker.check, FIELDS.values()))

    @routes.get("/healthz", summary="Whether the process runs")
    async def healthz() -> Health:
        return Health(status="ok", version=__version__)

    @routes.get("/readyz", summary="Whether everything is loaded", responses=problems.responses(503))
    async def readyz() -> Health:
        worker.check_ready()
        return Health(status="ready", version=__version__)

    @routes.get(
        "/metrics",
        summary="Figures for Prometheus",
        responses={200: {"content": {_PROMETHEUS: {}}}},
        response_class=Response,
    )
    async def shown() -> Response:
        return Response(metrics.shown(), headers={"Content-Type": _PROMETHEUS})

    @routes.get("/v1/kinds", summary="The kinds of fact, their fields and rules")
    async def described() -> Kinds:
        return kinds.kinds()

    @texts.post("/v1/extract", **_describe("Facts of an article", _without_topic(examples.answer())))
    async def extract(request: ExtractRequest) -> Response:
        return Response(await worker.answer("extract", request.model_dump()), media_type="application/json")

    @texts.post("/v1/analyze", **_describe("Facts and topic of an article", examples.answer()))
    async def analyze(request: ExtractRequest) -> Response:
        return Response(await worker.analyse(request), media_type="application/json")

    @routes.post("/v1/extract/batch", **describe_batch("Facts of many articles", ExtractRequest, ExtractAnswer))
    async def extract_batch(request: Request) -> Response:
        return batches.answer(request, "extract", ExtractRequest)

    @routes.post(
        "/v1/analyze/batch", **describe_batch("Facts and topics of many articles", ExtractRequest, ExtractAnswer)
    )
    async def analyze_batch(request: Request) -> Response:
        return batches.answer(request, "analyze", ExtractRequest)

    routes.include_router(texts)
    return routes


def _describe(summary: str, answer: Any) -> dict[str, Any]:
    """What OpenAPI says of a route that takes an article, as JSON or as it is."""
    return {
        "summary": summary,
        "response_model": ExtractAnswer,
        "responses": {
            200: {"content": {"application/json": {"example": answer}}},
            **problems.responses(400, 408, 413, 415, 422, 500, 503),
        },
        "openapi_extra": {
            "requestBody": {
                "content": {
                    "application/json": {"example": examples.request()},
                    **{media_type: {"schema": {"type": "string", "minLength": 1}} for media_type in FIELDS},
                }
            }
        },
    }


def _without_topic(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "topic"}


def describe_batch(summary: str, line: type, answer: type) -> dict[str, Any]:
    """What OpenAPI says of a batch: JSON lines in, JSON lines out, each an answer or a problem.

    Args:
        summary: What it is for.
        line: The model of a line that is sent.
        answer: The model of a line that comes back.
    """
    schema = {"type": "string", "description": f"Lines of JSON, each a {line.__name__}; blank ones are left out"}
    shown = {
        "type": "string",
        "description": f"Lines of JSON, each a {answer.__name__} or a Problem, in the same order",
    }
    return {
        "summary": summary,
        "response_class": Response,
        "responses": {
            200: {"description": "A line for each article", "content": {batch.MEDIA_TYPE: {"schema": shown}}},
            **problems.responses(415, 503),
        },
        "openapi_extra": {"requestBody": {"required": True, "content": {batch.MEDIA_TYPE: {"schema": schema}}}},
    }


def read_route(reader: BodyReader, check: Callable[[], None], fields: Any = ()) -> type[APIRoute]:
    """Routes whose bodies the reader reads before FastAPI checks them against the schema.

    Args:
        reader: Reads bodies.
        check: Called before a body is read; raises where the request would be refused whatever it holds.
        fields: Fields of the request that may be sent as a body of their own.
    """

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
                check()
                # What is read is JSON to FastAPI, whatever it was sent as.
                headers = [(k, v) for k, v in request.scope["headers"] if k != b"content-type"]
                scope = {**request.scope, "headers": [*headers, (b"content-type", b"application/json")]}
                read = ReadRequest(scope, request.receive)
                read.value = await reader.read(request, fields)
                return await handle(read)

            return handle_read

    return ReadRoute
