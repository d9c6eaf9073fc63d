"""Which word of a clause is its verb.

Many verbs also stand inside noun phrases (``kim ngạch xuất khẩu``, ``dự án đầu tư``), so one counts as the clause's
only where its place or the table says so.
"""

from collections.abc import Sequence

from boctach.statements import words
from boctach.statements.chunks import DATE, NAME, NUMBER
from boctach.text.tagged import Word

_DIRECTIONS = frozenset({"sang", "vào", "ra", "đến", "tới", "về", "từ", "qua", "đến từ"})
"""Verbs that the tagger finds where they only say where to: ``xuất khẩu sang Mỹ``."""
_NAME_TAGS = frozenset({"Np", "Ny", "P", NAME})


def verb_at(text: str, before: Sequence[Word], at: int, *, sure_only: bool = False) -> int | None:
    """Index of the clause's verb among words that begin with the subject or the verb; None where there is none.

    Args:
        text: The clean text.
        before: The words.
        at: Index of the first word of the subject or of the verb.
        sure_only: Take no word for a verb only because the tagger does.
    """
    inside = whole_words(text, "measure", before, at) or 0
    if inside == before[-1].end and words.end_of("predicate", text, before[at]) == inside:
        return at  # "…, tăng trưởng 7,5%"
    measured = inside > 0 or whole_words(text, "count_measure", before, at) is not None
    likely: int | None = None
    for k in range(at, len(before)):
        if before[k].start < inside or (before[k].tag != "V" and not words.is_known(before[k])):
            continue
        if measured and words.end_of("linking", text, before[k]) is None:
            continue  # "nguồn lực dành cho hộ nghèo là": the phrase has a verb of its own
        strength = _strength(text, before, at, k, measured=measured)
        if strength == "sure":
            return k
        if strength and likely is None and not (sure_only and strength == "weak"):
            likely = k
    return likely


def is_weak(text: str, before: Sequence[Word], at: int, verb: int) -> bool:
    """Whether only the tagger takes a word for the verb: behind a common noun it may describe it (``bản đúc nổi``)."""
    return _strength(text, before, at, verb, measured=False) == "weak"


def whole_words(text: str, role: words.Role, phrase: Sequence[Word], at: int) -> int | None:
    """Where a word of the role ends that begins at a word and ends with one."""
    after = words.end_of(role, text, phrase[at])
    if after is None:
        return None
    return after if any(word.end == after for word in phrase[at:]) else None


def _strength(text: str, before: Sequence[Word], at: int, k: int, *, measured: bool) -> str:
    """How surely a word is the clause's verb: ``sure``, ``likely`` or ``weak`` (if no other is), or blank."""
    word = before[k]
    known, nominal = known_ends(text, word)
    if not _may_be(word, known=known > 0, first=k == at) or _is_inside_noun(text, before, at, k):
        return ""
    if k > at and before[k - 1].tag == "R" and before[k - 1].text != "vốn" and (known or not _is_adverb(text, word)):
        return "sure"
    if not known and _is_adverb(text, word):
        return ""
    if k == at:
        return "sure" if known > nominal else "likely" if known else "weak"
    if nominal >= max(known, 1):
        if measured and word.text == "tăng trưởng" and (k + 1 == len(before) or before[k + 1].tag in ("A", "R", "E")):
            return "likely"  # "doanh thu tăng trưởng nhanh", against "tốc độ tăng trưởng kim ngạch"
        named = before[k - 1].tag in _NAME_TAGS or (k - 1 > at and before[k - 1].text[:1].isupper())
        return "sure" if named and not measured else ""
    if known:
        return "sure"
    return "" if measured else "weak"


def known_ends(text: str, word: Word) -> tuple[int, int]:
    """Where the verb and the verb of noun phrases end that begin at a word and take it in; 0 where there is none."""
    verb = words.end_of("predicate", text, word) or 0
    nominal = words.end_of("nominal", text, word) or 0
    return (verb if verb >= word.end else 0), (nominal if nominal >= word.end else 0)


def _may_be(word: Word, *, known: bool, first: bool) -> bool:
    if word.tag in (NUMBER, DATE, NAME) or word.text in _DIRECTIONS or not word.text.replace(" ", "").isalpha():
        return False
    if word.text[:1].isupper():
        return first and known
    return known or word.tag == "V"


def _is_inside_noun(text: str, before: Sequence[Word], at: int, k: int) -> bool:
    """Whether a verb is part of a noun phrase by its neighbours: ``không kể dầu thô``, ``vốn thực hiện của dự án``."""
    if k > at and (words.end_of("nominal", text, before[k - 1]) or 0) >= before[k].end:
        return True
    followed = k + 1 < len(before) and before[k + 1].text == "của"
    return followed and words.end_of("nominal", text, before[k]) is not None


def _is_adverb(text: str, word: Word) -> bool:
    return words.end_of("auxiliary", text, word) is not None
