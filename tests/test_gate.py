"""The floors hold, and the gate sees a fall."""

import copy
import json

import pytest

from tests import gate
from tests.shared import needs_shared


@needs_shared
def test_no_kind_has_fallen() -> None:
    floors = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
    fallen = [line for name in gate.GOLDS for line in gate.compare(name, floors[name], gate.measure(name))]
    assert fallen == []


def test_a_fall_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    floor = {
        "gold_sha256": "0",
        "kinds": {"money": {"f1": 0.99, "exact_span_f1": 0.98}},
        "errors": ["missed a money 1-2"],
    }
    now = copy.deepcopy(floor)
    assert gate.compare("dev", floor, now) == []
    now["kinds"]["money"]["f1"] = 0.98
    now["errors"] = ["missed b money 3-4"]
    assert gate.compare("dev", floor, now) == ["dev: money f1 fell from 0.99 to 0.98"]
    printed = capsys.readouterr().out
    assert "gained: no longer missed a money 1-2" in printed
    assert "lost:   missed b money 3-4" in printed


def test_floors_of_another_gold_are_not_compared() -> None:
    floor = {"gold_sha256": "0", "kinds": {}, "errors": []}
    assert gate.compare("dev", floor, floor | {"gold_sha256": "1"}) == [
        "dev: the gold has changed since the floors were set; run with --raise"
    ]
