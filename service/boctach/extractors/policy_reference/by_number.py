"""Mentions of documents by number: ``Nghị quyết số 98/2023/QH15``, ``Quyết định 272``, and lists of them."""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from boctach import tables
from boctach.extractors.policy_reference import designations, issuing, surroundings
from boctach.extractors.policy_reference.designations import UPPER, Designation
from boctach.facts import DocType
from boctach.spans import Span
from boctach.text.cued import DIGIT, Cued
from boctach.text.kept import Kept

_NUMBERED = re.compile(r"(?: ?\(?(?P<word>(?i:số)) ?:? ?| ?)(?=\d)")
_SHORT = re.compile(r" \([A-ZĐ]{2,5}\)(?= (?i:số))")  # Nghị định (NĐ) số 15
_NEXT = re.compile(r"(?:,? (?:và|hoặc|hay|cùng|với) |[,;] ?)(?:cả )?(?:(?P<word>(?i:số)) ?:? ?)?(?=\d)")
_ALONE = Cued(r"(?<![\w/.,-])\d{1,5}[a-zđ]?(?= ?[/–-] ?\w)", [DIGIT])
_OF = re.compile(r" của ")
_OF_OR_NOT = re.compile(r" (?:của )?")
# What may follow a bare number that is a name and no count: the clause goes on, or ends.
_GOES_ON = re.compile(
    r" ?(?:[.,;:!?)\]”\"’'…\n]|$|[-–] )"
    r"| (?:của|về|do|được|đã|có|là|và|đến|để|nhằm|ra|vào|trong|tại|thì|mà|với|cho|khóa|khoá|nêu|ban hành|quy định"
    r"|sửa đổi|thay thế|cũng|còn|hiện|sẽ|vừa|mới|này|trên|nói|theo|yêu cầu|chỉ|không|chưa|đang|bằng|giúp|từ|hay|hoặc"
    r"|như|nhưng|vì|sau|trước|khi|cùng|nên|phải|cần|gồm|bao gồm|đạt|đi|tạo|góp phần|hướng dẫn|tiếp tục"
    r"|(?:ngày|năm|tháng) \d)(?!\w)"
    rf"| [{UPPER}]"
)
_COUNTS = re.compile(
    r" ?%| (?:triệu|tỷ|tỉ|nghìn|ngàn|trăm|chục|vạn|tháng|giờ|phút|giây|điểm|điều|chương|khoản|nội dung|vấn đề|nhóm"
    r"|người|lần|bước|trang|đơn vị|địa phương|cơ quan|trường hợp|(?:ngày|năm)(?! \d))(?!\w)"
)
_YEARLIKE = re.compile(r"(?:19|20)\d{2}")
_NUMBERLIKE = re.compile(r"0\d+|\d+[a-zđ]")  # Đề án 06, Chương trình 30a
_COMMON = ("noun", "verb")
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A document mentioned at ``[start, end)``.

    Attributes:
        rule: The pattern that fired.
        word: The word that told the type, or the symbol.
        name: Of a law or a congress.
        chain: Where the list that it stands in begins; its own start where it stands alone.
        claim: The words that are its own where that is not all; an amending law's name holds other laws.
        amended: Whether ``(sửa đổi)`` stands after a law's name.
        issuer: The issuer, where it stands between the word and the number.
    """

    start: int
    end: int
    doc_type: DocType
    rule: str
    word: str
    number: str | None = None
    year: str | None = None
    symbol: str | None = None
    name: str | None = None
    chain: int = 0
    claim: Span | None = None
    amended: bool = False
    issuer: Span | None = None


@dataclass(frozen=True, slots=True)
class Issuers:
    """Issuers of a paragraph by place.

    Attributes:
        starting: Their words by their start, with the session of the body after them.
        issuing: Those that are subjects (``Chính phủ ban hành …``) by the start of what they issue.
    """

    starting: dict[int, Span]
    issuing: dict[int, Span]


@dataclass(frozen=True, slots=True)
class _DocumentType:
    word: str
    doc_type: str
    bare: str
    gloss: str


class TypeWord(NamedTuple):
    """A word for a type of document at ``[start, end)``; ``bare`` as in document_types.tsv."""

    start: int
    end: int
    text: str
    doc_type: DocType
    bare: str


@functools.cache
def _types() -> dict[str, _DocumentType]:
    return {row.word: row for row in tables.read("document_types", _DocumentType, key=("word",))}


@functools.cache
def _type_pattern() -> Cued:
    words = [row.word for row in _types().values() if row.bare != "abbreviation"]
    short = [row.word.upper() for row in _types().values() if row.bare == "abbreviation"]
    going_on: dict[str, list[str]] = {}  # by the first syllable, so that what begins with another is not tried
    for first, _, rest in sorted((word.partition(" ") for word in words), key=lambda parts: -len(parts[2])):
        going_on.setdefault(first, []).append(f" {rest}" if rest else "")
    grouped = [f"{first}(?:{'|'.join(rests)})" for first, rests in going_on.items()]
    return Cued(rf"(?<![\w/&-])(?:(?i:{'|'.join(grouped)})|{'|'.join(short)})(?!\w)", words + short)


@Kept
def _type_words(text: str) -> list[TypeWord]:
    found = []
    for match in _type_pattern().finditer(text):
        row = _types()[match.group().lower()]
        found.append(TypeWord(match.start(), match.end(), match.group(), row.doc_type, row.bare))  # type: ignore[arg-type]
    return found


def type_words(text: str, start: int, end: int) -> list[TypeWord]:
    """Words for types of documents in ``text[start:end]``, which begins and ends with a word: read once for all."""
    found = _type_words(text)
    return found[bisect_left(found, (start,)) : bisect_left(found, (end,))]


def numbered(text: str, word: TypeWord, end: int, issuers: Issuers) -> list[Mention]:
    """The documents numbered after a type's word: none, one, or the list that shares the word."""
    at = word.end
    between = None
    if (of := _OF_OR_NOT.match(text, at, end)) and (between := issuers.starting.get(of.end())):
        at = between.end
    short = _SHORT.match(text, at, end)
    lead = _NUMBERED.match(text, short.end() if short else at, end)
    designation = designations.read(text, lead.end(), end) if lead else None
    if lead is None or designation is None or (between and designation.symbol is None):
        return []
    if designation.symbol and issuing.is_private(designation.symbol):
        return []
    said = lead["word"] is not None
    if designation.bare and not _is_name(text, word, designation, end, said=said, issuers=issuers):
        return []
    undated = designation.symbol is None and designation.year is not None and not said
    if undated and (word.bare == "loose" or (word.bare in _COMMON and text[word.start].islower())):
        return []  # "báo cáo 6/2017" has a month in it
    first = _mention(word.start, designation, word.doc_type, "type-and-number", word.text, word.start)
    if _OF.match(text, word.end, end):  # "Tờ trình Chính phủ số 12" goes to the Government
        first = replace(first, issuer=between)
    return [first, *_list(text, word, designation, end, issuers)]


