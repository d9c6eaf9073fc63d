"""Evidence from the words next to a run of capitals: an age, a verb of speech, a town's country, a house number."""

from collections.abc import Sequence

from boctach.extractors.person import lexicon
from boctach.extractors.person.name_runs import Chunk
from boctach.extractors.person.titles import DASHES
from boctach.extractors.person.words import Words


def around(words: Words, chunks: Sequence[Chunk], index: int) -> dict[str, str]:
    """What the words next to the run at ``chunks[index]`` say for and against its being a person's name."""
    chunk = chunks[index]
    evidence = {}
    if _age_follows(words, chunk):
        evidence["age-after"] = words[chunk.last].text
    if _described(words, chunks, index):
        evidence["described-after"] = words[chunk.last].text
    if _speaks(words, chunks, index):
        evidence["speaks"] = words[chunk.last].text
    if _place_follows(words, chunks, index):
        evidence["place-after"] = words[chunk.last].text
    if _house_number(words, chunks, index):
        evidence["house-number"] = words[chunks[index - 1].first].text
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


def _described(words: Words, chunks: Sequence[Chunk], index: int) -> bool:
    """Whether it is said what the foreigner is: "…, một chuyên gia kinh tế", "… - một cựu giáo sư"."""
    after = chunks[index + 1 : index + 4]
    if len(after) < 2 or chunks[index].spelling != "foreign" or words[after[0].first].text != "một":
        return False
    if words.gaps[after[0].first].sign not in (",", "(", *DASHES):
        return False
    what = after[-1] if words[after[1].first].text in lexicon.particles("former") else after[1]
    return what.kind == "office" or (what.kind == "address" and what.sort != "honorific")


def _speaks(words: Words, chunks: Sequence[Chunk], index: int) -> bool:
    following = chunks[index + 1 : index + 3]
    if not following or words.gaps[following[0].first].sign:
        return False
    if following[0].kind == "verb":
        return True
    auxiliary = words[following[0].first].text in lexicon.particles("auxiliary")
    return auxiliary and len(following) > 1 and following[1].kind == "verb"


def _place_follows(words: Words, chunks: Sequence[Chunk], index: int) -> bool:
    """Whether the words around make the run a town: "Thị trưởng Paju, thành phố …", "ở Dương Châu, Trung Quốc"."""
    if index + 1 >= len(chunks):
        return False
    after = chunks[index + 1]
    if words.gaps[after.first].sign not in (",", "("):
        return False
    if after.kind == "known":
        return index > 0 and words[chunks[index - 1].first].text in lexicon.particles("locative")
    return chunks[index].length == 1 and after.kind == "head" and after.sort in ("place", "ward")


def _house_number(words: Words, chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a house number stands before the run: a street, then."""
    before = chunks[index - 1] if index else None
    if before is None or before.kind != "number" or words.gaps[chunks[index].first].sign:
        return False
    return len(words[before.first].text) <= 3 and words[before.first].text.isdigit()


def _number_follows(words: Words, chunk: Chunk) -> bool:
    """Whether the run goes on in a number, as products and missiles do: "Galaxy S8", "Hyunmoo-2"."""
    if chunk.spelling != "foreign" or chunk.last >= len(words):
        return False
    return words[chunk.last].shape == "number" and words.gaps[chunk.last].text in (" ", "-")
