"""Line-ups: "Đội hình dự kiến: …", names set in a row without any other word."""

from collections.abc import Iterator

from boctach.extractors.person.chunk import Chunk, Spelling
from boctach.extractors.person.evidence import Reading
from boctach.extractors.person.spelling import vietnamese
from boctach.extractors.person.words import Words
from boctach.spans import Span
from boctach.text.cued import Cued

_CUE = Cued(
    r"[Đđ]ội hình|ĐỘI HÌNH|[Rr]a sân|[Xx]uất phát|[Dd]ự bị|[Tt]hủ môn|[Hh]ậu vệ|[Tt]iền (?:vệ|đạo)"
    r"|[Dd]anh sách (?:cầu thủ|tuyển thủ|đội|triệu tập|đăng ký)",
    ("đội", "ra", "xuất", "dự", "thủ", "hậu", "tiền", "danh"),
)
_REACH = 160
_FEWEST = 5
_LONGEST = 5


def collect(text: str, start: int, end: int, words: Words) -> list[Reading]:
    """The names of every line-up in the paragraph ``text[start:end]``."""
    readings: list[Reading] = []
    for first, last in _rows(words) if _announced(text, start, end) else ():
        items = list(_items(words, first, last))
        before = words.start(first)
        cue = _CUE.search(text, max(0, before - _REACH), before)
        if cue is None or len(items) < _FEWEST or not all(_name_like(words, item) for item in items):
            continue
        for item in items:
            start, end = words.start(item.start), words.end(item.end - 1)
            names = tuple(word.text for word in words[item.start : item.end])
            spelling: Spelling = "vietnamese" if all(map(vietnamese, names)) else "foreign"
            chunk = Chunk("name", item.start, item.end, "", spelling)
            readings.append(reading := Reading(start, end, text[start:end], names, chunk))
            reading.add("line-up", cue.group())
    return readings


def _announced(text: str, start: int, end: int) -> bool:
    """Whether the words before any colon speak of a line-up: seldom, and then alone its rows are looked for."""
    colon = text.find(":", start, end)
    while colon >= 0:
        if _CUE.search(text, max(0, colon - _REACH), colon):
            return True
        colon = text.find(":", colon + 1, end)
    return False


def _rows(words: Words) -> Iterator[tuple[int, int]]:
    """Stretches of words from a colon to the sentence's end or the next colon."""
    first: int | None = None
    for index, gap in enumerate(words.gaps):
        if ":" in gap.text:
            if first is not None:
                yield first, index
            first = index
        elif first is not None and any(sign in gap.text for sign in ".!?"):
            yield first, index
            first = None
    if first is not None:
        yield first, len(words)


def _items(words: Words, first: int, last: int) -> Iterator[Span]:
    """The words between the signs of a row; numbers (of shirts and minutes) are left out."""
    start = first
    for index in range(first, last + 1):
        sign = index == last or (index > first and words.gaps[index].sign != "")
        number = index < last and words[index].shape == "number"
        if (sign or number) and start < index:
            yield Span(start, index)
        if sign or number:
            start = index + 1 if number else index


def _name_like(words: Words, item: Span) -> bool:
    return item.end - item.start <= _LONGEST and all(word.shape == "title" for word in words[item.start : item.end])
