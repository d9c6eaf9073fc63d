"""Topics in a store: of which models, refreshed when one changes, asked for by name."""

from pathlib import Path

import pytest

import boctach
from boctach.corpus import components, entries, work
from boctach.corpus.ingestion import Plan
from boctach.corpus.refreshing import refresh
from boctach.corpus.work import Options
from boctach.errors import UnknownModelError
from boctach.topics import Topic, labels
from boctach.topics.answer import Candidate, TopicModel
from tests.corpus_stores import article, fill, tables, write_jsonl

INVESTMENT = (
    "Thu hút đầu tư nước ngoài của tỉnh đạt kết quả khả quan. Các doanh nghiệp FDI đã đăng ký thêm vốn vào khu công "
    "nghiệp, nhà đầu tư nước ngoài từ Hàn Quốc và Nhật Bản mở rộng nhà máy, vốn đầu tư trực tiếp nước ngoài tăng mạnh."
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "a.jsonl", [*(article(number) for number in range(4)), {"text": INVESTMENT}])


def test_sections_and_themes_by_default(tmp_path: Path, source: Path) -> None:
    store, _ = fill(tmp_path / "store", source)
    rows = tables(store)["topics"]
    assert {row["model"] for row in rows} == set(work.TOPIC_MODELS)
    assert all(len(row["model_version"]) == 16 and 0 <= row["score"] <= 1 for row in rows)
    counted = {row["article_id"]: row["topics"] for row in tables(store)["articles"]}
    assert sum(counted.values()) == len(rows)


def test_articles_by_a_theme_in_words_or_by_label(tmp_path: Path, source: Path) -> None:
    fill(tmp_path / "store", source)
    mine = boctach.Corpus(str(tmp_path / "store"))
    by_name = mine.articles(topic="đầu tư nước ngoài")
    assert by_name.height == 1 and "Đầu tư nước ngoài" in by_name["topics"][0].to_list()
    assert mine.articles(topic="dau-tu-nuoc-ngoai")["article_id"].to_list() == by_name["article_id"].to_list()
    assert mine.articles(topic="Người Việt ở nước ngoài").height == 0
    assert mine.facts(topic="Đầu tư nước ngoài").height < mine.facts().height


def test_a_refresh_brings_the_models_asked_for(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = fill(tmp_path / "store", source, options=Options(models=("vntc10",)))
    assert {row["model"] for row in tables(store)["topics"]} == {"vntc10"}
    monkeypatch.setattr("boctach.analysis.analyze_document", None)  # the facts are left alone
    assert refresh(store, Plan([], workers=0)) == 5
    assert refresh(store, Plan([], workers=0)) == 0
    monkeypatch.undo()
    assert tables(store) == tables(fill(tmp_path / "other", source)[0])


def test_an_unknown_model_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnknownModelError, match="weather"):
        Options(models=("sections", "weather"))


def test_another_choice_of_models_is_another_version() -> None:
    assert components.topics(("sections",)) != components.topics(("sections", "themes"))


def test_every_label_that_holds_is_a_row() -> None:
    """A label with a low threshold may hold without being among the likeliest."""
    known = [row.label for row in labels.themes()]
    topic = Topic(
        model=TopicModel(name="themes", version="1", sha256="0" * 64),
        abstained=False,
        label=known[0],
        labels=(known[0], known[3]),
        candidates=tuple(Candidate(label=label, score=0.5) for label in known[:3]),
        scores=dict.fromkeys(known, 0.5),
    )
    rows = entries.topics("a", [topic])
    assert [(row["label"], row["chosen"]) for row in rows] == [
        (known[0], True),
        (known[1], False),
        (known[2], False),
        (known[3], True),
    ]
