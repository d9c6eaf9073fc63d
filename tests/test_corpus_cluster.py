"""Work on a Dask cluster: processes with a scheduler and three workers, one of which is killed while it works."""

import contextlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from boctach import lockstep
from boctach.corpus.ingestion import Plan, Summary, Watcher, ingest
from boctach.corpus.store import Store
from boctach.errors import ClusterError
from tests.corpus_stores import article, fill, tables, write_jsonl

pytest.importorskip("distributed")


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A scheduler and workers as processes of this machine; the scheduler's address."""
    dask = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    scheduler = subprocess.Popen(dask, stderr=subprocess.PIPE, text=True)
    started: list[subprocess.Popen[bytes]] = []
    try:
        assert scheduler.stderr is not None
        address = ""
        for line in scheduler.stderr:
            found = re.search(r"Scheduler at:\s+(tcp://\S+)", line)
            if found:
                address = found[1]
                break
        threading.Thread(target=scheduler.stderr.read, daemon=True).start()
        command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        command += ["--no-nanny", "--memory-limit", "0"]
        started += [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(workers)]
        _wait_for(address, workers)
        yield address, started
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout="180s") as client:
        client.wait_for_workers(workers, timeout=180)


class Killer(Watcher):
    """Kills a worker once the run has taken its first piece."""

    def __init__(self, worker: "subprocess.Popen[bytes]") -> None:
        self.worker = worker

    def advance(self, done: int, summary: Summary) -> None:
        self.worker.kill()


def test_a_killed_worker_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockstep, "_TOGETHER", 6)
    source = write_jsonl(tmp_path / "a.jsonl", [article(number) for number in range(90)] + [{"text": ""}, article(3)])
    whole, _ = fill(tmp_path / "whole", source)
    with cluster(3) as (address, workers):
        store = Store(str(tmp_path / "store"))
        killer = Killer(workers[0])
        summary = ingest(store, Plan([str(source)], scheduler=address), killer)
        assert workers[0].poll() is not None, "no worker was killed"
        assert summary.ingested == 90
    assert tables(store) == tables(whole)


def test_no_scheduler(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [article(1)])
    with pytest.raises(ClusterError, match="no Dask scheduler"):
        ingest(Store(str(tmp_path / "store")), Plan([str(source)], scheduler="tcp://127.0.0.1:9"))
