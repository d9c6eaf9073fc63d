"""Lines of `boctach.batch` on standard output: for programs as JSON, for people as tables."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import orjson
import typer

Line = dict[str, Any]

_QUALIFIERS: Final = {"exact": "", "range": "", "at_least": "at least ", "at_most": "at most "}


def write(lines: Iterable[Line], form: str) -> int:
    """Print lines in one of the forms ``jsonl``, ``json`` and ``table``, each as it comes; errors on standard error.

    Returns:
        How many lines are errors.
    """
    failed = 0

    def told() -> Iterator[Line]:
        nonlocal failed
        for line in lines:
            if "error" in line:
                failed += 1
                typer.echo(f"boctach: {line['path']}: {line['error']}", err=True)
            yield line

    _FORMS[form](told())
    return failed


def _write_jsonl(lines: Iterable[Line]) -> None:
    for line in lines:
        _write(orjson.dumps(line) + b"\n")


def _write_json(lines: Iterable[Line]) -> None:
    before = b"[\n"
    for line in lines:
        _write(before + orjson.dumps(line))
        before = b",\n"
    _write(b"\n]\n" if before == b",\n" else b"[]\n")


def _write(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _write_tables(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for line in lines:
        if "error" in line:
            continue
        title = line["article"].get("title")
        table = Table(
            title=Text(f"{line['path']}: {title}" if title else line["path"]), title_justify="left", expand=True
        )
        table.add_column("kind", no_wrap=True)
        table.add_column("mention", ratio=3)
        table.add_column("value", ratio=3)
        table.add_column("rule", ratio=2)
        for fact in line["facts"]:
            # Text, not str: square brackets in an article are no markup.
            table.add_row(*map(Text, (fact["kind"], " ".join(fact["mention"].split()), show(fact), fact["rule"])))
        console.print(table)


_FORMS: Final[Mapping[str, Callable[[Iterable[Line]], None]]] = {
    "jsonl": _write_jsonl,
    "json": _write_json,
    "table": _write_tables,
}


def show(fact: Line) -> str:
    """A fact's value in a few words: ``over 1200000000 USD``, ``JP; KR; NL``, ``2024-01/2024-09``."""
    match fact["kind"]:
        case "count":
            return f"{_number(fact)}{_after(' of ', fact, 'out_of')} {fact['head']}"
        case "money":
            return f"{_number(fact)} {fact['currency']}{_after('/', fact, 'per')}"
        case "percentage":
            return f"{_number(fact)}%{_after('/', fact, 'per')}"
        case "measurement":
            return f"{_number(fact)} {fact['unit']}"
        case "date":
            return str(fact["edtf"])
        case "policy_reference":
            parts = ("doc_type", "number", "year", "symbol", "name")
            return str(fact.get("canonical_id") or " ".join(fact[part] for part in parts if part in fact))
        case "agreement":
            return str(fact["id"])
        case "partner_list":
            return "; ".join(member.get("code", member["mention"]) for member in fact["members"])
        case _:
            return str(fact["name"]) + _after(", ", fact, "title")


def _number(fact: Line) -> str:
    if fact["qualifier"] == "range":
        return f"{fact['low']} to {fact['high']}"
    number = fact.get("amount", fact.get("value"))
    return f"{_QUALIFIERS.get(fact['qualifier'], fact['qualifier'] + ' ')}{number}"


def _after(sign: str, fact: Line, field: str) -> str:
    return f"{sign}{fact[field]}" if field in fact else ""
