"""Names of treaties and trade agreements in a sentence, each with its id."""

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from boctach import tables
from boctach.extractors.partners import names as partner_names
from boctach.extractors.partners.tables import gazetteer
from boctach.spans import Span
from boctach.text.cued import Cued
from boctach.text.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row of ``agreements.tsv``."""

    name: str
    id: str
    ambiguous: str
    gloss: str


@dataclass(frozen=True, slots=True)
class LongRow:
    """A row of ``agreement_names.tsv``."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class PartiesRow:
    """A row of ``agreement_parties.tsv``."""

    parties: str
    id: str
    gloss: str


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of ``agreement_words.tsv``."""

    word: str
    role: str
    gloss: str


class Found(NamedTuple):
    """A named agreement ``[start, end)``: its id, the pattern that found it, the table that knows it."""

    start: int
    end: int
    id: str
    rule: str
    table: str | None = None


_TYPES = ("hiệp định", "hiệp ước", "công ước", "nghị định thư", "thỏa thuận", "thoả thuận")
_TYPE = r"(?:[Hh]iệp định|[Hh]iệp ước|[Cc]ông ước|[Nn]ghị định thư|[Tt]h(?:ỏa|oả) thuận)"
_TREATY = rf"(?<!Tổ chức )(?<!tổ chức )\b{_TYPE}"
_YEAR = r"(?: (?:năm )?(?:19|20)\d\d(?!\d|[/.-]\d))"
_UNITED_NATIONS = r"(?:của )?(?:Liên (?:hợp|hiệp) quốc|LHQ)"
_BRACKET = re.compile(rf"{_YEAR}? ?\( ?([A-Z][A-Za-z/-]*[A-Z]{{1,8}}(?: mới)?) ?\)")
_TAIL = re.compile(_YEAR)

_CODED = Cued(
    rf"(?<!ác ){_TREATY}"
    r"(?: (?!(?:này|đã|sẽ|là|có|được|mà|cho|để|đang|nếu|khi|với)\b)[^\W\d_]+(?: -)?){1,16} ?(?=\()",
    _TYPES,
)
"""A long name before its code in brackets: Hiệp định … (RCEP)."""

_OF_PLACE = Cued(rf"{_TREATY}(?: khí hậu| hòa bình| hoà bình| đình chiến| ngừng bắn| khung)? (?=[A-ZĐ])", _TYPES)
_BY_STATES = Cued(rf"{_TREATY}|\bFTA\b", (*_TYPES, "FTA"))
_SUBJECT = re.compile(r"(?: (?!(?:này|đã|sẽ|là|có|được|mà|cho|để|đang|với|và|của)\b)[^\W\d_]+){0,8} (?:giữa )?")
"""What may stand between the treaty's word and its parties."""

_BETWEEN = re.compile(r" ?[-–] ?| và | với ")
_FREE_TRADE = re.compile(r"thương mại tự do|tự do thương mại|\bFTA\b", re.IGNORECASE)

_PARTIES_FOLLOW = re.compile(r" ?[-–] ?[A-ZĐẤ]")
"""What makes a long name the beginning of a longer one: Hiệp định Thương mại hàng hóa ASEAN - Hàn Quốc."""

_REACH = 120
"""How far after its first words the parties or the town of an agreement are looked for."""

_LABOUR = Cued(
    r"\bCông ước (?:số )?\d{1,3}(?: của (?:ILO|Tổ chức Lao động [Qq]uốc tế)(?: \(ILO\))?)?(?!\d|[/.-]\d)",
    ("công ước",),
)
_CONVENTION = Cued(
    rf"\b[Cc]ông ước (?:khung )?(?:(?i:{_UNITED_NATIONS})|[Qq]uốc tế) (?:về|chống)"
    r"(?: (?!(?:đã|sẽ|là|có|được|mà|cho|để|đang|của|tại|trong|với|và|do|nhằm|theo|cũng|như|năm|khi|mới|này|vào|hay)\b)"
    r"[^\W\d_]+){1,9}",
    ("công ước",),
)


_CHARTER = Cued(rf"\bHiến chương (?:(?i:{_UNITED_NATIONS})|(?:của )?ASEAN)(?!\w)", ("hiến chương",))


@functools.cache
def _codes() -> Gazetteer[CodeRow]:
    return Gazetteer((row.name, row) for row in tables.read("agreements", CodeRow, key=("name",)))


@functools.cache
def _long_names() -> tuple[Cued, dict[str, str]]:
    """One pattern for all long names, a group each, and the id of each group."""
    rows = sorted(tables.read("agreement_names", LongRow, key=("name",)), key=lambda row: -len(row.name))
    groups = [
        f"(?P<n{at}>{re.escape(row.name).replace(re.escape('{UN}'), _UNITED_NATIONS)})" for at, row in enumerate(rows)
    ]
    ids = {f"n{at}": row.id for at, row in enumerate(rows)}
    return Cued(rf"\b(?:{'|'.join(groups)})(?!\w)", [row.name for row in rows], re.IGNORECASE), ids


@functools.cache
def _words(role: str) -> frozenset[str]:
    rows = tables.read("agreement_words", WordRow, key=("word", "role"))
    return frozenset(row.word for row in rows if row.role == role)


@functools.cache
def _towns() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(_words('town'))))})\b")


@functools.cache
def _by_parties() -> dict[tuple[str, ...], str]:
    rows = tables.read("agreement_parties", PartiesRow, key=("parties",))
    return {tuple(row.parties.split()): row.id for row in rows}


