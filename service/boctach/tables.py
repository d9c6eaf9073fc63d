"""Reads the package's data tables: tab-separated, one header row, ``#`` starts a comment row.

A row type is a frozen dataclass whose fields are all ``str``; its field names are the table's header, in order. Each
table is read and checked once. Words in tables are matched as written, after NFC, never stripped of accents.
"""

import dataclasses
import functools
import unicodedata
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from boctach.errors import TableError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


def parse(name: str, content: str, row_type: type[Row], *, key: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """Parse a table's content.

    Args:
        name: The table's name, for error messages.
        content: The file's text.
        row_type: Frozen dataclass with ``str`` fields, the table's columns in order.
        key: Columns that together must be unique and not blank.

    Raises:
        TableError: Names file and row: wrong header, wrong number of cells, stray blanks, text not NFC, a blank or
            repeated key.
    """
    columns = [f.name for f in dataclasses.fields(row_type)]
    lines = [
        (f"{name}.tsv, row {number}", line)
        for number, line in enumerate(content.split("\n"), start=1)
        if line and not line.startswith("#")
    ]
    if not lines:
        raise TableError(f"{name}.tsv: no header row")
    where, header = lines[0]
    if header.split("\t") != columns:
        raise TableError(f"{where}: columns {header.split(chr(9))}, expected {columns}")
    rows: list[Row] = []
    seen: dict[tuple[str, ...], str] = {}
    for where, line in lines[1:]:
        cells = _cells(where, line, columns)
        identity = tuple(cells[columns.index(column)] for column in key)
        if key and not all(identity):
            raise TableError(f"{where}: blank key {key}")
        if key and identity in seen:
            raise TableError(f"{where}: repeats {seen[identity]}: {identity}")
        seen[identity] = where
        rows.append(row_type(*cells))
    return tuple(rows)


def _cells(where: str, line: str, columns: list[str]) -> list[str]:
    if line.endswith("\r"):
        raise TableError(f"{where}: ends in CRLF; use LF")
    if unicodedata.normalize("NFC", line) != line:
        raise TableError(f"{where}: not in NFC: {line!r}")
    cells = line.split("\t")
    if len(cells) != len(columns):
        raise TableError(f"{where}: {len(cells)} cells, expected {len(columns)}: {line!r}")
    for column, cell in zip(columns, cells, strict=True):
        if cell != cell.strip():
            raise TableError(f"{where}: stray blank around {column}: {cell!r}")
    return cells


@functools.cache
def read(name: str, row_type: type[Row], *, key: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """Read ``boctach/data/NAME.tsv`` once; see `parse` for the arguments and errors."""
    content = resources.files("boctach").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    return parse(name, content, row_type, key=key)
