"""The service under twice the load that it can serve: ``python -m tests.soak SECONDS`` (``make soak``).

A service of its own is started on a free port. First it is asked one article after another, which gives the unloaded
p99; then by as many clients as it has workers, which gives its capacity; then requests are sent at twice that rate
whether or not earlier ones were answered; at last one after another again. What was measured is printed as JSON, and
what should have been and was not.
"""

import asyncio
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.shared import ROOT

BODIES = [
    json.dumps({"text": path.read_text(encoding="utf-8")}).encode()
    for path in sorted((ROOT / "corpus" / "samples").glob("*.txt"))
]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Phase:
    """What clients saw for a while.

    Attributes:
        seconds: How long it took.
        statuses: How many answers had which status; 0 where a connection ended without one.
        times: Seconds to each answer with status 200.
        refused: Seconds to each other answer.
    """

    seconds: float = 0
    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def add(self, status: int, seconds: float) -> None:
        """Count an answer."""
        self.statuses[status] += 1
        (self.times if status == 200 else self.refused).append(seconds)

    def shown(self) -> dict[str, Any]:
        """Its figures."""
        return {
            "seconds": round(self.seconds, 1),
            "statuses": dict(self.statuses),
            "answers_per_second": round(len(self.times) / self.seconds, 1),
            "ms_median": _ms(self.times, 0.5),
            "ms_p99": _ms(self.times, 0.99),
            "ms_p99_refused": _ms(self.refused, 0.99),
        }


def _ms(times: list[float], share: float) -> float | None:
    return round(sorted(times)[int(share * (len(times) - 1))] * 1000, 1) if times else None


@dataclass
class Figures:
    """A whole run."""

    machine: str
    workers: int
    load_average: list[float]
    unloaded: dict[str, Any]
    capacity: dict[str, Any]
    overloaded: dict[str, Any]
    recovery_seconds: float
    afterwards: dict[str, Any]
    megabytes: list[float]
    articles_per_cpu_second: float

    def complaints(self, factor: float = 4) -> list[str]:
        """What should have been and was not.

        Args:
            factor: How many times the unloaded p99 that of accepted requests may be.
        """
        found = []
        for name in ("unloaded", "capacity", "overloaded", "afterwards"):
            strange = {status: n for status, n in getattr(self, name)["statuses"].items() if status not in (200, 503)}
            if strange:
                found.append(f"{name}: answers other than 200 and 503: {strange}")
        if self.overloaded["ms_p99"] > factor * self.unloaded["ms_p99"]:
            found.append(f"p99 of what is accepted is over {factor} times the unloaded p99")
        if 503 not in self.overloaded["statuses"]:
            found.append("nothing was refused: the load was none")
        early, late = statistics.mean(self.megabytes[:3]), statistics.mean(self.megabytes[-3:])
        if late > 1.15 * early:
            found.append(f"memory grew from {early:.0f} to {late:.0f} MB")
        if self.recovery_seconds > 5:
            found.append("no full speed within 5 seconds after")
        return found


@contextmanager
def service(workers: int, **environment: str) -> Iterator[tuple[int, int]]:
    """A service of its own; gives its process and its port.

    Args:
        workers: Its processes.
        environment: Variables that are set for it.
    """
    variables = os.environ | {"BOCTACH_WORKERS": str(workers), "BOCTACH_LOG_LEVEL": "error"} | environment
    command = [sys.executable, "-m", "boctach", "serve", "--port", "0"]
    with subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            port = int(re.findall(r":(\d+)$", line.strip())[0])
            asyncio.run(_until_ready(port))
            yield process.pid, port
        finally:
            process.terminate()
            process.wait(60)


