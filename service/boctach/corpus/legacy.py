"""Vietnamese text of the time before Unicode: TCVN3 (ABC) and VNI fonts, and UTF-8 that was decoded as Latin letters.

Such text reaches a corpus as bytes, or already as the wrong letters: both are the same once bytes are read as
Windows-1252. Which encoding it is, the Vietnamese syllables that come out of it decide.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from boctach import tables
from boctach.text.syllables import is_vietnamese

_ENOUGH: Final = 0.85
"""Share of the words with other than ASCII letters that must be Vietnamese syllables."""
_SAMPLE: Final = 20_000

# Letters that only Vietnamese has, composed or not: where one stands, the text has been Unicode all along.
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_FOREIGN = re.compile("[\x80-\xff]")
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’«»–—…•·0-9\u00a0]+")
_UNDEFINED = {code: chr(code) for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


@dataclass(frozen=True, slots=True)
class _Letter:
    code: str
    letter: str


def as_latin(content: bytes) -> str:
    """Bytes as Windows-1252, the five undefined ones as control characters, as browsers do."""
    return "".join(_UNDEFINED.get(byte) or bytes((byte,)).decode("cp1252") for byte in content)


def convert(text: str) -> tuple[str, str] | None:
    """Text in wrong letters as it was meant, with the name of its encoding.

    Args:
        text: Text that holds no Vietnamese letter of Unicode, though letters of Latin-1.

    Returns:
        None where no encoding makes Vietnamese of it.
    """
    best: tuple[float, str, str] | None = None
    for name, read in _READERS.items():
        sample = read(text[:_SAMPLE])
        if sample is None:
            continue
        share = vietnamese_share(sample)
        if share >= _ENOUGH and (best is None or share > best[0]):
            whole = read(text)
            if whole is not None:
                best = (share, whole, name)
    return None if best is None else (unicodedata.normalize("NFC", best[1]), best[2])


def is_suspect(text: str) -> bool:
    """Whether a text may be in wrong letters: letters of Latin-1, and none that only Vietnamese has."""
    return _FOREIGN.search(text) is not None and _VIETNAMESE.search(text) is None


def is_unreadable(text: str) -> bool:
    """Whether a suspect text is certainly in wrong letters: signs stand inside its words."""
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if _FOREIGN.search(word)]
    torn = sum(1 for word in words if any(not c.isalpha() and ord(c) > 0x7F for c in word))
    return len(words) >= 5 and torn / len(words) > 0.2


def vietnamese_share(text: str) -> float:
    """Share of the words with other than ASCII letters that are built like Vietnamese syllables; 0 without any."""
    composed = unicodedata.normalize("NFC", text)
    words = [word for word in _WORD.findall(composed) if not word.isascii()]
    return sum(map(is_vietnamese, words)) / len(words) if words else 0.0


def _read_tcvn3(text: str) -> str | None:
    letters = {ord(code): letter for code, letter in _letters("tcvn3").items()}
    return _CAPITALS.sub(_capitalize, text.translate(letters))


# Words without small ASCII letters, two capitals in one of them: set in a font of capitals, where the codes of small
# letters show capitals. A single one may be a name: Hồ.
_CAPITALS = re.compile(r"\b[^\W_a-z]+(?:[ \t]+[^\W_a-z]+)*\b")
_TWO_CAPITALS = re.compile("[A-Z][^\\Wa-z]*[A-Z]")


def _capitalize(words: re.Match[str]) -> str:
    return words[0].upper() if _TWO_CAPITALS.search(words[0]) else words[0]


def _read_vni(text: str) -> str | None:
    letters = _letters("vni")
    return _vni_codes().sub(lambda code: letters[code[0]], text)


@functools.cache
def _vni_codes() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _letters("vni")), key=lambda code: -len(code))))


def _read_twice_encoded(text: str) -> str | None:
    try:
        # Browsers read undefined bytes as control characters, other programs read Latin-1.
        content = b"".join(c.encode("latin-1" if c <= "\xff" else "cp1252") for c in text)
        # A sample may end inside a character.
        decoded = content.decode("utf-8", "strict" if len(text) < _SAMPLE else "ignore")
    except UnicodeError:
        return None
    return decoded


def _read_windows_1258(text: str) -> str | None:
    try:
        return text.encode("cp1252").decode("cp1258")
    except UnicodeError:
        return None


_READERS: Final[dict[str, Callable[[str], str | None]]] = {
    "utf-8 twice": _read_twice_encoded,
    "windows-1258": _read_windows_1258,
    "tcvn3": _read_tcvn3,
    "vni": _read_vni,
}


@functools.cache
def _letters(table: str) -> dict[str, str]:
    return {row.code: row.letter for row in tables.read(table, _Letter, key=("code",))}
