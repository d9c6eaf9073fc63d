"""The build of Vietnamese syllables: what tells a foreign name from one of the language."""

import re

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_SYLLABLE = re.compile(
    rf"(?:ngh?|nh|gh?|gi|kh|ph|qu|th|tr|ch|[bcdđhklmnprstvx])?(?P<nucleus>[{_VOWELS}]{{1,3}})(?:ch|ng|nh|[cmnpt])?",
    re.IGNORECASE,
)
_NOT_A_NUCLEUS = re.compile(r"(?:aa|ae|ea|ee|ei|eu|ii|iu[aeo]|oo|ou|uu|yu|ie|yo|ey)", re.IGNORECASE)
"""Vowels that Vietnamese does not put together (``ie`` is written ``iê``); ``oo`` stands in loan words only."""


def is_vietnamese(word: str) -> bool:
    """Whether the word is built like one syllable of Vietnamese: ``Tuấn`` is, ``Donald`` and ``Lee`` are not."""
    match = _SYLLABLE.fullmatch(word)
    return match is not None and not _NOT_A_NUCLEUS.search(match["nucleus"])
