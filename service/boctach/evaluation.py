"""How good extraction is: facts found against facts that people have read.

A found fact matches a read one of the same kind if their spans overlap and what they say is the same: numbers,
qualifier and unit, the code of a date or an agreement, the number of a document, a person's name. Partner lists are
compared by their members. Each read fact is matched once, by the found one that lies nearest.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import TypeAdapter

from boctach.facts import KINDS, Count, Fact, FactBase, Partner, PartnerList

_FACT: Final[TypeAdapter[Fact]] = TypeAdapter(Fact)


class Score(NamedTuple):
    """Figures of a kind: how many were read, found and matched, and what follows."""

    kind: str
    read: int
    found: int
    matched: int
    exact: int
    precision: float
    recall: float
    f1: float
    exact_span_f1: float


class Difference(NamedTuple):
    """A fact that only one side has. A wrong value makes two: what was missed, and what was found in its place."""

    document: str
    kind: str
    side: Literal["missed", "spurious"]
    mention: str
    says: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a comparison gives: a score a kind, and every difference in the order of the texts."""

    scores: list[Score]
    differences: list[Difference]


_Part = FactBase | Partner


def read_gold(path: Path) -> dict[str, list[Fact]]:
    """Facts that people have read, by document, from lines of JSON: ``{"doc": …, "facts": […]}``.

    The facts have the form of the output; ``rule`` may be left out.
    """
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return {row["doc"]: [_FACT.validate_python({"rule": "read", **fact}) for fact in row["facts"]] for row in rows}


def evaluate(read: Mapping[str, Sequence[FactBase]], found: Mapping[str, Sequence[FactBase]]) -> Evaluation:
    """Compare facts by document; one that was not read has no part in it.

    Args:
        read: What people have read, by document.
        found: What extraction has found, by document.
    """
    counts = {kind: [0, 0, 0, 0] for kind in KINDS}
    differences: list[Difference] = []
    for document, facts in read.items():
        for kind in KINDS:
            theirs, ours = list(_parts(facts, kind)), list(_parts(found.get(document, ()), kind))
            pairs = _matched(theirs, ours)
            exact = sum((theirs[a].start, theirs[a].end) == (ours[b].start, ours[b].end) for a, b in pairs.items())
            counts[kind] = [
                total + more
                for total, more in zip(counts[kind], (len(theirs), len(ours), len(pairs), exact), strict=True)
            ]
            lonely = [(part, "missed") for at, part in enumerate(theirs) if at not in pairs]
            lonely += [(part, "spurious") for at, part in enumerate(ours) if at not in pairs.values()]
            for part, side in sorted(lonely, key=lambda one: one[0].start):
                differences.append(Difference(document, kind, side, part.mention, _said(part)))  # type: ignore[arg-type]
    return Evaluation([_score(kind, *numbers) for kind, numbers in counts.items() if any(numbers)], differences)


def _parts(facts: Iterable[FactBase], kind: str) -> Iterator[_Part]:
    for fact in facts:
        if getattr(fact, "kind", None) != kind:
            continue
        if isinstance(fact, PartnerList):
            yield from fact.members
        else:
            yield fact


def _matched(theirs: Sequence[_Part], ours: Sequence[_Part]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for at, part in enumerate(theirs):
        near = [
            (abs(other.start - part.start) + abs(other.end - part.end), index)
            for index, other in enumerate(ours)
            if index not in taken and other.start < part.end and part.start < other.end and _agree(part, other)
        ]
        if near:
            pairs[at] = min(near)[1]
            taken.add(pairs[at])
    return pairs


def _score(kind: str, read: int, found: int, matched: int, exact: int) -> Score:
    precision = matched / found if found else float(not read)
    recall = matched / read if read else 1.0
    both = read + found
    return Score(kind, read, found, matched, exact, precision, recall, 2 * matched / both, 2 * exact / both)


_QUANTITY: Final = ("qualifier", "low", "high")
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "count": (*_QUANTITY, "value", "out_of"),
    "money": (*_QUANTITY, "amount", "currency"),
    "percentage": (*_QUANTITY, "value"),
    "measurement": (*_QUANTITY, "value", "unit"),
    "date": ("edtf",),
    "policy_reference": ("doc_type", "number", "year", "symbol"),
    "agreement": ("id",),
    "person": ("name",),
}
_PLAINLY: Final[Mapping[str, Callable[[Any], Any]]] = {
    "number": lambda written: written.lstrip("0"),
    "symbol": lambda written: written.casefold(),
    "name": lambda written: " ".join(written.split()).casefold(),
}


def _agree(theirs: _Part, ours: _Part) -> bool:
    if (
        isinstance(theirs, Count)
        and isinstance(ours, Count)
        and not ours.unit.casefold().startswith(theirs.head.casefold())
    ):
        return False
    return _key(theirs) == _key(ours)


def _key(part: _Part) -> tuple[Any, ...]:
    """What a fact says, as far as it must agree."""
    if isinstance(part, Partner):
        return (part.type, None if part.type in ("company", "organization") else part.code)
    values = ((name, getattr(part, name)) for name in _KEYS[part.kind])  # type: ignore[attr-defined]
    return tuple(value if value is None else _PLAINLY.get(name, _same)(value) for name, value in values)


def _same(value: Any) -> Any:
    return value


def _said(part: _Part) -> str:
    names = ("type", "code") if isinstance(part, Partner) else _KEYS[part.kind]  # type: ignore[attr-defined]
    shown = part.model_dump(mode="json")
    return ", ".join(f"{name}={shown[name]}" for name in names if name in shown)
