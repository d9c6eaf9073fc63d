"""Strings that are hard for a pattern, made out of the pattern itself.

What a pattern matches, set after itself many times, makes it begin everywhere; without its last letter, it also fails
everywhere, after all its work. What one of its repetitions takes, set after itself, makes that repetition run as far
as it can: from wherever the pattern may begin, and once from behind what the pattern wants before it.
"""

import random
import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

_LETTERS = "aăĐ Á1.,-(x\n\u00a0"
_CATEGORIES = {
    _constants.CATEGORY_DIGIT: "1",
    _constants.CATEGORY_SPACE: " ",
    _constants.CATEGORY_WORD: "a",
    _constants.CATEGORY_NOT_DIGIT: "a",
    _constants.CATEGORY_NOT_SPACE: "a",
    _constants.CATEGORY_NOT_WORD: ",",
}
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_MANY = 60
"""A repetition of more than this is as good as one without a bound."""
_SAMPLES = 2


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What to begin a string with, and what to set after itself behind it, to mislead a pattern."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    for number in range(_SAMPLES):
        whole = _Sampler(random.Random(number)).of(parsed)
        yield "", whole
        yield "", whole[:-1]
    for before, unit in _Sampler(random.Random(0)).long_repeats(parsed, ""):
        yield before, unit
        yield "", unit


def _parts(operation: Any, given: Any) -> list[Any]:
    match operation:
        case _constants.SUBPATTERN:
            return [given[3]]
        case _constants.BRANCH:
            return list(given[1])
        case _constants.ATOMIC_GROUP:
            return [given]
        case _ if operation in _REPEATS:
            return [given[2]]
        case _constants.ASSERT:
            return [given[1]]
    return []


class _Sampler:
    """Draws strings that a pattern matches, but for what it sees ahead of and behind itself."""

    def __init__(self, choose: random.Random) -> None:
        self._choose = choose

    def of(self, parsed: Any) -> str:
        return "".join(self._one(operation, given) for operation, given in parsed)

    def long_repeats(self, parsed: Any, before: str) -> Iterator[tuple[str, str]]:
        """Repetitions without a bound, or as good as without: what the pattern wants before them, what they repeat."""
        for operation, given in parsed:
            if operation in _REPEATS and given[1] > _MANY:
                yield before, self.of(given[2])
            for part in _parts(operation, given):
                yield from self.long_repeats(part, before)
            before += self._one(operation, given)

    def _one(self, operation: Any, given: Any) -> str:
        match operation:
            case _constants.LITERAL:
                return chr(given)
            case _constants.NOT_LITERAL:
                return next(letter for letter in _LETTERS if ord(letter) != given)
            case _constants.ANY:
                return "a"
            case _constants.IN:
                return self._of_set(given)
            case _constants.BRANCH:
                return self.of(self._choose.choice(given[1]))
            case _ if operation in _REPEATS:
                least, most, part = given
                times = self._choose.randint(least, min(most, least + 2))
                return "".join(self.of(part) for _ in range(times))
            case _constants.SUBPATTERN | _constants.ATOMIC_GROUP:
                return "".join(self.of(part) for part in _parts(operation, given))
        return ""  # places and what is seen around them

    def _of_set(self, given: Any) -> str:
        if given[0][0] is _constants.NEGATE:
            refused = re.compile("[" + "".join(map(_written, given[1:])) + "]")
            return next(letter for letter in _LETTERS if not refused.match(letter))
        operation, value = self._choose.choice(given)
        if operation is _constants.LITERAL:
            return chr(value)
        if operation is _constants.RANGE:
            return chr(self._choose.randint(*value))
        return _CATEGORIES[value]


def _written(member: tuple[Any, Any]) -> str:
    operation, value = member
    if operation is _constants.LITERAL:
        return re.escape(chr(value))
    if operation is _constants.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    name = str(value).rpartition("_")[2].lower()[0]
    return "\\" + (name.upper() if "NOT" in str(value) else name)
