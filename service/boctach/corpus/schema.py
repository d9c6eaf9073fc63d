"""The tables of a store: their columns, keys and schema version.

Ids are 32 hexadecimal digits. Offsets are code points into ``articles.text``, half-open. Numbers are decimals of 12
places after the point; one that does not fit stands in ``numbers_as_text`` instead. Every table but ``runs`` is a
function of what was ingested: the order of work decides nothing but the columns of times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

VERSION: Final = 2
"""Version of the schema; `boctach.corpus.migration` brings older stores to it."""

NUMBER: Final = pa.decimal128(38, 12)
TIME: Final = pa.timestamp("us", tz="UTC")

_TEXT: Final = pa.string()
_INT: Final = pa.int32()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the store.

    Attributes:
        key: Columns that tell its rows apart.
        times: Columns that differ from run to run.
    """

    name: str
    schema: pa.Schema
    key: tuple[str, ...]
    times: tuple[str, ...] = ()

    def rows(self, values: Sequence[Mapping[str, Any]]) -> pa.Table:
        """Rows of some of the columns: of those that the first has, in the table's own types."""
        named = values[0] if values else {}
        return pa.Table.from_pylist(list(values), pa.schema([field for field in self.schema if field.name in named]))


def _table(name: str, key: tuple[str, ...], times: tuple[str, ...] = (), /, **columns: pa.DataType) -> Table:
    # Only key columns are required: Arrow says so, and readers may rely on it.
    fields = [pa.field(column, kind, nullable=column not in key) for column, kind in columns.items()]
    return Table(name, pa.schema(fields), key, times)


_MEMBER: Final = pa.struct(
    [
        pa.field("start", _INT),
        pa.field("end", _INT),
        pa.field("mention", _TEXT),
        pa.field("type", _TEXT),
        pa.field("code", _TEXT),
        pa.field("share", NUMBER),
        pa.field("rank", _INT),
    ]
)

ARTICLES: Final = _table(
    "articles",
    ("article_id",),
    ("analysed_at", "elapsed_ms"),
    article_id=_TEXT,
    title=_TEXT,
    lead=_TEXT,
    text=_TEXT,
    given=_TEXT,  # as JSON: what came with the text and, with it, makes the article's identity
    text_start=_INT,  # where the text as it was sent begins: before it stand a title and lead sent beside it
    section=_TEXT,
    place=_TEXT,
    authors=pa.list_(_TEXT),
    published_at=_TEXT,  # what came with it, else what the text says
    text_source=_TEXT,  # what the text says
    source=_TEXT,  # what came with its first appearance, else what the text says; as the next four, settled at the end
    url=_TEXT,
    label=_TEXT,
    external_id=_TEXT,
    file=_TEXT,
    near_duplicate_of=_TEXT,
    facts=_INT,  # as the next two, how many rows of that table are of it
    topics=_INT,
    relations=_INT,
    facts_version=_TEXT,
    topics_version=_TEXT,
    analysed_at=TIME,
    elapsed_ms=_INT,
)

APPEARANCES: Final = _table(
    "appearances",
    ("record_id", "place"),
    ("recorded_at",),
    record_id=_TEXT,  # hash of the record as it was read
    place=_TEXT,  # file, member, line
    origin=_TEXT,  # the file
    article_id=_TEXT,
    external_id=_TEXT,
    url=_TEXT,
    published_at=_TEXT,
    published_at_given=_TEXT,
    source=_TEXT,
    label=_TEXT,
    encoding=_TEXT,
    recorded_at=TIME,
)

PARAGRAPHS: Final = _table(
    "paragraphs", ("article_id", "index"), article_id=_TEXT, index=_INT, start=_INT, end=_INT, role=_TEXT
)

