"""The command line of a corpus."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from boctach.cli import app
from boctach.corpus import schema
from tests.corpus_stores import article, fill, write_jsonl

run = CliRunner().invoke


@pytest.fixture
def store(tmp_path: Path) -> str:
    source = write_jsonl(tmp_path / "a.jsonl", [article(1), article(2), {"text": ""}])
    fill(tmp_path / "store", source)
    return str(tmp_path / "store")


def test_ingest_is_quiet_and_sums_up(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [article(1), {"text": ""}])
    into = ["--into", str(tmp_path / "store"), "--workers", "0"]
    done = run(app, ["ingest", str(source), *into])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "1 articles ingested of 2 records" in done.stderr and "1 rejected (empty-text 1)" in done.stderr
    again = run(app, ["ingest", str(source), *into, "--strict"])
    assert again.exit_code == 0, "known before: rejected no second time"
    missing = run(app, ["ingest", str(tmp_path / "nowhere"), *into, "--strict"])
    assert missing.exit_code == 1


def test_ingest_says_what_is_missing(tmp_path: Path) -> None:
    assert run(app, ["ingest", "--into", str(tmp_path / "store")]).exit_code == 2
    wrong = run(app, ["ingest", "x", "--into", str(tmp_path / "store"), "--column", "text"])
    assert wrong.exit_code == 2 and "FIELD=" in wrong.stderr
    unknown = run(app, ["ingest", "x", "--into", str(tmp_path / "store"), "--column", "body=text"])
    assert unknown.exit_code == 1 and "no field body" in unknown.stderr


def test_ask_prints_lines_and_writes_files(store: str, tmp_path: Path) -> None:
    done = run(app, ["ask", store, "--kind", "money", "--limit", "1"])
    assert done.exit_code == 0
    row = json.loads(done.stdout)
    assert row["kind"] == "money" and row["mention"] in row["sentence"]
    after = done.stderr.partition("--after ")[2].strip()
    rest = run(app, ["ask", store, "--kind", "money", "--after", after])
    assert json.loads(rest.stdout)["article_id"] != row["article_id"]
    assert run(app, ["ask", store, "--output", str(tmp_path / "facts.xlsx")]).exit_code == 0
    assert (tmp_path / "facts.xlsx").stat().st_size > 1000


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--table", "secrets"], "no table"),
        (["--kind", "moneys"], "unknown kinds"),
        (["--output", "facts.doc"], "no form"),
        (["--since", "never"], "no date"),
    ],
)
def test_ask_says_what_is_wrong(store: str, options: list[str], told: str) -> None:
    done = run(app, ["ask", store, *options])
    assert done.exit_code == 1 and told in done.stderr


def test_ask_without_a_store(tmp_path: Path) -> None:
    done = run(app, ["ask", str(tmp_path)])
    assert done.exit_code == 1 and "no store" in done.stderr


def test_upkeep(store: str) -> None:
    row = json.loads(run(app, ["ask", store, "--kind", "money", "--limit", "1"]).stdout)
    fact = [row["article_id"], "money", str(row["start"]), str(row["end"])]
    corrected = run(app, ["corpus", "correct", store, *fact, "--by", "Lan", "--set", "amount=7"])
    assert corrected.exit_code == 0, corrected.stderr
    asked = json.loads(run(app, ["ask", store, "--kind", "money", "--article", row["article_id"]]).stdout)
    assert (asked["amount"], asked["corrected_by"]) == ("7", "Lan")
    assert run(app, ["corpus", "correct", store, *fact, "--by", "Lan"]).exit_code == 2
    assert "1 articles removed" in run(app, ["corpus", "remove", store, row["article_id"]]).stderr
    assert run(app, ["corpus", "tidy", store, "--forget"]).exit_code == 0
    assert f"schema {schema.VERSION}" in run(app, ["corpus", "migrate", store]).stderr


def test_a_table_for_people(store: str) -> None:
    from io import StringIO

    from rich.console import Console

    from boctach.corpus import questions, shown
    from boctach.corpus.store import Store

    out = StringIO()
    shown.table(questions.ask(Store(store), "facts").rows, Console(file=out, width=300))
    assert "money" in out.getvalue() and "rows" in out.getvalue()
