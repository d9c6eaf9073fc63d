"""The routes of topic models: an article's topic, and which models there are."""

from pathlib import Path
from typing import Self

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from boctach.analysis import Classification
from boctach.api import problems
from boctach.api.batch import Batches
from boctach.api.body import BodyReader
from boctach.api.routes import describe_batch, read_route
from boctach.api.work import Worker
from boctach.settings import Settings
from boctach.topics import store


class ClassifyRequest(BaseModel):
    """An article to classify: a text, or a page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str | None = Field(
        default=None, description="The article as plain text; offsets in the answer are code points of this string"
    )
    html: str | None = Field(
        default=None,
        description="The article as a page, in place of text; the answer's text is what its offsets are into",
    )
    model: str = Field(default=store.DEFAULT, description="The name of the model; GET /v1/models lists them")

    @model_validator(mode="after")
    def _one_article(self) -> Self:
        if self.text is None and self.html is None:
            raise PydanticCustomError("missing_text", "neither text nor html is there")
        if self.text is not None and self.html is not None:
            raise PydanticCustomError("two_articles", "both text and html are there")
        return self


class ModelDescription(BaseModel):
    """A topic model."""

    name: str
    version: str
    sha256: str
    labels: list[str]
    multilabel: bool = Field(description="Whether a text may get several labels")
    abstain_below: float = Field(description="The first score below which the model abstains")
    default: bool = Field(description="Whether it answers where no model is named")


class Models(BaseModel):
    """The topic models that there are, by name."""

    models: list[ModelDescription]


def router(worker: Worker, reader: BodyReader, batches: Batches, options: Settings) -> APIRouter:
    """The routes.

    Args:
        worker: What classifies.
        reader: Reads bodies.
        batches: Takes batches.
        options: Where models of one's own are.
    """
    routes = APIRouter()
    texts = APIRouter(route_class=read_route(reader, worker.check))
    own = Path(options.models) if options.models else None

    @routes.get("/v1/models", summary="The topic models")
    def listed() -> Models:
        return Models(
            models=[
                ModelDescription(
                    name=model.name,
                    version=model.version,
                    sha256=model.sha256,
                    labels=list(model.labels),
                    multilabel=model.multilabel,
                    abstain_below=model.abstain_below,
                    default=model.name == store.DEFAULT,
                )
                for model in store.listed(own)
            ]
        )

    @texts.post(
        "/v1/classify",
        summary="The topic of an article",
        response_model=Classification,
        responses=problems.responses(400, 408, 413, 415, 422, 500, 503),
    )
    async def classify(request: ClassifyRequest) -> Response:
        given = request.model_dump() | {"models": options.models}
        return Response(await worker.answer("classify", given), media_type="application/json")

    @routes.post("/v1/classify/batch", **describe_batch("The topics of many articles", ClassifyRequest, Classification))
    async def classify_batch(request: Request) -> Response:
        return batches.answer(request, "classify", ClassifyRequest, {"models": options.models})

    routes.include_router(texts)
    return routes
