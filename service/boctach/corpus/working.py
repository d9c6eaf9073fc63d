"""Pieces of work through a pool, also where its workers die."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Final, TypeVar

from boctach.corpus import pools, work
from boctach.corpus.records import Record, Reject

Item = TypeVar("Item", Record, work.Content)


def work_through(pool: pools.Pool, pieces: Iterable[list[Item]]) -> Iterator[tuple[list[Item], work.Result]]:
    """Have pieces done, a few ahead; each with its result, in the order in which they are done."""
    ahead = pool.size + max(2, pool.size // 2)
    pending: dict[Future[work.Result], list[Item]] = {}

    def collect() -> Iterator[tuple[list[Item], work.Result]]:
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            if future not in pending:
                continue
            try:
                result = pool.result(future)
            except pools.Lost:
                suspects = list(pending.values())
                pending.clear()
                yield from _find_culprits(pool, suspects)
                return
            yield pending.pop(future), result

    for piece in pieces:
        while len(pending) >= ahead:
            yield from collect()
        pending[pool.submit(piece)] = piece
    while pending:
        yield from collect()


_DEATHS: Final = 2


def _find_culprits(pool: pools.Pool, suspects: Iterable[list[Item]]) -> Iterator[tuple[list[Item], work.Result]]:
    """Do pieces one at a time; one over which a worker dies is halved, and a record over which two die is rejected."""
    left = deque((piece, 0) for piece in suspects)
    while left:
        piece, deaths = left.popleft()
        try:
            yield piece, pool.result(pool.submit(piece))
        except pools.Lost:
            if deaths + 1 < _DEATHS:
                left.appendleft((piece, deaths + 1))
            elif len(piece) > 1:
                half = len(piece) // 2
                left.extendleft([(piece[half:], 0), (piece[:half], 0)])
            else:
                yield piece, work.Result(rejects=_died(piece))


def _died(piece: Sequence[Record] | Sequence[work.Content]) -> list[Reject]:
    reason = f"{_DEATHS} workers died over it"
    records = [item for item in piece if isinstance(item, Record)]
    return [Reject(each.place, "worker-died", reason, each.record_id, each.external_id) for each in records]
