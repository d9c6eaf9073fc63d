"""The table of rules against the extractors: none is missing, none is dead, each finds its own example."""

import csv

import pytest

from boctach import analysis
from boctach.api.kinds import kinds
from boctach.extractors import REGISTRY
from boctach.extractors.person import evidence
from boctach.extractors.rules import Rule, known, rules
from boctach.facts import FactBase
from boctach.text.dates import points
from tests.shared import needs_shared, texts
from tests.test_cases import CASES

# Forms that are no date by themselves: they wait for a date to join, or keep others from reading their words.
NO_DATES = {"lunar", "revolution", "number", "bare-quarter"}


def found(text: str) -> list[FactBase]:
    return analysis.extract(analysis.read(text))


def strangers(text: str) -> set[tuple[str, str]]:
    """Rules of the text's facts that the table does not know."""
    return {(fact.kind, fact.rule) for fact in found(text) if not known(fact.kind, fact.rule)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", rules(), ids=lambda row: f"{row.kind}: {row.rule}")
def test_a_rule_finds_its_example(row: Rule) -> None:
    fired = [fact.rule for fact in found(row.example) if fact.kind == row.kind]  # type: ignore[attr-defined]
    parts = [part for rule in fired for part in rule.split("-")] if row.kind == "partner_list" else []
    assert row.rule in fired + parts


def test_kinds_stand_in_the_order_of_the_registry() -> None:
    assert list(dict.fromkeys(row.kind for row in rules())) == [extractor.KIND for extractor in REGISTRY]


def test_every_form_of_a_date_is_a_rule() -> None:
    forms = {form.name for form in points._FORMS} - NO_DATES
    assert forms | {"borrowing-day", "period", "since", "until"} == {row.rule for row in rules() if row.kind == "date"}


def test_every_piece_of_evidence_for_a_person_may_be_the_rule() -> None:
    """The strongest names the rule; pieces of one point never come together in such a number that they decide."""
    strong = {name for name, points in evidence.WEIGHTS.items() if points > 1}
    assert strong == {row.rule for row in rules() if row.kind == "person"}


@pytest.mark.parametrize("kind", [extractor.KIND for extractor in REGISTRY])
def test_no_case_has_a_rule_that_is_not_in_the_table(kind: str) -> None:
    with (CASES / f"{kind}.tsv").open(encoding="utf-8", newline="") as lines:
        read = {row["text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)}
    assert read
    assert {stranger for text in read for stranger in strangers(text)} == set()


def test_the_service_tells_them() -> None:
    told = [(kind.kind, rule.name, rule.finds, rule.example) for kind in kinds().kinds for rule in kind.rules]
    assert told == [(row.kind, row.rule, row.finds, row.example) for row in rules()]


def test_a_rule_that_is_none_is_seen() -> None:
    assert not known("date", "comma")
    assert not known("partner_list", "comma-then")
    assert known("partner_list", "comma-and")


@needs_shared
def test_no_development_article_has_one_either() -> None:
    assert {stranger for _, text in texts() for stranger in strangers(text)} == set()
