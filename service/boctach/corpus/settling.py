"""What a run does at its end, for all articles of the store: it depends on what is there, not on how it came there."""

from collections.abc import Mapping, Set
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow.compute as pc

from boctach.corpus import near, schema
from boctach.corpus.store import Store

_SETTLED: Final = ("source", "url", "label", "external_id", "file", "near_duplicate_of")

REMOVED: Final = "removed"
"""Code of the rejects that keep a removed article out: one by its id, and one for each of its places."""


def settle(store: Store) -> int:
    """Give every article what its first appearance says, and link near duplicates.

    Returns:
        How many articles are near duplicates of an earlier one.
    """
    columns = ("article_id", "published_at", "text_source", *_SETTLED)
    articles = {row["article_id"]: row for row in store.column(schema.ARTICLES.name, *columns).to_pylist()}
    first = _first_appearances(store)
    wanted = {name: _beside(row, first.get(name, {})) for name, row in articles.items()}
    signatures = store.column(schema.SIGNATURES.name, "article_id", "minhash")
    found = dict(zip(signatures["article_id"].to_pylist(), signatures["minhash"].to_pylist(), strict=True))
    links = near.links(near.clusters(found), {name: row["published_at"] for name, row in articles.items()})
    changed = {}
    for name, row in articles.items():
        new = wanted[name] | {"near_duplicate_of": links.get(name)}
        if any(row[column] != new[column] for column in _SETTLED):
            changed[name] = new
    store.merge(schema.ARTICLES.name, "article_id", changed)
    return len(links)


def _first_appearances(store: Store) -> dict[str, Mapping[str, Any]]:
    """Each article's earliest appearance; of those at one time, or at none, the first by place."""
    columns = ("article_id", "place", "record_id", "published_at", "source", "url", "label", "external_id", "origin")
    first: dict[str, tuple[tuple[str, str, str], Mapping[str, Any]]] = {}
    for batch in store.column(schema.APPEARANCES.name, *columns).to_batches(max_chunksize=65_536):
        for row in batch.to_pylist():
            rank = (row["published_at"] or "9999", row["place"], row["record_id"])
            known = first.get(row["article_id"])
            if known is None or rank < known[0]:
                first[row["article_id"]] = (rank, row)
    return {name: row for name, (_, row) in first.items()}


def _beside(article: Mapping[str, Any], appearance: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": appearance.get("source") or article["text_source"],
        "url": appearance.get("url"),
        "label": appearance.get("label"),
        "external_id": appearance.get("external_id"),
        "file": appearance.get("origin"),
    }


def drop_solved(store: Store, retried: Mapping[str, Set[tuple[str, str]]]) -> int:
    """Delete rejects that are articles by now.

    Args:
        store: The store.
        retried: For each file that was taken up again, the record and place of what was rejected this time.
    """
    appearances = store.column(schema.APPEARANCES.name, "record_id", "place", "url")
    known = set(zip(appearances["record_id"].to_pylist(), appearances["place"].to_pylist(), strict=True))
    urls = set(pc.unique(appearances["url"]).to_pylist()) - {None}
    solved = []
    columns = ("record_id", "place", "origin", "code", "external_id")
    for row in store.column(schema.REJECTS.name, *columns).to_pylist():
        key = (row["record_id"], row["place"])
        listed = row["code"] == "no-text" and row["external_id"] in urls
        again = row["origin"] in retried and key not in retried[row["origin"]]
        if row["code"] != REMOVED and (key in known or listed or again):
            solved.append(key)
    store.delete_keys(schema.REJECTS, set(solved))
    return len(solved)


def end_interrupted(store: Store) -> None:
    """Say of runs that never ended that they were interrupted: this process has the lock."""
    runs = store.column(schema.RUNS.name, "run_id", "status").to_pylist()
    ended = {"status": "interrupted", "finished_at": datetime.now(UTC)}
    store.merge(schema.RUNS.name, "run_id", {row["run_id"]: ended for row in runs if row["status"] == "running"})
