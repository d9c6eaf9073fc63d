"""Names of foreign partners in a text: what the tables know, read in its context."""

import functools
import re
from typing import NamedTuple

from boctach.extractors.partners import shapes as partner_shapes
from boctach.extractors.partners.shapes import Shape
from boctach.extractors.partners.tables import Certainty, Entry, gazetteer
from boctach.extractors.partners.words import Ending, any_of, last_word, of_role
from boctach.facts import PartnerType
from boctach.text.cued import Cued
from boctach.text.gazetteer import Match
from boctach.text.names import places
from boctach.text.syllables import is_vietnamese


class Name(NamedTuple):
    """A partner's name ``[start, end)`` in the clean text.

    Attributes:
        certainty: How far its spelling and its context tell the partner.
        tail: Where what belongs to it ends: a share or its own country in brackets, its country after a comma.
        bracket: The words in the brackets after it.
    """

    start: int
    end: int
    type: PartnerType
    code: str | None
    certainty: Certainty
    table: str
    tail: int
    bracket: str | None = None

    @property
    def loose(self) -> bool:
        """Whether only a list of companies around it can tell it."""
        return self.table == "shape" and self.certainty == "short"


_WHOLE_WORD_BEFORE = re.compile(r"\b([^\W\d_]+) $")
_LONGEST_WORD = 24
_WORD_AFTER = re.compile(r" ([^\W\d_]+)")

_PRODUCT = re.compile(r"[ -]?\d| [A-Z]?[a-z]*\d|['’]s\b")
"""What makes a company's name that of its product: Nokia 3."""

_BRACKET = re.compile(r" ?\(([^()\n]{1,60})\)")
_OWN_CODE = re.compile(r"[A-Z][\w+-]{1,9}(?: [A-Z]+)?")


class _Contexts(NamedTuple):
    """Patterns of what stands before a name.

    Attributes:
        official: What makes it a state's official name: Cộng hòa Dân chủ Nhân dân Lào.
        state: Words that make it a state's: nước Đức, Thủ tướng Anh.
        sea: Words that make any name a sea's, a peninsula's or a cup's: biển Nhật Bản.
        person: Words that make an ambiguous name a person's or a small place's: chị Nga, phố Đức.
        named_after: Institutions and treaties that are named after a town: Đại học Tokyo, Hiệp định Paris.
        openers: Words that open a sentence: capitals that make no longer name.
    """

    official: Ending
    state: Ending
    sea: Ending
    person: Ending
    named_after: Ending
    openers: frozenset[str]


@functools.cache
def _contexts() -> _Contexts:
    official = rf"\b{any_of('official')}(?: {any_of('official_kind')}){{0,3}} $"
    return _Contexts(
        official=Ending(official, "official", "official_kind"),
        state=_word_of("state_cue"),
        sea=_word_of("sea"),
        person=_word_of("person"),
        named_after=_word_of("named_after_town"),
        openers=frozenset(of_role("opener")),
    )


def _word_of(role: str) -> Ending:
    return Ending(rf"\b{any_of(role)} $", role)


_BEFORE = 60
"""How far before a name its context is read."""


def find(text: str, start: int, end: int) -> list[Name]:
    """Partners' names in the sentence ``text[start:end]``, in order, each with what belongs to it."""
    names: list[Name] = []
    for name in _candidates(text, start, end):
        if not _belongs(text, names, name):
            names.append(name)
    return names


def _candidates(text: str, start: int, end: int) -> list[Name]:
    """Names of the tables and names told by their shape; a shape that stands alone wins over the names inside it."""
    known = [name for match in gazetteer().find(text, start, end) if (name := _read(text, match))]
    begun = {name.start for name in known if name.type == "organization"}
    shapes = [_shaped(text, shape) for shape in partner_shapes.find(text, start, end) if shape.start not in begun]
    names = [name for name in shapes if not name.loose]
    for name in _apart(known, names):
        names.append(_body_of(text, start, name))
        start = name.end
    names += _apart([name for name in shapes if name.loose], names)
    return sorted(names, key=lambda name: (name.start, -name.end))


