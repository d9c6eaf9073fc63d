"""How fast articles are ingested, with how much memory, into how large a store; and how fast pos_tag alone would be.

``python -m tests.bench_corpus SOURCE --workers 1 2 --repeat 5 --tagged 200``. Seconds of processors are told beside
those of the clock: on a machine that others use too, they are what can be compared.
"""

import argparse
import gzip
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path


def ingest(source: Path, store: Path, workers: int) -> dict[str, float]:
    """One ingestion in a process of its own: seconds by the clock, of processors, and the largest process in MB."""
    code = (
        "import resource, sys, time\n"
        "from boctach.corpus.ingestion import Plan, ingest\n"
        "from boctach.corpus.store import Store\n"
        "if __name__ == '__main__':\n"
        "    begun = time.monotonic()\n"
        "    done = ingest(Store(sys.argv[2]), Plan([sys.argv[1]], workers=int(sys.argv[3])))\n"
        "    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
        "    print(done.ingested, time.monotonic() - begun, own.ru_utime + own.ru_stime,\n"
        "          others.ru_utime + others.ru_stime, own.ru_maxrss / 1024, others.ru_maxrss / 1024)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "run.py")
        script.write_text(code, encoding="utf-8")
        command = [sys.executable, str(script), str(source), str(store), str(workers)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    names = ("articles", "seconds", "writer_cpu", "workers_cpu", "writer_mb", "worker_mb")
    return dict(zip(names, map(float, told), strict=True))


def size(folder: Path) -> float:
    """Megabytes of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def texts(source: Path) -> list[str]:
    """The texts of a file of JSON lines."""
    content = gzip.decompress(source.read_bytes()) if source.suffix == ".gz" else source.read_bytes()
    return [json.loads(line)["text"] for line in content.splitlines()]


def tag(source: Path, count: int) -> tuple[int, float, float]:
    """A loop of nothing but pos_tag over articles from all over the source: how many, seconds, seconds of a core."""
    from underthesea import pos_tag

    found = texts(source)
    sample = list(islice(found, 0, None, max(1, len(found) // count)))
    pos_tag("Xin chào")
    begun, used = time.monotonic(), time.process_time()
    for text in sample:
        pos_tag(text)
    return len(sample), time.monotonic() - begun, time.process_time() - used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--tagged", type=int, default=200)
    given = parser.parse_args()
    for workers in given.workers:
        runs = []
        for _ in range(given.repeat):
            with tempfile.TemporaryDirectory() as folder:
                runs.append(ingest(given.source, Path(folder, "store"), workers) | {"mb": size(Path(folder, "store"))})
        middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        rate = middle["articles"] / middle["seconds"]
        print(f"{workers} workers, median of {given.repeat}: {rate:.1f} articles/s; {middle}", flush=True)
    if given.tagged:
        count, seconds, used = tag(given.source, given.tagged)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"pos_tag alone: {count / seconds:.1f} articles/s, {count / used:.1f} a core second; {peak:.0f} MB")


if __name__ == "__main__":
    main()
