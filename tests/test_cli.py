"""The command line, in this process and as a process of its own."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import boctach
from boctach import printing
from boctach.cli import app
from boctach.facts import KINDS
from tests.shared import ROOT

SAMPLES = ROOT / "corpus" / "samples"
SAMPLE = SAMPLES / "khu-cong-nghiep.txt"
COMMAND = [sys.executable, "-m", "boctach"]


def _run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def _process(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=600, check=False, **options)


def test_version() -> None:
    result = _run("--version")
    assert (result.exit_code, result.stdout) == (0, f"boctach {boctach.__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["extract", "serve", "--version"]),
        (["extract", "--help"], ["--format", "jsonl", "table", "--kinds", "boctach extract articles/"]),
        (["serve", "--help"], ["--host", "127.0.0.1", "--port", "8000", "boctach serve --port 9000", "/v1/extract"]),
    ],
)
def test_help(arguments: list[str], words: list[str]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 0
    assert [word for word in words if word not in " ".join(result.stdout.split())] == []


def test_jsonl() -> None:
    result = _run("extract", SAMPLES)
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["doc"] for line in lines] == sorted(path.stem for path in SAMPLES.glob("*.txt"))
    for line in lines:
        expected = boctach.analyze(Path(line["path"]).read_bytes().decode()).to_dict()
        assert (line["article"], line["facts"]) == (expected["article"], expected["facts"])


def test_json_is_one_array() -> None:
    result = _run("extract", SAMPLE, SAMPLE, "--format", "json")
    first, second = json.loads(result.stdout)
    assert first == second
    assert first["facts"]


def test_json_of_errors_alone_is_an_array_too(tmp_path: Path) -> None:
    result = _run("extract", tmp_path / "missing.txt", "--format", "json")
    assert result.exit_code == 1
    assert [line["doc"] for line in json.loads(result.stdout)] == ["missing"]


def test_table() -> None:
    result = _run("extract", SAMPLE, "--format", "table")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert re.search(r"kind\W+mention\W+value\W+rule", result.stdout)
    assert "1200000000 USD" in result.stdout
    assert not [kind for kind in ("count", "money", "policy_reference") if kind not in result.stdout]


def test_a_table_shows_brackets_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a[red].txt"
    path.write_text("Thu 5 tỷ đồng.", encoding="utf-8")
    assert "a[red].txt" in "".join(_run("extract", path, "--format", "table").stdout.split())


AT = {"start": 0, "end": 1, "mention": "m", "rule": "r", "evidence": []}


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        (
            {"kind": "count", "value": "34", "out_of": "63", "head": "địa phương", "qualifier": "exact"},
            "34 of 63 địa phương",
        ),
        ({"kind": "count", "value": "12", "head": "khu", "qualifier": "at_least"}, "at least 12 khu"),
        ({"kind": "money", "amount": "6000", "currency": "VND", "qualifier": "over", "per": "kg"}, "over 6000 VND/kg"),
        ({"kind": "percentage", "low": "8", "high": "9", "qualifier": "range", "per": "năm"}, "8 to 9%/năm"),
        ({"kind": "measurement", "value": "2.1", "unit": "km", "qualifier": "about"}, "about 2.1 km"),
        ({"kind": "date", "edtf": "2024-34"}, "2024-34"),
        ({"kind": "policy_reference", "doc_type": "luat", "name": "Đất đai", "year": "2024"}, "luat 2024 Đất đai"),
        ({"kind": "policy_reference", "doc_type": "luat", "canonical_id": "X/1"}, "X/1"),
        ({"kind": "agreement", "id": "CPTPP"}, "CPTPP"),
        (
            {"kind": "partner_list", "members": [{"code": "FR", "mention": "Pháp"}, {"mention": "Samsung"}]},
            "FR; Samsung",
        ),
        ({"kind": "person", "name": "Lê Quang Hòa", "title": "Phó Chủ tịch"}, "Lê Quang Hòa, Phó Chủ tịch"),
        ({"kind": "person", "name": "Hòa"}, "Hòa"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_values_for_people(fact: dict[str, Any], shown: str) -> None:
    assert printing.show(AT | fact) == shown


@pytest.mark.parametrize(
    "kinds", [["--kinds", "money,date"], ["--kinds", "money", "--kinds", "date"], ["--kinds", "money, date,"]]
)
def test_kinds(kinds: list[str]) -> None:
    facts = json.loads(_run("extract", SAMPLE, *kinds).stdout)["facts"]
    assert {fact["kind"] for fact in facts} == {"money", "date"}


def test_an_error_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    result = _run("extract", tmp_path / "missing.txt", tmp_path / "bad.txt", SAMPLE)
    missing, bad, good = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert missing["error"] == "No such file or directory"
    assert bad["error"].startswith("not UTF-8 at byte 0; ")
    assert good["facts"]
    assert f"boctach: {tmp_path / 'bad.txt'}: not UTF-8 at byte 0" in result.stderr


def test_standard_input_by_dash_and_by_pipe() -> None:
    content = SAMPLE.read_bytes()
    by_dash = _run("extract", "-", stdin=content)
    by_pipe = _run("extract", stdin=content)
    assert by_dash.stdout == by_pipe.stdout
    assert json.loads(by_dash.stdout)["facts"] == json.loads(_run("extract", SAMPLE).stdout)["facts"]


def test_without_any_standard_input() -> None:
    command = shlex.join([*COMMAND, "extract"])
    with_path = subprocess.run(
        ["bash", "-c", f"{command} {shlex.quote(str(SAMPLE))} <&-"], capture_output=True, check=True
    )
    assert json.loads(with_path.stdout)["facts"]
    without = subprocess.run(["bash", "-c", f"{command} <&-"], capture_output=True, text=True, check=False)
    assert (without.returncode, without.stdout) == (2, "")
    assert "pipe a text in" in " ".join(without.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["extract", "--kinds", "moneys", str(SAMPLE)], ["--kinds", "moneys", *KINDS]),
        (["extract", "--format", "xml", str(SAMPLE)], ["--format", "xml", "jsonl"]),
        (["extract", "--colour"], ["--colour"]),
        (["extrct"], ["extrct"]),
        (["serve", "--port", "99999"], ["--port", "65535"]),
    ],
)
def test_usage_errors_end_with_2(arguments: list[str], words: list[str]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    # The box in which usage errors are shown breaks lines.
    shown = re.sub(r"[\s│]+", "", result.stderr)
    assert [word for word in words if word not in shown] == []


def test_a_setting_that_cannot_be_read_ends_with_1() -> None:
    done = _process("extract", str(SAMPLE), env=os.environ | {"BOCTACH_MAX_CHARACTERS": "many"})
    assert (done.returncode, done.stdout) == (1, "")
    assert "BOCTACH_MAX_CHARACTERS is 'many'" in done.stderr


def test_the_limit_of_the_environment_holds() -> None:
    done = _process("extract", str(SAMPLE), env=os.environ | {"BOCTACH_MAX_CHARACTERS": "100"})
    assert done.returncode == 1
    assert "over the limit of 100" in json.loads(done.stdout)["error"]


def test_offsets_do_not_depend_on_the_terminal(tmp_path: Path) -> None:
    """Bytes in, bytes out: neither the locale nor newline translation has a say."""
    text = "Tiêu đề\r\n\r\nThu 5 tỷ đồng.\rTăng 15%."
    (tmp_path / "a.txt").write_bytes(text.encode())
    done = subprocess.run(
        [*COMMAND, "extract", "a.txt"],
        cwd=tmp_path,
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        timeout=600,
        check=True,
    )
    facts = json.loads(done.stdout)["facts"]
    assert {fact["kind"] for fact in facts} == {"money", "percentage"}
    assert all(text[fact["start"] : fact["end"]] == fact["mention"] for fact in facts)


def test_a_reader_that_stops_reading_is_no_error() -> None:
    command = shlex.join([*COMMAND, "extract", *[str(SAMPLES)] * 3])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -c 1"], capture_output=True, text=True, timeout=600, check=True
    )
    assert (done.stdout, done.stderr) == ("{", "")


def test_a_path_that_no_file_can_have_is_told_in_its_place() -> None:
    result = _run("extract", "x" * 5000, str(SAMPLE))
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert ["error" in line for line in told] == [True, False]
    assert result.exit_code == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_not_written_yet_keeps_nothing_waiting(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for pipe in (first, second):
        os.mkfifo(pipe)
    command = [*COMMAND, "extract", str(SAMPLE), str(first), str(second)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reading:
        assert reading.stdout is not None
        assert json.loads(reading.stdout.readline())["path"] == str(SAMPLE)
        for pipe in (first, second):
            pipe.write_text("Vốn 5 tỷ USD.", encoding="utf-8")
            assert json.loads(reading.stdout.readline())["path"] == str(pipe)
        assert reading.wait(60) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_with_130() -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, "extract", str(SAMPLE), "-"], **pipes) as waiting:
        assert waiting.stdout is not None and waiting.stderr is not None
        assert waiting.stdout.readline()  # the first is done; now it waits for standard input
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(20) == 130
        assert b"Traceback" not in waiting.stderr.read()


def test_a_busy_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        result = _run("serve", "--port", str(port))
    assert result.exit_code == 1
    assert f"cannot listen on 127.0.0.1, port {port}: Address already in use" in result.stderr
    assert "--port" in result.stderr


def test_a_host_that_is_none_is_told() -> None:
    result = _run("serve", "--host", "no such host", "--port", "0")
    assert result.exit_code == 1
    assert "cannot listen on no such host" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_serve() -> None:
    with subprocess.Popen([*COMMAND, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True) as service:
        try:
            assert service.stderr is not None
            address = service.stderr.readline().removeprefix("boctach listens on ").strip()
            end = time.monotonic() + 180
            while True:
                try:
                    with urllib.request.urlopen(f"{address}/readyz", timeout=180) as response:
                        assert json.load(response)["status"] == "ready"
                        break
                except urllib.error.URLError:
                    assert time.monotonic() < end
                    time.sleep(0.1)
            request = urllib.request.Request(
                f"{address}/v1/extract", b'{"text": "Thu 5 t\\u1ef7 USD."}', {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=180) as response:
                assert [fact["kind"] for fact in json.load(response)["facts"]] == ["money"]
        finally:
            service.send_signal(signal.SIGINT)
            service.wait(180)