def _apart(names: list[Name], taken: list[Name]) -> list[Name]:
    """Those of ``names`` that share no words with any of ``taken``."""
    if not taken:
        return names
    words = {at for name in taken for at in range(name.start, name.end)}
    return [name for name in names if words.isdisjoint(range(name.start, name.end))]


def _shaped(text: str, shape: Shape) -> Name:
    bracket = _BRACKET.match(text, shape.end)
    tail = bracket.end() if bracket else shape.end
    certainty: Certainty = "certain" if shape.alone else "short"
    return Name(shape.start, shape.end, shape.type, None, certainty, "shape", tail, bracket[1] if bracket else None)


@functools.cache
def _body(role: str) -> Cued:
    """A body's name, begun by a word of the role, up to the country or the United Nations that end it."""
    word = r" (?!(?:và|của|tại|ở|cho|với|từ|sang|do|được|đã|có|vào|trong|là|cùng|hay|hoặc) )[^\W\d_]+"
    return Cued(rf"\b{any_of(role)}(?:{word}){{0,7}} $", of_role(role))


_UNITED_NATIONS = re.compile(r"Liên \w+ \w+|LHQ")


def _body_of(text: str, start: int, name: Name) -> Name:
    """The organisation, if any, that begins after ``start`` and that the name ends: Hiệp hội bán dẫn Mỹ."""
    if name.type == "country" and name.code != "VN" and text[name.end : name.end + 2].strip()[:1] not in ("-", "–"):
        role, code = "national_body", name.code
    elif name.type == "organization" and _UNITED_NATIONS.fullmatch(text, name.start, name.end):
        role, code = "un_body", None
    else:
        return name
    head = _body(role).search(text, max(start, name.start - _BEFORE), name.start)
    if head is None:
        return name
    end = name.tail if name.bracket and _OWN_CODE.fullmatch(name.bracket) else name.end
    return name._replace(
        start=head.start(), end=end, type="organization", code=code, certainty="certain", table="shape"
    )


def _read(text: str, match: Match[Entry]) -> Name | None:
    """The match as a partner's name, or None where its context makes it something else."""
    entry = match.entry
    if entry.type is None or (entry.type == "company" and _PRODUCT.match(text, match.end)):
        return None
    if entry.type == "region" and text.startswith(" này", match.end):
        return None  # đảo quốc Caribe này: a country of the region
    begin, certainty = match.start, entry.certainty
    before = text[max(0, begin - _BEFORE) : begin]
    if entry.type in ("country", "territory") and (official := _contexts().official.search(before)):
        begin -= len(before) - official.start()
        certainty = "certain"
    elif _contexts().sea.search(before) or (entry.type in ("city", "province") and _names_another(text, match, before)):
        return None
    elif certainty != "certain":
        if _contexts().person.search(before) or _in_longer_name(text, match, before):
            return None
        if certainty == "word" and _contexts().state.search(before):
            certainty = "certain"
    bracket = _BRACKET.match(text, match.end)
    end = match.end
    if bracket and _is_own_name(bracket, entry):
        end = bracket.end()
    is_place = entry.type not in ("organization", "bloc", "company")
    paired = before.rstrip()[-1:] in ("-", "–")  # Tam giác Phát triển Campuchia - Lào - Việt Nam (CLV)
    named = bracket and is_place and not paired and _is_short_name(bracket, entry)
    if named and not _body("national_body").search(text, max(0, match.start - _BEFORE), match.start):
        return None
    tail = bracket.end() if bracket else end
    return Name(begin, end, entry.type, entry.code, certainty, entry.table, tail, bracket[1] if bracket else None)


def _is_own_name(bracket: re.Match[str], entry: Entry) -> bool:
    """Whether the brackets hold the short name of the body itself: Liên minh châu Âu (EU)."""
    if entry.type == "bloc":
        return any(match.entry.code == entry.code for match in gazetteer().find(bracket.string, *bracket.span(1)))
    return entry.type == "organization" and _OWN_CODE.fullmatch(bracket[1]) is not None


