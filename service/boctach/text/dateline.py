"""The words before a report's first sentence that say who reports, and from where."""

import functools
import re
from dataclasses import dataclass

from boctach import tables
from boctach.text.letters import UPPER


@dataclass(frozen=True, slots=True)
class Dateline:
    """Source and place as written; each None where the dateline does not give it."""

    source: str | None
    place: str | None


@dataclass(frozen=True)
class _Agency:
    name: str
    home: str
    gloss: str


_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,40}[A-Za-z0-9])?\.){1,3}(?:vn|com|net|org|info|gov)(?![\w.])", re.IGNORECASE
)
_DASH = r"\s{0,3}[-–—:]\s{0,3}"
_DAY = r"(?:\s?,?\s?(?:ngày\s)?\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?)?"
_PLACE = rf"(?P<place>[{UPPER}][^\n()\[\]:;!?]{{1,40}}?)"

# "(Chinhphu.vn) - ", "(Dân trí) – ": any short name in brackets before a dash.
_BRACKETED = re.compile(rf"[(\[](?P<source>[^()\[\]\n]{{2,40}}?){_DAY}[)\]]{_DASH}")
# "TTXVN - ", "VOV.VN - ": only what is known as an agency, or a host name.
_BARE = re.compile(
    rf"(?P<source>[^\W_][^\n()\[\]:;!?–—]{{1,40}}?){_DAY}\s{{1,3}}[-–—]\s|(?P<glued>[A-ZĐ]{{3,8}}(?:\.VN|\.vn)?)\s?[-–—]\s"
)
# "Hà Nội (TTXVN 21/7)", "Hà Nội, ngày 21/7 (TTXVN) - "
_PLACED = re.compile(rf"{_PLACE}{_DAY}\s?[(\[](?P<source>[^()\[\]\n\d]{{2,40}}?){_DAY}[)\]](?P<dash>{_DASH})?")
_LONGEST_OPENING = 80  # characters up to the dash or bracket of the last two, at most
_DASHES = re.compile(r"[-–—]")


@functools.cache
def _agencies() -> dict[str, str]:
    return {row.name: row.home for row in tables.read("agencies", _Agency, key=("name",))}


def is_agency(name: str) -> bool:
    """Whether a name is that of an agency, paper or station, or a host name."""
    return name.strip() in _agencies() or _HOST.fullmatch(name.strip()) is not None


def is_home_agency(name: str) -> bool:
    """Whether a name is that of a Vietnamese agency, paper or station, or a host name."""
    return _agencies().get(name.strip()) == "Vietnamese" or _HOST.fullmatch(name.strip()) is not None


def find_host(text: str, start: int, end: int) -> str | None:
    """The first host name in ``text[start:end]``, as written."""
    match = _HOST.search(text, start, end)
    return match.group() if match else None


def read(text: str, start: int, end: int) -> Dateline | None:
    """The dateline at the start of the paragraph ``text[start:end]``, None where it has none."""
    bracketed = _BRACKETED.match(text, start, end)
    if bracketed and _may_be_source(bracketed["source"]):
        return Dateline(bracketed["source"].strip(), None)
    opening = text[start : min(end, start + _LONGEST_OPENING)]
    bare = _BARE.match(text, start, end) if _DASHES.search(opening) else None
    source = (bare["source"] or bare["glued"]) if bare else None
    if source and is_home_agency(source):
        return Dateline(source, None)
    placed = _PLACED.match(text, start, end) if "(" in opening or "[" in opening else None
    if placed and is_home_agency(placed["source"]) and _may_be_place(placed["place"]):
        return Dateline(placed["source"].strip(), placed["place"].strip(" ,-–"))
    return None


def _may_be_source(name: str) -> bool:
    """Whether a bracketed name may be a paper's: known, or short and beginning with a capital."""
    return is_home_agency(name) or (name[:1].isupper() and len(name.split()) <= 4 and name.strip() not in _agencies())


def _may_be_place(name: str) -> bool:
    words = [word for word in re.split(r"[\s,\-–]+", name) if word]
    return len(words) <= 7 and all(word[0].isupper() for word in words)
