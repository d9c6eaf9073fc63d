"""Errors as RFC 9457 problem details: the one map from `boctach.errors` and the framework's errors to HTTP."""

import http
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from boctach import errors
from boctach.facts import KINDS

MEDIA_TYPE: Final = "application/problem+json"

REASON: Final = "boctach.reason"
"""Where in a request's scope stands why it was refused."""


class Problem(BaseModel):
    """What was wrong with a request, and what would be right (RFC 9457)."""

    type: str = Field(description="Name of the kind of problem; it never changes")
    title: str = Field(description="The kind of problem in words")
    status: int = Field(description="The HTTP status")
    detail: str = Field(description="What was wrong this time")
    instance: str | None = Field(default=None, description="The path that was asked")
    field: str | None = Field(default=None, description="The request's field, header or part that was wrong")
    remedy: str | None = Field(default=None, description="What would be right")


class ProblemError(Exception):
    """Ends a request with a problem.

    Args:
        status: The HTTP status.
        name: The last part of the problem's type; words with hyphens.
        detail: What was wrong this time.
        field: The request's field, header or part that was wrong.
        remedy: What would be right.
        headers: Headers that the answer carries.
    """

    def __init__(
        self, status: int, name: str, detail: str, *, field: str, remedy: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.name = name
        self.field = field
        self.remedy = remedy
        self.headers = headers


INPUT_ERRORS: Final[Mapping[type[errors.InputError], tuple[int, str]]] = {
    errors.EmptyTextError: (422, "empty-text"),
    errors.TextTooLongError: (413, "text-too-long"),
    errors.CharacterError: (422, "not-a-character"),
    errors.UnknownKindError: (422, "unknown-kind"),
    errors.UnknownModelError: (422, "unknown-model"),
    errors.SampleError: (422, "unusable-sample"),
    errors.QuestionError: (422, "unusable-question"),
    errors.MetadataError: (422, "unreadable-metadata"),
    errors.DecodeError: (400, "not-utf-8"),
}

# What pydantic says of a field, and what to do about it.
_FIELD_ERRORS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("missing-field", "send it; the request's schema is in /openapi.json"),
    "extra_forbidden": ("unknown-field", "leave it out; the request's schema is in /openapi.json"),
    "string_type": ("wrong-type", "send a string"),
    "string_unicode": ("not-a-character", "send Unicode text without lone surrogates"),
    "list_type": ("wrong-type", "send a list of strings, or leave it out"),
    "literal_error": ("unknown-kind", f"use some of: {', '.join(KINDS)}"),
    "too_long": ("too-many-kinds", "name each kind once, or leave kinds out for all"),
    "bool_type": ("wrong-type", "send true or false"),
    "bool_parsing": ("wrong-type", "send true or false"),
    "missing_text": ("missing-field", "send the article as text, or its page as html"),
    "two_articles": ("two-articles", "send the article as text or its page as html, one of them"),
    "told_by_page": ("told-by-page", "leave it out, or send the article as text"),
}
# Errors of a whole request that are told of one field.
_BLAMED: Final[Mapping[str, str]] = {"missing_text": "text", "two_articles": "html", "told_by_page": "html"}
_OTHER_FIELD_ERROR: Final = ("wrong-type", "send a JSON object as the schema in /openapi.json says")

_TITLES: Final[Mapping[str, str]] = {"invalid-json": "Invalid JSON", "not-utf-8": "Not UTF-8"}

_HTTP_ERRORS: Final[Mapping[int, tuple[str, str, str]]] = {
    404: ("no-such-path", "path", "use one of the paths in /openapi.json"),
    405: ("method-not-allowed", "method", "use the method that the Allow header names"),
}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for OpenAPI; `describe` completes them."""
    return {status: {"model": Problem, "content": {MEDIA_TYPE: {}}} for status in statuses}


def describe(openapi: dict[str, Any]) -> None:
    """Move the schema of problems to their own media type: FastAPI knows one media type a route."""
    for path in openapi["paths"].values():
        for operation in path.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                if MEDIA_TYPE in content:
                    content[MEDIA_TYPE] = content.pop("application/json")


def add_response(operation: dict[str, Any], status: int) -> None:
    """Say in OpenAPI that an operation may end with a problem."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operation["responses"].setdefault(str(status), {"description": http.HTTPStatus(status).phrase, "content": content})


