"""Syllables with their offsets, and the spelling that the models know them by.

The grammar of syllables is underthesea's (``pipeline/word_tokenize/regex_tokenize.py``, Apache License 2.0), which
the models were trained on, written anew so that it is linear: there, ``http:/!!!!…`` takes time that doubles with each
mark.
"""

import re
from itertools import accumulate
from operator import add, sub
from typing import NamedTuple, cast

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
_REMEMBERED = 1 << 15

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
    found = Syllables([], [], [])
    extend(found, sentence, 0)
    return found


def extend(found: Syllables, sentence: str, offset: int) -> None:
    """Add the syllables of one more sentence, in NFC, that begins at an offset."""
    first = len(found.forms)
    chunks = sentence.split(" ")
    read = list(map(_chunks.__getitem__, chunks))
    sizes = list(map(len, chunks))
    ends = list(map(add, accumulate(sizes), range(offset, offset + len(chunks))))
    starts = list(map(sub, ends, sizes))
    at = 0
    for odd in [number for number, form in enumerate(read) if form.__class__ is tuple]:
        found.starts.extend(starts[at:odd])
        found.ends.extend(ends[at:odd])
        found.forms.extend(cast("list[str]", read[at:odd]))
        for start, end, form in cast("_Parts", read[odd]):
            found.starts.append(starts[odd] + start)
            found.ends.append(starts[odd] + end)
            found.forms.append(form)
        at = odd + 1
    found.starts.extend(starts[at:])
    found.ends.extend(ends[at:])
    found.forms.extend(cast("list[str]", read[at:]))
    if len(found.forms) > first:
        _part_final_stop(found, first)


def places_in_chunk(chunk: str) -> list[tuple[int, int]]:
    """Start and end of each syllable of what stands between two blanks within a sentence."""
    found = _chunks[chunk]
    return [(0, len(chunk))] if isinstance(found, str) else [(start, end) for start, end, _ in found]


_Parts = tuple[tuple[int, int, str], ...]


class _Chunks(dict[str, str | _Parts]):
    """What lies between two blanks: the form of the one syllable that it is, or starts, ends and forms of its parts.

    By far the most chunks are words of letters, and numbers and words with a mark behind come again and again.
    """

    def __missing__(self, chunk: str) -> str | _Parts:
        size = len(chunk)
        if size >= _LONG_CHUNK:
            return _parted(chunk)
        if len(self) >= _REMEMBERED:
            self.clear()
        found: str | _Parts
        if chunk.isalpha():
            old = _OLD_TONE.get(chunk[-2:])
            found = chunk[:-2] + old if old else chunk
        else:
            found = _parted(chunk)
        self[chunk] = found
        return found


_chunks = _Chunks()


def _parted(chunk: str) -> _Parts:
    """The syllables of a chunk between blanks; none of them spans white space."""
    seen = in_model_spelling(chunk) + " "  # a blank, lest `TP.` be taken for the end
    return tuple((match.start(), match.end(), match.group()) for match in _SYLLABLE.finditer(seen))


def _part_final_stop(found: Syllables, first: int) -> None:
    """Make the stop that ends the sentence a syllable of its own where it is glued to capitals.

    The grammar keeps a stop behind capitals, which is right within a sentence (`TP. Hồ Chí Minh`) and wrong at its
    end (`5 tỷ USD.”`).

    Args:
        found: The syllables so far.
        first: Which of them is the sentence's first.
    """
    starts, ends, forms = found
    behind = len(forms)
    while behind > first and forms[behind - 1] in _CLOSING:
        behind -= 1
    last = behind - 1
    if last >= first and len(forms[last]) > 1 and forms[last][-1] == "." and forms[last][-2].isupper():
        end = ends[last]
        starts.insert(behind, end - 1)
        ends[last:behind] = [end - 1, end]
        forms[last:behind] = [forms[last][:-1], "."]
