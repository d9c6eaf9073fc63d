"""Every pattern of the package stands strings made to mislead it, and the analysis reads them in linear time.

A hostile string repeats a word that patterns begin with, or what the pattern itself is made of, and ends so that
nothing matches. Each pattern is tried as it is used: searched for in the whole string, where nothing else is said
below; all of them together, as the analysis uses them, must grow no faster than the text.
"""

import importlib
import inspect
import re
from collections.abc import Callable

import pytest

from boctach import analysis
from tests import hostile_strings, patterns
from tests.growth import LINEAR, SQUARE, assert_linear, ratio, repeated

# Words that patterns begin with, go on with, or stumble over.
SEEDS = (
    "a", "A", "Đ", " ", "\n", "\t", "0", "9", ".", ",", "-", "–", "/", "(", ")", "“", "\"", "'", "<", ">", "&", "*",
    "1.", "1,", "1/", "1-", "12 ", "1.000", "1.000,", "9 tỷ ", "số ", "A-", "A–", "QĐ-", "Đ/", "98/2023/", "ngày 1",
    "năm 2024 ", "tháng 6/", "Nghị quyết ", "Nghị định số ", "Luật ", "Điều 1, ", "khoản 2 ", "và ", ", và ", "của ",
    "Hà Nội, ", "Nhật Bản, ", "Mỹ (1%), ", "ông ", "Nguyễn ", "Nguyễn Văn ", "Chủ tịch ", "Phó ", "hai mươi ", "mươi ",
    "một ", "trăm ", "nghìn ", "triệu ", "rưỡi ", "từ ", "từ 1 đến ", "khoảng ", "gấp ", "% ", "1%", "kg/", "đồng/",
    "(Ảnh: ", "Theo ", "TTXVN) - ", "class=", "display:", "Aa", "aA ", "a.", "a. ", "A. ", "..", "…", "\u0301",
)  # fmt: skip
LENGTHS = {LINEAR: 250, SQUARE: 40}  # of a pattern's short string, by what is asked of it
ANALYSED = 1_000  # of an analysed short text
TRIED_AT_A_PLACE = {
    "text.number_words._BLOCKED": "right behind a numeral",
    "text.number_words._DIGIT_NEXT": "right behind a numeral",
    "text.numbers._POINT_GROUPS": "on a numeral alone",
    "text.numbers._COMMA_GROUPS": "on a numeral alone",
    "text.numbers._ONE_SEPARATOR": "on a numeral alone",
    "text.sentences._OPENING": "right behind a full stop",
    "text.byline._CREDIT_WORD": "right behind another word of a credit",
    "extractors.money._NAME": "at the name of a currency",
    "extractors.partner_list.joins._HEAD": "on the words between two names",
    "extractors.policy_reference.by_number._NUMBERLIKE": "on a numeral alone",
    "web.forms._MARKUP": "at the beginning of what was pasted",
}
"""Patterns that are never searched for: freely, they would enter one long run at each of its characters."""

SEARCHED_IN_A_WINDOW = {
    "text.sentences._WORD_BEFORE": "24 characters before a full stop",
    "text.byline._NOTE": "a line of at most 90",
    "text.byline._DOING": "a line of at most 90",
    "text.byline._JOINT": "a line of at most 90",
    "text.byline._sources_of_note": "a bracket of at most 80",
    "text.furniture._SECTION_JOINT": "a line of at most 60",
    "text.durations._CLOCK_BEFORE": "60 characters before an hour",
    "extractors.measurement._MODEL": "20 characters before a numeral",
}
"""Patterns that end where a window ends: freely, they would enter one long run at each of its characters, and even
then take no more than the square of the window."""


@pytest.fixture(scope="module")
def found() -> dict[str, re.Pattern[str]]:
    return patterns.patterns()


def test_patterns_are_found(found: dict[str, re.Pattern[str]]) -> None:
    assert len(found) > 400
    assert {name.split(".")[0] for name in found} >= {"text", "extractors", "statements", "citations", "web", "api"}


def test_exceptions_are_patterns(found: dict[str, re.Pattern[str]]) -> None:
    assert {*TRIED_AT_A_PLACE, *SEARCHED_IN_A_WINDOW} <= set(found)


@pytest.mark.parametrize("name", TRIED_AT_A_PLACE)
def test_what_is_tried_at_a_place_is_never_searched_for(name: str) -> None:
    module, _, variable = name.rpartition(".")
    source = inspect.getsource(importlib.import_module(f"boctach.{module}"))
    uses = set(re.findall(rf"(?<!\w){variable}\.(\w+)", source))
    assert uses and uses <= {"match", "fullmatch"}


def _search(pattern: re.Pattern[str]) -> Callable[[str], None]:
    def search(text: str) -> None:
        for _ in pattern.finditer(text):
            pass

    return search


def _hostile(before: str, unit: str) -> Callable[[int], str]:
    return lambda size: before + repeated(unit, size) + "!"


def _place(name: str) -> str:
    return name.partition("[")[0]


def _complaint(name: str, pattern: re.Pattern[str]) -> str:
    """What of all hostile strings a pattern does not stand; empty where it stands all."""
    at_a_place = _place(name) in TRIED_AT_A_PLACE or name.startswith("text.forms.Forms")
    limit = SQUARE if _place(name) in SEARCHED_IN_A_WINDOW else LINEAR
    use = pattern.match if at_a_place else _search(pattern)
    for before, unit in {**dict.fromkeys(hostile_strings.attacks(pattern)), **{("", seed): None for seed in SEEDS}}:
        if unit:
            times = ratio(_hostile(before, unit), use, LENGTHS[limit], limit)
            if times >= limit:
                return f"{before!r} and {unit!r}…: {times:.0f} times as long"
    return ""


def test_every_pattern_takes_linear_time(found: dict[str, re.Pattern[str]]) -> None:
    """`Forms` are tried at a place alone, as their only method says."""
    complaints = {name: complaint for name, pattern in found.items() if (complaint := _complaint(name, pattern))}
    assert complaints == {}


@pytest.mark.parametrize(
    ("pattern", "limit"), [(r"\d+[a-z]", LINEAR), (r"x\s*:?\s*y", LINEAR), (r"\w*[A-Z]\w* \Z", SQUARE)]
)
def test_a_pattern_that_is_not_linear_is_seen(pattern: str, limit: float) -> None:
    compiled = re.compile(pattern)
    attacks = (attack for attack in hostile_strings.attacks(compiled) if attack[1])
    size = 2 * LENGTHS[limit]  # so that the short time is no mere clock's, on a fast machine either
    assert any(ratio(_hostile(*attack), _search(compiled), size, limit) > limit for attack in attacks)


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed.strip()])
def test_an_analysis_takes_linear_time(seed: str) -> None:
    """Every rule together, on whole texts of the longest repetition that each may stumble over."""
    assert_linear(lambda size: repeated(seed, size), analysis.analyze, ANALYSED)
