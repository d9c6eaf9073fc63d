"""Data tables: what is refused, and that each one that ships is sound and read."""

import ast
import dataclasses
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from boctach import tables
from boctach.errors import TableError
from tests.shared import ROOT

DATA = ROOT / "service" / "boctach" / "data"
SHIPPED = sorted(DATA.rglob("*.tsv"))


@dataclass(frozen=True)
class Unit:
    form: str
    gloss: str


def test_rows_in_order_without_comments_and_blank_lines() -> None:
    content = "# units\nform\tgloss\n\ntấn\ttonne\n# not a row\nha\t\n"
    assert tables.parse("units", content, Unit) == (Unit("tấn", "tonne"), Unit("ha", ""))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"units\.tsv: no header row"),
        ("# only words\n", r"units\.tsv: no header row"),
        ("gloss\tform\n", r"units\.tsv, row 1: columns \['gloss', 'form'\], expected \['form', 'gloss'\]"),
        ("form\tgloss\tsource\n", r"units\.tsv, row 1: columns"),
        ("form\tgloss\nha\n", r"units\.tsv, row 2: 1 cells, expected 2"),
        ("form\tgloss\nha\thectare\tx\n", r"units\.tsv, row 2: 3 cells"),
        ("# head\nform\tgloss\nha \thectare\n", r"units\.tsv, row 3: stray blank around form"),
        ("form\tgloss\nha\thectare\r\n", r"units\.tsv, row 2: ends in CRLF"),
        ("form\tgloss\n" + unicodedata.normalize("NFD", "tấn") + "\ttonne\n", r"units\.tsv, row 2: not in NFC"),
        ("form\tgloss\nha\thectare\nha\tagain\n", r"units\.tsv, row 3: repeats units\.tsv, row 2"),
        ("form\tgloss\n\thectare\n", r"units\.tsv, row 2: blank key"),
    ],
)
def test_errors_name_file_and_row(content: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        tables.parse("units", content, Unit, key=("form",))


def test_a_table_is_read_once() -> None:
    name = SHIPPED[0].relative_to(DATA).with_suffix("").as_posix()
    row = _row_type(SHIPPED[0])
    assert tables.read(name, row) is tables.read(name, row)


def _row_type(path: Path) -> type:
    lines = path.read_text(encoding="utf-8").split("\n")
    header = next(line for line in lines if line and not line.startswith("#"))
    return dataclasses.make_dataclass("Row", [(column, str) for column in header.split("\t")], frozen=True)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_tables_are_sound(path: Path) -> None:
    rows = tables.parse(path.stem, path.read_bytes().decode("utf-8"), _row_type(path))
    assert rows
    assert len(set(rows)) == len(rows), "a row stands twice"
    assert path.read_bytes().endswith(b"\n")


def test_every_shipped_table_is_read_by_a_module() -> None:
    constants = {
        node.value
        for module in (ROOT / "service" / "boctach").rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    names = {path.relative_to(DATA).with_suffix("").as_posix() for path in SHIPPED}
    assert names - constants == set()
