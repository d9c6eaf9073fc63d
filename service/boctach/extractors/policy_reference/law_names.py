"""Where the name of a law ends: ``Luật Đất đai năm 2024``, ``Bộ Luật hình sự``, ``Đạo luật Dịch vụ kỹ thuật số``.

Names of Vietnamese laws are known (law_names.tsv), with either placement of tones and with or without commas. Any other
name ends by grammar: it runs on over words until punctuation, or a word that no name holds (law_name_ends.tsv).
"""

import functools
import re
from dataclasses import dataclass

from boctach import tables
from boctach.extractors.policy_reference.designations import LETTER, UPPER

# "òa" and "oà" are two spellings of one syllable.
_TONES = {
    new: old
    for news, olds in (
        ("òa óa ỏa õa ọa", "oà oá oả oã oạ"),
        ("òe óe ỏe õe ọe", "oè oé oẻ oẽ oẹ"),
        ("ùy úy ủy ũy ụy", "uỳ uý uỷ uỹ uỵ"),
    )
    for new, old in zip(news.split(), olds.split(), strict=True)
}
_TONE = re.compile("|".join(_TONES))

_YEAR = r"(?P<year>(?:19|20)\d{2})(?![\d%]|[-–/.,]\d)"
_AMENDED = re.compile(r" ?\((?i:sửa đổi)(?:,? bổ sung)?(?: lần \d+)?(?: (?:năm )?(?:19|20)\d{2})?\)")
_AMENDED_PLAIN = re.compile(rf" sửa đổi(?= (?:năm )?(?:19|20)\d{{2}}(?!\d)| ?[.,;:)\n](?! bổ sung)| {LETTER}+)")
_SHORT = re.compile(rf" \([A-ZĐ]{{2,8}}\)(?= (?:năm )?{_YEAR.replace('year', 'year_after')})")  # … tín dụng (TCTD) 2010
_DATED = re.compile(rf" (?:năm )?{_YEAR}| ?\((?:năm )?{_YEAR.replace('year', 'year2')}\)")

_NOT_BEFORE = re.compile(
    r"(?:(?<!\w)(?i:pháp|kỷ|kỉ|quân|đại học|trường|đh|khoa|viện|học viện|ngành|tiến sĩ|thạc sĩ|cử nhân|báo|công ty|cty"
    r"|văn phòng|hãng|hội|tạp chí|trung tâm|tòa án|toà án|giáo sư|sinh viên|học|phá|lách|thiết quân|chuyên gia)"
    r"|Công ước (?:của )?(?:Liên [Hh]ợp [Qq]uốc |LHQ |quốc tế )?về) [“\"]?$"
)
_BILL = re.compile(
    r"(?i:dự án|dự thảo|dự)(?: (?:các|những|bộ|hai|ba|\d+|đề nghị xây dựng))?:? ?[“\"]?$"
)  # looked for in the words just before

# What stands after the word "law" in capitals without being a law's name: places and sports.
_NO_NAME = re.compile(
    r"(?:Mỹ|Anh|Pháp|Đức|Nga|Nhật(?: Bản)?|Hàn(?: Quốc)?|Trung Quốc|Việt Nam|Lào|Thái Lan|Singapore|EU|FIFA|IFAB"
    r"|TP\.?|TPHCM|TNHH|Hà Nội|Hồi giáo|Sharia|Moore|Murphy|Bóng|Thi đấu|Biển(?! Việt Nam)|Quốc tế|La Mã)(?!\w)"
)
_FIRST = re.compile(rf" ?[“\"]?(?P<word>[{UPPER}][\w.]*)")
_WORD = re.compile(rf" (?P<word>{LETTER}+(?:-{LETTER}+)?)")
_PAIRED = re.compile(r",? (?:chống|sử dụng|bổ sung|chữa cháy|an toàn|chữa bệnh)(?!\w)")
_OPENED_BY_PAIR = ("phòng", "quản lý", "phòng cháy", "trật tự", "khám bệnh")
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class LawName:
    """A law's name ``[start, end)``; ``known`` tells whether the table has it."""

    start: int
    end: int
    known: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """What follows a name up to ``end``: ``(sửa đổi)``, a year."""

    end: int
    amended: bool
    year: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    doc_type: str
    gloss: str


