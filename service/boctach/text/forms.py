"""Word forms from a table, matched at one place of a text: many forms, quickly, the longest first."""

import re
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

Row = TypeVar("Row")


class Form(NamedTuple, Generic[Row]):
    """A form as a table writes it.

    Attributes:
        written: The form; a blank in it may be a hyphen or nothing in the text (``đô la``, ``đô-la``, ``đôla``).
        row: The table's row, handed back on a match.
        any_case: Whether capitals do not matter.
        then: Regular expression of what must follow, looked at only.
    """

    written: str
    row: Row
    any_case: bool
    then: str = ""


class Match(NamedTuple, Generic[Row]):
    """A form at ``[start, end)``."""

    start: int
    end: int
    row: Row


class Forms(Generic[Row]):
    """Forms, found by the character that they begin with."""

    def __init__(self, forms: Iterable[Form[Row]]) -> None:
        by_first: dict[str, list[Form[Row]]] = {}
        for form in sorted(forms, key=lambda form: -len(form.written)):
            first = form.written[0]
            for letter in {first.lower(), first.upper()} if form.any_case else {first}:
                by_first.setdefault(letter, []).append(form)
        self._by_first = {
            letter: (re.compile("|".join(f"({_pattern(form)})" for form in group)), [form.row for form in group])
            for letter, group in by_first.items()
        }

    def match(self, text: str, at: int, end: int) -> Match[Row] | None:
        """The longest form that begins at ``at``, or behind at most two blanks there, within ``text[:end]``."""
        for _ in range(2):
            if at < end and text[at] in " \u00a0":
                at += 1
        forms = self._by_first.get(text[at]) if at < end else None
        if forms is None:
            return None
        pattern, rows = forms
        match = pattern.match(text, at, end)
        if match is None or match.lastindex is None:
            return None
        return Match(at, match.end(), rows[match.lastindex - 1])


def _pattern(form: Form[Row]) -> str:
    letters = re.escape(form.written).replace(r"\ ", r"[ \u00a0-]?")
    return (f"(?i:{letters})" if form.any_case else letters) + form.then
