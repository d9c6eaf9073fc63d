"""What the text says of two documents: one amends, replaces, repeals, is based on, details or implements the other.

Only relations between two references of one sentence are read: the words between them must end in a cue (``sửa đổi, bổ
sung một số điều của``) and bring no new subject. In the passive (``được sửa đổi, bổ sung bởi``) the later document acts
on the earlier. The documents of a list share the relation. ``Nghị định này`` stands for the document that it is
resolved to. A relation to an article (``bãi bỏ Điều 7 Nghị định …``) is one to its document, whose mention tells the
provision.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boctach.citations import resolution
from boctach.document import Document
from boctach.extractors.policy_reference import by_number
from boctach.extractors.policy_reference.designations import UPPER
from boctach.facts import Anchored, DocType, FactBase, Relation, RelationType, Resolution
from boctach.spans import Span

_PARTS = r"(?: (?:một số|các|nhiều))?(?: (?:điều|khoản|điểm|nội dung|quy định|phụ lục))?(?: \d+)?"
_MEASURES = r"(?:(?: và|,)(?: biện pháp(?: tổ chức)?| hướng dẫn) thi hành)?"
_OBJECT = rf"{_PARTS}{_MEASURES}(?: (?:của|trong|cho))?(?: các)?(?: [“\"])?"
_GUIDES = r"hướng dẫn(?: thi hành| thực hiện)?"
_ACTIVE: dict[RelationType, str] = {
    "amends": r"sửa đổi(?:(?:,| và)? bổ sung)?|bổ sung(?:(?:,| và)? sửa đổi)?",
    "replaces": r"thay thế|thay cho",
    "repeals": r"bãi bỏ|hủy bỏ|huỷ bỏ",
    "based_on": r"căn cứ(?: vào)?",
    "details": rf"quy định chi tiết(?:(?: và|,)? (?:{_GUIDES}|thi hành))?|{_GUIDES}",
    "implements": r"(?:tổ chức )?triển khai(?: thực hiện)?|(?:tổ chức )?thực hiện|thi hành|cụ thể h(?:óa|oá)",
}
_CUES = "|".join(rf"(?P<{name}>{words})" for name, words in _ACTIVE.items())
_BETWEEN = re.compile(rf"(?<!\w)(?<!được )(?P<cue>(?:{_CUES})){_OBJECT} ?$")
_DONE = r"(?P<amends>sửa đổi(?:(?:,| và)? bổ sung)?|bổ sung)|(?P<replaces>thay thế)|(?P<repeals>bãi bỏ)"
_PASSIVE = re.compile(
    rf"(?<!\w)(?P<cue>(?:được )?(?:{_DONE})){_PARTS} (?:bởi|bằng|theo|tại)(?: các)?(?: quy định tại)? ?$"
)
# Before the first document: "Căn cứ Nghị định 10, Bộ ban hành Thông tư 5".
_LEADING = re.compile(
    r"(?:(?<!\w)(?=[CT])|(?<=[,;] ))"
    r"(?P<cue>(?P<based_on>[Cc]ăn cứ(?: vào)?)|(?P<implements>[Tt]hực hiện|[Tt]riển khai)) ?$"
)
_ISSUES = re.compile(r",(?! để)[^,.;\n]{1,80} (?:ban hành|ký|ra|có|thông qua) ?$")
_SENTENCE_END = re.compile(r"[.!?…] |\n")
_NEW_SUBJECT = re.compile(rf"[.!?…] |\n|[,;] (?:[{UPPER}]|ông |bà )| (?:thì|nếu|khi|nhưng|mà) ")
_DATE_AND_ISSUER = r"(?:,? \(?(?:ngày|tháng|năm) [\d/.-]+(?: tháng \d+)?(?: năm \d+)?\)?)?(?:,? của [^,.;()\n]{1,60}?)?"
_LIST = re.compile(rf"{_DATE_AND_ISSUER}(?:,? (?:và|đồng thời)|,|;)(?: các)? ?")
# What may stand between a document and what it does: its date and issuer, what it is about, when it comes into force.
_HEAD = re.compile(
    rf"{_DATE_AND_ISSUER}(?: ban hành[^,.;\n]{{0,40}}|,? được [^.;\n]{{1,60}} ban hành[^,.;\n]{{0,40}},)?"
    r"(?: có hiệu lực[^.\n]{0,90}?(?:[,;]| và| đồng thời)| về[^,.;\n]{0,120}?(?<! và việc)(?<! năm)(?<! ))?"
    r"(?:,?(?: đã| vừa| cũng| sẽ| chính thức| nhằm| để| quy định việc| có nội dung))* ?"
)
_BRACKET = re.compile(r"\((?:đã )?(?:được )?$")
_MOST_BETWEEN = 200
# What acts on a document stands as high as it or higher; what carries it out, as high or lower. A resolution
# may be of any rank: the National Assembly amends the constitution by one.
_RANKS: dict[DocType, int] = {
    "hien_phap": 0,
    "luat": 1,
    "bo_luat": 1,
    "phap_lenh": 1,
    "nghi_dinh": 2,
    "quyet_dinh": 2,
    "thong_tu": 3,
    "thong_tu_lien_tich": 3,
}
_CHANGEABLE = frozenset((*_RANKS, "nghi_quyet", "chi_thi", "quy_dinh"))  # a report or a letter is never amended
_CARRIES_OUT: frozenset[RelationType] = frozenset(("based_on", "details", "implements"))
_MOST_TO_PROVISION = 20


@dataclass(frozen=True, slots=True)
class _Party:
    """A document as one side of a relation.

    Attributes:
        span: Its place in the clean text.
        begins: Where it begins together with a provision before it.
        doc_type: Its type.
        anchored: Its place in the text as sent.
        id: Its canonical id.
    """

    span: Span
    begins: int
    doc_type: DocType
    anchored: Anchored
    id: str | None


def relations(document: Document, facts: Sequence[FactBase], resolutions: Sequence[Resolution]) -> list[Relation]:
    """Relations between documents that the text states, in the order of the text.

    Args:
        document: The article.
        facts: Its facts, at least its policy references.
        resolutions: What its words mean by `resolution.resolve`, of the same facts.
    """
    return list(_relations(document, _parties(document, facts, resolutions)))


def _parties(document: Document, facts: Sequence[FactBase], resolutions: Sequence[Resolution]) -> list[_Party]:
    references = resolution.cited(document, facts)
    if not references:
        return []  # nor do words mean any
    parties = [
        _Party(
            reference.span,
            _begin(document.text, reference.span.start, reference.fact.provision),
            reference.fact.doc_type,
            reference.anchored,
            reference.fact.canonical_id,
        )
        for reference in references
    ]
    for words in resolutions:
        if words.target:
            span = document.cleaned.clean_span(words.start, words.end)
            anchored = Anchored(start=words.start, end=words.end, mention=words.mention)
            parties.append(_Party(span, span.start, words.doc_type, anchored, words.canonical_id))
    return sorted(parties, key=lambda party: party.span)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A relation with an open end: ``known`` acts on what follows, or is acted on where ``passive``."""

    type: RelationType
    known: _Party
    cue: Span
    passive: bool = False


