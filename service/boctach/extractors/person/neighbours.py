"""Evidence from the words next to a run of capitals: an age, a verb of speech, a town's country, a house number."""

from itertools import islice

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import Chunk
from boctach.extractors.person.chunks import Chunks
from boctach.extractors.person.titles import DASHES
from boctach.extractors.person.words import Words


def around(words: Words, chunks: Chunks, chunk: Chunk) -> dict[str, str]:
    """What the words next to a run say for and against its being a person's name."""
    evidence = {}
    if _age_follows(words, chunk):
        evidence["age-after"] = words[chunk.last].text
    if _described(words, chunks, chunk):
        evidence["described-after"] = words[chunk.last].text
    if _speaks(words, chunks, chunk):
        evidence["speaks"] = words[chunk.last].text
    if _place_follows(words, chunks, chunk):
        evidence["place-after"] = words[chunk.last].text
    if _house_number(words, chunks, chunk):
        evidence["house-number"] = words[chunks[chunk.first - 1].first].text
    if _number_follows(words, chunk):
        evidence["number-after"] = words[chunk.last].text
    return evidence


def _age_follows(words: Words, chunk: Chunk) -> bool:
    """Whether age or birth follow: "…, 28 tuổi", "… (SN 1968"."""
    following = words[chunk.last : chunk.last + 2]
    if len(following) < 2 or words.gaps[chunk.last].sign not in (",", "("):
        return False
    first, second = following
    age = first.shape == "number" and second.text == "tuổi"
    born = first.text in ("SN", "sinh", "Sinh") and (second.text in ("năm", "ngày") or second.shape == "number")
    return age or born


def _described(words: Words, chunks: Chunks, chunk: Chunk) -> bool:
    """Whether it is said what the foreigner is: "…, một chuyên gia kinh tế", "… - một cựu giáo sư"."""
    if chunk.spelling != "foreign" or chunk.last >= len(words) or words[chunk.last].text != "một":
        return False
    after = list(islice(chunks.since(chunk.last), 3))
    if len(after) < 2 or words.gaps[chunk.last].sign not in (",", "(", *DASHES):
        return False
    what = after[-1] if words[after[1].first].text in lexicon.particles("former") else after[1]
    return what.kind == "office" or (what.kind == "address" and what.sort != "honorific")


def _speaks(words: Words, chunks: Chunks, chunk: Chunk) -> bool:
    if chunk.last >= len(words) or words.gaps[chunk.last].sign:
        return False
    after = chunks[chunk.last]
    if words[after.first].text in lexicon.particles("auxiliary") and after.last < len(words):
        return "verb" in (after.kind, chunks[after.last].kind)
    return after.kind == "verb"


def _place_follows(words: Words, chunks: Chunks, chunk: Chunk) -> bool:
    """Whether the words around make the run a town: "Thị trưởng Paju, thành phố …", "ở Dương Châu, Trung Quốc"."""
    if chunk.last >= len(words):
        return False
    after = chunks[chunk.last]
    if words.gaps[after.first].sign not in (",", "("):
        return False
    if after.kind == "known":
        return chunk.first > 0 and words[chunks[chunk.first - 1].first].text in lexicon.particles("locative")
    return chunk.length == 1 and after.kind == "head" and after.sort in ("place", "ward")


def _house_number(words: Words, chunks: Chunks, chunk: Chunk) -> bool:
    """Whether a house number stands before the run: a street, then."""
    before = chunks[chunk.first - 1] if chunk.first else None
    if before is None or before.kind != "number" or words.gaps[chunk.first].sign:
        return False
    return len(words[before.first].text) <= 3 and words[before.first].text.isdigit()


def _number_follows(words: Words, chunk: Chunk) -> bool:
    """Whether the run goes on in a number, as products and missiles do: "Galaxy S8", "Hyunmoo-2"."""
    if chunk.spelling != "foreign" or chunk.last >= len(words):
        return False
    return words[chunk.last].shape == "number" and words.gaps[chunk.last].text in (" ", "-")
