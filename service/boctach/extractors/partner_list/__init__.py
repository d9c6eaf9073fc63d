"""Partner lists: two or more foreign partners in one coordination."""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from boctach.document import Document
from boctach.extractors.base import Candidate
from boctach.extractors.partner_list import runs
from boctach.extractors.partner_list.runs import Run
from boctach.extractors.partners import names as partner_names
from boctach.extractors.partners import shapes as partner_shapes
from boctach.extractors.partners.names import Name
from boctach.extractors.partners.tables import gazetteer
from boctach.extractors.partners.words import any_of, of_role
from boctach.facts import Evidence, Kind, Partner, PartnerList, unchecked
from boctach.spans import Span
from boctach.text.cued import Cued

KIND: Kind = "partner_list"

_evidence, _partner, _partner_list = unchecked(Evidence), unchecked(Partner), unchecked(PartnerList)

_SHARE = re.compile(
    r"(?: ?\(|,? (?:chiếm|với|đạt))?(?:(?: ?khoảng| ?gần| ?hơn| ?chiếm))? ?(\d{1,3}(?:[.,]\d{1,3})?) ?%"
)
_OPEN = re.compile(r" ?,? ?(?:…|\.\.\.|v\.v|vv\b|và nhiều (?:nước|quốc gia|thị trường|đối tác)|và một số)")
_FIRST = re.compile(r"(?:[Đđ]ứng đầu|[Dd]ẫn đầu|[Ll]ớn nhất)(?: là)? $")


class _Contexts(NamedTuple):
    """Patterns of what stands before a list.

    Attributes:
        barred: Words that make it a list of languages or teams: tiếng Anh, U23 Nhật Bản.
        institution: The beginning of an institution's name that a pair ends: Hội đồng Kinh doanh Mỹ - ASEAN.
        sport: A word of sport; several make a country's name that of its team.
        cue: Words that say how they are partners.
        companies: Words that announce companies: các hãng công nghệ như.
    """

    barred: re.Pattern[str]
    institution: re.Pattern[str]
    sport: Cued
    cue: re.Pattern[str]
    companies: re.Pattern[str]


@functools.cache
def _contexts() -> _Contexts:
    return _Contexts(
        barred=re.compile(
            rf"(?<![Qq]uân )(?<![Hh]ạm )(?<![Tt]ập )(?<![Mm]ặt )\b{any_of('barred')}(?:(?:,? (?:là|như|gồm))?:?) $"
        ),
        institution=re.compile(rf"\b{any_of('institution')}(?! (?:nghị|đàm|thảo))(?: [^\W\d_]+){{0,7}} $"),
        sport=Cued(rf"\b{any_of('sport')}\b", of_role("sport")),
        cue=re.compile(rf"\b(?:{any_of('cue')}(?: [^\W\d_]+){{0,4}}|giữa|cùng với|với) $"),
        companies=re.compile(rf"\b{any_of('company_plural')}(?: [^\W\d_]+){{0,6}}(?:,? (?:như|gồm|là):?)? $"),
    )


class _Around:
    """What the whole text tells of its names, read where a list asks for it.

    Args:
        document: The document.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    @functools.cached_property
    def told(self) -> frozenset[str]:
        """Codes of the partners that the text names beyond doubt somewhere."""
        text = self._document.text
        names = (name for s in self._document.sentences for name in partner_names.find(text, s.start, s.end))
        return frozenset(name.code for name in names if name.certainty == "certain" and name.code is not None)

    @functools.cached_property
    def persons(self) -> frozenset[str]:
        """Ambiguous names that end a person's or a place's name in the text."""
        return partner_names.in_persons_names(self._document.text)

    @functools.cached_property
    def sport(self) -> Literal["no", "some", "all"]:
        """How much the text speaks of sport, where a country's name is that of its team."""
        return _sport(self._document.text)


_SPORT_WORDS = 4
_SPORT_DENSITY = 300
"""A text with that many words of sport speaks of it; it is about nothing else with one in so many characters."""

