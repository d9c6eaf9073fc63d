"""Work in step gives what each piece of work gives alone, and is in nobody's way."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import boctach
from boctach import analysis, errors, lockstep
from boctach.lockstep import Steps
from boctach.text import kept
from boctach.text.kept import Kept
from tests.shared import ROOT, needs_shared, texts


def _counting(name: str, steps: int, done: list[str], fault: Exception | None = None) -> Steps[str]:
    for step in range(steps):
        done.append(f"{name}{step}")
        yield name
    if fault:
        raise fault
    return name.upper()


def test_each_does_a_step_by_turns() -> None:
    done: list[str] = []
    made = lockstep.run([_counting("a", 2, done), _counting("b", 0, done), _counting("c", 3, done)])
    assert made == ["A", "B", "C"]
    assert done == ["a0", "c0", "a1", "c1", "c2"]


def test_a_fault_ends_its_own_work_alone() -> None:
    done: list[str] = []
    fault = ValueError("no")
    made = lockstep.run([_counting("a", 2, done), _counting("b", 1, done, fault)], ValueError)
    assert made == ["A", fault]
    with pytest.raises(ValueError, match="no"):
        lockstep.run([_counting("a", 2, done), _counting("b", 1, done, fault)], KeyError)


def test_one_alone() -> None:
    done: list[str] = []
    assert lockstep.finish(_counting("a", 3, done)) == "A"
    assert done == ["a0", "a1", "a2"]


def test_groups_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockstep, "_TOGETHER", 3)
    monkeypatch.setattr(lockstep, "_SIZE", 10)
    groups = list(lockstep.together(["a", "b", "c", "d", "e" * 12, "f" * 9, "g", "h"], len))
    assert [len(group) for group in groups] == [3, 1, 1, 2, 1]


def test_groups_are_read_as_they_are_needed() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "mưa"

    assert next(lockstep.together(endless(), len)) == ["mưa"] * 32


def test_a_stopwatch_rests_between_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([10.0, 11.0, 111.0, 114.0])
    monkeypatch.setattr("boctach.lockstep.time.perf_counter", lambda: next(now))
    watch = lockstep.Stopwatch()
    assert list(watch.rest("first")) == ["first"]
    assert watch.milliseconds == 4000


def _told(analysis: object) -> object:
    assert isinstance(analysis, boctach.Analysis)
    return analysis.to_dict() | {"meta": None}


def test_many_articles_are_analysed_as_each_alone() -> None:
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "samples").glob("*.txt"))]
    given = [*samples, "", *samples[::-1], "Vốn 5 tỷ USD."]
    found = list(boctach.analyze_many(given))
    assert isinstance(found.pop(len(samples)), errors.EmptyTextError)
    assert [_told(one) for one in found] == [_told(boctach.analyze(text)) for text in given if text]


@needs_shared
def test_many_development_texts() -> None:
    given = [text for _, text in texts()][::5]
    assert [_told(one) for one in boctach.analyze_many(given)] == [_told(boctach.analyze(text)) for text in given]


def test_a_fault_in_one_text_leaves_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read = analysis.read

    def faulty(text: str, *given: Any, **options: Any) -> Any:
        return read(text, *given, **options) if "5" in text else 1 / 0

    monkeypatch.setattr(analysis, "read", faulty)
    found = boctach.analyze_many(["Vốn 5 tỷ USD.", "", "Mưa."])
    assert isinstance(next(found), boctach.Analysis)
    with pytest.raises(ZeroDivisionError):
        list(found)


def test_what_is_read_in_one_thread_is_not_in_the_way_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 10)
    read: list[str] = []
    readers = Kept(lambda text: read.append(text) or text)
    readers("x" * 9)
    other = threading.Thread(target=lambda: readers("y" * 9))
    other.start()
    other.join()
    readers("x" * 9)
    assert read == ["x" * 9, "y" * 9]


def test_many_take_options() -> None:
    (short, long) = boctach.analyze_many(
        ["Vốn 5 tỷ USD.", "Vốn 5 tỷ USD của 3 dự án."], max_characters=20, kinds=["money"]
    )
    assert isinstance(short, boctach.Analysis)
    assert [fact["mention"] for fact in json.loads(short.to_json())["facts"]] == ["5 tỷ USD"]
    assert isinstance(long, errors.TextTooLongError)
    with pytest.raises(errors.UnknownKindError):
        boctach.analyze_many([], kinds=["tiền"])


def test_what_is_read_of_a_text_is_kept_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 10)
    monkeypatch.setattr(kept, "_EACH", 0)
    read: list[str] = []

    def length(text: str) -> int:
        read.append(text)
        return len(text)

    lengths = Kept(length)
    for text in ("mưa", "nắng", "mưa", "gió to", "nắng", "mưa", "x" * 12, "x" * 12, "mưa"):
        assert lengths(text) == len(text)
    assert read == ["mưa", "nắng", "gió to", "mưa", "x" * 12, "mưa"]
