"""Line-ups: "Đội hình dự kiến: …", names set in a row without any other word."""

import re
from collections.abc import Iterator, Sequence

from boctach.extractors.person.evidence import Reading
from boctach.extractors.person.name_runs import Chunk, Spelling
from boctach.extractors.person.words import Word, vietnamese
from boctach.spans import Span

_CUE = re.compile(
    r"[Đđ]ội hình|ĐỘI HÌNH|[Rr]a sân|[Xx]uất phát|[Dd]ự bị|[Tt]hủ môn|[Hh]ậu vệ|[Tt]iền (?:vệ|đạo)"
    r"|[Dd]anh sách (?:cầu thủ|tuyển thủ|đội|triệu tập|đăng ký)"
)
_REACH = 160
_FEWEST = 5
_LONGEST = 5


def collect(text: str, words: Sequence[Word]) -> list[Reading]:
    """The names of every line-up in a paragraph."""
    readings: list[Reading] = []
    for first, last in _rows(words):
        items = list(_items(words, first, last))
        before = words[first].start
        cue = _CUE.search(text, max(0, before - _REACH), before)
        if cue is None or len(items) < _FEWEST or not all(_name_like(words, item) for item in items):
            continue
        for item in items:
            start, end = words[item.start].start, words[item.end - 1].end
            names = tuple(word.text for word in words[item.start : item.end])
            spelling: Spelling = "vietnamese" if all(map(vietnamese, names)) else "foreign"
            chunk = Chunk("name", item.start, item.end, "", spelling)
            readings.append(Reading(start, end, text[start:end], names, chunk, evidence={"line-up": cue.group()}))
    return readings


def _rows(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of words from a colon to the sentence's end or the next colon."""
    first: int | None = None
    for index, word in enumerate(words):
        if ":" in word.gap:
            if first is not None:
                yield first, index
            first = index
        elif first is not None and any(sign in word.gap for sign in ".!?"):
            yield first, index
            first = None
    if first is not None:
        yield first, len(words)


def _items(words: Sequence[Word], first: int, last: int) -> Iterator[Span]:
    """The words between the signs of a row; numbers (of shirts and minutes) are left out."""
    start = first
    for index in range(first, last + 1):
        sign = index == last or (index > first and words[index].gap.strip(" \u00a0") != "")
        number = index < last and words[index].shape == "number"
        if (sign or number) and start < index:
            yield Span(start, index)
        if sign or number:
            start = index + 1 if number else index


def _name_like(words: Sequence[Word], item: Span) -> bool:
    return item.end - item.start <= _LONGEST and all(word.shape == "title" for word in words[item.start : item.end])