@functools.cache
def _heads() -> Cued:
    """The words that begin every name but a code alone: ``hiệp định``, ``FTA``."""
    longs = {" ".join(row.name.split()[:2]).lower() for row in tables.read("agreement_names", LongRow, key=("name",))}
    words = sorted({*_TYPES, "hiến chương", *longs})
    return Cued(rf"\b(?:(?i:{'|'.join(map(re.escape, words))})|FTA\b)", (*words, "FTA"))


def holding(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Those of a text's sentences that may name an agreement: with a word that begins one, or a code."""
    places = [match.start() for match in _heads().finditer(text)]
    for match in _codes().find(text):
        places += (match.start, match.end - 1)  # what begins in one sentence and ends in the next may hide another
    starts = [sentence.start for sentence in sentences] if places else []
    return [sentences[at - 1] for at in sorted({bisect_right(starts, place) for place in places}) if at]


def find(text: str, start: int, end: int) -> list[Found]:
    """Agreements named in the sentence ``text[start:end]``, in order; of overlapping readings the strongest."""
    kept: list[Found] = []
    words: set[int] = set()
    for reading in (_long, _coded, _of_states, _of_place, _conventions, _bare):
        for found in reading(text, start, end):
            if words.isdisjoint(range(found.start, found.end)):
                words.update(range(found.start, found.end))
                kept.append(found)
    return list(_merged(text, sorted(kept)))


def _merged(text: str, found: list[Found]) -> Iterator[Found]:
    """The agreements, a code with its long name in brackets as one: RCEP (Hiệp định …)."""
    at = 0
    while at < len(found):
        one, *more = found[at : at + 2]
        if (
            more
            and more[0].id == one.id
            and text[one.end : more[0].start] == " ("
            and text[more[0].end : more[0].end + 1] == ")"
        ):
            yield one._replace(end=more[0].end + 1)
            at += 2
        else:
            yield one
            at += 1


def _long(text: str, start: int, end: int) -> Iterator[Found]:
    """Long names of the table: Công ước Liên hợp quốc về Luật Biển năm 1982 (UNCLOS)."""
    pattern, ids = _long_names()
    for match in pattern.finditer(text, start, end):
        if _PARTIES_FOLLOW.match(text, match.end()):
            continue
        yield Found(match.start(), _with_tail(text, match.end()), ids[match.lastgroup or ""], "long", "agreement_names")


def _with_tail(text: str, end: int) -> int:
    """Where a name ends with its code in brackets and its year."""
    bracket = _BRACKET.match(text, end)
    end = bracket.end() if bracket else end
    year = _TAIL.match(text, end)
    return year.end() if year else end


def _coded(text: str, start: int, end: int) -> Iterator[Found]:
    """Long names that the text itself gives a code."""
    for match in _CODED.finditer(text, start, end):
        bracket = _BRACKET.match(text, match.end())
        if bracket is None or bracket[1] in _words("kind_code") or any(gazetteer().find(bracket[1])):
            continue
        known = next(iter(_codes().find(bracket[1])), None)
        if known is None and match.group()[0] in "Tt":  # any deal is a thỏa thuận, and any body has a short name
            continue
        yield Found(match.start(), bracket.end(), known.entry.id if known else bracket[1], "long-with-code")


def _of_states(text: str, start: int, end: int) -> Iterator[Found]:
    """Agreements named by their parties: Hiệp định Thương mại tự do Việt Nam - Hàn Quốc."""
    for head in _BY_STATES.finditer(text, start, end):
        parties: list[partner_names.Name] = []
        for name in partner_names.find(text, head.end(), min(end, head.end() + _REACH)):
            if parties and not _BETWEEN.fullmatch(text[parties[-1].end : name.start]):
                break
            parties.append(name)
        if len(parties) < 2 or not _SUBJECT.fullmatch(text, head.end(), parties[0].start):
            continue
        last = _with_tail(text, parties[-1].end)
        known = _by_parties().get(tuple(sorted(name.code or "" for name in parties)))
        if known and _FREE_TRADE.search(text, head.start(), parties[0].start):
            yield Found(head.start(), last, known, "parties", "agreement_parties")
        elif head.group() != "FTA" and text[parties[0].end : parties[1].start].strip() in ("-", "–"):
            yield Found(head.start(), last, text[head.start() : last], "parties")


def _of_place(text: str, start: int, end: int) -> Iterator[Found]:
    """Agreements named by the city where they were made: Hiệp định Paris."""
    for match in _OF_PLACE.finditer(text, start, end):
        name = next(iter(gazetteer().find(text, match.end(), min(end, match.end() + _REACH))), None)
        place_end = name.end if name and name.start == match.end() and name.entry.type == "city" else None
        if place_end is None:
            named = _towns().match(text, match.end())
            place_end = named.end() if named else None
        if place_end is not None:
            year = _TAIL.match(text, place_end)
            last = year.end() if year else place_end
            yield Found(match.start(), last, text[match.start() : last], "place")


def _conventions(text: str, start: int, end: int) -> Iterator[Found]:
    """Charters, and conventions by number or subject: Công ước số 98 của ILO; Công ước quốc tế về buôn bán nô lệ."""
    for pattern in (_LABOUR, _CONVENTION, _CHARTER):
        for match in pattern.finditer(text, start, end):
            last = _with_tail(text, match.end())
            yield Found(match.start(), last, text[match.start() : last], "convention")


def _bare(text: str, start: int, end: int) -> Iterator[Found]:
    """Codes of the table, with the treaty's word where it stands right before: Hiệp định CPTPP."""
    for match in _codes().find(text, start, end):
        head = re.search(rf"{_TREATY} $", text[max(start, match.start - 20) : match.start])
        if match.entry.ambiguous and head is None:
            continue
        begin = match.start - len(head.group()) if head else match.start
        yield Found(begin, match.end, match.entry.id, "code", "agreements")
