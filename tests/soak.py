"""The service under twice the load that it can serve: ``python -m tests.soak SECONDS`` (``make soak``).

A service of its own is started on a free port. First it is asked one article after another, which gives the unloaded
p99; then by as many clients as it has workers and one more, which gives its capacity; then requests are sent at twice
that rate whether or not earlier ones were answered; at last one after another again. What was measured is printed as
JSON, and what should have been and was not.
"""

import asyncio
import json
import os
import platform
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from tests import bench_workers
from tests.served import articles, cpu_seconds, memory, request, resident, send, service, workers

_FACTOR = 4
"""How many times the unloaded p99 that of accepted requests may be."""
_SLOWER = 1.25
"""How many times the median before the load that after it may be."""
_SECONDS_TO_RECOVER = 5
_GROWTH = 1.1
"""How many times the memory at the beginning that at the end may be."""
_GROWTH_OF_A_SHORT_RUN = 1.3
_WEIGHINGS = 30
_SECONDS_TO_GET_READY = 4
_MOST_MEGABYTES = 400
"""What a worker may hold, pages that it shares included."""


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

    async def ask(self, port: int, content: bytes) -> None:
        """Ask and count the answer."""
        sent = time.monotonic()
        status = await send(port, content)
        self.statuses[status] += 1
        (self.times if status == 200 else self.refused).append(time.monotonic() - sent)

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
    """A whole run.

    Attributes:
        load_average: The machine's at the end: what else it did.
        seconds_to_ready: From the start of the service to the answer that it can be asked.
        p99_factor: The p99 of what was accepted under the overload, in terms of the unloaded one.
        recovery_seconds: From the end of the overload to three answers as fast as before it.
        megabytes: The whole service's, every so often under the overload.
        worker_megabytes: What the largest worker holds after it, pages that it shares included.
        processor: Seconds of processor time under the overload for each second, of the workers, of the service's own
            process and of the clients.
    """

    machine: str
    workers: int
    load_average: list[float]
    seconds_to_ready: float
    unloaded: dict[str, Any]
    capacity: dict[str, Any]
    overloaded: dict[str, Any]
    p99_factor: float
    recovery_seconds: float
    afterwards: dict[str, Any]
    megabytes: list[float]
    worker_megabytes: float
    processor: dict[str, float]

    def complaints(self) -> list[str]:
        """What should have been and was not, on a machine that does nothing else."""
        return [*self._answers(), *self._times(), *self._memory(_GROWTH)]

    def complaints_anywhere(self) -> list[str]:
        """What should have been and was not, for however short a time and however busy a machine."""
        return [*self._answers(), *self._memory(_GROWTH_OF_A_SHORT_RUN)]

    def _answers(self) -> Iterator[str]:
        for name in ("unloaded", "capacity", "overloaded", "afterwards"):
            # No client of the other phases asks while the queue is full.
            expected = (200, 503) if name == "overloaded" else (200,)
            strange = {status: n for status, n in getattr(self, name)["statuses"].items() if status not in expected}
            if strange:
                yield f"{name}: answers other than {expected}: {strange}"

    def _times(self) -> Iterator[str]:
        if 503 not in self.overloaded["statuses"]:
            yield "nothing was refused: the load was none"
        if self.p99_factor > _FACTOR:
            yield f"p99 of what is accepted is {self.p99_factor} times the unloaded p99, over {_FACTOR}"
        if self.recovery_seconds > _SECONDS_TO_RECOVER:
            yield f"no full speed within {_SECONDS_TO_RECOVER} seconds after"
        if self.afterwards["ms_median"] > _SLOWER * self.unloaded["ms_median"]:
            yield "afterwards it is slower than before"

    def _memory(self, most: float) -> Iterator[str]:
        early, late = statistics.mean(self.megabytes[1:4]), statistics.mean(self.megabytes[-3:])
        if late > most * early:
            yield f"memory grew from {early:.0f} to {late:.0f} MB"
        if self.worker_megabytes > _MOST_MEGABYTES:
            yield f"a worker holds {self.worker_megabytes} MB, over {_MOST_MEGABYTES}"


