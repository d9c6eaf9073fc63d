"""The rows of an analysis as CSV, Excel and JSON."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import orjson
import xlsxwriter

from boctach.facts import Quantified, plain
from boctach.web import values
from boctach.web.view import Row, View

Cell = str | int | Decimal | None

COLUMNS: Final[Sequence[tuple[str, int]]] = (
    ("Loại", 12),
    ("Dữ kiện", 34),
    ("Mức độ", 12),
    ("Giá trị", 20),
    ("Từ", 12),
    ("Đến", 12),
    ("Đơn vị", 20),
    ("Mã", 26),
    ("Chi tiết", 34),
    ("Nói về", 26),
    ("Mã chủ thể", 12),
    ("Hành động", 20),
    ("Chỉ tiêu", 24),
    ("Thời điểm", 14),
    ("Câu", 80),
    ("Vị trí đầu", 10),
    ("Vị trí cuối", 10),
    ("Quy tắc", 18),
)
"""Headings of the columns with their widths in Excel, in characters."""

_LONGEST_CELL: Final = 32_000
# Excel keeps 15 digits of a number.
_EXACT_DIGITS: Final = 15
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(NamedTuple):
    """A form of export."""

    media_type: str
    write: Callable[[str, View], bytes]


def _cells(row: Row) -> list[Cell]:
    fact = row.fact
    low, high = (fact.low, fact.high) if isinstance(fact, Quantified) else (None, None)
    value = values.single(fact)
    said = values.statement(fact)
    return [
        row.name,
        fact.mention,
        row.qualifier,
        row.value if value is None and low is None else value,
        low,
        high,
        values.unit(fact),
        values.code(fact),
        "; ".join(f"{name}: {words}" for name, words in row.details),
        said.subject,
        said.subject_code,
        said.predicate,
        said.measure,
        said.as_of,
        row.sentence,
        fact.start,
        fact.end,
        fact.rule,
    ]


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what begins as one."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def write_csv(text: str, view: View) -> bytes:
    """CSV in UTF-8 with a byte order mark, by which Excel knows the encoding; numbers with a point."""
    del text
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([name for name, _ in COLUMNS])
    for row in view.rows:
        writer.writerow([_plain(cell) for cell in _cells(row)])
    return written.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return plain(cell)
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def write_excel(text: str, view: View) -> bytes:
    """A workbook with a sheet of facts and a sheet about the article; every text is a text, none a formula."""
    del text
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8EDF5", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        grouped = book.add_format({"num_format": "#,##0.##########", "valign": "top"})
        sheet = book.add_worksheet("Dữ kiện")
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for at, row in enumerate(view.rows, start=1):
            for column, cell in enumerate(_cells(row)):
                if isinstance(cell, str):
                    sheet.write_string(at, column, cell[:_LONGEST_CELL], wrapped)
                elif cell is not None and len(Decimal(cell).as_tuple().digits) > _EXACT_DIGITS:
                    sheet.write_string(at, column, plain(Decimal(cell)), wrapped)
                elif cell is not None:
                    sheet.write_number(at, column, float(cell), grouped)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(view.rows), 1), len(COLUMNS) - 1)
        about = book.add_worksheet("Bài viết")
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 90)
        for at, (name, words) in enumerate(view.about):
            about.write_string(at, 0, name, bold)
            about.write_string(at, 1, words[:_LONGEST_CELL], wrapped)
    return written.getvalue()


def write_json(text: str, view: View) -> bytes:
    """What the service answers, with the text that its offsets are into."""
    return orjson.dumps({"text": text, **view.analysis.to_dict()}, option=orjson.OPT_INDENT_2)


FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format("text/csv; charset=utf-8", write_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_excel),
    "json": Format("application/json", write_json),
}