def _mention(start: int, designation: Designation, doc_type: DocType, rule: str, word: str, chain: int) -> Mention:
    return Mention(
        start,
        designation.end,
        doc_type,
        rule,
        word,
        designation.number,
        designation.year,
        designation.symbol,
        chain=chain,
    )


def _is_name(text: str, word: TypeWord, designation: Designation, end: int, *, said: bool, issuers: Issuers) -> bool:
    """Whether a bare number is a document's number, and not a count."""
    after = designation.end
    if _COUNTS.match(text, after, end) or issuing.is_private_after(text, after, end):
        return False
    issued = surroundings.issued_after(text, after, end)
    told = _told(text, after, end, issuers) or (issued is not None and _told(text, issued.end, end, issuers))
    if word.bare in (*_COMMON, "loose") and not told and _OF.match(text, after, end):
        return False  # of a body that issues no such documents: a club, a league, a firm
    if word.bare == "loose":
        return said and (told or issued is not None or word.start in issuers.issuing)
    if said or told:
        return True
    if _YEARLIKE.fullmatch(designation.number):
        return False
    if word.bare in _COMMON:
        number = designation.number
        if text[word.start].islower() or not 1 < len(number) <= _MOST_DIGITS:
            return False
        named = word.bare == "noun" and _NUMBERLIKE.fullmatch(number)
        return bool(named or _GOES_ON.match(text, after, end))
    return True


def _told(text: str, at: int, end: int, issuers: Issuers) -> bool:
    of = _OF.match(text, at, end)
    return (of.end() if of else at + 1) in issuers.starting


def _list(text: str, word: TypeWord, first: Designation, end: int, issuers: Issuers) -> Iterator[Mention]:
    """Further numbers that borrow the type's word."""
    previous = first
    while lead := _NEXT.match(text, previous.end, end):
        item = designations.read(text, lead.end(), end)
        if item is None:
            return
        if item.bare:
            borrows = previous.bare and not _COUNTS.match(text, item.end, end) and _GOES_ON.match(text, item.end, end)
            if not borrows and not (lead["word"] and item.end + 1 in issuers.starting):
                return
        told = designations.type_of(item.symbol) if item.symbol else None
        yield _mention(item.start, item, _agreed(word.doc_type, told), "shared-type", word.text, word.start)
        previous = item


def _agreed(said: DocType, told: DocType | None) -> DocType:
    """The type of one in a list: the word's, unless the symbol is of another one. QĐ is also a Party regulation."""
    if told is None or (said, told) == ("quy_dinh", "quyet_dinh"):
        return said
    return told


def alone(text: str, start: int, end: int) -> Iterator[Mention]:
    """Numbers whose symbol tells the type, with no word for it: ``… và 67/2025/NĐ-CP``."""
    for match in _ALONE.finditer(text, start, end):
        designation = designations.read(text, match.start(), end)
        if designation is None or designation.symbol is None:
            continue
        doc_type = designations.type_of(designation.symbol)
        issuer = issuing.told_by(designation.symbol)
        if doc_type and (issuer or issuing.is_party(designation.symbol)):
            yield _mention(match.start(), designation, doc_type, "symbol-alone", designation.symbol, match.start())
