"""A run: records of the sources through the workers into the store, each once."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from boctach import __version__, lockstep
from boctach.corpus import identity, pools, recovering, schema, settling, sources, work, working
from boctach.corpus.records import Columns, Item, Record, Reject
from boctach.corpus.store import Store
from boctach.errors import InputError

_COMMIT: Final = 256
_COMMIT_SECONDS: Final = 15.0


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes:
        read: Records read.
        ingested: Articles that are new in the store.
        repeated: Records of articles that the store, or this run, had from another place.
        known: Records that the store had from this very place.
        rejected: Records and places that gave no article.
        recovered: Articles of an ended run that were taken back, to be done again.
    """

    read: int = 0
    ingested: int = 0
    repeated: int = 0
    known: int = 0
    rejected: int = 0
    recovered: int = 0
    linked: int = 0
    seconds: float = 0.0
    reasons: dict[str, int] = field(default_factory=dict)


class Watcher:
    """Is told how a run goes; this one does not care."""

    def begin(self, total: int) -> None:
        """Reading begins, of so many bytes."""

    def advance(self, done: int, summary: Summary) -> None:
        """So many bytes of the sources are worked through."""

    def stage(self, name: str) -> None:
        """Something else begins that takes its time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is asked to do.

    Attributes:
        sources: Files, folders and globs.
        columns: Field name to column name.
        workers: How many processes; 0 for none beside this.
        scheduler: Address of a Dask scheduler instead.
        retry: Take up what was rejected; without sources, from all files that rejects name.
    """

    sources: Sequence[str]
    columns: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
    scheduler: str | None = None
    retry: bool = False
    options: work.Options = field(default_factory=work.Options)


def ingest(store: Store, plan: Plan, watcher: Watcher | None = None) -> Summary:
    """Ingest sources into a store, which is created where there is none.

    Raises:
        StoreError: The store cannot be written, or is being written by another.
        ClusterError: The workers cannot be reached any more. What is committed stays; the same call goes on from there.
    """
    with store.lock():
        torn = store.mend()
        store.create()
        store.require_version()
        if torn:
            recovering.unmark_incomplete(store)
        return _Run(store, plan, watcher or Watcher()).run()


