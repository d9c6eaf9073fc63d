"""Syllables with their offsets, and the spelling that the models know them by.

The grammar of syllables is underthesea's (``pipeline/word_tokenize/regex_tokenize.py``, Apache License 2.0), which
the models were trained on, written anew so that it is linear: there, ``http:/!!!!…`` takes time that doubles with each
mark.
"""

import re
from functools import lru_cache
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
_LONG_CHUNK = 64  # longer ones are not worth remembering
_REMEMBERED = 1 << 14

_CLOSING = frozenset("\"'”’»)]")  # marks that may stand behind the stop that ends a sentence

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


class Syllables(NamedTuple):
    """Syllables, numbers and marks of a sentence, in order, with only white space between them.

    Attributes:
        starts: Offset of each one's first code point in the sentence.
        ends: Offset after its last.
        forms: How the models know it.
    """

    starts: list[int]
    ends: list[int]
    forms: list[str]


def in_model_spelling(text: str) -> str:
    """The text as the models know its spelling, of the same length."""
    return _MODERN_TONE.sub(lambda match: _OLD_TONE[match.group()], text)


def split(sentence: str) -> Syllables:
    """Syllables of a sentence in NFC."""
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    at = 0
    for chunk in sentence.split(" "):
        size = len(chunk)
        if chunk.isalpha() and size < _LONG_CHUNK:  # by far the most: a word of letters is one syllable
            starts.append(at)
            ends.append(at + size)
            old = _OLD_TONE.get(chunk[-2:])
            forms.append(chunk[:-2] + old if old else chunk)
        else:
            for start, end, form in _remembered(chunk) if size < _LONG_CHUNK else _parted(chunk):
                starts.append(at + start)
                ends.append(at + end)
                forms.append(form)
        at += size + 1
    if forms:
        _part_final_stop(starts, ends, forms)
    return Syllables(starts, ends, forms)


def _parted(chunk: str) -> tuple[tuple[int, int, str], ...]:
    """Starts, ends and forms of the syllables of a chunk between blanks; none of them spans white space."""
    seen = in_model_spelling(chunk) + " "  # a blank, lest `TP.` be taken for the end
    return tuple((match.start(), match.end(), match.group()) for match in _SYLLABLE.finditer(seen))


_remembered = lru_cache(_REMEMBERED)(_parted)  # numbers, and words with marks behind, come again and again


def _part_final_stop(starts: list[int], ends: list[int], forms: list[str]) -> None:
    """Make the stop that ends the sentence a syllable of its own where it is glued to capitals.

    The grammar keeps a stop behind capitals, which is right within a sentence (`TP. Hồ Chí Minh`) and wrong at its
    end (`5 tỷ USD.”`).
    """
    behind = len(forms)
    while behind and forms[behind - 1] in _CLOSING:
        behind -= 1
    last = behind - 1
    if last >= 0 and len(forms[last]) > 1 and forms[last][-1] == "." and forms[last][-2].isupper():
        end = ends[last]
        starts.insert(behind, end - 1)
        ends[last:behind] = [end - 1, end]
        forms[last:behind] = [forms[last][:-1], "."]
