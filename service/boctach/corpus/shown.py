"""Rows of an answer as a table for people: only the columns that hold anything."""

from typing import Any

import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boctach.corpus import export

_BEHIND = ("article_id", "url", "file", "start", "end", "rule", "code_scheme", "withdrawn", "cluster", "evidence")


def table(rows: pa.Table, console: Console | None = None) -> None:
    """Print rows."""
    values = export.values(rows)
    columns = [name for name in rows.column_names if name not in _BEHIND and any(row[name] for row in values)]
    shown = Table(expand=True)
    for name in columns:
        shown.add_column(name, overflow="fold")
    for row in values:
        # Text, not str: square brackets in an article are no markup.
        shown.add_row(*(Text(_words(row[name])) for name in columns))
    console = console or Console()
    console.print(shown)
    console.print(f"{rows.num_rows} rows")


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return ", ".join(_words(one.get("mention") if isinstance(one, dict) else one) for one in value)
    return " ".join(str(value).split())