class _Run:
    def __init__(self, store: Store, plan: Plan, watcher: Watcher) -> None:
        self.store = store
        self.plan = plan
        self.watcher = watcher
        self.columns = Columns(plan.columns)
        self.summary = Summary()
        self.begun = time.monotonic()
        self.waiting: dict[str, list[Record]] = {}  # article in work: its other records
        self.buffer: dict[str, list[pa.Table]] = {}
        self.buffered = 0
        self.committed_at = self.begun
        self.sizes: list[tuple[str, int]] = []

    def run(self) -> Summary:
        self.summary.recovered = recovering.drop_unmarked(self.store)
        self._learn()
        row = self._begin()
        pool = pools.open_pool(self.plan.workers, self.plan.scheduler, self.plan.options)
        try:
            for records, result in working.work_through(pool, lockstep.together(self._new_records(), _characters)):
                self._take(records, result)
        finally:
            pool.close()
        self._commit()
        self.watcher.stage("linking near duplicates")
        self.summary.linked = settling.settle(self.store)
        settling.drop_solved(self.store, self.retried if self.plan.retry else {})
        self.watcher.stage("compacting")
        self.store.tidy_if_scattered()
        self.summary.seconds = time.monotonic() - self.begun
        self._end(row)
        return self.summary

    def _learn(self) -> None:
        """What the store has."""
        ids = self.store.column(schema.ARTICLES.name, "article_id")["article_id"]
        self.articles = set(ids.to_pylist())
        self.records = set(_keys(self.store, schema.APPEARANCES))
        self.rejected = set(_keys(self.store, schema.REJECTS))
        rejects = self.store.column(schema.REJECTS.name, "record_id", "place", "code").to_pylist()
        out = [row for row in rejects if row["code"] == settling.REMOVED]
        self.removed = {row["record_id"] for row in out}
        self.out = {_key(row["record_id"], row["place"]) for row in out}
        self.columns_before: dict[str, Columns] = {}
        if self.plan.retry:
            named = self.store.column(schema.REJECTS.name, "origin", "columns").to_pylist()
            self.columns_before = {row["origin"]: Columns(json.loads(row["columns"] or "{}")) for row in named}
        # What a retried file is rejected for this time.
        self.retried: dict[str, set[tuple[str, str]]] = {}

    def _begin(self) -> dict[str, Any]:
        settling.end_interrupted(self.store)
        now = datetime.now(UTC)
        row = {
            "run_id": identity.digest(("run", now.isoformat(), *self.plan.sources)),
            "status": "running",
            "started_at": now,
            "sources": json.dumps(list(self.plan.sources), ensure_ascii=False),
            "options": json.dumps(
                {
                    "columns": dict(self.plan.columns),
                    "workers": self.plan.workers,
                    "scheduler": self.plan.scheduler,
                    "retry": self.plan.retry,
                    "max_characters": self.plan.options.max_characters,
                    "seconds": self.plan.options.seconds,
                    "models": list(self.plan.options.models),
                }
            ),
            "version": __version__,
        }
        self.store.append(schema.RUNS.name, work.to_table(schema.RUNS, [row]))
        return row

    def _end(self, row: dict[str, Any]) -> None:
        s = self.summary
        row |= {"status": "done", "finished_at": datetime.now(UTC), "seconds": s.seconds}
        row |= {name: getattr(s, name) for name in ("read", "ingested", "repeated", "known", "rejected")}
        self.store.merge(schema.RUNS.name, "run_id", schema.RUNS.rows([row]))

    # Reading

    def _new_records(self) -> Iterator[Record]:
        for item in self._items():
            self.summary.read += 1
            key = _key(item.record_id, str(item.place))
            if self._is_known(key):
                self.summary.known += 1
            elif isinstance(item, Reject):
                self._reject(item, key)
            elif self._is_wanted(item):
                yield item

    def _is_known(self, key: bytes) -> bool:
        return key in self.records or key in self.out or (key in self.rejected and not self.plan.retry)

    def _items(self) -> Iterator[Item]:
        found = sources.files(self._sources())
        paths = [path for path in found if not isinstance(path, Reject)]
        # Where a file lies on the way through all bytes.
        self.offsets: dict[str, int] = {}
        total = 0
        for path in paths:
            self.offsets[str(path)] = total
            total += path.stat().st_size if path.exists() else 0
        self.watcher.begin(total)
        for path_or_reject in found:
            if isinstance(path_or_reject, Reject):
                yield path_or_reject
            else:
                self.retried.setdefault(str(path_or_reject), set())
                yield from sources.read(path_or_reject, self._columns_of(str(path_or_reject)))

    def _columns_of(self, origin: str) -> Columns:
        """The names of columns: as asked for, else as they were when the file's records were rejected."""
        return self.columns if self.plan.columns else self.columns_before.get(origin, self.columns)

    def _sources(self) -> Sequence[str]:
        if self.plan.sources or not self.plan.retry:
            return self.plan.sources
        return sorted(set(self.store.column(schema.REJECTS.name, "origin")["origin"].to_pylist()))

    def _is_wanted(self, record: Record) -> bool:
        """Whether a record is to be analysed; the same article again is only recorded."""
        if record.html is not None:
            return True  # its article is found by the worker
        try:
            name = work.content(record).article_id
        except InputError:
            return True  # it says why
        if name in self.removed:
            self.summary.known += 1
        elif name in self.articles:
            self.summary.repeated += 1
            self._add(schema.APPEARANCES, [work.appearance(record, name)])
            self.records.add(_key(record.record_id, str(record.place)))
            self._commit_if_due()
        elif name in self.waiting:
            self.waiting[name].append(record)
        else:
            self.waiting[name] = []
            return True
        return False

    # Writing

    def _take(self, records: Sequence[Record], result: work.Result) -> None:
        """Take a piece's rows: of articles that are new, and of every record."""
        found = {name for _, name in result.articles} - self.removed
        new = sorted(found - self.articles)
        for name, table in result.tables.items():
            self._buffer(name, _only(table, sorted(found) if name == schema.APPEARANCES.name else new))
        self.articles.update(new)
        self.buffered += len(new)
        self.summary.ingested += len(new)
        self.summary.repeated += len(result.articles) - len(new)
        for record, name in result.articles:
            self.records.add(_key(record.record_id, str(record.place)))
            others = self.waiting.pop(name, [])
            self.summary.repeated += len(others)
            self._add(schema.APPEARANCES, [work.appearance(other, name) for other in others])
        for reject in result.rejects:
            self._reject_all(reject, records)
        self._commit_if_due()
        last = records[-1].place
        self.watcher.advance(self.offsets.get(last.origin, 0) + last.read, self.summary)

    def _reject_all(self, reject: Reject, records: Sequence[Record]) -> None:
        """Reject a record, and with it those of the same content that waited for it."""
        record = next(r for r in records if r.record_id == reject.record_id and r.place == reject.place)
        others: list[Record] = []
        if record.html is None:
            others = self.waiting.pop(work.content(record).article_id, [])
        for each in (record, *others):
            own = Reject(each.place, reject.code, reject.reason, each.record_id, each.external_id)
            self._reject(own, _key(own.record_id, str(own.place)))

    def _reject(self, reject: Reject, key: bytes) -> None:
        self.summary.rejected += 1
        self.summary.reasons[reject.code] = self.summary.reasons.get(reject.code, 0) + 1
        self.retried.setdefault(reject.place.origin, set()).add((reject.record_id, str(reject.place)))
        if key in self.rejected:
            return
        self.rejected.add(key)
        row = {
            "record_id": reject.record_id,
            "place": str(reject.place),
            "origin": reject.place.origin,
            "external_id": reject.external_id,
            "code": reject.code,
            "reason": reject.reason,
            "columns": json.dumps(dict(self.plan.columns), sort_keys=True, ensure_ascii=False),
            "rejected_at": datetime.now(UTC),
        }
        self._add(schema.REJECTS, [row])

    def _add(self, table: schema.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._buffer(table.name, work.to_table(table, rows))

    def _buffer(self, name: str, rows: pa.Table) -> None:
        self.buffer.setdefault(name, []).append(rows)

    def _commit_if_due(self) -> None:
        records = len(self.buffer.get(schema.APPEARANCES.name, ())) + len(self.buffer.get(schema.REJECTS.name, ()))
        if (
            self.buffered >= _COMMIT
            or records >= 16 * _COMMIT
            or time.monotonic() - self.committed_at > _COMMIT_SECONDS
        ):
            self._commit()

    def _commit(self) -> None:
        """Write what is buffered: ``articles`` after everything of its articles."""
        order = (*(table.name for table in schema.OF_ARTICLE), schema.ARTICLES.name, schema.REJECTS.name)
        for name in order:
            parts = self.buffer.pop(name, None)
            if parts:
                self.store.append(name, pa.concat_tables(parts))
        self.buffered = 0
        self.committed_at = time.monotonic()


def _characters(record: Record) -> int:
    """About how many there are to read."""
    return len(record.text) + len(record.html or "") // 8


def _key(record_id: str, place: str) -> bytes:
    """A record at its place, in few bytes: there may be millions."""
    return bytes.fromhex(identity.digest((record_id, place)))


def _keys(store: Store, table: schema.Table) -> Iterator[bytes]:
    found = store.column(table.name, "record_id", "place")
    for batch in found.to_batches(max_chunksize=65_536):
        yield from map(_key, batch["record_id"].to_pylist(), batch["place"].to_pylist())


def _only(table: pa.Table, ids: list[str]) -> pa.Table:
    return table.filter(pc.is_in(table["article_id"], value_set=pa.array(ids, pa.string())))
