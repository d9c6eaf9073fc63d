"""Sentences as spans.

Wires print a whole article in one paragraph, and papers forget the blank after a full stop, so every stop is judged
by what stands on its two sides.
"""

import functools
import re
import string
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from boctach import tables
from boctach.spans import Span

_MARKS = ".!?…"
_STOP = re.compile(r"[.!?…]+(?:/\.+)?[\"”’')\]»]*")
_BRACKETS_OPEN = "(["
_OPENING = re.compile(r"\s+(?:[-–—+*•▪●➤]\s*)?[\"“‘'(\[«]{0,3}(?P<first>[^\W_])")
_BRACKETS = re.compile(r"\([^()\n]{0,120}\)|\[[^\[\]\n]{0,120}\]")
_NUMBERING = re.compile(r"[\"“(]?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-Za-zĐđ])\Z")
_THOUSANDS = re.compile(r"\s\d{3}(?!\d)")
_WORDS_OF_ONE_LETTER = "ỞÝÁÀÔÂỪ"
_WORDS = re.compile(r"(?P<first>[^\W\d_]+) ?(?P<second>[^\W\d_]?)")
_WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_]+) [^\W_]{1,3}\Z")
# A name cut to a letter, or to the consonants that a syllable begins with ("anh Ph.").
_INITIALS = {*string.ascii_uppercase, *"ĐÂÔƠƯÝ", "Ch", "Gi", "Kh", "Ng", "Ngh", "Nh", "Ph", "Qu", "Th", "Tr"}
_HOST_SUFFIX = re.compile(r"(?:Com|Net|Org|Vn|Gov|Edu|Info)\b")

# No abbreviation is longer than this, nor a number of which a group of thousands has come apart.
_REACH = 24


@dataclass(frozen=True)
class _Form:
    form: str
    gloss: str


@functools.cache
def _forms(table: str) -> frozenset[str]:
    return frozenset(row.form for row in tables.read(table, _Form, key=("form",)))


def opens_sentence(word: str) -> bool:
    """Whether a word is one that opens sentences and no names."""
    return word in _forms("sentence_openers")


def split(text: str, start: int, end: int) -> list[Span]:
    """Sentences of the paragraph ``text[start:end]``.

    Returns:
        Spans in order, without overlap, that begin and end with no blank and leave out nothing but blanks.
    """
    brackets = deque(bracket.span() for bracket in _found(_BRACKETS, _BRACKETS_OPEN, text, start, end))
    spans: list[Span] = []
    at = _skip_blanks(text, start, end)
    for stop in _found(_STOP, _MARKS, text, start, end):
        while brackets and brackets[0][1] <= stop.end():
            brackets.popleft()
        inside_bracket = bool(brackets) and brackets[0][0] <= stop.start()
        if not inside_bracket and _ends_sentence(text, at, stop, end):
            spans.append(Span(at, stop.end()))
            at = _skip_blanks(text, stop.end(), end)
    while at < end and text[end - 1].isspace():
        end -= 1
    if at < end:
        spans.append(Span(at, end))
    return spans


def _found(pattern: re.Pattern[str], first: str, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What ``re`` finds of a pattern that begins with one of few characters, at a fifth of the cost of its search."""
    places: list[int] = []
    for mark in first:
        places += _places(text, mark, start, end)
    for place in sorted(places):
        if place >= start and (match := pattern.match(text, place, end)):
            yield match
            start = match.end()


def _places(text: str, mark: str, start: int, end: int) -> Iterator[int]:
    at = text.find(mark, start, end)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1, end)


def _skip_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if stop.start() <= start:
        return False
    next_word = _next_word(text, stop.end(), end)
    glued = next_word is None
    if next_word is None:
        next_word = stop.end()
        if not _begins_glued_sentence(text, next_word, end):
            return False
    elif not (text[next_word].isupper() or text[next_word].isdigit()):
        return False
    return stop.group() != "." or _full_stop_ends(text, start, stop.start(), next_word, glued=glued)


def _next_word(text: str, at: int, end: int) -> int | None:
    """Where the first letter or digit after a stop stands that blanks part from it, None where there is none."""
    if at + 1 < end and text[at] == " " and text[at + 1].isalnum():
        return at + 1  # nearly always
    opening = _OPENING.match(text, at, end)
    return opening.start("first") if opening else None


def _begins_glued_sentence(text: str, at: int, end: int) -> bool:
    """Whether a sentence may begin right after a stop: a capital and a small letter, or a word of one letter."""
    if at + 1 >= end or not text[at].isupper():
        return False
    return (text[at + 1].islower() and not _HOST_SUFFIX.match(text, at)) or (
        text[at] in _WORDS_OF_ONE_LETTER and text[at + 1] == " "
    )


def _full_stop_ends(text: str, start: int, stop: int, next_word: int, *, glued: bool) -> bool:
    """Whether a lone full stop ends a sentence rather than an abbreviation, an initial, a numbering or a number."""
    before = text[max(start, stop - _REACH) : stop]
    if len(before) == stop - start and _NUMBERING.match(before):
        return False
    last = _last_piece(before)
    if not last:
        return True
    if last.isdigit() and len(last) <= 3 and _THOUSANDS.match(text, stop + 1):
        return False
    if last in _forms("abbreviations") or (last in _INITIALS and _stands_in_name(text, before, next_word)):
        following = _WORDS.match(text, next_word)
        return following is not None and opens_sentence(following["first"]) and not following["second"].isupper()
    return not (glued and len(last) == 1 and last.isalpha())


def _last_piece(before: str) -> str:
    """The letters and digits that a text ends in."""
    piece = before.rpartition(" ")[2]
    if piece.isalnum():
        return piece  # nearly always
    at = len(before)
    while at and before[at - 1].isalnum():
        at -= 1
    return before[at:]


def _stands_in_name(text: str, before: str, next_word: int) -> bool:
    """Whether an initial stands in a name: after a capitalised word, another initial or nothing, or before a name."""
    earlier = _WORD_BEFORE.search(before)
    if earlier is None or earlier["word"][0].isupper():
        return True
    ahead = _WORDS.match(text, next_word)
    return earlier["word"] != "độ" and ahead is not None and ahead["second"].isupper()
