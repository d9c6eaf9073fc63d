"""Clean text and the map back to the text as sent.

Clean text is in NFC, has one kind of blank and one kind of line end, no invisible characters, ``Đ`` where ``Ð`` (eth)
stands for it, and no marks of Markdown. Each step is a function from `CleanText` to `CleanText` that keeps the map, so
that whatever is read from the clean text can be pointed at in the text as sent.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from boctach.spans import Span


@dataclass(frozen=True, slots=True)
class CleanText:
    """Clean text with, for each of its code points, where it came from.

    Attributes:
        text: The clean text.
        starts: For each clean code point the source offset where what it stands for begins; None where clean and
            source offsets are the same throughout.
        ends: The same for where it ends.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def source_span(self, start: int, end: int) -> Span:
        """The source span of the clean span ``[start, end)``, which must not be empty.

        A letter always comes with all its combining marks.
        """
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])

    def clean_span(self, start: int, end: int) -> Span:
        """The clean span of the source span ``[start, end)``, which `source_span` has given."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(bisect_left(self.starts, start), bisect_right(self.ends, end))


@dataclass(frozen=True, slots=True)
class _Edit:
    """``[start, end)`` gives way to ``text``, every code point of which stands for all that it replaces."""

    start: int
    end: int
    text: str


# Texts of these characters alone are clean already: ASCII without control characters and marks of Markdown, the Latin
# letters of Vietnamese and of European names (but not Ð, ð), and the usual typographic signs.
_UNCLEAN = re.compile(r"[^\n -\"$-)+-^`-~\u00a1-\u00ac\u00ae-\u00cf\u00d1-\u00ef\u00f1-\u017f\u01a0\u01a1\u01af\u01b0"
                      r"\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ab\u20ac]")  # fmt: skip

_EMOJI = r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls, but no line ends
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff]"
    rf"|(?<!{_EMOJI})\u200d|\u200d(?!{_EMOJI})"  # joiners hold some emoji together
)
_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000\ufffc"
)
_ONE_TO_ONE = str.maketrans({**dict.fromkeys(_BLANKS, " "), "Ð": "Đ", "ð": "đ"})

# A text in NFC without any of these has nothing to compose: outside of them no character joins the previous one.
_MAY_JOIN = re.compile(r"[\u0300-\u036f\u0483-\u1dff\u20d0-\u20ff\u2cef-\U0010ffff]")

# Marks after one letter beyond this number are no writing; normalising them takes quadratic time.
_MOST_MARKS = 30

_HEADING = re.compile(r"^ {0,3}#[# ]*(?<= )(?=[\w\"“‘(*])", re.MULTILINE)
_DELIMITERS = re.compile(r"(?<![*_])(?:\*{1,3}|__)(?![*_])|\n")
_BEFORE_OPENING = frozenset(" \n(\"“‘'[-–—/:")
_AFTER_OPENING = frozenset('"“‘(+$')
_AFTER_CLOSING = frozenset(" \n.,;:!?…)]\"”’'-–—/")


def clean(source: str) -> CleanText:
    """Clean a text: named steps in a fixed order; a clean text comes back as it is."""
    cleaned = CleanText(source)
    if _UNCLEAN.search(source):
        for step in STEPS:
            cleaned = step(cleaned)
    if cleaned.starts is not None and _is_identity(cleaned, len(source)):
        return CleanText(cleaned.text)
    return cleaned


def drop_invisible(cleaned: CleanText) -> CleanText:
    """Without control and zero-width characters, soft hyphens, byte order marks and lone surrogates."""
    return _edited(cleaned, (_Edit(m.start(), m.end(), "") for m in _INVISIBLE.finditer(cleaned.text)))


def unify_line_ends(cleaned: CleanText) -> CleanText:
    """Every line end as LF."""
    return _edited(cleaned, (_Edit(m.start(), m.end(), "\n") for m in _LINE_END.finditer(cleaned.text)))


def unify_blanks_and_letters(cleaned: CleanText) -> CleanText:
    """Every blank as an ordinary one, one for one; eth as the Vietnamese letter that looks the same."""
    return CleanText(cleaned.text.translate(_ONE_TO_ONE), cleaned.starts, cleaned.ends)


def normalize(cleaned: CleanText) -> CleanText:
    """In NFC; a letter and its combining marks are one, whether NFC composes them or not."""
    if unicodedata.is_normalized("NFC", cleaned.text) and not _MAY_JOIN.search(cleaned.text):
        return cleaned
    return _edited(cleaned, _compositions(cleaned.text))


def drop_heading_marks(cleaned: CleanText) -> CleanText:
    """Without the ``#`` of Markdown headings."""
    return _edited(cleaned, (_Edit(m.start(), m.end(), "") for m in _HEADING.finditer(cleaned.text)))


