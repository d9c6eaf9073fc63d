"""Runs of capitals in a paragraph: where a run that could be a person's name begins and ends, and how it is spelled."""

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import Chunk
from boctach.extractors.person.lexicon import Meaning
from boctach.extractors.person.spelling import marked, vietnamese
from boctach.extractors.person.words import Words, cue_at, known_at

LONGEST_NAME = 5
"""Words of the longest Vietnamese name that papers print in full."""

LONGEST_FOREIGN_NAME = 10
"""Words of the longest run that is read as one foreign name."""

_PREPOSITIONS = frozenset({"Theo", "Trong", "Sau", "Khi", "Tại", "Trên", "Từ", "Dù", "Mặc", "Nhưng", "Nếu", "Để"})
"""Words that open sentences, and that hardly any name ends with."""


def joined(words: Words, at: int) -> bool:
    """Whether the word continues the run of capitals before it."""
    gap = words.gaps[at]
    if gap.sign == "":
        return len(gap.text) <= 3 and gap.text != ""
    before = words[at - 1]
    if gap.sign == ".":
        initial = len(before.text) == 1 and before.text.isupper()
        return initial and (gap.text == "." or not words[at].vietnamese)
    return gap.text == "- " and not before.marked and not words[at].marked


def _opens_known(words: Words, name: Chunk) -> bool:
    """Whether a name is but a common word before a known name or a body: "Từ Thanh Hóa đến …", "Đoàn Bộ Y tế"."""
    if name.sort == "sure":
        return False
    known = known_at(words, name.first + 1)
    if known is not None and known[0] >= 2 and name.first + 1 + known[0] >= name.last:
        return True
    cue = cue_at(words, name.first + 1)
    return cue is not None and cue[1].role in ("head", "office") and (cue[0] > 1 or cue[1].sort == "body")


def name_at(words: Words, at: int) -> Chunk | None:
    """The run that begins at a word, where it has the shape of a person's name."""
    word = words[at]
    if not word.capital or (word.opener and word.family != "sure" and words.gaps[at].opens):
        return None
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or not (after.capital or after.particle) or not joined(words, at + 1):
        foreign = not word.vietnamese and _foreign_word(words, at, at)
        return Chunk("name", at, at + 1, "", "foreign") if foreign else None
    if word.opener and lexicon.is_known(words[at + 1].text):
        return None  # Theo Reuters
    if word.family is not None:
        end = _with_stage_name(words, _vietnamese_end(words, at))
        name = Chunk("name", at, end, word.family, "vietnamese")
        if end - at >= 2 and not _foreign_follows(words, end) and not _opens_known(words, name):
            return name
    end = _mixed_end(words, at) or _foreign_end(words, at)
    if end > at and any(not words[i].vietnamese for i in range(at, end)):
        return Chunk("name", at, end, "", "foreign")
    return None


def _foreign_follows(words: Words, at: int) -> bool:
    return (
        at < len(words)
        and words[at].shape == "title"
        and joined(words, at)
        and not words[at].vietnamese
        and not words[at - 1].marked
        and known_at(words, at) is None
    )


def _vietnamese_end(words: Words, at: int) -> int:
    end = at + 1
    shape = words[at].shape
    while end < len(words) and end - at < LONGEST_NAME and words[end].shape == shape and joined(words, end):
        word = words[end]
        if word.opener and (len(words.gaps[end].text) > 1 or _opens_next(words, at, end)):
            break
        # a lone capital stands for a name withheld: Nguyễn Văn B
        syllable = word.vietnamese or (end - at >= 2 and len(word.text) == 1)
        if not syllable or (end - at >= 2 and _something_else(words, at, end)):
            break
        end += 1
    goes_on = end < len(words) and words[end].shape == shape and joined(words, end)
    return _cut(words, at, end) if goes_on or end - at == LONGEST_NAME else end


def _opens_next(words: Words, first: int, at: int) -> bool:
    """Whether a word opens the next sentence, where a caption before it has no full stop: "… Lê Xuân Hương Theo bà"."""
    if at - first < 2 or words[at].text not in _PREPOSITIONS or words[at - 1].text in ("Văn", "Thị"):
        return False
    if at + 1 == len(words) or words[at + 1].shape != "lower" or words.gaps[at + 1].sign:
        return False
    cue = cue_at(words, at + 1)
    speaks = cue is not None and cue[1].role == "verb"  # Ông Vũ Đình Theo cho biết
    return not speaks and words[at + 1].text not in ("được", "bị", "đã", "đang", "sẽ", "cho", "cũng", "là")


def _verb(cue: tuple[int, Meaning] | None) -> bool:
    return cue is not None and cue[1].role in ("verb", "stop")


def _something_else(words: Words, at: int, end: int) -> bool:
    cue = cue_at(words, end)
    if words[end].shape == "caps" and (not words[end].given or _verb(cue)):
        return True  # in a heading all in capitals, the name's end shows by its words alone
    if cue is not None and cue[0] >= 2 and cue[1].role in ("office", "head"):
        return not all(word.capital for word in words[end : end + cue[0]]) or cue[1].role == "office"
    known = known_at(words, end)
    return known is not None and known[0] >= 2 and end - at >= 3


