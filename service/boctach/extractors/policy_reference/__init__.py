"""Policy references: citations of legal and Party documents.

The parts: `designations` reads number, year and symbol; `by_number` finds documents by number and `by_name` by name;
`law_names` reads where a law's name ends; `issuing` and `surroundings` read what stands around them; `ids` gives each
document its id. Here they are put together.

A reference claims its own words, the date of issue after it, its provision, and nothing else: the date before it
(``Ngày 8/8, Chính phủ ban hành …``) dates the clause as well, and so is also a date.
"""

import re
from collections.abc import Container, Hashable, Iterator, Sequence
from dataclasses import dataclass

from boctach.document import Document
from boctach.extractors.base import Candidate
from boctach.extractors.policy_reference import by_name, by_number, ids, issuing, law_names, surroundings
from boctach.extractors.policy_reference.by_number import Issuers, Mention
from boctach.extractors.policy_reference.designations import LETTER, UPPER
from boctach.extractors.policy_reference.surroundings import Issued
from boctach.facts import Evidence, Kind, PolicyReference
from boctach.spans import Span
from boctach.text.structure import Paragraph

KIND: Kind = "policy_reference"

# From the issuer as subject to the document: "… Phạm Minh Chính vừa ký ban hành các", "đã có".
_ISSUES = re.compile(
    rf"(?: [{UPPER}]{LETTER}{{1,8}}){{0,5}},?(?: (?:đã|vừa|mới|cũng|vừa qua|tiếp tục|chính thức)){{0,3}}"
    r" (?:biểu quyết )?(?:ký ban hành|ban hành|ký|có|ra|thông qua|công bố)(?: (?:các|những|toàn văn|một số))?"
    r"(?: [“\"]| )"
)
_OF = re.compile(r",? của | ")
# What finds documents without a word for their type and a number behind it, the strongest first.
_FINDERS = (by_name.congresses, by_name.constitutions, by_name.codes, by_number.alone)
_COMMA = re.compile(r",? ")


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around the references of a paragraph, by place.

    Attributes:
        issuers: Issuers by place.
        named: Issuers by their start, without the session after them.
        dated: Dates at the head of a clause (``Ngày 8/8, Chính phủ ban hành …``), by the start of what is issued.
        before: Provisions by the start of what they are part of.
        starting: Provisions by their own start.
    """

    issuers: Issuers
    named: dict[int, Span]
    dated: dict[int, Issued]
    before: dict[int, Span]
    starting: dict[int, Span]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A mention with what was read around it; spans are those of the words that told."""

    mention: Mention
    issuer: str | None
    issuer_span: Span | None
    issued: Issued | None
    date: str | None
    provision: Span | None


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the references in the order of the text."""
    bills: set[Hashable] = set()
    readings = [reading for paragraph in document.paragraphs for reading in _read(document.text, paragraph, bills)]
    if bills:
        readings = [reading for reading in readings if not _is_bill(reading.mention, bills)]
    issuers = _issuers_told_elsewhere(readings)
    identities = ids.complete([ids.identify(r.mention, r.issuer, r.date) for r in readings])
    for reading, identity in zip(readings, identities, strict=True):
        issuer = reading.issuer or issuers.get(_designation(reading.mention))
        yield _candidate(document, reading, issuer, identity.id())


def _is_bill(mention: Mention, bills: Container[Hashable]) -> bool:
    """Whether a law named alone is what the article elsewhere calls a bill, and none that is known to be in force."""
    if mention.rule != "law-by-name" or mention.year or mention.amended or _law(mention) not in bills:
        return False
    return not law_names.is_known(mention.name or "")


def _law(mention: Mention) -> Hashable:
    return (mention.doc_type, (mention.name or "").lower())


def _read(text: str, paragraph: Paragraph, bills: set[Hashable]) -> Iterator[_Reading]:
    start, end = paragraph.start, paragraph.end
    words = by_number.type_words(text, start, end)
    others = [list(finder(text, start, end)) for finder in _FINDERS]
    if not words and not any(others):
        return
    around = _look_around(text, start, end)
    mentions = _find(text, words, others, end, around, bills)
    shared = _shared_issuers(text, mentions, end, around) if mentions else {}
    for mention in mentions:
        yield _reading(text, mention, end, around, shared.get(mention.chain))


def _reading(text: str, mention: Mention, end: int, around: _Around, shared: Span | None) -> _Reading:
    issuer = mention.issuer or shared
    issued = surroundings.issued_after(text, mention.end, end)
    if issued is None and issuer and issuer.start >= mention.end:
        issued = surroundings.issued_after(text, issuer.end, end)
    head = around.dated.get(mention.start)
    date = issued or head
    told = issuing.told_by(mention.symbol) if mention.symbol else None
    if issuer is None and told is None and mention.number:
        issuer = around.issuers.issuing.get(mention.start)
    return _Reading(
        mention,
        text[issuer.start : issuer.end] if issuer else told,
        issuer,
        issued,
        date.edtf if date else None,
        around.before.get(mention.start) or _provision_after(text, mention, end, around),
    )


def _provision_after(text: str, mention: Mention, end: int, around: _Around) -> Span | None:
    """``Nghị định 67, Điều 5``, unless the provision belongs to a document that follows it."""
    after = surroundings.provision_after(text, mention.end, end, around.starting)
    if after is None or surroundings.belongs_to_next(text, after, end):
        return None
    return after


def _issuers_told_elsewhere(readings: Sequence[_Reading]) -> dict[Hashable, str]:
    """Issuers by number and symbol, where the article names only one for them."""
    told: dict[Hashable, set[str]] = {}
    for reading in readings:
        if reading.issuer:
            told.setdefault(_designation(reading.mention), set()).add(reading.issuer)
    return {key: names.pop() for key, names in told.items() if len(names) == 1}


def _designation(mention: Mention) -> Hashable:
    return (mention.doc_type, mention.number, mention.year, mention.symbol, None if mention.number else mention.start)


def _look_around(text: str, start: int, end: int) -> _Around:
    issuers = Issuers({}, {})
    named: dict[int, Span] = {}
    dated: dict[int, Issued] = {}
    before, starting = surroundings.provisions(text, start, end)
    heads: dict[int, Issued] = {}
    for date in surroundings.dates(text, start, end):
        gap = _COMMA.match(text, date.end, end)
        if gap:
            heads[gap.end()] = date
    for issuer, whole in issuing.find(text, start, end):
        issuers.starting[issuer.start] = whole
        named[issuer.start] = issuer
        verb = _ISSUES.match(text, whole.end, end)
        if verb:
            issuers.issuing[verb.end()] = issuer
            if issuer.start in heads:
                dated[verb.end()] = heads[issuer.start]
    return _Around(issuers, named, dated, before, starting)


def _find(
    text: str,
    words: Sequence[by_number.TypeWord],
    others: Sequence[Sequence[Mention]],
    end: int,
    around: _Around,
    bills: set[Hashable],
) -> list[Mention]:
    """All mentions, in order. Where two patterns read the same words, the one named first here wins.

    Args:
        text: The text.
        words: The words for types in the paragraph.
        others: What each of `_FINDERS` finds in it.
        end: Where it ends.
        around: What stands around.
        bills: Where the bills are noted, by `_law`, which are no references.
    """
    found: list[Mention] = []
    amending: list[tuple[by_number.TypeWord, int]] = []
    bill: Mention | None = None
    taken = 0
    for word in words:
        if word.start < taken:
            continue
        numbered = by_number.numbered(text, word, end, around.issuers)
        if numbered:
            found += numbered
            taken = numbered[-1].end
        elif word.doc_type in by_name.NAMED:
            first = by_name.amending(text, word, end)
            if first is not None:
                amending.append((word, first))
                continue
            law = by_name.law(text, word, end)
            if law is None:
                continue
            taken = law.end
            if by_name.is_bill(text, law, bill) and law.number is None and not law.amended:
                bill = law
                bills.add(_law(law))
            else:
                found.append(law)
    for more in others:
        found += _apart(found, more)
    starting = {mention.start: mention for mention in found}
    for word, first in amending:
        law = by_name.amending_law(text, word, first, starting)
        if law:
            found.append(law)
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _apart(found: Sequence[Mention], more: Sequence[Mention]) -> Sequence[Mention]:
    if not found or not more:
        return more
    taken = {at for mention in found for at in range(mention.start, mention.end)}
    return [mention for mention in more if taken.isdisjoint(range(mention.start, mention.end))]


def _shared_issuers(text: str, mentions: Sequence[Mention], end: int, around: _Around) -> dict[int, Span]:
    """Issuers by list: the one after the last number (``18-NQ/TW và 19-NQ/TW của …``) is everyone's."""
    shared: dict[int, Span] = {}
    for mention in mentions:
        issuer = _issuer_after(text, mention.end, end, around)
        if issuer:
            shared[mention.chain] = issuer
    return shared


