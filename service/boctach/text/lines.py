"""Lines of a text, and what each looks like by itself: prose, a title, a heading, a caption."""

import re
from dataclasses import dataclass
from typing import Literal

from boctach.text import byline, furniture

Role = Literal["title", "lead", "heading", "body", "caption", "byline", "furniture"]


@dataclass(slots=True)
class Line:
    """A non-blank line ``[start, end)`` without the blanks around it; its role once that is known."""

    start: int
    end: int
    words: str
    role: Role | None = None


LONGEST_TITLE = 200
_LONGEST_HEADING = 140
LONGEST_CAPTION = 400

_STOP_AT_END = re.compile(r"[.;:!?…]/?\.?[\"”’')\]]{0,2}\Z")
_TITLE_STOP = re.compile(r"(?:\.\.\.|[?!…])[\"”’']?\Z")
_LONGEST_STOP = 5  # characters of either, so that only the end of a line is searched
_CAPTION = re.compile(
    r"\(?(?:[Ảả]nh|ẢNH|[Vv]ideo|[Cc]lip|[Đđ]ồ họa|[Hh]ình|[Nn]guồn ảnh)\s?"
    r"(?:minh h[oọ][aạ]|tư liệu|chụp màn hình)?\s?(?::|\.?\)?\Z)"
    r"|[Ảả]nh minh h[oọ][aạ]"
)
_CAPTION_END = re.compile(
    r"\(\s?(?:[Ảả]nh|[Hh]ình)\s(?:minh h[oọ][aạ]|tư liệu)[^()]{0,60}\)\s?[.*]?\Z"
    r"|[Ảả]nh minh h[oọ][aạ](?::[^.:]{0,90})?\.?\Z"
)


def split(text: str) -> list[Line]:
    """The non-blank lines of a text; a button that runs into the next word makes a line of its own."""
    lines = []
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            button = furniture.glued_button(words)
            if button:
                lines.append(Line(start, start + button, words[:button]))
            lines.append(Line(start + button, start + len(words), words[button:]))
        at += len(line) + 1
    return lines


def ends_in_stop(words: str) -> bool:
    """Whether a line ends as a sentence or a part of one does."""
    return _STOP_AT_END.search(words, max(0, len(words) - _LONGEST_STOP)) is not None


def is_prose(words: str) -> bool:
    """Whether a line is surely no title and no heading: too long, or a sentence."""
    return len(words) > LONGEST_TITLE or (ends_in_stop(words) and len(words.split()) >= 8 and not _may_end_title(words))


def looks_like_title(words: str) -> bool:
    """Whether a line could be a title: short, opening with a capital, without a stop."""
    opens = words.lstrip("\"“‘'([")[:1]
    stops = ends_in_stop(words) and not _may_end_title(words)
    return len(words) <= LONGEST_TITLE and (opens.isupper() or opens.isdigit()) and not stops


def _may_end_title(words: str) -> bool:
    """Whether a line ends in a stop that titles end in, too."""
    return _TITLE_STOP.search(words, max(0, len(words) - _LONGEST_STOP)) is not None


def looks_like_heading(words: str) -> bool:
    """Whether a line could be a heading within an article."""
    return len(words) <= _LONGEST_HEADING and looks_like_title(words) and not words.endswith((",", "..."))


def is_surely_text(line: Line) -> bool:
    """Whether a line is no link to another article: it ends in a stop or is longer than titles are."""
    return line.role != "furniture" and (ends_in_stop(line.words) or len(line.words) > LONGEST_TITLE)


def looks_like_office(words: str) -> bool:
    """Whether a line could be the office of the author above it."""
    return byline.names_office(words) and len(words) <= 120 and not ends_in_stop(words)


def is_caption(words: str) -> bool:
    """Whether a line is a picture's caption: it begins or ends with a credit, or says so."""
    if len(words) > LONGEST_CAPTION:
        return False
    if _CAPTION.match(words) or _CAPTION_END.search(words):
        return True
    return any(len(words) - credit.end <= 2 for credit in byline.find_credits(words))


def same_words(words: str, title: str) -> bool:
    """Whether a line is a title, in whatever case, or the beginning of it."""
    words, title = (" ".join(side.split()).casefold() for side in (words, title))
    return words == title or is_cut_short(words, title)


def is_cut_short(words: str, whole: str) -> bool:
    """Whether words are the beginning of others, cut off with dots as search engines do."""
    return len(words) > 20 and words.endswith(("...", "…")) and whole.startswith(words.rstrip(".… "))
