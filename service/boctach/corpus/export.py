"""Rows of an answer as CSV, Excel, JSON, JSON lines or Parquet; numbers exactly, as far as the format can."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from boctach.errors import QuestionError
from boctach.facts import plain

_SHEET_ROWS: Final = 1_048_575
_CELL: Final = 32_767
_EXCEL_DIGITS: Final = 15
"""Excel holds numbers as binary floats: one with more digits is written as text."""


def write(rows: pa.Table, stream: BinaryIO, form: str) -> None:
    """Write rows in one of the `FORMS`."""
    FORMS[form](rows, stream)


def form_of(path: Path) -> str:
    """The form that a file's name asks for.

    Raises:
        QuestionError: It asks for none of them.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise QuestionError(
            f"no form for {path.name!r}", field="output", remedy=f"end it in one of: {', '.join(FORMS)}"
        )
    return form


def values(rows: pa.Table) -> list[dict[str, Any]]:
    """Rows as JSON has them: decimals as plain strings, times as ISO 8601."""
    return [{name: _value(value) for name, value in row.items()} for row in rows.to_pylist()]


def present(rows: pa.Table) -> list[dict[str, Any]]:
    """Rows as JSON has them, without what is absent, as in all of boctach's JSON."""
    return [{name: value for name, value in row.items() if value is not None} for row in values(rows)]


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [_value(one) for one in value]
    if isinstance(value, dict):
        return {name: _value(one) for name, one in value.items() if one is not None}
    return value


def _write_csv(rows: pa.Table, stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")  # with the mark that Excel knows UTF-8 by
    writer = csv.writer(text)
    writer.writerow(rows.column_names)
    for row in values(rows):
        writer.writerow([_cell(value) for value in row.values()])
    text.flush()
    text.detach()


def _write_jsonl(rows: pa.Table, stream: BinaryIO) -> None:
    for row in present(rows):
        stream.write(orjson.dumps(row) + b"\n")


def _write_json(rows: pa.Table, stream: BinaryIO) -> None:
    stream.write(orjson.dumps(present(rows), option=orjson.OPT_INDENT_2) + b"\n")


def _write_parquet(rows: pa.Table, stream: BinaryIO) -> None:
    pq.write_table(rows, stream)


def _write_excel(rows: pa.Table, stream: BinaryIO) -> None:
    import xlsxwriter

    # No text becomes a formula or a link, whatever an article says.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True})
        for first in range(0, max(rows.num_rows, 1), _SHEET_ROWS):
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, rows.column_names, bold)
            for at, row in enumerate(rows.slice(first, _SHEET_ROWS).to_pylist(), start=1):
                for column, value in enumerate(row.values()):
                    if value is not None:
                        sheet.write(at, column, _excel(value))


def _excel(value: Any) -> Any:
    if isinstance(value, Decimal):
        digits = value.normalize().as_tuple().digits
        return float(value) if len(digits) <= _EXCEL_DIGITS else plain(value)
    if isinstance(value, bool | int | float):
        return value
    return str(_cell(_value(value)))[:_CELL]


def _cell(value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


FORMS: Final[Mapping[str, Callable[[pa.Table, BinaryIO], None]]] = {
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
    "xlsx": _write_excel,
}
"""Each form by the end of its files' names."""
