"""The corpus over HTTP: the same filters, pages and problems."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from boctach.api import corpus, problems
from boctach.settings import Settings
from tests.corpus_stores import article, fill, write_jsonl


def client(store: str) -> TestClient:
    app = FastAPI()
    problems.install(app)
    app.include_router(corpus.router(Settings(store=store)))
    return TestClient(app)


@pytest.fixture(scope="module")
def corpus_client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("corpus")
    fill(folder / "store", write_jsonl(folder / "a.jsonl", [article(number) for number in range(6)]))
    return client(str(folder / "store"))


def test_filters_and_pages(corpus_client: TestClient) -> None:
    asked = {"kind": ["money", "partner_list"], "limit": 4}
    rows, after = [], ""
    while after is not None:
        answer = corpus_client.get("/v1/corpus/facts", params=asked | ({"after": after} if after else {}))
        assert answer.status_code == 200
        rows += answer.json()["rows"]
        after = answer.json().get("after")
    whole = corpus_client.get("/v1/corpus/facts", params=asked | {"limit": 1000}).json()["rows"]
    assert rows == whole and len(rows) == 12
    assert {row["kind"] for row in rows} == {"money", "partner_list"}
    assert all(row["amount"].isdigit() for row in rows if row["kind"] == "money")


@pytest.mark.parametrize("table", corpus.TABLES)
def test_every_table_answers(corpus_client: TestClient, table: str) -> None:
    assert corpus_client.get(f"/v1/corpus/{table}", params={"limit": 2}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/v1/corpus/secrets", 422, "wrong-type"),
        ("/v1/corpus/facts?since=never", 422, "unusable-question"),
        ("/v1/corpus/facts?after=nonsense", 422, "unusable-question"),
        ("/v1/corpus/citations?document=no", 422, "unusable-question"),
        ("/v1/corpus/facts?limit=0", 422, "wrong-type"),
    ],
)
def test_problems(corpus_client: TestClient, path: str, status: int, name: str) -> None:
    answer = corpus_client.get(path)
    assert answer.status_code == status
    if name != "wrong-type":
        assert answer.json()["type"].endswith(name)


def test_no_corpus(tmp_path: Path) -> None:
    assert client("").get("/v1/corpus/facts").status_code == 404
    assert client(str(tmp_path)).get("/v1/corpus/facts").status_code == 503
