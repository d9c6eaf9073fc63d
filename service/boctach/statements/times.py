"""The date that a clause is about, as far as the sentence says it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from boctach.spans import Span
from boctach.statements import words
from boctach.statements.chunks import Chunk


class Dated(NamedTuple):
    """A date of the sentence."""

    span: Span
    edtf: str


_FAR_BEHIND = 60  # characters behind a number in which its date may end
_JUST_BEFORE = 36  # characters before a date that say that the number is only compared with it
_COMPARED = re.compile(
    r"(?:so với|so|cùng kỳ|cùng kì|hơn|bằng|của|trước|sau|gấp|từ mức|mức|quả|kể từ|từ|giao|hạn|khóa|nhiệm kỳ)"
    r"(?: (?:cả|cùng kỳ|cùng kì|mức|kết quả|thời điểm|cuối|đầu|giữa|kỳ|tháng|quý))*(?: của)? ?\Z"
)
_BEHIND = re.compile(r"(?:[ ,]| (?:trong|vào|cả|ở|đến|của|cho)){0,3}\Z")


class Times:
    """Reads what clauses are dated to.

    Args:
        text: The clean text.
        dates: Its dates, in order.
        published: The day of publication, as EDTF.
    """

    def __init__(self, text: str, dates: Sequence[Dated], published: str | None) -> None:
        self._text = text
        self._dates = dates
        self._published = published

    def any_in(self, sentence: Span) -> bool:
        """Whether a sentence, whose dates are given, tells any time."""
        return bool(
            self._dates
            or words.find("now", self._text, sentence.start, sentence.end)
            or words.find("relative_time", self._text, sentence.start, sentence.end)
        )

    def read(self, chunk: Chunk, fact: Span, before: Sequence[tuple[int, int]]) -> str | None:
        """The date of the number at ``fact`` in its chunk.

        A date right behind the number comes first, then those in the stretches before it. Two that compete say
        nothing.

        Args:
            chunk: The chunk with the number.
            fact: The number's span.
            before: Stretches that a date may stand in, the nearest first: before the verbs of the clause and of those
                whose subject goes on, and what opens the sentence.
        """
        if self._habitual(chunk.start, fact.start):
            return None
        for start, end in ((fact.end, min(chunk.end, fact.end + _FAR_BEHIND)), *before):
            found = self._in(start, end, fact)
            if found is not None:
                return found[0] if len(found) == 1 else None
        return None

    def _habitual(self, start: int, end: int) -> bool:
        """Whether a clause tells a time that is no date: ``năm ngoái``, ``mỗi năm``."""
        spans = words.find("relative_time", self._text, start, end)
        return any(not self._compared(begin) and not self._is_dated(begin, after) for begin, after in spans)

    def _is_dated(self, start: int, end: int) -> bool:
        return any(date.span.start < end and start < date.span.end for date in self._dates)

    def _in(self, start: int, end: int, fact: Span) -> list[str] | None:
        """Dates that a stretch says, an empty list where it says a time that is no date; None where it says none."""
        if start >= end:
            return None
        behind = start == fact.end
        found = [
            point(date.edtf)
            for date in self._dates
            if start <= date.span.start < end
            and not self._compared(date.span.start)
            and self._fits(date, start, behind)
        ]
        if words.find("now", self._text, start, end) and not behind:
            found.append(self._published or "")
        elif not found and not behind and self._habitual(start, end):
            return []
        if "" in found:
            return []
        return sorted(set(found)) or None

    def _fits(self, date: Dated, start: int, behind: bool) -> bool:
        """Whether a date behind the number is its own: nothing but words of time stand between."""
        if not behind:
            return True
        bare = self._text[date.span.start : date.span.end].isdigit()  # "199 đề án 2017" describes the noun
        return not bare and _BEHIND.fullmatch(self._text, start, date.span.start) is not None

    def _compared(self, at: int) -> bool:
        return _COMPARED.search(self._text, max(0, at - _JUST_BEFORE), at) is not None


def point(edtf: str) -> str:
    """What a number is dated to: ``../2023-06`` (by the end of June) is the point ``2023-06``."""
    return edtf.removeprefix("../")
