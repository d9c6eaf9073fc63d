"""Delta logs on local disks after a power cut: the last commits may be there in part.

`deltalake` writes a commit under another name and renames it, so that a killed process leaves no part of one. A power
cut may still lose what the disk had not yet written. `sync` makes the disk write; `mend` takes back what is torn.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

_COMMIT: Final = re.compile(r"(\d{20})\.json")
_CHECKPOINT: Final = re.compile(r"(\d{20})\.checkpoint\.parquet")


def sync(table: Path, version: int) -> None:
    """Have the disk write a commit, with the files that it adds, before anything that builds on it."""
    log = table / "_delta_log"
    commit = log / f"{version:020}.json"
    for path in (*(table / name for name, _ in _added(commit)), commit, table, log):
        _sync(path)


def mend(table: Path) -> list[str]:
    """Take back the last commits of a table that are torn; what they said is done again.

    Returns:
        The names of what was taken back.
    """
    log = table / "_delta_log"
    if not log.is_dir():
        return []
    taken = [path.name for path in _torn_checkpoints(log)]
    commits = sorted((path for path in log.iterdir() if _COMMIT.fullmatch(path.name)), reverse=True)
    for commit in commits:
        if _is_whole(table, commit):
            break
        # Another name first: a table must never seem to begin with what follows a gap.
        commit.rename(commit.with_suffix(".torn"))
        taken.append(commit.name)
    return taken


def _torn_checkpoints(log: Path) -> Iterator[Path]:
    """Remove checkpoints that cannot be read: they only repeat what the commits say."""
    for path in sorted(log.iterdir()):
        if _CHECKPOINT.fullmatch(path.name) and not _is_parquet(path):
            (log / "_last_checkpoint").unlink(missing_ok=True)
            path.unlink()
            yield path
    last = log / "_last_checkpoint"
    if last.exists():
        try:
            json.loads(last.read_bytes())
        except ValueError:
            last.unlink()
            yield last


def _is_whole(table: Path, commit: Path) -> bool:
    try:
        added = list(_added(commit))
    except (ValueError, KeyError):
        return False
    if not commit.stat().st_size:
        return False
    return all((table / name).is_file() and (table / name).stat().st_size == size for name, size in added)


def _added(commit: Path) -> Iterator[tuple[str, int]]:
    for line in commit.read_text(encoding="utf-8").splitlines():
        action = json.loads(line)
        if "add" in action:
            yield unquote(action["add"]["path"]), action["add"]["size"]


def _is_parquet(path: Path) -> bool:
    try:
        pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return False
    return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