@dataclass(frozen=True, slots=True)
class _End:
    word: str
    gloss: str


@functools.cache
def _known_names() -> re.Pattern[str]:
    rows = tables.read("law_names", _Known, key=("name", "doc_type"))
    names = sorted({row.name for row in rows}, key=lambda name: (-len(name), name))
    return re.compile(rf" [“\"]?(?P<name>(?i:{'|'.join(_loose(name) for name in names)}))(?!\w)")


def is_known(name: str) -> bool:
    """Whether a name is in the table, in any spelling."""
    return _known_names().fullmatch(f" {name}") is not None


def _loose(name: str) -> str:
    pattern = re.escape(name.lower()).replace(", ", ",? ").replace(",\\ ", ",?\\ ")
    return _TONE.sub(lambda match: f"(?:{match.group()}|{_TONES[match.group()]})", pattern)


@functools.cache
def _ends() -> re.Pattern[str]:
    words = sorted((row.word for row in tables.read("law_name_ends", _End, key=("word",))), key=lambda w: -len(w))
    return re.compile(rf" (?:{'|'.join(words)})(?!\w)| (?:số|năm):? ?\d")


def read_name(text: str, at: int, end: int, *, foreign: bool) -> LawName | None:
    """The name that begins after the word for law, which ends at ``at``.

    Args:
        text: The text.
        at: Where the word for law ends.
        end: Where reading stops.
        foreign: Whether the word is ``đạo luật``, after which a name in small letters stands as well.
    """
    if known := _known_names().match(text, at, end):
        return LawName(*known.span("name"), known=True)
    first = _FIRST.match(text, at, end)
    if first is None and not foreign:
        return None
    if first and _NO_NAME.match(text, first.start("word"), end):
        return None
    return _by_grammar(text, at, end)


def _by_grammar(text: str, at: int, end: int) -> LawName | None:
    start = at + 1
    stop = at
    for words in range(_MOST_WORDS):
        if _ends().match(text, stop, end):
            break
        word = _WORD.match(text, stop, end)
        if word is None:
            break
        if word["word"] == "và" and not (words and _capital_after(text, word.end(), end)):
            break
        stop = word.end()
        pair = _PAIRED.match(text, stop, end)
        if pair and text[start:stop].lower() in _OPENED_BY_PAIR:
            stop = pair.end()
    name = text[start:stop]
    if not name or (" " not in name and not name.isupper()):
        return None  # one word alone is more often a sentence that goes on: "Luật Bảo …"
    return LawName(start, stop, known=False)


def _capital_after(text: str, at: int, end: int) -> bool:
    first = _FIRST.match(text, at, end)
    return first is not None and not first["word"].startswith(("Luật", "Bộ", "Nghị", "Pháp", "Thông", "Hiến"))


def read_edition(text: str, at: int, end: int) -> Edition:
    """``(sửa đổi)`` and the year after a name that ends at ``at``."""
    if short := _SHORT.match(text, at, end):
        at = short.end()
    amended = _AMENDED.match(text, at, end)
    if amended:
        at = amended.end()
    elif plain := _AMENDED_PLAIN.match(text, at, end):
        at = plain.end()
    dated = _DATED.match(text, at, end)
    if dated:
        after = _AMENDED.match(text, dated.end(), end)
        end_of_edition = after.end() if after else dated.end()
        return Edition(end_of_edition, bool(amended or after), dated["year"] or dated["year2"])
    return Edition(at, amended is not None, None)


def is_other_law(text: str, start: int) -> bool:
    """Whether the words before say that it is no law: a school, a firm, a newspaper, discipline."""
    return _NOT_BEFORE.search(text[max(0, start - 40) : start]) is not None


def is_bill(text: str, start: int) -> bool:
    """Whether the words before say that the law is only a bill: ``dự án Luật …``."""
    return _BILL.search(text[max(0, start - 40) : start]) is not None
