"""The tables of cases, one a kind: ``text, mention, fields…, status, note``.

A row with a mention says: in this text there is a fact of this kind with this mention and exactly these field values
(a blank cell: the field is absent; ``exact`` is written out). A row with a blank mention says: nothing of this kind is
found in the text. Rows with the same text belong together: the facts found are exactly those of the rows.
"""

import csv
from pathlib import Path
from typing import Any

import pytest

from boctach import analysis
from boctach.extractors import REGISTRY
from boctach.facts import KINDS

CASES = Path(__file__).parent / "cases"
FIXED = {"text", "mention", "status", "note"}


def _groups(kind: str) -> list[Any]:
    with (CASES / f"{kind}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["text"], []).append(row)
    params = []
    for text, members in groups.items():
        statuses = {row["status"] for row in members}
        assert statuses <= {"ok", "xfail"} and len(statuses) == 1, f"{kind}: status of {text!r}: {statuses}"
        marks = [pytest.mark.xfail(strict=True, reason=members[0]["note"])] if statuses == {"xfail"} else []
        params.append(pytest.param(kind, text, members, marks=marks, id=f"{kind}: {members[0]['note']}: {text[:60]}"))
    return params


def _field(fact: dict[str, Any], name: str) -> str:
    value = fact.get(name)
    if isinstance(value, list):
        return "; ".join(":".join(str(m[k]) for k in ("mention", "type", "code") if k in m) for m in value)
    return "" if value is None else str(value)


@pytest.mark.parametrize(("kind", "text", "rows"), [p for kind in KINDS for p in _groups(kind)])
def test_case(kind: str, text: str, rows: list[dict[str, str]]) -> None:
    found = [fact.model_dump(mode="json") for fact in analysis.extract(analysis.read(text), {kind})]
    fields = [name for name in rows[0] if name not in FIXED]
    got = [{"mention": fact["mention"], **{name: _field(fact, name) for name in fields}} for fact in found]
    expected = [{name: row[name] for name in ("mention", *fields)} for row in rows if row["mention"]]
    assert got == expected


def test_every_kind_has_module_and_cases() -> None:
    assert sorted(module.KIND for module in REGISTRY) == sorted(KINDS)
    assert sorted(path.stem for path in CASES.glob("*.tsv")) == sorted([*KINDS, "statements"])
