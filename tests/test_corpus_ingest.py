"""Ingestion: each article once, whatever it comes in, and nothing stops at what is broken."""

import gzip
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boctach import analysis
from boctach.corpus.ingestion import Plan, ingest
from boctach.corpus.store import Store
from boctach.errors import StoreError
from tests.corpus_stores import article, fill, tables, write_jsonl

TEXT = "Năm 2024, tỉnh Bến Tre thu hút 54 dự án với tổng vốn hơn 3 tỷ USD theo Nghị quyết 98/2023/QH15."


def rejects(store: Store) -> list[tuple[str, str]]:
    rows = store.dataset("rejects").to_table().to_pylist()
    return sorted((Path(row["origin"]).name + row["place"].removeprefix(row["origin"]), row["code"]) for row in rows)


def texts(store: Store) -> list[str]:
    return sorted(store.column("articles", "text")["text"].to_pylist())


def test_facts_are_anchored_in_the_article_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    store, summary = fill(tmp_path / "store", tmp_path / "a.txt")
    assert summary.ingested == 1
    text = store.column("articles", "text")["text"][0].as_py()
    facts = store.dataset("facts").to_table().to_pylist()
    assert {fact["kind"] for fact in facts} >= {"count", "money", "date", "policy_reference"}
    assert all(text[fact["start"] : fact["end"]] == fact["mention"] for fact in facts)
    assert all(fact["sentence_start"] <= fact["start"] < fact["end"] <= fact["sentence_end"] for fact in facts)
    assert [str(fact["amount"].normalize()) for fact in facts if fact["kind"] == "money"] == ["3E+9"]
    assert {fact["locality"] for fact in facts} == {"Bến Tre"}


def test_title_and_lead_beside_the_text_are_read_with_it(tmp_path: Path) -> None:
    row = {"title": "Bến Tre có 54 dự án", "lead": "Vốn đạt 3 tỷ USD.", "text": "Tỉnh họp báo ngày 5/3/2024."}
    store, _ = fill(tmp_path / "store", write_jsonl(tmp_path / "a.jsonl", [row]))
    found = store.dataset("articles").to_table().to_pylist()[0]
    assert found["text"] == "\n\n".join((row["title"], row["lead"], row["text"]))
    assert found["text"][found["text_start"] :] == row["text"]
    kinds = set(store.column("facts", "kind")["kind"].to_pylist())
    assert kinds >= {"count", "money", "date"}


