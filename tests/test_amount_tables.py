"""The tables of currencies, units, qualifiers, rates and cues: what the reader of tables cannot know of them."""

import re

import pytest

from boctach import analysis, tables
from boctach.extractors import count_phrase, money
from boctach.text import durations, numbering, units

CURRENCIES = tables.read("currencies", money.Currency, key=("form",))
UNITS = units.rows()


def _found(text: str, kind: str) -> list[str]:
    return [fact.mention for fact in analysis.extract(analysis.read(text), {kind})]


def test_columns_hold_what_they_say() -> None:
    assert {row.side for row in CURRENCIES} == {"after", "both"}
    assert all(re.fullmatch("[A-Z]{3}", row.code) for row in CURRENCIES)
    assert {row.factor for row in CURRENCIES} == {"1", "0.1", "0.01"}
    for row in (*CURRENCIES, *UNITS):
        re.compile(row.guard)
    for cue in tables.read("duration_cues", durations.Cue, key=("words", "side")):
        assert cue.side in ("before", "after")
        assert cue.of in ("months", "hours", "any")
    assert {row.sense for row in UNITS} >= durations.SENSES


def test_every_currency_is_found_behind_a_number() -> None:
    missed = []
    for row in CURRENCIES:
        mention = f"250.000 {row.form}"
        if _found(f"Khoản này là {mention}, anh nói.", "money") != [mention]:
            missed.append(row.form)
    assert missed == []


@pytest.mark.parametrize("gap", ["", " "])
def test_every_sign_is_found_before_a_number(gap: str) -> None:
    for row in CURRENCIES:
        if row.side == "both":
            mention = f"{row.form}{gap}5.000"
            assert _found(f"Khoản này ({mention}) đã trả.", "money") == [mention], row.form


def test_every_unit_is_found_behind_a_number() -> None:
    missed = []
    for row in UNITS:
        gap = "" if row.form in ("V", "s", "h", "l", "L") else " "
        needed = f" {row.needs.split('|')[0]}" if row.needs else ""
        mention = f"sau 30{gap}{row.form}"[4:]
        if mention not in _found(f"Đo được sau {mention}{needed}.", "measurement"):
            missed.append(row.form)
    assert missed == []


def test_what_a_group_may_number_is_a_family_of_counted_nouns() -> None:
    families = {row.family for row in tables.read("noun_families", count_phrase.FamilyWord, key=("form",))}
    for noun in numbering.nouns().values():
        assert set(noun.counts.split()) <= families, noun.form
        assert noun.also_verb in ("", "yes")
        assert noun.valued in ("", "yes")


def test_nouns_that_number_are_seen_before_a_number() -> None:
    seen = {form: numbering.stands_before(f"theo {form} 5", len(form) + 6, 0) for form in numbering.nouns()}
    assert [form for form, noun in numbering.nouns().items() if seen[form] == bool(noun.valued)] == []


def test_no_unit_of_measure_is_listed_again_as_uncounted() -> None:
    assert count_phrase.words("uncounted_heads") & units.never_counted() == set()
    assert units.times() <= units.never_counted()