async def _until_ready(port: int) -> None:
    end = time.monotonic() + 120
    while await ask(port, b"", "GET /readyz") != 200:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def ask(port: int, body: bytes, what: str = "POST /v1/extract") -> int:
    """The status that a request gets; 0 where it gets no whole answer."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return 0
    head = f"{what} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
    try:
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await reader.read(-1)
    except OSError:
        return 0
    finally:
        writer.close()
    match = re.match(rb"HTTP/1.1 (\d+) .*?content-length: (\d+)\r\n.*?\r\n\r\n", answer, re.DOTALL | re.IGNORECASE)
    whole = match is not None and len(answer) == match.end() + int(match[2])
    return int(match[1]) if match and whole else 0


async def closed(port: int, seconds: float, clients: int) -> Phase:
    """So many clients, each of which asks anew when it has its answer."""
    phase = Phase()
    begun = time.monotonic()

    async def client(number: int) -> None:
        while time.monotonic() - begun < seconds:
            sent = time.monotonic()
            status = await ask(port, BODIES[number % len(BODIES)])
            phase.add(status, time.monotonic() - sent)
            number += 1

    await asyncio.gather(*(client(number) for number in range(clients)))
    phase.seconds = time.monotonic() - begun
    return phase


async def opened(port: int, seconds: float, rate: float, pid: int) -> tuple[Phase, list[float]]:
    """Requests at a rate, whatever becomes of them; and the memory of the service every so often."""
    phase = Phase()
    megabytes = [memory(pid)]
    begun = time.monotonic()
    tasks: set[asyncio.Task[None]] = set()

    async def one(number: int) -> None:
        sent = time.monotonic()
        status = await ask(port, BODIES[number % len(BODIES)])
        phase.add(status, time.monotonic() - sent)

    number = 0
    while (now := time.monotonic() - begun) < seconds:
        while number < now * rate:
            task = asyncio.create_task(one(number))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            number += 1
        if now > len(megabytes) * max(1, seconds / 30):
            megabytes.append(memory(pid))
        await asyncio.sleep(0.002)
    phase.seconds = time.monotonic() - begun
    await asyncio.gather(*tasks)
    megabytes.append(memory(pid))
    return phase, megabytes


async def _recovery(port: int, usual: float) -> float:
    """Seconds until three answers in a row come as fast as when nothing else was asked."""
    begun = time.monotonic()
    fast = 0
    while fast < 3 and time.monotonic() - begun < 60:
        sent = time.monotonic()
        status = await ask(port, BODIES[fast])
        fast = fast + 1 if status == 200 and time.monotonic() - sent <= 1.5 * usual else 0
    return time.monotonic() - begun


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            found += map(int, path.read_text().split())
    return found


def memory(pid: int) -> float:
    """Megabytes of a process and all below it, pages that they share counted once."""
    total = 0
    for one in family(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.findall(r"(?m)^Pss:\s+(\d+)", text)[0])
    return round(total / 1024, 1)


def cpu_seconds(pid: int) -> float:
    """Processor time of the workers of a service: of all below it that are no children of its own."""
    ticks = 0
    own = set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    for one in family(pid)[1:]:
        if str(one) not in own:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def run(seconds: float, workers: int) -> Figures:
    """Everything, the overload for so many seconds."""
    quiet = max(8.0, min(30.0, seconds / 4))
    with service(workers) as (pid, port):
        asyncio.run(closed(port, 3, workers))
        unloaded = asyncio.run(closed(port, quiet, 1))
        spent = cpu_seconds(pid)
        capacity = asyncio.run(closed(port, quiet, workers))
        spent = cpu_seconds(pid) - spent
        rate = 2 * len(capacity.times) / capacity.seconds
        overloaded, megabytes = asyncio.run(opened(port, seconds, rate, pid))
        p99 = sorted(unloaded.times)[int(0.99 * (len(unloaded.times) - 1))]
        recovery = asyncio.run(_recovery(port, p99))
        afterwards = asyncio.run(closed(port, quiet, 1))
    return Figures(
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        workers=workers,
        load_average=[round(load, 1) for load in os.getloadavg()],
        unloaded=unloaded.shown(),
        capacity=capacity.shown(),
        overloaded=overloaded.shown(),
        recovery_seconds=round(recovery, 1),
        afterwards=afterwards.shown(),
        megabytes=megabytes,
        articles_per_cpu_second=round(len(capacity.times) / spent, 1),
    )


def main() -> None:
    """Run, print, and fail where something was not as it should be."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count() or 1
    figures = run(seconds, workers)
    complaints = figures.complaints()
    print(json.dumps(asdict(figures) | {"complaints": complaints}, indent=2))
    sys.exit(bool(complaints))


if __name__ == "__main__":
    main()
