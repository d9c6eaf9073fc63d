"""Numerals in words: the grammar of ``ba trăm linh năm nghìn rưỡi``, over words that ``data/numerals.tsv`` lists."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from boctach import tables
from boctach.text.cued import Cued


@dataclass(frozen=True)
class Word:
    """A row of ``numerals.tsv``."""

    word: str
    role: str
    value: str
    gloss: str


class Reading(NamedTuple):
    """What the words ``[first, last)`` of a sequence mean.

    Attributes:
        scale: The magnitude that an earlier number may borrow (a million in ``ba triệu``), or 1.
    """

    value: Decimal
    last: int
    scale: Decimal = Decimal(1)


class Found(NamedTuple):
    """A numeral in words at ``[start, end)`` of a text."""

    start: int
    end: int
    value: Decimal
    scale: Decimal
    bare: bool
    vague: bool


TEN = Decimal(10)
HUNDRED = Decimal(100)
BILLION = Decimal(10**9)

# tỷ lệ, triệu tập: the words of magnitude begin other words too.
NOT_MAGNITUDE = r"(?![ \u00a0]+(?:lệ|giá|suất|trọng|số|phú|dụ|tập|chứng|hồi|gọi|phu|vật|sự|niên|tuế)(?!\w))"
_MAGNITUDES = ("tỷ", "tỉ", "triệu", "vạn", "nghìn", "ngàn")


@functools.cache
def _words() -> dict[str, Word]:
    return {row.word: row for row in tables.read("numerals", Word, key=("word",))}


@functools.cache
def _runs() -> Cued:
    words = sorted(_words(), key=len, reverse=True)
    forms = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in words)
    word = rf"(?:{forms})(?!\w|[-–]\w)"
    rest = "|".join(words)
    return Cued(rf"(?<!\w)(?<!\w[-–]){word}(?:[ \u00a0](?:{rest})(?!\w|[-–]\w))*", words)


_NEGATIONS = ("không", "Không")  # by far the most frequent runs, and alone no numeral
_LONGEST_KEPT = 40  # characters of a run whose reading is kept
_BLOCKED = re.compile(NOT_MAGNITUDE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…“\"(\n•*–-])[ \u00a0]*\Z", re.MULTILINE)
# Two of them open a sentence: "Hai Thủ tướng chứng kiến …".
_OFFICE = re.compile(r"[ \u00a0](?:(?:Phó )?(?:Thủ tướng|Chủ tịch)|(?:Bộ|Thứ|Ngoại) trưởng|Tổng thống|Đại sứ)(?!\w)")
_LOWER_NEXT = re.compile(r"[ \u00a0]\w")
_DIGIT_NEXT = re.compile(r"[ \u00a0]+\d")
# Where năm is a year, not a five.
_YEAR_BEFORE = re.compile(
    r"(?:(?<!\w)(?:tháng|quý|mỗi|hàng|hằng|cuối|đầu|giữa|cả|từng|nửa|nhiều|các|những|mấy|vài|thường|cùng|lâu|một)|\d)"
    r"[ \u00a0]\Z"
)
_YEAR_AFTER = re.compile(
    r"[ \u00a0](?:nay|ngoái|kia|này|đó|ấy|nào|qua|tới|trước|sau|học|sinh|mới|cũ|xưa|tài|thứ|đầu|cuối|thành)(?!\w)"
)


def parse(words: str) -> Decimal:
    """The value of one numeral in words, the whole string.

    Spoken shorthand is read too (``bốn ba`` is 43), which running text is not.

    Raises:
        ValueError: The string is no numeral.
    """
    parts = words.split()
    negative = bool(parts) and parts[0] in ("âm", "trừ")
    parts = parts[negative:]
    unknown = [word for word in parts if word not in _words()]
    reading = None if unknown or not parts else _Parser(parts, spoken=True).number(0)
    if reading is None or reading.last != len(parts):
        raise ValueError(f"no numeral: {words!r}")
    return -reading.value if negative else reading.value


def find(text: str, start: int, end: int) -> Iterator[Found]:
    """Numerals in words of ``text[start:end]``, vague ones too, in order."""
    for run in _runs().finditer(text, start, end):
        words = run.group().replace("\u00a0", " ")
        if words in _NEGATIONS:
            continue
        begin, stop = run.span()
        if words[0].isupper() and not _sentence_start(text, begin, stop, start):
            first, _, words = words.partition(" ")
            begin += len(first) + 1
        others, _, last = words.rpartition(" ")
        if last in _MAGNITUDES and not _BLOCKED.match(text, stop, end):
            words = others
        readings = _kept_readings if len(words) <= _LONGEST_KEPT else _readings
        for found in readings(words.lower()):
            numeral = Found(begin + found.start, begin + found.end, *found[2:])
            if not _is_other_word(text, words[found.start : found.end].lower(), numeral, end):
                yield numeral


def _sentence_start(text: str, start: int, end: int, floor: int) -> bool:
    before = text[max(floor, start - 3) : start]
    if before and not _SENTENCE_START.search(before):
        return False
    follows = text[end : end + 2]
    name = follows[:1] in (" ", "\u00a0") and follows[1:].isupper()
    return not name or _OFFICE.match(text, end) is not None


def _readings(run: str) -> tuple[Found, ...]:
    """Numerals in a run of words with single blanks between them; they begin at 0."""
    words = run.split()
    ends = list(accumulate(len(word) + 1 for word in words))
    parser = _Parser(words)
    found: list[Found] = []
    at = 0
    while at < len(words):
        if at and words[at] == "năm":
            at += 1  # hai năm sáu tháng: behind a numeral it says years
            continue
        vague = parser.vague(at)
        reading = None if vague else parser.number(at)
        if vague is None and reading is None:
            at += 1
            continue
        last = vague or (reading.last if reading else at)
        found.append(
            Found(
                ends[at] - len(words[at]) - 1,
                ends[last - 1] - 1,
                reading.value if reading else Decimal(0),
                reading.scale if reading else Decimal(1),
                bare=reading is not None and last == at + 1 and reading.value < TEN,
                vague=vague is not None,
            )
        )
        at = last
    return tuple(found)


_kept_readings = functools.lru_cache(4096)(_readings)


def _is_other_word(text: str, words: str, numeral: Found, end: int) -> bool:
    """Whether one word that could be a numeral is another word here: the negation không, the year năm."""
    if numeral.vague or " " in words:
        return False
    if words == "không" or _DIGIT_NEXT.match(text, numeral.end, end):
        return True
    return words == "năm" and bool(
        _YEAR_BEFORE.search(text, max(0, numeral.start - 8), numeral.start) or _YEAR_AFTER.match(text, numeral.end, end)
    )


class _Parser:
    """Reads the longest numeral that begins at a word of a sequence; every method answers None where there is none."""

    def __init__(self, words: Sequence[str], *, spoken: bool = False) -> None:
        self._words = words
        self._rows = [_words()[word] for word in words]
        self._spoken = spoken

    def _role(self, at: int) -> str:
        return self._rows[at].role if at < len(self._rows) else ""

    def _value(self, at: int) -> Decimal:
        return Decimal(self._rows[at].value)

    def _digit(self, at: int, *, last: bool = False) -> Decimal | None:
        """A digit at ``at``; as the last word of a numeral ``năm`` is none, for there it says years."""
        if self._role(at) != "digit" or (last and self._words[at] in ("năm", "không")):
            return None
        return self._value(at)

    def vague(self, at: int) -> int | None:
        """Where a vague amount that begins at ``at`` ends: ``hàng chục nghìn``, ``vài trăm``, ``hai ba``, ``triệu``."""
        role = self._role(at)
        last = at
        if role == "vague":
            while self._role(last) == "vague":
                last += 1
            if self._words[last - 1] != "hàng" and self._digit(last, last=True) is not None:
                last += 1
        elif role == "digit":
            if not self._is_guess(at):
                return None
            last += 2
        elif role not in ("tens", "dozen", "hundred", "magnitude"):
            return None
        begun = last
        while self._role(last) in ("tens", "dozen", "hundred", "magnitude"):
            last += 1
        return None if role == "vague" and last == begun == at + 1 else last

    def _is_guess(self, at: int) -> bool:
        """Two digits that give no number but a guess: ``hai ba người``, ``năm bảy trăm``; not the year in năm hai."""
        first, second = self._digit(at), self._digit(at + 1, last=True)
        if not first or second is None:
            return False
        return first < second or self._words[at] != "năm"

    def number(self, at: int) -> Reading | None:
        """Any numeral: with decimals, or whole."""
        return self._decimal(at) or self._whole(at)

    def _decimal(self, at: int) -> Reading | None:
        whole = self._whole(at)
        if whole is None or self._role(whole.last) != "point":
            return None
        digits, last = self._decimals(whole.last + 1)
        if not digits:
            return None
        value = whole.value + Decimal(f"0.{digits}")
        scale, last = self._magnitudes(last)
        return Reading(value * scale, last, scale)

    def _decimals(self, at: int) -> tuple[str, int]:
        two = self._below_hundred(at)
        if two is not None and two.last > at + 1:
            return str(two.value), two.last
        last = at
        digits = ""
        while self._role(last) in ("digit", "unit"):
            digits += self._rows[last].value
            last += 1
        return digits, last

    def _magnitudes(self, at: int) -> tuple[Decimal, int]:
        """The product of the magnitudes that follow one another: ``nghìn tỷ``."""
        scale = Decimal(1)
        while self._role(at) == "magnitude":
            scale *= self._value(at)
            at += 1
        return scale, at

    def _whole(self, at: int) -> Reading | None:
        head = self._below_billion(at)
        if head is None or self._words[head.last : head.last + 1] not in (["tỷ"], ["tỉ"]):
            return head
        value = head.value * BILLION
        last = head.last + 1
        closed = self._closing(value, BILLION, last)
        if closed:
            return closed
        rest = self._below_billion(last)
        if rest is None:
            return Reading(value, last, head.scale * BILLION)
        return Reading(value + rest.value, rest.last)

    def _below_billion(self, at: int) -> Reading | None:
        total = Decimal(0)
        limit = BILLION
        last = at
        scale = Decimal(1)
        while group := self._below_thousand(last):
            magnitude = self._value(group.last) if self._role(group.last) == "magnitude" else Decimal(1)
            if magnitude >= limit:
                if magnitude >= BILLION:
                    total, last, scale = total + group.value, group.last, group.scale if last == at else Decimal(1)
                break
            total += group.value * magnitude
            scale = magnitude * group.scale if last == at else Decimal(1)
            if magnitude == 1:
                return Reading(total, group.last, scale)
            last, limit = group.last + 1, magnitude
            closed = self._closing(total, magnitude, last)
            if closed:
                return closed
        return Reading(total, last, scale) if last > at else None

    def _closing(self, value: Decimal, magnitude: Decimal, at: int) -> Reading | None:
        """What may end a numeral behind a magnitude: ``rưỡi``, ``linh năm``, a lone digit (``hai triệu ba``)."""
        if self._role(at) == "half":
            return Reading(value + magnitude / 2, at + 1)
        if self._role(at) == "zero" and self._role(at + 1) in ("digit", "unit"):
            return Reading(value + self._value(at + 1), at + 2)
        alone = self._role(at + 1) in ("", "vague")
        if alone and (self._digit(at, last=True) is not None or self._role(at) == "unit"):
            return Reading(value + self._value(at) * magnitude / 10, at + 1)
        return None

    def _below_thousand(self, at: int) -> Reading | None:
        digit = self._digit(at)
        if digit is None or self._role(at + 1) != "hundred":
            return self._below_hundred(at)
        value = digit * HUNDRED
        last = at + 2
        if self._role(last) == "half":
            return Reading(value + 50, last + 1)
        if self._role(last) == "zero" and self._role(last + 1) in ("digit", "unit"):
            return Reading(value + self._value(last + 1), last + 2)
        rest = self._below_hundred(last, shorthand=True)
        if rest is None:
            return Reading(value, last)
        ones = rest.last == last + 1 and rest.value < TEN  # hai trăm ba: 230
        return Reading(value + (rest.value * TEN if ones else rest.value), rest.last)

    def _below_hundred(self, at: int, *, shorthand: bool = False) -> Reading | None:
        role, follows = self._role(at), self._role(at + 1)
        if role == "ten":
            ones = self._digit(at + 1, last=True)
            if ones is None and self._words[at + 1 : at + 2] in (["lăm"], ["nhăm"]):
                ones = Decimal(5)
            return Reading(TEN, at + 1) if ones is None else Reading(TEN + ones, at + 2)
        if shorthand and role == "unit":
            return Reading(self._value(at), at + 1)
        digit = self._digit(at)
        if digit is None:
            return None
        if shorthand and follows not in ("tens", "unit", "digit") and self._words[at] in ("năm", "không"):
            return None
        if follows == "tens":
            return self._tens(digit, at + 2)
        if follows == "dozen":
            return Reading(digit * TEN, at + 2, TEN)
        if follows == "unit" and digit > 1:
            return Reading(digit * TEN + self._value(at + 1), at + 2)
        second = self._digit(at + 1, last=True)
        pair = (shorthand or self._spoken) and digit > 1 and self._role(at + 2) not in ("hundred", "tens")
        if pair and second is not None:
            return Reading(digit * TEN + second, at + 2)
        return Reading(digit, at + 1)

    def _tens(self, digit: Decimal, at: int) -> Reading:
        ones = self._digit(at, last=True)
        if self._role(at) == "unit":
            ones = self._value(at)
        follows = self._role(at + 1)
        if ones is None or follows in ("hundred", "tens"):
            return Reading(digit * TEN, at)
        return Reading(digit * TEN + ones, at + 1)
