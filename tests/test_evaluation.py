"""Scores of extraction: by hand, and against the development texts' own scorer."""

import json
from pathlib import Path
from typing import Any

import pytest

from boctach import analysis
from boctach.evaluation import evaluate, read_gold
from boctach.facts import KINDS, Count, FactBase, Money, Percentage, Person
from tests import gate
from tests.shared import ROOT, SHARED, gold, needs_shared

GOLD = ROOT / "corpus" / "gold" / "samples.gold.jsonl"


def _money(start: int, end: int, amount: str) -> Money:
    return Money.model_validate(
        {"start": start, "end": end, "mention": "m", "rule": "r", "amount": amount, "currency": "VND"}
    )


def test_scores_and_differences() -> None:
    read = {"a": [_money(0, 5, "1"), _money(10, 15, "2"), _money(20, 25, "3")], "b": []}
    found = {"a": [_money(1, 5, "1"), _money(10, 15, "7")], "b": [_money(0, 2, "1")], "c": [_money(0, 2, "1")]}
    result = evaluate(read, found)
    (score,) = result.scores
    assert score[:5] == ("money", 3, 3, 1, 0)
    assert (score.precision, score.recall, score.f1, score.exact_span_f1) == (1 / 3, 1 / 3, 1 / 3, 0)
    assert [(d.document, d.side, d.says.split(", ")[1]) for d in result.differences] == [
        ("a", "missed", "amount=2"),
        ("a", "spurious", "amount=7"),
        ("a", "missed", "amount=3"),
        ("b", "spurious", "amount=1"),
    ]


def test_each_read_fact_is_matched_once_by_the_nearest() -> None:
    result = evaluate({"a": [_money(0, 5, "1")]}, {"a": [_money(0, 20, "1"), _money(0, 5, "1")]})
    assert result.scores[0][:5] == ("money", 1, 2, 1, 1)


@pytest.mark.parametrize(
    ("read", "found", "agree"),
    [
        ({"value": "5", "unit": "dự án", "head": "dự án"}, {"value": "5", "unit": "dự án FDI", "head": "dự"}, True),
        ({"value": "5", "unit": "dự án", "head": "dự án"}, {"value": "5", "unit": "đề án", "head": "đề án"}, False),
        (
            {"value": "5", "unit": "dự án", "head": "dự án", "qualifier": "over"},
            {"value": "5", "unit": "dự án", "head": "dự án"},
            False,
        ),
    ],
)
def test_counts_agree_by_their_head(read: dict[str, str], found: dict[str, str], agree: bool) -> None:
    place = {"start": 0, "end": 5, "mention": "m", "rule": "r"}
    pair = [Count.model_validate(place | values) for values in (read, found)]
    assert bool(evaluate({"a": pair[:1]}, {"a": pair[1:]}).scores[0].matched) == agree


def test_nothing_read_and_nothing_found() -> None:
    assert evaluate({"a": []}, {"a": []}).scores == []
    place = {"start": 0, "end": 5, "mention": "m", "rule": "r"}
    only = evaluate(
        {"a": [Person.model_validate(place | {"name": "A"})]},
        {"a": [Percentage.model_validate(place | {"value": "1"})]},
    )
    assert [(s.kind, s.precision, s.recall) for s in only.scores] == [("percentage", 0.0, 1.0), ("person", 0.0, 0.0)]


def test_the_gold_of_the_samples_is_of_the_samples() -> None:
    for document, facts in read_gold(GOLD).items():
        text = (ROOT / "corpus" / "samples" / f"{document}.txt").read_text(encoding="utf-8")
        assert [f.mention for f in facts] == [text[f.start : f.end] for f in facts]
        assert facts == sorted(facts, key=lambda fact: (fact.start, -fact.end))


@needs_shared
def test_the_scores_are_those_of_the_scorer() -> None:
    scorer = gate._scorer()
    rows = gold("seeds")
    found: dict[str, list[FactBase]] = {}
    for row in rows:
        text = (SHARED / "seeds" / (row["doc"].removesuffix(".txt") + ".txt")).read_bytes().decode()
        found[row["doc"]] = analysis.extract(analysis.read(text))
    shown = {doc: [fact.model_dump(mode="json") for fact in facts] for doc, facts in found.items()}
    theirs: dict[str, Any] = scorer.score({row["doc"]: row["facts"] for row in rows}, shown)
    ours = evaluate(read_gold(SHARED / "gold" / "seeds.gold.jsonl"), found).scores
    assert len(ours) == len(KINDS)
    for score in ours:
        kind = "member" if score.kind == "partner_list" else score.kind
        assert list(score[1:5]) == theirs[kind], kind


def test_gold_may_leave_out_the_rule(tmp_path: Path) -> None:
    fact = {"kind": "date", "start": 0, "end": 8, "mention": "năm 2024", "edtf": "2024"}
    (tmp_path / "g.jsonl").write_text(json.dumps({"doc": "a", "facts": [fact]}) + "\n\n", encoding="utf-8")
    ((read,),) = read_gold(tmp_path / "g.jsonl").values()
    assert (read.mention, read.rule) == ("năm 2024", "read")
