"""Runs of capitals in a paragraph: where a run that could be a person's name begins and ends, and how it is spelled."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from boctach.extractors.person import lexicon
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.words import Word, marked, vietnamese

Kind = Literal["office", "address", "head", "known", "verb", "stop", "name", "capital", "acronym", "number", "lower"]
Spelling = Literal["vietnamese", "foreign", "plain", ""]

LONGEST_NAME = 5
"""Words of the longest Vietnamese name that papers print in full."""

LONGEST_FOREIGN_NAME = 10
"""Words of the longest run that is read as one foreign name."""

_SENTENCE_OPENS = frozenset("\n.!?…:;\"“”'‘(-–—•*")


class Chunk(NamedTuple):
    """Words ``[first, last)`` of a paragraph.

    Attributes:
        kind: What they are; ``name`` has the shape of a person's name, ``capital`` is any other run of capitals.
        sort: The table's class, where a table knows the words; the family name's weight for Vietnamese names.
        spelling: For ``name`` and ``capital``: ``vietnamese`` syllables, ``plain`` (Vietnamese syllables without any
            mark, such as "Hun Sen"), ``foreign``.
    """

    kind: Kind
    first: int
    last: int
    sort: str = ""
    spelling: Spelling = ""

    @property
    def length(self) -> int:
        """Number of words."""
        return self.last - self.first


def opens_sentence(words: Sequence[Word], at: int) -> bool:
    """Whether a capital at this word may be due to its place alone."""
    return any(sign in _SENTENCE_OPENS for sign in words[at].gap)


def joined(words: Sequence[Word], at: int) -> bool:
    """Whether the word continues the run of capitals before it."""
    gap = words[at].gap
    if gap.strip(" \u00a0") == "":
        return len(gap) <= 3 and bool(gap)
    previous = words[at - 1].text
    if gap.strip(" \u00a0") == ".":
        initial = len(previous) == 1 and previous.isupper()
        return initial and (gap == "." or not vietnamese(words[at].text))
    return gap == "- " and not marked(previous) and not marked(words[at].text)


def _opens_known(words: Sequence[Word], name: Chunk) -> bool:
    """Whether a name is but a common word before a known name or a body: "Từ Thanh Hóa đến …", "Đoàn Bộ Y tế"."""
    if name.sort == "sure":
        return False
    known = lexicon.known_names().longest(words, name.first + 1)
    if known is not None and known[0] >= 2 and name.first + 1 + known[0] >= name.last:
        return True
    cue = lexicon.cues().longest(words, name.first + 1)
    return cue is not None and cue[1].role in ("head", "office") and (cue[0] > 1 or cue[1].sort == "body")


def name_at(words: Sequence[Word], at: int) -> Chunk | None:
    """The run that begins at a word, where it has the shape of a person's name."""
    weight = lexicon.families().get(words[at].text)
    if weight != "sure" and opens_sentence(words, at) and words[at].text in lexicon.sentence_openers():
        return None
    opener = at + 1 < len(words) and words[at].text in lexicon.sentence_openers()
    if opener and joined(words, at + 1) and lexicon.is_known(words[at + 1].text):
        return None  # Theo Reuters
    if weight is not None:
        end = _with_stage_name(words, _vietnamese_end(words, at))
        name = Chunk("name", at, end, weight, "vietnamese")
        if end - at >= 2 and not _foreign_follows(words, end) and not _opens_known(words, name):
            return name
    end = _mixed_end(words, at) or _foreign_end(words, at)
    if end > at and any(not vietnamese(words[i].text) for i in range(at, end)):
        return Chunk("name", at, end, "", "foreign")
    return None


def _foreign_follows(words: Sequence[Word], at: int) -> bool:
    return (
        at < len(words)
        and words[at].shape == "title"
        and joined(words, at)
        and not vietnamese(words[at].text)
        and not marked(words[at - 1].text)
        and lexicon.known_names().longest(words, at) is None
    )


def _vietnamese_end(words: Sequence[Word], at: int) -> int:
    end = at + 1
    shape = words[at].shape
    while end < len(words) and end - at < LONGEST_NAME and words[end].shape == shape and joined(words, end):
        if len(words[end].gap) > 1 and words[end].text in lexicon.sentence_openers():
            break
        if not _syllable(words[end].text, end - at) or (end - at >= 2 and _something_else(words, at, end)):
            break
        end += 1
    goes_on = end < len(words) and words[end].shape == shape and joined(words, end)
    return _cut(words, at, end) if goes_on or end - at == LONGEST_NAME else end


def _syllable(word: str, length: int) -> bool:
    """Whether the word can go on a Vietnamese name; a lone capital stands for a name withheld ("Nguyễn Văn B")."""
    return vietnamese(word) or (length >= 2 and len(word) == 1)


def _verb(cue: tuple[int, Meaning] | None) -> bool:
    return cue is not None and cue[1].role in ("verb", "stop")


def _something_else(words: Sequence[Word], at: int, end: int) -> bool:
    cue = lexicon.cues().longest(words, end)
    if words[end].shape == "caps" and (words[end].text not in lexicon.given_names() or _verb(cue)):
        return True  # in a heading all in capitals, the name's end shows by its words alone
    if cue is not None and cue[0] >= 2 and cue[1].role in ("office", "head"):
        return not all(words[i].capital for i in range(end, end + cue[0])) or cue[1].role == "office"
    known = lexicon.known_names().longest(words, end)
    return known is not None and known[0] >= 2 and end - at >= 3


