"""A paragraph as a row of chunks: offices, forms of address, heads, known names, runs that could be persons' names."""

from collections.abc import Collection, Mapping, Sequence

from boctach.extractors.person import lexicon
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.name_runs import Chunk, after_particles, capital_at, joined, name_at, opens_sentence
from boctach.extractors.person.words import Word

_CAPITAL_ADDRESS = ("Ông", "Bà", "Ngài", "Mr", "Mrs", "Ms", "Dr")


def read(words: Sequence[Word]) -> list[Chunk]:
    """The chunks of a paragraph's words, in order, without gaps."""
    chunks: list[Chunk] = []
    chunk: Chunk | None = None
    cues, known, particles = lexicon.cues().beginnings, lexicon.known_names().beginnings, lexicon.particles("particle")
    at = 0
    while at < len(words):
        common = words[at].shape == "lower" and words[at].text not in particles
        if common and not (_may_begin(cues, words, at) or _may_begin(known, words, at)):
            chunk = Chunk("lower", at, at + 1)  # as `_next` would find, with more effort
        else:
            chunk = _next(words, at, chunk)
        chunks.append(chunk)
        at = chunk.last
    return chunks


def _may_begin(beginnings: Mapping[str, Collection[str] | None], words: Sequence[Word], at: int) -> bool:
    """Whether a phrase may begin at a word, by this word and the one behind it."""
    seconds = beginnings.get(words[at].text, ())
    return seconds is None or (bool(seconds) and at + 1 < len(words) and words[at + 1].text in seconds)


def _next(words: Sequence[Word], at: int, before: Chunk | None) -> Chunk:
    word = words[at]
    cue = lexicon.cues().longest(words, at)
    known = lexicon.known_names().longest(words, at)
    if not word.capital:
        begun = after_particles(words, at) if before is not None and before.kind in ("office", "address") else at
        family = name_at(words, begun) if begun > at else None
        if family is not None and family.spelling == "foreign":
            return family._replace(first=at)
        return _lower(words, at, cue, known)
    name = name_at(words, at)
    if name is not None and before is not None and before.sort in ("post", "group", "institution"):
        name = _without_institution(words, name)
    if cue is not None and _cue_wins(words, at, cue, known, name):
        length, meaning = cue
        return Chunk(meaning.role, at, at + length, meaning.sort)
    if known is not None and _known_wins(words, at, known, name, before):
        return Chunk("known", at, at + known[0], known[1].sort)
    if name is not None:
        return name
    return capital_at(words, at)


def _lower(words: Sequence[Word], at: int, cue: tuple[int, Meaning] | None, known: tuple[int, Meaning] | None) -> Chunk:
    if known is not None and (cue is None or known[0] >= cue[0]):
        return Chunk("known", at, at + known[0], known[1].sort)
    if cue is not None:
        return Chunk(cue[1].role, at, at + cue[0], cue[1].sort)
    return Chunk("number" if words[at].shape == "number" else "lower", at, at + 1)


def _cue_wins(
    words: Sequence[Word],
    at: int,
    cue: tuple[int, Meaning],
    known: tuple[int, Meaning] | None,
    name: Chunk | None,
) -> bool:
    length, meaning = cue
    if known is not None and known[0] > length:
        return False
    if length > 1 and meaning.role in ("stop", "verb"):
        return opens_sentence(words, at)
    if length == 1 and meaning.role == "stop" and at > 0 and words[at - 1].shape == "lower" and name is None:
        return True
    if length == 1 and meaning.role in ("address", "stop", "verb") and meaning.sort not in ("degree", "rank"):
        if meaning.role == "address" and words[at].text in _CAPITAL_ADDRESS:
            return True
        return opens_sentence(words, at) and not (meaning.role != "address" and name is not None)
    if length == 1 and meaning.role == "head" and meaning.sort != "body":
        return words[at].text == "Trường" or (name is None and words[at].text not in lexicon.given_names())
    return name is None or name.spelling != "vietnamese" or length >= 2 or meaning.role == "office"


def _without_institution(words: Sequence[Word], name: Chunk) -> Chunk:
    """The institution alone where a foreign first name stands inside the run: "CEO Ripple Brad Garlinghouse"."""
    firsts = lexicon.foreign_names()
    if name.spelling == "foreign" and words[name.first].text not in firsts:
        for index in range(name.first + 1, name.last - 1):
            if words[index].text in firsts:
                return Chunk("name", name.first, index, "", "foreign")
    return name


def _known_wins(
    words: Sequence[Word], at: int, known: tuple[int, Meaning], name: Chunk | None, before: Chunk | None
) -> bool:
    length, meaning = known
    if meaning.sort == "namesake" and before is not None and before.kind in ("office", "address"):
        return False
    if meaning.sort == "city" and before is not None and before.sort == "crown":
        return words[at].text not in lexicon.foreign_names()  # Hoàng hậu Sofia
    if name is None:
        addressed = before is not None and before.kind == "address"
        return not (addressed and length == 1 and at + 1 < len(words) and _given_follows(words, at + 1))
    if name.spelling == "vietnamese":
        rest = [words[i].text for i in range(at + length, name.last)]
        given = all(word in lexicon.given_names() for word in rest)
        addressed = before is not None and before.kind == "address"
        longer = name.sort == "sure" or (given and (length == 1 or addressed or (len(rest) == 1 and length == 2)))
        return not (rest and longer)
    if length > 1 or name.length == 1:
        return True
    office = before is not None and before.kind in ("office", "head")
    return office or words[at].text not in lexicon.foreign_names()


def _given_follows(words: Sequence[Word], at: int) -> bool:
    return words[at].capital and joined(words, at) and words[at].text in lexicon.given_names()
