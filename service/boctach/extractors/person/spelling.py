"""How a word is spelled: its capitals, whether it can be a Vietnamese syllable, whether it bears Vietnamese marks."""

import functools
import re
from typing import Literal

Shape = Literal["lower", "title", "caps", "number"]

WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*|\d[\w.,/%-]*(?<![.,/%-])")
"""A word or number; none has a blank inside it."""

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


@functools.lru_cache(1 << 14)  # the same few thousand words come again and again
def shape(word: str) -> Shape:
    """How a word is written; a name with an Arabic article ("al-Assad") as with an initial capital."""
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


@functools.lru_cache(1 << 12)
def marked(word: str) -> bool:
    """Whether the word is written with Vietnamese letters or tone marks."""
    return _MARKED.search(word) is not None
