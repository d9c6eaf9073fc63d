"""Files that are broken: what they held before the break is ingested, the break itself is told."""

import gzip
import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from boctach.corpus.records import Columns, Item, Record, Reject
from boctach.corpus.sources import read

PAGE = "<html><body><article><h1>Tân Giang có 7 dự án</h1><p>Tỉnh có 7 dự án mới.</p></article></body></html>"


def archive(pages: int, *, packed: bool) -> bytes:
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=packed)
    for number in range(pages):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        content = io.BytesIO(PAGE.encode())
        address = f"https://bao.example/{number}"
        writer.write_record(writer.create_warc_record(address, "response", payload=content, http_headers=headers))
    return written.getvalue()


def told(items: list[Item]) -> list[str]:
    return [item.code if isinstance(item, Reject) else "article" for item in items]


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_that_ends_in_a_page(tmp_path: Path, *, packed: bool) -> None:
    """The page that is cut off is no article: it would seem whole."""
    whole = archive(3, packed=packed)
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(whole)
    assert told(list(read(path, Columns()))) == ["article"] * 3
    path.write_bytes(whole[:-60])
    found = list(read(path, Columns()))
    assert told(found) == ["article", "article", "broken"]
    assert isinstance(found[-1], Reject) and found[-1].place.within == "#3" and "lacks its last" in found[-1].reason


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"  \r\n\n"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv", "a.txt", "a.html"])
def test_a_file_without_anything(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    assert told(list(read(path, Columns()))) in (["empty-text"], ["no-text"])


def test_lines_before_an_empty_end_are_no_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Tỉnh có 7 dự án."}\n\n\n', encoding="utf-8")
    assert [type(item) for item in read(path, Columns())] == [Record]
