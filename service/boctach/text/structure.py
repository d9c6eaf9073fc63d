"""Article structure from plain text: paragraphs and their roles, title, lead, date, source, place, authors.

A text is read line by line: the header down to the first prose, the body, and from below the byline and what the page
puts under an article. Where a line could be either, it is body: real text taken for furniture would lose its facts.
"""

import re
from dataclasses import dataclass, replace
from itertools import islice

from boctach.spans import Span
from boctach.text import byline, dateline, furniture, lines, provinces, timestamp
from boctach.text.given import Given as Given
from boctach.text.given import checked, host
from boctach.text.lines import Line, Role
from boctach.text.paragraphs import Paragraph as Paragraph
from boctach.text.paragraphs import split_after_credits


@dataclass(frozen=True, slots=True)
class Structure:
    """What a text says of itself.

    Attributes:
        paragraphs: All non-blank lines in order; a line that ends in a byline makes two.
        published_at: ISO 8601, a date or a date and time to the minute or second, with a zone only where one is given.
        credits: Spans of picture credits; names in them are no persons of the article.
    """

    paragraphs: tuple[Paragraph, ...]
    section: str | None = None
    title: str | None = None
    lead: str | None = None
    published_at: str | None = None
    source: str | None = None
    url: str | None = None
    place: str | None = None
    authors: tuple[str, ...] = ()
    credits: tuple[Span, ...] = ()


def read(text: str, given: Given) -> Structure:
    """Read the structure of a clean text.

    Raises:
        MetadataError: ``given.published_at`` is no date, or ``given.url`` no URL.
    """
    given = checked(given)
    reader = _Reader(text, given)
    reader.read_header()
    reader.read_body()
    reader.read_end()
    found = tuple(byline.find_credits(text))
    return Structure(
        paragraphs=tuple(split_after_credits(text, reader.lines, found)),
        section=reader.section,
        title=given.title or reader.title,
        lead=given.lead or reader.lead(),
        published_at=given.published_at or reader.published_at,
        source=given.source or reader.source or host(given.url),
        url=given.url,
        place=reader.place,
        authors=given.authors or tuple(dict.fromkeys(reader.authors)),
        credits=found,
    )


# The header is looked for in these many lines.
_HEADER_LINES = 25
_DATELINE_PARAGRAPHS = 3  # a dateline opens one of the first paragraphs
_SHORTEST_LEAD = 25  # words of a lead without a stop
_LONGEST_LEAD = 800
_LONGEST_STAMP = 120  # characters of a line that tells the date of publication
_LONGEST_SLOGAN = 45  # characters of a line in a masthead

_STAMP_WORDS = re.compile(
    r"(?:[Cc]ập nhật|[Đđ]ăng|[Xx]uất bản|[Nn]gày(?: đăng| tạo| xuất bản)?|[Pp]hát hành|[Ll]ần cuối|[Ll]úc"
    r"|[Tt]ác giả|[Nn]guồn|[Tt]heo|bởi|by|PV|BTV|[Tt]hời gian|[Tt]hứ|GMT)\b"
)


