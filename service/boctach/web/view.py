"""An analysis as the page shows it."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from boctach.analysis import Analysis
from boctach.article import Article
from boctach.facts import Evidence, Fact, Kind, Quantified
from boctach.spans import Span
from boctach.text import sentences
from boctach.topics import labels
from boctach.topics.answer import Topic
from boctach.web import marking, names, values

_OTHER_THEME: Final = "khac"
_AROUND: Final = 70
"""How much of a sentence is shown on either side of a fact, in characters: the whole stands beside it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence in words."""

    role: str
    text: str
    table: str


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as a row of the table.

    Attributes:
        number: Its number on the page, from 1.
        stated: Who it is about, what is measured, when.
        before: The sentence before the mention.
        after: The sentence after it.
    """

    number: int
    fact: Fact
    name: str
    sign: str
    qualifier: str
    value: str
    details: list[tuple[str, str]]
    stated: list[tuple[str, str]]
    before: str
    after: str
    reasons: list[Reason]

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{self.before}{self.fact.mention}{self.after}"

    @property
    def shortly_before(self) -> str:
        """The last words of the sentence before the mention."""
        if len(self.before) <= _AROUND:
            return self.before
        return f"… {self.before[-_AROUND:].partition(' ')[2]}"

    @property
    def shortly_after(self) -> str:
        """The first words of the sentence after the mention."""
        if len(self.after) <= _AROUND:
            return self.after
        return f"{self.after[:_AROUND].rpartition(' ')[0]} …"


@dataclass(frozen=True, slots=True)
class Filter:
    """A kind that the article has facts of."""

    kind: Kind
    name: str
    sign: str
    count: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its facts marked."""

    role: str
    name: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """The topic of an article, and why.

    Attributes:
        label: None where the model rather says nothing.
        candidates: The likeliest labels, each with its probability in percent.
        words: The words that weighed most.
        passages: The sentences that weighed most.
        reason: Why it says nothing.
    """

    label: str | None
    candidates: list[tuple[str, int]]
    words: list[str]
    passages: list[str]
    reason: str
    model: str


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows of an analysis.

    Attributes:
        themes: The themes that hold, each with its probability in percent; none where the model rather says nothing.
    """

    analysis: Analysis
    rows: list[Row]
    filters: list[Filter]
    blocks: list[Block]
    about: list[tuple[str, str]]
    topic: Section | None
    themes: list[tuple[str, int]]
    relations: list[tuple[str, str, str]]
    characters: str


def view(text: str, analysis: Analysis, themes: Topic | None = None) -> View:
    """The view of an analysis of ``text``, and of its themes."""
    rows = _rows(text, analysis)
    counts = Counter(row.fact.kind for row in rows)
    return View(
        characters=values.number(Decimal(len(text))),
        analysis=analysis,
        rows=rows,
        filters=[Filter(kind, *names.KINDS[kind], counts[kind]) for kind in names.KINDS if counts[kind]],
        blocks=_blocks(text, analysis.article, rows),
        about=_about(analysis.article),
        topic=_topic(analysis.topic) if analysis.topic else None,
        themes=_themes(themes) if themes else [],
        relations=[
            (relation.source.mention, names.RELATIONS[relation.type], relation.target.mention)
            for relation in analysis.relations
        ],
    )


def _rows(text: str, analysis: Analysis) -> list[Row]:
    around = [s for p in analysis.article.paragraphs for s in sentences.split(text, p.start, p.end)]
    starts = [sentence.start for sentence in around]
    rows = []
    for number, fact in enumerate(analysis.facts, start=1):
        index = bisect_right(starts, fact.start) - 1
        sentence = around[index] if index >= 0 else Span(fact.start, fact.end)
        kind = names.KINDS[fact.kind]
        rows.append(
            Row(
                number=number,
                fact=fact,
                name=kind.name,
                sign=kind.sign,
                qualifier=names.QUALIFIERS[fact.qualifier] if isinstance(fact, Quantified) else "",
                value=values.shown(fact),
                details=values.details(fact),
                stated=_stated(fact),
                before=text[sentence.start : fact.start],
                after=text[fact.end : max(sentence.end, fact.end)],
                reasons=[_reason(evidence) for evidence in fact.evidence],
            )
        )
    return rows


def _stated(fact: Fact) -> list[tuple[str, str]]:
    said = values.statement(fact)
    known = [
        ("Nói về", said.subject),
        ("Hành động", said.predicate),
        ("Chỉ tiêu", said.measure),
        ("Thời điểm", values.date(said.as_of) if said.as_of else None),
    ]
    return [(name, words) for name, words in known if words]


def _reason(evidence: Evidence) -> Reason:
    table = names.TABLES.get(evidence.table, evidence.table) if evidence.table else ""
    return Reason(role=names.EVIDENCE.get(evidence.role, evidence.role), text=evidence.text, table=table)


def _blocks(text: str, article: Article, rows: Sequence[Row]) -> list[Block]:
    marked = [marking.Marked(row.fact.start, row.fact.end, row.number, row.fact.kind, row.value) for row in rows]
    blocks, at = [], 0
    for paragraph in article.paragraphs:
        inside, at = marking.clip(marked, paragraph.start, paragraph.end, at)
        html = marking.mark(text, inside, paragraph.start, paragraph.end)
        blocks.append(Block(role=paragraph.role, name=names.ROLES[paragraph.role], html=html))
    return blocks


def _topic(topic: Topic) -> Section:
    return Section(
        label=topic.label,
        candidates=[(candidate.label, round(100 * candidate.score)) for candidate in topic.candidates],
        words=[term.text for term in topic.terms],
        passages=[passage.mention for passage in topic.passages],
        reason=names.ABSTENTIONS[topic.reason] if topic.reason else "",
        model=f"{topic.model.name} {topic.model.version}",
    )


def _themes(themes: Topic) -> list[tuple[str, int]]:
    known = {row.label: row.name for row in labels.themes()}
    holding = [label for label in themes.labels if label != _OTHER_THEME]
    return [(known[label], round(100 * themes.scores[label])) for label in holding]


def _about(article: Article) -> list[tuple[str, str]]:
    known = [
        ("Chuyên mục", article.section),
        ("Ngày đăng", article.published_at),
        ("Nguồn", article.source),
        ("Nơi viết", article.place),
        ("Tác giả", ", ".join(article.authors)),
        ("Địa chỉ", article.url),
    ]
    return [(name, words) for name, words in known if words]
