"""Texts out of files: which files a path means, what their documents are called, and their bytes as text."""

import codecs
import os
from collections.abc import Iterator
from pathlib import Path

from boctach.errors import DecodeError

TEXT_SUFFIXES = (".txt",)
HTML_SUFFIXES = (".html", ".htm")

_MARKS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16-LE"), (codecs.BOM_UTF16_BE, "UTF-16-BE"))


def decode(content: bytes) -> str:
    """Text of UTF-8 bytes, or of UTF-16 with a byte order mark; line ends stay as they are, the mark is dropped.

    Raises:
        DecodeError: The bytes are in neither.
    """
    mark, encoding = next((known for known in _MARKS if content.startswith(known[0])), (b"", "UTF-8"))
    try:
        return content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"not {encoding} at byte {len(mark) + error.start}",
            field="text",
            remedy="save it as UTF-8, or as UTF-16 with a byte order mark",
        ) from error


def is_html(path: Path) -> bool:
    """Whether a file is a page by its name."""
    return path.suffix.lower() in HTML_SUFFIXES


def name(path: Path) -> str:
    """A document's name: the file's name without ``.txt``, ``.html`` or ``.htm``."""
    return path.stem if path.suffix.lower() in TEXT_SUFFIXES + HTML_SUFFIXES else path.name


def walk(folder: Path) -> Iterator[Path]:
    """Texts and pages of a folder and the folders in it, by name. Links to folders are not followed.

    Raises:
        OSError: A folder cannot be read.
    """
    for at, folders, names in os.walk(folder, onerror=_raise):
        folders.sort()
        yield from (Path(at, n) for n in sorted(names) if Path(n).suffix.lower() in TEXT_SUFFIXES + HTML_SUFFIXES)


def _raise(error: OSError) -> None:
    raise error
