"""Article in, analysis out. The only module that knows the order of things."""

from collections.abc import Collection, Sequence

from boctach.document import Document
from boctach.errors import EmptyTextError, UnknownKindError
from boctach.extractors import REGISTRY
from boctach.facts import KINDS, FactBase, Kind
from boctach.spans import settle
from boctach.text.structure import Given


def check_kinds(kinds: Collection[str] | None) -> frozenset[Kind]:
    """The kinds asked for, all of them where None.

    Raises:
        UnknownKindError: A name is no kind of fact.
    """
    if kinds is None:
        return frozenset(KINDS)
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise UnknownKindError(
            f"unknown kinds: {', '.join(unknown)}", field="kinds", remedy=f"use some of: {', '.join(KINDS)}"
        )
    return frozenset(kind for kind in KINDS if kind in kinds)


def extract(document: Document, kinds: Collection[str] | None = None) -> list[FactBase]:
    """Facts of a document in the order of the text.

    Every kind is read even where few are asked for, because what is one kind's word is thereby not another's: a year
    inside a policy reference is no date.
    """
    wanted = check_kinds(kinds)
    candidates = [candidate for extractor in REGISTRY for candidate in extractor.extract(document)]
    facts = [candidate.fact for candidate in settle(candidates)]
    wanted_facts = [fact for fact in facts if getattr(fact, "kind", None) in wanted]
    return sorted(wanted_facts, key=lambda fact: (fact.start, -fact.end))


def read(source: str, given: Given | None = None) -> Document:
    """A document from a text.

    Raises:
        EmptyTextError: The text holds nothing but white space.
    """
    if not source or source.isspace():
        raise EmptyTextError("the text is empty", field="text", remedy="send the article's text")
    return Document(source, given)


__all__: Sequence[str] = ["check_kinds", "extract", "read"]
