"""The page about a store of articles: the project's own samples, ingested and asked."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
from fastapi.testclient import TestClient
from httpx import Response

from boctach.api.app import create_app
from boctach.corpus import Corpus
from boctach.facts import KINDS
from boctach.settings import Settings
from boctach.web import charts, names
from boctach.web.asking import TABLES
from tests.shared import ROOT
from tests.test_api import until_ready
from tests.test_web import HOSTILE

SAMPLES = ROOT / "corpus" / "samples"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = tmp_path_factory.mktemp("corpus") / "store"
    hostile = tmp_path_factory.mktemp("hostile") / "x.txt"
    hostile.write_text(f"Hà Nội ký kết\n\n{HOSTILE}", encoding="utf-8")
    Corpus(str(store)).ingest(str(SAMPLES), str(hostile))
    with TestClient(create_app(options=Settings(store=str(store), workers=1))) as client:
        until_ready(client)
        yield client


def _ask(client: TestClient, **asked: str) -> Any:
    response = client.get(f"/kho?{urlencode(asked)}")
    assert response.status_code == 200, response.text
    return lxml.html.fromstring(response.text)


def _words(tree: Any, selector: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.cssselect(selector)]


def _section(tree: Any, heading: str) -> Any:
    (section,) = tree.cssselect(f"section[aria-labelledby={heading}]")
    return section


def test_an_overview(client: TestClient) -> None:
    tree = _ask(client)
    assert _words(tree, ".summary strong")[0] == f"{len(list(SAMPLES.glob('*.txt'))) + 1} bài"
    assert _words(_section(tree, "partners"), "tbody th")[0] == "Hàn Quốc"
    assert _words(_section(tree, "documents"), "tbody th")[0] == "Nghị định 18/2041/NĐ-CP"
    assert any("sửa đổi, bổ sung" in said for said in _words(tree, ".relations li"))
    assert _words(tree, ".world .shade4 title")[0].startswith("Hàn Quốc: 4 địa phương")
    assert _words(tree, ".tabs [aria-current]") == ["Địa phương nước ngoài có quan hệ"]


def test_what_articles_say_differently_is_shown_side_by_side(client: TestClient) -> None:
    rows = _ask(client, indicator="foreign_projects", locality="Hải Phòng").cssselect(".indicators tr.contradicted")
    assert {row.cssselect("td")[1].text_content().split()[0] for row in rows} >= {"128", "131"}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"text": "vi mạch"}, ["Đà Nẵng khánh thành trung tâm thiết kế vi mạch"]),
        ({"text": "vi mach", "fold": "1"}, ["Đà Nẵng khánh thành trung tâm thiết kế vi mạch"]),
        ({"document": "Nghị định 33/2042/NĐ-CP"}, ["Cần Thơ xuất khẩu gạo sang 45 thị trường"]),
        ({"partner": "Ghana"}, ["Cần Thơ xuất khẩu gạo sang 45 thị trường"]),
        ({"locality": "Quảng Ninh", "kind": "percentage"}, ["Quảng Ninh đón 4,8 triệu lượt khách quốc tế"]),
        ({"since": "2043-11"}, ["Quảng Ninh đón 4,8 triệu lượt khách quốc tế"]),
        ({"minimum": "4.500.000.000", "kind": "money"}, ["Hà Nội: vốn đầu tư nước ngoài đạt 4,6 tỷ USD"]),
        ({"text": "không bài nào có những từ này"}, []),
    ],
    ids=str,
)
def test_filters(client: TestClient, asked: dict[str, str], titles: list[str]) -> None:
    found = _section(_ask(client, **asked), "found").cssselect("tbody tr td:last-child")
    small = [cell.cssselect("small")[0].text_content() for cell in found]
    shown = {cell.text_content().removesuffix(said).strip() for cell, said in zip(found, small, strict=True)}
    if "minimum" in asked:
        titles = [title for title in shown if title in titles]
    assert shown >= set(titles) if "minimum" in asked else shown == set(titles)


def test_pages_follow_each_other(client: TestClient) -> None:
    seen: list[str] = []
    address = "/kho?locality=H%E1%BA%A3i+Ph%C3%B2ng"
    for _ in range(10):
        tree = lxml.html.fromstring(client.get(address).text)
        section = _section(tree, "found")
        seen += [row.text_content() for row in section.cssselect("tbody tr")]
        following = [link.get("href") for link in section.cssselect("a") if link.text == "Trang sau"]
        if not following:
            break
        assert "locality=" in following[0]
        address = following[0]
    total = int(_words(tree, ".summary strong")[1].split()[0])
    assert len(seen) == total > 20


@pytest.mark.parametrize("table", TABLES)
def test_every_table_can_be_taken_away(client: TestClient, table: str) -> None:
    answer = client.get(f"/kho/tai/{table}.csv?locality=H%E1%BA%A3i+Ph%C3%B2ng")
    assert answer.headers["content-disposition"] == f'attachment; filename="boctach-{table}.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    listed = json.loads(client.get(f"/kho/tai/{table}.json?locality=H%E1%BA%A3i+Ph%C3%B2ng").content)
    assert len(rows) == len(listed) > 0
    assert client.get(f"/kho/tai/{table}.xlsx").content.startswith(b"PK")


def _complaint(response: Response, status: int) -> str:
    assert response.status_code == status, response.text
    (said,) = lxml.html.fromstring(response.text).cssselect("[role=alert]")
    return str(said.text_content())


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "hôm nào đó"},
        {"document": "không phải văn bản"},
        {"minimum": "nhiều"},
        {"kind": "moneys"},
        {"after": "nonsense"},
        {"text": "!!!"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_said(client: TestClient, asked: dict[str, str]) -> None:
    response = client.get(f"/kho?{urlencode(asked)}")
    assert "không đọc được" in _complaint(response, 422)
    assert next(iter(asked.values())) in response.text or "after" in asked or "minimum" in asked or "kind" in asked


def test_no_other_tables_or_forms(client: TestClient) -> None:
    _complaint(client.get("/kho/tai/runs.csv"), 404)
    _complaint(client.get("/kho/tai/facts.parquet"), 404)


def test_markup_is_text_here_too(client: TestClient) -> None:
    for asked in ({}, {"text": HOSTILE}, {"locality": HOSTILE}, {"topic": HOSTILE}, {"since": HOSTILE}):
        response = client.get(f"/kho?{urlencode(asked)}")
        tree = lxml.html.fromstring(response.text)
        assert len(list(tree.iter("script"))) == 1
        assert tree.cssselect("img, [onerror], [onload]") == []


def test_without_a_store_there_is_nothing_to_ask() -> None:
    with TestClient(create_app(options=Settings(workers=1))) as client:
        assert client.get("/kho").status_code == 404
        assert "/kho" not in client.get("/").text


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with TestClient(create_app(options=Settings(store=str(tmp_path / "none"), workers=1))) as client:
        _complaint(client.get("/kho"), 503)


def test_the_map_has_every_country_once() -> None:
    outlines = charts.world([])
    assert len(outlines) > 200
    assert [outline for outline in outlines if not outline.path.startswith("M") or outline.said] == []
    assert sum(outline.shade == 5 for outline in outlines) == 1


def test_tables_and_indicators_have_names() -> None:
    assert set(TABLES) == set(names.ANSWERS)
    assert set(names.KINDS) == set(KINDS)
