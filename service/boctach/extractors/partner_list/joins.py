"""How two names of a coordination are joined: the words that may stand between them."""

import functools
import re
from typing import Literal, NamedTuple

from boctach.extractors.partners.names import Name
from boctach.extractors.partners.words import any_of

Join = Literal["comma", "and", "dash", "sequel"]
"""``comma``: a bare comma or semicolon. ``and``: a conjunction. ``dash``: a hyphen or slash. ``sequel``: words between
that say who comes next (``Malaysia dẫn đầu, tiếp theo là Indonesia``)."""


class _Patterns(NamedTuple):
    """Patterns of what stands between two names, each matched in full."""

    comma: re.Pattern[str]
    conjunction: re.Pattern[str]
    sequel: re.Pattern[str]


@functools.cache
def _patterns(*, body: bool) -> _Patterns:
    """The patterns before a member that is a body (``các hãng Intel``) or before one that is a place."""
    # What a member has or takes: với 5 tỷ USD; chiếm 30%, tăng 5%.
    unit = rf"(?: ?%| {any_of('amount_unit')}\b)"
    number = rf" (?!(?:19|20)\d\d(?!{unit})\b)\d[\d.,]*{unit}{{0,4}}"  # no year: bầu cử Mỹ 2016 và Nga …
    amount = (
        rf"(?:(?: {any_of('amount_verb')}){{0,3}}{number}(?:, {any_of('amount_verb')}{number})?"
        r"(?: ?\([^()\n]{1,40}\))?)?"
    )
    # What may stand before a member: nhất là với các nước láng giềng như; của thành phố.
    noun = f"(?:{any_of('state_noun')}|{any_of('place_noun')}{'|' + any_of('body_noun') if body else ''})"
    told = rf"(?: [a-zà-ỹđ]+){{1,4}},? {any_of('told')}"
    kind, many = any_of("kind"), f"(?:{any_of('kind')}|{any_of('kind_of_many')})"
    one = rf"{noun}(?:(?: {kind}){{0,3}}|{told})"
    several = rf"(?:{any_of('quantity')}|\d{{1,2}}) {noun}(?:(?: {many}){{0,3}}|{told})"
    nouns = rf"(?:(?:{several}|{one})(?:,? {any_of('told')})? )?"
    lead_in = rf"(?:{any_of('especially')} )?(?:{any_of('preposition')} ){{0,2}}{nouns}"
    apposition = rf" ?, (?:{any_of('number')}|\d{{1,2}}) {noun}\b"  # ASEAN và EU, hai tổ chức khu vực tại …
    return _Patterns(
        comma=re.compile(rf"(?!{apposition}){amount} ?[,;] ?{lead_in}"),
        conjunction=re.compile(rf"{amount}(?: ?[,;])? {any_of('conjunction')} {lead_in}"),
        sequel=re.compile(
            rf"(?:[^.;!?:()\n]|\.(?=\d)){{0,90}}[,;] ?(?:và )?{any_of('next')}(?: là| đến| mới đến| có)? {lead_in}"
        ),
    )


_DASH = re.compile(r" ?[-–—/] ?")


@functools.cache
def _joiner() -> re.Pattern[str]:
    """What every coordination but that by a dash has in it."""
    return re.compile(rf"[,;]|{any_of('conjunction')}")


@functools.cache
def _link() -> re.Pattern[str]:
    return re.compile(rf"(?: ?[,;])?(?: {any_of('conjunction')})? ")


@functools.cache
def _office() -> re.Pattern[str]:
    return re.compile(rf"{any_of('office')}\b")


@functools.cache
def _aside() -> re.Pattern[str]:
    """What only says where: đại sứ quán của Australia, kể cả tại Bắc Kinh."""
    return re.compile(rf" ?, ?{any_of('especially')} (?:tại|ở|trong) ")


_WHERE = re.compile(r"\b(?:[Tt]ại|[Ởở]|[Tt]rong)(?: [^\W\d_]+){0,4} $")
_HEAD = re.compile(r"(?:[^\W\d_]+ ){1,4}")


_LONGEST = 130
"""The longest gap in a list, in characters."""


def join(text: str, left: Name, right: Name, first: Name) -> Join | None:
    """How ``right`` is joined to ``left`` in a list that ``first`` begins, or None where it is not."""
    gap = text[left.tail : right.start]
    if "\n" in gap or len(gap) > _LONGEST:
        return None
    if _DASH.fullmatch(gap):
        return "dash"
    if not _joiner().search(gap):
        return None
    if gap == " với " and not text.endswith("iữa ", 0, first.start):  # chính sách của Mỹ với Cuba
        return None
    if _aside().match(gap) and not _WHERE.search(text, max(0, first.start - _LONGEST), first.start):
        return None
    patterns = _patterns(body=right.type in ("company", "organization", "bloc"))
    if patterns.comma.fullmatch(gap):
        return "comma"
    if patterns.conjunction.fullmatch(gap) or _repeats_head(text, gap, first):
        return "and"
    return "sequel" if patterns.sequel.fullmatch(gap) else None


def _repeats_head(text: str, gap: str, first: Name) -> bool:
    """Whether the gap repeats the noun before the list: Chính phủ Lào và Chính phủ Campuchia."""
    link = _link().match(gap)
    if link is None or not link.group().strip():
        return False
    noun = gap[link.end() :]
    if not noun.strip() or _office().search(noun) or not _HEAD.fullmatch(noun):
        return False
    before = text[max(0, first.start - len(noun)) : first.start]
    return before[:1].lower() + before[1:] == noun[:1].lower() + noun[1:]
