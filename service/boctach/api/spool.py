"""Bytes on their way from a sender to a reader who may be slower: in memory at first, then on disk."""

import tempfile
import threading
from collections import deque
from typing import IO, Final

import anyio
import anyio.to_thread

_PIECE: Final = 2**16


class Spool:
    """A queue of bytes with one writer and one reader.

    A sender who only begins to read answers when all is sent would wait for ever if nothing were kept for it.

    Args:
        memory: How many bytes are kept in memory.
        most: How many bytes are kept at all; beyond it the writer waits.
    """

    def __init__(self, memory: int, most: int) -> None:
        self._memory = memory
        self._most = most
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()  # of the file, which a thread writes and another reads
        self._written = self._read = 0
        self._changed = anyio.Event()
        self._ended = False
        self.on_disk = True

    async def write(self, piece: bytes) -> None:
        """Add bytes; waits where too many are kept."""
        while not self._has_room():
            await self._change()
        if self._on_disk() or self._held >= self._memory:
            await self._store(piece)
        else:
            self._pieces.append(piece)
            self._held += len(piece)
        self._tell()

    def end(self) -> None:
        """There is no more."""
        self._ended = True
        self._tell()

    async def read(self) -> bytes:
        """The next bytes; none at the end."""
        while not self._pieces and not self._on_disk():
            if self._ended:
                return b""
            await self._change()
        if self._pieces:
            piece = self._pieces.popleft()
            self._held -= len(piece)
        else:
            piece = await anyio.to_thread.run_sync(self._load)
        self._tell()
        return piece

    def close(self) -> None:
        """Forget everything."""
        if self._file is not None:
            self._file.close()

    def _has_room(self) -> bool:
        kept = self._held + self._written - self._read
        return kept < (self._most if self.on_disk else self._memory)

    def _on_disk(self) -> bool:
        return self._written > self._read

    async def _store(self, piece: bytes) -> None:
        try:
            await anyio.to_thread.run_sync(self._append, piece)
        except OSError:
            # A system without a place for files: what does not fit into memory waits.
            self.on_disk = False
            while self._on_disk():
                await self._change()
            self._pieces.append(piece)
            self._held += len(piece)

    def _append(self, piece: bytes) -> None:
        with self._lock:
            self._write(piece)

    def _write(self, piece: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="boctach-")  # noqa: SIM115 `close` closes it
        self._file.seek(self._written)
        self._file.write(piece)
        self._written += len(piece)

    def _load(self) -> bytes:
        with self._lock:
            return self._take()

    def _take(self) -> bytes:
        assert self._file is not None
        self._file.seek(self._read)
        piece = self._file.read(min(_PIECE, self._written - self._read))
        self._read += len(piece)
        if self._read == self._written:
            self._file.seek(0)
            self._file.truncate()
            self._read = self._written = 0
        return piece

    async def _change(self) -> None:
        await self._changed.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = anyio.Event()