FACTS: Final = _table(
    "facts",
    ("article_id", "index"),
    article_id=_TEXT,
    index=_INT,
    kind=_TEXT,
    start=_INT,
    end=_INT,
    mention=_TEXT,
    sentence_start=_INT,
    sentence_end=_INT,
    locality=_TEXT,
    locality_from=_TEXT,
    rule=_TEXT,
    evidence=_TEXT,
    qualifier=_TEXT,
    value=NUMBER,
    amount=NUMBER,
    low=NUMBER,
    high=NUMBER,
    out_of=NUMBER,
    numbers_as_text=_TEXT,
    currency=_TEXT,
    per=_TEXT,
    unit=_TEXT,
    head=_TEXT,
    edtf=_TEXT,
    doc_type=_TEXT,
    number=_TEXT,
    year=_TEXT,
    symbol=_TEXT,
    issuer=_TEXT,
    issued=_TEXT,
    name=_TEXT,
    provision=_TEXT,
    canonical_id=_TEXT,
    id=_TEXT,
    members=pa.list_(_MEMBER),
    open=pa.bool_(),
    cue=_TEXT,
    title=_TEXT,
    subject=_TEXT,  # from here: what a number states, of whom and when
    subject_mention=_TEXT,
    subject_code=_TEXT,
    code_scheme=_TEXT,
    measure=_TEXT,
    predicate=_TEXT,
    as_of=_TEXT,
)

TOPICS: Final = _table(
    "topics",
    ("article_id", "model", "label"),
    article_id=_TEXT,
    model=_TEXT,
    label=_TEXT,
    name=_TEXT,  # the label as people call it
    code=_TEXT,  # its nearest IPTC Media Topic
    score=pa.float64(),
    chosen=pa.bool_(),  # whether it holds; of a model that abstained, no label does
    model_version=_TEXT,  # hash of all that decides; null where schema 1 wrote it
)

RELATIONS: Final = _table(
    "relations",
    ("article_id", "index"),
    article_id=_TEXT,
    index=_INT,
    type=_TEXT,
    source_id=_TEXT,
    source_mention=_TEXT,
    source_start=_INT,
    source_end=_INT,
    target_id=_TEXT,
    target_mention=_TEXT,
    target_start=_INT,
    target_end=_INT,
    cue=_TEXT,
    cue_start=_INT,
    cue_end=_INT,
)

SIGNATURES: Final = _table("signatures", ("article_id",), article_id=_TEXT, minhash=pa.binary())

REJECTS: Final = _table(
    "rejects",
    ("record_id", "place"),
    ("rejected_at",),
    record_id=_TEXT,
    place=_TEXT,
    origin=_TEXT,
    external_id=_TEXT,
    code=_TEXT,
    reason=_TEXT,
    columns=_TEXT,  # the mapping of column names that it was read with, as JSON
    rejected_at=TIME,
)

CORRECTIONS: Final = _table(
    "corrections",
    ("article_id", "kind", "start", "end", "corrected_at"),
    article_id=_TEXT,
    kind=_TEXT,
    start=_INT,
    end=_INT,
    extracted=_TEXT,  # the fact as it was when it was corrected, as JSON
    corrected=_TEXT,  # the fields that are right, as JSON; null where the words are no such fact
    corrected_by=_TEXT,
    corrected_at=TIME,
    note=_TEXT,
)

RUNS: Final = _table(
    "runs",
    ("run_id",),
    run_id=_TEXT,
    status=_TEXT,
    started_at=TIME,
    finished_at=TIME,
    sources=_TEXT,
    options=_TEXT,
    version=_TEXT,
    read=pa.int64(),
    ingested=pa.int64(),
    repeated=pa.int64(),
    known=pa.int64(),
    rejected=pa.int64(),
    seconds=pa.float64(),
)

OF_ARTICLE: Final = (FACTS, PARAGRAPHS, TOPICS, RELATIONS, SIGNATURES, APPEARANCES)
"""What is written of an article before its row in ``articles``, which says that all of it is there."""

TABLES: Final[Mapping[str, Table]] = {
    table.name: table for table in (ARTICLES, *OF_ARTICLE, REJECTS, CORRECTIONS, RUNS)
}
