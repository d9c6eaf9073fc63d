"""The office written next to a name: before it ("Thủ tướng Áo Christian Kern") or after it ("…, Giám đốc Sở Y tế")."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from boctach.extractors import person_lexicon as lexicon
from boctach.extractors.person_chunks import Chunk
from boctach.extractors.person_words import Word

LONGEST_TITLE = 40
"""Words of the longest office with its institution."""

_CHAIN, _CHAIN_AFTER_COMMA = 5, 16
"""Words of institution between two offices of one person, without and with a comma between them."""

_CLAUSE = 4
"""Common words after a bare office from which on they are a clause of its own."""

_NAMED = ("institution", "street")
_JOINS = ("", "(", ")", "&", "/", ")(")
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
        loose: Whether its last words are common words, so that what follows need not belong to it.
        last: One past its last word.
    """

    span: tuple[int, int]
    words: str
    sort: str
    placed: bool
    plural: bool = False
    loose: bool = False
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
    after_name: bool = False
    bracketed: bool = False
    in_body: bool = False
    tail: str = ""
    link_word: str = ""

    @property
    def open(self) -> bool:
        """Whether an office's phrase is under way."""
        return bool(self.sort)

    def close(self) -> None:
        """The phrase is over."""
        self.sort = ""
        self.pending = ""
        self.paused = self.linked = self.placed = self.after_name = self.bracketed = False

    def cross(self, gap: str, chunk: Chunk, following: Chunk | None) -> None:
        """Account for the signs before a chunk."""
        if not self.open:
            return
        self.bracketed = "(" in gap or (self.bracketed and ")" not in gap)
        if gap in _DASHES and chunk.kind == "known" and self.tail in ("known", "capital"):
            return  # Hội Hữu nghị Việt - Nga
        if gap == "," or gap in _DASHES:
            self.pending = gap
            if chunk.kind in ("name", "address", "office", "capital"):
                return
            if (
                chunk.kind == "head"
                or (chunk.kind == "known" and self.after_name and gap == ",")
                or (chunk.kind == "lower" and following is not None and following.kind == "office")
            ):
                return
            self.close()
        elif gap not in _JOINS and not _abbreviation_dot(self.words, chunk.first):
            if gap == ")," and chunk.kind in ("name", "address", "office"):
                self.pending = ","
            elif not (self.paused and gap == "."):
                self.close()

    def office(self, chunk: Chunk) -> None:
        """An office begins, or continues the one under way."""
        first = chunk.first
        while (
            first > 0
            and self.words[first - 1].text in lexicon.particles("former")
            and not self.words[first].gap.strip()
        ):
            first -= 1
        apart = self.linked or self.paused or self.sort == "group" or self.pending in _DASHES or self.link_word == "và"
        named = " ".join(word.text for word in self.words[first : chunk.last])
        reach = _CHAIN_AFTER_COMMA if self.pending else _CHAIN
        apart = apart or (not self.placed and self.last - self.office_end >= _CLAUSE)
        chained = self.open and not apart and named != self.named and chunk.first - self.office_end <= reach
        if not chained:
            self.first = first
        self.sort = chunk.sort
        self.named = named
        self.last = self.office_end = chunk.last
        self.pending = ""
        self.paused = self.linked = self.placed = self.after_name = self.bracketed = self.in_body = False
        self.tail = self.link_word = ""

    def extend(self, chunk: Chunk) -> None:
        """Words of the institution follow."""
        if not self.open:
            return
        listed = chunk.kind == "head" or (self.pending == "," and (chunk.kind == "known" or self.in_body))
        verb = chunk.kind == "verb" and chunk.length == 1 and (self.last == self.office_end or self.after_name)
        if self.paused or self.linked or verb or (self.pending and not listed) or self._past_the_name(chunk):
            self.close()
            return
        self.in_body = (self.in_body and chunk.kind != "known") or (chunk.kind == "head" and chunk.sort == "body")
        name = " ".join(word.text for word in self.words[chunk.first : chunk.last])
        direct = self.last == self.office_end and chunk.kind == "capital" and chunk.length > 1
        self.after_name = chunk.kind == "known" or direct
        self.tail = "loose" if chunk.kind == "lower" and self.tail != "capital" else chunk.kind
        self.link_word = name if name in lexicon.particles("dangling") else ""
        self.pending = ""
        self.last = chunk.last
        self.placed = self.placed or chunk.kind in ("known", "acronym", "capital", "head", "name")
        if self.last - self.first > LONGEST_TITLE:
            self.close()

    def _past_the_name(self, chunk: Chunk) -> bool:
        return self.after_name and _leaves(self.words, chunk)

    def pause(self) -> None:
        """A form of address follows, and after it the name."""
        self.paused = self.open

    def link(self) -> None:
        """The copula follows, and after it the name."""
        self.linked = self.open

    def reaches(self, chunk: Chunk) -> Office | None:
        """The office that belongs to a name at this chunk."""
        if not self.open or self.bracketed or chunk.first - self.last > 8 or self.link_word:
            return None
        start, end = self.words[self.first].start, self.words[self.last - 1].end
        if self.words[self.last].gap.startswith(")") and _bracket_open(self.words, self.first, self.last):
            end += 1
        plural = self.first > 0 and self.words[self.first - 1].text in lexicon.particles("plural")
        return Office(
            (start, end),
            self.named,
            self.sort,
            self.placed or self.last > self.office_end,
            plural,
            self.tail == "loose",
        )


