"""A service of its own for a test: on a free port, asked without ceremony, weighed and counted through /proc."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.shared import ROOT

_TICKS = os.sysconf("SC_CLK_TCK")
# Only a hang takes them, on whatever machine.
_SECONDS_TO_GET_READY = 300
_SECONDS_TO_ANSWER = 600


@contextmanager
def service(workers: int, **environment: str) -> Iterator[tuple[int, int]]:
    """A service of its own; gives its process and its port.

    Args:
        workers: Its processes.
        environment: Variables that are set for it.
    """
    variables = os.environ | {"BOCTACH_WORKERS": str(workers), "BOCTACH_LOG_LEVEL": "error"} | environment
    command = [sys.executable, "-m", "boctach", "serve", "--port", "0"]
    # A file, not a pipe: nobody reads the log, and a full pipe would stop the service.
    with TemporaryFile("w+") as log, subprocess.Popen(command, env=variables, stderr=log) as process:
        try:
            end = time.monotonic() + _SECONDS_TO_GET_READY
            while not (told := re.match(r"boctach listens on \S+:(\d+)\n", _text(log))):
                assert process.poll() is None and time.monotonic() < end, _text(log)
                time.sleep(0.02)
            port = int(told[1])
            while asyncio.run(ask(port, b"", "GET /readyz")) != 200:
                assert time.monotonic() < end, _text(log)
                time.sleep(0.05)
            yield process.pid, port
        except BaseException:
            print(_text(log))  # pytest shows it with the failure
            raise
        finally:
            process.terminate()
            process.wait(_SECONDS_TO_ANSWER)


def _text(log: IO[str]) -> str:
    return os.pread(log.fileno(), 2**20, 0).decode(errors="replace")


def request(body: bytes, what: str = "POST /v1/extract") -> bytes:
    """A request as it goes over the wire; its connection ends with the answer."""
    head = f"{what} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def ask(port: int, body: bytes, what: str = "POST /v1/extract") -> int:
    """The status that a request gets; 0 where it gets no whole answer."""
    return await send(port, request(body, what))


async def send(port: int, content: bytes) -> int:
    """The status that the bytes of a request get; 0 where they get no whole answer.

    It takes little of the processor, which it shares with the service that is measured.
    """
    loop = asyncio.get_running_loop()
    call = _Call(content, loop.create_future())
    try:
        await loop.create_connection(lambda: call, "127.0.0.1", port)
        async with asyncio.timeout(_SECONDS_TO_ANSWER):
            return await call.status
    except (OSError, TimeoutError):
        return 0


class _Call(asyncio.Protocol):
    """One request over a connection of its own."""

    def __init__(self, content: bytes, status: asyncio.Future[int]) -> None:
        self._content = content
        self._answer = bytearray()
        self.status = status

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(self._content)

    def data_received(self, data: bytes) -> None:
        self._answer += data

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.status.done():
            self.status.set_result(_status(self._answer))


def _status(answer: bytearray) -> int:
    head, _, body = answer.partition(b"\r\n\r\n")
    match = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    whole = match is not None and len(body) == int(match[1])
    return int(head[9:12]) if whole and head.startswith(b"HTTP/1.1 ") else 0


def articles() -> list[bytes]:
    """Bodies of requests: articles as long as papers' are, of 500 to 5,000 characters, out of our own samples."""
    paths = sorted((ROOT / "corpus" / "samples").glob("*.txt"))
    samples = [path.read_text(encoding="utf-8") for path in paths]
    texts = []
    for number in range(3 * len(samples)):
        joined = [samples[(number + more) % len(samples)] for more in range(1 + number % 6)]
        texts.append("\n\n".join(joined))
    return [json.dumps({"text": text}).encode() for text in texts]


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        found += _children(parent)
    return found


def _children(pid: int) -> list[int]:
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]


def workers(pid: int) -> list[int]:
    """The workers of a service: all below it that are no children of its own, but of the server that forks them."""
    own = {pid, *_children(pid)}
    return [one for one in family(pid) if one not in own]


def gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has asked for its end yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def memory(pid: int) -> float:
    """Megabytes of a process and all below it, pages that they share counted once."""
    total = 0
    for one in family(pid):
        with suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(re.findall(r"(?m)^Pss:\s+(\d+)", text)[0])
    return round(total / 1024, 1)


def resident(pid: int, row: str = "VmRSS") -> float:
    """Megabytes that a process holds, pages that it shares included; as ``VmHWM``, the most that it ever held."""
    text = Path(f"/proc/{pid}/status").read_text()
    return round(int(re.findall(rf"{row}:\s+(\d+)", text)[0]) / 1024, 1)


def cpu_seconds(*pids: int) -> float:
    """Processor time of processes."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS
