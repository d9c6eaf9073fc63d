"""Which person a short mention means: ``Erdogan``, ``ông Hưởng`` after the full name.

Vietnamese and Western articles go on with the end of a name (``Nguyễn Văn Hưởng``, ``ông Hưởng``; ``Tayyip Erdogan``,
``Erdogan``), East Asian ones with its beginning (``Moon Jae-in``, ``ông Moon``). The end is tried first. Where two
persons of the article fit, none is meant.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from boctach.facts import Anchored, FactBase, Person, unchecked

_anchored = unchecked(Anchored)


def link(facts: Sequence[FactBase]) -> list[FactBase]:
    """The same facts, each short mention of a person with the full mention that it means.

    The full mention is the last one before, or else the first one after. Facts are in the order of the text.
    """
    persons = [fact for fact in facts if type(fact) is Person]
    by_end, by_start = _index({person.name for person in persons})
    if not (by_end or by_start):
        return list(facts)
    mentions: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        mentions[person.name].append(person)
    linked: list[FactBase] = []
    for fact in facts:
        full = _full_name(fact.name, by_end, by_start) if type(fact) is Person else None
        if full is None:
            linked.append(fact)
            continue
        nearest = _nearest(mentions[full], fact)
        anchored = _anchored(start=nearest.start, end=nearest.end, mention=nearest.mention)
        linked.append(fact.model_copy(update={"full": anchored}))
    return linked


def _index(names: Collection[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The names that are a proper end of longer ones, with these, and those that are a proper beginning."""
    by_end: dict[str, set[str]] = defaultdict(set)
    by_start: dict[str, set[str]] = defaultdict(set)
    for name in names if len(names) > 1 else ():
        parts = name.split()
        for at in range(1, len(parts)):
            end, start = " ".join(parts[at:]), " ".join(parts[:at])
            if end in names:
                by_end[end].add(name)
            if start in names:
                by_start[start].add(name)
    return by_end, by_start


def _full_name(name: str, by_end: dict[str, set[str]], by_start: dict[str, set[str]]) -> str | None:
    for index in (by_end, by_start):
        names = index.get(name)
        if names:
            fullest = _fullest(names)
            return fullest if all(_same(other, fullest) for other in names) else None
    return None


def _fullest(names: Iterable[str]) -> str:
    return max(names, key=lambda name: (len(name.split()), name))


def _same(name: str, fullest: str) -> bool:
    """Whether a name is the fullest one or a part of it: ``Tayyip Erdogan`` of ``Recep Tayyip Erdogan``."""
    return f" {name} " in f" {fullest} "


def _nearest(mentions: Sequence[Person], fact: FactBase) -> Person:
    at = bisect_left(mentions, fact.start, key=lambda mention: mention.start)
    return mentions[max(at - 1, 0)]