def _abbreviation_dot(words: Sequence[Word], at: int) -> bool:
    """Whether the full stop before a word belongs to an abbreviation: "TP.HCM", "TP. Hải Dương"."""
    return words[at].gap == "." or (words[at].gap == ". " and words[at - 1].text in lexicon.particles("abbreviation"))


def _leaves(words: Sequence[Word], chunk: Chunk) -> bool:
    """Whether words after the name of a country or institution belong to the office no more."""
    if chunk.kind == "capital":
        return words[chunk.first].text in lexicon.sentence_openers()
    return chunk.kind == "lower" and lexicon.title_links().longest(words, chunk.first) is None


def _bracket_open(words: Sequence[Word], first: int, last: int) -> bool:
    return any("(" in words[index].gap for index in range(first + 1, last))


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
        and chunks[at].kind in ("lower", "capital")
        and (words[chunks[at].first].text in lexicon.particles("former"))
    ):
        at += 1
    if at >= len(chunks) or chunks[at].kind != "office":
        return None
    last = _end_after(words, chunks, at, bracket=gap.endswith("("))
    if last is None:
        return None
    start = words[chunks[first].first].start
    end = words[last - 1].end
    if last < len(words) and words[last].gap.startswith(")") and _bracket_open(words, chunks[first].first, last):
        end += 1
    named = " ".join(word.text for word in words[chunks[at].first : chunks[at].last])
    return Office((start, end), named, chunks[at].sort, placed=True, last=last)


def _end_after(words: Sequence[Word], chunks: Sequence[Chunk], office: int, *, bracket: bool) -> int | None:
    """One past the last word of the apposition; None where its office belongs to a name that follows it."""
    last = chunks[office].last
    cut: int | None = None
    in_body = False
    for index in range(office + 1, len(chunks)):
        chunk = chunks[index]
        gap = words[chunk.first].gap.strip(" \u00a0")
        if chunk.last - chunks[office].first > LONGEST_TITLE:
            break
        if bracket and gap.startswith(")"):
            break
        if chunk.kind == "name" and not gap:
            if not bracket and not _inside_name(chunks, office, index):
                return cut
            last = chunk.last
            continue
        and_before = words[chunk.first - 1].text == "và"
        if gap in (",", "),") and (_goes_on_after_comma(words, chunk) or (chunk.kind == "capital" and in_body)):
            cut = last if chunk.kind == "office" else cut
            last = chunk.last
            continue
        if and_before and chunk.kind == "office":
            cut = chunk.first - 1
        in_body = (in_body and chunk.kind != "known") or (chunk.kind == "head" and chunk.sort == "body")
        pair = gap in _DASHES and chunk.kind == "known" and chunks[index - 1].kind in ("known", "capital")
        if gap not in _JOINS and not pair and not _abbreviation_dot(words, chunk.first):
            break
        if chunk.kind in ("address", "stop", "verb") and not _noun(words, chunks, index):
            break
        after_name = chunks[index - 1].kind == "known"
        if after_name and _leaves(words, chunk):
            break
        last = chunk.last
    while last > chunks[office].last and words[last - 1].text in lexicon.particles("dangling"):
        last -= 1
    return last


def _goes_on_after_comma(words: Sequence[Word], chunk: Chunk) -> bool:
    """Whether an office's phrase goes on after a comma: with another office, a larger unit or a place."""
    if chunk.kind == "head":
        return chunk.sort in ("body", "place", "ward") or (chunk.sort in _NAMED and words[chunk.first].capital)
    return chunk.kind == "office"


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
    return (
        chunk.spelling == "foreign"
        and chunks[office].sort in ("post", "group")
        and before.kind in ("known", "lower", "office")
    )
