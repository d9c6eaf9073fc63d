"""A request's body as JSON, read within bounds and refused in the caller's terms."""

import email.message
import json
from typing import Any, NoReturn

from fastapi import Request

from boctach.api.problems import ProblemError

_JSON_REMEDY = 'send a JSON object such as {"text": "…"}'


class BodyReader:
    """Reads bodies of at most ``max_bytes``."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes

    async def read(self, request: Request) -> object:
        """The JSON value that the request carries.

        Raises:
            ProblemError: 415 for another media type, 413 for too long a body, 400 for what is no JSON in UTF-8.
        """
        _check_media_type(request)
        return _parse(await self._receive(request))

    async def _receive(self, request: Request) -> bytes:
        declared = request.headers.get("content-length", "")
        if declared.isdecimal() and len(declared) < 20 and int(declared) > self._max_bytes:
            self._refuse_length()
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > self._max_bytes:
                self._refuse_length()
        return bytes(content)

    def _refuse_length(self) -> NoReturn:
        raise ProblemError(
            413,
            "body-too-long",
            f"the body has over {self._max_bytes} bytes",
            field="body",
            remedy="send one article at a time",
            headers={"Connection": "close"},
        )


def _check_media_type(request: Request) -> None:
    header = email.message.Message()
    header["content-type"] = request.headers.get("content-type", "")
    charset = str(header.get_param("charset") or "utf-8").lower()
    if header.get_content_type() != "application/json" or charset not in ("utf-8", "utf8"):
        raise ProblemError(
            415,
            "unsupported-media-type",
            f"Content-Type is {request.headers.get('content-type', 'missing')}",
            field="Content-Type",
            remedy="send Content-Type: application/json",
            headers={"Accept": "application/json"},
        )
    if (encoding := request.headers.get("content-encoding", "identity").lower()) != "identity":
        raise ProblemError(
            415,
            "unsupported-encoding",
            f"Content-Encoding is {encoding}",
            field="Content-Encoding",
            remedy="send the body as it is, not compressed",
        )


def _parse(content: bytes) -> object:
    if not content.strip():
        raise ProblemError(400, "missing-body", "the body is empty", field="body", remedy=_JSON_REMEDY)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError(
            400,
            "not-utf-8",
            f"the body is not UTF-8 at byte {error.start}",
            field="body",
            remedy="encode the body as UTF-8",
        ) from error
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


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
