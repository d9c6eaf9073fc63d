"""Bytes as text: Unicode encodings, and the legacy ones of Vietnam converted. Never wrong letters: rather refused."""

import codecs
from typing import Final, NamedTuple

from boctach.corpus import legacy
from boctach.errors import DecodeError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as UTF-16's mark does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 4096
_REMEDY: Final = "save it as UTF-8"


class Decoded(NamedTuple):
    """A text and the encoding that it was in."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """Text of bytes in UTF-8, UTF-16, UTF-32, Windows-1258, TCVN3 or VNI.

    Raises:
        DecodeError: The bytes are no text, or in an encoding that is not known.
    """
    encoding, mark = wide_encoding(content[:_SAMPLE])
    if encoding is None and b"\0" in content:
        raise DecodeError("binary: it holds NUL bytes", field="text", remedy="leave it out")
    try:
        text = content[mark:].decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise DecodeError(
                f"not {encoding.upper()} at byte {mark + error.start}", field="text", remedy=_REMEDY
            ) from error
        return _decode_legacy(content, error.start)
    return Decoded(text, encoding or "utf-8") if encoding else mend(text)


def wide_encoding(sample: bytes) -> tuple[str | None, int]:
    """The encoding that a byte order mark, or every second byte being NUL, tells; with the length of the mark."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding, len(mark)
    pairs = len(sample) // 2
    if pairs >= 2 and b"\0" in sample:
        even, odd = (sample[at : 2 * pairs : 2].count(0) / pairs for at in (0, 1))
        if odd > 0.3 and even < 0.05:
            return "utf-16-le", 0
        if even > 0.3 and odd < 0.05:
            return "utf-16-be", 0
    return None, 0


def mend(text: str) -> Decoded:
    """A text whose letters may be those of a legacy font, or of UTF-8 decoded wrongly, as it was meant.

    Raises:
        DecodeError: Signs stand inside its words, and no encoding makes Vietnamese of it.
    """
    if not legacy.is_suspect(text):
        return Decoded(text, "utf-8")
    converted = legacy.convert(text)
    if converted is not None and converted[0] != text:
        return Decoded(*converted)
    if legacy.is_unreadable(text):
        raise DecodeError("letters of an encoding that is not known", field="text", remedy=_REMEDY)
    return Decoded(text, "utf-8")


def _decode_legacy(content: bytes, at: int) -> Decoded:
    controls = sum(content[:_SAMPLE].count(byte) for byte in range(32) if byte not in b"\t\n\v\f\r")
    if controls > len(content[:_SAMPLE]) // 100:
        raise DecodeError("binary: it holds control characters", field="text", remedy="leave it out")
    converted = legacy.convert(legacy.as_latin(content))
    if converted is None:
        raise DecodeError(
            f"not UTF-8 at byte {at}, and Vietnamese neither as Windows-1258 nor as TCVN3 or VNI",
            field="text",
            remedy=_REMEDY,
        )
    return Decoded(*converted)
