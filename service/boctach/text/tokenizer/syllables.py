"""Syllables with their offsets, and the spelling that the models know them by."""

import re
from typing import NamedTuple

from underthesea.pipeline.text_normalize.text_normalizer import character_map
from underthesea.pipeline.word_tokenize import regex_tokenize

# A full stop that ends the sentence, before closing quotes and brackets. underthesea keeps a stop behind capitals
# (`TP.`), which is right within a sentence (`TP. Hồ Chí Minh`) and wrong at its end (`5 tỷ USD.”`).
_FINAL_STOP = re.compile(r"\.(?=[\"'”’»)\]]*\s*\Z)")

# The models were trained on text that puts the tone mark in `hoà`, `thuỷ` on the last vowel; papers print `hòa`,
# `thủy`. Both spellings have the same length.
_MODERN_TONE = re.compile(r"[òóỏõọ][ae](?!\w)|[ùúủũụ]y(?!\w)", re.IGNORECASE)
_MODERN = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_TONE = {
    case(modern): case(old)
    for modern, old in zip(_MODERN, _OLD, strict=True)
    for case in (str.lower, str.upper, str.title, lambda pair: pair[0] + pair[1].upper())
}
_CHARACTERS = str.maketrans({key: value for key, value in character_map.items() if len(key) == len(value) == 1})


class Syllable(NamedTuple):
    """A syllable, number or mark.

    Attributes:
        start: Offset of its first code point in the sentence.
        end: Offset after its last.
        form: How the models know it.
    """

    start: int
    end: int
    form: str


def in_model_spelling(sentence: str) -> str:
    """The sentence as the models know its spelling, of the same length."""
    return _MODERN_TONE.sub(lambda match: _OLD_TONE[match.group()], sentence.translate(_CHARACTERS))


def split(sentence: str) -> list[Syllable]:
    """Syllables of a sentence in NFC; only white space lies between them."""
    seen = in_model_spelling(sentence)
    syllables = [Syllable(m.start(), m.end(), m.group()) for m in regex_tokenize.patterns.finditer(seen)]
    stop = _FINAL_STOP.search(seen, max(0, len(seen) - 8))
    return syllables if stop is None else _part_stop(syllables, stop.start())


def _part_stop(syllables: list[Syllable], stop: int) -> list[Syllable]:
    """Make the final stop its own syllable where it is glued to letters (not ``v.v.`` or dots alone)."""
    parted: list[Syllable] = []
    for syllable in syllables:
        start, end, form = syllable
        if start < stop and end == stop + 1 and form[-2].isupper():
            parted += [Syllable(start, stop, form[:-1]), Syllable(stop, end, ".")]
        else:
            parted.append(syllable)
    return parted
