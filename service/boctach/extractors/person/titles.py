"""The office written before a name: "Thủ tướng Áo Christian Kern"."""

from dataclasses import dataclass, field

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import Chunk
from boctach.extractors.person.words import Words, longest

LONGEST_TITLE = 40
"""Words of the longest office with its institution."""

_CHAIN, _CHAIN_AFTER_COMMA = 5, 16
"""Words of institution between two offices of one person, without and with a comma between them."""

_CLAUSE = 4
"""Common words after a bare office from which on they are a clause of its own."""

JOINS = ("", "(", ")", "&", "/", ")(")
DASHES = ("-", "–", "—")


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
        owner: Whether its holder owns what stands before it, and a comma follows, so that the name may be another's.
        last: One past its last word.
    """

    span: tuple[int, int]
    words: str
    sort: str
    placed: bool
    plural: bool = False
    loose: bool = False
    owner: bool = False
    last: int = 0


@dataclass(slots=True)
class Title:
    """An office's phrase that may still reach a name; none is under way while it is not ``open``."""

    words: Words
    open: bool = False
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
    kin: bool = False

    def close(self) -> None:
        """The phrase is over."""
        self.open = False
        self.sort = self.pending = ""
        self.paused = self.linked = self.placed = self.after_name = self.bracketed = False

    def cross(self, gap: str, chunk: Chunk, following: Chunk | None) -> None:
        """Account for the signs before a chunk."""
        if not self.open:
            return
        self.bracketed = "(" in gap or (self.bracketed and ")" not in gap)
        if gap in DASHES and chunk.kind == "known" and self.tail in ("known", "capital"):
            return  # Hội Hữu nghị Việt - Nga
        if one_noun(self.words, chunk.first):
            return
        if gap == "," or gap in DASHES:
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
        elif gap not in JOINS and not abbreviation_dot(self.words, chunk.first):
            if gap == ")," and chunk.kind in ("name", "address", "office"):
                self.pending = ","
            elif not (self.paused and gap == "."):
                self.close()

    def office(self, chunk: Chunk, *, kin: bool = False) -> None:
        """An office begins, or continues the one under way; ``kin``: a relative of its holder is spoken of."""
        first = chunk.first
        while first > 0 and self._former(first - 1):
            first -= 1
        apart = self.linked or self.paused or self.sort == "group" or self.pending in DASHES or self.link_word == "và"
        named = " ".join(word.text for word in self.words[first : chunk.last])
        reach = _CHAIN_AFTER_COMMA if self.pending else _CHAIN
        apart = apart or (not self.placed and self.last - self.office_end >= _CLAUSE)
        chained = self.open and not apart and named != self.named and chunk.first - self.office_end <= reach
        if not chained:
            self.first, self.kin = first, kin
        self.open = True
        self.sort = chunk.sort
        self.named = named
        self.last = self.office_end = chunk.last
        self.pending = ""
        self.paused = self.linked = self.placed = self.after_name = self.bracketed = self.in_body = False
        self.tail = self.link_word = ""

    def _former(self, at: int) -> bool:
        """Whether "cựu", "nguyên" or the like stands before an office, and is no part of a noun: "chính quyền"."""
        if self.words[at].text not in lexicon.particles("former") or self.words.gaps[at + 1].sign:
            return False
        noun = at > 0 and not self.words.gaps[at].sign
        return not (noun and self.words[at - 1].text.lower() in lexicon.particles("compound"))

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
        inner = chunk.kind == "head" and chunk.sort == "inner"
        self.tail = "loose" if (inner or chunk.kind == "lower") and self.tail != "capital" else chunk.kind
        self.link_word = name if name in lexicon.particles("dangling") else ""
        self.pending = ""
        self.last = chunk.last
        self.placed = self.placed or (chunk.kind in ("known", "acronym", "capital", "head", "name") and not inner)
        if self.last - self.first > LONGEST_TITLE:
            self.close()

    def _past_the_name(self, chunk: Chunk) -> bool:
        return self.after_name and leaves(self.words, chunk)

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
        start, end = self.words.start(self.first), self.words.end(self.last - 1)
        if self.words.gaps[self.last].text.startswith(")") and bracket_open(self.words, self.first, self.last):
            end += 1
        before = self.words[self.first - 1] if self.first else None
        counted = before is not None and before.shape == "number" and not self.words.gaps[self.first].sign
        plural = counted or (before is not None and before.text in lexicon.particles("plural"))
        clause = self.sort == "state" and not self.placed and self.last - self.office_end >= _CLAUSE
        if clause and self.pending:
            return None  # Cảm ơn Thủ tướng dành thời gian tiếp, ông …
        if self.linked and (self.kin or (before is not None and before.text == "của")):
            return None  # con rể Tổng thống là ông …
        return Office(
            (start, end),
            self.named,
            self.sort,
            self.placed or self.last > self.office_end,
            plural,
            self.tail == "loose",
            bool(self.pending) and before is not None and before.text == "của",
        )


def abbreviation_dot(words: Words, at: int) -> bool:
    """Whether the full stop before a word belongs to an abbreviation: "TP.HCM", "TP. Hải Dương"."""
    return words.gaps[at].text == "." or (
        words.gaps[at].text == ". " and words[at - 1].text in lexicon.particles("abbreviation")
    )


def leaves(words: Words, chunk: Chunk) -> bool:
    """Whether words after the name of a country or institution belong to the office no more."""
    if chunk.kind == "capital":
        return words[chunk.first].text in lexicon.sentence_openers()
    link = lexicon.title_links().get(words[chunk.first].text)
    return chunk.kind == "lower" and longest(words, chunk.first, link) is None


def bracket_open(words: Words, first: int, last: int) -> bool:
    """Whether a bracket opens between the words of a phrase."""
    return any("(" in words.gaps[index].text for index in range(first + 1, last))


def one_noun(words: Words, at: int) -> bool:
    """Whether the comma before a word stands inside one noun: "phòng, chống"."""
    return at > 0 and words[at].text == "chống" and words[at - 1].text in ("phòng", "Phòng")
