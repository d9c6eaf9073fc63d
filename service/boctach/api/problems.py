"""Errors as RFC 9457 problem details: the one map from `boctach.errors` and the framework's errors to HTTP."""

import http
from collections.abc import Mapping
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from boctach import errors
from boctach.facts import KINDS

MEDIA_TYPE: Final = "application/problem+json"


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
    errors.MetadataError: (422, "unreadable-metadata"),
    errors.DecodeError: (400, "not-utf-8"),
}

# What pydantic says of a field, and what to do about it.
_FIELD_ERRORS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("missing-field", "send it; the request's schema is in /openapi.json"),
    "extra_forbidden": ("unknown-field", "leave it out; use only text, title, url, published_at, source and kinds"),
    "string_type": ("wrong-type", "send a string"),
    "string_unicode": ("not-a-character", "send Unicode text without lone surrogates"),
    "list_type": ("wrong-type", "send a list of strings, or leave it out"),
    "literal_error": ("unknown-kind", f"use some of: {', '.join(KINDS)}"),
    "too_long": ("too-many-kinds", "name each kind once, or leave kinds out for all"),
}
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


def install(app: FastAPI) -> None:
    """Let every error of the app be answered as a problem."""
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(errors.InputError, _on_input_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_failure)


def _answer(
    request: Request,
    status: int,
    name: str,
    detail: str,
    *,
    field: str | None = None,
    remedy: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    problem = Problem(
        type=f"urn:problem-type:boctach:{name}",
        title=_TITLES.get(name, name.replace("-", " ").capitalize()),
        status=status,
        detail=_encodable(detail),
        instance=_encodable(request.url.path),
        field=None if field is None else _encodable(field),
        remedy=remedy,
    )
    content = orjson.dumps(problem.model_dump(exclude_none=True))
    return Response(content, status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def _encodable(text: str) -> str:
    """A caller's words as they can be sent back: short, and without lone surrogates."""
    shown = text if len(text) <= 500 else text[:500] + "…"
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return _answer(
        request,
        error.status,
        error.name,
        str(error),
        field=error.field,
        remedy=error.remedy,
        headers=error.headers,
    )


async def _on_input_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.InputError)
    status, name = next(
        (known for cls, known in INPUT_ERRORS.items() if isinstance(error, cls)), (422, "unusable-input")
    )
    return _answer(request, status, name, str(error), field=error.field, remedy=error.remedy)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first, *others = error.errors()
    # ("body", "kinds", 0): the field is kinds.
    path = [str(part) for part in first["loc"][1:]]
    field = path[0] if path else "body"
    name, remedy = _FIELD_ERRORS.get(first["type"], _OTHER_FIELD_ERROR)
    more = f" ({len(others)} more like it)" if others else ""
    return _answer(request, 422, name, f"{'.'.join(path) or 'body'}: {first['msg']}{more}", field=field, remedy=remedy)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = http.HTTPStatus(error.status_code).phrase
    name, field, remedy = _HTTP_ERRORS.get(
        error.status_code, (phrase.lower().replace(" ", "-"), "request", "see /openapi.json")
    )
    detail = f"{request.method} {request.url.path}: {phrase}"
    return _answer(request, error.status_code, name, detail, field=field, remedy=remedy, headers=error.headers)


async def _on_failure(request: Request, error: Exception) -> Response:
    del error  # the server logs it
    return _answer(request, 500, "internal-error", "the service failed; its log says why")
