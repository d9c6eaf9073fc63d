"""A request's body, read within bounds and refused in the caller's terms."""

import email.message
import json
from collections.abc import Collection
from typing import Any, Final, NoReturn

import anyio
from fastapi import Request
from starlette.requests import ClientDisconnect

from boctach.api.problems import ProblemError

_JSON_REMEDY = 'send a JSON object such as {"text": "…"}'

JSON: Final = "application/json"
FIELDS: Final = {"text/plain": "text", "text/html": "html"}
"""Media types of bodies that are one field of a request."""


class BodyReader:
    """Reads bodies.

    Args:
        max_bytes: The longest body.
        seconds: The longest time that a body may take to come.
    """

    def __init__(self, max_bytes: int, seconds: float = 30) -> None:
        self.max_bytes = max_bytes
        self._seconds = seconds

    async def read(self, request: Request, fields: Collection[str] = ()) -> object:
        """The JSON value that the request carries; of a text or a page, the object with that field.

        Args:
            request: The request.
            fields: Which of `FIELDS` the request has.

        Raises:
            ProblemError: 415 for another media type, 413 for too long a body, 408 for too slow a one, 400 for what is
                no JSON, or not in UTF-8.
        """
        allowed = {media_type: field for media_type, field in FIELDS.items() if field in fields}
        media_type = check_media_type(request, (JSON, *allowed))
        content = await self._receive(request)
        if media_type == JSON:
            return parse(content)
        # What a text says of its own encoding was true where it came from; here the header counts.
        return {allowed[media_type]: _decoded(content)}

    async def _receive(self, request: Request) -> bytes:
        try:
            with anyio.fail_after(self._seconds):
                return await self._collect(request)
        except TimeoutError:
            raise too_slow(self._seconds) from None
        except ClientDisconnect:
            # Nobody reads this; it keeps the log free of what is no failure of ours.
            raise ProblemError(
                400, "disconnected", "the body ended early", field="body", remedy="send it all"
            ) from None

    async def _collect(self, request: Request) -> bytes:
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and len(declared) < 20 and int(declared) > self.max_bytes:
            self._refuse_length()
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > self.max_bytes:
                self._refuse_length()
        return bytes(content)

    def _refuse_length(self) -> NoReturn:
        raise ProblemError(
            413,
            "body-too-long",
            f"the body has over {self.max_bytes} bytes",
            field="body",
            remedy="send one article at a time",
            headers={"Connection": "close"},
        )


def too_slow(seconds: float) -> ProblemError:
    """The problem of a body that does not come."""
    return ProblemError(
        408,
        "body-too-slow",
        f"the body did not come within {seconds:g} seconds",
        field="body",
        remedy="send it faster, or in smaller requests",
        headers={"Connection": "close"},
    )


def check_media_type(request: Request, allowed: Collection[str]) -> str:
    """The media type of a body in UTF-8.

    Raises:
        ProblemError: 415 where it is none of those that are allowed, in another encoding, or compressed.
    """
    header = email.message.Message()
    header["content-type"] = request.headers.get("content-type", "")
    charset = str(header.get_param("charset") or "utf-8").lower()
    media_type = str(header["content-type"]).partition(";")[0].strip().lower()
    if media_type not in allowed or charset not in ("utf-8", "utf8"):
        raise ProblemError(
            415,
            "unsupported-media-type",
            f"Content-Type is {request.headers.get('content-type', 'missing')}",
            field="Content-Type",
            remedy=f"send Content-Type: {' or '.join(allowed)}, in UTF-8",
            headers={"Accept": ", ".join(allowed)},
        )
    if (encoding := request.headers.get("content-encoding", "identity").lower()) != "identity":
        raise ProblemError(
            415,
            "unsupported-encoding",
            f"Content-Encoding is {encoding}",
            field="Content-Encoding",
            remedy="send the body as it is, not compressed",
        )
    return media_type


def parse(content: bytes) -> object:
    """A JSON value.

    Raises:
        ProblemError: 400 for what is no JSON in UTF-8.
    """
    if not content.strip():
        raise ProblemError(400, "missing-body", "the body is empty", field="body", remedy=_JSON_REMEDY)
    text = _decoded(content)
    try:
        # Not orjson: the standard library lets a lone surrogate through to where its field can be named.
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ProblemError(
            400, "nested-too-deeply", "the body is nested too deeply", field="body", remedy=_JSON_REMEDY
        ) from error
    except ValueError as error:
        raise ProblemError(
            400, "invalid-json", f"the body is not JSON: {error}", field="body", remedy=_JSON_REMEDY
        ) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError(
            400,
            "not-utf-8",
            f"the body is not UTF-8 at byte {error.start}",
            field="body",
            remedy="encode the body as UTF-8",
        ) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
