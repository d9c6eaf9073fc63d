"""Search for words in the articles: SQLite's FTS5, in a file beside the tables that can be made anew at any time.

Words are found as they are written, case aside; folded, ``hop tac`` finds ``hợp tác``. Folding is for search alone.
"""

import contextlib
import hashlib
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from boctach.corpus import schema
from boctach.corpus.store import Store
from boctach.errors import QuestionError

_FILE: Final = "fulltext.sqlite"
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS articles (rowid INTEGER PRIMARY KEY, article_id TEXT UNIQUE NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (exact, folded, content='',
    tokenize="unicode61 remove_diacritics 0");
"""
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"\w+")


def search(store: Store, phrases: Sequence[str], *, fold: bool = False) -> pa.Table:
    """Articles that have every phrase: ``article_id`` and ``score``, smaller for better.

    Raises:
        QuestionError: A phrase has no word.
    """
    column = "folded" if fold else "exact"
    quoted = []
    for phrase in phrases:
        words = _WORD.findall(folded(phrase) if fold else _composed(phrase))
        if not words:
            raise QuestionError(f"no word in {phrase!r}", field="text", remedy="write a word or a phrase")
        quoted.append(f'{column} : "{" ".join(words)}"')
    with _index(store) as index:
        found = index.execute(
            "SELECT article_id, rank FROM words JOIN articles ON articles.rowid = words.rowid WHERE words MATCH ?"
            " ORDER BY rank, article_id",
            (" AND ".join(quoted),),
        ).fetchall()
    ids, scores = zip(*found, strict=True) if found else ((), ())
    return pa.table({"article_id": pa.array(ids, pa.string()), "score": pa.array(scores, pa.float64())})


def folded(text: str) -> str:
    """A text without tones and other marks, ``đ`` as ``d``, in small letters."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return bare.replace("đ", "d").replace("Đ", "D").casefold()


@contextlib.contextmanager
def _index(store: Store) -> Iterator[sqlite3.Connection]:
    """The index, up to date."""
    with contextlib.closing(sqlite3.connect(_place(store), timeout=120)) as index:
        index.execute("PRAGMA journal_mode = WAL")
        index.executescript(_SCHEMA)
        _take_in(store, index)
        yield index


def _take_in(store: Store, index: sqlite3.Connection) -> None:
    wanted = set(store.column(schema.ARTICLES.name, "article_id")["article_id"].to_pylist())
    known = {name for (name,) in index.execute("SELECT article_id FROM articles")}
    if known - wanted:
        # A contentless index cannot forget one article; removals are rare, and the index is quickly made.
        index.executescript("DROP TABLE words; DROP TABLE articles;")
        index.executescript(_SCHEMA)
        known = set()
    if known == wanted:
        return
    index.execute("BEGIN IMMEDIATE")
    known = {name for (name,) in index.execute("SELECT article_id FROM articles")}  # another may have been quicker
    for batch in store.dataset(schema.ARTICLES.name).to_batches(columns=["article_id", "text"]):
        for name, text in zip(batch["article_id"].to_pylist(), batch["text"].to_pylist(), strict=True):
            if name not in known:
                row = index.execute("INSERT INTO articles (article_id) VALUES (?)", (name,)).lastrowid
                values = (row, _composed(text), folded(text))
                index.execute("INSERT INTO words (rowid, exact, folded) VALUES (?, ?, ?)", values)
    index.commit()


def _place(store: Store) -> Path:
    """Beside the tables; of a store elsewhere, or one that cannot be written, among this machine's passing files."""
    if store.folder is not None:
        place = store.folder / _FILE
        with contextlib.suppress(OSError):
            place.touch()
            return place
    name = hashlib.blake2b(store.location.encode(), digest_size=8).hexdigest()
    folder = Path(tempfile.gettempdir()) / f"boctach-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / _FILE


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
