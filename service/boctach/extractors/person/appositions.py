"""What stands in apposition after a name: "…, Giám đốc Sở Y tế", "… (Giám đốc Công ty An Phát)"."""

from itertools import islice

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import Chunk
from boctach.extractors.person.chunks import Chunks
from boctach.extractors.person.titles import (
    DASHES,
    JOINS,
    LONGEST_TITLE,
    Office,
    abbreviation_dot,
    bracket_open,
    leaves,
    one_noun,
)
from boctach.extractors.person.words import Words

_NAMED = ("institution", "street")
_UNITS = ("ban", "phòng", "khoa", "vụ", "cục")
_LONGEST_ENUMERATION, _LONGEST_ITEM = 14, 4
"""Words of common nouns that go on a body's name after a comma, in all and between two commas."""


def title_after(words: Words, chunks: Chunks, name: Chunk) -> Office | None:
    """The office in apposition after a name."""
    first = name.last
    if first >= len(words):
        return None
    gap = words.gaps[first].sign
    if gap not in (",", "(", *DASHES, ",("):
        return None
    office = chunks[first]
    for _ in range(2):
        former = office.kind in ("lower", "capital") and words[office.first].text in lexicon.particles("former")
        if not former or office.last >= len(words):
            break
        office = chunks[office.last]
    if office.kind != "office":
        return None
    last = _end_after(words, chunks, office, bracket=gap.endswith("("))
    if last is None:
        return None
    start = words.start(first)
    end = words.end(last - 1)
    if last < len(words) and words.gaps[last].text.startswith(")") and bracket_open(words, first, last):
        end += 1
    named = " ".join(word.text for word in words[office.first : office.last])
    return Office((start, end), named, office.sort, placed=True, last=last)


def _end_after(words: Words, chunks: Chunks, office: Chunk, *, bracket: bool) -> int | None:
    """One past the last word of the apposition; None where its office belongs to a name that follows it."""
    last = office.last
    cut: int | None = None
    in_body = words[last - 1].text.lower() in _UNITS  # Trưởng ban Nghiên cứu, tư vấn và hợp tác
    owner: int | None = None
    for chunk in chunks.since(office.last):
        before = chunks[chunk.first - 1]
        gap = words.gaps[chunk.first].sign
        if chunk.last - office.first > LONGEST_TITLE:
            break
        if bracket and gap.startswith(")"):
            break
        owner = _owner(words, chunk) or owner
        if chunk.kind == "name" and not gap:
            if owner is not None or (not bracket and not _inside_name(chunks, office, chunk)):
                return owner or cut
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
        pair = gap in DASHES and chunk.kind == "known" and before.kind in ("known", "capital")
        if gap == "," and in_body and _enumerates(words, chunks, chunk):
            last = chunk.last
            continue
        goes_on = gap in JOINS or pair or abbreviation_dot(words, chunk.first) or one_noun(words, chunk.first)
        if not goes_on or _over(words, chunks, chunk):
            break
        last = chunk.last
    while last > office.last and words[last - 1].text in lexicon.particles("dangling"):
        last -= 1
    return last


def _owner(words: Words, chunk: Chunk) -> int | None:
    """Where another's office begins inside the apposition: "Giám đốc truyền thông của Phó Tổng thống Pence"."""
    return chunk.first - 1 if chunk.kind == "office" and words[chunk.first - 1].text == "của" else None


def _goes_on_after_comma(words: Words, chunk: Chunk) -> bool:
    """Whether an office's phrase goes on after a comma: with another office, a larger unit or a place."""
    if chunk.kind == "head":
        return chunk.sort in ("body", "place", "ward") or (chunk.sort in _NAMED and words[chunk.first].capital)
    return chunk.kind == "office"


def _enumerates(words: Words, chunks: Chunks, first: Chunk) -> bool:
    """Whether the words after a comma go on a body's name: "Ủy ban Văn hóa, giáo dục, thanh niên và nhi đồng"."""
    item = 0
    for chunk in islice(chunks.since(first.first), _LONGEST_ENUMERATION):
        gap = words.gaps[chunk.first].sign
        if chunk.kind not in ("lower", "head") or words[chunk.first].capital or gap not in ("", ","):
            return False
        if words[chunk.first].text == "và":
            return True
        item = chunk.length if gap else item + chunk.length
        if item > _LONGEST_ITEM:
            return False
    return False


def _over(words: Words, chunks: Chunks, chunk: Chunk) -> bool:
    """Whether a chunk inside the apposition opens something else: a clause, a sentence, the term of office."""
    before = chunks[chunk.first - 1]
    if chunk.kind == "address":
        return not (before.kind == "head" and before.sort == "body")  # Hội Nhà báo
    if chunk.kind in ("stop", "verb"):
        return not _noun(words, chunks, chunk)
    if words.gaps[chunk.first].text.startswith(")") and words[chunk.first].capital:
        return chunk.kind != "known" and chunk.sort != "body"  # a sentence or heading without its full stop before it
    if words[chunk.first].text == "nhiệm" and chunk.last < len(words) and words[chunk.last].text == "kỳ":
        return True
    return before.kind == "known" and leaves(words, chunk)


def _noun(words: Words, chunks: Chunks, chunk: Chunk) -> bool:
    """Whether a word that can be a verb stands here as a noun of the institution's name."""
    if chunk.kind != "verb" or chunk.sort != "noun":
        return False
    before = chunks[chunk.first - 1]
    bodies = all(c.kind == "head" and c.sort == "body" for c in (before, chunks[before.first - 1]))
    if words[chunk.first].shape == "lower" and bodies:
        return False  # Văn phòng Quốc hội thông báo
    following = words[chunk.last].text if chunk.last < len(words) else ""
    return before.kind in ("office", "lower", "head") and following not in ("về", "rằng", "với", "cho")


def _inside_name(chunks: Chunks, office: Chunk, chunk: Chunk) -> bool:
    """Whether a run with a name's shape belongs to the institution: a noun that takes names stands before it."""
    before = chunks[chunk.first - 1]
    while before.kind == "acronym" or (before.kind == "head" and before.sort == "inner"):
        before = chunks[before.first - 1]
    if before.kind == "head" and before.sort not in ("body", "none"):
        return True
    return (
        chunk.spelling == "foreign" and office.sort in ("post", "group") and before.kind in ("known", "lower", "office")
    )