class _Reader:
    """Reads the lines of a text in place: their roles, and what they say of the article."""

    def __init__(self, text: str, given: Given) -> None:
        self.text = text
        self.given = given
        self.lines = lines.split(text)
        self.title: str | None = None
        self.section: str | None = None
        self.published_at: str | None = None
        self.source: str | None = None
        self.place: str | None = None
        self.authors: list[str] = []
        self.body_begins = 0
        self._mark_furniture()

    # What the page puts around the article

    def _mark_furniture(self) -> None:
        for at, line in enumerate(self.lines):
            if furniture.is_furniture(line.words):
                line.role = "furniture"
            if at < _HEADER_LINES and furniture.ends_masthead(line.words):
                self._mark_masthead(at)

    def _mark_masthead(self, switch: int) -> None:
        above = self.lines[:switch]
        if all(len(line.words) <= _LONGEST_SLOGAN and _find_stamp(line) is None for line in above):
            for line in above:
                line.role = "furniture"

    # The header

    def read_header(self) -> None:
        """Read the lines above the article's first prose, and the lead."""
        for at, line in enumerate(self.lines[:_HEADER_LINES]):
            self.body_begins = at
            if line.role is None and not self._read_header_line(at, line):
                break
        else:
            self.body_begins = min(len(self.lines), _HEADER_LINES)
        self._read_short_title()

    def _read_header_line(self, at: int, line: Line) -> bool:
        """Read one line of the header; False where the body begins with it."""
        if self._is_title(at, line):
            self.title = self.title or line.words
            line.role = "title"
        elif stamp_role := self._read_stamp(line):
            line.role = stamp_role
        elif furniture.is_section(line.words) and not self._has_title():
            self.section = self.section or line.words
            line.role = "furniture"
        elif self._read_byline(line, labelled=True):
            line.role = "byline"
        elif lines.is_caption(line.words):
            line.role = "caption"
        elif lines.is_prose(line.words) or self._goes_on(at):
            self._read_lead(at, line)
            return False
        else:
            self._read_kicker(line)
        return True

    def _is_title(self, at: int, line: Line) -> bool:
        if self.given.title:
            return lines.same_words(line.words, self.given.title)
        if self.title:
            return line.words == self.title
        if not lines.looks_like_title(line.words) or self._goes_on(at) or at + 1 == len(self.lines):
            # Wires print the title twice, and there it may be a sentence.
            return len(line.words) <= lines.LONGEST_TITLE and self._next_words(at) == line.words
        return (
            len(line.words.split()) >= 4
            and not furniture.is_section(line.words)
            and _find_stamp(line) is None
            and not lines.is_caption(line.words)
            and dateline.read(self.text, line.start, line.end) is None
            and any(lines.is_prose(other.words) for other in self.lines[at + 1 :])
        )

    def _read_short_title(self) -> None:
        """Take the only line above the prose for the title, though it has few words."""
        headings = [line for line in self.lines[: self.body_begins] if line.role == "heading"]
        if len(headings) == 1 and not self._has_title() and self.body_begins < len(self.lines):
            (line,) = headings
            if lines.looks_like_title(line.words) and len(line.words.split()) > 1 and _find_stamp(line) is None:
                self.title = line.words
                line.role = "title"

    def _next_words(self, at: int) -> str:
        return self.lines[at + 1].words if at + 1 < len(self.lines) else ""

    def _goes_on(self, at: int) -> bool:
        """Whether a line's sentence goes on in the next line."""
        following = next((line.words for line in islice(self.lines, at + 1, at + 6) if line.role != "furniture"), "")
        return following[:1].islower() and not lines.ends_in_stop(self.lines[at].words)

    def _read_stamp(self, line: Line, *, timed: bool = False) -> Role | None:
        """Read a line that says when the article was published; what else stands there is source, author or counter.

        Where it has to be ``timed``, a date without a time of day is not enough.

        The letterhead of a document ("Hà Nội, ngày …") is its own words, and no furniture.
        """
        stamp = _find_stamp(line) if len(line.words) <= _LONGEST_STAMP else None
        if stamp is None or (timed and not stamp.has_time):
            return None
        before = furniture.without_counters(line.words[: stamp.start])
        after = furniture.without_counters(line.words[stamp.end :])
        host = dateline.find_host(after, 0, len(after)) or dateline.find_host(before, 0, len(before))
        rest = [
            _STAMP_WORDS.sub(" ", part.replace(host or "\n", " ")).strip(" ,.|:;()-–—•·/\"'")
            for part in (before, after)
        ]
        authors = [part for part in rest if part and byline.is_person_name(part, sure=True)]
        places = [part for part in rest if part in provinces.names()]
        named = [part for part in rest if part and part not in authors + places]
        if not all(dateline.is_agency(part) or furniture.is_section(part) for part in named):
            return None
        self.place = self.place or next(iter(places), None)
        self.published_at = self.published_at or stamp.value
        self.source = self.source or host or next(filter(dateline.is_home_agency, named), None)
        self.authors += authors
        return "heading" if places else "furniture"

    def _read_kicker(self, line: Line) -> None:
        """Read a short line of the header that is no title: a place, a reporter, or a heading."""
        name = line.words.strip(" .,|-–")
        if name in provinces.names():
            self.place = self.place or name
            line.role = "heading"
        elif dateline.is_home_agency(name):
            self.source = self.source or name
            line.role = "byline"
        elif self.title and byline.is_person_name(name, sure=True) and byline.begins_with_family_name(name):
            self.authors.append(name)
            line.role = "byline"
        elif self._has_title():
            line.role = "lead" if len(line.words.split()) >= _SHORTEST_LEAD else "heading"
        else:
            line.role = "heading"

    def _has_title(self) -> bool:
        return bool(self.title or self.given.title)

    def _read_lead(self, at: int, line: Line) -> None:
        known = self._has_title() or self.published_at or dateline.read(self.text, line.start, line.end)
        earlier = [other for other in self.lines[:at] if other.role == "lead"]
        snippet = (
            bool(earlier) and earlier[-1] is self.lines[at - 1] and lines.is_cut_short(earlier[-1].words, line.words)
        )
        if not known or len(line.words) > _LONGEST_LEAD or (earlier and not snippet):
            return
        line.role = "lead"
        for following in islice(self.lines, at + 1, at + 6):
            if not self._goes_on(at):
                break
            at += 1
            following.role = following.role or "lead"

    def lead(self) -> str | None:
        """The words of the lead, where there is one."""
        leads = [line.words for line in self.lines if line.role == "lead"]
        if len(leads) > 1 and lines.is_cut_short(leads[0], leads[1]):
            del leads[0]
        return " ".join(leads) or None

    # The body

    def read_body(self) -> None:
        """Read roles of the lines below the header, and the dateline."""
        for at, line in enumerate(self.lines):
            if self.given.title and line.role is None and lines.same_words(line.words, self.given.title):
                line.role = "title"
            if line.role is None and at >= self.body_begins:
                line.role = self._body_role(at, line)
        for line in islice((line for line in self.lines if line.role in ("lead", "body")), _DATELINE_PARAGRAPHS):
            found = dateline.read(self.text, line.start, line.end)
            if found:
                self.source = found.source or self.source
                self.place = found.place or self.place
                break

    def _body_role(self, at: int, line: Line) -> Role:
        above_button = furniture.is_button(self._next_words(at))
        if self._read_byline(line, labelled=not above_button or self._is_signer(at)):
            return "byline"
        if stamp_role := self._read_stamp(line, timed=True):
            return stamp_role
        if lines.is_caption(line.words):
            return "caption"
        if lines.looks_like_heading(line.words) and lines.is_prose(self._next_words(at)):
            return "heading"
        return "body"

    # The end

    def read_end(self) -> None:
        """Read what stands below the article: links, imprint, byline."""
        self._mark_links()
        last = len(self.lines)
        while last and (self.lines[last - 1].role == "furniture" or furniture.is_footer(self.lines[last - 1].words)):
            last -= 1
            self.lines[last].role = "furniture"
        if not self._read_byline_lines(last):
            self._split_byline(last - 1)

    def _mark_links(self) -> None:
        """Titles below "Tin liên quan" are links, where nothing but titles follows."""
        last_text = max((at for at, line in enumerate(self.lines) if lines.is_surely_text(line)), default=-1)
        below = range(max(last_text, self.body_begins) + 1, len(self.lines))
        first = next((at for at in below if furniture.closes_article(self.lines[at].words)), len(self.lines))
        for line in self.lines[first:]:
            line.role = "furniture"

    def _read_byline_lines(self, last: int) -> bool:
        """Read the lines above ``last`` that name the reporter, and the office of an author who is none."""
        at = last - 1
        below_office = at - 1 > self.body_begins and lines.looks_like_office(self.lines[at].words)
        if below_office:
            at -= 1
        if at <= self.body_begins or self.lines[at].role == "caption":
            return False
        if self.lines[at].role != "byline":
            if self._is_signer(at) or not self._read_byline(self.lines[at], labelled=False):
                return False
            self.lines[at].role = "byline"
        if below_office:
            self.lines[at + 1].role = "byline"
        return True

    def _is_signer(self, at: int) -> bool:
        """Whether a line names who signed a document, and no reporter."""
        return at > 0 and byline.announces_signature(self.lines[at - 1].words)

    def _read_byline(self, line: Line, *, labelled: bool) -> bool:
        """Take the byline that a line wholly is, one with a label ("Tin, ảnh:") or any."""
        found = byline.read(self.text, line.start, line.end)
        if found is None or (labelled and not found.labelled):
            return False
        self._take(found)
        return True

    def _split_byline(self, at: int) -> None:
        """Make a paragraph of its own of the byline that ends the last paragraph."""
        while at >= 0 and self.lines[at].role == "furniture":
            at -= 1
        if at < 0:
            return
        line = self.lines[at]
        found = byline.at_end(self.text, line.start, line.end)
        if found and self.text[line.start : found.start].strip():
            self._take(found)
            words = self.text[line.start : found.start].rstrip()
            self.lines[at] = replace(line, end=line.start + len(words), words=words)
            self.lines.insert(at + 1, Line(found.start, line.end, self.text[found.start : line.end], "byline"))

    def _take(self, found: byline.Byline) -> None:
        self.authors += found.authors
        self.source = self.source or found.source


def _find_stamp(line: Line) -> timestamp.Stamp | None:
    return timestamp.find(line.words, 0, len(line.words))