def _is_short_name(bracket: re.Match[str], entry: Entry) -> bool:
    """Whether the brackets after a place hold the short name of an institution that the place's name ends."""
    if not _OWN_CODE.fullmatch(bracket[1]) or not bracket[1].isupper():
        return False
    return all(match.entry.code != entry.code for match in gazetteer().find(bracket.string, *bracket.span(1)))


_FOREIGN_WORD = re.compile(r" ([A-Z][a-z]+)(?:-[A-Z]\w+)?")


def _names_another(text: str, match: Match[Entry], before: str) -> bool:
    """Whether a town's name is part of another: Đại học Tokyo, New York Times."""
    if _contexts().named_after.search(before):
        return True
    word = _FOREIGN_WORD.match(text, match.end)
    if word is None or is_vietnamese(word[1]):
        return False
    return next(gazetteer().find(text, word.start(1), word.end()), None) is None


def _in_longer_name(text: str, match: Match[Entry], before: str) -> bool:
    """Whether an ambiguous name is part of the name of a person or a place: Hoàng Anh, Đức Thọ."""
    ahead = _WORD_AFTER.match(text, match.end)
    capitals = text[match.start : match.end].isupper() and match.end - match.start > 1
    if ahead and not capitals and ahead[1][0].isupper() and not ahead[1].isupper() and is_vietnamese(ahead[1]):
        return True
    behind = last_word(before)
    if not behind[:1].isupper() or behind in _contexts().openers:
        return False
    return not (behind.isupper() and len(behind) > 1) and is_vietnamese(behind)


@functools.cache
def _given_names() -> Cued:
    """The countries that are given names too."""
    given = [row.name for row in places("countries") if row.ambiguous == "yes"]
    return Cued(rf"(?:{'|'.join(map(re.escape, given))})\b", given)


def in_persons_names(text: str) -> frozenset[str]:
    """Ambiguous names of countries that end a longer Vietnamese name somewhere in the text: Phương Nga."""
    found = set()
    free = 0  # a word that ends one name does not begin the next
    for match in _given_names().finditer(text):
        before = _WHOLE_WORD_BEFORE.search(text, max(free, match.start() - _LONGEST_WORD), match.start())
        if before is None:
            continue
        free = match.end()
        if before[1].istitle() and before[1] not in _contexts().openers and is_vietnamese(before[1]):
            found.add(match.group())
    return frozenset(found)


_LIES_IN = re.compile(r",? (?:(?:của|ở|tại|thuộc) )?(?:nước )?")
_LIES_IN_PROVINCE = re.compile(r",? (?:(?:của|ở|tại|thuộc) )?(?:bang|tiểu bang|tỉnh) ")
_NAMED_WITH_STATE = ("US", "CA", "AU")
"""Countries whose cities are named with their state after a bare comma: Houston, Texas."""


def _belongs(text: str, names: list[Name], name: Name) -> bool:
    """Whether the name only says where the one before it lies: Thượng Hải, Trung Quốc; Seoul (Hàn Quốc)."""
    if not names:
        return False
    last = names[-1]
    is_body = last.type in ("company", "organization")
    if name.end <= last.tail:
        if is_body and last.code is None and name.type == "country":
            names[-1] = last._replace(code=name.code)
        return True
    between = text[last.tail : name.start]
    if is_body and name.type == "country" and between == " của ":
        names[-1] = last._replace(code=name.code, tail=name.end)
        return True
    if last.type in ("city", "province") and last.code == name.code and _tells_where(last, name, between):
        names[-1] = last._replace(tail=name.end)
        return True
    return False


def _tells_where(last: Name, name: Name, between: str) -> bool:
    if name.type == "country":
        return bool(between.strip()) and _LIES_IN.fullmatch(between) is not None
    if name.type != "province" or last.type != "city":
        return False
    bare = between == ", " and last.code in _NAMED_WITH_STATE
    return bare or _LIES_IN_PROVINCE.fullmatch(between) is not None
