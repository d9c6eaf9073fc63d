"""What a page puts around an article: menus, buttons, related links, imprint; and the names of its sections."""

import functools
import re
from dataclasses import dataclass

from boctach import tables

_VIEWS = re.compile(
    r"\(?\d[\d.,]{0,20}\s*(?:lượt (?:xem|đọc|truy cập|thích)|views?|bình luận|comments?|likes?|chia sẻ|shares?)\)?"
    r"|(?:số )?(?:lượt xem|lượt đọc|lần xem|lần đọc|đã xem|views?|bình luận)\s*+:?\s*+\(?\d[\d.,]*\)?",
    re.IGNORECASE,
)
_FILE = re.compile(r"[\w .()%+-]{1,100}\.(?:png|jpe?g|gif|webp|bmp|svg|mp[34]|pdf|docx?|xlsx?|zip|rar)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_BREADCRUMB = re.compile(r"(?:trang chủ|home)\s*[>/»›|→].{0,150}", re.IGNORECASE)
_LANGUAGE = (
    r"(?:vie?|vn|eng?|kr|ko|jp|ja|cn|zh|fra?|ru|esp?|lao?|kh|km|th|de"
    r"|tiếng việt|english|français|русский|español|中文|日本語|한국어)"
)
_LANGUAGE_SWITCH = re.compile(rf"{_LANGUAGE}(?:\s{{0,3}}[|/·,-]?\s{{0,3}}\b{_LANGUAGE}\b){{1,12}}", re.IGNORECASE)
_SECTION_JOINT = re.compile(r"\s*(?:[-–,&/>»›|]|\bvà\b)\s*")
_SECTION_OPENER = re.compile(r"(?:thông tin|tin tức|tin|chuyên mục|mục)[\s:]\s*")
_LONGEST_LINKS = 400
_EDGE = " \t:.…<>»«›|*•·-–—+!"


@dataclass(frozen=True)
class _Form:
    form: str
    place: str
    gloss: str


@dataclass(frozen=True)
class _Section:
    name: str
    gloss: str


@functools.cache
def _forms(*places: str) -> frozenset[str]:
    return frozenset(row.form for row in tables.read("furniture", _Form, key=("form",)) if row.place in places)


@functools.cache
def _openings(place: str) -> re.Pattern[str]:
    # Longest first, since alternation takes the first that fits.
    forms = sorted(_forms(place), key=len, reverse=True)
    return re.compile(r"[\s*•\-–]{0,4}(?:" + "|".join(map(re.escape, forms)) + ")", re.IGNORECASE)


@functools.cache
def _sections() -> frozenset[str]:
    return frozenset(row.name.casefold() for row in tables.read("sections", _Section, key=("name",)))


def is_furniture(line: str) -> bool:
    """Whether a line, wherever it stands, is nothing but page furniture."""
    return (
        is_button(line)
        or _plain(line) in _forms("motto")
        or (len(line) <= _LONGEST_LINKS and _openings("start").match(line) is not None)
        or any(p.fullmatch(line.strip()) for p in (_VIEWS, _FILE, _ADDRESS, _BREADCRUMB))
        or not any(char.isalnum() for char in line)
        or is_language_switch(line)
    )


def is_button(line: str) -> bool:
    """Whether a line is a button, or the heading of a list of links, as they stand below articles."""
    if len(line) > _LONGEST_LINKS:
        return False
    return _plain(line) in _forms("whole", "closing") or line.strip().casefold() in _forms("whole")


def closes_article(line: str) -> bool:
    """Whether the titles below a line are links to other articles."""
    return _plain(line) in _forms("closing")


def is_footer(line: str) -> bool:
    """Whether a line below an article belongs to the paper's imprint."""
    return _openings("footer").match(line) is not None


def is_language_switch(line: str) -> bool:
    """Whether a line offers the page in several languages."""
    return _LANGUAGE_SWITCH.fullmatch(line.strip()) is not None


def ends_masthead(line: str) -> bool:
    """Whether what stands above a line is the masthead of a page or the letterhead of a document."""
    return is_language_switch(line) or _plain(line) in _forms("motto")


def is_section(line: str) -> bool:
    """Whether a line is the name of a section, or several of them joined."""
    plain = _plain(line)
    if len(plain) > 60 or not plain:
        return False
    opener = _SECTION_OPENER.match(plain)
    return _is_joint_of_sections(plain) or (opener is not None and _is_joint_of_sections(plain[opener.end() :]))


def _is_joint_of_sections(plain: str) -> bool:
    return plain in _sections() or all(part in _sections() for part in _SECTION_JOINT.split(plain))


def glued_button(line: str) -> int:
    """The length of a button's words at the start of a line that run into the next word ("TopHội nhập"), else 0."""
    for at in range(1, min(len(line), 40)):
        if line[at].isupper() and line[at - 1].islower() and line[:at].casefold() in _forms("whole", "closing"):
            return at
    return 0


def without_counters(line: str) -> str:
    """A line without its counts of views and comments."""
    return _VIEWS.sub(" ", line)


@functools.lru_cache(1 << 8)  # each line is asked about in several ways
def _plain(line: str) -> str:
    """The words of a line without case and edges; none of a line that is longer than any furniture."""
    return "" if len(line) > _LONGEST_LINKS else " ".join(line.strip(_EDGE).casefold().split())
