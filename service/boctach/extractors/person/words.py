"""Words of a paragraph as the person extractor sees them: their shape, the blank before them, and phrases over them."""

import functools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, NamedTuple, TypeVar

Shape = Literal["lower", "title", "caps", "number"]

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*|\d[\w.,/%-]*(?<![.,/%-])")
_ARTICLE = re.compile(r"(?:al|el|as|an|ad|ash|ul|ar)-[^\W\d_]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gi|gh|g|kh|ph|qu|th|tr|[bcdđhklmnprstvx])?"
    r"(?:iê|iế|iề|iể|iễ|iệ|yê|yế|yề|yể|yễ|yệ|uyê|uyế|uyề|uyể|uyễ|uyệ|uô|uố|uồ|uổ|uỗ|uộ|ươ|ướ|ườ|ưở|ưỡ|ượ"
    r"|[uo]?[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệ]|u[yỳýỷỹỵơờớởỡợ]|uy[au]|úy|ùy|ủy|ũy|ụy"
    r"|[iìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ])"
    r"(?:ch|nh|ng|[cmnptiouyaáàảãạe])?u?",
    re.IGNORECASE,
)
_TWO_VOWELS = re.compile(
    r"oo|ee|ii|uu|eo[a-z]|ae|[aeiou]y[aeiou]|iu[a-z]|oi[a-z]|ai[a-z]|au[a-z]|ao[a-z]|ea|ei|eu|aa|io[a-z]"
)
_CAMEL = re.compile(r"[^\W\d_A-Z][A-Z]")
_NAME_PREFIXES = ("Mc", "Mac", "De", "Di", "Du", "La", "Le", "Fitz", "Van", "Von")
_MARKED = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


class Word(NamedTuple):
    """A word ``[start, end)`` of the clean text, and what stands between it and the word before it."""

    start: int
    end: int
    text: str
    gap: str
    shape: Shape

    @property
    def capital(self) -> bool:
        """Whether it may be part of a proper name."""
        return self.shape in ("title", "caps")


def split(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]``; the first one's gap begins with a line end."""
    words: list[Word] = []
    at = start
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        word = match.group()
        words.append(Word(first, last, word, text[at:first], _shape(word)))
        at = last
    if words:
        words[0] = words[0]._replace(gap="\n" + words[0].gap)
    return words


@functools.lru_cache(1 << 14)  # the same few thousand words come again and again
def _shape(word: str) -> Shape:
    if word[0].isdigit():
        return "number"
    if word[0].isupper():
        brand = _CAMEL.search(word) is not None and not word.startswith(_NAME_PREFIXES)
        return "caps" if len(word) > 1 and (word.isupper() or brand) else "title"
    return "title" if _ARTICLE.match(word) and word[word.index("-") + 1].isupper() else "lower"


@functools.lru_cache(1 << 12)
def vietnamese(word: str) -> bool:
    """Whether the word can be one Vietnamese syllable."""
    return _SYLLABLE.fullmatch(word) is not None and _TWO_VOWELS.search(word) is None


def marked(word: str) -> bool:
    """Whether the word is written with Vietnamese letters or tone marks."""
    return _MARKED.search(word) is not None


V = TypeVar("V")


@dataclass(slots=True)
class _Node(Generic[V]):
    children: dict[str, "_Node[V]"] = field(default_factory=dict)
    value: V | None = None


class Phrases(Generic[V]):
    """A trie over words: finds the longest phrase that begins at a word.

    Args:
        entries: Phrases with what they mean; the first entry of a phrase wins.
        capitals: Whether each word may also be written with an initial capital.
    """

    def __init__(self, entries: Iterable[tuple[str, V]], *, capitals: bool) -> None:
        self._root: _Node[V] = _Node()
        for phrase, value in entries:
            node = self._root
            for match in _WORD.finditer(phrase):
                word = match.group()
                following = node.children.get(word)
                if following is None:
                    following = node.children[word] = _Node()
                forms = {word, word.upper()} | ({word[0].upper() + word[1:]} if capitals else set())
                for form in forms:
                    node.children.setdefault(form, following)
                node = following
            if node.value is None:
                node.value = value

    @functools.cached_property
    def beginnings(self) -> dict[str, Collection[str] | None]:
        """The words that phrases begin with: None for one that is a phrase by itself, else the words behind it."""
        return {word: node.children if node.value is None else None for word, node in self._root.children.items()}

    def longest(self, words: Sequence[Word], at: int) -> tuple[int, V] | None:
        """Number of words and meaning of the longest phrase at ``words[at]``; its words stand close together."""
        node = self._root.children.get(words[at].text) if at < len(words) else None
        if node is None:
            return None
        found = None if node.value is None else (1, node.value)
        for index in range(at + 1, len(words)):
            node = node.children.get(words[index].text)
            if node is None or not _close(words[index].gap):
                break
            if node.value is not None:
                found = (index - at + 1, node.value)
        return found


def _close(gap: str) -> bool:
    return gap in (" ", ".") or (len(gap) <= 3 and "\n" not in gap and gap.strip(" \u00a0") in ("", "-", "–", "&", "/"))
