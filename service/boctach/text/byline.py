"""Who wrote an article, and who took its pictures: bylines on a line or at the end of the text, and credits."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from boctach.spans import Span
from boctach.text import dateline, names, provinces, sentences
from boctach.text.letters import UPPER


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline ``[start, end)``: the names in it, and the Vietnamese paper or agency where it names one."""

    start: int
    end: int
    authors: tuple[str, ...]
    source: str | None
    labelled: bool


_LABEL = re.compile(
    r"(?:(?:[Tt]in|[Bb]ài|[Ảả]nh|[Vv]ideo|TIN|BÀI|ẢNH)(?:\s?[,/&-]\s?|\svà\s)?){1,3}\s?:"
    r"|(?:[Tt]hực hiện|[Tt]ác giả|[Nn]gười viết|[Bb]iên tập|[Bb]iên dịch|[Ll]ược dịch|[Tt]ổng hợp|[Gg]hi|[Dd]ịch"
    r"|[Nn]hóm (?:phóng viên|PV|tác giả)|[Pp]hóng viên|PV|CTV|BTV|Đồ họa|Nội dung)\s?:"
)
_ACCORDING = re.compile(r"\(?(?:[Tt]heo|[Nn]guồn:|NGUỒN:)\s+(?P<whom>[^()\n]{2,60}?)\)?\.?")
_NOTE = re.compile(r"\s*\({1,2}(?P<note>[^()\n]{1,80})\){1,2}\.?\Z")
_STAFF = re.compile(r"(?:CTV|PV|P\.V|BTV|[Nn]hóm PV|[Nn]hóm [Pp]hóng viên|[Pp]hóng viên|Bài|Tin)\b\.?\s*")
_PICTURES = re.compile(r"(?:[Ảả]nh|ẢNH|[Vv]ideo|[Cc]lip|[Đđ]ồ họa)\s?:\s?\S")
_DOING = re.compile(r"\s+(?:thực hiện|tổng hợp|lược dịch|biên dịch|lược ghi|ghi|dịch|thực hiện và tổng hợp)\Z")
_JOINT = re.compile(r"\s+[-–—+]\s+|\s*[,;/&]\s*|\s+và\s+")
_INITIALS = re.compile(rf"(?:[{UPPER}]\.){{1,2}}\s?[{UPPER}][\w’']{{0,8}}")
_DESK = re.compile(r"(?:Trung tâm|Ban|Phòng|Báo|Đài|Cơ quan thường trú|Tổng hợp)\b")

# A sentence's end, then the byline to the end of the paragraph.
_LAST_STOP = re.compile(r"(?:[.!?…]/?\.?[\"”’')]{0,2}|/\.|[\"”)])\s+(?=[^\s.!?…])")
_LABEL_INSIDE = re.compile(r"(?<=\s)(?:Thực hiện|Tin, ảnh|Bài, ảnh|Bài và ảnh|Tin và ảnh|Ảnh và bài|Clip)\s?:\s")
_NUMBER_OF_LIST = re.compile(r"(?:^|\s)\d{1,2}\Z")
_LONGEST = 90

_CREDIT_LABEL = (
    r"(?:[Ảả]nh|ẢNH|[Nn]guồn ảnh|[Nn]guồn|[Vv]ideo|[Cc]lip|[Đđ]ồ họa|[Hh]ình)"
    r"(?: (?:minh h[oọ][aạ]|tư liệu|chụp màn hình))?"
)
_CREDIT_BRACKET = re.compile(rf"\(\s?{_CREDIT_LABEL}\s?(?::|của)\s?[^()\n]{{1,80}}\)")
_CREDIT_OPEN = re.compile(rf"{_CREDIT_LABEL} ?: ?")
_LONGEST_LABEL = 40
_CREDIT_WORD = re.compile(rf"[/&,\-–]? ?[{UPPER}][\w’'+]*(?=[\s/,.;)&\-–]|\Z)")


@functools.cache
def _syllables() -> frozenset[str]:
    return _families() | names.syllables()


@functools.cache
def _families() -> frozenset[str]:
    return frozenset(row.family for row in names.families())


@functools.cache
def _folded_provinces() -> frozenset[str]:
    return frozenset(name.casefold() for name in provinces.names())


def read(text: str, start: int, end: int) -> Byline | None:
    """The byline that ``text[start:end]``, a line or the end of one, wholly is; None where it is none."""
    line = text[start:end].strip(" *_.•-–")
    if not line or len(line) > _LONGEST:
        return None
    according = _ACCORDING.fullmatch(line)
    if according:
        return _according(start, end, according["whom"])
    label = _LABEL.match(line)
    authors: list[str] = []
    sources: list[str] = []
    rest = line[label.end() :].strip() if label else line
    note = _NOTE.search(rest)
    if note:
        rest = rest[: note.start()]
        sources += _sources_of_note(note["note"])
    parts = _JOINT.split(_DOING.sub("", rest))
    if not all(_read_part(part.strip(), authors, sources, labelled=label is not None) for part in parts):
        return None
    return Byline(start, end, tuple(authors), sources[0] if sources else None, labelled=label is not None)


def _according(start: int, end: int, whom: str) -> Byline | None:
    whom = whom.strip().removeprefix("báo ").removeprefix("Báo ")
    known = [name for name in re.split(r"\s*[,/;]\s*|\s+-\s+", whom) if dateline.is_agency(name)]
    if not known and not all(word[0].isupper() for word in whom.split()):
        return None
    return Byline(start, end, (), next(filter(dateline.is_home_agency, known), None), labelled=True)