async def closed(port: int, seconds: float, clients: int) -> Phase:
    """So many clients, each of which asks anew when it has its answer."""
    phase, contents = Phase(), [request(body) for body in articles()]
    begun = time.monotonic()

    async def client(number: int) -> None:
        while time.monotonic() - begun < seconds:
            await phase.ask(port, contents[number % len(contents)])
            number += clients

    await asyncio.gather(*map(client, range(clients)))
    phase.seconds = time.monotonic() - begun
    return phase


async def opened(port: int, seconds: float, rate: float, pid: int) -> tuple[Phase, list[float]]:
    """Requests at a rate, whatever becomes of them; and the memory of the service every so often."""
    phase, contents = Phase(), [request(body) for body in articles()]
    megabytes = [memory(pid)]
    tasks: set[asyncio.Task[None]] = set()
    begun = time.monotonic()
    number = 0
    while (now := time.monotonic() - begun) < seconds:
        while number < now * rate:
            task = asyncio.create_task(phase.ask(port, contents[number % len(contents)]))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            number += 1
        if now > len(megabytes) * seconds / _WEIGHINGS:
            megabytes.append(memory(pid))
        await asyncio.sleep(number / rate - now)
    phase.seconds = time.monotonic() - begun
    await asyncio.gather(*tasks)
    megabytes.append(memory(pid))
    return phase, megabytes


async def _recovery(port: int, usual: float) -> float:
    """Seconds until three answers in a row come as fast as when nothing else was asked."""
    contents = [request(body) for body in articles()[:3]]
    begun = time.monotonic()
    fast = 0
    while fast < 3 and time.monotonic() - begun < 60:
        sent = time.monotonic()
        status = await send(port, contents[fast])
        fast = fast + 1 if status == 200 and time.monotonic() - sent <= 1.5 * usual else 0
    return time.monotonic() - begun


def run(seconds: float, count: int) -> Figures:
    """Everything, the overload for so many seconds, with so many workers."""
    quiet = max(8.0, min(30.0, seconds / 4))
    begun = time.monotonic()
    with service(count) as (pid, port):
        ready = time.monotonic() - begun
        asyncio.run(closed(port, 5, count))
        unloaded = asyncio.run(closed(port, quiet, 1)).shown()
        capacity = asyncio.run(closed(port, quiet, count + 1)).shown()
        pids = {"workers": workers(pid), "service": [pid], "clients": [os.getpid()]}
        spent = {name: cpu_seconds(*each) for name, each in pids.items()}
        phase, megabytes = asyncio.run(opened(port, seconds, 2 * capacity["answers_per_second"], pid))
        processor = {name: round((cpu_seconds(*each) - spent[name]) / seconds, 2) for name, each in pids.items()}
        overloaded = phase.shown()
        recovery = asyncio.run(_recovery(port, unloaded["ms_p99"] / 1000))
        afterwards = asyncio.run(closed(port, quiet, 1)).shown()
        largest = max(map(resident, workers(pid)))
    return Figures(
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        workers=count,
        load_average=[round(load, 1) for load in os.getloadavg()],
        seconds_to_ready=round(ready, 1),
        unloaded=unloaded,
        capacity=capacity,
        overloaded=overloaded,
        p99_factor=round(overloaded["ms_p99"] / unloaded["ms_p99"], 2),
        recovery_seconds=round(recovery, 1),
        afterwards=afterwards,
        megabytes=megabytes,
        worker_megabytes=largest,
        processor=processor,
    )


def main() -> None:
    """Run, print, and fail where something was not as it should be."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    count = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count() or 1
    economy = bench_workers.run()
    figures = run(seconds, count)
    complaints = figures.complaints() + economy.complaints()
    told = asdict(figures) | {"articles_per_processor_second": asdict(economy), "complaints": complaints}
    print(json.dumps(told, indent=2))
    sys.exit(bool(complaints))


if __name__ == "__main__":
    main()
