"""The office written next to a name: before it ("Thủ tướng Áo Christian Kern") or after it ("…, Giám đốc Sở Y tế")."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from boctach.extractors.person_chunks import Chunk
from boctach.extractors.person_words import Word

LONGEST_TITLE = 40
"""Words of the longest office with its institution."""

_BEFORE_OFFICE = frozenset(
    [
        "nguyên",
        "cựu",
        "quyền",
        "tân",
        "phó",
        "trợ",
        "Nguyên",
        "Cựu",
        "Quyền",
        "Tân",
        "Phó",
        "NGUYÊN",
        "CỰU",
        "QUYỀN",
        "PHÓ",
    ]
)
_PLURALS = frozenset(["các", "những", "nhiều", "số", "hai", "ba", "bốn", "Các", "Những", "Nhiều", "Hai", "Ba", "Bốn"])
_JOINS = ("", "(", ")", "&", "/", "“", "”", '"', ")(")
_DASHES = ("-", "–", "—")


@dataclass(frozen=True, slots=True)
class Office:
    """An office that reaches a name.

    Attributes:
        span: Its words in the clean text.
        words: The office's first words, for evidence.
        sort: The table's class.
        placed: Whether the institution or country is written after the office.
        plural: Whether several persons share it ("các diễn giả").
        last: One past its last word.
    """

    span: tuple[int, int]
    words: str
    sort: str
    placed: bool
    plural: bool = False
    last: int = 0


@dataclass(slots=True)
class Title:
    """An office's phrase that may still reach a name."""

    words: Sequence[Word]
    sort: str = ""
    first: int = 0
    last: int = 0
    office_end: int = 0
    named: str = ""
    pending: str = ""
    paused: bool = False
    linked: bool = False
    placed: bool = field(default=False)

    @property
    def open(self) -> bool:
        """Whether an office's phrase is under way."""
        return bool(self.sort)

    def close(self) -> None:
        """The phrase is over."""
        self.sort = ""
        self.pending = ""
        self.paused = self.linked = self.placed = False

    def cross(self, gap: str, chunk: Chunk, following: Chunk | None) -> None:
        """Account for the signs before a chunk."""
        if not self.open:
            return
        if gap == "," or gap in _DASHES:
            self.pending = gap
            if chunk.kind in ("name", "address", "office", "capital"):
                return
            if chunk.kind == "head" or (chunk.kind == "lower" and following is not None and following.kind == "office"):
                return
            self.close()
        elif gap not in _JOINS and self.words[chunk.first].gap != ".":
            if gap == ")," and chunk.kind in ("name", "address", "office"):
                self.pending = ","
            elif not (self.paused and gap == "."):
                self.close()

    def office(self, chunk: Chunk) -> None:
        """An office begins, or continues the one under way."""
        first = chunk.first
        while first > 0 and self.words[first - 1].text in _BEFORE_OFFICE and not self.words[first].gap.strip():
            first -= 1
        chained = self.open and not self.linked and not self.paused and self.pending not in _DASHES
        if not chained:
            self.first = first
        self.sort = chunk.sort
        self.named = " ".join(word.text for word in self.words[first : chunk.last])
        self.last = self.office_end = chunk.last
        self.pending = ""
        self.paused = self.linked = self.placed = False

    def extend(self, chunk: Chunk) -> None:
        """Words of the institution follow."""
        if not self.open:
            return
        if self.paused or self.linked or (self.pending and chunk.kind != "head"):
            self.close()
            return
        self.pending = ""
        self.last = chunk.last
        self.placed = self.placed or chunk.kind in ("known", "acronym", "capital", "head")
        if self.last - self.first > LONGEST_TITLE:
            self.close()

    def pause(self) -> None:
        """A form of address follows, and after it the name."""
        self.paused = self.open

    def link(self) -> None:
        """The copula follows, and after it the name."""
        self.linked = self.open

    def reaches(self, chunk: Chunk) -> Office | None:
        """The office that belongs to a name at this chunk."""
        if not self.open or chunk.first - self.last > 8:
            return None
        start, end = self.words[self.first].start, self.words[self.last - 1].end
        if self.words[self.last].gap.startswith(")"):
            end += 1
        plural = self.first > 0 and self.words[self.first - 1].text in _PLURALS
        return Office((start, end), self.named, self.sort, self.placed or self.last > self.office_end, plural)


def title_after(words: Sequence[Word], chunks: Sequence[Chunk], index: int) -> Office | None:
    """The office in apposition after the name at ``chunks[index]``."""
    at = index + 1
    if at >= len(chunks):
        return None
    gap = words[chunks[at].first].gap.strip(" \u00a0")
    if gap not in (",", "(", *_DASHES, ",("):
        return None
    first = at
    while (
        at < len(chunks)
        and at - first < 2
        and chunks[at].kind == "lower"
        and (words[chunks[at].first].text in _BEFORE_OFFICE)
    ):
        at += 1
    if at >= len(chunks) or chunks[at].kind != "office":
        return None
    last = _end_after(words, chunks, at, bracket=gap.endswith("("))
    if last is None:
        return None
    start = words[chunks[first].first].start
    end = words[last - 1].end
    if last < len(words) and words[last].gap.startswith(")") and not gap.endswith("("):
        end += 1
    named = " ".join(word.text for word in words[chunks[at].first : chunks[at].last])
    return Office((start, end), named, chunks[at].sort, placed=True, last=last)


def _end_after(words: Sequence[Word], chunks: Sequence[Chunk], office: int, *, bracket: bool) -> int | None:
    """One past the last word of the apposition; None where its office belongs to a name that follows it."""
    last = chunks[office].last
    for index in range(office + 1, len(chunks)):
        chunk = chunks[index]
        gap = words[chunk.first].gap.strip(" \u00a0")
        if chunk.last - chunks[office].first > LONGEST_TITLE:
            break
        if bracket and gap.startswith(")"):
            break
        if chunk.kind == "name" and not gap:
            if not bracket and not _inside_name(chunks, office, index):
                return None
            last = chunk.last
            continue
        if gap in (",", "),") and chunk.kind in ("office", "head"):
            last = chunk.last
            continue
        if gap not in _JOINS and words[chunk.first].gap != ".":
            break
        if chunk.kind in ("address", "stop", "verb") and not _noun(words, chunks, index):
            break
        last = chunk.last
    return last


def _noun(words: Sequence[Word], chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a word that can be a verb stands here as a noun of the institution's name."""
    chunk = chunks[index]
    if chunk.kind != "verb" or chunk.sort != "noun":
        return False
    following = words[chunk.last].text if chunk.last < len(words) else ""
    return chunks[index - 1].kind in ("office", "lower", "head") and following not in ("về", "rằng", "với", "cho")


def _inside_name(chunks: Sequence[Chunk], office: int, index: int) -> bool:
    """Whether a run with a name's shape belongs to the institution: a noun that takes names stands before it."""
    chunk = chunks[index]
    at = index - 1
    while at > office and chunks[at].kind == "head" and chunks[at].sort == "inner":
        at -= 1
    before = chunks[at]
    if before.kind == "head" and before.sort not in ("body", "none"):
        return True
    return chunk.spelling == "foreign" and chunks[office].sort == "post" and before.kind in ("known", "lower", "office")
