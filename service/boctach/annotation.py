"""Texts and pages with their facts marked up: ``<mark data-kind=money data-fact=0>1,2 tỷ USD</mark>``.

``data-fact`` is the fact's place in the list of facts. Nothing but marks is added to a page: without them it is again
what the caller sent, byte for byte. A text is escaped.
"""

import html
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, NamedTuple

from boctach.facts import FactBase

# Their text is not shown, or may hold no elements.
_UNMARKED: Final = frozenset(
    {
        *("head", "iframe", "math", "noscript", "option", "script"),
        *("select", "style", "svg", "template", "textarea", "title"),
    }
)
# A paragraph that is not where it should be is looked for in the whole page, but not each of many.
_MOST_LOST: Final = 50


class _Stretch(NamedTuple):
    """A part of a source that is to be marked for one fact."""

    start: int
    end: int
    number: int
    kind: str


def mark_text(text: str, facts: Sequence[FactBase]) -> str:
    """A text as HTML with its facts marked; line ends stay as they are.

    Args:
        text: The text that the facts' offsets are into.
        facts: Facts in any order; they may nest in and cross one another.
    """
    stretches = [_Stretch(fact.start, fact.end, number, _kind(fact)) for number, fact in enumerate(facts)]
    return _marked(text, stretches, html.escape)


def mark_html(markup: str, text: str, facts: Sequence[FactBase]) -> str:
    """A page with the facts of its article marked, wherever their words stand in it as text.

    Args:
        markup: The page as sent.
        text: The article that was read from it, which the facts' offsets are into.
        facts: Facts in any order. One that goes across elements is marked in each of them.
    """
    page = _Page(markup)
    places = _aligned(text, page)
    stretches: list[_Stretch] = []
    for number, fact in enumerate(facts):
        found = [places[at] for at in range(fact.start, fact.end) if places[at] >= 0]
        stretches += (_Stretch(start, end, number, _kind(fact)) for start, end in page.stretches(found))
    return _marked(markup, stretches, lambda part: part)


def _kind(fact: FactBase) -> str:
    return str(getattr(fact, "kind", "fact"))


def _marked(source: str, stretches: Sequence[_Stretch], escape: Callable[[str], str]) -> str:
    """The source with marks that nest in one another: of two that cross, the one that began earlier is cut."""
    opening: dict[int, list[_Stretch]] = defaultdict(list)
    for stretch in stretches:
        opening[stretch.start].append(stretch)
    written: list[str] = []
    opened: list[_Stretch] = []
    at = 0
    for border in sorted({*opening, *(stretch.end for stretch in stretches)}):
        written.append(escape(source[at:border]))
        at = border
        first = next((index for index, stretch in enumerate(opened) if stretch.end <= border), len(opened))
        written += ["</mark>"] * (len(opened) - first)
        again = [stretch for stretch in opened[first:] if stretch.end > border]
        del opened[first:]
        for stretch in sorted([*again, *opening.get(border, ())], key=lambda s: (-s.end, s.start, s.number)):
            # No quotes: the marks are right even where a browser and the parser here differ over what is an attribute.
            written.append(f"<mark data-kind={stretch.kind} data-fact={stretch.number}>")
            opened.append(stretch)
    written.append(escape(source[at:]))
    return "".join(written)


def _aligned(text: str, page: "_Page") -> list[int]:
    """For each character of the article its index among the page's characters, -1 where it is not to be found."""
    places = [-1] * len(text)
    at = lost = 0
    for start, end in _pieces(text):
        solid = [index for index in range(start, end) if not text[index].isspace()]
        sought = "".join(text[index] for index in solid)
        found = page.text.find(sought, at)
        if found < 0 and lost < _MOST_LOST:
            lost += 1
            found = page.text.find(sought, 0, at + len(sought))
        if found >= 0:
            for offset, index in enumerate(solid):
                places[index] = found + offset
            at = found + len(solid)
    return places


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the article that stand in the page without anything added: paragraphs, and the cells of tables."""
    start = 0
    while start < len(text):
        ends = [end for end in (text.find("\n", start), text.find(" | ", start)) if end >= 0]
        end = min(ends, default=len(text))
        if text[start:end].strip():
            yield start, end
        start = end + (3 if text.startswith(" | ", end) else 1)


@dataclass
class _Characters:
    """What a page shows, without white space: for each character where it stands, and in which run of text."""

    letters: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)

    def add(self, letters: str, start: int, end: int, run: int) -> None:
        for letter in letters:
            if not letter.isspace():
                self.letters.append(letter)
                self.starts.append(start)
                self.ends.append(end)
                self.runs.append(run)


class _Page(HTMLParser):
    """The characters that a page shows, with their places in its source."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=False)
        self._markup = markup
        self._lines = [0]
        while (end := markup.find("\n", self._lines[-1])) >= 0:
            self._lines.append(end + 1)
        self._characters = _Characters()
        self._run = 0
        self._unmarked: dict[str, int] = defaultdict(int)
        self.feed(markup)
        self.close()
        self.text = "".join(self._characters.letters)

    def stretches(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Spans of the source that hold these characters, one for each run of text and each jump in it."""
        begun = 0
        for index in range(1, len(places) + 1):
            if index == len(places) or not self._follows(places[index - 1], places[index]):
                yield self._characters.starts[places[begun]], self._characters.ends[places[index - 1]]
                begun = index

    def _follows(self, place: int, other: int) -> bool:
        return other == place + 1 and self._characters.runs[place] == self._characters.runs[other]

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._run += 1
        if tag in _UNMARKED:
            self._unmarked[tag] += 1

    def handle_startendtag(self, tag: str, attributes: object) -> None:
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        self._run += 1
        if self._unmarked.get(tag, 0) > 1:
            self._unmarked[tag] -= 1
        else:
            self._unmarked.pop(tag, None)

    def _interrupt(self, _written: str) -> None:
        self._run += 1

    handle_comment = handle_decl = handle_pi = unknown_decl = _interrupt  # type: ignore[assignment] # it is called by place

    def handle_data(self, data: str) -> None:
        if not self._unmarked:
            start = self._at()
            for offset, letter in enumerate(data, start):
                self._characters.add(letter, offset, offset + 1, self._run)

    def handle_entityref(self, name: str) -> None:
        self._refer(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._refer(f"&#{name}")

    def _refer(self, written: str) -> None:
        if self._unmarked:
            return
        start = self._at()
        end = start + len(written)
        end += self._markup.startswith(";", end)
        self._characters.add(html.unescape(self._markup[start:end]), start, end, self._run)

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
