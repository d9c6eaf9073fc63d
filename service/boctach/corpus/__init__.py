"""A corpus: articles of any source as tables, each once, and questions to them.

::

    sources, opened, records   files, folders and archives; what a record is
    rows, pages, archives, feeds   the formats
    encodings, legacy          bytes as text, the encodings of before Unicode included
    identity, near             what is the same article, and what nearly is
    schema, store, torn, claim   the tables, their commits, what a power cut leaves of one, and who may write
    work, entries, localities  an article into rows
    deadline, pools, working   workers, on this machine or a cluster, and what they may not do
    ingestion, settling        a run, and what it does at its end; recovering: what an ended one has left
    components, refreshing     what made the rows, and making them anew
    filters, answers, questions, fulltext, export   what can be asked, and how it is answered
    upkeep, migration          removal and correction; an older store brought to this schema
    progress                   how a run goes, for people
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

if TYPE_CHECKING:
    import polars as pl

    from boctach.corpus.filters import Filters
    from boctach.corpus.ingestion import Summary

__all__ = ["Corpus"]


class Asked(TypedDict, total=False):
    """What facts and articles are asked for; `boctach.corpus.filters.Filters` says more of each."""

    kind: str | Iterable[str]
    document: str
    partner: str
    locality: str
    topic: str
    currency: str
    minimum: Decimal | int | str
    maximum: Decimal | int | str
    since: str
    until: str
    source: str
    text: str | Iterable[str]
    fold: bool
    article: str
    limit: int


class Corpus:
    """A store of articles and what is asked of it. Answers are Polars data frames, numbers in them exact decimals.

    Args:
        location: A folder, or an address that ``deltalake`` knows, such as ``s3://bucket/prefix``.
        options: Options of the object store.

    Example:
        ``boctach.Corpus("store").facts(kind="money", locality="Hà Nội", since="2024")``
    """

    def __init__(self, location: str, options: Mapping[str, str] | None = None) -> None:
        from boctach.corpus.store import Store

        self._store = Store(str(location), options)

    def ingest(self, *sources: str, workers: int = 1, columns: Mapping[str, str] | None = None) -> "Summary":
        """Ingest files, folders and globs, each article once; see ``boctach ingest``.

        With workers, a script that calls this needs the guard ``if __name__ == "__main__":``.
        """
        from boctach.corpus.ingestion import Plan, ingest

        return ingest(self._store, Plan(sources, dict(columns or {}), workers))

    def facts(self, **asked: Unpack[Asked]) -> "pl.DataFrame":
        """Facts with what they say, their articles and sentences; near duplicates count once."""
        return self.ask("facts", **asked)

    def articles(self, **asked: Unpack[Asked]) -> "pl.DataFrame":
        """Articles; near duplicates count once."""
        return self.ask("articles", **asked)

    def indicators(self, **asked: Unpack[Asked]) -> "pl.DataFrame":
        """What localities report of themselves, over time, contradictions side by side."""
        return self.ask("indicators", **asked)

    def citations(self, **asked: Unpack[Asked]) -> "pl.DataFrame":
        """Policy documents and the articles that cite them."""
        return self.ask("citations", **asked)

    def relations(self, **asked: Unpack[Asked]) -> "pl.DataFrame":
        """What one policy document does to another."""
        return self.ask("relations", **asked)

    def partners(self, **asked: Unpack[Asked]) -> "pl.DataFrame":
        """Localities and their foreign partners, when first and when last seen."""
        return self.ask("partners", **asked)

    def ask(self, table: str, **asked: Unpack[Asked]) -> "pl.DataFrame":
        """Any table that can be asked for, such as ``rejects``, ``runs`` and ``corrections`` beside those above.

        Raises:
            QuestionError: There is no such table, or a filter cannot be read.
            StoreError: There is no store.
        """
        from boctach.corpus.questions import ask

        limit = asked.pop("limit", None)
        return _frame(ask(self._store, table, _filters(asked), limit=limit).rows)

    def sql(self, query: str) -> "pl.DataFrame":
        """A query in DuckDB's SQL over the tables of the store, each by its name."""
        from boctach.corpus.questions import connect

        with connect(self._store) as connection:
            return _frame(connection.sql(query).to_arrow_table())

    def remove(self, article_ids: Sequence[str]) -> int:
        """Remove articles from all tables; returns how many were there."""
        from boctach.corpus import upkeep

        return upkeep.remove(self._store, article_ids)

    def correct(
        self,
        article_id: str,
        kind: str,
        start: int,
        end: int,
        fields: Mapping[str, Any] | None,
        *,
        by: str,
        note: str | None = None,
    ) -> None:
        """Say what is right of a fact, or with None that it is none; see `boctach.corpus.upkeep.correct`."""
        from boctach.corpus import upkeep

        upkeep.correct(self._store, article_id, kind, start, end, fields, by=by, note=note)


def _frame(rows: Any) -> "pl.DataFrame":
    import polars as pl

    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _filters(asked: Asked) -> "Filters":
    from boctach.corpus.filters import Filters

    given: dict[str, Any] = dict(asked)
    for name, plural in (("kind", "kinds"), ("text", "texts")):
        value = given.pop(name, None) or ()
        given[plural] = (value,) if isinstance(value, str) else tuple(value)
    for name in ("minimum", "maximum"):
        if given.get(name) is not None:
            given[name] = Decimal(given[name])
    return Filters(**given)
