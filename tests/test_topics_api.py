"""The routes of topic models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from boctach.api.app import create_app
from boctach.settings import Settings
from boctach.topics import recipes, store
from tests.test_api import until_ready
from tests.test_topics import DIPLOMACY, SHIPPED, SPORT
from tests.test_topics_training import rows


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    own = tmp_path_factory.mktemp("models")
    recipes.train(rows(), "mine", own / "mine", lambda _: None)
    options = Settings(max_characters=5_000, workers=1, models=str(own))
    with TestClient(create_app(options=options), raise_server_exceptions=False) as client:
        until_ready(client)
        yield client


def test_the_default_model_answers(client: TestClient) -> None:
    answer = client.post("/v1/classify", json={"text": SPORT}).json()
    topic = answer["topic"]
    assert (topic["model"]["name"], topic["label"], topic["abstained"]) == ("sections", "Thể thao", False)
    assert topic["model"]["sha256"] == store.find().settings.sha256
    for term in topic["terms"]:
        assert SPORT[term["places"][0]["start"] : term["places"][0]["end"]] == term["text"]


def test_a_model_is_picked_by_name(client: TestClient) -> None:
    listed = client.get("/v1/models").json()["models"]
    assert {*SHIPPED, "mine"} == {model["name"] for model in listed}
    assert [model["name"] for model in listed if model["default"]] == ["sections"]
    for model in listed:
        answer = client.post("/v1/classify", json={"text": DIPLOMACY, "model": model["name"]}).json()["topic"]
        assert answer["model"] == {name: model[name] for name in ("name", "version", "sha256")}
        assert set(answer["scores"]) <= set(model["labels"])


def test_a_page_is_classified(client: TestClient) -> None:
    page = f"<html><body><article><h1>Thắng lớn</h1><p>{SPORT}</p><p>{SPORT}</p></article></body></html>"
    answer = client.post("/v1/classify", json={"html": page}).json()
    passage = answer["topic"]["passages"][0]
    assert answer["text"][passage["start"] : passage["end"]] == passage["mention"]


@pytest.mark.parametrize(
    ("body", "status", "name", "field"),
    [
        ({"text": ""}, 422, "empty-text", "text"),
        ({"text": SPORT, "model": "none"}, 422, "unknown-model", "model"),
        ({"text": SPORT, "model": "../../etc"}, 422, "unknown-model", "model"),
        ({"text": SPORT, "html": SPORT}, 422, "two-articles", "html"),
        ({"model": "themes"}, 422, "missing-field", "text"),
        ({"text": SPORT, "kinds": []}, 422, "unknown-field", "kinds"),
        ({"text": "a" * 5_001}, 413, "text-too-long", "text"),
    ],
)
def test_refused(client: TestClient, body: dict[str, str], status: int, name: str, field: str) -> None:
    answer = client.post("/v1/classify", json=body)
    problem = answer.json()
    assert (answer.status_code, problem["field"]) == (status, field)
    assert problem["type"] == f"urn:problem-type:boctach:{name}"
    assert problem["remedy"]


def test_another_language_is_an_answer(client: TestClient) -> None:
    text = "The government said on Monday that it would raise the minimum wage for all workers."
    topic = client.post("/v1/classify", json={"text": text}).json()["topic"]
    assert (topic["abstained"], topic["reason"]) == (True, "other_language")


def test_an_analysis_has_the_section(client: TestClient) -> None:
    answer = client.post("/v1/analyze", json={"text": SPORT}).json()
    assert answer["topic"]["label"] == "Thể thao"


def test_own_models_hide_those_that_ship(tmp_path: Path) -> None:
    assert store.folders(tmp_path)["sections"] == store.shipped() / "sections"
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "settings.json").write_text("{}", encoding="utf-8")
    assert store.folders(tmp_path)["sections"] == tmp_path / "sections"
