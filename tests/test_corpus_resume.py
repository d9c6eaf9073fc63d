"""A run that was ended at any moment and started again ends in the tables of an undisturbed run."""

import shutil
from pathlib import Path

import pytest

from boctach import lockstep
from boctach.corpus import ingestion, schema, settling
from boctach.corpus.store import Store
from boctach.errors import StoreError
from tests.corpus_kills import check_kills
from tests.corpus_stores import WritesLeft, article, fill, tables, write_jsonl


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows = [article(number) for number in range(40)] + [article(3), {"text": " "}, {**article(5), "url": None}]
    return write_jsonl(tmp_path / "a.jsonl", rows)


class Cut(BaseException):
    """The power is cut."""


def test_killed_processes(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [article(number) for number in range(240)])
    assert check_kills(source, tmp_path, 4, "--workers", "1") == []


def test_cut_before_any_write(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever commit is the last one, the next run ends where an undisturbed one does."""
    monkeypatch.setattr(lockstep, "_TOGETHER", 8)
    monkeypatch.setattr(ingestion, "_COMMIT", 16)
    whole, _ = fill(tmp_path / "whole", source)
    expected = tables(whole)
    writes = WritesLeft(monkeypatch, Cut)
    cuts = 0
    folder = tmp_path / "cut"
    for allowed in (1, 2, 3, 5, 4, 6, 2, 7, 3, 5, 1, 8, 100):
        writes.count = allowed
        try:
            fill(folder, source)
        except Cut:
            cuts += 1
        else:
            break
    assert cuts > 3
    assert tables(Store(str(folder))) == expected


@pytest.mark.parametrize("name", ["articles", "facts", "appearances"])
@pytest.mark.parametrize("damage", ["half a commit", "an empty commit", "half a file", "no file"])
def test_the_last_commit_is_torn(tmp_path: Path, source: Path, name: str, damage: str) -> None:
    """What a power cut leaves where the disk had not written all that the file system said."""
    template = tmp_path / "template"
    store, _ = fill(template, source)
    expected = tables(store)
    folder = template / name
    commits = sorted((folder / "_delta_log").glob("*.json"))
    newest = max(folder.glob("*.parquet"), key=lambda path: path.stat().st_mtime)
    if damage == "half a commit":
        commits[-1].write_bytes(commits[-1].read_bytes()[:-40])
    elif damage == "an empty commit":
        commits[-1].write_bytes(b"")
    elif damage == "half a file":
        newest.write_bytes(newest.read_bytes()[:-100])
    else:
        newest.unlink()
    again, _ = fill(template, source)
    assert tables(again) == expected


def test_a_worker_that_dies_over_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are ingested, and the record is rejected: the pool does not hang, nor is another suspected."""
    monkeypatch.setenv("BOCTACH_TEST_DEATH", "thirty")
    source = write_jsonl(tmp_path / "a.jsonl", [article(number) for number in range(20)])
    store = Store(str(tmp_path / "store"))
    from boctach.corpus import pools

    monkeypatch.setattr(pools, "do", _dying)
    summary = ingestion.ingest(store, ingestion.Plan([str(source)], workers=1))
    assert (summary.ingested, summary.rejected) == (19, 1)
    rows = store.dataset(schema.REJECTS.name).to_table().to_pylist()
    assert [(row["place"].rpartition("#")[2], row["code"]) for row in rows] == [("8", "worker-died")]


def _dying(piece, options):  # type: ignore[no-untyped-def]
    import os

    from boctach.corpus import work

    if any(record.external_id == "a7" for record in piece):
        os._exit(9)
    return work.analyse(piece, options)


def test_an_interrupted_run_is_told(tmp_path: Path, source: Path) -> None:
    store, _ = fill(tmp_path / "store", source)
    runs = store.column("runs", "run_id")["run_id"].to_pylist()
    store.merge("runs", "run_id", schema.RUNS.rows([{"run_id": runs[0], "status": "running"}]))
    settling.end_interrupted(store)
    assert store.column("runs", "status")["status"].to_pylist() == ["interrupted"]


def test_a_copy_is_a_backup(tmp_path: Path, source: Path) -> None:
    store, _ = fill(tmp_path / "store", source)
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    copy, summary = fill(tmp_path / "copy", source)
    assert summary.ingested == 0
    assert tables(copy) == tables(store)


def test_a_store_of_another_schema(tmp_path: Path, source: Path) -> None:
    from boctach.corpus import migration

    store, _ = fill(tmp_path / "store", source)
    assert migration.migrate(store) == (schema.VERSION, schema.VERSION)
    store.set_version(schema.VERSION + 1)
    with pytest.raises(StoreError, match="newer"):
        fill(tmp_path / "store", source)
    store.set_version(0)
    with pytest.raises(StoreError, match="migrate"):
        fill(tmp_path / "store", source)
    with pytest.raises(StoreError, match="no way"):
        migration.migrate(store)
