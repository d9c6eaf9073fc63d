"""What the models take as one syllable, and how they spell it.

The grammar of syllables is underthesea's (``pipeline/word_tokenize/regex_tokenize.py``, Apache License 2.0), which
the models were trained on, written anew so that it is linear: there, ``http:/!!!!…`` takes time that doubles with each
mark.
"""

import re
from typing import NamedTuple

_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_LETTER = _UPPER + _UPPER.lower()
_SYLLABLE = re.compile(
    rf"""
    # marks of several characters
      =>|==>|->|\.{{2,}}|-{{2,}}|>>|\d+x\d+|v\.v\.\.\.|v\.v\.|v\.v|°[CF]
    # abbreviations: H&M, TP.HCM, H'Mông, TP., ThS., plates
    | [A-ZĐ]+&[A-ZĐ]+ | T\.Ư | [{_UPPER}]+(?:\.[{_LETTER}]+)+\.? | [{_LETTER}]+['’][{_LETTER}]+ | [A-ZĐ]+\.(?!$)
    | Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|Th\.S|Th\.s | e-mail | \d+[A-Z]+\d*-\d+ | NĐ-CP
    # addresses: with a protocol or a domain and a path; a naked domain
    | (?:(?:ftp|http)s?:(?:/{{1,3}}|[a-z0-9%]) | [a-z0-9.\-]{{1,80}}[.][a-z]{{2,13}}/)
      (?:[^\s()<>{{}}\[\]] | \((?:[^\s()]|\([^\s()]+\))+\))+
      (?:\((?:[^\s()]|\([^\s()]+\))+\) | [^\s`!()\[\]{{}};:'".,<>?«»“”‘’])
    | (?<!@)[a-z0-9]+(?:[.\-][a-z0-9]+){{0,6}}[.][a-z]{{2,13}}\b/?(?!@)
    | [a-zA-Z0-9_.+-]{{1,64}}@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+
    # telephone numbers, dates, times, numbers
    | \d{{2,}}-\d{{3,}}-\d{{3,}}
    | \d{{1,2}}/\d{{1,2}}/\d+ | \d{{1,2}}/\d{{1,4}} | \d{{1,2}}-\d{{1,2}}-\d+ | \d{{1,2}}-\d{{1,4}}
    | \d{{1,2}}\.\d{{1,2}}\.\d+ | \d{{4}}/\d{{1,2}}/\d{{1,2}} | \d{{2}}:\d{{2}}:\d{{2}}
    | \d+[A-Z]+\d* | \d+(?:\.\d+)+,\d+ | \d+(?:\.\d+)+ | \d+(?:,\d+)+ | \d+(?:_\d+)?
    # faces, words, any other mark
    | :\)+ | =\){{2,}} | ♥‿♥ | :D+(?=\s|$) | <3 | ʺ
    | \b\w+-[\w+-]*\w+ | \w+ | :+ | [^\w\s]
    """,
    re.VERBOSE,
)

# The models were trained on text that puts the tone mark of `hoà`, `thuỷ` on the last vowel; papers print `hòa`,
# `thủy` as well. Both spellings have the same length.
_MODERN_TONE = re.compile(r"(?:[òóỏõọ][ae]|[ùúủũụ]y)(?!\w)", re.IGNORECASE)
_MODERN = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_TONE = {
    case(modern): case(old)
    for modern, old in zip(_MODERN, _OLD, strict=True)
    for case in (str.lower, str.upper, str.title, lambda pair: pair[0] + pair[1].upper())
}


# Marks that stand before and behind a word, nearly always each for itself.
_BEFORE = '("“‘'
_BEHIND = ',;:.…?!)"”'


class Part(NamedTuple):
    """One syllable, number or mark of a piece of text between two blanks.

    Attributes:
        start: Where it begins in the piece.
        end: Where it ends.
        form: How the models know it.
    """

    start: int
    end: int
    form: str


def in_model_spelling(text: str) -> str:
    """The text as the models know its spelling, of the same length."""
    return _MODERN_TONE.sub(lambda match: _OLD_TONE[match.group()], text)


def parts(piece: str) -> list[Part]:
    """What stands between two blanks within a sentence (in NFC), in order; only white space lies between."""
    if piece.isalpha():  # by far the most
        return [Part(0, len(piece), _spelled(piece))]
    start = len(piece) - len(piece.lstrip(_BEFORE))
    end = len(piece.rstrip(_BEHIND))
    word, behind = piece[start:end], piece[end:]
    if (word.isalpha() or word.isdecimal()) and not _may_be_more(word, behind):
        marks = [Part(at, at + 1, piece[at]) for at in [*range(start), *range(end, len(piece))]]
        return [*marks[:start], Part(start, end, _spelled(word)), *marks[start:]]
    seen = in_model_spelling(piece) + " "  # a blank, lest `TP.` be taken for the end
    return [Part(match.start(), match.end(), match.group()) for match in _SYLLABLE.finditer(seen)]


def _may_be_more(word: str, behind: str) -> bool:
    """Whether marks behind a word are not each for itself: an abbreviation's stop, a row of stops, a face."""
    return (behind[:1] == "." and word[0].isupper()) or ".." in behind or ":" in behind[:-1]


def _spelled(letters: str) -> str:
    old = _OLD_TONE.get(letters[-2:])
    return letters[:-2] + old if old else letters
