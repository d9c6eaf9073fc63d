import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.text.gazetteer import Gazetteer, spellings
from boctach.text.syllables import is_vietnamese
from tests.growth import assert_linear

NAMES = ["Mỹ", "Nga", "Hoa Kỳ", "Trung", "Trung Quốc", "Thụy Sĩ", "Ma-li", "Lào", "Lào Cai", "EU", "Ukraine"]
GAZETTEER = Gazetteer((name, name) for name in NAMES)


def found(text: str) -> list[str]:
    return [text[match.start : match.end] for match in GAZETTEER.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Trung Quốc và Trung", ["Trung Quốc", "Trung"]),
        ("Mỹ-Nga, Nga–Mỹ", ["Mỹ", "Nga", "Nga", "Mỹ"]),
        ("Thuỵ Sĩ, Thụy Sỹ, Thuỵ Sỹ", ["Thuỵ Sĩ", "Thụy Sỹ", "Thuỵ Sỹ"]),
        ("HOA KỲ VÀ THUỴ SĨ", ["HOA KỲ", "THUỴ SĨ"]),
        ("EU.", ["EU"]),
    ],
)
def test_names_on_the_borders_of_words(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize("text", ["Ngang", "Mỹphẩm", "Xô-Ma-li-a", "mỹ, nga", "EU.vn", "EUR", "Hoa  Kỳ"])
def test_no_name_inside_a_longer_word(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ukrainenổ ra", ["Ukraine"]),
        ("Ukrainevà Nga", ["Ukraine", "Nga"]),
        ("Ukrainean", []),
        ("Ukraineko", []),
        ("Ngavà Mỹ", ["Mỹ"]),
    ],
)
def test_a_blank_lost_after_a_long_foreign_name(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_the_longest_name_wins() -> None:
    assert found("Lào Cai giáp Lào") == ["Lào Cai", "Lào"]


def test_of_two_entries_of_one_name_the_first_stays() -> None:
    twice = Gazetteer([("Áo", 1), ("Áo", 2)])
    assert [match.entry for match in twice.find("Áo")] == [1]


def test_only_the_part_asked_for_is_searched() -> None:
    text = "Nga, Mỹ, Lào"
    assert [match.entry for match in GAZETTEER.find(text, 5, 7)] == ["Mỹ"]


def test_a_part_ends_the_longest_name() -> None:
    text = "Trung Quốc, Lào Cai"
    assert [match.entry for match in GAZETTEER.find(text, 0, 5)] == ["Trung"]
    assert [match.entry for match in GAZETTEER.find(text, 0, 15)] == ["Trung Quốc", "Lào"]


@given(
    st.lists(st.sampled_from([*NAMES, " ", ", ", "-", "a", "."])).map("".join), st.integers(0, 30), st.integers(0, 30)
)
def test_blanks_around_a_part_change_nothing(text: str, before: int, after: int) -> None:
    around = " " * before + text + " " * after
    parts = [(match.start - before, match.end - before) for match in GAZETTEER.find(around, before, before + len(text))]
    assert parts == [(match.start, match.end) for match in GAZETTEER.find(text)]


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Hòa Kỳ", {"Hòa Kỳ", "Hoà Kỳ", "Hòa Kì", "Hoà Kì"}),
        ("Quý Châu", {"Quý Châu"}),
        ("Hoàn", {"Hoàn"}),
        ("Lý", {"Lý", "Lí"}),
        ("Bỉ", {"Bỉ"}),
    ],
)
def test_spellings(name: str, others: set[str]) -> None:
    assert spellings(name) == others


@given(st.sampled_from(NAMES))
def test_every_spelling_has_the_same_spellings(name: str) -> None:
    assert all(spellings(other) == spellings(name) for other in spellings(name))


@given(st.lists(st.sampled_from([*NAMES, " ", ", ", "-", "a", "."])).map("".join))
def test_matches_are_names_in_order_and_apart(text: str) -> None:
    matches = list(GAZETTEER.find(text))
    assert all(text[m.start : m.end].upper() in {s.upper() for s in spellings(m.entry)} for m in matches)
    assert all(left.end <= right.start for left, right in itertools.pairwise(matches))


def test_time_grows_with_the_text_alone() -> None:
    words = "Trung Quốc và Lào Cai, "
    assert sum(1 for _ in GAZETTEER.find(words * 1_000)) == 2_000
    assert_linear(lambda copies: words * copies, lambda text: list(GAZETTEER.find(text)), 1_000)


@pytest.mark.parametrize("word", ["Tuấn", "Anh", "Nguyễn", "Quỳnh", "Giang", "Yến", "Đức", "Khuê", "Hòa"])
def test_syllables_of_the_language(word: str) -> None:
    assert is_vietnamese(word)


@pytest.mark.parametrize("word", ["Donald", "Lee", "Moon", "Park", "Trump", "Xi", "Putin", "Kessler", "Wall", "Seoul"])
def test_syllables_of_other_languages(word: str) -> None:
    assert is_vietnamese(word) is (word == "Xi")
