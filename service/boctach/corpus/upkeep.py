"""What an officer does to a store: remove an article, correct a fact."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from boctach.corpus import answers, export, questions, schema, settling, work
from boctach.corpus.settling import REMOVED
from boctach.corpus.store import Store
from boctach.errors import QuestionError


def remove(store: Store, article_ids: Sequence[str]) -> int:
    """Remove articles from all tables, and their files from the disk; what is linked to them is linked anew.

    Their ids and places stay as rejects, with nothing of their content, so that no source brings them back.

    Returns:
        How many were there.
    """
    with store.lock():
        store.mend()
        store.require_version()
        known = set(store.column(schema.ARTICLES.name, "article_id")["article_id"].to_pylist())
        wanted = sorted(known & set(article_ids))
        if wanted:
            _keep_out(store, wanted)
            store.delete(schema.ARTICLES.name, "article_id", wanted)  # first: then no reader shows a part of it
            for table in (*schema.OF_ARTICLE, schema.CORRECTIONS):
                store.delete(table.name, "article_id", wanted)
            settling.settle(store)
            store.forget_index()
            store.tidy(forget=True)
        return len(wanted)


def _keep_out(store: Store, article_ids: Sequence[str]) -> None:
    appearances = store.column(schema.APPEARANCES.name, "article_id", "record_id", "place", "origin").to_pylist()
    rows = [
        {
            "record_id": row["record_id"],
            "place": row["place"],
            "origin": row["origin"],
            "code": REMOVED,
            "reason": "the article was removed on request",
            "rejected_at": datetime.now(UTC),
        }
        for row in appearances
        if row["article_id"] in set(article_ids)
    ]
    kept = {"origin": "", "place": "", "code": REMOVED, "reason": rows[0]["reason"] if rows else REMOVED}
    rows += [{"record_id": name, "rejected_at": datetime.now(UTC), **kept} for name in article_ids]
    store.append(schema.REJECTS.name, work.to_table(schema.REJECTS, rows))


def correct(
    store: Store,
    article_id: str,
    kind: str,
    start: int,
    end: int,
    fields: Mapping[str, Any] | None,
    *,
    by: str,
    note: str | None = None,
) -> None:
    """Say what is right of a fact. What was extracted stays, and a refresh keeps the correction.

    Args:
        store: The store.
        article_id: Of its article.
        kind: Of the fact.
        start: Its first character in the article's text.
        end: One past its last.
        fields: The columns that are to be others, such as ``{"amount": "55000000000"}``; None: it is no such fact.
        by: Who says so.
        note: Why.

    Raises:
        QuestionError: There is no such fact, or it has no such field.
    """
    unknown = sorted(set(fields or {}) - set(answers.VALUES))
    if unknown:
        raise QuestionError(
            f"no field {', '.join(unknown)}", field="fields", remedy=f"use some of: {', '.join(answers.VALUES)}"
        )
    if not by.strip():
        raise QuestionError("a correction is somebody's", field="by", remedy="say who corrects")
    with store.lock():
        store.mend()
        store.require_version()
        found = _fact(store, article_id, kind, start, end)
        row = {
            "article_id": article_id,
            "kind": kind,
            "start": start,
            "end": end,
            "extracted": json.dumps(
                {name: value for name in answers.VALUES if (value := found[name]) is not None}, ensure_ascii=False
            ),
            "corrected": None if fields is None else json.dumps(dict(fields), ensure_ascii=False, default=str),
            "corrected_by": by.strip(),
            "corrected_at": datetime.now(UTC),
            "note": note,
        }
        store.append(schema.CORRECTIONS.name, work.to_table(schema.CORRECTIONS, [row]))


def _fact(store: Store, article_id: str, kind: str, start: int, end: int) -> dict[str, Any]:
    with questions.connect(store) as connection:
        query = 'FROM facts_found WHERE article_id = $1 AND kind = $2 AND start = $3 AND "end" = $4'
        rows = export.values(connection.sql(query, params=[article_id, kind, start, end]).to_arrow_table())
    if not rows:
        raise QuestionError(
            f"article {article_id} has no {kind} at {start} to {end}", field="fact", remedy="ask for its facts first"
        )
    return rows[0]
