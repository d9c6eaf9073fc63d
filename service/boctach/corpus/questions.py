"""Questions to a store: a table of answers, filtered, in pages that stay what they were."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import duckdb
import pyarrow as pa

from boctach import tables
from boctach.corpus import answers, filters, fulltext, schema
from boctach.corpus.answers import ANSWERS, PLAIN, Answer
from boctach.corpus.filters import Filters
from boctach.corpus.store import Store
from boctach.errors import QuestionError

NAMES: Final = (*ANSWERS, *PLAIN)
"""Every table that can be asked for."""


class Page(NamedTuple):
    """Rows of an answer, and the cursor that the next page begins after; None at the end."""

    rows: pa.Table
    after: str | None


@dataclass(frozen=True, slots=True)
class _Indicator:
    indicator: str
    kind: str
    noun: str
    context: str
    gloss: str


@dataclass(slots=True)
class _Query:
    sql: str
    order: Sequence[str]
    values: dict[str, Any] = field(default_factory=dict)


def ask(
    store: Store, name: str, asked: Filters | None = None, *, limit: int | None = None, after: str | None = None
) -> Page:
    """Answer a question.

    Args:
        store: The store.
        name: One of `NAMES`.
        asked: What is asked for.
        limit: How many rows at most.
        after: The cursor of the page before.

    Raises:
        QuestionError: There is no such table, or a filter or cursor cannot be read.
        StoreError: There is no store.
    """
    if name not in NAMES:
        raise QuestionError(f"no table {name!r}", field="table", remedy=f"use one of: {', '.join(NAMES)}")
    asked = asked or Filters()
    store.require_version()
    with connect(store) as connection:
        if asked.texts:
            connection.register("hits", fulltext.search(store, asked.texts, fold=asked.fold))
        query = _query(name, asked)
        rows = _page(connection, query, limit, after)
        cursor = None
        if limit is not None and rows.num_rows > limit:
            rows = rows.slice(0, limit)
            cursor = _encode([rows[column][limit - 1].as_py() for column in query.order])
        answer = ANSWERS.get(name)
        return Page(_shown(connection, rows, answer) if answer else rows, cursor)


def connect(store: Store) -> duckdb.DuckDBPyConnection:
    """A connection to the tables of a store as they are now, each under its name.

    ``facts`` are the corrected ones; what was extracted is ``facts_found``.
    """
    connection = store.connect()
    connection.unregister(schema.FACTS.name)
    connection.register("facts_found", store.dataset(schema.FACTS.name))
    words = tables.read("indicators", _Indicator)
    rows = [
        {"indicator": w.indicator, "kind": w.kind, "noun": w.noun.lower(), "context": w.context.lower()} for w in words
    ]
    connection.register("indicator_words_", pa.Table.from_pylist([{**row, "rank": at} for at, row in enumerate(rows)]))
    connection.execute("CREATE VIEW indicator_words AS SELECT * FROM indicator_words_")
    connection.execute(f"CREATE VIEW facts AS {answers.corrected_facts()}")
    return connection


def _query(name: str, asked: Filters) -> _Query:
    if name in PLAIN:
        return _Query(f'FROM "{name}"', PLAIN[name])
    articles, facts = list(filters.of_articles(asked)), list(filters.of_facts(asked))
    values: dict[str, Any] = {}
    for _, given in (*articles, *facts):
        values |= given
    conditions = (" AND ".join(condition for condition, _ in some) for some in (articles, facts))
    return _Query(answers.query(name, *conditions), ANSWERS[name].order, values)


def _page(connection: duckdb.DuckDBPyConnection, query: _Query, limit: int | None, after: str | None) -> pa.Table:
    values = dict(query.values)
    beyond = "true"
    if after is not None:
        values |= {f"key{at}": value for at, value in enumerate(_decode(after, len(query.order)))}
        beyond = _beyond(query.order)
    parts = {
        "query": query.sql,
        "beyond": beyond,
        "order": _nulls_last(query.order),
        "limit": "" if limit is None else f"LIMIT {int(limit) + 1}",
    }
    return connection.sql(answers.fill("page", parts), params=values).to_arrow_table()


def _nulls_last(order: Sequence[str]) -> str:
    return ", ".join(f'"{column}" ASC NULLS LAST' for column in order)


def _beyond(order: Sequence[str]) -> str:
    """The condition of rows behind a key, nulls last."""
    parts = []
    for at, column in enumerate(order):
        same = "".join(f'"{earlier}" IS NOT DISTINCT FROM $key{n} AND ' for n, earlier in enumerate(order[:at]))
        parts.append(f'({same}("{column}" > $key{at} OR ("{column}" IS NULL AND $key{at} IS NOT NULL)))')
    return " OR ".join(parts)


def _shown(connection: duckdb.DuckDBPyConnection, rows: pa.Table, answer: Answer) -> pa.Table:
    """Rows as they are shown: the sentence added, what only puts them in order left out."""
    if answer.sentences:
        connection.register("page", rows.append_column("row", pa.array(range(rows.num_rows), pa.int64())))
        rows = connection.sql(answers.fill("sentences", {})).to_arrow_table()
    return rows.drop_columns([column for column in answer.hidden if column in rows.column_names])


def _encode(key: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, default=str, ensure_ascii=False).encode()).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        key = None
    if not isinstance(key, list) or len(key) != length:
        raise QuestionError(
            "the cursor is none of this table's", field="after", remedy="send one that a page has given"
        )
    return key
