"""A file that is open for reading, or a member of one; and its bytes within bounds."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from boctach.corpus.records import Place
from boctach.errors import TextTooLongError

MAX_BYTES: Final = 16 * 1024 * 1024
"""The longest text file, page or line that is held in memory."""

_CHUNK: Final = 1 << 13  # what a broken gzip file may lose before its break


class Opened:
    """A file, or a member of one, that is open for reading.

    Args:
        stream: Its bytes, decompressed.
        name: Its name, for its suffixes.
        origin: The file that it is, or is in.
        within: Its place in that file.
        told: How many bytes of the file have been read so far.
    """

    def __init__(self, stream: BinaryIO, name: str, origin: str, within: str, told: Callable[[], int]) -> None:
        self.stream = stream
        self.name = name
        self.origin = origin
        self.within = within
        self.told = told

    def place(self, within: str = "") -> Place:
        """A place in it."""
        return Place(self.origin, self.within + within, self.told())

    def member(self, stream: BinaryIO, name: str) -> "Opened":
        """A file inside it."""
        return Opened(stream, name, self.origin, f"{self.within}!{name}", self.told)

    def content(self) -> bytes:
        """All its bytes.

        Raises:
            TextTooLongError: There are more than `MAX_BYTES`.
        """
        content = self.stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise TextTooLongError(
                f"over {MAX_BYTES} bytes", field="text", remedy="an article a file; many of them as .jsonl"
            )
        return content

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Its lines with their numbers from 1, without line ends; None for one of more than `MAX_BYTES`."""
        number, held, skipping = 1, bytearray(), False
        read = getattr(self.stream, "read1", self.stream.read)
        while chunk := read(_CHUNK):
            first, *others = chunk.split(b"\n")
            if not skipping:
                held += first
            for line in others:
                yield number, None if skipping or len(held) > MAX_BYTES else bytes(held)
                number, held, skipping = number + 1, bytearray(line), False
            if len(held) > MAX_BYTES:
                held, skipping = bytearray(), True
        if skipping or held:
            yield number, None if skipping else bytes(held)
