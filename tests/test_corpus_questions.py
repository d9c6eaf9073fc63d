"""Questions: what localities report, who cites what, near duplicates once, pages that stay, corrections beside."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import boctach
from boctach.corpus import export, questions
from boctach.corpus.filters import Filters
from boctach.corpus.ingestion import Plan
from boctach.corpus.refreshing import refresh
from boctach.errors import QuestionError, StoreError
from tests.corpus_stores import WritesLeft, article, fill, tables, write_jsonl
from tests.shared import SHARED, needs_shared

LONG = " ".join(article(number)["text"] for number in range(6))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> boctach.Corpus:
    folder = tmp_path_factory.mktemp("corpus")
    rows = [article(number) for number in range(12)]
    rows += [
        {"text": f"{LONG} Tỉnh Bến Tre có 54 dự án FDI.", "published_at": "2024-01-05", "url": "https://a.example/1"},
        {"text": f"{LONG} Tỉnh Bến Tre có 55 dự án FDI.", "published_at": "2024-01-06", "url": "https://b.example/1"},
        {
            "text": "Tỉnh Bến Tre có 70 dự án FDI. Sở làm theo Chỉ thị 15-CT/TW về hợp tác.",
            "published_at": "2024-03-01",
        },
    ]
    fill(folder / "store", write_jsonl(folder / "a.jsonl", rows))
    return boctach.Corpus(str(folder / "store"))


def test_facts_by_kind_range_time_and_place(corpus: boctach.Corpus) -> None:
    money = corpus.facts(kind="money", minimum=15_000_000_000, maximum="17e9")
    assert {int(amount) // 10**9 for amount in money["amount"]} == {15, 16, 17}
    assert set(corpus.facts(kind="money", locality="tỉnh Cà Mau")["locality"]) == {"Cà Mau"}
    assert set(corpus.facts(since="2024-03", until="2024-03")["published_at"].str.slice(0, 7)) == {"2024-03"}
    assert corpus.facts(partner="Nhật Bản", kind="partner_list").height == corpus.facts(partner="JP").height > 5
    sentences = corpus.facts(kind="money")
    assert all(mention in sentence for mention, sentence in sentences.select("mention", "sentence").iter_rows())


def test_near_duplicates_count_once_and_show_what_differs(corpus: boctach.Corpus) -> None:
    fdi = corpus.facts(kind="count", locality="Bến Tre").filter(pl.col("mention").str.contains("FDI"))
    found = {(row["mention"], row["articles"], row["differs"]) for row in fdi.to_dicts()}
    assert found == {("54 dự án FDI", 1, True), ("55 dự án FDI", 1, True), ("70 dự án FDI", 1, False)}
    shared = corpus.facts(kind="money").filter(pl.col("url") == "https://a.example/1")
    assert set(shared["articles"]) == {2} and set(shared["differs"]) == {False}
    assert corpus.articles(since="2024-01-05", until="2024-01-06").filter(pl.col("articles") == 2).height == 1


def test_indicators_show_contradictions_side_by_side(corpus: boctach.Corpus) -> None:
    rows = corpus.indicators(locality="Bến Tre").filter(pl.col("indicator") == "foreign_projects").to_dicts()
    assert [int(row["value"]) for row in rows] == [54, 55, 70]
    assert all(row["contradicted"] for row in rows)
    assert all("dự án FDI" in row["sentence"] for row in rows)


def test_citations_by_any_spelling(corpus: boctach.Corpus) -> None:
    rows = corpus.citations(document="chỉ thị số 15-CT/TW").to_dicts()
    assert [(row["document"], row["mentions"]) for row in rows] == [("vn/chi_thi/15/_/ct-tw", 1)]
    with pytest.raises(QuestionError, match="no policy document"):
        corpus.citations(document="hợp tác")


def test_partners_of_localities(corpus: boctach.Corpus) -> None:
    rows = corpus.partners(locality="Cao Bằng").to_dicts()
    assert {row["partner"] for row in rows} == {"JP", "KR", "TH"}
    assert all(row["first_seen"] <= row["last_seen"] for row in rows)


def test_words_are_found_as_written_and_folded(corpus: boctach.Corpus) -> None:
    assert corpus.articles(text="hợp tác xã").height > 0
    assert corpus.articles(text="HỢP TÁC XÃ").height == corpus.articles(text="hợp tác xã").height
    assert corpus.articles(text="hop tac xa").height == 0
    assert corpus.articles(text="hop tac xa", fold=True).height == corpus.articles(text="hợp tác xã").height
    assert corpus.articles(text=["hợp tác", "Chỉ thị"]).height == 1
    with pytest.raises(QuestionError, match="no word"):
        corpus.articles(text="…")


@pytest.mark.parametrize("table", questions.NAMES)
def test_pages_give_what_the_whole_gives(corpus: boctach.Corpus, table: str) -> None:
    whole = export.values(questions.ask(corpus._store, table).rows)
    paged, after = [], None
    while True:
        page = questions.ask(corpus._store, table, limit=7, after=after)
        paged += export.values(page.rows)
        after = page.after
        if after is None:
            break
    assert paged == whole


def test_pages_stay_while_articles_come(tmp_path: Path) -> None:
    store, _ = fill(tmp_path / "store", write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(4)]))
    first = questions.ask(store, "facts", limit=5)
    rest = export.values(questions.ask(store, "facts", after=first.after).rows)
    newest = {**article(9), "published_at": "2025-01-01"}
    fill(tmp_path / "store", write_jsonl(tmp_path / "b.jsonl", [newest]))
    again = export.values(questions.ask(store, "facts", after=first.after).rows)
    assert again == rest


def test_questions_that_cannot_be_read(corpus: boctach.Corpus, tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="no table"):
        corpus.ask("secrets")
    with pytest.raises(QuestionError, match="unknown kinds"):
        corpus.facts(kind="moneys")
    with pytest.raises(QuestionError, match="cursor"):
        questions.ask(corpus._store, "facts", after="nonsense")
    with pytest.raises(QuestionError, match="no date"):
        corpus.facts(since="yesterday")
    with pytest.raises(StoreError, match="no store"):
        boctach.Corpus(str(tmp_path)).facts()
    # A value is a value, never SQL.
    assert corpus.facts(locality="' OR 1=1 --").height == 0


def test_every_form_of_export(corpus: boctach.Corpus, tmp_path: Path) -> None:
    import csv
    import json

    import pyarrow.parquet as pq

    rows = questions.ask(corpus._store, "facts", Filters(kinds=("money",))).rows
    for form in export.FORMS:
        with (tmp_path / f"facts.{form}").open("wb") as stream:
            export.write(rows, stream, form)
    amounts = [row["amount"] for row in export.values(rows)]
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [row["amount"] for row in csv.DictReader(stream)] == amounts
    lines = (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["amount"] for line in lines] == amounts
    assert [row["amount"] for row in json.loads((tmp_path / "facts.json").read_bytes())] == amounts
    assert pq.read_table(tmp_path / "facts.parquet").num_rows == len(amounts)
    assert (tmp_path / "facts.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(QuestionError, match="no form"):
        export.form_of(tmp_path / "facts.doc")


def test_a_correction_stands_beside_and_survives_a_refresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = fill(tmp_path / "store", write_jsonl(tmp_path / "a.jsonl", [article(1), article(2)]))
    mine = boctach.Corpus(str(tmp_path / "store"))
    fact = mine.facts(kind="money").to_dicts()[0]
    place = (fact["article_id"], "money", fact["start"], fact["end"])
    mine.correct(*place, {"amount": "99"}, by="Lan", note="đính chính")
    monkeypatch.setattr("boctach.corpus.components.facts", lambda: "another")
    before = tables(store)
    assert refresh(store, Plan([], workers=0)) == 2
    assert refresh(store, Plan([], workers=0)) == 0
    after = tables(store)
    assert {row["facts_version"] for row in after["articles"]} == {"another"}
    assert after["facts"] == before["facts"] and after["corrections"] == before["corrections"]
    corrected = mine.facts(kind="money", article=fact["article_id"]).to_dicts()[0]
    assert (corrected["amount"], corrected["corrected_by"]) == (Decimal(99), "Lan")
    assert f'"amount": "{int(fact["amount"])}"' in corrected["extracted"]
    mine.correct(*place, None, by="Lan")
    assert mine.facts(kind="money", article=fact["article_id"])["withdrawn"].to_list() == [True]
    with pytest.raises(QuestionError, match="no field"):
        mine.correct(*place, {"color": "red"}, by="Lan")
    with pytest.raises(QuestionError, match="has no money"):
        mine.correct(fact["article_id"], "money", 0, 1, None, by="Lan")


def test_a_refresh_does_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = fill(tmp_path / "store", write_jsonl(tmp_path / "a.jsonl", [article(1), article(2)]))
    before = tables(store)
    monkeypatch.setattr("boctach.corpus.components.topics", lambda models: "another model")
    monkeypatch.setattr("boctach.analysis.analyze_document", None)  # the facts are left alone
    assert refresh(store, Plan([], workers=0)) == 2
    after = tables(store)
    assert {row.pop("topics_version") for row in after["articles"]} == {"another model"}
    assert {row.pop("topics_version") for row in before["articles"]} != {"another model"}
    assert after == before
    assert refresh(store, Plan([], workers=0)) == 0


def test_a_refresh_that_was_ended_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = fill(tmp_path / "store", write_jsonl(tmp_path / "a.jsonl", [article(n) for n in range(6)]))
    before = tables(store)
    monkeypatch.setattr("boctach.corpus.components.facts", lambda: "another")
    writes = WritesLeft(monkeypatch, KeyboardInterrupt)
    for left in (1, 4, 7, 9, 3, 100):
        writes.count = left
        try:
            refresh(store, Plan([], workers=0))
        except KeyboardInterrupt:
            continue
        break
    after = tables(store)
    assert {row.pop("facts_version") for row in after["articles"]} == {"another"}
    for row in before["articles"]:
        del row["facts_version"]
    assert after == before


def test_a_removed_article_is_gone_and_stays_away(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [article(1), article(2)])
    store, _ = fill(tmp_path / "store", source)
    mine = boctach.Corpus(str(tmp_path / "store"))
    gone = mine.articles(text="số 1 cho biết").to_dicts()[0]["article_id"]
    assert mine.remove([gone, "unknown"]) == 1
    copy = write_jsonl(tmp_path / "b.jsonl", [{**article(1), "id": "again"}])
    fill(tmp_path / "store", source, copy)
    fill(tmp_path / "store", retry=True)
    for name, rows in tables(store).items():
        if name != "rejects":
            assert gone not in {row.get("article_id") for row in rows}, name
    words = "Báo cáo số 1 cho biết".encode()
    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert [path for path in files if words in path.read_bytes()] == []
    assert mine.articles(text="số 1 cho biết").height == 0


@needs_shared
def test_the_seeds_answer(tmp_path: Path) -> None:
    fill(tmp_path / "store", SHARED / "seeds")
    mine = boctach.Corpus(str(tmp_path / "store"))
    rows = mine.indicators().to_dicts()
    found = {(row["locality"], row["indicator"]): (int(row["value"]), row["unit"]) for row in rows}
    assert found["Thành phố Hồ Chí Minh", "foreign_partner_localities"][0] == 54
    assert found["Hà Nội", "foreign_partner_localities"][0] == 100
    assert found["Hải Phòng", "foreign_partner_localities"][0] == 20
    assert found["Thành phố Hồ Chí Minh", "registered_capital"] == (55_000_000_000, "USD")
    assert found["Hà Nội", "registered_capital"] == (26_000_000_000, "USD")
    assert all(row["file"] and row["sentence"] for row in rows)
    cited = mine.citations(document="Chỉ thị 15-CT/TW").to_dicts()
    assert [Path(row["file"]).name[:3] for row in cited] == ["003"]
