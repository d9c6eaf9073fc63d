"""Coordinations of partners' names: runs of names that are joined one to the next."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from boctach.extractors.partner_list.joins import Join, join
from boctach.extractors.partners.names import Name
from boctach.extractors.partners.words import any_of
from boctach.facts import PartnerType


@dataclass(frozen=True, slots=True)
class Run:
    """Names of one coordination, two or more, with the joins between them."""

    names: tuple[Name, ...]
    joins: tuple[Join, ...]


class _Phrases(NamedTuple):
    """What stands before a list whose first comma parts a phrase or clause from the subject after it.

    Attributes:
        fronted: A phrase with its preposition: Tại Nga, Mỹ đã …
        clause: A clause with its conjunction and at least one word of its own: Khi bán vũ khí cho Nga, Mỹ đã …
        inside: What puts Viet Nam inside a region: Tại Đông Á, Việt Nam và Nhật Bản …
        goal: A preposition right before the list, and
        auxiliary: what begins a predicate right after it: … không may cho Nga, Mỹ đã …
    """

    fronted: re.Pattern[str]
    clause: re.Pattern[str]
    inside: re.Pattern[str]
    goal: re.Pattern[str]
    auxiliary: re.Pattern[str]


@functools.cache
def _phrases() -> _Phrases:
    border = r"(?:^|[,;:] )[\"“‘(\[]?"
    return _Phrases(
        re.compile(rf"{border}(?:{any_of('fronted')}|{any_of('fronted_opener')})\b[^,;:]*$"),
        re.compile(rf"{border}{any_of('subordinator')} [^\s,;:][^,;:]*$"),
        re.compile(r"\b(?:[Tt]ại|[Ởở]|[Tt]rong)(?: khu vực| vùng)? $"),
        re.compile(rf"\b{any_of('goal')} $"),
        re.compile(rf" {any_of('auxiliary')}\b"),
    )


_CLASS: dict[PartnerType, str] = {
    "country": "state",
    "territory": "state",
    "bloc": "state",
    "region": "state",
    "city": "place",
    "province": "place",
    "organization": "body",
    "company": "company",
}
"""Two partners of different classes with nothing but a comma between them are seldom coordinated."""

_PREDICATE = re.compile(r" (?!(?:và|hay|hoặc|với|cùng|như|của|trong|tại|ở|về|để|cho|từ|vào|do|khi|nhằm)\b)[^\W\d_]")


_REACH = 200
"""How far before a list its sentence is read."""


def find(text: str, start: int, names: Sequence[Name]) -> Iterator[Run]:
    """Maximal coordinations of ``names``, the names of the sentence that begins at ``start``."""
    at = 0
    while at < len(names):
        if names[at].loose:
            at += 1
            continue
        run, joins = [names[at]], []
        for name in names[at + 1 :]:
            how = _joined(text, run, name)
            if how is None:
                break
            run.append(name)
            joins.append(how)
        at += len(run)
        yield from _parted(text, start, Run(tuple(run), tuple(joins)))


_PLAIN = re.compile(r" ?,(?: và)? | (?:và|hay|hoặc) ")


def _joined(text: str, run: list[Name], name: Name) -> Join | None:
    last = run[-1]
    if name.loose and (last.type != "company" or not _PLAIN.fullmatch(text[last.tail : name.start])):
        return None
    kinds = {last.type, name.type}
    if "company" in kinds and not kinds <= {"company", "organization"}:
        return None
    how = join(text, last, name, run[0])
    return None if how == "dash" and kinds & {"organization", "company"} else how


def _parted(text: str, start: int, run: Run) -> Iterator[Run]:
    """The run without a name that a comma only parts from it: Ở Syria, Nga đã; quan hệ Mỹ - Trung, Đài Loan nói."""
    if len(run.names) > 1 and (_comma_parts(text, start, run) or _stands_aside(text, run)):
        run = Run(run.names[1:], run.joins[1:])
    if len(run.names) > 2 and run.joins[-2] in ("dash", "and") and _subject_follows(text, run):
        run = Run(run.names[:-1], run.joins[:-1])
    if len(run.names) > 1:
        yield run


def _subject_follows(text: str, run: Run) -> bool:
    """Whether the last name, after a bare comma, begins the clause that goes on."""
    return (
        run.joins[-1] == "comma"
        and _bare(text, *run.names[-2:])
        and _PREDICATE.match(text, run.names[-1].tail) is not None
    )


def _stands_aside(text: str, run: Run) -> bool:
    """Whether the first name only says whose the first place is: … lớn nhất của Việt Nam, tiếp theo là EU."""
    first = run.names[0]
    if run.joins[0] != "sequel":
        return False
    words_between = text[first.tail : first.tail + 1] != ","
    return first.code == "VN" or (words_between and text.endswith("của ", 0, first.start))


def _bare(text: str, left: Name, right: Name) -> bool:
    """Whether nothing but a comma stands between the two."""
    return text[left.tail : right.start].strip() in (",", ";")


def _comma_parts(text: str, start: int, run: Run) -> bool:
    """Whether the first comma ends a phrase before the subject."""
    first, second = run.names[:2]
    if run.joins[0] != "comma":
        return False
    before = text[max(start, first.start - _REACH) : first.start]
    apart = second.code == "VN" or (second.type != "region" and not _bare(text, first, second))
    if first.type == "region" and apart and _phrases().inside.search(before):
        return True  # tại châu Á, các nước như Nhật Bản …
    if not _bare(text, first, second) or (len(run.names) > 2 and run.joins[1] in ("comma", "and")):
        return False
    if len(run.names) == 2 and _CLASS[first.type] != _CLASS[second.type] and not before.endswith("("):
        return {first.type, second.type} != {"bloc", "organization"}
    if _phrases().goal.search(before) and _phrases().auxiliary.match(text, second.tail):
        return True
    if not (_phrases().fronted.search(before) or _phrases().clause.search(before)):
        return False
    return _PREDICATE.match(text, second.tail) is not None
