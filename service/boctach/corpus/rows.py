"""Many articles a file: JSON lines, CSV and Parquet."""

import csv
import json
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from boctach.corpus import encodings
from boctach.corpus.opened import MAX_BYTES, Opened
from boctach.corpus.records import Columns, Item, Reject
from boctach.errors import DecodeError

BROKEN: Final = (pa.ArrowException, csv.Error)
"""What reading a broken file raises, beside `OSError` and `ValueError`."""

_BATCH: Final = 256
_TOO_LONG: Final = f"a line of over {MAX_BYTES} bytes"


def read_jsonl(file: Opened, columns: Columns) -> Iterator[Item]:
    """The articles of JSON objects, one a line."""
    is_empty = True
    for number, text, encoding in _texts(file):
        place = file.place(f"#{number}")
        is_empty = is_empty and not isinstance(text, Reject) and not text.strip()
        if isinstance(text, Reject):
            yield text
        elif text.strip():
            try:
                row = json.loads(text, parse_float=str)
            except (ValueError, RecursionError) as error:
                yield Reject(place, "not-json", f"no JSON: {error}")
                continue
            if isinstance(row, dict):
                yield columns.record(place, row, encoding)
            else:
                yield Reject(place, "not-json", f"a JSON {type(row).__name__} where an object should be")
    if is_empty:
        yield Reject(file.place(), "empty-text", "the file is empty")


def read_csv(file: Opened, columns: Columns) -> Iterator[Item]:
    """The articles of a table with one header row; comma, semicolon or tab between cells."""
    csv.field_size_limit(MAX_BYTES)
    rejected: list[Reject] = []
    encoding = "utf-8"

    def lines() -> Iterator[str]:
        nonlocal encoding
        for _, text, used in _texts(file):
            if isinstance(text, Reject):
                rejected.append(text)
            else:
                encoding = used
                yield text + "\n"

    source = lines()
    first = next(source, None)
    if first is None:
        yield from rejected or [Reject(file.place(), "empty-text", "the file is empty")]
        return
    separator = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=separator))
    reason = columns.missing(header)
    if reason:
        yield Reject(file.place(), "no-text", reason)
        return
    cells = csv.reader(source, delimiter=separator)
    for values in cells:
        yield from rejected
        rejected.clear()
        place = file.place(f"#{cells.line_num + 1}")
        if len(values) > len(header):
            yield Reject(place, "not-csv", f"{len(values)} cells under {len(header)} columns")
        elif values:
            yield columns.record(place, dict(zip(header, values, strict=False)), encoding)
    yield from rejected


def read_parquet(file: Opened, columns: Columns) -> Iterator[Item]:
    """The articles of a Parquet file."""
    # A Parquet file is read from its end; a member of an archive cannot be.
    source = file.stream if file.stream.seekable() and not file.within else pa.BufferReader(file.stream.read())
    table = pq.ParquetFile(source)
    reason = columns.missing(table.schema_arrow.names)
    if reason:
        yield Reject(file.place(), "no-text", reason)
        return
    number = 0
    for batch in table.iter_batches(batch_size=_BATCH):
        rows: list[dict[str, Any]] = batch.to_pylist()
        for row in rows:
            number += 1
            yield columns.record(file.place(f"#{number}"), row)


def _texts(file: Opened) -> Iterator[tuple[int, str | Reject, str]]:
    """Lines as text, each with its number and encoding. UTF-16 is told by the file's beginning."""
    wide: str | None = None
    for number, line in _recoded(file):
        if isinstance(line, str):
            wide = line
            continue
        place = file.place(f"#{number}")
        if line is None:
            yield number, Reject(place, "text-too-long", _TOO_LONG), ""
            continue
        try:
            decoded = encodings.Decoded(line.decode(), wide) if wide else encodings.decode(line.removesuffix(b"\r"))
        except DecodeError as error:
            yield number, Reject(place, "encoding", f"{error}; {error.remedy}"), ""
            continue
        yield number, decoded.text.removesuffix("\r"), decoded.encoding


def _recoded(file: Opened) -> Iterator[tuple[int, bytes | str | None]]:
    """Lines as UTF-8 where the file is UTF-16 or UTF-32, after the encoding's name; else as they are."""
    from io import BufferedReader, TextIOWrapper
    from typing import cast

    buffered = file.stream if isinstance(file.stream, BufferedReader) else BufferedReader(cast("Any", file.stream))
    encoding, mark = encodings.wide_encoding(buffered.peek(64)[:64])
    if mark:
        buffered.read(mark)
    if encoding is None or encoding == "utf-8":
        yield from Opened(cast("Any", buffered), file.name, file.origin, file.within, file.told).lines()
        return
    yield 0, encoding
    reader = TextIOWrapper(cast("Any", buffered), encoding=encoding, newline="\n")
    number = 0
    while line := reader.readline(MAX_BYTES):
        number += 1
        yield number, line.rstrip("\n").encode("utf-8", "replace")
