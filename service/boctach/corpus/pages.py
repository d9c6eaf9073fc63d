"""One article a file: plain texts and pages."""

import re
from collections.abc import Iterator
from typing import Final

from boctach.corpus import encodings
from boctach.corpus.opened import Opened
from boctach.corpus.records import Columns, Item, Place, build
from boctach.errors import DecodeError

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_HEAD: Final = 4096


def read_text(file: Opened, columns: Columns) -> Iterator[Item]:
    """The article of a plain text."""
    del columns
    decoded = encodings.decode(file.content())
    yield build(file.place(), {"text": decoded.text}, decoded.encoding)


def read_html(file: Opened, columns: Columns) -> Iterator[Item]:
    """The page of a file."""
    del columns
    yield page(file.place(), file.content(), {})


def page(place: Place, content: bytes, values: dict[str, str | None], charset: str | None = None) -> Item:
    """A page as a record; its article is found when it is analysed.

    Args:
        place: Where it stands.
        content: Its bytes.
        values: What is known beside it, such as its ``url``.
        charset: Its encoding as a server said.
    """
    declared = _CHARSET.search(content[:_HEAD])
    named = charset or (declared[1].decode("ascii", "replace") if declared else None)
    try:
        decoded = encodings.decode(content)
    except DecodeError:
        # Pages in other languages' encodings say so.
        decoded = encodings.Decoded(content.decode(_known(named)), _known(named))
    return build(place, {**values, "html": decoded.text}, decoded.encoding)


def _known(charset: str | None) -> str:
    """An encoding that Python knows; UTF-8, which will fail, where it is none."""
    try:
        return charset if charset and "".encode(charset) == b"" else "utf-8"
    except LookupError:
        return "utf-8"
