"""Walks a paragraph's chunks and collects, for every run that may be a person's name, the evidence around it."""

import re
from dataclasses import dataclass, field

from boctach.extractors.person import lexicon
from boctach.extractors.person.appositions import title_after
from boctach.extractors.person.chunk import PASSING, Chunk
from boctach.extractors.person.chunks import Chunks, nameless
from boctach.extractors.person.evidence import Reading
from boctach.extractors.person.neighbours import around
from boctach.extractors.person.shapes import shape_evidence
from boctach.extractors.person.titles import Office, Title
from boctach.extractors.person.words import Words

_WITH_COUNTRY = ("role", "trade", "rank", "degree")  # tay vợt Thụy Sĩ Roger Federer
_ABBREVIATED = ("Jr", "Sr")
_BRACKET = re.compile(r"\([-–]?\)")  # of years: (1907-2001)
_NAMING = ("place", "ward", "street", "institution", "award")


@dataclass(frozen=True, slots=True)
class Walked:
    """What a paragraph's walk has met.

    Attributes:
        readings: Every run that may be a person's name, with the evidence around it.
        absorbed: Words of the runs that a noun before them makes another thing's name.
        trades: Number of words such as "ca sĩ", "diễn viên".
    """

    readings: list[Reading]
    absorbed: frozenset[tuple[str, ...]]
    trades: int


