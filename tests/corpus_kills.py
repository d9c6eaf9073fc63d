"""Ingestion killed at random moments, or out of room on its disk, and started again: the tables of an undisturbed run.

``python -m tests.corpus_kills SOURCE --kills 20`` runs it at length; ``--full-disk`` needs root, for a small tmpfs.
"""

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from boctach.corpus.store import Store
from tests.corpus_stores import tables

_DISK = 120


def begin(source: Path, store: Path, *options: str) -> "subprocess.Popen[bytes]":
    """`boctach ingest` in a process group of its own."""
    command = [sys.executable, "-m", "boctach", "ingest", str(source), "--into", str(store), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)


def finish(source: Path, store: Path, *options: str) -> tuple[int, str]:
    """Ingest to the end; the exit status and what was said."""
    process = begin(source, store, *options)
    told = process.communicate()[1].decode()
    return process.returncode, told


def commits(store: Path) -> int:
    """How many commits a store has, of all tables."""
    return len(list(store.glob("*/_delta_log/*.json")))


def kill(process: "subprocess.Popen[bytes]", store: Path, more: int, after: float, *, group: bool) -> bool:
    """Kill a run, with its workers at once or leaving them to notice; whether it still ran.

    Args:
        process: The run.
        store: Its store.
        more: How many commits it may make.
        after: How many seconds it goes on then.
        group: Whether its workers are killed with it.
    """
    before = commits(store)
    while process.poll() is None and commits(store) < before + more:
        time.sleep(0.01)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    running = process.poll() is None
    if running and group:
        os.killpg(process.pid, signal.SIGKILL)
    elif running:
        process.kill()
    process.wait()
    assert process.stderr is not None
    process.stderr.close()
    return running


def check_kills(source: Path, folder: Path, kills: int, *options: str, seed: int = 1) -> list[str]:
    """Kill a run ``kills`` times on its way; what differs from an undisturbed one, nothing if all is well."""
    begun = time.monotonic()
    status, told = finish(source, folder / "whole", *options)
    assert status == 0, told
    print(f"undisturbed: {time.monotonic() - begun:.1f} s\n{told}", flush=True)
    whole = commits(folder / "whole")
    chance = random.Random(seed)
    done = 0
    for number in range(kills):
        # Counted in commits, so that the moments lie all over a run however slow the machine is; each fifth is one of
        # the seconds in which a run begins.
        more = 0 if number % 5 == 0 else chance.randint(2, max(20, 2 * whole // kills))
        after = chance.uniform(0.3, 8) if number % 5 == 0 else chance.uniform(0, 0.2)
        process = begin(source, folder / "killed", *options)
        hit = kill(process, folder / "killed", more, after, group=number % 2 == 0)
        done += hit
        store = Store(str(folder / "killed"))
        there = len(store.column("articles", "article_id")) if store.exists else 0
        moment = f"{more} commits and {after:.2f} s"
        print(f"kill {number + 1}: after {moment}: {'killed' if hit else 'had ended'}, {there} articles", flush=True)
    status, told = finish(source, folder / "killed", *options)
    assert status == 0, told
    print(f"{done} of {kills} runs were killed; then\n{told}", flush=True)
    return differing(folder / "whole", folder / "killed")


def differing(one: Path, other: Path) -> list[str]:
    """Names of the tables that differ between two stores."""
    left, right = tables(Store(str(one))), tables(Store(str(other)))
    return [name for name in left if left[name] != right[name]]


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system in memory of so many megabytes."""
    place = folder / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def check_full_disk(source: Path, folder: Path, room: float, *options: str) -> list[str]:
    """Run out of room, of so many megabytes, while a run goes on; make room, and start again."""
    status, told = finish(source, folder / "whole", *options)
    assert status == 0, told
    with small_disk(folder, _DISK) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(int((_DISK - room) * 1_048_576)))
        status, told = finish(source, disk / "store", *options)
        print(f"on a disk with {room} MB left: status {status}: {told}", flush=True)
        assert status == 1, "the disk was large enough"
        ballast.unlink()
        status, told = finish(source, disk / "store", *options)
        print(f"with room again: status {status}: {told}", flush=True)
        assert status == 0
        return differing(folder / "whole", disk / "store")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", default="2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full-disk", action="store_true")
    parser.add_argument("--room", type=float, default=3.0, help="megabytes on the small disk")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options = ("--workers", given.workers)
        if given.full_disk:
            wrong = check_full_disk(given.source, Path(folder), given.room, *options)
        else:
            wrong = check_kills(given.source, Path(folder), given.kills, *options, seed=given.seed)
    print("tables that differ:", ", ".join(wrong) or "none")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
