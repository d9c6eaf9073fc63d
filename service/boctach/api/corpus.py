"""The routes of a corpus: questions to the store that the service was given."""

from decimal import Decimal
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from boctach import errors
from boctach.api import problems
from boctach.api.problems import ProblemError
from boctach.facts import KINDS, Kind
from boctach.settings import Settings

TABLES = ("facts", "articles", "indicators", "citations", "relations", "partners", "topics", "rejects", "runs")

_MOST = 1000


class Rows(BaseModel):
    """A page of an answer."""

    rows: list[dict[str, Any]] = Field(description="Absent values are left out; numbers are plain decimal strings")
    after: str | None = Field(default=None, description="Where the next page begins; left out on the last one")


def router(options: Settings) -> APIRouter:
    """The routes.

    Args:
        options: Where the store is.
    """
    routes = APIRouter()

    # A function, no coroutine: the framework runs it in a thread, and the event loop goes on.
    @routes.get(
        "/v1/corpus/{table}",
        summary="A question to the corpus",
        response_model=Rows,
        responses=problems.responses(404, 422, 503),
    )
    def ask(
        table: Literal[TABLES],  # type: ignore[valid-type]
        kind: Annotated[list[Kind] | None, Query(max_length=len(KINDS), description="Kinds of fact")] = None,
        document: Annotated[str | None, Query(description="A policy document: Chỉ thị 15-CT/TW")] = None,
        partner: Annotated[str | None, Query(description="A partner's name or code: Nhật Bản, JP, ASEAN")] = None,
        locality: Annotated[str | None, Query(description="A province or city: Hà Nội, TPHCM")] = None,
        topic: Annotated[str | None, Query(description="A topic: Kinh tế, Đầu tư nước ngoài")] = None,
        currency: Annotated[str | None, Query(description="ISO 4217 code")] = None,
        minimum: Annotated[Decimal | None, Query(description="Least amount or value")] = None,
        maximum: Annotated[Decimal | None, Query(description="Greatest amount or value")] = None,
        since: Annotated[str | None, Query(description="First time of publication: 2024, 2024-03, 2024-03-05")] = None,
        until: Annotated[str | None, Query(description="Last time of publication")] = None,
        source: Annotated[str | None, Query(description="Who published it")] = None,
        text: Annotated[list[str] | None, Query(description="Phrases that the article has", max_length=8)] = None,
        fold: Annotated[bool, Query(description="Whether hop tac finds hợp tác")] = False,
        article: Annotated[str | None, Query(description="An article's id")] = None,
        limit: Annotated[int, Query(ge=1, le=_MOST, description="How many rows at most")] = 100,
        after: Annotated[str | None, Query(description="Go on after a page: its after")] = None,
    ) -> Response:
        store = _store(options)
        from boctach.corpus import export, questions
        from boctach.corpus.filters import Filters

        asked = Filters(
            kinds=tuple(kind or ()),
            document=document,
            partner=partner,
            locality=locality,
            topic=topic,
            currency=currency,
            minimum=minimum,
            maximum=maximum,
            since=since,
            until=until,
            source=source,
            texts=tuple(text or ()),
            fold=fold,
            article=article,
        )
        try:
            page = questions.ask(store, table, asked, limit=limit, after=after)
        except errors.StoreError as error:
            raise ProblemError(
                503, "no-corpus", str(error), field="service", remedy="ask the service's operator"
            ) from error
        answer: dict[str, Any] = {"rows": export.present(page.rows)}
        if page.after is not None:
            answer["after"] = page.after
        return Response(orjson.dumps(answer), media_type="application/json")

    return routes


def _store(options: Settings) -> Any:
    """The store that the service was given.

    Raises:
        ProblemError: It was given none.
    """
    if not options.store:
        raise ProblemError(
            404,
            "no-corpus",
            "this service has no corpus",
            field="path",
            remedy="set BOCTACH_STORE to a store that boctach ingest has made",
        )
    from boctach.corpus.store import Store  # what asks a store is no part of the core

    return Store(options.store)
