"""The HTTP service: its answers, and a problem for each way to ask wrongly."""

import contextlib
import functools
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

import boctach
from boctach import errors
from boctach.api import examples, problems
from boctach.api.app import create_app
from boctach.api.metrics import Metrics
from boctach.api.pool import Pool
from boctach.api.work import Worker
from boctach.facts import KINDS
from boctach.settings import Settings
from tests import jobs

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(options=Settings(max_characters=5_000)), raise_server_exceptions=False) as client:
        until_ready(client)
        yield client


def until_ready(client: TestClient) -> None:
    def ready() -> bool:
        response = client.get("/readyz")
        assert response.status_code == 200 or "still loading" in response.text, response.text
        return response.status_code == 200

    until(ready)


def until(true: Callable[[], bool]) -> None:
    """Wait for an event; only where it never comes, an error."""
    end = time.monotonic() + jobs.LONGEST
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def _problem(response: Response, status: int, name: str, field: str) -> dict[str, Any]:
    """Check that an answer is this problem, told in full."""
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert problem["type"] == f"urn:problem-type:boctach:{name}"
    assert problem["field"] == field
    assert problem["instance"] == response.request.url.path
    assert problem["title"] and problem["detail"] and problem["remedy"]
    return problem


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what differs from run to run and from version to version."""
    meta = {name: value for name, value in answer["meta"].items() if name not in ("elapsed_ms", "version")}
    return answer | {"meta": meta}


def test_the_example_is_true(client: TestClient) -> None:
    response = client.post("/v1/analyze", json=examples.request())
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert comparable(response.json()) == comparable(examples.answer()), "run `make examples` and look at the change"


def test_the_answer_is_the_analysis(client: TestClient) -> None:
    text = "Năm 2023, 54 doanh nghiệp nộp 1,2 tỷ đồng.\r\nTăng 15%."
    answer = client.post("/v1/analyze", json={"text": text}).json()
    assert comparable(answer) == comparable(boctach.analyze(text).to_dict())  # type: ignore[arg-type]
    assert all(text[fact["start"] : fact["end"]] == fact["mention"] for fact in answer["facts"])


def test_options_reach_the_analysis(client: TestClient) -> None:
    body = {
        "text": "Năm 2023, thu 1,2 tỷ đồng.",
        "title": "Một nhan đề",
        "url": "https://example.org/1",
        "published_at": "2024-01-02",
        "source": "Báo Tân Giang",
        "kinds": ["money"],
    }
    answer = client.post("/v1/extract", json=body).json()
    given = ("title", "url", "published_at", "source")
    assert {name: answer["article"][name] for name in given} == {name: body[name] for name in given}
    assert {fact["kind"] for fact in answer["facts"]} == {"money"}


def test_null_is_the_same_as_left_out(client: TestClient) -> None:
    body = {"text": "Thu 5 tỷ đồng.", "title": None, "url": None, "published_at": None, "source": None, "kinds": None}
    assert client.post("/v1/extract", json=body).json()["facts"]


def test_a_byte_order_mark_and_a_charset_are_read(client: TestClient) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"text": "Thu 5 tỷ đồng."}).encode()
    response = client.post("/v1/extract", content=body, headers={"Content-Type": "application/json; charset=UTF-8"})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "name", "field"),
    [
        (b"", 400, "missing-body", "body"),
        (b" \n", 400, "missing-body", "body"),
        (b"{", 400, "invalid-json", "body"),
        (b"text=5", 400, "invalid-json", "body"),
        (b'{"text": NaN}', 400, "invalid-json", "body"),
        (b'{"text": ' + b"1" * 5_000 + b"}", 400, "invalid-json", "body"),
        (b'{"text": "\xff"}', 400, "not-utf-8", "body"),
        ('{"text": "Hà Nội"}'.encode("utf-16"), 400, "not-utf-8", "body"),
        (b"[" * 20_000, 400, "nested-too-deeply", "body"),
        (b'{"text":' + b"[" * 20_000 + b"]" * 20_000 + b"}", 400, "nested-too-deeply", "body"),
        (b'{"text": "' + b"a" * 200_000 + b'"}', 413, "body-too-long", "body"),
        (b"[]", 422, "wrong-type", "body"),
        (b'"text"', 422, "wrong-type", "body"),
        (b"null", 422, "wrong-type", "body"),
        (b"1e999", 422, "wrong-type", "body"),
        (b"{}", 422, "missing-field", "text"),
        (b'{"text": null}', 422, "missing-field", "text"),
        (b'{"text": "a", "html": "<p>a</p>"}', 422, "two-articles", "html"),
        (b'{"html": "<p>a</p>", "title": "b"}', 422, "told-by-page", "html"),
        (b'{"html": "<p>a</p>"}', 422, "unusable-input", "html"),
        (b'{"html": 5}', 422, "wrong-type", "html"),
        (b'{"text": "a", "annotate": "perhaps"}', 422, "wrong-type", "annotate"),
        (b'{"text": 5}', 422, "wrong-type", "text"),
        (b'{"text": 1e999}', 422, "wrong-type", "text"),
        (b'{"text": ["a"]}', 422, "wrong-type", "text"),
        (b'{"text": "a", "title": 5}', 422, "wrong-type", "title"),
        (b'{"text": "a", "kinds": "money"}', 422, "wrong-type", "kinds"),
        (b'{"text": "a", "kinds": ["moneys"]}', 422, "unknown-kind", "kinds"),
        (b'{"text": "a", "kinds": [5]}', 422, "unknown-kind", "kinds"),
        (json.dumps({"text": "a", "kinds": ["money"] * 10}).encode(), 422, "too-many-kinds", "kinds"),
        (b'{"text": "a", "txt": "b"}', 422, "unknown-field", "txt"),
        (b'{"text": "a", "\\ud800": "b"}', 422, "not-a-character", "body"),
        (b'{"text": ""}', 422, "empty-text", "text"),
        (b'{"text": " \\n\\u00a0"}', 422, "empty-text", "text"),
        (b'{"text": "a\\ud800"}', 422, "not-a-character", "text"),
        (b'{"text": "a\\u0000"}', 422, "not-a-character", "text"),
        (b'{"text": "a", "title": "\\udfff"}', 422, "not-a-character", "title"),
        (b'{"text": "a", "source": "\\u0000"}', 422, "not-a-character", "source"),
        (b'{"text": "a", "published_at": "some day"}', 422, "unreadable-metadata", "published_at"),
        (b'{"text": "a", "url": "no address"}', 422, "unreadable-metadata", "url"),
        (b'{"text": "' + b"a" * 5_001 + b'"}', 413, "text-too-long", "text"),
    ],
    ids=lambda part: repr(part[:40]) if isinstance(part, bytes) else None,
)
def test_refused_bodies(client: TestClient, body: bytes, status: int, name: str, field: str) -> None:
    _problem(client.post("/v1/extract", content=body, headers=JSON), status, name, field)


def test_an_unknown_kind_is_told_the_kinds(client: TestClient) -> None:
    response = client.post("/v1/extract", json={"text": "a", "kinds": ["moneys"]})
    assert all(kind in _problem(response, 422, "unknown-kind", "kinds")["remedy"] for kind in KINDS)


def test_a_long_unknown_field_is_cut_in_the_answer(client: TestClient) -> None:
    response = client.post("/v1/extract", json={"text": "a", "k" * 3_000: 1})
    assert response.status_code == 422
    assert len(response.content) < 3_000


@pytest.mark.parametrize(
    ("headers", "name", "field"),
    [
        ({}, "unsupported-media-type", "Content-Type"),
        ({"Content-Type": "text/csv"}, "unsupported-media-type", "Content-Type"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "unsupported-media-type", "Content-Type"),
        ({"Content-Type": "application/json; charset=windows-1258"}, "unsupported-media-type", "Content-Type"),
        ({"Content-Type": ";;;="}, "unsupported-media-type", "Content-Type"),
        (JSON | {"Content-Encoding": "gzip"}, "unsupported-encoding", "Content-Encoding"),
    ],
    ids=str,
)
def test_refused_headers(client: TestClient, headers: dict[str, str], name: str, field: str) -> None:
    _problem(client.post("/v1/extract", content=b'{"text": "a"}', headers=headers), 415, name, field)


def test_a_body_that_comes_in_pieces_is_cut_off(client: TestClient) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b" " * 10_000

    _problem(client.post("/v1/extract", content=pieces(), headers=JSON), 413, "body-too-long", "body")


@pytest.mark.parametrize(
    ("method", "path", "status", "name", "field"),
    [
        ("PUT", "/", 405, "method-not-allowed", "method"),
        ("GET", "/v2/extract", 404, "no-such-path", "path"),
        ("POST", "/v1/extract/", 404, "no-such-path", "path"),
        ("GET", "/v1/extract", 405, "method-not-allowed", "method"),
        ("DELETE", "/v1/extract", 405, "method-not-allowed", "method"),
        ("POST", "/healthz", 405, "method-not-allowed", "method"),
    ],
)
def test_refused_routes(client: TestClient, method: str, path: str, status: int, name: str, field: str) -> None:
    response = client.request(method, path)
    _problem(response, status, name, field)
    assert ("allow" in response.headers) == (status == 405)


def test_every_input_error_has_a_status() -> None:
    def below(cls: type[errors.InputError]) -> Iterator[type[errors.InputError]]:
        for subclass in cls.__subclasses__():
            yield subclass
            yield from below(subclass)

    assert set(below(errors.InputError)) == set(problems.INPUT_ERRORS)


@contextlib.contextmanager
def service(warm: Callable[[], None] = jobs.warm, **options: Any) -> Iterator[TestClient]:
    """A service whose workers do as `tests.jobs` says, whatever is asked."""
    bounds = Settings(**({"workers": 1, "queue": 1} | options))
    pool = Pool(
        warm,
        jobs.do_as_title_says,
        workers=bounds.workers,
        queue=bounds.queue,
        seconds=bounds.article_seconds,
        megabytes=bounds.worker_megabytes,
    )
    metrics = Metrics()
    app = create_app(Worker(bounds, metrics, pool), bounds, metrics)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_alive_before_ready(tmp_path: Path) -> None:
    with service(functools.partial(jobs.warm_after, str(tmp_path / "loaded"))) as client:
        assert client.get("/healthz").json() == {"status": "ok", "version": boctach.__version__}
        not_ready = client.get("/readyz")
        _problem(not_ready, 503, "not-ready", "service")
        assert not_ready.headers["retry-after"] == "5"
        _problem(client.post("/v1/extract", json={"text": "a"}), 503, "not-ready", "service")
        (tmp_path / "loaded").touch()
        until_ready(client)
        assert client.get("/readyz").json() == {"status": "ready", "version": boctach.__version__}
        assert client.post("/v1/extract", json={"text": "a"}).status_code == 200


def test_never_ready_where_loading_fails(caplog: pytest.LogCaptureFixture) -> None:
    with service(jobs.warm_never) as client:
        until(lambda: "failed" in client.get("/readyz").text)
        assert "restart" in _problem(client.get("/readyz"), 503, "not-ready", "service")["remedy"]
        assert client.get("/healthz").status_code == 200
    assert "units.tsv, row 2" in caplog.text


def ask(client: TestClient, title: str, text: str = "words of an article") -> Response:
    return client.post("/v1/extract", json={"text": text, "title": title})


def test_alive_while_analysing_and_refusing_when_full(tmp_path: Path) -> None:
    """Neither a long analysis, which ends when the test says so, nor a full queue keeps the service from answering."""
    end = tmp_path / "end"
    with service(article_seconds=2 * jobs.LONGEST) as client, ThreadPoolExecutor(4) as threads:
        until_ready(client)
        working = [threads.submit(ask, client, f"wait {end}") for _ in range(2)]
        until(lambda: "boctach_queue_depth 1.0" in client.get("/metrics").text)
        refused = ask(client, "sleep 0")
        _problem(refused, 503, "overloaded", "service")
        assert int(refused.headers["retry-after"]) >= 1
        assert client.get("/healthz").status_code == 200
        assert not any(one.done() for one in working)
        end.touch()
        assert [one.result().status_code for one in working] == [200, 200]
        assert ask(client, "sleep 0").status_code == 200


@pytest.mark.parametrize(
    ("does", "status", "name", "field"),
    [
        ("die 1", 503, "worker-died", "service"),
        ("sleep 600", 503, "article-too-slow", "text"),
        ("fail now", 500, "internal-error", "service"),
        ("refuse it", 422, "empty-text", "text"),
    ],
)
def test_what_happens_to_a_worker_is_told(
    does: str, status: int, name: str, field: str, caplog: pytest.LogCaptureFixture
) -> None:
    with service(article_seconds=3) as client:
        until_ready(client)
        response = ask(client, does)
        _problem(response, status, name, field)
        # Until there is another worker, it says that as many articles wait as may.
        until(lambda: ask(client, "sleep 0").status_code == 200)
        assert f'boctach_rejects_total{{reason="{name}"}} 1.0' in client.get("/metrics").text
    assert "words of an article" not in caplog.text + response.text


def test_the_text_of_what_failed_is_logged_where_asked(caplog: pytest.LogCaptureFixture) -> None:
    with service(log_text=True) as client:
        until_ready(client)
        ask(client, "fail now")
    assert "words of an article" in caplog.text


def test_openapi(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    extract = described["paths"]["/v1/analyze"]["post"]
    assert extract["requestBody"]["content"]["application/json"]["example"] == examples.request()
    assert extract["responses"]["200"]["content"]["application/json"]["example"] == examples.answer()
    assert {"400", "413", "415", "422", "503"} < set(extract["responses"])
    for path, operations in described["paths"].items():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                assert (list(response["content"]) == ["application/problem+json"]) == (status[0] in "45"), path
    schemas = described["components"]["schemas"]
    assert {"ExtractRequest", "ExtractAnswer", "Article", "Problem", "Money", "PartnerList"} < set(schemas)
    assert schemas["ExtractRequest"]["additionalProperties"] is False
