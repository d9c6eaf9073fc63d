"""Units of measure: how papers print them, and which of them look like counted nouns."""

import functools
from dataclasses import dataclass
from typing import Final

from boctach import tables
from boctach.text import durations
from boctach.text.forms import Form, Forms

TABLE: Final = "units"
_BLANK = "[ \u00a0]"
# tiếng is a unit of time and a counted noun: 4 tiếng nổ.
_NOUNS_TOO = frozenset({"hours"})
_GOLD = "vàng"
_TIMES = (durations.SENSES - _NOUNS_TOO) | {"age", "multiplier", "angle"}


@dataclass(frozen=True)
class UnitWord:
    """A row of ``units.tsv``."""

    form: str
    sense: str
    guard: str
    needs: str
    gloss: str


@functools.cache
def rows() -> tuple[UnitWord, ...]:
    """The rows of the table."""
    return tuple(tables.read(TABLE, UnitWord, key=("form",)))


@functools.cache
def forms() -> Forms[UnitWord]:
    """The forms, with what may not or must stand behind them."""
    found = []
    for row in rows():
        then = r"(?!\w|[-–][^\W\d_])" if row.form[-1].isalnum() else ""
        if row.guard:
            then += rf"(?!{_BLANK}(?:{row.guard})(?!\w))"
        if row.needs:
            rate = "" if row.needs == _GOLD else "/|"  # 5 yến/sào; but 500 cây/ha are trees
            then += rf"(?={rate}{_BLANK}(?:{row.needs})(?!\w))"
        found.append(Form(row.form, row, any_case=" " in row.form, then=then))
    return Forms(found)


@functools.cache
def never_counted() -> frozenset[str]:
    """Units that no count has for its head, but what must be told by a word behind it (``cây vàng``)."""
    return frozenset(row.form for row in rows() if row.sense not in _NOUNS_TOO and not row.needs)


@functools.cache
def times() -> frozenset[str]:
    """Units of time, age and multiples, and degrees: nouns that begin no counted noun either (``năm học``)."""
    return frozenset(row.form for row in rows() if row.sense in _TIMES and not row.needs)
