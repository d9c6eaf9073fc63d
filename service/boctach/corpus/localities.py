"""Which province or city a fact is about: the one that a number states, or the only one that is named around it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from boctach.document import Document
from boctach.spans import Span
from boctach.text import provinces

_NOUN: Final = re.compile(r"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?) ?\Z")
# A place that a report comes from, a newspaper or a body of another town that only bears its name.
_NOT_MEANT: Final = re.compile(
    r"(?:[Bb]áo|[Đđ]ại học|[Tt]rường|[Ss]ân bay|[Cc]ảng|[Đđ]ường|[Pp]hố|[Qq]uốc lộ) (?:\w+ )?\Z"
)
_BEFORE: Final = 24


class Named(NamedTuple):
    """A province or city and where it is named in the text as sent."""

    start: int
    name: str


class Layout(NamedTuple):
    """What a text holds beside its facts.

    Attributes:
        sentences: Spans in the text as sent, in order.
        named: Its provinces and cities, in order.
        headline: One past the last character of title and lead.
    """

    sentences: Sequence[Span]
    named: Sequence[Named]
    headline: int


def read(document: Document, headline: int = 0) -> Layout:
    """Sentences that may hold facts and the localities of a document.

    Args:
        document: The document.
        headline: How much of its text as sent is title and lead that came beside it.
    """
    anchors = [document.anchor(sentence.start, sentence.end) for sentence in document.sentences]
    head = max([headline, *(document.anchor(p.start, p.end)["end"] for p in document.paragraphs if p.role == "title")])
    clean = document.text
    named = []
    for paragraph in document.paragraphs:
        for match in provinces.gazetteer().find(clean, paragraph.start, paragraph.end):
            before = clean[max(paragraph.start, match.start - _BEFORE) : match.start]
            if _NOT_MEANT.search(before) or (match.entry.ambiguous and not _NOUN.search(before)):
                continue
            named.append(Named(document.anchor(match.start, match.end)["start"], match.entry.unit.name))
    return Layout([Span(anchor["start"], anchor["end"]) for anchor in anchors], named, head)


class About(NamedTuple):
    """The locality that something is about, and what says so: subject, sentence, headline or article."""

    locality: str | None = None
    source: str | None = None


def of(layout: Layout, sentence: Span) -> About:
    """The locality of a sentence: the only one named in it, else in the headline, else in the article."""
    inside = _between(layout.named, sentence.start, sentence.end)
    headline = _between(layout.named, 0, layout.headline)
    article = {one.name for one in layout.named}
    for source, names in (("sentence", inside), ("headline", headline), ("article", article)):
        if names:
            return About(names.pop(), source) if len(names) == 1 else About()
    return About()


def _between(named: Sequence[Named], start: int, end: int) -> set[str]:
    first, last = (bisect_left(named, at, key=lambda one: one.start) for at in (start, end))
    return {one.name for one in named[first:last]}
