"""The claim to be the only writer of a store that has no file system: of S3 and other object stores.

It stands in the log of a Delta table, ``_lock``: who writes the commit with the next number has it, and a store that
puts an object only where there is none, as `deltalake` asks of it, lets one do so. Whoever has it says so again and
again, from a process of its own (`python -m boctach.corpus.claim`, which ends with the writer); a claim that nobody
repeats for a while is of a writer that died. No clocks are compared.

A writer that was held up for longer than that must not write on: its own commits name the version that they build on,
and fail where another has written in between.
"""

import json
import os
import secrets
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Final

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties
from deltalake.exceptions import CommitFailedError, DeltaError

from boctach.errors import StoreError

BEAT: Final = 10.0
"""Seconds after which a claim is repeated."""
DEAD: Final = 45.0
"""Seconds after which one that is not repeated counts no more."""

# Where another has written the next commit, do not look for a later number.
AT_ONCE: Final = CommitProperties(max_commit_retries=0)

_FREE: Final = "nobody writes"
_HELD: Final = "written by "
_COLUMN: Final = pa.schema([pa.field("nothing", pa.string())])
_NO_HOOKS: Final = PostCommitHookProperties(create_checkpoint=False)
_SETTLED: Final = 1.0  # seconds that a put of another may still take
_EVERY: Final = 100  # beats after which the log is made short again


class Claim:
    """A claim on a store.

    Args:
        location: The store's address.
        options: Its options for the object store.

    Raises:
        StoreError: Another process has the claim.
    """

    def __init__(self, location: str, options: Mapping[str, str] | None) -> None:
        self._location = location
        self._options = dict(options) if options else None
        self._holder = f"{_HELD}process {os.getpid()} of {socket.gethostname()} ({secrets.token_hex(4)})"
        self._take()
        self._beating = self._begin_beating()

    def check(self) -> None:
        """See that the claim still stands; call it before anything is written.

        Raises:
            StoreError: It could not be repeated, or another has it.
        """
        if self._beating.poll() is not None:
            raise StoreError(f"{self._location}: the claim to write was lost; start again, the run goes on from here")

    def release(self) -> None:
        """Give it up; where it was lost already, nothing happens."""
        assert self._beating.stdin is not None
        self._beating.stdin.close()
        self._beating.wait()
        if self._is_mine():
            table = DeltaTable(_address(self._location), storage_options=self._options)
            _say(table, _FREE)
            _shorten(table)

    def _is_mine(self) -> bool:
        table = DeltaTable(_address(self._location), storage_options=self._options)
        return (table.metadata().description or "").startswith(self._holder)

    def _take(self) -> None:
        DeltaTable.create(
            _address(self._location),
            schema=_COLUMN,
            mode="ignore",
            description=_FREE,
            configuration={"delta.logRetentionDuration": "interval 1 hours"},
            storage_options=self._options,
        )
        table = DeltaTable(_address(self._location), storage_options=self._options)
        self._wait(table)
        try:
            _say(table, self._holder)
        except CommitFailedError as error:
            raise self._taken("another process") from error
        # A store that puts an object where there is one, though it was asked not to, lets the last of two win.
        time.sleep(_SETTLED)
        if not self._is_mine():
            raise self._taken("another process")

    def _wait(self, table: DeltaTable) -> None:
        """Wait until a claim of another is free or dead; refuse where it is repeated."""
        found = table.metadata().description or ""
        began, version = time.monotonic(), table.version()
        while found.startswith(_HELD) and time.monotonic() - began < DEAD:
            time.sleep(BEAT / 5)
            table.update_incremental()
            found = table.metadata().description or ""
            if table.version() != version and found.startswith(_HELD):
                raise self._taken(found.removeprefix(_HELD).partition(" (")[0])

    def _taken(self, who: str) -> StoreError:
        return StoreError(f"{self._location}: {who} is writing to it")

    def _begin_beating(self) -> "subprocess.Popen[bytes]":
        # A thread would not do: while one thread is in deltalake, another that enters it may wait for it for ever.
        beating = subprocess.Popen(  # noqa: S603 this interpreter and this module
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        told = {"location": self._location, "options": self._options, "holder": self._holder, "beat": BEAT}
        assert beating.stdin is not None
        # Options may be secrets: not on the command line.
        beating.stdin.write(json.dumps({**told, "dead": DEAD}).encode() + b"\n")
        beating.stdin.flush()
        return beating


def _address(location: str) -> str:
    return f"{location}/_lock"


def _say(table: DeltaTable, what: str) -> None:
    table.alter.set_table_description(what, commit_properties=AT_ONCE, post_commithook_properties=_NO_HOOKS)


def _shorten(table: DeltaTable) -> None:
    table.create_checkpoint()
    table.cleanup_metadata()


def _beat(location: str, options: Mapping[str, str] | None, holder: str, beat: float, dead: float) -> None:
    """Repeat a claim until standard input ends; end where it is lost."""
    table = DeltaTable(_address(location), storage_options=dict(options) if options else None)
    said = time.monotonic()
    number = 0
    while not select.select([sys.stdin], [], [], beat)[0]:
        number += 1
        try:
            if not (table.metadata().description or "").startswith(holder):
                return
            _say(table, f"{holder} {number}")
            if number % _EVERY == 0:
                _shorten(table)
        except CommitFailedError:
            return
        except (DeltaError, OSError):
            if time.monotonic() - said > dead / 2:
                return
            continue
        said = time.monotonic()


if __name__ == "__main__":
    _beat(**json.loads(sys.stdin.buffer.readline()))
