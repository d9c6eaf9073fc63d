"""Stores of an older schema: written here as they were, and brought to this one without loss."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from boctach.corpus import migration, questions, schema
from boctach.corpus.filters import Filters
from boctach.corpus.ingestion import Plan
from boctach.corpus.refreshing import refresh
from boctach.corpus.store import Store
from boctach.corpus.work import Options
from boctach.errors import StoreError
from tests.corpus_stores import WritesLeft, article, fill, tables, write_jsonl

NEW = {"articles": ("topics", "relations"), "topics": ("name", "code", "model_version")}
"""The columns that schema 1 had not."""

MATCH = (
    "Đội chủ nhà ghi bàn thắng duy nhất ở phút bù giờ của hiệp hai. Huấn luyện viên khen các cầu thủ đã thi đấu hết "
    "mình trước đối thủ mạnh hơn, còn thủ môn đội khách nhận thẻ đỏ. Trận chung kết giải vô địch quốc gia đá tuần sau."
)

SECTIONS = Options(models=("sections",))


def write_first(store: Store, folder: Path) -> Store:
    """The same store as schema 1 had it: only sections, and without what later schemas added."""
    for name, table in schema.TABLES.items():
        rows = store.dataset(name).to_table().drop_columns(list(NEW.get(name, ())))
        kind = pa.schema([field for field in table.schema if field.name in rows.column_names])
        place = str(folder / name)
        DeltaTable.create(place, schema=kind, name=name, description="boctach schema 1")
        if rows.num_rows:
            write_deltalake(place, rows.cast(kind), mode="append")
    return Store(str(folder))


def without(found: dict[str, list[dict[str, Any]]], column: str, table: str) -> dict[str, list[dict[str, Any]]]:
    return {**found, table: [{key: row[key] for key in row if key != column} for row in found[table]]}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    twice = {**article(3), "text": article(3)["text"] + " Hết."}
    return write_jsonl(
        tmp_path / "a.jsonl", [*(article(number) for number in range(12)), twice, {"text": MATCH}, {"text": ""}]
    )


def test_a_first_store_is_migrated_without_loss(tmp_path: Path, source: Path) -> None:
    now, _ = fill(tmp_path / "now", source, options=SECTIONS)
    old = write_first(now, tmp_path / "old")
    with pytest.raises(StoreError, match="migrate"):
        questions.ask(old, "articles")
    assert migration.migrate(old) == (1, schema.VERSION)
    # Which model it was that said a topic was not kept.
    expected = without(tables(now), "model_version", "topics")
    assert without(tables(Store(str(tmp_path / "old"))), "model_version", "topics") == expected
    for name, table in schema.TABLES.items():
        assert pa.schema(old.table(name).schema().to_arrow()).names == table.schema.names
    again, summary = fill(tmp_path / "old", source, options=SECTIONS)
    assert (summary.ingested, summary.recovered) == (0, 0)
    assert migration.migrate(again) == (schema.VERSION, schema.VERSION)


def test_a_migrated_store_is_refreshed_to_what_it_would_be_now(tmp_path: Path, source: Path) -> None:
    fresh, _ = fill(tmp_path / "fresh", source)
    old = write_first(fill(tmp_path / "now", source, options=SECTIONS)[0], tmp_path / "old")
    migration.migrate(old)
    assert refresh(old, Plan([], workers=0)) == 14
    assert tables(old) == tables(fresh)


def test_a_migration_that_was_ended_is_done_again(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, _ = fill(tmp_path / "now", source, options=SECTIONS)
    expected = without(tables(now), "model_version", "topics")
    write_first(now, tmp_path / "old")
    writes = WritesLeft(monkeypatch, KeyboardInterrupt)
    for left in (0, 1):
        writes.count = left
        with pytest.raises(KeyboardInterrupt):
            migration.migrate(Store(str(tmp_path / "old")))
    writes.count = 2
    assert migration.migrate(Store(str(tmp_path / "old"))) == (1, schema.VERSION)
    assert without(tables(Store(str(tmp_path / "old"))), "model_version", "topics") == expected


def test_topics_of_a_migrated_store_answer_by_name(tmp_path: Path, source: Path) -> None:
    old = write_first(fill(tmp_path / "now", source, options=SECTIONS)[0], tmp_path / "old")
    migration.migrate(old)
    chosen = {row["name"] for row in questions.ask(old, "topics").rows.to_pylist() if row["chosen"]}
    assert chosen == {"Thể thao"}
    assert questions.ask(old, "articles", Filters(topic="thể THAO")).rows.num_rows == 1
