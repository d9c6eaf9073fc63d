"""Mentions of documents by name: laws and codes, constitutions, resolutions of congresses and plenums."""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from boctach import tables
from boctach.extractors.policy_reference import designations, law_names
from boctach.extractors.policy_reference.by_number import Mention, TypeWord
from boctach.extractors.policy_reference.designations import LETTER, UPPER
from boctach.facts import DocType
from boctach.spans import Span
from boctach.text.cued import Cued

NAMED: frozenset[DocType] = frozenset(("luat", "bo_luat", "phap_lenh"))

_NUMBERED = re.compile(r"(?: ?,)? ?\(?(?:[Ll]uật |[Bb]ộ luật )?(?i:số):? ?(?=\d)")
_AMENDING = re.compile(
    r" (?i:sửa đổi)(?:(?:,| và)? bổ sung)?(?: một số| các)?(?: điều| nội dung| quy định)?(?: \d{1,3})?(?: của| tại)?"
    r"(?: các| \d{1,2})? (?=[LlBbP])"
)
_AND = re.compile(r"(?:,? (?:và|cùng) |[,;] )(?:của )?")
_PROVISION_BEFORE = re.compile(r"(?:[Đđ]iều|[Kk]hoản) \d{1,3}[a-zđ]?,? (?:của )?$")

_STATE = r"nước Cộng h(?:òa|oà) [Xx]ã hội [Cc]hủ nghĩa Việt Nam|nước CHXHCN Việt Nam"
_CONSTITUTION = Cued(
    rf"(?<!\w)(?:Hiến pháp|HIẾN PHÁP|hiến pháp(?= (?:năm )?(?:19|20)\d\d))"
    rf"(?: (?P<state>{_STATE}|[{UPPER}][\w-]+(?: [{UPPER}][\w-]+){{0,3}}))?"
    rf"(?: \((?i:sửa đổi)\))?(?: (?:năm )?(?P<year>(?:19|20)\d\d)(?![\d%]|[-–/.]\d))?",
    ("hiến pháp",),
)
_COURT = re.compile(r"(?i:tòa án|toà án|tòa|toà|hội đồng|ủy ban|uỷ ban|viện|ngày|trung tâm|luật) $")

_ORDINAL = r"(?:[IVXL]{1,6}|\d{1,2}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?: (?:một|hai|ba|bốn|tư|lăm))?)(?!\w)"
_TERM = r"(?:,? \(?[Kk](?:hóa|hoá) (?:[IVX]{1,6}|\d{1,2})(?:, (?:[IVX]{1,6}|\d{1,2}))*(?!\w)\)?)?"
_CENTRAL = r"(?:(?:BCH |Ban [Cc]hấp hành )?(?:Trung ương|TW|TƯ|T\.Ư))"
_CONGRESS = Cued(
    rf"(?<!\w)(?:Nghị quyết|nghị quyết|NGHỊ QUYẾT|NQ) (?:của )?(?P<name>"
    rf"(?:Hội nghị )?(?:lần thứ {{1,2}}{_ORDINAL},? (?:của )?)?{_CENTRAL}(?: Đảng)?(?: lần thứ)? {_ORDINAL}{_TERM}"
    rf"|Hội nghị (?:Trung ương )?lần thứ {{1,2}}{_ORDINAL},? (?:của )?{_CENTRAL}(?: Đảng)?{_TERM}"
    rf"|(?:[Đđ]ại hội|ĐẠI HỘI)(?: {LETTER}{{1,12}}){{0,10}}?"
    rf" (?:(?i:lần thứ) {{1,2}}{_ORDINAL}|(?:[IVX]{{1,6}}|\d{{1,2}})(?!\w|[%/.,-]\d))"
    rf")",
    ("nghị quyết", "NQ"),
)


@dataclass(frozen=True, slots=True)
class _Abbreviation:
    word: str
    doc_type: str
    name: str
    gloss: str


def law(text: str, word: TypeWord, end: int) -> Mention | None:
    """The law, or bill, named after its type's word, or None."""
    if law_names.is_other_law(text, word.start):
        return None
    name = law_names.read_name(text, word.end, end, foreign=word.text.lower() == "đạo luật")
    if name is None:
        return None
    edition = law_names.read_edition(text, name.end, end)
    mention = Mention(
        word.start,
        edition.end,
        word.doc_type,
        "law-by-name",
        word.text,
        year=edition.year,
        name=text[name.start : name.end],
        chain=word.start,
        amended=edition.amended,
    )
    lead = _NUMBERED.match(text, edition.end, end)
    designation = designations.read(text, lead.end(), end) if lead else None
    if designation and designation.symbol:
        return replace(
            mention,
            end=designation.end,
            rule="law-by-name-and-number",
            number=designation.number,
            year=designation.year or edition.year,
            symbol=designation.symbol,
        )
    if not _deserves_capital(text, word, name, edition):
        return None
    return mention


