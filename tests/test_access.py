"""Keys, rates, origins, and the headers of every answer."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from boctach import cli
from boctach.api import access, tracing
from boctach.api.app import create_app
from boctach.errors import SettingError
from boctach.settings import Settings
from tests.test_api import _problem, service, until_ready

KEY, ENTRY = access.make_key("ministry")
OTHER, OTHER_ENTRY = access.make_key("paper")


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"any:{password}".encode()).decode()


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    file = tmp_path_factory.mktemp("keys") / "keys.txt"
    file.write_text(f"# keys\n\n{OTHER_ENTRY}\n", encoding="utf-8")
    with service(api_keys=(ENTRY,), api_keys_file=str(file)) as client:
        until_ready(client)
        yield client


@pytest.mark.parametrize("sent", [f"Bearer {KEY}", f"bearer  {KEY} ", f"Bearer {OTHER}", basic(KEY)], ids=str.split)
def test_keys_that_are_let_in(keyed: TestClient, sent: str) -> None:
    assert keyed.post("/v1/extract", json={"text": "a"}, headers={"Authorization": sent}).status_code == 200


@pytest.mark.parametrize(
    "sent", ["", "Bearer", f"Bearer {KEY}x", f"Bearer {ENTRY}", KEY, "Basic !!", basic(""), "Bearer \u00e9", "Digest a"]
)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/kinds", "/openapi.json", "/nowhere"])
def test_keys_that_are_not(keyed: TestClient, sent: str, path: str) -> None:
    response = keyed.get(path, headers={"Authorization": sent.encode("latin-1")})
    _problem(response, 401, "no-valid-key", "Authorization")
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_what_probes_ask_needs_no_key(keyed: TestClient) -> None:
    assert [keyed.get(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [200, 200, 200]


def test_openapi_says_where_the_key_goes(keyed: TestClient) -> None:
    described = keyed.get("/openapi.json", headers={"Authorization": f"Bearer {KEY}"}).json()
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert described["paths"]["/v1/extract"]["post"]["security"] == [{"key": []}]
    assert "security" not in described["paths"]["/healthz"]["get"]


@pytest.mark.parametrize("entry", ["ministry", "ministry:abc", f"a b:{'0' * 64}", f"a:{'G' * 64}", f":{'0' * 64}"])
def test_entries_are_checked(entry: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"BOCTACH_API_KEYS: .*boctach key"):
        access.keys(Settings(api_keys=(entry,)))
    (tmp_path / "keys").write_text(entry, encoding="utf-8")
    with pytest.raises(SettingError, match=r"keys: .*boctach key"):
        access.keys(Settings(api_keys_file=str(tmp_path / "keys")))


def test_a_file_of_keys_that_is_not_there() -> None:
    with pytest.raises(SettingError, match="BOCTACH_API_KEYS_FILE: /no/such cannot be read"):
        create_app(options=Settings(api_keys_file="/no/such"))


def test_the_command_makes_keys() -> None:
    made = CliRunner().invoke(cli.app, ["key", "ministry"])
    assert made.exit_code == 0
    key = made.stderr.strip().removeprefix("Authorization: Bearer ")
    (digest,) = access.keys(Settings(api_keys=(made.stdout.strip(),)))
    assert access._digest(key) == digest
    assert key not in made.stdout
    assert CliRunner().invoke(cli.app, ["key", "a b"]).exit_code == 1


def test_a_client_who_asks_too_often() -> None:
    with service(rate="3/day", api_keys=(ENTRY, OTHER_ENTRY)) as client:
        mine, theirs = ({"Authorization": f"Bearer {key}"} for key in (KEY, OTHER))
        assert [client.get("/v1/kinds", headers=mine).status_code for _ in range(3)] == [200, 200, 200]
        refused = client.get("/v1/kinds", headers=mine)
        _problem(refused, 429, "too-many-requests", "client")
        assert 1 <= int(refused.headers["retry-after"]) <= 24 * 60 * 60
        assert client.get("/v1/kinds", headers=theirs).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_a_rate_that_is_none() -> None:
    with pytest.raises(SettingError, match="BOCTACH_RATE is 'often'"):
        create_app(options=Settings(rate="often"))


ASKING = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


def test_other_origins_are_not_told_anything() -> None:
    with service() as client:
        response = client.get("/v1/kinds", headers={"Origin": "https://a.example"})
        assert [name for name in response.headers if name.startswith("access-control")] == []
        _problem(client.options("/v1/extract", headers=ASKING), 405, "method-not-allowed", "method")


def test_origins_that_are_set() -> None:
    with service(cors_origins=("https://a.example",), api_keys=(ENTRY,)) as client:
        allowed = client.options("/v1/extract", headers=ASKING | {"Origin": "https://a.example"})
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "https://a.example")
        refused = client.options("/v1/extract", headers=ASKING | {"Origin": "https://b.example"})
        assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
        assert "access-control-allow-origin" not in refused.headers
        answer: Any = client.get("/v1/kinds", headers={"Origin": "https://a.example"})
        # Who may not ask is told so by the service and not by the browser.
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, "https://a.example")


def test_headers_of_every_answer() -> None:
    with service() as client:
        for response in (client.get("/healthz"), client.get("/nowhere"), client.post("/v1/extract", content=b"{")):
            assert response.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in response.headers["content-security-policy"]
            assert response.headers["cache-control"] == "no-store"
            assert len(response.headers["x-request-id"]) == 32


@pytest.mark.parametrize(("sent", "kept"), [("a-B_1.2", True), ("a b", False), ("x" * 65, False), ("", False)])
def test_request_ids(sent: str, kept: bool, caplog: pytest.LogCaptureFixture) -> None:
    with service() as client, caplog.at_level("INFO"):
        answered = client.get("/v1/kinds", headers={"X-Request-Id": sent}).headers["x-request-id"]
    assert (answered == sent) is kept
    assert answered in caplog.text


def test_traces_where_they_are_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    tracing.install(create_app(options=Settings()))
    monkeypatch.delenv("OTEL_SDK_DISABLED")
    app = create_app(options=Settings())
    assert getattr(app, "_is_instrumented_by_opentelemetry", False)
