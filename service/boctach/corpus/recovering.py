"""What a run that was ended has left of articles, and what a torn commit has taken from them, is taken away."""

from collections import Counter
from typing import Final

from boctach.corpus import schema
from boctach.corpus.store import Store

# Tables of which ``articles`` says how many rows each of its own has.
_COUNTED: Final = (schema.FACTS.name, schema.TOPICS.name, schema.RELATIONS.name)


def unmark_incomplete(store: Store) -> int:
    """Delete the rows of ``articles`` whose other rows are not all there: a torn commit of theirs was taken back.

    Returns:
        How many there were; a run that has their sources does them again.
    """
    articles = store.column(schema.ARTICLES.name, "article_id", *_COUNTED).to_pylist()
    counts = {name: Counter(store.column(name, "article_id")["article_id"].to_pylist()) for name in _COUNTED}
    others = [
        set(store.column(table.name, "article_id")["article_id"].to_pylist())
        for table in (schema.PARAGRAPHS, schema.SIGNATURES, schema.APPEARANCES)
    ]
    wrong = [
        row["article_id"]
        for row in articles
        if any(counts[table][row["article_id"]] != row[table] for table in _COUNTED)
        or any(row["article_id"] not in there for there in others)
    ]
    store.delete(schema.ARTICLES.name, "article_id", wrong)
    return len(wrong)


def drop_unmarked(store: Store) -> int:
    """Delete the rows of articles that ``articles`` does not have: a run ended before it had said so.

    Returns:
        How many articles they were of.
    """
    orphans: set[str] = set()
    for table in schema.OF_ARTICLE:
        query = f"SELECT DISTINCT article_id FROM {table.name} ANTI JOIN articles USING (article_id)"  # noqa: S608 a name
        lone = store.select(query)["article_id"].to_pylist()
        store.delete(table.name, "article_id", lone)
        orphans.update(lone)
    return len(orphans)
