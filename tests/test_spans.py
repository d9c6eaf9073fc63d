"""Spans, and who wins where two readings claim the same words."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.spans import Span, settle


@dataclass(frozen=True)
class Reading:
    name: str
    claims: tuple[Span, ...]


def _kept(*readings: Reading) -> str:
    return "".join(reading.name for reading in settle(readings))


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "covers"),
    [
        (Span(0, 4), Span(4, 8), False, False),  # half-open: they touch
        (Span(0, 5), Span(4, 8), True, False),
        (Span(0, 8), Span(4, 8), True, True),
        (Span(4, 8), Span(4, 8), True, True),
        (Span(5, 6), Span(4, 8), True, False),
        (Span(0, 4), Span(9, 12), False, False),
    ],
)
def test_overlap_and_cover(one: Span, other: Span, overlaps: bool, covers: bool) -> None:
    assert one.overlaps(other) is overlaps
    assert other.overlaps(one) is overlaps
    assert one.covers(other) is covers


def test_the_earlier_reading_wins() -> None:
    assert _kept(Reading("a", (Span(0, 5),)), Reading("b", (Span(4, 9),))) == "a"
    assert _kept(Reading("b", (Span(4, 9),)), Reading("a", (Span(0, 5),))) == "b"


def test_touching_claims_both_stay() -> None:
    assert _kept(Reading("a", (Span(0, 5),)), Reading("b", (Span(5, 9),))) == "ab"


def test_one_shared_claim_of_several_is_enough_to_lose() -> None:
    assert _kept(Reading("a", (Span(0, 2), Span(10, 12))), Reading("b", (Span(5, 6), Span(11, 13)))) == "a"


def test_a_reading_may_lie_between_the_claims_of_another() -> None:
    assert _kept(Reading("a", (Span(0, 2), Span(10, 12))), Reading("b", (Span(4, 6),))) == "ab"


def test_a_refused_reading_claims_nothing() -> None:
    assert _kept(Reading("a", (Span(0, 2),)), Reading("b", (Span(1, 9),)), Reading("c", (Span(5, 9),))) == "ac"


def test_no_claims_always_stays() -> None:
    assert _kept(Reading("a", (Span(0, 9),)), Reading("b", ()), Reading("c", ())) == "abc"


claims = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda at: Span(at[0], at[0] + at[1])), max_size=3
)


@given(st.lists(claims.map(tuple), max_size=12))
def test_what_stays_is_free_of_conflict_and_nothing_is_dropped_without_one(all_claims: list[tuple[Span, ...]]) -> None:
    readings = [Reading(str(number), each) for number, each in enumerate(all_claims)]
    kept = settle(readings)
    taken = [claim for reading in kept for claim in reading.claims]

    def clash(reading: Reading, others: list[Span]) -> bool:
        return any(claim.overlaps(other) for claim in reading.claims for other in others)

    for number, reading in enumerate(kept):
        before = [claim for earlier in kept[:number] for claim in earlier.claims]
        assert not clash(reading, before)
    assert all(clash(reading, taken) for reading in readings if reading not in kept)
