"""Every pattern of the package runs in linear time on strings made to mislead it.

The patterns are gathered from the modules themselves and from what they cache, so that none is left out. A hostile
string repeats a word that the pattern begins with, and ends so that nothing matches. Doubling it may double the time.
"""

import importlib
import pkgutil
import re
import time
import types
from collections.abc import Callable, Iterator
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
LONG = 8_000
MOST_GROWTH = 3.5  # per doubling; quadratic time gives 4, cubic 8
LEAST_SECONDS = 0.01  # what is faster than this at the full length is no danger, whatever its curve


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


def _seconds(call: Callable[[str], object], text: str) -> float:
    best = 60.0
    for _ in range(3):
        begun = time.process_time()
        call(text)
        best = min(best, time.process_time() - begun)
    return best


def _all(pattern: re.Pattern[str]) -> Callable[[str], object]:
    def call(text: str) -> None:
        for _ in pattern.finditer(text):
            pass

    return call


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 100
    assert {name.split(".")[0] for name in PATTERNS} >= {"text", "extractors", "statements", "web"}


def _slow(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for seed in SEEDS:
        for end in ENDS:
            text = (seed * (LONG // len(seed)))[:LONG] + end
            begun = time.process_time()
            _all(pattern)(text)
            if time.process_time() - begun < LEAST_SECONDS:
                continue
            times = [
                _seconds(_all(pattern), (seed * (length // len(seed)))[:length] + end)
                for length in (LONG // 4, LONG // 2, LONG)
            ]
            if times[-1] >= LEAST_SECONDS and times[-1] / max(times[0], 1e-6) > MOST_GROWTH**2:
                found.append(f"{seed!r}…{end!r}: {[round(one * 1000, 1) for one in times]} ms")
    return found


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_doubling(name: str) -> None:
    assert _slow(PATTERNS[name]) == [], PATTERNS[name].pattern[:300]