_STATES = ("country", "bloc")  # territories may share a code: Gaza and the West Bank


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the partner lists of the document; a list claims no words, since what is in it may be facts too."""
    text = document.text
    around = _Around(document)
    for start, end in _sentences(document):
        for run in runs.find(text, start, partner_names.find(text, start, end)):
            if _stands(text, run, around):
                yield Candidate(_fact(document, run), claims=())


def _sentences(document: Document) -> Iterator[Span]:
    """The sentences in which two foreign names may stand.

    Most sentences have none or one. Those that no table knows are told by words that announce them, or stand beside a
    company that is known.
    """
    text = document.text
    announced = sorted(shape.start for shape in partner_shapes.alone(text, 0, len(text)))
    for sentence in document.sentences:
        foreign = [
            match.entry.type
            for match in gazetteer().find(text, sentence.start, sentence.end)
            if match.entry.type is not None and match.entry.code != "VN"
        ]
        if (
            len(foreign) > 1
            or "company" in foreign
            or bisect_left(announced, sentence.start) < bisect_left(announced, sentence.end)
        ):
            yield sentence


def _sport(text: str) -> Literal["no", "some", "all"]:
    words = sum(1 for _ in _contexts().sport.finditer(text))
    if words < _SPORT_WORDS:
        return "no"
    return "all" if words * _SPORT_DENSITY > len(text) else "some"


def _stands(text: str, run: Run, around: _Around) -> bool:
    """Whether the run is a list of two partners or more, and not of languages, teams or persons."""
    foreign = {
        name.code if name.type in _STATES else text[name.start : name.end] for name in run.names if name.code != "VN"
    }
    before = text[max(0, run.names[0].start - _BEFORE) : run.names[0].start]
    if len(foreign) < 2 or _is_apposition(text, run) or _are_teams(text, run, around):
        return False
    if _contexts().barred.search(before) or ("dash" in run.joins and _contexts().institution.search(before)):
        return False
    return _is_sure(text, run, before, around)


_BEFORE = 60
"""How far before a list its context is read."""


def _are_teams(text: str, run: Run, around: _Around) -> bool:
    """Whether the names are those of teams or clubs."""
    if any(not name.code and name.type != "company" for name in run.names) or around.sport == "no":
        return False
    near = _contexts().sport.search(text, max(0, run.names[0].start - _BEFORE), run.names[-1].end + _BEFORE)
    return around.sport == "all" or near is not None


def _is_apposition(text: str, run: Run) -> bool:
    """Whether the second of two says where the first lies: Phnom Penh - Campuchia; Guam, phía Tây Thái Bình Dương."""
    first, second = run.names[:2]
    if len(run.names) > 2 or run.joins[0] not in ("comma", "dash"):
        return False
    if second.type == "region" and text[first.tail : second.start].endswith(" phía "):
        return True
    if first.type == "territory" and second.code == "CN":
        return run.joins[0] == "comma"
    return first.code is not None and first.code == second.code and first.type != second.type


def _is_sure(text: str, run: Run, before: str, around: _Around) -> bool:
    """Whether spelling, context or the company that the names keep tells that they are partners."""
    if all(name.type == "company" and name.table == "shape" and name.code is None for name in run.names):
        return False
    foreign = [name for name in run.names if name.code != "VN"]
    if any(name.certainty == "certain" for name in foreign) or any(name.code in around.told for name in foreign):
        return True
    if all(name.type == "company" for name in run.names):
        return _contexts().companies.search(before) is not None
    words = [name for name in run.names if name.certainty == "word" and name.type != "company"]
    if any(text[name.start : name.end] in around.persons for name in words):
        return False
    return len(words) >= 2 or (len(words) == 1 and "dash" in run.joins) or len(run.names) >= 3


def _fact(document: Document, run: Run) -> PartnerList:
    text, names = document.text, run.names
    before = text[max(0, names[0].start - _BEFORE) : names[0].start]
    cue = _contexts().cue.search(before)
    first_rank = 1 if _FIRST.search(before) else None
    return _partner_list(
        **document.anchor(names[0].start, names[-1].end),
        rule="-".join(dict.fromkeys(run.joins)),
        evidence=tuple(_evidence(role="member", text=text[n.start : n.end], table=n.table) for n in names),
        members=tuple(_member(document, name, None if at else first_rank) for at, name in enumerate(names)),
        open=run.joins[-1] != "dash" and _OPEN.match(text, names[-1].tail) is not None,
        cue=cue.group().strip() if cue else None,
    )


def _member(document: Document, name: Name, rank: int | None) -> Partner:
    share = _SHARE.match(document.text, name.end)
    return _partner(
        **document.anchor(name.start, name.end),
        type=name.type,
        code=name.code,
        share=Decimal(share[1].replace(",", ".")) if share else None,
        rank=rank,
    )