def install(app: FastAPI) -> None:
    """Let every error of the app be answered as a problem."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(errors.InputError, _on_input_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_failure)


def of(error: ProblemError | errors.InputError | ValidationError, instance: str) -> Problem:
    """The problem that an error is.

    Args:
        error: What a request, or a line of a batch, was refused for.
        instance: Where it was sent.
    """
    if isinstance(error, ProblemError):
        return _problem(error.status, error.name, str(error), instance, field=error.field, remedy=error.remedy)
    if isinstance(error, ValidationError):
        name, detail, field, remedy = _of_fields(error.errors())
        return _problem(422, name, detail, instance, field=field, remedy=remedy)
    status, name = next(
        (known for cls, known in INPUT_ERRORS.items() if isinstance(error, cls)), (422, "unusable-input")
    )
    return _problem(status, name, str(error), instance, field=error.field, remedy=error.remedy)


def name_of(problem: Problem) -> str:
    """The last part of a problem's type."""
    return problem.type.rpartition(":")[2]


def encoded(problem: Problem) -> bytes:
    """A problem as JSON: one line of UTF-8, absent fields left out."""
    return orjson.dumps(problem.model_dump(exclude_none=True))


def _problem(status: int, name: str, detail: str, instance: str, *, field: str, remedy: str) -> Problem:
    return Problem(
        type=f"urn:problem-type:boctach:{name}",
        title=_TITLES.get(name, name.replace("-", " ").capitalize()),
        status=status,
        detail=_encodable(detail),
        instance=_encodable(instance),
        field=_encodable(field),
        remedy=_encodable(remedy),
    )


def answer(scope: Scope, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as the answer to a request; why it was refused is left in the scope for the metrics."""
    scope[REASON] = name_of(problem)
    return Response(encoded(problem), status_code=problem.status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def refusal(scope: Scope, error: ProblemError) -> Response:
    """The answer where a request is refused before it reaches a route."""
    return answer(scope, of(error, _path(scope)), error.headers)


def _path(scope: Scope) -> str:
    return Request(scope).url.path


def _encodable(text: str) -> str:
    """A caller's words as they can be sent back: short, and without lone surrogates."""
    shown = text if len(text) <= 500 else text[:500] + "…"
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return refusal(request.scope, error)


async def _on_input_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.InputError)
    return answer(request.scope, of(error, _path(request.scope)))


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [{**one, "loc": one["loc"][1:]} for one in error.errors()]  # the first part is where: body, query
    name, detail, field, remedy = _of_fields(found)
    return answer(request.scope, _problem(422, name, detail, _path(request.scope), field=field, remedy=remedy))


def _of_fields(found: Sequence[Any]) -> tuple[str, str, str, str]:
    """Name, detail, field and remedy out of what pydantic says of a request."""
    first, *others = found
    # ("kinds", 0): the field is kinds.
    path = [str(part) for part in first["loc"]]
    name, remedy = _FIELD_ERRORS.get(first["type"], _OTHER_FIELD_ERROR)
    more = f" ({len(others)} more like it)" if others else ""
    field = _BLAMED.get(first["type"], path[0] if path else "body")
    return name, f"{'.'.join(path) or 'body'}: {first['msg']}{more}", field, remedy


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = http.HTTPStatus(error.status_code).phrase
    name, field, remedy = _HTTP_ERRORS.get(
        error.status_code, (phrase.lower().replace(" ", "-"), "request", "see /openapi.json")
    )
    path = _path(request.scope)
    problem = _problem(error.status_code, name, f"{request.method} {path}: {phrase}", path, field=field, remedy=remedy)
    return answer(request.scope, problem, error.headers)


async def _on_failure(request: Request, error: Exception) -> Response:
    del error  # the server logs it
    failed = ProblemError(
        500,
        "internal-error",
        "the service failed; its log says why",
        field="service",
        remedy="report it with the X-Request-Id of this answer",
    )
    return refusal(request.scope, failed)
