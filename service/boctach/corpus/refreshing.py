"""A refresh: what other rules or models have analysed is analysed again, and takes the old rows' place at once.

New rows gather in a store within the store. When all are there, each table changes in one commit, ``articles`` last, so
that a refresh that is ended goes on where it was, and readers never see an article without its facts.
"""

import itertools
import shutil
import time
from collections.abc import Iterator, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from boctach import lockstep
from boctach.corpus import components, pools, recovering, schema, settling
from boctach.corpus.ingestion import Plan, Watcher
from boctach.corpus.store import Store
from boctach.corpus.work import Content, Options
from boctach.corpus.working import work_through

_RENEWED: Final = (schema.FACTS, schema.PARAGRAPHS, schema.RELATIONS, schema.SIGNATURES)
_FOLDER: Final = "refresh.tmp"


def refresh(store: Store, plan: Plan, watcher: Watcher | None = None) -> int:
    """Analyse again the articles that other versions of rules or models have analysed.

    Returns:
        How many articles were renewed.

    Raises:
        StoreError: There is no store, or another process writes to it.
    """
    watcher = watcher or Watcher()
    with store.lock():
        store.mend()
        store.require_version()
        recovering.drop_unmarked(store)
        fresh = Store(f"{store.location}/{_FOLDER}", store.options)
        fresh.mend()
        fresh.create()
        recovering.drop_unmarked(fresh)
        watcher.stage("refreshing")
        _drop_outdated(fresh, plan.options)
        _fill(store, fresh, plan)
        renewed = _put(store, fresh)
        if renewed:
            settling.settle(store)
        _clear(fresh)
        return renewed


def stale(store: Store, options: Options) -> dict[str, bool]:
    """Ids of the articles that other versions have analysed, and whether only their topics are of another."""
    versions = (components.facts(), options.topics_version)
    found = store.column(schema.ARTICLES.name, "article_id", "facts_version", "topics_version").to_pylist()
    return {
        row["article_id"]: row["facts_version"] == components.facts()
        for row in found
        if (row["facts_version"], row["topics_version"]) != versions
    }


def _put(store: Store, fresh: Store) -> int:
    """Put the new rows in the place of the old ones, each table in one commit, the mark of it all last."""
    rows = fresh.column(schema.ARTICLES.name, "article_id", "text", "topics", "topics_version")
    whole = pc.filter(rows["article_id"], pc.is_valid(rows["text"]))
    topics_only = rows.filter(pc.is_null(rows["text"])).drop_columns("text")
    if not rows.num_rows:
        return 0
    _replace(store, fresh, schema.TOPICS, pc.unique(rows["article_id"]))
    if len(whole):
        for table in _RENEWED:
            _replace(store, fresh, table, pc.unique(whole))
        _replace(store, fresh, schema.ARTICLES, pc.unique(whole))
    store.merge(schema.ARTICLES.name, "article_id", topics_only)
    return int(rows.num_rows)


def _drop_outdated(fresh: Store, options: Options) -> None:
    """Forget what an ended refresh of yet another version has left."""
    found = fresh.column(schema.ARTICLES.name, "article_id", "text", "facts_version", "topics_version").to_pylist()
    outdated = [
        row["article_id"]
        for row in found
        if row["topics_version"] != options.topics_version
        or (row["text"] is not None and row["facts_version"] != components.facts())
    ]
    for table in (schema.ARTICLES, schema.TOPICS, *_RENEWED):
        fresh.delete(table.name, "article_id", outdated)


def _fill(store: Store, fresh: Store, plan: Plan) -> None:
    done = set(fresh.column(schema.ARTICLES.name, "article_id")["article_id"].to_pylist())
    left = {name: topics_only for name, topics_only in stale(store, plan.options).items() if name not in done}
    pool = pools.open_pool(plan.workers, plan.scheduler, plan.options)
    begun = time.monotonic()
    gathered: dict[str, list[pa.Table]] = {}

    def commit() -> None:
        for table in (*_RENEWED, schema.TOPICS, schema.ARTICLES):
            parts = gathered.pop(table.name, None)
            if parts:
                fresh.append(table.name, pa.concat_tables(parts))

    try:
        for _, result in work_through(pool, lockstep.together(_wanted(store, left), lambda found: len(found.text))):
            for name, rows in result.tables.items():
                gathered.setdefault(name, []).append(rows)
            if time.monotonic() - begun > 20:
                commit()
                begun = time.monotonic()
    finally:
        pool.close()
    commit()


def _wanted(store: Store, wanted: Mapping[str, bool]) -> Iterator[Content]:
    columns = ["article_id", "text", "text_start", "given"]
    for batch in store.dataset(schema.ARTICLES.name).to_batches(columns=columns):
        for row in batch.to_pylist():
            if row["article_id"] in wanted:
                topics_only = wanted[row["article_id"]]
                yield Content.of_row(row["text"], row["text_start"], row["given"], topics_only=topics_only)


def _replace(store: Store, fresh: Store, table: schema.Table, articles: pa.Array) -> None:
    old = (b.filter(pc.invert(pc.is_in(b["article_id"], value_set=articles))) for b in store.batches(table.name))
    new = (b.filter(pc.is_in(b["article_id"], value_set=articles)) for b in fresh.batches(table.name))
    store.rewrite(table.name, itertools.chain(old, new))


def _clear(fresh: Store) -> None:
    if fresh.folder is not None:
        shutil.rmtree(fresh.folder)
        return
    for table in schema.TABLES.values():
        fresh.rewrite(table.name, iter(()))
    fresh.tidy(forget=True)