def _cut(words: Sequence[Word], at: int, end: int) -> int:
    """Where a second name begins in a run too long for one."""
    for index in range(at + 2, end - 1):
        if lexicon.families().get(words[index].text) == "sure" and words[index + 1].text in lexicon.given_names():
            return index
    return end


def _mixed_end(words: Sequence[Word], at: int) -> int | None:
    """The end of a foreign first name with a Vietnamese family name, in either order: "Patrik Lê Giang"."""
    if at + 1 >= len(words) or not words[at].capital or not joined(words, at + 1):
        return None
    first, second = words[at].text, words[at + 1].text
    if lexicon.families().get(first) == "sure" and not vietnamese(second) and words[at + 1].shape == "title":
        return None if lexicon.is_known(second) else at + 2
    if vietnamese(first) or words[at].shape != "title":
        return None
    end = _vietnamese_end(words, at + 1)
    if lexicon.families().get(second) == "sure":
        return end if end - at <= 4 else None
    last = words[end - 1].text  # Marie Thị Mai Nguyễn
    western = first in lexicon.foreign_names() and marked(second) and end - at >= 3
    return end if western and lexicon.families().get(last) == "sure" else None


def _foreign_end(words: Sequence[Word], at: int) -> int:
    end = at
    hyphens = "-" in words[at].text and any(part[:1].islower() for part in words[at].text.split("-")[1:])
    while end < min(len(words), at + LONGEST_FOREIGN_NAME):
        word = words[end]
        if end > at and not joined(words, end):
            break
        if not word.capital:
            if not (end > at and _particle(words, end)):
                break
        elif not _foreign_word(words, at, end, hyphens):
            break
        end += 1
    return end


def _particle(words: Sequence[Word], at: int) -> bool:
    return (
        words[at].text in lexicon.particles("particle")
        and not marked(words[at - 1].text)
        and at + 1 < len(words)
        and (words[at + 1].shape == "title" or words[at + 1].text in lexicon.particles("particle"))
        and joined(words, at + 1)
        and not marked(words[at + 1].text)
    )


def _foreign_word(words: Sequence[Word], at: int, index: int, hyphens: bool) -> bool:
    word = words[index]
    if word.shape == "caps" and len(word.text) > 1:
        return index > at and words[index - 1].text in lexicon.foreign_names() and len(word.text) >= 3
    if "-" in word.text and _compound(word.text):
        return False
    if vietnamese(word.text) and marked(word.text) and not hyphens:
        return False
    if index > at:
        cue = lexicon.cues().longest(words, index)
        if cue is not None and cue[0] >= 2 and cue[1].role == "office":
            return False
        known = lexicon.known_names().longest(words, index)
        if known is not None and (known[0] >= 2 or index - at >= 2 or marked(word.text)):
            return False
    return True


def _compound(word: str) -> bool:
    """Two names joined by a hyphen, as in "Việt-Nga", "Nam-Cuba"."""
    parts = word.split("-")
    if not all(part[:1].isupper() for part in parts):
        return False
    names = all(map(vietnamese, parts)) and any(map(marked, parts))
    return names or any(lexicon.is_known(part) for part in parts)


def capital_at(words: Sequence[Word], at: int) -> Chunk:
    """The run of capitals that begins at a word and has no name's shape."""
    if words[at].shape == "caps":
        return Chunk("acronym", at, at + 1)
    end = at + 1
    if opens_sentence(words, at) and words[at].text in lexicon.sentence_openers():
        return Chunk("capital", at, end, "", "vietnamese")
    while end < len(words) and words[end].shape == "title" and joined(words, end) and _goes_on(words, end):
        end += 1
    if end - at >= 2:
        end = _with_stage_name(words, end)
    plain = not any(marked(words[i].text) for i in range(at, end))
    return Chunk("capital", at, end, "", "plain" if plain else "vietnamese")


def _with_stage_name(words: Sequence[Word], end: int) -> int:
    return end + 1 if end < len(words) and words[end].text in lexicon.particles("stage") and joined(words, end) else end


def _goes_on(words: Sequence[Word], at: int) -> bool:
    cue = lexicon.cues().longest(words, at)
    if not vietnamese(words[at].text) or (cue is not None and not _bare_syllable(words, at, cue)):
        return words[at].text in lexicon.given_names() and vietnamese(words[at].text)
    known = lexicon.known_names().longest(words, at)
    given = {words[at - 1].text, words[at].text} <= lexicon.given_names()
    if known is not None and not (known[0] == 1 and given):
        return False
    return lexicon.families().get(words[at].text) != "sure" or _vietnamese_end(words, at) - at < 2


def _bare_syllable(words: Sequence[Word], at: int, cue: tuple[int, Meaning]) -> bool:
    """Whether a noun's spelling is a syllable of a name without any mark: "Ryu Hang Ha"."""
    noun = cue[0] == 1 and cue[1].role == "head" and cue[1].sort != "body"
    return noun and not marked(words[at].text) and not marked(words[at - 1].text)


def after_particles(words: Sequence[Word], at: int) -> int:
    """The first word behind the particles that begin a foreign family name: "von der Leyen"."""
    while at < len(words) - 1 and words[at].text in lexicon.particles("particle") and joined(words, at + 1):
        at += 1
    return at