def _sources_of_note(note: str) -> list[str]:
    """Papers named in the bracket after a name; those that an article is drawn from ("theo …") are not its source."""
    names = re.split(r"\s*[,/;]\s*", note)
    return [name for name in names if dateline.is_home_agency(name)] if "heo " not in note else []


def _read_part(part: str, authors: list[str], sources: list[str], *, labelled: bool) -> bool:
    """Read one name of a byline into authors or sources; False where it is neither."""
    agency = part if dateline.is_home_agency(part) else part.partition("-")[0]
    if dateline.is_home_agency(agency):  # also with its desk: "VOV-Tây Bắc"
        sources.append(agency)
        return True
    if _PICTURES.match(part):
        return True
    staff = _STAFF.match(part)
    name = part[staff.end() :] if staff else part
    if (
        part.startswith("Theo ")
        or (staff and not name)
        or dateline.is_agency(part)
        or (_DESK.match(part) and len(part) < 40)
    ):
        return True
    if not is_person_name(name, sure=not (labelled or staff)):
        return False
    authors.append(name)
    return True


def is_person_name(name: str, *, sure: bool) -> bool:
    """Whether words look like a reporter's name: two to five capitalised syllables, or initials before one.

    Args:
        name: The words.
        sure: Whether at least half of the syllables must be known from Vietnamese names.
    """
    if _INITIALS.fullmatch(name):
        return True
    words = name.split()
    if not (1 if not sure else 2) <= len(words) <= 5 or len(name) > 40 or name.casefold() in _folded_provinces():
        return False
    plain = [word.replace("’", "").replace("'", "") for word in words]
    if not all(word.isalpha() and word[0].isupper() and (word.isupper() or word[1:].islower()) for word in plain):
        return False
    known = sum(word.capitalize() in _syllables() for word in plain)
    return not sure or 2 * known >= len(words)


def begins_with_family_name(name: str) -> bool:
    """Whether a name begins as full Vietnamese names do."""
    first = name.split()[0].capitalize()
    return first in _families() and all(word.capitalize() in _syllables() for word in name.split())


@functools.cache
def _office_words() -> tuple[str, ...]:
    return tuple(row.office.casefold() for row in names.offices())


def names_office(line: str) -> bool:
    """Whether a line, or what follows a comma in it, begins with an office, in small letters or capitals."""
    return line[:1].isupper() and any(part.startswith(_office_words()) for part in re.split(r",\s*", line.casefold()))


_SIGNED = re.compile(r"\(?đã ký\)?|(?:TM|KT|TL|TUQ|Q)\.", re.IGNORECASE)


def announces_signature(line: str) -> bool:
    """Whether a line stands above the name of who signed a document: an office in capitals, "(đã ký)"."""
    return _SIGNED.match(line) is not None or (line.isupper() and names_office(line))


def at_end(text: str, start: int, end: int) -> Byline | None:
    """The byline that ends the paragraph ``text[start:end]``, after its last sentence."""
    window = max(start, end - _LONGEST)
    stops = [m for m in _LAST_STOP.finditer(text, window, end) if not _is_numbering(text, m.start())]
    labels = [m.start() for m in _LABEL_INSIDE.finditer(text, window, end)]
    for at in [*labels, *(m.end() for m in stops)]:
        byline = read(text, at, end)
        if byline:
            return byline
    return None


def _is_numbering(text: str, stop: int) -> bool:
    """Whether a stop belongs to the numbering of a list ("… 2. Nguyễn An")."""
    return _NUMBER_OF_LIST.search(text[max(0, stop - 4) : stop]) is not None


def find_credits(text: str) -> Iterator[Span]:
    """Credits of pictures: names in them are no persons of the article."""
    at = 0
    for match in _credit_labels(text):
        if match.start() < at:
            continue
        bracket = text.rfind("(", max(at, match.start() - 2), match.start())
        whole = _CREDIT_BRACKET.match(text, bracket) if bracket >= 0 else None
        at = whole.end() if whole else _credit_end(text, match.end())
        if at > match.end():
            yield Span(whole.start() if whole else match.start(), at)


def _credit_labels(text: str) -> Iterator[re.Match[str]]:
    """``Ảnh:`` and the like. A text has few colons, and each label ends in one."""
    at = 0
    while (colon := text.find(":", at)) >= 0:
        label = _CREDIT_OPEN.search(text, max(at, colon - _LONGEST_LABEL), colon + 2)
        if label:
            yield label
        at = colon + 1


def _credit_end(text: str, start: int) -> int:
    """Where the capitalised words after ``Ảnh:`` end; ``start`` where words of the picture follow, and no name."""
    at = start
    previous = start
    for _ in range(8):
        word = _CREDIT_WORD.match(text, at)
        if not word or sentences.opens_sentence(word.group()):
            break
        previous, at = at, word.end()
        if dateline.is_agency(text[start:at]) and text[at : at + 1] not in ("/", "-"):
            return at
        while at < len(text) and text[at] == " ":
            at += 1
    following = text[at : at + 1]
    if following.isalpha() and following.islower():
        at = previous  # the last capitalised word opens what follows
    return start + len(text[start:at].rstrip(" ,-–"))
