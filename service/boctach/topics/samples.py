"""Labelled texts out of JSON lines and CSV."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from boctach.errors import SampleError

_BETWEEN: Final = "|"  # of several labels in a cell of CSV
_REMEDY: Final = 'give JSON lines such as {"label": "…", "text": "…"} (or "labels" and a list), or CSV likewise'
_LONGEST_CELL: Final = 10_000_000


class Sample(NamedTuple):
    """A text with its labels, at least one."""

    text: str
    labels: tuple[str, ...]


def read(path: Path) -> list[Sample]:
    """The samples of a file: ``.jsonl`` or ``.csv``, either also with ``.gz`` behind.

    A row has ``text`` and either ``label``, or ``labels``: a list, or in CSV a cell with ``|`` between them. An empty
    label is left out.

    Raises:
        SampleError: The file cannot be read, is of another kind, or a row is not as it should be; names the row.
    """
    samples = [_sample(where, row) for where, row in _rows(path)]
    if not samples:
        raise SampleError(f"{path.name} holds no row", field="data", remedy=_REMEDY)
    return samples


def texts(path: Path) -> list[str]:
    """The texts of a file as `read` reads it, whatever labels there are.

    Raises:
        SampleError: The file cannot be read, is of another kind, or a row has no text; names the row.
    """
    found = []
    for where, row in _rows(path):
        if not isinstance(row.get("text"), str):
            raise SampleError(f"{where}: needs a text", field="data", remedy=_REMEDY)
        found.append(row["text"])
    return found


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row with where it stands."""
    names = path.suffixes
    packed = names[-1:] == [".gz"]
    kind = (names[-2:-1] if packed else names[-1:]) or [""]
    readers = {".jsonl": _rows_of_json, ".csv": _rows_of_csv}
    if kind[0] not in readers:
        raise SampleError(f"{path.name} is no .jsonl or .csv file", field="data", remedy=_REMEDY)
    try:
        content = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SampleError(f"{path}: {reason}", field="data", remedy="give a readable file in UTF-8") from error
    for number, row in readers[kind[0]](path.name, text):
        yield f"{path.name}, row {number}", row


def _rows_of_json(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SampleError(f"{name}, row {number}: no JSON: {error}", field="data", remedy=_REMEDY) from error
        if not isinstance(row, dict):
            raise SampleError(f"{name}, row {number}: no JSON object", field="data", remedy=_REMEDY)
        yield number, row


def _rows_of_csv(name: str, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
            labels = row.pop("labels", None)
            yield number, row if labels is None else row | {"labels": labels.split(_BETWEEN)}
    except csv.Error as error:
        raise SampleError(f"{name}: {error}", field="data", remedy=_REMEDY) from error


def _sample(where: str, row: dict[str, Any]) -> Sample:
    text, labels = row.get("text"), row.get("labels", row.get("label"))
    if isinstance(labels, str):
        labels = [labels]
    if not isinstance(text, str) or not isinstance(labels, list) or not all(isinstance(one, str) for one in labels):
        raise SampleError(f"{where}: needs a text, and a label or labels", field="data", remedy=_REMEDY)
    named = tuple(dict.fromkeys(label.strip() for label in labels if label.strip()))
    if not named:
        raise SampleError(f"{where}: has no label", field="data", remedy=_REMEDY)
    return Sample(text, named)
