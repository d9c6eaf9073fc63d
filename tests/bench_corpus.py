"""How fast articles are ingested, with how much memory, into how large a store; and how fast pos_tag alone would be.

``python -m tests.bench_corpus SOURCE`` measures three things, each also alone (``--only``):

- ``whole``: all of SOURCE with two workers: rate, seconds of processors, the most memory of all processes together
  (proportional set size, so that what they share counts once), size of the store.
- ``tag``: a loop of nothing but ``underthesea.pos_tag`` over 2,000 articles from all over SOURCE.
- ``workers``: one worker against two on 2,000 articles from all over SOURCE, in turns, medians of five.

Seconds of processors are told beside those of the clock: on a machine that others use too, they can be compared.
"""

import argparse
import contextlib
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

_RUN = """
import resource, sys, time
from boctach.corpus.ingestion import Plan, ingest
from boctach.corpus.store import Store
if __name__ == "__main__":
    begun = time.monotonic()
    done = ingest(Store(sys.argv[2]), Plan([sys.argv[1]], workers=int(sys.argv[3])))
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(done.ingested, time.monotonic() - begun, own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime)
"""
_NAMES = ("articles", "seconds", "writer_cpu", "workers_cpu")


def ingest(source: Path, store: Path, workers: int) -> dict[str, float]:
    """One ingestion in processes of its own: articles, seconds by the clock and of processors, megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "run.py")
        script.write_text(_RUN, encoding="utf-8")
        command = [sys.executable, str(script), str(source), str(store), str(workers)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, watched(process.pid) as most:
            told = process.communicate()[0]
        assert process.returncode == 0
    figures = dict(zip(_NAMES, map(float, told.split()), strict=True))
    return figures | {"memory_mb": most[0], "store_mb": size(store)}


@contextlib.contextmanager
def watched(root: int) -> Iterator[list[float]]:
    """A list of one number: the most megabytes that a process and those that it began had together."""
    most, ended = [0.0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            most[0] = max(most[0], sum(map(memory, family(root))))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield most
    finally:
        ended.set()
        watching.join()


def family(root: int) -> list[int]:
    """A process and all that it began, and those that they began."""
    found = [root]
    for process in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def memory(process: int) -> float:
    """Megabytes of a process, of pages that several have its part."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def size(folder: Path) -> float:
    """Megabytes of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def sample(source: Path, count: int) -> list[bytes]:
    """Lines from all over a file of JSON lines."""
    content = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    lines = content.splitlines()
    return list(islice(lines, 0, None, max(1, len(lines) // count)))[:count]


def whole(source: Path) -> float:
    """Ingest all; articles a second."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "store")
        run = ingest(source, store, 2)
        subprocess.run([sys.executable, "-m", "boctach", "corpus", "tidy", str(store), "--forget"], check=True)
        tidied = size(store)
    told("whole, 2 workers", run)
    print(f"  store {run['store_mb']:.0f} MB, {tidied:.0f} MB after tidy --forget", flush=True)
    return run["articles"] / run["seconds"]


def told(what: str, run: dict[str, float]) -> None:
    """Print what a run took."""
    articles = run["articles"]
    print(
        f"{what}: {articles:.0f} articles in {run['seconds']:.1f} s, {articles / run['seconds']:.1f}/s; processors:"
        f" workers {1000 * run['workers_cpu'] / articles:.2f} ms an article, writer"
        f" {1000 * run['writer_cpu'] / articles:.2f} ms; all processes {run['memory_mb']:.0f} MB at most",
        flush=True,
    )


def tag(source: Path, count: int) -> float:
    """A loop of nothing but pos_tag; articles a second."""
    from underthesea import pos_tag

    texts = [json.loads(line)["text"] for line in sample(source, count)]
    pos_tag("Xin chào")
    begun, used = time.monotonic(), time.process_time()
    for text in texts:
        pos_tag(text)
    seconds, used = time.monotonic() - begun, time.process_time() - used
    rate, cost = len(texts) / seconds, 1000 * used / len(texts)
    print(f"pos_tag alone: {len(texts)} articles in {seconds:.1f} s, {rate:.1f}/s; {cost:.2f} ms of a core an article")
    return rate


def workers(source: Path, count: int, repeat: int) -> None:
    """One worker and two, in turns."""
    runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        some = Path(folder, "some.jsonl")
        some.write_bytes(b"\n".join(sample(source, count)) + b"\n")
        for turn in range(repeat):
            for number, done in runs.items():
                done.append(ingest(some, Path(folder, f"store-{number}-{turn}"), number))
    middle = {
        number: {name: statistics.median(run[name] for run in done) for name in done[0]}
        for number, done in runs.items()
    }
    for number, run in middle.items():
        told(f"{number} workers, medians of {repeat}", run)
    print(f"two workers are {middle[1]['seconds'] / middle[2]['seconds']:.2f} times as fast as one", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--only", nargs="+", choices=("whole", "tag", "workers"), default=("whole", "tag", "workers"))
    parser.add_argument("--sample", type=int, default=2000, help="articles of the loop, and of one worker against two")
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    rates = {}
    if "whole" in given.only:
        rates["whole"] = whole(given.source)
    if "tag" in given.only:
        rates["tag"] = tag(given.source, given.sample)
    if len(rates) == 2:
        print(f"ingestion is {rates['whole'] / rates['tag']:.1f} times as fast as the loop", flush=True)
    if "workers" in given.only:
        workers(given.source, given.sample, given.repeat)


if __name__ == "__main__":
    main()
