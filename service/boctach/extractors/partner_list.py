"""Partner lists: two or more foreign partners in one coordination."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from boctach.document import Document
from boctach.extractors import partner_names
from boctach.extractors.base import Candidate
from boctach.extractors.partner_joins import Join, join
from boctach.extractors.partner_names import Name
from boctach.extractors.partner_words import any_of
from boctach.facts import Evidence, Kind, Partner, PartnerList

KIND: Kind = "partner_list"

_SHARE = re.compile(r"(?:chiếm )?(\d{1,3}(?:[.,]\d{1,3})?) ?%")
_OPEN = re.compile(r" ?,? ?(?:…|\.\.\.|v\.v|vv\b|và nhiều (?:nước|quốc gia|thị trường|đối tác)|và một số)")
_FIRST = re.compile(r"(?:[Đđ]ứng đầu|[Dd]ẫn đầu|[Ll]ớn nhất)(?: là)? $")

_PREDICATE = re.compile(r" (?!(?:và|hay|hoặc|với|cùng|như|của|trong|tại|ở|về|để|cho|từ|vào|do|khi|nhằm)\b)[^\W\d_]")


class _Contexts(NamedTuple):
    """Patterns of what stands before a list.

    Attributes:
        barred: Words that make it a list of languages or teams: tiếng Anh, U23 Nhật Bản.
        institution: The beginning of an institution's name that a pair ends: Hội đồng Kinh doanh Mỹ - ASEAN.
        fronted: A phrase before the subject: the comma after it parts, it does not coordinate.
        cue: Words that say how they are partners.
    """

    barred: re.Pattern[str]
    institution: re.Pattern[str]
    fronted: re.Pattern[str]
    cue: re.Pattern[str]


@functools.cache
def _contexts() -> _Contexts:
    fronted = rf"(?:{any_of('fronted')}|{any_of('fronted_opener')})"
    return _Contexts(
        barred=re.compile(rf"\b{any_of('barred')} $"),
        institution=re.compile(rf"\b{any_of('institution')}(?: [^\W\d_]+){{0,5}} $"),
        fronted=re.compile(rf"(?:^|[,;:] )[\"“‘(\[]?{fronted}\b[^,;:]*$"),
        cue=re.compile(rf"\b(?:{any_of('cue')}(?: [^\W\d_]+){{0,4}}|giữa|cùng với|với) $"),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Names of one coordination with the joins between them."""

    names: tuple[Name, ...]
    joins: tuple[Join, ...]


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the partner lists of the document; a list claims no words, since what is in it may be facts too."""
    text = document.text
    found = [
        (start, partner_names.find(text, start, end)) for start, end in ((s.start, s.end) for s in document.sentences)
    ]
    told = _told(names for _, names in found)
    for start, names in found:
        for run in _runs(text, start, names):
            if _stands(text, run, told):
                yield Candidate(_fact(document, run), claims=())


def _told(sentences: Iterator[list[Name]]) -> frozenset[str]:
    """Codes of the partners that the document names beyond doubt somewhere."""
    return frozenset(
        name.code for names in sentences for name in names if name.certainty == "certain" and name.code is not None
    )


def _runs(text: str, start: int, names: Sequence[Name]) -> Iterator[_Run]:
    """Maximal coordinations of one sentence."""
    at = 0
    while at < len(names):
        run, joins = [names[at]], []
        for name in names[at + 1 :]:
            how = join(text, run[-1], name, run[0])
            if how is None:
                break
            run.append(name)
            joins.append(how)
        at += len(run)
        yield from _split(text, start, _Run(tuple(run), tuple(joins)))


def _split(text: str, start: int, run: _Run) -> Iterator[_Run]:
    """The run without what a comma only parts from it: Ở Syria, Nga đã; Trong 15 nước vào Singapore, Malaysia."""
    if len(run.names) > 1 and run.joins[0] == "comma" and _parts(text, start, run):
        run = _Run(run.names[1:], run.joins[1:])
    if len(run.names) > 1:
        yield run


def _parts(text: str, start: int, run: _Run) -> bool:
    """Whether the first comma ends a phrase before the subject."""
    first, second = run.names[:2]
    if text[first.tail : second.start].strip() not in (",", ";"):
        return False
    if not _contexts().fronted.search(text[start : first.start]):
        return False
    if len(run.names) > 2 and run.joins[1] in ("comma", "and"):
        return False
    return _PREDICATE.match(text, second.tail) is not None


def _stands(text: str, run: _Run, told: frozenset[str]) -> bool:
    """Whether the run is a list of two partners or more, and not of languages, teams or persons."""
    foreign = {(name.code or text[name.start : name.end]) for name in run.names if name.code != "VN"}
    if len(foreign) < 2:
        return False
    before = text[max(0, run.names[0].start - 60) : run.names[0].start]
    if _contexts().barred.search(before) or ("dash" in run.joins and _contexts().institution.search(before)):
        return False
    if _is_apposition(run):
        return False
    return _is_sure(run, told)


def _is_apposition(run: _Run) -> bool:
    """Whether the run is a city with its own country: Phnom Penh - Campuchia."""
    return len(run.names) == 2 and run.names[0].type in ("city", "province") and run.names[0].code == run.names[1].code


def _is_sure(run: _Run, told: frozenset[str]) -> bool:
    """Whether spelling, context or the company that the names keep tells that they are partners."""
    sure = [name for name in run.names if name.certainty == "certain" or name.code in told]
    if any(name.code != "VN" for name in sure):
        return True
    words = [name for name in run.names if name.certainty == "word" and name.type != "company"]
    return len(words) >= 2 or (len(words) == 1 and "dash" in run.joins) or len(run.names) >= 3


def _fact(document: Document, run: _Run) -> PartnerList:
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
