"""Partner lists: two or more foreign partners in one coordination."""

import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from boctach.document import Document
from boctach.extractors import partner_names, partner_runs
from boctach.extractors.base import Candidate
from boctach.extractors.partner_names import Name
from boctach.extractors.partner_runs import Run
from boctach.extractors.partner_words import any_of
from boctach.facts import Evidence, Kind, Partner, PartnerList

KIND: Kind = "partner_list"

_SHARE = re.compile(r"(?:chiếm )?(\d{1,3}(?:[.,]\d{1,3})?) ?%")
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
    sport: re.Pattern[str]
    cue: re.Pattern[str]
    companies: re.Pattern[str]


@functools.cache
def _contexts() -> _Contexts:
    return _Contexts(
        barred=re.compile(rf"\b{any_of('barred')} $"),
        institution=re.compile(rf"\b{any_of('institution')}(?: [^\W\d_]+){{0,5}} $"),
        sport=re.compile(rf"\b{any_of('sport')}\b"),
        cue=re.compile(rf"\b(?:{any_of('cue')}(?: [^\W\d_]+){{0,4}}|giữa|cùng với|với) $"),
        companies=re.compile(rf"\b{any_of('company_plural')}(?: [^\W\d_]+){{0,6}}(?:,? (?:như|gồm|là):?)? $"),
    )


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the partner lists of the document; a list claims no words, since what is in it may be facts too."""
    text = document.text
    found = [
        (start, partner_names.find(text, start, end)) for start, end in ((s.start, s.end) for s in document.sentences)
    ]
    told = _told(names for _, names in found)
    of_sport = sum(1 for _ in _contexts().sport.finditer(text)) > _SPORT
    for start, names in found:
        for run in partner_runs.find(text, start, names):
            if _stands(text, run, told) and not (of_sport and _may_be_teams(run)):
                yield Candidate(_fact(document, run), claims=())


_SPORT = 3
"""Words of sport that a text may hold before its countries are taken for teams."""


def _may_be_teams(run: Run) -> bool:
    return not any(name.type in ("bloc", "organization", "region") for name in run.names)


def _told(sentences: Iterator[list[Name]]) -> frozenset[str]:
    """Codes of the partners that the document names beyond doubt somewhere."""
    return frozenset(
        name.code for names in sentences for name in names if name.certainty == "certain" and name.code is not None
    )


def _stands(text: str, run: Run, told: frozenset[str]) -> bool:
    """Whether the run is a list of two partners or more, and not of languages, teams or persons."""
    foreign = {(name.code or text[name.start : name.end]) for name in run.names if name.code != "VN"}
    if len(foreign) < 2:
        return False
    before = text[max(0, run.names[0].start - 60) : run.names[0].start]
    if _contexts().barred.search(before) or ("dash" in run.joins and _contexts().institution.search(before)):
        return False
    if _is_apposition(run):
        return False
    return _is_sure(text, run, told)


def _is_apposition(run: Run) -> bool:
    """Whether the run is a city with its own country: Phnom Penh - Campuchia."""
    return len(run.names) == 2 and run.names[0].type in ("city", "province") and run.names[0].code == run.names[1].code


def _is_sure(text: str, run: Run, told: frozenset[str]) -> bool:
    """Whether spelling, context or the company that the names keep tells that they are partners."""
    if all(name.type == "company" and name.table == "shape" and name.code is None for name in run.names):
        return False
    sure = [name for name in run.names if name.certainty == "certain" or name.code in told]
    if any(name.code != "VN" for name in sure):
        return True
    if all(name.type == "company" for name in run.names):
        return _contexts().companies.search(text[max(0, run.names[0].start - 60) : run.names[0].start]) is not None
    words = [name for name in run.names if name.certainty == "word" and name.type != "company"]
    return len(words) >= 2 or (len(words) == 1 and "dash" in run.joins) or len(run.names) >= 3


def _fact(document: Document, run: Run) -> PartnerList:
    text, names = document.text, run.names
    before = text[max(0, names[0].start - 60) : names[0].start]
    cue = _contexts().cue.search(before)
    evidence = [Evidence(role="member", text=text[name.start : name.end], table=name.table) for name in names]
    cue_words = cue.group().strip() if cue else None
    return PartnerList(
        **document.anchor(names[0].start, names[-1].end),
        rule="-".join(dict.fromkeys(run.joins)),
        evidence=tuple(evidence),
        members=tuple(
            _member(document, name, 1 if at == 0 and _FIRST.search(before) else None) for at, name in enumerate(names)
        ),
        open=_OPEN.match(text, names[-1].tail) is not None,
        cue=cue_words,
    )


def _member(document: Document, name: Name, rank: int | None) -> Partner:
    share = _SHARE.match(name.bracket) if name.bracket else None
    return Partner(
        **document.anchor(name.start, name.end),
        type=name.type,
        code=name.code,
        share=Decimal(share[1].replace(",", ".")) if share else None,
        rank=rank,
    )
