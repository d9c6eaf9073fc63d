"""How two names of a coordination are joined: the words that may stand between them."""

import functools
import re
from typing import Literal, NamedTuple

from boctach.extractors.partner_names import Name
from boctach.extractors.partner_words import any_of

Join = Literal["comma", "and", "dash", "sequel"]
"""``comma``: a bare comma or semicolon. ``and``: a conjunction. ``dash``: a hyphen or slash. ``sequel``: words between
that say who comes next (``Malaysia dẫn đầu, tiếp theo là Indonesia``)."""


class _Patterns(NamedTuple):
    """Patterns of what stands between two names, each matched in full, and of heads that make no partner."""

    comma: re.Pattern[str]
    conjunction: re.Pattern[str]
    dash: re.Pattern[str]
    sequel: re.Pattern[str]
    link: re.Pattern[str]
    office: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    # What a member has or takes: với 5 tỷ USD; chiếm 30%.
    amount = (
        rf"(?:,? ?{any_of('amount_verb')}){{0,3}} \d[\d.,]*(?: ?%| {any_of('amount_unit')}\b){{0,4}}"
        r"(?: ?\([^()\n]{1,40}\))?"
    )
    # What may stand before a member: nhất là với các nước láng giềng như; của thành phố.
    noun = f"(?:{any_of('state_noun')}|{any_of('place_noun')}|{any_of('body_noun')})"
    kinds = rf"(?:(?: {any_of('kind')}){{0,3}}|(?: [a-zà-ỹđ]+){{1,4}},? {any_of('told')})"
    nouns = rf"(?:(?:{any_of('quantity')} )?{noun}{kinds}(?:,? {any_of('told')})? )?"
    lead_in = rf"(?:{any_of('especially')} )?(?:{any_of('preposition')} ){{0,2}}{nouns}"
    link = any_of("conjunction")
    return _Patterns(
        comma=re.compile(rf"(?:{amount}){{0,2}} ?[,;] ?{lead_in}"),
        conjunction=re.compile(rf"(?:{amount}){{0,2}}(?: ?[,;])? {link} {lead_in}"),
        dash=re.compile(r" ?[-–—/] ?"),
        sequel=re.compile(
            rf"(?:[^.;!?:()\n]|\.(?=\d)){{0,90}}[,;] ?(?:và )?{any_of('next')}(?: là| đến| mới đến| có)? {lead_in}"
        ),
        link=re.compile(rf"(?: ?[,;])?(?: {link})? "),
        office=re.compile(rf"{any_of('office')}\b"),
    )


_HEAD = re.compile(r"(?:[^\W\d_]+ ){1,4}")


def join(text: str, left: Name, right: Name, first: Name) -> Join | None:
    """How ``right`` is joined to ``left`` in a list that ``first`` begins, or None where it is not."""
    gap = text[left.tail : right.start]
    if "\n" in gap or len(gap) > 130:
        return None
    if _patterns().dash.fullmatch(gap):
        return "dash"
    if _patterns().comma.fullmatch(gap):
        return "comma"
    if _patterns().conjunction.fullmatch(gap) or _repeats_head(text, gap, first):
        return "and"
    return "sequel" if _patterns().sequel.fullmatch(gap) else None


def _repeats_head(text: str, gap: str, first: Name) -> bool:
    """Whether the gap repeats the noun before the list: Chính phủ Lào và Chính phủ Campuchia."""
    link = _patterns().link.match(gap)
    if link is None or not link.group().strip():
        return False
    noun = gap[link.end() :]
    if not noun.strip() or _patterns().office.search(noun) or not _HEAD.fullmatch(noun):
        return False
    before = text[max(0, first.start - len(noun)) : first.start]
    return before[:1].lower() + before[1:] == noun[:1].lower() + noun[1:]
