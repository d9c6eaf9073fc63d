"""What a run does at its end, for all articles of the store: it depends on what is there, not on how it came there."""

from collections.abc import Mapping, Set
from datetime import UTC, datetime
from typing import Final

import pyarrow as pa

from boctach.corpus import answers, near, schema
from boctach.corpus.store import Store

REMOVED: Final = "removed"
"""Code of the rejects that keep a removed article out: one by its id, and one for each of its places."""


def settle(store: Store) -> int:
    """Give every article what its first appearance says, and link near duplicates.

    Returns:
        How many articles are near duplicates of an earlier one.
    """
    links = _links(store)
    linked = {"article_id": list(links), "near_duplicate_of": list(links.values())}
    kind = pa.schema([schema.ARTICLES.schema.field(name) for name in linked])
    changed = store.select(answers.fill("settled", {}), links=pa.table(linked, kind))
    store.merge(schema.ARTICLES.name, "article_id", changed)
    return len(links)


def _links(store: Store) -> dict[str, str]:
    """What each near duplicate is one of."""
    count = store.dataset(schema.SIGNATURES.name).count_rows()
    batches = store.dataset(schema.SIGNATURES.name).to_batches(columns=["article_id", "minhash"])
    found = near.clusters(count, ((b["article_id"].to_pylist(), b["minhash"].to_pylist()) for b in batches))
    members = pa.table({"article_id": pa.array([name for one in found for name in one], pa.string())})
    dated = store.select(
        "SELECT article_id, published_at FROM articles SEMI JOIN members USING (article_id)", members=members
    )
    published = zip(dated["article_id"].to_pylist(), dated["published_at"].to_pylist(), strict=True)
    return near.links(found, dict(published))


def drop_solved(store: Store, retried: Mapping[str, Set[tuple[str, str]]]) -> int:
    """Delete rejects that are articles by now.

    Args:
        store: The store.
        retried: For each file that was taken up again, the record and place of what was rejected this time.
    """
    rejects = store.select(answers.fill("solved", {}), removed=pa.table({"code": [REMOVED]})).to_pylist()
    solved = set()
    for row in rejects:
        key = (row["record_id"], row["place"])
        if row["is_known"] or (row["origin"] in retried and key not in retried[row["origin"]]):
            solved.add(key)
    store.delete_keys(schema.REJECTS, solved)
    return len(solved)


def end_interrupted(store: Store) -> None:
    """Say of runs that never ended that they were interrupted: this process has the lock."""
    runs = store.column(schema.RUNS.name, "run_id", "status").to_pylist()
    ended = {"status": "interrupted", "finished_at": datetime.now(UTC)}
    rows = [{"run_id": row["run_id"], **ended} for row in runs if row["status"] == "running"]
    store.merge(schema.RUNS.name, "run_id", schema.RUNS.rows(rows))
