"""A service of its own, attacked as an open port is: slow and broken bodies, killed workers, a stop under load."""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from boctach.cli import serve
from tests import jobs, served, soak

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

TEXT = "Năm 2024, tỉnh thu hút 54 dự án, vốn 1,2 tỷ USD, tăng 15%. "
LONG = json.dumps({"text": TEXT * 8_000}).encode()


PATIENT = {name: str(2 * jobs.LONGEST) for name in ("BOCTACH_READ_SECONDS", "BOCTACH_ARTICLE_SECONDS")}
"""Settings under which nothing honest is ended, however slow the machine is."""


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[int, int]]:
    with served.service(2, BOCTACH_QUEUE="50", **PATIENT) as (pid, port):
        yield pid, port


@pytest.fixture(scope="module")
def impatient() -> Iterator[int]:
    """The port of a service whose clients must be quick; none of those who ask it are honest."""
    with served.service(1, BOCTACH_READ_SECONDS="1") as (_, port):
        yield port


@pytest.fixture
def port(running: tuple[int, int]) -> int:
    return running[1]


def talk(port: int, *pieces: bytes, pause: float = 0) -> bytes:
    """What comes back for bytes sent piece by piece, until the connection ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=jobs.LONGEST) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                received += piece
        return received


def problem(answer: bytes, status: int, name: str) -> None:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), head
    assert b"content-type: application/problem+json" in head
    told = json.loads(body)
    assert (told["status"], told["type"].rpartition(":")[2]) == (status, name)
    assert told["detail"] and told["remedy"]


HEAD = b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /v1/extract HTTP/1.1\r\n\r\n",
        HEAD + b"Content-Length: -5\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:24]),
)
def test_broken_requests(port: int, sent: bytes) -> None:
    answer = talk(port, sent)
    # Where more is sent than is read, the connection may be gone before the answer is seen.
    if answer or len(sent) < 1_000:
        problem(answer, 400, "invalid-http")


def test_a_body_that_does_not_come(impatient: int) -> None:
    problem(talk(impatient, HEAD + b'Content-Length: 100\r\n\r\n{"text":'), 408, "body-too-slow")


def test_a_body_that_comes_letter_by_letter(impatient: int) -> None:
    letters = [bytes([letter]) for letter in b'{"text"']
    problem(talk(impatient, HEAD + b"Content-Length: 100\r\n\r\n", *letters, pause=0.1), 408, "body-too-slow")


def test_clients_who_leave_are_no_trouble(port: int) -> None:
    for sent in (
        b"",
        b"POST",
        HEAD + b"Content-Length: 100\r\n\r\nabc",
        HEAD + b"Content-Length: 13\r\n\r\n" + b'{"text": "a"}',
    ):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(sent)
    assert asyncio.run(served.ask(port, b'{"text": "a"}')) == 200


BATCH = (
    b"POST /v1/extract/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\n"
    b"Content-Length: %d\r\n\r\n"
)
UNKNOWN = rb'(?m)^\{"type":"urn:problem-type:boctach:unknown-field"'
"""The beginning of an answer to a line that costs the workers nothing, where only the way in and out is tried."""


def test_a_batch_of_a_client_who_reads_late(port: int) -> None:
    """Who sends everything before reading anything gets everything, though it is more than any buffer holds."""
    body = (json.dumps({"x" * 2_000: 1}).encode() + b"\n") * 5_000
    assert len(re.findall(UNKNOWN, talk(port, BATCH % len(body), body))) == 5_000


def test_a_batch_larger_than_what_the_service_may_hold(running: tuple[int, int]) -> None:
    pid, port = running
    before = served.resident(pid)
    line = json.dumps({"x" * 2**20: 1}).encode() + b"\n"
    assert len(re.findall(UNKNOWN, talk(port, BATCH % (300 * len(line)), *itertools.repeat(line, 300)))) == 300
    assert served.resident(pid, "VmHWM") < before + 100


def test_a_batch_that_does_not_go_on(impatient: int) -> None:
    answer = talk(impatient, BATCH % 1_000 + '{"text": "Thu 5 tỷ đồng."}\n{"text": "Tă'.encode())
    read, late = (json.loads(line) for line in answer.partition(b"\r\n\r\n")[2].split(b"\r\n")[1::2] if line.strip())
    assert [fact["mention"] for fact in read["facts"]] == ["5 tỷ đồng"]
    assert (late["status"], late["type"].rpartition(":")[2]) == (408, "body-too-slow")


def test_batches_of_clients_who_leave_make_room(port: int) -> None:
    line = json.dumps({"text": TEXT}).encode() + b"\n"
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(BATCH % 10**9 + line * 50)
    until(lambda: talk(port, BATCH % len(line), line).startswith(b"HTTP/1.1 200 "))


def until(true: Callable[[], bool]) -> None:
    """Wait for an event; only where it never comes, an error."""
    end = time.monotonic() + jobs.LONGEST
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def figures(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=jobs.LONGEST) as response:
        return str(response.read().decode())


def test_a_worker_killed_over_an_article(running: tuple[int, int]) -> None:
    pid, port = running
    spent = {worker: served.cpu_seconds(worker) for worker in served.workers(pid)}
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(lambda: asyncio.run(served.ask(port, LONG))) for _ in range(2)]
        until(lambda: all(served.cpu_seconds(worker) > before + 0.2 for worker, before in spent.items()))
        for worker in spent:
            os.kill(worker, signal.SIGKILL)
        assert [one.result() for one in asked] == [503, 503]
        assert asyncio.run(served.ask(port, b'{"text": "a"}')) == 200
    until(lambda: len(served.workers(pid)) == 2)
    assert 'boctach_worker_restarts_total{reason="died"} 2.0' in figures(port)


def test_what_forks_the_workers_is_killed_with_them(running: tuple[int, int]) -> None:
    pid, port = running
    below = served.family(pid)[1:]
    for one in below:
        os.kill(one, signal.SIGKILL)
    until(lambda: all(map(served.gone, below)))
    assert asyncio.run(served.ask(port, b'{"text": "a"}')) == 200


def test_a_client_who_does_not_read_is_left(impatient: int) -> None:
    body = (json.dumps({"x" * 400: 1}).encode() + b"\n") * 20_000
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.connect(("127.0.0.1", impatient))
        connection.sendall(BATCH % len(body) + body)
        until(lambda: 'boctach_rejects_total{reason="slow-reader"} 1.0' in figures(impatient))


def test_a_stop_finishes_what_was_taken() -> None:
    patient = {"BOCTACH_QUEUE": "5", "BOCTACH_STOP_SECONDS": str(2 * jobs.LONGEST), **PATIENT}
    with served.service(1, **patient) as (pid, port), ThreadPoolExecutor(4) as threads:
        body = json.dumps({"text": TEXT * 2_000}).encode()
        asked = [threads.submit(lambda: asyncio.run(served.ask(port, body))) for _ in range(3)]
        until(lambda: "boctach_queue_depth 2.0" in figures(port))
        os.kill(pid, signal.SIGTERM)
        assert [one.result() for one in asked] == [200, 200, 200]


def test_nothing_is_left_when_the_service_is_killed() -> None:
    with served.service(1) as (pid, _):
        family = served.family(pid)
        os.kill(pid, signal.SIGKILL)
        assert len(family) >= 3
        until(lambda: not any(Path(f"/proc/{one}").exists() for one in family[1:]))


def test_other_machines_need_keys() -> None:
    command = [sys.executable, "-m", "boctach", "serve", "--host", "0.0.0.0", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BOCTACH_")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=jobs.LONGEST, check=False)
    assert done.returncode == 1
    assert [
        word for word in ("boctach key NAME", "BOCTACH_API_KEYS", "BOCTACH_OPEN=true") if word not in done.stderr
    ] == []
    assert "BOCTACH_OPEN" in str(serve.__doc__)


def test_a_minute_of_twice_the_load() -> None:
    """`make soak` is the long form, whose times are held to what they must be; this one runs beside other work."""
    seen = soak.run(25, 2)
    assert seen.complaints_anywhere() == [], seen
