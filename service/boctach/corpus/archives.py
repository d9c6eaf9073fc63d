"""Files that hold pages or files: WARC and zip."""

import logging
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from boctach.corpus.opened import MAX_BYTES, Opened
from boctach.corpus.pages import page
from boctach.corpus.records import Columns, Item, Reject
from boctach.errors import InputError

BROKEN: Final = (ArchiveLoadFailed, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)
"""What reading a broken file raises, beside `OSError` and `ValueError`."""

logging.getLogger("warcio").setLevel(logging.ERROR)

_PAGES: Final = ("text/html", "application/xhtml+xml")
_TEXTS: Final = "text/plain"
_KINDS: Final = ("response", "resource", "conversion")


def read_warc(file: Opened, columns: Columns) -> Iterator[Item]:
    """The pages of a web archive: answers with status 200 that are HTML or plain text."""
    del columns
    number = 0
    for found in ArchiveIterator(file.stream):
        number += 1
        item = _page(file, number, found) if found.rec_type in _KINDS else None
        lacking = _lacking(found)
        if lacking:
            item = Reject(file.place(f"#{number}"), "broken", f"the record lacks its last {lacking} bytes")
        if item is not None:
            yield item
    if number == 0:
        yield Reject(file.place(), "broken", "no record of a web archive in it")


def _lacking(found: ArcWarcRecord) -> int:
    """How many bytes a record says that it has, and has not: `warcio` takes the break of a file for its end."""
    while found.raw_stream.read(1 << 20):
        pass
    return int(getattr(found.raw_stream, "limit", 0))


def _page(file: Opened, number: int, found: ArcWarcRecord) -> Item | None:
    """The page of an archive's record; None where it is a picture, a redirect or the like."""
    headers = found.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return None
    declared = (headers or found.rec_headers).get_header("Content-Type") or ""
    media_type, _, parameters = declared.partition(";")
    if media_type.strip().lower() not in (*_PAGES, _TEXTS):
        return None
    place = file.place(f"#{number}")
    url = found.rec_headers.get_header("WARC-Target-URI")
    content = found.content_stream().read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return Reject(place, "text-too-long", f"a page of over {MAX_BYTES} bytes", external_id=url)
    charset = parameters.partition("charset=")[2].strip(" \"';") or None
    try:
        if media_type.strip().lower() == _TEXTS:
            from boctach.corpus import encodings
            from boctach.corpus.records import build

            decoded = encodings.decode(content)
            return build(place, {"text": decoded.text, "url": url}, decoded.encoding)
        return page(place, content, {"url": url}, charset)
    except (InputError, UnicodeDecodeError) as error:
        return Reject(place, "encoding", str(error), external_id=url)


def members(file: Opened) -> Iterator[Opened | Reject]:
    """The files of a zip file by name, each open while it is looked at."""
    with zipfile.ZipFile(file.stream) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            name = member.filename
            if member.is_dir() or name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("."):
                continue
            try:
                stream = archive.open(member)
            except (RuntimeError, *BROKEN) as error:
                yield Reject(file.place(f"!{name}"), "broken", str(error))
                continue
            with stream:
                yield file.member(cast("BinaryIO", stream), name)
