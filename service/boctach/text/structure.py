"""Article structure from plain text: paragraphs and their roles, title, lead, date, source, place, authors.

A text is read line by line: the header down to the first prose, the body, and from below the byline and what the page
puts under an article. Where a line could be either, it is body: real text taken for furniture would lose its facts.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from boctach.errors import MetadataError
from boctach.spans import Span
from boctach.text import byline, dateline, furniture, timestamp
from boctach.text.clean import clean

Role = Literal["title", "lead", "heading", "body", "caption", "byline", "furniture"]


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of the article; it wins over what the text says."""

    title: str | None = None
    url: str | None = None
    published_at: str | None = None
    source: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph ``[start, end)`` of the clean text, without its line ends."""

    start: int
    end: int
    role: Role

    @property
    def holds_facts(self) -> bool:
        """Whether facts may be taken from it."""
        return self.role not in ("furniture", "byline")


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
    given = _checked(given)
    reader = _Reader(text, given)
    reader.read_header()
    reader.read_body()
    reader.read_end()
    return Structure(
        paragraphs=tuple(Paragraph(line.start, line.end, line.role or "body") for line in reader.lines),
        section=reader.section,
        title=given.title or reader.title,
        lead=given.lead or reader.lead(),
        published_at=given.published_at or reader.published_at,
        source=given.source or reader.source or _host(given.url),
        url=given.url,
        place=reader.place,
        authors=given.authors or tuple(dict.fromkeys(reader.authors)),
        credits=tuple(byline.find_credits(text)),
    )


def _checked(given: Given) -> Given:
    """The given values cleaned and checked; blank ones count as absent."""
    title, source, lead = (_one_line(value) for value in (given.title, given.source, given.lead))
    published_at, url = _one_line(given.published_at), _one_line(given.url)
    if published_at:
        parsed = timestamp.parse(published_at)
        if parsed is None:
            raise MetadataError(
                f"no date can be read from {published_at!r}",
                field="published_at",
                remedy="send ISO 8601 (2018-12-25T08:03) or day/month/year (25/12/2018 8:03 AM)",
            )
        published_at = parsed
    if url and not _host(url):
        raise MetadataError(f"{url!r} is no URL", field="url", remedy="send the whole address: https://host/path")
    return replace(given, title=title, source=source, lead=lead, published_at=published_at, url=url)


def _one_line(value: str | None) -> str | None:
    return " ".join(clean(value).text.split()) or None if value else None


def _host(url: str | None) -> str | None:
    """The host of a URL as papers are cited, without ``www``; None where the URL has none."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and parts.scheme in ("http", "https") and "." in host else None


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    words: str
    role: Role | None = None


# The header is looked for in these many lines; longer lines than a title's are prose.
_HEADER_LINES = 25
_LONGEST_TITLE = 200
_LONGEST_HEADING = 140
_LONGEST_CAPTION = 400
_SHORTEST_LEAD = 25  # words of a lead without a stop
_LONGEST_LEAD = 800

_STOP_AT_END = re.compile(r"[.;:!?…]/?\.?[\"”’')\]]{0,2}\Z")
_TITLE_STOP = re.compile(r"(?:\.\.\.|[?!…])[\"”’']?\Z")
_CAPTION = re.compile(
    r"\(?(?:[Ảả]nh|ẢNH|[Vv]ideo|[Cc]lip|[Đđ]ồ họa|[Hh]ình|[Nn]guồn ảnh)\s?"
    r"(?:minh h[oọ][aạ]|tư liệu|chụp màn hình)?\s?(?::|\.?\)?\Z)"
    r"|[Ảả]nh minh h[oọ][aạ]"
)
_CAPTION_END = re.compile(
    r"\(\s?(?:[Ảả]nh|[Hh]ình)\s(?:minh h[oọ][aạ]|tư liệu)[^()]{0,60}\)\s?[.*]?\Z|[Ảả]nh minh h[oọ][aạ]\.?\Z"
)
_STAMP_WORDS = re.compile(
    r"(?:[Cc]ập nhật|[Đđ]ăng|[Xx]uất bản|[Nn]gày(?: đăng| tạo| xuất bản)?|[Pp]hát hành|[Ll]ần cuối|[Ll]úc"
    r"|[Tt]ác giả|[Nn]guồn|[Tt]heo|bởi|by|PV|BTV|[Tt]hời gian|[Tt]hứ|GMT)\b"
)


