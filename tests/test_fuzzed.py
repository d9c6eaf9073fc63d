"""The fuzzer's checks without the fuzzer: on what it found, and on inputs of the same build drawn by hypothesis."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import fuzz


@pytest.mark.parametrize("target", fuzz.CHECKS)
@settings(max_examples=150)
@given(data=st.lists(st.integers(0, 255) | st.integers(0, len(fuzz.WORDS) - 1), max_size=120).map(bytes))
def test_any_input(target: str, data: bytes) -> None:
    fuzz.CHECKS[target](fuzz.text_of(data))


@pytest.mark.parametrize("word", fuzz.WORDS)
def test_every_word_alone_and_twice(word: str) -> None:
    for check in fuzz.CHECKS.values():
        check(word)
        check(word * 2)