def _cut(words: Words, at: int, end: int) -> int:
    """Where a second name begins in a run too long for one."""
    for index in range(at + 2, end - 1):
        if words[index].family == "sure" and words[index + 1].given:
            return index
    return end


def _mixed_end(words: Words, at: int) -> int | None:
    """The end of a foreign first name with a Vietnamese family name, in either order: "Patrik Lê Giang"."""
    first, second = words[at], words[at + 1]
    if first.family == "sure" and not second.vietnamese and second.shape == "title":
        return None if lexicon.is_known(second.text) else at + 2
    if first.vietnamese or first.shape != "title":
        return None
    end = _vietnamese_end(words, at + 1)
    if second.family == "sure":
        return end if end - at <= 4 else None
    western = first.text in lexicon.foreign_names() and second.marked and end - at >= 3
    return end if western and words[end - 1].family == "sure" else None  # Marie Thị Mai Nguyễn


def _foreign_end(words: Words, at: int) -> int:
    end = at
    while end < min(len(words), at + LONGEST_FOREIGN_NAME):
        if end > at and not joined(words, end):
            break
        if not (_foreign_word(words, at, end) if words[end].capital else _particle(words, end)):
            break
        end += 1
    return end


def _particle(words: Words, at: int) -> bool:
    """Whether a small word stands between the words of a foreign name."""
    return (
        words[at].particle
        and not words[at - 1].marked
        and at + 1 < len(words)
        and (words[at + 1].shape == "title" or words[at + 1].particle)
        and joined(words, at + 1)
        and not words[at + 1].marked
    )


def _foreign_word(words: Words, first: int, at: int) -> bool:
    """Whether a capital goes on, or begins, the foreign name that begins at ``first``."""
    word = words[at]
    if word.shape == "caps" and len(word.text) > 1:
        return at > first and words[at - 1].text in lexicon.foreign_names() and len(word.text) >= 3
    if "-" in word.text and _compound(word.text):
        return False
    if word.vietnamese and word.marked and not _small_after_hyphen(words[first].text):
        return False
    if at == first:
        return True
    cue = cue_at(words, at)
    if cue is not None and cue[0] >= 2 and cue[1].role == "office":
        return False
    known = known_at(words, at)
    return known is None or (known[0] == 1 and at - first == 1 and not word.marked)


def _small_after_hyphen(word: str) -> bool:
    """Whether the word is several syllables of a foreign name: "Pu-tin"."""
    return "-" in word and any(part[:1].islower() for part in word.split("-")[1:])


def _compound(word: str) -> bool:
    """Two names joined by a hyphen, as in "Việt-Nga", "Nam-Cuba"."""
    parts = word.split("-")
    if not all(part[:1].isupper() for part in parts):
        return False
    if parts[0] in lexicon.foreign_names():
        return False  # Jean-Noel, though Noel is Christmas
    names = all(map(vietnamese, parts)) and any(map(marked, parts))
    return names or any(lexicon.is_known(part) for part in parts)


def capital_at(words: Words, at: int) -> Chunk:
    """The run of capitals that begins at a word and has no name's shape."""
    if words[at].shape == "caps":
        return Chunk("acronym", at, at + 1)
    end = at + 1
    if words[at].opener and words.gaps[at].opens:
        return Chunk("capital", at, end, "", "vietnamese")
    while end < len(words) and words[end].shape == "title" and joined(words, end) and _goes_on(words, end):
        end += 1
    if end - at >= 2:
        end = _with_stage_name(words, end)
    plain = not any(word.marked for word in words[at:end])
    return Chunk("capital", at, end, "", "plain" if plain else "vietnamese")


def _with_stage_name(words: Words, end: int) -> int:
    return end + 1 if end < len(words) and words[end].text in lexicon.particles("stage") and joined(words, end) else end


def _goes_on(words: Words, at: int) -> bool:
    word = words[at]
    cue = cue_at(words, at)
    if not word.vietnamese or (cue is not None and not _bare_syllable(words, at, cue)):
        return word.given and word.vietnamese
    known = known_at(words, at)
    if known is not None and not (known[0] == 1 and words[at - 1].given and word.given):
        return False
    return word.family != "sure" or _vietnamese_end(words, at) - at < 2


def _bare_syllable(words: Words, at: int, cue: tuple[int, Meaning]) -> bool:
    """Whether a noun's spelling is a syllable of a name without any mark: "Ryu Hang Ha"."""
    noun = cue[0] == 1 and cue[1].role == "head" and cue[1].sort != "body"
    return noun and not words[at].marked and not words[at - 1].marked


def after_particles(words: Words, at: int) -> int:
    """The first word behind the particles that begin a foreign family name: "von der Leyen"."""
    while at < len(words) - 1 and words[at].particle and joined(words, at + 1):
        at += 1
    return at
