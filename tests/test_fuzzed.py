"""The fuzzer's checks without the fuzzer: on what it found, and on inputs of the same build drawn by hypothesis."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import fuzz


@pytest.mark.parametrize("target", fuzz.CHECKS)
@settings(max_examples=150)
@given(data=st.lists(st.integers(0, 255) | st.integers(0, len(fuzz.WORDS) - 1), max_size=120).map(bytes))
def test_any_input(target: str, data: bytes) -> None:
    fuzz.CHECKS[target](fuzz.text_of(data))


@pytest.mark.parametrize("word", fuzz.WORDS)
def test_every_word_alone_and_twice(word: str) -> None:
    for check in fuzz.CHECKS.values():
        check(word)
        check(word * 2)


@pytest.mark.parametrize("line", fuzz.KEPT.read_text(encoding="utf-8").splitlines())
def test_what_was_found(line: str) -> None:
    row = json.loads(line)
    fuzz.CHECKS[row["target"]](row["text"])


def test_findings_are_kept(tmp_path: Path) -> None:
    for name, data in (("crash-1", b"\x01\x02"), ("timeout-2", b"A"), ("0a1b", b"no finding")):
        (tmp_path / name).write_bytes(data)
    kept = tmp_path / "kept.jsonl"
    assert fuzz.keep(tmp_path, "clean", kept) == 2
    rows = [json.loads(line) for line in kept.read_text().splitlines()]
    assert rows == [{"target": "clean", "text": fuzz.text_of(data)} for data in (b"\x01\x02", b"A")]
    (tmp_path / "crash-3").write_bytes(b"A")
    assert fuzz.keep(tmp_path, "clean", kept) == 0, "found before"
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["0a1b", "kept.jsonl"]
