"""A paragraph as a row of chunks: offices, forms of address, heads, known names, runs that could be persons' names."""

from collections.abc import Sequence

from boctach.extractors.person import lexicon
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.name_runs import Chunk, after_particles, capital_at, joined, name_at
from boctach.extractors.person.words import Words, cue_at, known_at, longest

_PASSING = ("lower", "stop", "verb")
_CAPITAL_ADDRESS = ("Ông", "Bà", "Ngài", "Mr", "Mrs", "Ms", "Dr")


class Chunks(list[Chunk]):
    """The chunks of a paragraph's words, in order, without gaps.

    Attributes:
        turns: Places in the list of those that mean something by themselves: all but common words, stop words and
            verbs, which but end or go on what stands before them.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.turns: list[int] = []
        at = 0
        for index in [index for index, word in enumerate(words) if not word.common]:
            if index < at:
                continue
            before = self[-1] if index == at and self else None
            chunk = _capital(words, index, before) if words[index].capital else _small(words, index, before)
            if chunk is not None:
                if index > at:
                    self += _common(at, index)
                if chunk.kind not in _PASSING:
                    self.turns.append(len(self))
                self.append(chunk)
                at = chunk.last
        self += _common(at, len(words))


_COMMON = [Chunk("lower", at, at + 1) for at in range(1 << 11)]


def _common(first: int, last: int) -> Sequence[Chunk]:
    """A chunk for each of the common words ``[first, last)``: most words of most texts, and made only once."""
    return _COMMON[first:last] if last <= len(_COMMON) else [Chunk("lower", at, at + 1) for at in range(first, last)]


def _small(words: Words, at: int, before: Chunk | None) -> Chunk | None:
    """The chunk that begins at a word without a capital, if any does; ``before`` is the one that ends there, if any."""
    word = words[at]
    if word.particle and before is not None and before.kind in ("office", "address"):
        begun = after_particles(words, at)
        family = name_at(words, begun) if begun > at else None
        if family is not None and family.spelling == "foreign":
            return family._replace(first=at)
    phrase = longest(words, at, word.phrases)
    if phrase is not None:
        length, meaning = phrase
        return Chunk(meaning.role, at, at + length, meaning.sort)
    return Chunk("number", at, at + 1) if word.shape == "number" else None


def _capital(words: Words, at: int, before: Chunk | None) -> Chunk:
    """The chunk that begins at a capital."""
    cue, known = cue_at(words, at), known_at(words, at)
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