class _Reader:
    """Reads the lines of a text in place: their roles, and what they say of the article."""

    def __init__(self, text: str, given: Given) -> None:
        self.text = text
        self.given = given
        self.lines = list(_lines(text))
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
            if at < _HEADER_LINES and furniture.is_language_switch(line.words):
                self._mark_masthead(at)

    def _mark_masthead(self, switch: int) -> None:
        above = self.lines[:switch]
        if not any(_is_prose(line.words) for line in above):
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

    def _read_header_line(self, at: int, line: _Line) -> bool:
        """Read one line of the header; False where the body begins with it."""
        if self._is_title(at, line):
            self.title = self.title or line.words
            line.role = "title"
        elif self._read_stamp(line):
            line.role = "furniture"
        elif furniture.is_section(line.words) and not self._has_title():
            self.section = self.section or line.words
            line.role = "furniture"
        elif self._read_byline(line, labelled=True):
            line.role = "byline"
        elif _is_caption(line.words):
            line.role = "caption"
        elif _is_prose(line.words) or self._goes_on(at):
            self._read_lead(at, line)
            return False
        else:
            self._read_kicker(line)
        return True

    def _is_title(self, at: int, line: _Line) -> bool:
        if self.given.title:
            return _same_words(line.words, self.given.title)
        if self.title:
            return line.words == self.title
        if not _looks_like_title(line.words) or self._goes_on(at) or at + 1 == len(self.lines):
            # Wires print the title twice, and there it may be a sentence.
            return len(line.words) <= _LONGEST_TITLE and self._next_words(at) == line.words
        return (
            len(line.words.split()) >= 4
            and not furniture.is_section(line.words)
            and timestamp.find(self.text, line.start, line.end) is None
            and not _is_caption(line.words)
            and dateline.read(self.text, line.start, line.end) is None
            and any(_is_prose(other.words) for other in self.lines[at + 1 :])
        )

    def _next_words(self, at: int) -> str:
        return self.lines[at + 1].words if at + 1 < len(self.lines) else ""

    def _goes_on(self, at: int) -> bool:
        """Whether a line's sentence goes on in the next line."""
        following = next((line.words for line in self.lines[at + 1 :] if line.role != "furniture"), "")
        return following[:1].islower() and not _STOP_AT_END.search(self.lines[at].words)

    def _read_stamp(self, line: _Line) -> bool:
        """Read a line that says when the article was published; what else stands there is source, author or counter."""
        stamp = timestamp.find(self.text, line.start, line.end)
        if stamp is None or len(line.words) > 120:
            return False
        before = furniture.without_counters(self.text[line.start : stamp.start])
        after = furniture.without_counters(self.text[stamp.end : line.end])
        host = dateline.find_host(after, 0, len(after)) or dateline.find_host(before, 0, len(before))
        rest = [
            _STAMP_WORDS.sub(" ", part.replace(host or "\n", " ")).strip(" ,.|:;()-–—•·/\"'")
            for part in (before, after)
        ]
        authors = [part for part in rest if part and byline.is_person_name(part, sure=True)]
        named = [part for part in rest if part and part not in authors]
        if not all(
            dateline.is_agency(part) or furniture.is_section(part) or part in byline.provinces() for part in named
        ):
            return False
        self.published_at = self.published_at or stamp.value
        self.source = self.source or host or next(filter(dateline.is_home_agency, named), None)
        self.authors += authors
        return True

    def _read_kicker(self, line: _Line) -> None:
        """Read a short line of the header that is no title: a place, a reporter, or a heading."""
        name = line.words.strip(" .,|-–")
        if name in byline.provinces():
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

    def _read_lead(self, at: int, line: _Line) -> None:
        known = self._has_title() or self.published_at or dateline.read(self.text, line.start, line.end)
        earlier = [other for other in self.lines[:at] if other.role == "lead"]
        snippet = bool(earlier) and earlier[-1] is self.lines[at - 1] and _is_cut_short(earlier[-1].words, line.words)
        if not known or len(line.words) > _LONGEST_LEAD or (earlier and not snippet):
            return
        line.role = "lead"
        while self._goes_on(at) and at + 1 < len(self.lines):
            at += 1
            self.lines[at].role = self.lines[at].role or "lead"

    def lead(self) -> str | None:
        """The words of the lead, where there is one."""
        leads = [line.words for line in self.lines if line.role == "lead"]
        if len(leads) > 1 and _is_cut_short(leads[0], leads[1]):
            del leads[0]
        return " ".join(leads) or None

    # The body

    def read_body(self) -> None:
        """Read roles of the lines below the header, and the dateline."""
        for at, line in enumerate(self.lines):
            if self.given.title and line.role is None and _same_words(line.words, self.given.title):
                line.role = "title"
            if line.role is None and at >= self.body_begins:
                line.role = self._body_role(at, line)
        for line in self.lines:
            if line.role in ("lead", "body"):
                found = dateline.read(self.text, line.start, line.end)
                if found:
                    self.source = found.source or self.source
                    self.place = found.place or self.place
                    break

    def _body_role(self, at: int, line: _Line) -> Role:
        if self._read_byline(line, labelled=True):
            return "byline"
        if _is_caption(line.words):
            return "caption"
        if _looks_like_heading(line.words) and _is_prose(self._next_words(at)):
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
        last_text = max((at for at, line in enumerate(self.lines) if _is_surely_text(line)), default=-1)
        below = range(max(last_text, self.body_begins) + 1, len(self.lines))
        first = next((at for at in below if furniture.closes_article(self.lines[at].words)), len(self.lines))
        for line in self.lines[first:]:
            line.role = "furniture"

    def _read_byline_lines(self, last: int) -> bool:
        """Read the lines above ``last`` that name the reporter, and the office of an author who is none."""
        at = last - 1
        below_office = at - 1 > self.body_begins and _looks_like_office(self.lines[at].words)
        if below_office:
            at -= 1
        if at <= self.body_begins or self.lines[at].role == "caption":
            return False
        if self.lines[at].role != "byline":
            if not self._read_byline(self.lines[at], labelled=False):
                return False
            self.lines[at].role = "byline"
        if below_office:
            self.lines[at + 1].role = "byline"
        return True

    def _read_byline(self, line: _Line, *, labelled: bool) -> bool:
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
            self.lines.insert(at + 1, _Line(found.start, line.end, self.text[found.start : line.end], "byline"))

    def _take(self, found: byline.Byline) -> None:
        self.authors += found.authors
        self.source = self.source or found.source