def _issuer_after(text: str, at: int, end: int, around: _Around) -> Span | None:
    issued = surroundings.issued_after(text, at, end)
    for place in (at, issued.end) if issued else (at,):
        of = _OF.match(text, place, end)
        if of and of.end() in around.named:
            return around.named[of.end()]
    return None


def _candidate(document: Document, reading: _Reading, issuer: str | None, canonical_id: str | None) -> Candidate:
    mention, provision = reading.mention, reading.provision
    fact = PolicyReference(
        **document.anchor(mention.start, mention.end),
        rule=mention.rule,
        evidence=tuple(_evidence(document, reading)),
        doc_type=mention.doc_type,
        number=mention.number,
        year=mention.year,
        symbol=mention.symbol,
        issuer=issuer,
        issued=reading.date,
        name=mention.name,
        provision=document.text[provision.start : provision.end] if provision else None,
        canonical_id=canonical_id,
    )
    claims = [mention.claim or Span(mention.start, mention.end)]
    claims += [Span(reading.issued.start, reading.issued.end)] if reading.issued else []
    claims += [provision] if provision else []
    return Candidate(fact, tuple(claims))


def _evidence(document: Document, reading: _Reading) -> Iterator[Evidence]:
    yield Evidence(role="type", text=reading.mention.word)
    if reading.issuer_span:
        anchor = document.anchor(reading.issuer_span.start, reading.issuer_span.end)
        yield Evidence(role="issuer", text=anchor["mention"], start=anchor["start"], end=anchor["end"])
    elif reading.issuer and reading.mention.symbol:
        yield Evidence(role="issuer", text=reading.mention.symbol, table="issuer_symbols")
