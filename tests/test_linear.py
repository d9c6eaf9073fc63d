"""Every pattern of the package stands strings made to mislead it, and the analysis reads them in linear time.

The patterns are gathered from the modules themselves and from what they cache, so that none is left out. A hostile
string repeats a word that patterns begin with, and ends so that nothing matches. Searched freely, no pattern may
explode; all of them together, as the analysis uses them, must grow no faster than the text.
"""

import importlib
import pkgutil
import re
import time
import types
from collections.abc import Iterator
from typing import Any

import pytest

import boctach
from boctach import analysis

# Words that patterns begin with, go on with, or stumble over.
SEEDS = (
    "a", "A", "Đ", " ", "\n", "\t", "0", "9", ".", ",", "-", "–", "/", "(", ")", "“", "\"", "'", "<", ">", "&", "*",
    "1.", "1,", "1/", "1-", "12 ", "1.000", "1.000,", "9 tỷ ", "số ", "A-", "A–", "QĐ-", "Đ/", "98/2023/", "ngày 1",
    "năm 2024 ", "tháng 6/", "Nghị quyết ", "Nghị định số ", "Luật ", "Điều 1, ", "khoản 2 ", "và ", ", và ", "của ",
    "Hà Nội, ", "Nhật Bản, ", "Mỹ (1%), ", "ông ", "Nguyễn ", "Nguyễn Văn ", "Chủ tịch ", "Phó ", "hai mươi ", "mươi ",
    "một ", "trăm ", "nghìn ", "triệu ", "rưỡi ", "từ ", "từ 1 đến ", "khoảng ", "gấp ", "% ", "1%", "kg/", "đồng/",
    "(Ảnh: ", "Theo ", "TTXVN) - ", "class=", "display:", "Aa", "aA ", "a.", "a. ", "A. ", "..", "…", "\u0301",
)  # fmt: skip
ENDS = ("", "!")
SHORT = 1_000
MOST_SECONDS = 0.2  # of one pattern over a short string: steps that grow with the cube, or faster, take longer
IN_A_WINDOW = {"extractors.measurement._MODEL"}
"""Patterns that would explode, were they ever searched in more than the few characters before a numeral."""

LENGTHS = (2_000, 8_000)
MOST_GROWTH = 10  # of an analysis over the two lengths; quadratic time gives 16
LEAST_SECONDS = 0.4  # what is faster than this at the full length is no danger, whatever its curve


def _modules() -> Iterator[types.ModuleType]:
    for found in pkgutil.walk_packages(boctach.__path__, "boctach."):
        if found.name not in ("boctach.__main__", "boctach.api.preloaded"):
            yield importlib.import_module(found.name)


def _patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4 and isinstance(value, dict):
        for one in value.values():
            yield from _patterns_in(one, depth + 1)
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _patterns_in(one, depth + 1)
    elif depth < 4 and type(value).__module__.startswith("boctach."):
        fields = getattr(value, "__slots__", None) or getattr(value, "__dict__", {})
        for name in fields:
            yield from _patterns_in(getattr(value, name, None), depth + 1)


def _cached(module: types.ModuleType) -> Iterator[Any]:
    """What the module's cached functions of no arguments give."""
    for value in vars(module).values():
        if hasattr(value, "cache_info") and getattr(value, "__module__", "") == module.__name__:
            code = value.__wrapped__.__code__
            if code.co_argcount == 0 and value.cache_info().currsize:
                yield value()


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern by a name that says where it is; those behind caches after a first analysis."""
    analysis.warm()
    found: dict[re.Pattern[str], str] = {}
    for module in _modules():
        for name, value in [*vars(module).items(), *((f"cache {n}", v) for n, v in enumerate(_cached(module)))]:
            for number, pattern in enumerate(_patterns_in(value)):
                found.setdefault(pattern, f"{module.__name__.removeprefix('boctach.')}.{name}[{number}]")
    return {name: pattern for pattern, name in found.items()}


PATTERNS = patterns()


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 100
    assert {name.split(".")[0] for name in PATTERNS} >= {"text", "extractors", "statements", "web"}


def _repeated(seed: str, length: int) -> str:
    return (seed * (length // len(seed) + 1))[:length]


def _explodes(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for seed in SEEDS:
        for end in ENDS:
            text = _repeated(seed, SHORT) + end
            begun = time.process_time()
            for _ in pattern.finditer(text):
                pass
            if (seconds := time.process_time() - begun) > MOST_SECONDS:
                found.append(f"{seed!r}…{end!r}: {seconds:.2f} s")
                break
    return found


def test_no_pattern_explodes() -> None:
    """Patterns are searched in whole texts here, though many are only tried at a place or in a short window."""
    free = {name: pattern for name, pattern in PATTERNS.items() if name.partition("[")[0] not in IN_A_WINDOW}
    assert len(free) == len(PATTERNS) - len(IN_A_WINDOW)
    assert {name: found for name, pattern in free.items() if (found := _explodes(pattern))} == {}


def _seconds(text: str) -> float:
    begun = time.process_time()
    analysis.analyze(text)
    return time.process_time() - begun


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed.strip()])
def test_an_analysis_takes_linear_time(seed: str) -> None:
    """Every rule together, on whole texts of the longest repetition that each may stumble over."""
    short, long = (_seconds(_repeated(seed, length)) for length in LENGTHS)
    assert long < LEAST_SECONDS or long < MOST_GROWTH * short, (short, long)