def _deserves_capital(text: str, word: TypeWord, name: law_names.LawName, edition: law_names.Edition) -> bool:
    """Whether capitals, a year or an article say that it is the law itself: not so "luật giao thông" in general."""
    if edition.year or edition.amended:
        return True
    capital_name = text[name.start].isupper()
    if word.text[0].isupper():
        return capital_name or " " in text[name.start : name.end]
    if capital_name and (name.known or word.doc_type != "luat"):
        return True
    return _PROVISION_BEFORE.search(text[max(0, word.start - 30) : word.start]) is not None


def is_bill(text: str, mention: Mention, last: Mention | None) -> bool:
    """Whether a law is a bill; ``last`` is the bill before it, which may begin a list of bills."""
    return law_names.is_bill(text, mention.start) or (last is not None and _joins(text, last, mention))


def _joins(text: str, last: Mention, mention: Mention) -> bool:
    gap = _AND.match(text, last.end)
    return gap is not None and gap.end() == mention.start


def amending(text: str, word: TypeWord, end: int) -> int | None:
    """Where the first law begins that ``Luật sửa đổi, bổ sung một số điều của …`` amends; None for other laws."""
    match = _AMENDING.match(text, word.end, end)
    if match is None or law_names.is_bill(text, word.start) or law_names.is_other_law(text, word.start):
        return None
    return match.end()


def amending_law(text: str, word: TypeWord, first: int, laws: Mapping[int, Mention]) -> Mention | None:
    """The amending law, which is named by the laws that it amends: its name ends with the last of their list.

    Args:
        text: The text.
        word: The word for law.
        first: Where the first law that it amends begins.
        laws: The laws of the paragraph by their start.
    """
    last = laws.get(first)
    if last is None:
        return None
    while (gap := _AND.match(text, last.end)) and ";" not in gap.group() and gap.end() in laws:
        if laws[gap.end()].amended:
            break  # a law that is itself made anew is not amended by another
        last = laws[gap.end()]
    return Mention(
        word.start,
        last.end,
        word.doc_type,
        "amending-law",
        word.text,
        name=text[word.end + 1 : last.end],
        chain=word.start,
        claim=Span(word.start, first),
    )


@functools.cache
def _abbreviations() -> dict[str, _Abbreviation]:
    return {row.word: row for row in tables.read("law_abbreviations", _Abbreviation, key=("word",))}


@functools.cache
def _abbreviation_pattern() -> Cued:
    return Cued(rf"(?<!\w)(?:{'|'.join(_abbreviations())})(?!\w)", tuple(_abbreviations()))


def codes(text: str, start: int, end: int) -> Iterator[Mention]:
    """Codes by their initials: ``BLHS 2015``."""
    for match in _abbreviation_pattern().finditer(text, start, end):
        row = _abbreviations()[match.group()]
        edition = law_names.read_edition(text, match.end(), end)
        yield Mention(
            match.start(),
            edition.end,
            row.doc_type,  # type: ignore[arg-type]  # checked by the model
            "code-by-initials",
            row.word,
            year=edition.year,
            name=row.name,
            chain=match.start(),
        )


def constitutions(text: str, start: int, end: int) -> Iterator[Mention]:
    """Constitutions with their country or year; the bare word is a topic."""
    for match in _CONSTITUTION.finditer(text, start, end):
        if not (match["state"] or match["year"]) or _COURT.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        yield Mention(
            match.start(),
            match.end(),
            "hien_phap",
            "constitution",
            match.group()[:9],
            year=match["year"],
            name=match["state"],
            chain=match.start(),
        )


def congresses(text: str, start: int, end: int) -> Iterator[Mention]:
    """Resolutions named after the congress or plenum that passed them: ``Nghị quyết Trung ương 4 khóa XI``."""
    for match in _CONGRESS.finditer(text, start, end):
        yield Mention(
            match.start(),
            match.end(),
            "nghi_quyet",
            "resolution-of-congress",
            match.group()[: match.start("name") - match.start() - 1],
            name=match["name"],
            chain=match.start(),
        )