def drop_emphasis_marks(cleaned: CleanText) -> CleanText:
    """Without the ``*`` and ``__`` of Markdown emphasis, where an opening and a closing one stand in a line."""
    return _edited(cleaned, _emphasis(cleaned.text))


STEPS: tuple[Callable[[CleanText], CleanText], ...] = (
    drop_invisible,
    unify_line_ends,
    unify_blanks_and_letters,
    normalize,
    drop_heading_marks,
    drop_emphasis_marks,
)


def _edited(cleaned: CleanText, edits: Iterable[_Edit]) -> CleanText:
    """The text with edits, which come in order and without overlap, and the map composed."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    old_starts = cleaned.starts if cleaned.starts is not None else range(len(cleaned.text))
    old_ends = cleaned.ends if cleaned.ends is not None else range(1, len(cleaned.text) + 1)
    at = 0
    for edit in edits:
        pieces += (cleaned.text[at : edit.start], edit.text)
        starts.extend(old_starts[at : edit.start])
        ends.extend(old_ends[at : edit.start])
        starts.extend([old_starts[edit.start]] * len(edit.text))
        ends.extend([old_ends[edit.end - 1]] * len(edit.text))
        at = edit.end
    if at == 0:
        return cleaned
    pieces.append(cleaned.text[at:])
    starts.extend(old_starts[at:])
    ends.extend(old_ends[at:])
    return CleanText("".join(pieces), starts, ends)


def _is_identity(cleaned: CleanText, source_length: int) -> bool:
    return cleaned.starts == list(range(source_length)) and cleaned.ends == list(range(1, source_length + 1))


def joins_previous(char: str) -> bool:
    """Whether normalisation may join a character with those before it: combining marks, Hangul vowels and finals."""
    return char > "\u02ff" and (
        unicodedata.category(char)[0] == "M" or "\u1161" <= char <= "\u1175" or "\u11a8" <= char <= "\u11c2"
    )


def _compositions(text: str) -> Iterator[_Edit]:
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text) and joins_previous(text[at]):
            continue
        if at - start > 1 or text[start] > "\u02ff":
            segment = text[start : min(at, start + 1 + _MOST_MARKS)]
            composed = unicodedata.normalize("NFC", segment)[: 1 + _MOST_MARKS]
            if at - start > 1 or composed != segment:
                yield _Edit(start, at, composed)
        start = at


def _emphasis(text: str) -> list[_Edit]:
    open_marks: dict[str, list[re.Match[str]]] = {}
    paired: list[re.Match[str]] = []
    for match in _DELIMITERS.finditer(text):
        mark = match.group()
        if mark == "\n":
            open_marks.clear()
        elif _opens(text, match) == _closes(text, match):
            continue
        elif _opens(text, match):
            open_marks.setdefault(mark, []).append(match)
        elif open_marks.get(mark):
            paired += (open_marks[mark].pop(), match)
    return [_Edit(m.start(), m.end(), "") for m in sorted(paired, key=lambda m: m.start())]


def _opens(text: str, match: re.Match[str]) -> bool:
    before, after = _neighbours(text, match)
    return before in _BEFORE_OPENING and (after.isalnum() or after in _AFTER_OPENING)


def _closes(text: str, match: re.Match[str]) -> bool:
    before, after = _neighbours(text, match)
    if match.group() == "*" and before.isdigit():
        return False  # stars of a hotel, a footnote: "5*"
    return not before.isspace() and after in _AFTER_CLOSING


def _neighbours(text: str, match: re.Match[str]) -> tuple[str, str]:
    before = text[match.start() - 1] if match.start() else "\n"
    after = text[match.end()] if match.end() < len(text) else "\n"
    return before, after
