"""Articles per processor second of the workers, two of them beside one: ``python -m tests.bench_workers``.

What two workers lose on one is what they take from each other: memory, locks, the machine's caches. So that another's
work on the machine falls on both alike, they are measured by turns, and the middle one of the ratios counts. The same
is measured of two loops that share nothing: what they lose, the machine itself takes.
"""

import asyncio
import json
import multiprocessing
import statistics
import sys
import time
from dataclasses import asdict, dataclass

from tests import served

_ROUNDS = 7
_SECONDS = 4.0
_LEAST = 0.85


@dataclass
class Economy:
    """What a processor second yields.

    Attributes:
        one: Articles per processor second of a single worker.
        two: The same of two workers.
        ratio: The second in terms of the first, the middle one of some rounds.
        ratios: Those of the rounds.
        machine: The ratio of two loops that share nothing.
    """

    one: float
    two: float
    ratio: float
    ratios: list[float]
    machine: float

    def complaints(self) -> list[str]:
        """What should have been and was not."""
        return [] if self.ratio >= _LEAST else [f"two workers yield {self.ratio} of one for each processor second"]


def run(seconds: float = _SECONDS, rounds: int = _ROUNDS) -> Economy:
    """Measure by turns, so many seconds each."""
    ones, twos = [], []
    with served.service(1) as one, served.service(2) as two:
        for pid, port in (one, two):
            _yield(pid, port, seconds)
        for _ in range(rounds):
            ones.append(_yield(*one, seconds))
            twos.append(_yield(*two, seconds))
    ratios = [second / first for first, second in zip(ones, twos, strict=True)]
    return Economy(
        one=round(statistics.median(ones), 1),
        two=round(statistics.median(twos), 1),
        ratio=round(statistics.median(ratios), 3),
        ratios=[round(ratio, 3) for ratio in ratios],
        machine=round(_machine(), 3),
    )


def _yield(pid: int, port: int, seconds: float) -> float:
    workers = served.workers(pid)
    spent = served.cpu_seconds(*workers)
    answered = asyncio.run(_answered(port, seconds, len(workers) + 1))
    return answered / (served.cpu_seconds(*workers) - spent)


async def _answered(port: int, seconds: float, clients: int) -> int:
    """How many articles are answered to clients who ask anew when they have their answer."""
    end = time.monotonic() + seconds
    requests = [served.request(body) for body in served.articles()]

    async def client(number: int) -> int:
        answered = 0
        while time.monotonic() < end:
            status = await served.send(port, requests[number % len(requests)])
            assert status == 200, status
            number, answered = number + clients, answered + 1
        return answered

    return sum(await asyncio.gather(*map(client, range(clients))))


def _machine() -> float:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        ratios = []
        for _ in range(_ROUNDS):
            (alone,) = pool.map(_loops, [0.5])
            together = pool.map(_loops, [0.5, 0.5], chunksize=1)
            ratios.append(statistics.mean(together) / alone)
    return statistics.median(ratios)


def _loops(seconds: float) -> float:
    """Rounds of a small loop per processor second."""
    begun, rounds = time.process_time(), 0
    while (spent := time.process_time() - begun) < seconds:
        sum(len(str(number)) for number in range(2_000))
        rounds += 1
    return rounds / spent


def main() -> None:
    """Measure, print, and fail where two workers yield too little."""
    economy = run()
    print(json.dumps(asdict(economy), indent=2))
    sys.exit(bool(economy.complaints()))


if __name__ == "__main__":
    main()
