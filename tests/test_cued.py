"""A pattern tried only at its first words finds what `re` finds everywhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.text.cued import DIGIT, Cued

PATTERNS = [
    (r"(?<!\w)(?:[Nn]ghị (?:định|quyết)|[Nn]ăm) \d+", ("nghị định", "năm")),
    (r"\b(?i:thỏa thuận)(?!\w)", ("Thỏa thuận",)),
    (r"(?<!\w)(?<!\w[-–])(?:hai|ba|năm)(?!\w)(?: (?:hai|ba|năm)(?!\w))*", ("hai", "ba", "năm")),
    (r"(?<![\w/.,-])\d{1,5}[a-zđ]?(?= ?/)", (DIGIT,)),
    (r"(?<!\w)(?:\d|[Nn]gày (?=\d))", ("ngày", DIGIT)),
]
PIECES = [
    *(
        "Nghị",
        "nghị",
        "định",
        "quyết",
        "THỎA",
        "thuận",
        "năm",
        "Năm",
        "hai",
        "ba",
        "Ngày",
        "x",
        "İ",
        "12",
        "3a/",
        "NQ5",
    ),
    *(" ", "  ", "\u00a0", "\n", "-", "–", ".", ",", "/"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize(("pattern", "words"), PATTERNS)
@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_finds_what_re_finds(pattern: str, words: tuple[str, ...], text: str, start: int, end: int) -> None:
    found = [match.span() for match in Cued(pattern, words).finditer(text, start, end)]
    assert found == [match.span() for match in re.compile(pattern).finditer(text, start, end)]


def test_one_pattern_for_several_texts() -> None:
    cued = Cued(r"(?<!\w)hai(?!\w)", ("hai",))
    texts = ("hai", "một hai", "một")
    assert [[match.start() for match in cued.finditer(text)] for text in texts * 2] == [[0], [4], []] * 2


def test_the_whole_text_by_default() -> None:
    assert [match.group() for match in Cued(r"năm \d+", ("năm",)).finditer("năm 1, năm 2")] == ["năm 1", "năm 2"]


def test_a_number_may_be_a_word_of_one_pattern_and_any_number_for_another() -> None:
    named, numbers = Cued(r"7 ngày", ("7",)), Cued(r"\d+", (DIGIT,))
    text = "7 ngày, 12 ngày, U7 ngày"
    assert [match.start() for match in named.finditer(text)] == [0]
    assert [match.start() for match in numbers.finditer(text)] == [0, 8]


def test_a_pattern_made_later_is_found_in_a_text_already_read() -> None:
    text = "hai, ba"
    assert [match.start() for match in Cued(r"hai", ("hai",)).finditer(text)] == [0]
    assert [match.start() for match in Cued(r"ba", ("ba",)).finditer(text)] == [5]
