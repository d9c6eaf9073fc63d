"""Who a subject is: a province, city or country with its code, a body that a short form stands for, or as written."""

import functools
import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from boctach import tables
from boctach.document import Document
from boctach.extractors.partners import tables as partner_tables
from boctach.facts import CodeScheme
from boctach.spans import Span
from boctach.statements import words
from boctach.statements.names import Named, Names, short_form
from boctach.text import provinces
from boctach.text.provinces import Unit
from boctach.text.tagged import Word

MERGERS = date(2025, 7, 1)
"""Since when the 34 provinces and cities of Nghị quyết 202/2025/QH15 stand in place of the 63."""


@dataclass(frozen=True, slots=True)
class HonorificRow:
    """A row of ``honorifics.tsv``."""

    words: str
    sort: str
    gloss: str


class Subject(NamedTuple):
    """Who a clause is about.

    Attributes:
        name: The full name, or the noun phrase as written.
        span: The words of the clause that name it.
        unit: The province or city that it is.
        country: ISO 3166-1 code of the country that it is.
        person: Whether it is a person.
    """

    name: str
    span: Span
    unit: Unit | None = None
    country: str | None = None
    person: bool = False

    @property
    def named(self) -> bool:
        """Whether it has a name of its own, so that it can be spoken of in the next sentence."""
        return self.known or any(char.isupper() for char in self.name[1:])

    @property
    def known(self) -> bool:
        """Whether it is a place of the tables."""
        return self.unit is not None or self.country is not None


_PLACE_NOUN = re.compile(r"(?:(?:[Tt]oàn |[Cc]ả )?(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Tt]hủ đô)|TP\.) ?|[Nn]ước ")
_OWN_COUNTRY = re.compile(r"[Nn]ước ta|[Cc]ả nước|[Tt]oàn quốc|[Đđ]ất nước")
_POINTS = re.compile(r"(?<!\w)(?:này|đó|ấy|kia|trên|nói trên|nêu trên|mình|nó|họ|đây|khác|còn lại|trước|sau)\Z")
# "lượng khách đến Việt Nam", "thương mại giữa Lào và Việt Nam": the place is not whose it is.
_DIRECTED = re.compile(r"(?<!\w)(?:đến|tới|vào|sang|từ|về|với|giữa|cho|và|qua|ra)(?!\w)|[-–—]")
_MIXED = re.compile(r"(?<!^)\d|(?<!\w)mỗi(?!\w)")
_AREAS = frozenset(
    {"tỉnh", "thành phố", "huyện", "quận", "xã", "phường", "thị xã", "thị trấn", "khu vực", "vùng", "miền"}
)
_LOWER = re.compile(r" [^\W\d_A-ZĐ]")
_UNFIT = re.compile(r"[\"“”‘’()\[\]:;…/]|(?<!\w)(?:là|rằng|thì|mà|khi|nếu|việc|hơn|hôm nay|hôm qua)(?!\w)")
_LONGEST = 12  # words of a subject as written


