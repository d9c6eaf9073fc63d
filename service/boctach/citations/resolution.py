"""Which document is meant by ``Nghị quyết này``, ``Luật nói trên``: resolution across the article.

A mention that is itself a fact (``Nghị quyết 98``) has its id from `ids.complete`. Here are the words that cite
nothing. Documents of their type that stand before are the candidates; where it is not sure which of several is meant,
the resolver says so and gives none: in the text of a decree ``Nghị định này`` is the decree itself, whatever other
decree was mentioned last.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from boctach.document import Document
from boctach.extractors.policy_reference import by_number
from boctach.extractors.policy_reference.by_number import TypeWord
from boctach.facts import Anchored, DocType, FactBase, PolicyReference, Resolution
from boctach.spans import Span

_POINTER = re.compile(
    r" (?:(?P<this>này)|nói trên|nêu trên|kể trên|vừa nêu|trên(?= ?[.,;:!?)\n]| (?:có|đã|được|sẽ|là)(?!\w)|$))(?!\w)"
)
_NO_DOCUMENT = re.compile(r"(?i:các|những|hai|ba|mọi|nhiều|(?<!iều )(?<!hoản )(?<!\d)\d+|dự thảo|dự án|pháp|kỷ) $")
_DRAFT = re.compile(r"(?i:dự thảo|dự án) $")
_LEAD = re.compile(r"(?:Theo đó|Trong đó|Tuy nhiên|Đồng thời|Ngoài ra|Bên cạnh đó), |Theo |[“\"]")
_ISSUED = re.compile(r"(?:ban hành|thông qua|công bố|ký|ra|có) $")
_LAWS: frozenset[DocType] = frozenset(("luat", "bo_luat"))
# Words that name more than one type.
_ALSO: dict[DocType, frozenset[DocType]] = {
    "luat": _LAWS,
    "thong_tu": frozenset(("thong_tu", "thong_tu_lien_tich")),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference with its place in the clean text."""

    span: Span
    fact: PolicyReference

    @property
    def document(self) -> Hashable:
        """What tells documents apart within an article."""
        fact = self.fact
        return fact.canonical_id or (fact.doc_type, fact.number, fact.year, fact.symbol, fact.name)

    @property
    def anchored(self) -> Anchored:
        """Its place in the text as sent."""
        return Anchored(start=self.fact.start, end=self.fact.end, mention=self.fact.mention)


def cited(document: Document, facts: Sequence[FactBase]) -> list[Cited]:
    """The references among facts that are not part of another's name, in the order of the text."""
    found: list[Cited] = []
    references = (fact for fact in facts if isinstance(fact, PolicyReference))
    for fact in sorted(references, key=lambda fact: (fact.start, -fact.end)):
        span = document.cleaned.clean_span(fact.start, fact.end)
        if not found or span.start >= found[-1].span.end:
            found.append(Cited(span, fact))
    return found


def resolve(document: Document, facts: Sequence[FactBase]) -> list[Resolution]:
    """Resolve the words that mean a document without citing it.

    Args:
        document: The article.
        facts: Its facts, at least its policy references.

    Returns:
        One resolution for each of the words, in the order of the text, with its target or the reason why there is none.
    """
    text = document.text
    memory = _Memory(document, cited(document, facts))
    resolutions: list[Resolution] = []
    for paragraph in document.paragraphs:
        for word in by_number.type_words(text, paragraph.start, paragraph.end):
            pointer = _POINTER.match(text, word.end, paragraph.end)
            if pointer and _means_document(text, word):
                span = Span(word.start, pointer.end())
                resolutions.append(memory.resolution(word, span, this=pointer["this"] is not None))
            else:
                memory.note_draft(word)
    return resolutions


def _means_document(text: str, word: TypeWord) -> bool:
    if _NO_DOCUMENT.search(text, max(0, word.start - 12), word.start):
        return False
    return text[word.start].isupper() or word.bare == "firm" or word.doc_type in _LAWS


class _Memory:
    """What was cited before, while the article is read from its beginning to its end."""

    def __init__(self, document: Document, references: Sequence[Cited]) -> None:
        self._document = document
        self._references = references
        self._read = 0
        self._latest: dict[DocType, dict[Hashable, Cited]] = {}
        self._starts = {reference.span.start for reference in references}
        self._drafts: set[DocType] = set()

    def note_draft(self, word: TypeWord) -> None:
        """Remember that a draft without a name was spoken of, which ``này`` may mean as well."""
        if word.start not in self._starts and _DRAFT.search(self._document.text, max(0, word.start - 12), word.start):
            self._drafts.add(word.doc_type)

    def resolution(self, word: TypeWord, span: Span, *, this: bool) -> Resolution:
        """Resolve one; the words must come in the order of the text."""
        self._remember(word.start)
        types = _ALSO.get(word.doc_type, frozenset((word.doc_type,)))
        candidates = [mentions for doc_type in types if (mentions := self._latest.get(doc_type))]
        near = self._just_cited(word.start, types)
        target: Cited | None = None
        rule = "only-one-before"
        alone = len(candidates) == 1 and len(candidates[0]) == 1 and self._drafts.isdisjoint(types)
        if alone and (near or not self._may_be_common(word)):
            (target,) = candidates[0].values()
        elif len({reference.document for reference in near}) == 1:
            rule = "sentence-before"
            if not this or (self._opens(word.start) and self._is_subject(near[0].span.start)):
                target = near[-1]
        return Resolution(
            **self._document.anchor(span.start, span.end),
            doc_type=target.fact.doc_type if target else word.doc_type,
            rule=rule if target else "abstained",
            target=target.anchored if target else None,
            canonical_id=target.fact.canonical_id if target else None,
            abstained=None if target else "several_candidates" if candidates else "no_candidate",
        )

    def _remember(self, until: int) -> None:
        while self._read < len(self._references) and self._references[self._read].span.end <= until:
            reference = self._references[self._read]
            self._latest.setdefault(reference.fact.doc_type, {})[reference.document] = reference
            self._read += 1

    def _sentence(self, at: int) -> int:
        return max(bisect_right(self._document.sentences, at, key=lambda span: span.start) - 1, 0)

    def _just_cited(self, at: int, types: frozenset[DocType]) -> list[Cited]:
        """References of a type in the same paragraph, from the sentence before on."""
        text, sentences = self._document.text, self._document.sentences
        begin = sentences[max(self._sentence(at) - 1, 0)].start
        first = bisect_left(self._references, begin, hi=self._read, key=lambda reference: reference.span.start)
        near = self._references[first : self._read]
        return [
            reference
            for reference in near
            if reference.fact.doc_type in types and "\n" not in text[reference.span.end : at]
        ]

    def _may_be_common(self, word: TypeWord) -> bool:
        """Whether the capital may be that of a sentence: ``Quyết định này làm cổ động viên buồn``."""
        return word.bare in ("noun", "verb", "loose") and word.doc_type not in _LAWS and self._opens(word.start)

    def _opens(self, at: int) -> bool:
        begin = self._document.sentences[self._sentence(at)].start
        return at <= begin or _LEAD.fullmatch(self._document.text, begin, at) is not None

    def _is_subject(self, at: int) -> bool:
        """Whether a reference is what its sentence speaks of: it opens it, or is said to be issued."""
        return self._opens(at) or _ISSUED.search(self._document.text, max(0, at - 12), at) is not None
