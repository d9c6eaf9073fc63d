"""Batches: JSON lines in, JSON lines out, in order, each with its own error."""

import json
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient

from boctach.api import spool as spools
from boctach.api.app import create_app
from boctach.api.spool import Spool
from boctach.settings import Settings
from tests import jobs
from tests.test_api import _problem, until_ready

NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    options = Settings(max_characters=5_000, workers=2, queue=0, batch_articles=200, read_seconds=jobs.LONGEST)
    with TestClient(create_app(options=options), raise_server_exceptions=False) as client:
        until_ready(client)
        yield client


def answers(client: TestClient, body: Any) -> list[dict[str, Any]]:
    response = client.post("/v1/extract/batch", content=body, headers=NDJSON)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/x-ndjson"
    assert response.content == b"" or response.content.endswith(b"\n")
    return [json.loads(line) for line in response.content.splitlines()]


def lines(*requests: object) -> bytes:
    return b"\n".join(json.dumps(request).encode() for request in requests)


def test_in_the_order_sent_though_some_take_longer(client: TestClient) -> None:
    texts = [f"Thu {number} tỷ đồng. " + "Tăng 15%. " * (400 if number % 7 == 0 else 1) for number in range(2, 60)]
    found = answers(client, lines(*({"text": text} for text in texts)))
    assert [answer["facts"][0]["amount"] for answer in found] == [f"{number}000000000" for number in range(2, 60)]


def test_an_error_stands_in_its_own_line(client: TestClient) -> None:
    good = {"text": "Thu 5 tỷ đồng."}
    body = b"\n".join(
        [
            lines(good),
            b"{",
            b"",
            lines({"text": ""}),
            b"  ",
            lines({"txt": "a"}),
            b'"\xff"',
            b"x" * 150_000,
            lines(good),
        ]
    )
    first, *bad, last = answers(client, body)
    assert first["facts"] == last["facts"] != []
    assert [(error["status"], error["type"].rpartition(":")[2]) for error in bad] == [
        (400, "invalid-json"),
        (422, "empty-text"),
        (422, "unknown-field"),
        (400, "not-utf-8"),
        (413, "body-too-long"),
    ]
    assert [error["instance"] for error in bad] == [f"/v1/extract/batch#{number}" for number in range(2, 7)]
    assert all(error["remedy"] for error in bad)


@pytest.mark.parametrize("body", [b"", b"\n", b" \n \r\n"])
def test_nothing_in_nothing_out(client: TestClient, body: bytes) -> None:
    assert answers(client, body) == []


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pieces_may_end_anywhere(client: TestClient, size: int) -> None:
    body = json.dumps({"text": "Thu 5 tỷ đồng."}, ensure_ascii=False).encode() + b"\r\n" + lines({"text": "Tăng 15%."})

    def pieces() -> Iterator[bytes]:
        for at in range(0, len(body), size):
            yield body[at : at + size]

    assert [answer["facts"][0]["mention"] for answer in answers(client, pieces())] == ["5 tỷ đồng", "15%"]


def test_pages_and_annotations(client: TestClient) -> None:
    page = f"<h1>Một nhan đề của bài báo</h1><p>{'Trong năm 2024, tỉnh thu hút thêm 54 dự án. ' * 3}</p>"
    (answer,) = answers(client, lines({"html": page, "annotate": True}))
    assert answer["text"].startswith("Một nhan đề")
    assert "<mark data-kind=count data-fact=1>54 dự án</mark>" in answer["annotated"]


def test_too_many_articles(client: TestClient) -> None:
    found = answers(client, lines(*({"text": "a"} for _ in range(250))))
    assert len(found) == 201
    assert found[-1]["type"].endswith(":too-many-articles")


def test_refused_batches(client: TestClient) -> None:
    _problem(client.post("/v1/extract/batch", json={"text": "a"}), 415, "unsupported-media-type", "Content-Type")


def test_batches_are_bounded() -> None:
    options = Settings(workers=1, batches=0)
    with TestClient(create_app(options=options)) as client:
        until_ready(client)
        refused = client.post("/v1/extract/batch", content=b"", headers=NDJSON)
        _problem(refused, 503, "overloaded", "service")
        assert refused.headers["retry-after"]


def spooled(spool: Spool, pieces: list[bytes]) -> bytes:
    """What comes out where everything is written before anything is read, and then both at once."""
    read = b""

    async def both() -> None:
        nonlocal read
        for piece in pieces:
            await spool.write(piece)
        read += await spool.read()
        async with anyio.create_task_group() as tasks:

            async def write() -> None:
                for piece in pieces:
                    await spool.write(piece)
                spool.end()

            tasks.start_soon(write)
            while piece := await spool.read():
                read += piece
        spool.close()

    anyio.run(both)
    return read


PIECES = [bytes([number % 251]) * (number % 97 + 1) for number in range(500)]


@pytest.mark.parametrize("memory", [1, 100, 10_000, 10**7])
def test_a_spool_gives_what_it_took(memory: int) -> None:
    assert spooled(Spool(memory, 10**7), PIECES) == b"".join(PIECES) * 2


def test_a_spool_without_a_place_for_files_makes_the_writer_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr(spools.tempfile, "TemporaryFile", refuse)
    spool = Spool(1_000, 10**7)

    async def both() -> bytes:
        read = b""
        async with anyio.create_task_group() as tasks:

            async def write() -> None:
                for piece in PIECES:
                    await spool.write(piece)
                    assert spool._held <= 1_100
                spool.end()

            tasks.start_soon(write)
            while piece := await spool.read():
                read += piece
        return read

    assert anyio.run(both) == b"".join(PIECES)
