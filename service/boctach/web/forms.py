"""What the page's form carries: an article as pasted text, as a file, or as the markup of a page."""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from boctach import files
from boctach.api.problems import ProblemError
from boctach.errors import TextTooLongError
from boctach.facts import KINDS, Kind

# A character takes up to nine bytes in a form: three %XX; files are sent as they are.
_BYTES_A_CHARACTER: Final = 9
_BYTES_BESIDE_TEXT: Final = 65_536
_MARKUP = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Posted:
    """An article as it was posted.

    Attributes:
        text: Plain text or the markup of a page, LF at the ends of lines: browsers send forms with CRLF whatever was
            pasted.
        is_markup: Whether it is the markup of a page.
        kinds: Kinds that are wanted in an export; empty for all.
    """

    text: str
    is_markup: bool = False
    title: str | None = None
    url: str | None = None
    published_at: str | None = None
    source: str | None = None
    kinds: tuple[Kind, ...] = ()


NOTHING: Final = Posted(text="")
"""An empty form."""


async def read(request: Request, max_characters: int) -> Posted:
    """The article that a form carries.

    Raises:
        InputError: The file cannot be used.
        ProblemError: The body is no form that a browser sends.
    """
    limit = max_characters * _BYTES_A_CHARACTER + _BYTES_BESIDE_TEXT
    bounded = Request(request.scope, _Bounded(request, limit).receive)
    try:
        async with bounded.form(max_files=1, max_fields=40, max_part_size=limit) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            kinds = tuple(kind for kind in KINDS if kind in form.getlist("kinds"))
            upload = form.get("file")
            text, is_markup = fields.get("text", ""), "markup" in fields
            if isinstance(upload, UploadFile) and upload.filename:
                text = files.decode(await upload.read())
                is_markup = files.is_html(Path(upload.filename))
    except HTTPException as error:  # what starlette makes of a broken form
        raise ProblemError(
            400, "broken-form", str(error.detail), field="form", remedy="send the form of the page at /"
        ) from error
    text = _LINE_END.sub("\n", text)
    given = {name: fields.get(name, "").strip() or None for name in ("title", "url", "published_at", "source")}
    return Posted(text=text, is_markup=is_markup or _MARKUP.match(text) is not None, kinds=kinds, **given)


class _Bounded:
    """A request's body that ends in an error where it gets too long."""

    def __init__(self, request: Request, limit: int) -> None:
        self._request = request
        self._left = limit
        self._limit = limit

    async def receive(self) -> MutableMapping[str, Any]:
        message = await self._request.receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TextTooLongError(
                f"the form has over {self._limit} bytes", field="text", remedy="send one article at a time"
            )
        return message
