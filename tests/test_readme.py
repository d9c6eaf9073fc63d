"""What the README shows is what happens."""

import contextlib
import io
import json
import re
import shlex
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from boctach.api import examples
from boctach.api.app import create_app
from boctach.facts import KINDS
from boctach.settings import Settings
from tests.examples import README, block, lines
from tests.shared import ROOT
from tests.test_api import comparable, until_ready

TEXT = README.read_text(encoding="utf-8")


def _request() -> tuple[str, dict[str, str]]:
    """Path and body of the README's curl call."""
    words = shlex.split(block(TEXT, "request"))
    assert words[0] == "curl" and "Content-Type: application/json" in words
    (url,) = (word for word in words if word.startswith("http://127.0.0.1:8000/"))
    body: dict[str, str] = json.loads(words[words.index("-d") + 1])
    return url.removeprefix("http://127.0.0.1:8000"), body


def test_the_request_gets_the_answer() -> None:
    path, body = _request()
    assert body == examples.request()
    with TestClient(create_app(options=Settings())) as client:
        until_ready(client)
        answer = client.post(path, json=body).json()
        problem = client.post(path, json={"text": ""}).json()
    shown = json.loads(block(TEXT, "answer"))
    assert comparable(answer) == comparable(shown), "run `make examples` and look at the change"
    assert problem == json.loads(block(TEXT, "problem"))


def test_the_answer_is_laid_out_a_line_a_fact() -> None:
    assert lines(json.loads(block(TEXT, "answer"))) == block(TEXT, "answer")


def test_the_python_prints_what_it_says() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block(TEXT, "python"), "README.md", "exec"), {})
    assert printed.getvalue() == block(TEXT, "printed")


COMMANDS = [line.partition("  #")[0].strip() for line in re.findall(r"(?m)^.*\.venv/bin/boctach .*$", TEXT)]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_run(command: str) -> None:
    command = re.sub(r" > \S+", "", command).replace(".venv/bin/boctach", f"{shlex.quote(sys.executable)} -m boctach")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, timeout=600, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_there_are_commands_of_each_form() -> None:
    shown = "\n".join(COMMANDS)
    assert [part for part in ("--format table", "--format json", "--kinds", "extract -") if part not in shown] == []


def test_the_table_has_every_kind() -> None:
    assert re.findall(r"(?m)^\| `(\w+)` \| .* \| .* \|$", TEXT)[: len(KINDS)] == list(KINDS)


def test_links_inside_the_repository_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