def _begin(text: str, start: int, provision: str | None) -> int:
    if provision is None:
        return start
    at = text.rfind(provision, max(0, start - len(provision) - _MOST_TO_PROVISION), start)
    return start if at < 0 else at


def _relations(document: Document, parties: Sequence[_Party]) -> Iterator[Relation]:
    text = document.text
    last: _Stated | None = None
    for earlier, later in itertools.pairwise(parties):
        start, end = earlier.span.end, later.begins
        if not 0 < end - start <= _MOST_BETWEEN:
            last = None
            continue
        if leading := _leading(text, earlier, start, end):
            yield _relation(document, leading, later, earlier)
            last = None
            continue
        if not (last and earlier.doc_type == later.doc_type and _LIST.fullmatch(text, start, end)):
            last = _between(text, earlier, start, end, last)
        if last:
            source, target = (later, last.known) if last.passive else (last.known, later)
            if not _may_be(last.type, source.doc_type, target.doc_type):
                last = None
                continue
            yield _relation(document, last, source, target)


def _may_be(relation: RelationType, source: DocType, target: DocType) -> bool:
    if relation not in _CARRIES_OUT and source != target and not {source, target} <= _CHANGEABLE:
        return False
    if source not in _RANKS or target not in _RANKS:
        return True
    if relation in _CARRIES_OUT:
        return _RANKS[source] >= _RANKS[target]
    return _RANKS[source] <= _RANKS[target]


def _between(text: str, earlier: _Party, start: int, end: int, last: _Stated | None) -> _Stated | None:
    for pattern, passive in ((_PASSIVE, True), (_BETWEEN, False)):
        match = pattern.search(text, start, end)
        if match is None or _brings_subject(text, start, match.start()):
            continue
        if not _leads_to_cue(text, start, match.start(), passive=passive):
            continue
        known = earlier
        if _LIST.fullmatch(text, start, match.start()):
            if last is None or last.passive:
                return None  # "theo Nghị định 10 và thực hiện Chỉ thị 5": another's doing
            known = last.known
        return _Stated(_type(match), known, Span(*match.span("cue")), passive)
    return None


def _leads_to_cue(text: str, start: int, end: int, *, passive: bool) -> bool:
    """Whether the words after a document leave it to be what acts, or is acted on."""
    if passive and _BRACKET.search(text, start, end):
        return True
    return _HEAD.fullmatch(text, start, end) is not None or _LIST.fullmatch(text, start, end) is not None


def _brings_subject(text: str, start: int, end: int) -> bool:
    """Whether someone or some other document comes in that may be what acts: ``…; dự án Luật sửa đổi …``."""
    if _NEW_SUBJECT.search(text, start, end):
        return True
    words = by_number.type_words(text, start, end)
    return any(word.bare == "firm" or text[word.start].isupper() or word.doc_type == "luat" for word in words)


def _leading(text: str, earlier: _Party, start: int, end: int) -> _Stated | None:
    match = _LEADING.search(text, max(0, earlier.begins - 20), earlier.begins)
    if match and _ISSUES.search(text, start, end) and not _SENTENCE_END.search(text, start, end):
        return _Stated(_type(match), earlier, Span(*match.span("cue")))
    return None


def _type(match: re.Match[str]) -> RelationType:
    return next(name for name in _ACTIVE if match.groupdict().get(name))


def _relation(document: Document, stated: _Stated, source: _Party, target: _Party) -> Relation:
    return Relation(
        type=stated.type,
        source=source.anchored,
        target=target.anchored,
        cue=Anchored(**document.anchor(stated.cue.start, stated.cue.end)),
        source_id=source.id,
        target_id=target.id,
    )