def test_every_format_gives_the_article(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [{**article(number), "text": f"{TEXT} Bài {number}."} for number in range(8)]
    bare = [{"text": row["text"]} for row in rows]
    (folder / "a0.txt").write_text(bare[0]["text"], encoding="utf-8")
    write_jsonl(folder / "a1.jsonl", [bare[1]])
    with gzip.open(folder / "a2.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps(bare[2]) + "\n")
    (folder / "a3.csv").write_text(f'id,text\n7,"{bare[3]["text"]}"\n', encoding="utf-8-sig")
    pq.write_table(pa.Table.from_pylist([bare[4]]), folder / "a4.parquet")
    with zipfile.ZipFile(folder / "a5.zip", "w") as archive:
        archive.writestr("sub/a5.txt", bare[5]["text"])
        archive.writestr("sub/a6.jsonl.gz", gzip.compress(json.dumps(bare[6]).encode()))
    (folder / "a7.xml").write_text(
        "<rss><channel><title>Báo</title><item><title>Tin</title><link>https://bao.example/7</link>"
        f"<description><![CDATA[<p>{bare[7]['text']}</p>]]></description>"
        "<pubDate>Wed, 05 Jun 2024 08:00:00 +0700</pubDate></item></channel></rss>",
        encoding="utf-8",
    )
    store, summary = fill(tmp_path / "store", folder)
    assert (summary.ingested, summary.rejected) == (8, 0), rejects(store)
    assert [text for text in texts(store) if "Tin\n\n" not in text] == sorted(row["text"] for row in bare[:7])
    feed = next(row for row in store.dataset("articles").to_table().to_pylist() if row["title"] == "Tin")
    assert (feed["published_at"][:10], feed["url"], feed["source"]) == ("2024-06-05", "https://bao.example/7", "Báo")


def test_pages_and_web_archives(tmp_path: Path) -> None:
    from io import BytesIO

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    body = "".join(f"<p>{TEXT} Đoạn văn thứ {word} nói về hợp tác.</p>" for word in ("nhất", "hai", "ba", "tư"))
    head = "<html><head><meta charset=utf-8><title>Tin</title></head>"
    page = f"{head}<body><article><h1>Tin</h1>{body}</article></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    with (tmp_path / "crawl.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for status, content in (("200 OK", page.replace("hợp tác", "đầu tư")), ("404 Not Found", "<p>không có</p>")):
            headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
            record = writer.create_warc_record(
                f"https://bao.example/{status[:3]}", "response", payload=BytesIO(content.encode()), http_headers=headers
            )
            writer.write_record(record)
    store, summary = fill(tmp_path / "store", tmp_path / "page.html", tmp_path / "crawl.warc.gz")
    assert (summary.ingested, summary.rejected) == (2, 0), rejects(store)
    assert "https://bao.example/200" in store.column("articles", "url")["url"].to_pylist()


def test_the_same_article_again_is_recorded_once_more_and_not_analysed(tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "a.jsonl", [article(1), {**article(1), "id": "other", "url": "https://b.example/1"}]
    )
    store, summary = fill(tmp_path / "store", source)
    assert (summary.ingested, summary.repeated) == (1, 1)
    assert len(store.column("appearances", "place")) == 2
    before = tables(store)
    _, again = fill(tmp_path / "store", source)
    assert (again.ingested, again.repeated, again.known) == (0, 0, 2)
    assert tables(store) == before
    copy = write_jsonl(tmp_path / "b.jsonl", [article(1)])
    _, more = fill(tmp_path / "store", copy)
    assert (more.ingested, more.repeated) == (0, 1)
    assert len(store.column("articles", "article_id")) == 1


def test_a_corrected_figure_is_a_near_duplicate_with_its_own_facts(tmp_path: Path) -> None:
    long = " ".join(article(number)["text"] for number in range(6))
    rows = [{"text": f"{long} Cả nước có 54 dự án."}, {"text": f"{long} Cả nước có 55 dự án."}, article(30)]
    store, summary = fill(tmp_path / "store", write_jsonl(tmp_path / "a.jsonl", rows))
    assert (summary.ingested, summary.linked) == (3, 1)
    found = store.dataset("articles").to_table().to_pylist()
    linked = [row for row in found if row["near_duplicate_of"]]
    assert len(linked) == 1 and linked[0]["near_duplicate_of"] in {row["article_id"] for row in found}
    counted = {row["mention"] for row in store.dataset("facts").to_table().to_pylist() if row["kind"] == "count"}
    assert {"54 dự án", "55 dự án"} <= counted


def test_tables_do_not_depend_on_the_order_of_sources(tmp_path: Path) -> None:
    long = " ".join(article(number)["text"] for number in range(6))
    rows = [article(n) for n in range(4)] + [
        {"text": f"{long} Có {n} dự án.", "url": f"https://b.example/{n}"} for n in "345"
    ]
    rows.append({**article(2), "url": "https://a.example/2"})
    parts = [write_jsonl(tmp_path / f"{n}.jsonl", [row]) for n, row in enumerate(rows)]
    forward, _ = fill(tmp_path / "one", *parts)
    for part in reversed(parts):
        backward, _ = fill(tmp_path / "two", part)
    assert tables(forward) == tables(backward)


def test_broken_input_is_rejected_and_the_rest_ingested(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 no zip")
    (folder / "broken.parquet").write_bytes(b"PAR1")
    (folder / "broken.xml").write_text("<rss><channel>", encoding="utf-8")
    whole = gzip.compress("".join(json.dumps(article(n)) + "\n" for n in range(2000, 4000)).encode())
    (folder / "broken.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "columns.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "lines.jsonl").write_text(
        "\n".join((json.dumps(article(1)), "{broken", "[1]", json.dumps({"body": "x"}), json.dumps(article(2)))),
        encoding="utf-8",
    )
    with (folder / "long.jsonl").open("wb") as stream:
        stream.write(b'{"text": "' + b"a" * 50_000_000 + b'"}\n' + json.dumps(article(3)).encode() + b"\n")
    same_id = [{**article(4), "id": "same"}, {**article(5), "id": "same"}]
    write_jsonl(folder / "same.jsonl", same_id)
    missing = tmp_path / "missing.txt"
    store = Store(str(tmp_path / "store"))
    # Of the half file, articles are let out here: it is the reject that counts.
    sources = [str(path) for path in folder.iterdir() if path.name != "broken.jsonl.gz"]
    summary = ingest(store, Plan([*sources, str(missing)], workers=0))
    assert rejects(store) == [
        ("binary.txt", "unreadable"),
        ("broken.parquet", "broken"),
        ("broken.xml", "broken"),
        ("broken.zip", "broken"),
        ("columns.csv", "no-text"),
        ("empty.txt", "empty-text"),
        ("lines.jsonl#2", "not-json"),
        ("lines.jsonl#3", "not-json"),
        ("lines.jsonl#4", "no-text"),
        ("long.jsonl#1", "text-too-long"),
        ("missing.txt", "no-such-file"),
        ("picture.png", "unknown-format"),
    ]
    assert summary.ingested == 5
    from boctach.corpus.records import Columns, Record, Reject
    from boctach.corpus.sources import read

    items = list(read(folder / "broken.jsonl.gz", Columns()))
    assert isinstance(items[-1], Reject) and items[-1].code == "broken" and "after" in items[-1].reason
    assert len(items) > 100 and all(isinstance(item, Record) for item in items[:-1])


def test_columns_are_mapped_and_rejects_taken_up_again(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [{"body": TEXT, "date": "5/3/2024"}])
    store, summary = fill(tmp_path / "store", source)
    assert summary.rejected == 1
    assert fill(tmp_path / "store", source)[1].rejected == 0, "known: not rejected twice"
    _, retried = fill(tmp_path / "store", retry=True, columns={"text": "body", "published_at": "date"})
    assert (retried.ingested, rejects(store)) == (1, [])
    assert store.column("articles", "published_at")["published_at"].to_pylist() == ["2024-03-05"]


def test_an_article_that_takes_too_long_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from boctach.corpus import work

    rows = work._rows

    def read(found: work.Content, *given: Any) -> Any:
        while found.title == article(6)["title"]:
            time.sleep(0.01)
        return rows(found, *given)

    monkeypatch.setattr(work, "_rows", read)
    analysis.warm()  # what is loaded once is no part of any article's time
    source = write_jsonl(tmp_path / "a.jsonl", [article(6), article(7)])
    store, summary = fill(tmp_path / "store", source, options=work.Options(seconds=3))
    assert rejects(store) == [("a.jsonl#1", "too-slow")]
    assert summary.ingested == 1


def test_an_article_that_comes_twice_in_a_piece_is_analysed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from boctach.corpus import work
    from boctach.corpus.records import Columns, Record
    from boctach.corpus.sources import read

    given = [article(1), article(1) | {"url": "https://bao.vn/1"}, article(2)]
    source = write_jsonl(tmp_path / "a.jsonl", given)
    records = [item for item in read(source, Columns()) if isinstance(item, Record)]
    begun = []
    rows = work._rows
    monkeypatch.setattr(work, "_rows", lambda found, *given: begun.append(found.title) or rows(found, *given))
    result = work.analyse(records, work.Options())
    assert begun == [article(1)["title"], article(2)["title"]]
    assert [len(result.tables[name]) for name in ("articles", "appearances")] == [2, 3]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    store, _ = fill(tmp_path / "store", write_jsonl(tmp_path / "a.jsonl", [article(1)]))
    with store.lock(), pytest.raises(StoreError, match="another process"):
        fill(tmp_path / "store", tmp_path / "a.jsonl")


def test_a_folder_of_something_else_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        Store(str(tmp_path)).version()
