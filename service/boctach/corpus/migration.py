"""Stores of an older schema brought to this one, a version at a time.

A step may be ended at any moment and done again: it rewrites whole tables, each in one commit, and the version is
written when all of them are there.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from boctach.corpus import entries, schema
from boctach.corpus.store import Store
from boctach.errors import StoreError
from boctach.topics import labels

Added = Callable[[pa.RecordBatch], Mapping[str, pa.Array]]
"""The columns that rows of the older schema have not, by name; those that are left out become null."""


def migrate(store: Store) -> tuple[int, int]:
    """Bring a store to this boctach's schema.

    Returns:
        The version that it had, and the one that it has.

    Raises:
        StoreError: It is newer than this boctach, or too old for it.
    """
    with store.lock():
        store.mend()
        before = store.version()
        for version in range(before, schema.VERSION):
            step = MIGRATIONS.get(version)
            if step is None:
                raise StoreError(f"{store.location}: there is no way from schema {version}")
            step(store)
            store.set_version(version + 1)
        store.require_version()
        return before, schema.VERSION


def _say_topics(store: Store) -> None:
    """From 1 to 2: topics have names and codes, and articles say how many topics and relations they have."""
    _widen(store, schema.TOPICS, _of_topics)
    counts = {name: _counts(store, name) for name in (schema.TOPICS.name, schema.RELATIONS.name)}

    def of_articles(batch: pa.RecordBatch) -> dict[str, pa.Array]:
        ids = batch["article_id"].to_pylist()
        return {name: pa.array([found.get(one, 0) for one in ids], pa.int32()) for name, found in counts.items()}

    _widen(store, schema.ARTICLES, of_articles)


def _of_topics(batch: pa.RecordBatch) -> dict[str, pa.Array]:
    said = list(zip(batch["model"].to_pylist(), batch["label"].to_pylist(), strict=True))
    names = [entries.label_name(model, label) for model, label in said]
    return {"name": pa.array(names), "code": pa.array([labels.code(*one) for one in said], pa.string())}


def _counts(store: Store, name: str) -> dict[str, int]:
    counted = pc.value_counts(store.column(name, "article_id")["article_id"])
    return dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True))


def _widen(store: Store, table: schema.Table, added: Added) -> None:
    """Rewrite a table with columns that it has not; where it has them, nothing changes."""
    found = store.dataset(table.name)  # now: while it writes, deltalake's own runtime must not be entered again

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in found.to_batches():
            columns = {name: batch[name] for name in batch.schema.names}
            columns = {**added(batch), **columns}
            arrays = [
                columns[field.name].cast(field.type) if field.name in columns else pa.nulls(batch.num_rows, field.type)
                for field in table.schema
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=table.schema)

    store.rewrite(table.name, rows(), widen=True)


MIGRATIONS: Final[Mapping[int, Callable[[Store], None]]] = {1: _say_topics}
"""From a version of the schema, what makes a store the next one's."""
