"""The tables that questions are answered with: queries in ``sql/`` over the store's tables.

Near duplicates count once: what a cluster's articles share is shown with the earliest of them, with the number of
``articles`` that have it; ``differs`` says that some of the cluster have it not. Each answer has an order of its own,
which new articles do not change for those that were there, so that pages stay what they were.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from boctach.corpus import schema

VALUES: Final = (
    *("qualifier", "value", "amount", "low", "high", "out_of", "numbers_as_text", "currency", "per", "unit", "head"),
    *("edtf", "doc_type", "number", "year", "symbol", "issuer", "issued", "name", "provision", "canonical_id", "id"),
    *("title", "subject", "subject_code", "code_scheme", "measure", "predicate", "as_of"),
)
"""Columns of ``facts`` that hold what a fact says; an officer may correct them."""

# What makes two facts of near duplicates the same.
_SAME: Final = (
    *("kind", "qualifier", "value", "amount", "low", "high", "out_of", "numbers_as_text", "currency", "per", "head"),
    *("edtf", "doc_type", "number", "year", "symbol", "name", "id", "subject", "as_of"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A table of answers; its query stands in ``sql/NAME.sql``.

    Attributes:
        about: What it holds.
        order: Columns that put its rows in order; no two rows agree in all of them.
        hidden: Those of them that are not shown.
        sentences: Whether the words around are added as ``sentence``.
    """

    about: str
    order: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    sentences: bool = True


ANSWERS: Final[Mapping[str, Answer]] = {
    "facts": Answer(
        "facts, what they say and the sentence that says it", ("day", "article_id", "index"), ("day", "index")
    ),
    "articles": Answer("articles", ("day", "article_id"), ("day",), sentences=False),
    "indicators": Answer(
        "what localities report of themselves, over time, contradictions side by side",
        ("locality", "indicator", "period", "published_at", "article_id", "index"),
        ("period", "index"),
    ),
    "citations": Answer(
        "policy documents and the articles that cite them", ("document", "day", "article_id"), ("day",)
    ),
    "relations": Answer(
        "what one policy document does to another", ("article_id", "index"), ("index",), sentences=False
    ),
    "partners": Answer("localities and the foreign partners that they are named with", ("locality", "partner")),
}

PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "rejects": ("place", "record_id"),
    "runs": ("started_at", "run_id"),
    "corrections": ("article_id", "start", "end", "kind", "corrected_at"),
    "topics": ("article_id", "model", "label"),
    "appearances": ("article_id", "place", "record_id"),
}
"""Tables of the store that are shown as they are, with the columns that put them in order."""


def query(name: str, article_conditions: str, fact_conditions: str) -> str:
    """The query of an answer.

    Args:
        name: Of the answer.
        article_conditions: What is asked of articles, in SQL.
        fact_conditions: What is asked of facts, in SQL; empty where articles without any are asked for too.
    """
    said = [f'f."{column}"' for column in _SAME] + ["list_transform(f.members, lambda m: m.mention)"]
    has_facts = f"article_id IN (SELECT article_id FROM facts f WHERE {fact_conditions})"  # noqa: S608 values are bound
    # Absent parts have a sign of their own: the same words in other columns say something else.
    same = ", ".join(f"coalesce({part}::VARCHAR, '-')" for part in said)
    parts = {
        "article_conditions": article_conditions or "true",
        "fact_conditions": fact_conditions or "true",
        "same": same,
        "values": ", ".join(VALUES),
        "has_facts": has_facts if fact_conditions else "true",
    }
    return f"{fill('found', parts)} {fill(name, parts)}"


def corrected_facts() -> str:
    """The query of the facts as they are after corrections."""
    types = {field.name: field.type for field in schema.FACTS.schema}
    columns = []
    for name in schema.FACTS.schema.names:
        if name in VALUES:
            told = f"json_extract_string(c.corrected, '$.{name}')"
            cast = f"try_cast({told} AS DECIMAL(38, 12))" if types[name] == schema.NUMBER else told
            has = f"json_exists(c.corrected, '$.{name}')"
            columns.append(f'CASE WHEN {has} THEN {cast} ELSE f."{name}" END AS "{name}"')
        else:
            columns.append(f'f."{name}"')
    return fill("corrected", {"columns": ", ".join(columns)})


def fill(name: str, parts: Mapping[str, str]) -> str:
    """The text of a query, with parts in the place of ``{{NAME}}``."""
    text = _text(name)
    for part, value in parts.items():
        text = text.replace("{{" + part + "}}", value)
    return text


@functools.cache
def _text(name: str) -> str:
    return resources.files("boctach.corpus").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