def _lines(text: str) -> list[_Line]:
    lines = []
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            button = furniture.glued_button(words)
            if button:
                lines.append(_Line(start, start + button, words[:button]))
            lines.append(_Line(start + button, start + len(words), words[button:]))
        at += len(line) + 1
    return lines


def _is_prose(words: str) -> bool:
    return len(words) > _LONGEST_TITLE or (
        _STOP_AT_END.search(words) is not None and len(words.split()) >= 8 and not _TITLE_STOP.search(words)
    )


def _looks_like_title(words: str) -> bool:
    opens = words.lstrip("\"“‘'([")[:1]
    stops = _STOP_AT_END.search(words) is not None and not _TITLE_STOP.search(words)
    return len(words) <= _LONGEST_TITLE and (opens.isupper() or opens.isdigit()) and not stops


def _looks_like_heading(words: str) -> bool:
    return len(words) <= _LONGEST_HEADING and _looks_like_title(words) and not words.endswith((",", "..."))


def _is_surely_text(line: _Line) -> bool:
    if line.role == "furniture":
        return False
    return _STOP_AT_END.search(line.words) is not None or len(line.words) > _LONGEST_TITLE


def _looks_like_office(words: str) -> bool:
    return byline.names_office(words) and len(words) <= 120 and not _STOP_AT_END.search(words)


def _is_caption(words: str) -> bool:
    if len(words) > _LONGEST_CAPTION:
        return False
    if _CAPTION.match(words) or _CAPTION_END.search(words):
        return True
    return any(len(words) - credit.end <= 2 for credit in byline.find_credits(words))


def _same_words(words: str, title: str) -> bool:
    words, title = (" ".join(side.split()).casefold() for side in (words, title))
    return words == title or _is_cut_short(words, title)


def _is_cut_short(words: str, whole: str) -> bool:
    """Whether words are the beginning of others, cut off with dots as search engines do."""
    return len(words) > 20 and words.endswith(("...", "…")) and whole.startswith(words.rstrip(".… "))
