"""A paragraph as a row of chunks: offices, forms of address, heads, known names, runs that could be persons' names."""

from collections.abc import Iterator, Sequence

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import LEADING, PASSING, Chunk, single
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.name_runs import after_particles, capital_at, joined, name_at
from boctach.extractors.person.words import Words, longest

_CAPITAL_ADDRESS = ("Ông", "Bà", "Ngài", "Mr", "Mrs", "Ms", "Dr")


class Chunks(list[Chunk]):
    """For each word of a paragraph the chunk that it belongs to.

    So ``chunks[chunk.first - 1]`` is the chunk before another, and ``chunks[chunk.last]`` the one after it.

    Attributes:
        turns: First words of the chunks that matter even where no office is under way. Common words, stop words and
            verbs do not; nor do nouns, forms of address and numbers with one of those after them, nor a known name or
            a lone capital with one of those before it.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(_lower(len(words)))
        self.turns: list[int] = []
        end = 0
        leading: Chunk | None = None  # matters if another follows at once
        for at, linked in zip(words.telling, words.linked, strict=True):
            if at < end:
                continue
            word = words[at]
            if not linked:
                self[at] = chunk = word.single[at]
            else:
                self[at] = chunk = _capital(words, at, self) if word.capital else _small(words, at, self)
                if chunk.last > at + 1:
                    end = chunk.last
                    self[at:end] = [chunk] * chunk.length
            if chunk.kind in PASSING:
                continue
            if leading is not None and leading.last == at:
                self.turns.append(leading.first)
            leading = chunk if chunk.kind in LEADING and chunk.sort != "trade" else None
            if leading is None and not (nameless(words, chunk) and _cut_off(words, self.before(at))):
                self.turns.append(at)

    def before(self, at: int) -> Chunk | None:
        """The chunk before the one that begins at a word."""
        return self[at - 1] if at else None

    def since(self, at: int) -> Iterator[Chunk]:
        """The chunks from the one that begins at a word."""
        while at < len(self):
            yield (chunk := self[at])
            at = chunk.last


_LOWER = [single("lower")[at] for at in range(1 << 11)]


def _lower(length: int) -> Sequence[Chunk]:
    """A row of common words."""
    return _LOWER[:length] if length <= len(_LOWER) else [single("lower")[at] for at in range(length)]


def _cut_off(words: Words, before: Chunk | None) -> bool:
    """Whether what stands before a chunk keeps all before that from mattering to it."""
    return before is None or (
        before.kind in PASSING and words[before.first].text not in lexicon.particles("conjunction")
    )


def nameless(words: Words, chunk: Chunk) -> bool:
    """Whether a run of capitals is no person's name without something before it that makes it one."""
    return chunk.kind == "known" or (chunk.kind == "capital" and chunk.length == 1 and not words[chunk.first].given)


def _run_begins(words: Words, at: int) -> bool:
    """Whether the word after a capital may be of the same name."""
    return at + 1 < len(words) and (words[at + 1].capital or words[at + 1].particle)


def _small(words: Words, at: int, chunks: Chunks) -> Chunk:
    """The chunk that begins at a word without a capital, where those before it are known."""
    word = words[at]
    if word.particle:
        before = chunks.before(at)
        begun = after_particles(words, at) if before is not None and before.kind in ("office", "address") else at
        family = name_at(words, begun) if begun > at else None
        if family is not None and family.spelling == "foreign":
            return family._replace(first=at)
    phrase = longest(words, at, word.phrases)
    if phrase is not None and phrase[0] > 1:
        length, meaning = phrase
        return Chunk(meaning.role, at, at + length, meaning.sort)
    return word.single[at]


def _capital(words: Words, at: int, chunks: Chunks) -> Chunk:
    """The chunk that begins at a capital, where those before it are known."""
    word = words[at]
    name = None if word.vietnamese and not _run_begins(words, at) else name_at(words, at)
    if name is None and word.phrases is None:
        return capital_at(words, at)
    before = chunks.before(at)
    if name is not None and before is not None and before.sort in ("post", "group", "institution"):
        name = _without_institution(words, name)
    cue = longest(words, at, word.cues)
    known = longest(words, at, word.known)
    if cue is not None and _cue_wins(words, at, cue, known, name):
        length, meaning = cue
        return Chunk(meaning.role, at, at + length, meaning.sort)
    if known is not None and _known_wins(words, at, known, name, before):
        return Chunk("known", at, at + known[0], known[1].sort)
    return name or capital_at(words, at)


def _cue_wins(
    words: Words,
    at: int,
    cue: tuple[int, Meaning],
    known: tuple[int, Meaning] | None,
    name: Chunk | None,
) -> bool:
    length, meaning = cue
    if known is not None and known[0] > length:
        return False
    if length > 1 and meaning.role in ("stop", "verb"):
        return words.gaps[at].opens
    if length == 1 and meaning.role == "stop" and at > 0 and words[at - 1].shape == "lower" and name is None:
        return True
    if length == 1 and meaning.role in ("address", "stop", "verb") and meaning.sort not in ("degree", "rank"):
        if meaning.role == "address" and words[at].text in _CAPITAL_ADDRESS:
            return True
        return words.gaps[at].opens and not (meaning.role != "address" and name is not None)
    if length == 1 and meaning.role == "head" and meaning.sort != "body":
        return words[at].text == "Trường" or (name is None and not words[at].given)
    return name is None or name.spelling != "vietnamese" or length >= 2 or meaning.role == "office"


def _without_institution(words: Words, name: Chunk) -> Chunk:
    """The institution alone where a foreign first name stands inside the run: "CEO Ripple Brad Garlinghouse"."""
    firsts = lexicon.foreign_names()
    if name.spelling == "foreign" and words[name.first].text not in firsts:
        for index in range(name.first + 1, name.last - 1):
            if words[index].text in firsts:
                return Chunk("name", name.first, index, "", "foreign")
    return name


def _known_wins(words: Words, at: int, known: tuple[int, Meaning], name: Chunk | None, before: Chunk | None) -> bool:
    length, meaning = known
    if meaning.sort == "namesake" and before is not None and before.kind in ("office", "address"):
        return False
    if meaning.sort == "city" and before is not None and before.sort == "crown":
        return words[at].text not in lexicon.foreign_names()  # Hoàng hậu Sofia
    if name is None:
        addressed = before is not None and before.kind == "address"
        return not (addressed and length == 1 and at + 1 < len(words) and _given_follows(words, at + 1))
    if name.spelling == "vietnamese":
        rest = words[at + length : name.last]
        given = all(word.given for word in rest)
        addressed = before is not None and before.kind == "address"
        longer = name.sort == "sure" or (given and (length == 1 or addressed or (len(rest) == 1 and length == 2)))
        return not (rest and longer)
    if length > 1 or name.length == 1:
        return True
    office = before is not None and before.kind in ("office", "head")
    return office or words[at].text not in lexicon.foreign_names()


def _given_follows(words: Words, at: int) -> bool:
    return words[at].capital and words[at].given and joined(words, at)
