"""A paragraph as a row of chunks: offices, forms of address, heads, known names, runs that could be persons' names."""

from collections.abc import Iterator, Sequence

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import PASSING, Chunk, single
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.name_runs import after_particles, capital_at, joined, name_at
from boctach.extractors.person.words import Words, longest

_CAPITAL_ADDRESS = ("Ông", "Bà", "Ngài", "Mr", "Mrs", "Ms", "Dr")


class Chunks(list[Chunk]):
    """For each word of a paragraph the chunk that it belongs to.

    So ``chunks[chunk.first - 1]`` is the chunk before another, and ``chunks[chunk.last]`` the one after it.

    Attributes:
        turns: First words of the chunks that mean something by themselves: all but common words, stop words and
            verbs, which but end or go on what stands before them.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(_lower(len(words)))
        self.turns: list[int] = []
        texts = words.texts
        end = 0
        for at in [at for at, word in enumerate(words) if not word.common]:
            if at < end:
                continue
            word = words[at]
            if word.passing and texts[at + 1] not in word.following:
                self[at] = word.single[at]
                continue
            before = self[at - 1] if at else None
            self[at] = chunk = _capital(words, at, before) if word.capital else _small(words, at, before)
            if chunk.last > at + 1:
                end = chunk.last
                self[at:end] = [chunk] * chunk.length
            if chunk.kind not in PASSING:
                self.turns.append(at)

    def since(self, at: int) -> Iterator[Chunk]:
        """The chunks from the one that begins at a word."""
        while at < len(self):
            yield (chunk := self[at])
            at = chunk.last


_LOWER = [single("lower")[at] for at in range(1 << 11)]


def _lower(length: int) -> Sequence[Chunk]:
    """A row of common words."""
    return _LOWER[:length] if length <= len(_LOWER) else [single("lower")[at] for at in range(length)]


def _small(words: Words, at: int, before: Chunk | None) -> Chunk:
    """The chunk that begins at a word without a capital; ``before`` is the one that ends there, if any."""
    word = words[at]
    if word.particle and before is not None and before.kind in ("office", "address"):
        begun = after_particles(words, at)
        family = name_at(words, begun) if begun > at else None
        if family is not None and family.spelling == "foreign":
            return family._replace(first=at)
    phrase = longest(words, at, word.phrases)
    if phrase is not None and phrase[0] > 1:
        length, meaning = phrase
        return Chunk(meaning.role, at, at + length, meaning.sort)
    return word.single[at]


def _capital(words: Words, at: int, before: Chunk | None) -> Chunk:
    """The chunk that begins at a capital."""
    word = words[at]
    cue = longest(words, at, word.cues) if word.cues else None
    known = longest(words, at, word.known) if word.known else None
    name = name_at(words, at)
    if name is not None and before is not None and before.sort in ("post", "group", "institution"):
        name = _without_institution(words, name)
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