class Subjects:
    """Reads the subjects of one document.

    Args:
        document: The document.
        persons: Spans of its persons' names.
        titles: The office written next to each.
    """

    def __init__(self, document: Document, persons: list[Span], titles: list[str | None]) -> None:
        self._document = document
        self._persons = persons
        self._titles = titles
        self._names = Names(document, persons)

    def read(self, span: Span) -> Subject | None:
        """Who a noun phrase stands for; None where it leaves a doubt."""
        words_of_it = self._document.text[span.start : span.end]
        place = self.place(span)
        if place is not None:
            return place
        row = short_form(words_of_it)
        if row is not None:
            named = self._names.resolve(row, span.start)
            return _subject(named, span) if named else None
        person = self._person(span)
        if person is not None:
            return person
        return Subject(words_of_it, span) if self._stands_alone(span) else None

    def place(self, span: Span) -> Subject | None:
        """The province, city or country that the words name in full: ``tỉnh Bình Dương``, ``nước ta``, ``Lào``."""
        text = self._document.text
        noun = _PLACE_NOUN.match(text, span.start, span.end)
        for start in {span.start, noun.end() if noun else span.start}:
            unit = next(provinces.gazetteer().find(text, start, span.end), None)
            if (
                unit
                and (unit.start, unit.end) == (start, span.end)
                and (start > span.start or not unit.entry.ambiguous)
            ):
                return Subject(unit.entry.unit.name, span, unit=unit.entry.unit)
            country = next(partner_tables.gazetteer().find(text, start, span.end), None)
            if country and (country.start, country.end) == (start, span.end) and country.entry.type == "country":
                return Subject(text[start : span.end], span, country=country.entry.code)
            if text[start : span.end] == "Việt Nam":
                return Subject("Việt Nam", span, country="VN")
        if _OWN_COUNTRY.fullmatch(text, span.start, span.end) and not self._abroad(span.start):
            return Subject("Việt Nam", span, country="VN")
        return None

    def directed(self, span: Span) -> Subject | None:
        """The place with which an owner begins that goes somewhere: ``Việt Nam sang Australia``."""
        text = self._document.text
        first = _DIRECTED.search(text, span.start, span.end)
        return self.place(Span(span.start, first.start() - 1)) if first and first.start() > span.start + 1 else None

    def at_end(self, span: Span) -> Subject | None:
        """The place or body whose name or short form ends a noun phrase: ``kim ngạch xuất khẩu Hà Nội``."""
        text = self._document.text
        if _DIRECTED.search(text, span.start, span.end):
            return None
        for match in provinces.gazetteer().find(text, span.start + 1, span.end):
            if match.end == span.end and not match.entry.ambiguous:
                return Subject(match.entry.unit.name, Span(match.start, match.end), unit=match.entry.unit)
        if text.endswith(" Việt Nam", span.start, span.end):
            return Subject("Việt Nam", Span(span.end - len("Việt Nam"), span.end), country="VN")
        last = self._document.words[self._document.word_at(span.end) - 1]
        if span.start < last.start and short_form(last.text):
            return self.read(Span(last.start, span.end))
        return None

    def names_places(self, span: Span) -> bool:
        """Whether any province, city or country is named in a stretch."""
        return self._names.named_in(span)

    def _abroad(self, at: int) -> bool:
        """Whether the paragraph speaks of a foreign country before ``at``, so that ``cả nước`` may be that one."""
        return any(named.country != "VN" for named in self._names.countries_before(at))

    def _person(self, span: Span) -> Subject | None:
        first = bisect_left(self._persons, span)
        inside = [person for person in self._persons[first : first + 2] if span.covers(person)]
        if len(inside) != 1 or inside[0].end != span.end:
            return None
        name = self._document.text[inside[0].start : inside[0].end]
        before = self._document.text[span.start : inside[0].start].strip()
        # "Chính quyền Trump" is no person.
        if before and not before.endswith(self._titles[first] or "\n") and not _is_honorific(before):
            return None
        return Subject(name, span, person=True)

    def _stands_alone(self, span: Span) -> bool:
        """Whether a noun phrase says as written who it is."""
        text = self._document.text
        tokens = self._document.words[self._document.word_at(span.start) : self._document.word_at(span.end)]
        if not 0 < len(tokens) <= _LONGEST or tokens[0].tag not in ("N", "Np", "Ny", "Nc", "L", "M", "Nb"):
            return False
        if words.end_at("no_subject", text, span.start) or _UNFIT.search(text, span.start, span.end):
            return False
        if _POINTS.search(text, span.start, span.end) or text[span.end - 1] in ".,":
            return False
        if _MIXED.search(text[span.start : span.end]) and not text[span.start].isdigit():
            return False
        if any(not self._fits(token) for token in tokens):
            return False
        if any(a.tag == "Np" and b.tag == "N" and not _goes_on(b.text) for a, b in itertools.pairwise(tokens)):
            return False  # "tỉnh Đắk Nông cà phê": a comma is missing
        if any(
            _LOWER.match(text, match.end, span.end) for match in provinces.gazetteer().find(text, span.start, span.end)
        ):
            return False
        # "Dự án", "doanh nghiệp": a noun alone points to what was said before.
        named = any(token.tag in ("Np", "Ny") for token in tokens)
        return named or (len(tokens) > 1 and tokens[-1].tag not in ("E", "C", "L", "CH", "R"))

    def _fits(self, word: Word) -> bool:
        """Whether a word may stand in a subject that is taken as written: no verb and no preposition but ``của``."""
        text = self._document.text
        if word.tag == "V":
            return words.end_of("nominal", text, word) is not None or word.text[0].isupper()
        return word.tag not in ("E", "R", "CH", "X", "T", "I") or text.startswith(("của ", "về "), word.start)


@functools.cache
def _honorifics() -> frozenset[str]:
    rows = tables.read("honorifics", HonorificRow, key=("words",))
    return frozenset(row.words for row in rows)


def _is_honorific(words_before: str) -> bool:
    return words_before[:1].lower() + words_before[1:] in _honorifics()


def _goes_on(word: str) -> bool:
    """Whether a noun behind a name belongs to the name: ``Cục Thuế tỉnh Hà Nam``."""
    return not word.islower() or word in _AREAS


def _subject(named: Named, span: Span) -> Subject:
    return Subject(named.name, span, named.unit, named.country)


@functools.cache
def _grown() -> frozenset[str]:
    """Provinces and cities that others have been merged into."""
    return frozenset(unit.merged_into for unit in provinces.units().values() if unit.merged_into)


def code(subject: Subject, published: date | None, as_of: str | None) -> tuple[str, CodeScheme] | None:
    """The official code of a place, with the scheme that it belongs to.

    The day of publication says which of the two lists of the General Statistics Office a name belongs to. Where it is
    not known, or an article of after the mergers looks back, the code is given only if it is one in both.
    """
    if subject.country:
        return subject.country, "iso-3166-1"
    unit = subject.unit
    if unit is None:
        return None
    if unit.code_34 is None:
        return (unit.code_63, "gso-63") if unit.code_63 else None
    if published and published < MERGERS:
        return (unit.code_63, "gso-63") if unit.code_63 else None
    looks_back = unit.name in _grown() and as_of is not None and as_of[:7] < MERGERS.isoformat()[:7]
    if published and not looks_back:
        return unit.code_34, "gso-34"
    return (unit.code_34, "gso") if unit.code_63 == unit.code_34 else None