@dataclass(slots=True)
class _Walk:
    """State of the walk through one paragraph."""

    text: str
    words: Words
    chunks: Chunks
    title: Title = field(init=False)
    address: str = ""
    address_words: str = ""
    head: str = ""
    absorbed: str = ""
    readings: list[Reading] = field(default_factory=list)
    absorbed_names: set[tuple[str, ...]] = field(default_factory=set)
    trades: int = 0
    last: int = -1
    skip: int = -1

    def __post_init__(self) -> None:
        self.title = Title(self.words)

    def run(self) -> None:
        at = 0
        for turn in self.chunks.turns:
            if at < turn:
                at = self._reach(at, turn)
            if at < turn:
                self._pass(at, turn)
            at = self._step(self.chunks[turn])
        self._reach(at, len(self.chunks))

    def _reach(self, at: int, turn: int) -> int:
        """Take the chunks before a turn while an office is under way, or an apposition; where the others begin."""
        while at < turn and (self.title.open or at <= self.skip):
            at = self._step(self.chunks[at])
        return at

    def _pass(self, first: int, last: int) -> None:
        """What `_take` does at all these chunks where no office is under way."""
        if not self._tells_origin(first, last):
            self.address = ""
        self.head = ""
        if self.absorbed and not all(self._keeps_absorbed(chunk) for chunk in self.chunks[first:last]):
            self.absorbed = ""

    def _tells_origin(self, first: int, last: int) -> bool:
        """Whether words say no more than where the addressed person comes from: "ca sĩ người Mỹ Kyo York"."""
        if self.address not in _WITH_COUNTRY or self.words[first].text != "người":
            return False
        return all(chunk.kind == "known" for chunk in self.chunks[first + 1 : last])

    def _keeps_absorbed(self, chunk: Chunk) -> bool:
        return chunk.kind == "address" or self._conjunction(chunk)

    def _step(self, chunk: Chunk) -> int:
        """Take a chunk; where the next one begins."""
        if chunk.first < self.skip:
            return chunk.last
        gap = self.words.gaps[chunk.first].sign
        if self.title.open:
            self.title.cross(gap, chunk, self.chunks[chunk.last] if chunk.last < len(self.chunks) else None)
        if gap and not self._address_goes_on(chunk, gap):
            self.address = self.head = ""
        self._take(chunk, gap)
        return chunk.last

    def _address_goes_on(self, chunk: Chunk, gap: str) -> bool:
        """Whether a sign stands between an address and its names: "GS. Trần Văn Khê", "các ca sĩ: Tân Nhàn, …"."""
        if gap != ":":
            return gap == "." and self.address in ("degree", "rank")
        before = self._before(chunk)
        if before is None or before.kind != "address" or self.address != "trade" or not before.first:
            return False
        return self.words[before.first - 1].text in lexicon.particles("plural")

    def _take(self, chunk: Chunk, gap: str) -> None:
        if chunk.kind == "address":
            self._take_address(chunk, gap)
        elif chunk.kind in ("name", "capital", "known"):
            self._take_run(chunk, gap)
        elif chunk.kind == "head":
            self._take_head(chunk, gap)
        elif chunk.kind == "office":
            self.title.office(chunk, kin=self.address == "kin")
            self.address = ""
            if gap or self.head not in ("street", "award"):  # Khu di tích Chủ tịch Hồ Chí Minh
                self.head = ""
        else:
            self._take_other(chunk)

    def _take_head(self, chunk: Chunk, gap: str) -> None:
        before = self._before(chunk)
        compound = (
            not gap
            and chunk.length == 1
            and before is not None
            and before.kind == "capital"
            and not self.words[before.first].opener
        )
        if chunk.sort in _NAMING and not compound:
            self.head = chunk.sort
        elif chunk.sort != "inner":
            self.head = ""
        if self.words[chunk.first].text != "và":
            self.absorbed = ""
        self.address = ""
        self.title.extend(chunk)

    def _take_other(self, chunk: Chunk) -> None:
        if not self._tells_origin(chunk.first, chunk.last):
            self.address = ""
        if chunk.kind not in ("acronym", "number"):
            self.head = ""
        text = self.words[chunk.first].text
        if chunk.kind in ("stop", "verb") and chunk.sort != "noun":
            self.title.close()
        elif text == "là":
            self.title.link()
        else:
            self.title.extend(chunk)
        if text not in lexicon.particles("conjunction"):
            self.absorbed = ""

    def _take_address(self, chunk: Chunk, gap: str) -> None:
        text = self.words[chunk.first].text
        of_a_body = not gap and self._body(self._before(chunk))  # Hội Nhà báo
        foreign_country = text == "Anh" and not self.words.gaps[chunk.first].opens
        if self.head in ("street", "place", "ward") and not gap and text in ("Ông", "Bà", "Cô", "Thầy", "Cậu"):
            self.title.extend(chunk)  # chợ Bà Chiểu
            return
        self.head = ""
        if foreign_country or of_a_body:
            self.title.extend(chunk)
            return
        if not (self.address == "honorific" and chunk.sort in ("degree", "rank", "trade", "role")):
            self.address = chunk.sort
        self.address_words = " ".join(word.text for word in self.words[chunk.first : chunk.last])
        self.trades += chunk.sort == "trade"
        self.title.pause()

    def _words_of(self, chunk: Chunk) -> tuple[str, ...]:
        return tuple([word.text for word in self.words[chunk.first : chunk.last]])

    def _take_run(self, chunk: Chunk, gap: str) -> None:
        if self._bare(chunk) or (not gap and chunk.first and self._tells_origin(chunk.first - 1, chunk.first)):
            return
        if self.head and not gap and not self._unit_before_person(chunk):
            self.absorbed, self.head = self.head, ""
            self.absorbed_names.add(self._words_of(chunk))
            self.address = ""
            self.title.extend(chunk)
            return
        before = self._before(chunk)
        listed = gap in (",", "-", "–", ";") or (not gap and before is not None and self._conjunction(before))
        beside = self.absorbed if listed else ""
        if beside in ("street", "ward", "place"):
            self.absorbed_names.add(self._words_of(chunk))
        unsure = chunk.kind == "capital" or (chunk.kind == "name" and chunk.sort in ("likely", "weak"))
        common = chunk.kind == "capital" or not self.title.open
        if unsure and common and not gap and self._body(before):
            self.title.extend(chunk)
            return
        reading = self._reading(chunk, beside)
        if reading is None:
            if not (chunk.kind == "known" and chunk.sort in ("country", "city") and self.address in _WITH_COUNTRY):
                self.address = ""
            self.title.extend(chunk)
            return
        if not beside:
            self.absorbed = ""
        reading.joined = self._joins(chunk)
        self.last = chunk.last
        self.readings.append(reading)
        if not (chunk.kind == "known" and self.address in _WITH_COUNTRY and not reading.accepted):
            self.address = ""
        institution = self.title.bracketed or "lone-word-of-institution" in reading.evidence
        if reading.accepted or (chunk.kind == "name" and not institution):
            self.title.close()
        else:
            self.title.extend(chunk)

    def _bare(self, chunk: Chunk) -> bool:
        """Whether a run that is no name by itself has nothing before it that could make it one."""
        return not (self.title.open or self.address or self.head or self.absorbed) and nameless(self.words, chunk)

    def _joins(self, chunk: Chunk) -> bool:
        """Whether only a comma or conjunction (and words of address) lies between this run and the last one."""
        if self.last < 0:
            return False
        numbered = False
        for between in self.chunks.since(self.last):
            if between.first == chunk.first:
                break
            if between.kind not in ("address", "number") and not self._conjunction(between):
                return False
            numbered = numbered or between.kind == "number"
        gaps = "".join([gap.sign for gap in self.words.gaps[self.last : chunk.first + 1]])
        if numbered and not gaps.startswith("("):
            return False
        return _BRACKET.sub("", gaps) in ("", ",") and bool(self.last < chunk.first or gaps)

    def _before(self, chunk: Chunk) -> Chunk | None:
        return self.chunks[chunk.first - 1] if chunk.first else None

    def _conjunction(self, chunk: Chunk) -> bool:
        return self.words[chunk.first].text in lexicon.particles("conjunction")

    def _body(self, chunk: Chunk | None) -> bool:
        return chunk is not None and chunk.kind == "head" and chunk.sort == "body"

    def _addressed(self) -> bool:
        return bool(self.address) or (
            self.title.sort in ("faith", "expert") and not (self.title.placed or self.title.pending)
        )

    def _unit_before_person(self, chunk: Chunk) -> bool:
        """Whether an official is named right after his unit's common noun: "Chủ tịch UBND huyện Lê Văn An"."""
        if not self.title.open or chunk.kind != "name" or chunk.spelling != "vietnamese" or chunk.length < 3:
            return False
        return self.head == "place" or (self.head == "ward" and self.words[chunk.first + 1].text in ("Văn", "Thị"))

    def _reading(self, chunk: Chunk, beside: str) -> Reading | None:
        if chunk.kind == "known" and not self.address:
            return None  # a country, a town, a company: most often no person is meant
        words = self._words_of(chunk)
        nameless = chunk.kind == "capital" and chunk.spelling == "vietnamese" and not self._addressed()
        office = None if beside or nameless else self.title.reaches(chunk)
        if not self._possible(chunk, words, office is not None):
            return None
        start, end = self.words.start(chunk.first), self.words.end(chunk.last - 1)
        if words[-1] in _ABBREVIATED and self.text.startswith(".", end):
            end += 1
        reading = Reading(start, end, self.text[start:end], words, chunk)
        if self.address:
            reading.add(self.address, self.address_words)
        introduced = bool(self.address) or self.title.open
        for name, why in shape_evidence(words, chunk, introduced=introduced).items():
            reading.add(name, why)
        if beside:
            reading.add("beside-street" if beside in ("street", "ward", "place") else "beside-institution", beside)
        if office is not None:
            reading.add(office.sort, office.words)
            reading.title = None if office.plural else office.span
            if not self.address and self._is_institution(chunk, office):
                reading.add("lone-word-of-institution", words[0])
        lone = chunk.kind == "capital" and chunk.length == 1 and not introduced
        after = None if lone else title_after(self.words, self.chunks, chunk)
        if after is not None:
            reading.add("office-after", after.words)
            if reading.title is None or (office is not None and office.owner):
                reading.title = after.span
                self.skip = after.last
        for name, why in around(self.words, self.chunks, chunk).items():
            reading.add(name, why)
        return reading

    def _is_institution(self, chunk: Chunk, office: Office) -> bool:
        """Whether a run after an office may be part of its institution instead of the person's name."""
        if chunk.spelling == "foreign" and office.sort in ("post", "group") and self._address_follows(chunk):
            return True
        of_several = office.plural and not self.title.linked
        before = self.chunks[chunk.first - 1]
        brand = office.sort == "group" and before.kind == "known" and before.sort == "institution"
        if chunk.length == 1 and self.words[chunk.first].text in lexicon.foreign_surnames():
            return False
        return chunk.length == 1 and (of_several or brand or self._may_be_placed(office))

    def _address_follows(self, chunk: Chunk) -> bool:
        """Whether the person comes only after the run, which is part of the institution: "… Geely Auto - ông …"."""
        if chunk.last >= len(self.chunks) or self.chunks[chunk.last].kind != "address":
            return False
        return self.words.gaps[chunk.last].sign in (",", "-", "–")

    def _may_be_placed(self, office: Office) -> bool:
        """Whether a lone word after an office may be its institution instead of the person's name."""
        return office.loose or (office.sort in ("post", "group") and not office.placed)

    def _possible(self, chunk: Chunk, words: tuple[str, ...], office: bool) -> bool:
        if max(map(len, words)) == 1:
            return False
        if chunk.kind == "name":
            return True
        if chunk.kind == "known":
            if not words[0][0].isupper():
                return False
            if self.address not in ("honorific", "plural"):
                return chunk.length == 1 and words[0] in lexicon.given_names()
            return chunk.length == 1 or (chunk.sort == "institution" and words[0] in lexicon.families())
        if not (self._addressed() or (chunk.spelling == "plain" and office and chunk.length > 1)):
            if chunk.length == 1:
                return words[0] in lexicon.given_names() and self._stands_alone(chunk)
            stage = words[-1] in lexicon.particles("stage")
            return 2 <= chunk.length <= 4 and all(w in lexicon.given_names() for w in words[: len(words) - stage])
        if self.address in ("trade", "role") and chunk.length == 1:
            return words[0] in lexicon.given_names()
        return chunk.length <= 4

    def _stands_alone(self, chunk: Chunk) -> bool:
        """Whether a single capital inside a sentence is a name, not the first syllable of a longer word."""
        before = self._before(chunk)
        if before is None or chunk.last >= len(self.chunks) or self.words.gaps[chunk.first].opens:
            return False
        after = self.chunks[chunk.last]
        if self.words.gaps[after.first].sign == "" and after.kind not in ("verb", "stop"):
            return False
        return bool(self.words.gaps[chunk.first].sign) or before.kind in PASSING


def collect(text: str, words: Words, chunks: Chunks) -> Walked:
    """Every run of the paragraph that may be a person's name, with the evidence around it."""
    walk = _Walk(text, words, chunks)
    walk.run()
    return Walked(walk.readings, frozenset(walk.absorbed_names), walk.trades)
