"""A store on S3: the tables of a local one, and one writer at a time without a file to lock."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from deltalake import DeltaTable

import boctach
from boctach.corpus import claim, migration, schema
from boctach.corpus.ingestion import Plan, ingest
from boctach.corpus.refreshing import refresh
from boctach.corpus.store import Store
from boctach.corpus.work import Options, to_table
from boctach.errors import StoreError
from tests import s3
from tests.corpus_stores import article, fill, tables, write_jsonl

pytest.importorskip("moto")
pytest.importorskip("flask")


@pytest.fixture(scope="module")
def options() -> Iterator[dict[str, str]]:
    with s3.server() as found:
        yield found


@pytest.fixture
def location(tmp_path: Path) -> str:
    return f"s3://{s3.BUCKET}/{tmp_path.name}"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "a.jsonl", [*(article(number) for number in range(8)), article(3), {"text": ""}])


HOLDER = """
import json, sys, time
from boctach.corpus.claim import Claim
location, options = sys.argv[1], json.loads(sys.argv[2])
held = Claim(location, options)
print("held", flush=True)
time.sleep(600)
"""


def holder(location: str, options: dict[str, str]) -> "subprocess.Popen[str]":
    """A process that has the claim and does not give it up."""
    command = [sys.executable, "-c", HOLDER, location, json.dumps(options)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_tables_of_a_local_store(
    tmp_path: Path, location: str, options: dict[str, str], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local, _ = fill(tmp_path / "local", source)
    store = Store(location, options)
    assert ingest(store, Plan([str(source)], workers=0)).ingested == 8
    assert tables(store) == tables(local)
    assert ingest(store, Plan([str(source)], workers=0)).known == 10
    mine = boctach.Corpus(location, options)
    assert mine.facts(kind="money").height == 8 and mine.articles(text="hop tac xa", fold=True).height == 1
    monkeypatch.setattr("boctach.corpus.components.facts", lambda: "another")
    assert refresh(store, Plan([], workers=0)) == 8
    assert refresh(store, Plan([], workers=0, options=Options(models=("sections",)))) == 8
    assert migration.migrate(store) == (schema.VERSION, schema.VERSION)
    gone = mine.articles().to_dicts()[0]["article_id"]
    assert mine.remove([gone]) == 1
    assert mine.articles().height == 7 and mine.facts(article=gone).height == 0


def test_a_second_writer_is_refused(location: str, options: dict[str, str], source: Path) -> None:
    """It sees the claim repeated; of one that is not, it would make an end."""
    Store(location, options).create()
    process = holder(location, options)
    try:
        with pytest.raises(StoreError, match=f"process {process.pid} of .* is writing"):
            ingest(Store(location, options), Plan([str(source)], workers=0))
    finally:
        process.kill()
        process.wait()


def test_the_claim_of_a_killed_writer_ends(
    location: str, options: dict[str, str], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = holder(location, options)
    process.kill()
    process.wait()
    monkeypatch.setattr(claim, "DEAD", 4.0)
    assert ingest(Store(location, options), Plan([str(source)], workers=0)).ingested == 8
    # Given up at the end: the next one need not wait.
    monkeypatch.setattr(claim, "DEAD", 3600.0)
    assert ingest(Store(location, options), Plan([str(source)], workers=0)).known == 10


def test_a_writer_that_was_held_up_writes_no_more(
    tmp_path: Path, location: str, options: dict[str, str], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stopped, another takes over, and it goes on: its commit fails, even where it does not know yet."""
    late = Store(location, options)
    late.create()
    row = {"record_id": "late", "place": "late", "code": "late"}
    monkeypatch.setattr(claim, "DEAD", 4.0)
    with late.lock():
        late.table(schema.REJECTS.name)
        assert late._claim is not None
        beating = late._claim._beating
        os.kill(beating.pid, signal.SIGSTOP)
        ingest(Store(location, options), Plan([str(source)], workers=0))
        with pytest.raises(StoreError, match="has written to it meanwhile"):
            late.append(schema.REJECTS.name, to_table(schema.REJECTS, [row]))
        os.kill(beating.pid, signal.SIGCONT)
        beating.wait(60)
        with pytest.raises(StoreError, match="claim to write was lost"):
            late.append(schema.REJECTS.name, to_table(schema.REJECTS, [row]))
    assert tables(Store(location, options)) == tables(fill(tmp_path / "local", source)[0])


def test_two_runs_at_once_do_not_corrupt(tmp_path: Path, location: str, options: dict[str, str]) -> None:
    """Of two runs that begin together one is refused; done again, the tables are those of one run after the other."""
    parts = [
        write_jsonl(tmp_path / f"{name}.jsonl", [article(number) for number in numbers])
        for name, numbers in (("a", range(6)), ("b", range(4, 10)))
    ]
    environment = {**os.environ, **options}
    commands = [
        [sys.executable, "-m", "boctach", "ingest", str(part), "--into", location, "--workers", "0"] for part in parts
    ]
    runs = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for command in commands]
    told = [run.communicate(timeout=300)[1] for run in runs]
    assert 0 in [run.returncode for run in runs]
    for run, words in zip(runs, told, strict=True):
        assert run.returncode == 0 or "is writing to it" in words, words
    for command in commands:
        again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
    assert tables(Store(location, options)) == tables(fill(tmp_path / "local", *parts)[0])


def test_a_store_that_lets_two_write_is_refused(location: str, options: dict[str, str], source: Path) -> None:
    unsafe = Store(location, {**options, "AWS_CONDITIONAL_PUT": "disabled", "AWS_S3_ALLOW_UNSAFE_RENAME": "true"})
    with pytest.raises(StoreError, match="conditional put is disabled"):
        ingest(unsafe, Plan([str(source)], workers=0))


def test_a_claim_that_another_wrote_over_is_none(
    location: str, options: dict[str, str], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a store does that puts an object where there is one: the last of two that claim at once has it."""
    boto3 = pytest.importorskip("boto3")

    def write_over(_: float) -> None:
        version = DeltaTable(f"{location}/_lock", storage_options=options).version()
        names = {"Bucket": s3.BUCKET, "Key": f"{location.split('/', 3)[3]}/_lock/_delta_log/{version:020}.json"}
        bucket = boto3.client(
            "s3",
            endpoint_url=options["AWS_ENDPOINT_URL"],
            region_name=options["AWS_REGION"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        commit = bucket.get_object(**names)["Body"].read()
        bucket.put_object(**names, Body=re.sub(rb"written by process \d+", b"written by process 0", commit))

    monkeypatch.setattr(claim.time, "sleep", write_over)
    with pytest.raises(StoreError, match="is writing to it"):
        ingest(Store(location, options), Plan([str(source)], workers=0))


def test_an_address_that_is_not_known(source: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        ingest(Store("nowhere://bucket/store"), Plan([str(source)], workers=0))
