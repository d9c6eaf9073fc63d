"""An analysed article as rows of the tables."""

import functools
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import orjson

from boctach.analysis import Analysis
from boctach.corpus import localities, schema
from boctach.corpus.localities import Layout
from boctach.facts import FactBase, Partner, PartnerList, plain
from boctach.spans import Span
from boctach.topics import Topic, labels

Row = dict[str, Any]

_NUMBERS: Final = frozenset(field.name for field in schema.FACTS.schema if field.type == schema.NUMBER)
_COLUMNS: Final = frozenset(schema.FACTS.schema.names)
_SCALE: Final = Decimal(1).scaleb(-schema.NUMBER.scale)
_LIMIT: Final = Decimal(1).scaleb(schema.NUMBER.precision - schema.NUMBER.scale)


def paragraphs(article_id: str, analysis: Analysis) -> list[Row]:
    """Rows of ``paragraphs``."""
    return [
        {"article_id": article_id, "index": index, "start": found.start, "end": found.end, "role": found.role}
        for index, found in enumerate(analysis.article.paragraphs)
    ]


def facts(article_id: str, analysis: Analysis, layout: Layout) -> list[Row]:
    """Rows of ``facts``, numbered in the order of the text."""
    return [
        {"article_id": article_id, "index": index, **fact_fields(fact), **_around(fact, layout)}
        for index, fact in enumerate(analysis.facts)
    ]


def relations(article_id: str, analysis: Analysis) -> list[Row]:
    """Rows of ``relations``."""
    rows = []
    for index, found in enumerate(analysis.relations):
        row: Row = {"article_id": article_id, "index": index, "type": found.type}
        row |= {"source_id": found.source_id, "target_id": found.target_id, "cue": found.cue.mention}
        for name, words in (("source", found.source), ("target", found.target), ("cue", found.cue)):
            row |= {f"{name}_start": words.start, f"{name}_end": words.end}
        row |= {"source_mention": found.source.mention, "target_mention": found.target.mention}
        rows.append(row)
    return rows


def topics(article_id: str, found: Iterable[Topic]) -> list[Row]:
    """Rows of ``topics``: of each model, the labels that came first and those that hold."""
    return [row for topic in found for row in _topic(article_id, topic)]


def _topic(article_id: str, topic: Topic) -> Iterator[Row]:
    # A label with a low threshold may hold and not be among the first.
    shown = dict.fromkeys([*(candidate.label for candidate in topic.candidates), *topic.labels])
    for label in shown:
        yield {
            "article_id": article_id,
            "model": topic.model.name,
            "label": label,
            "name": label_name(topic.model.name, label),
            "code": labels.code(topic.model.name, label),
            "score": topic.scores[label],
            "chosen": label in topic.labels,
            "model_version": topic.model.sha256[:16],
        }


def label_name(model: str, label: str) -> str:
    """A label of a model as people call it."""
    return _theme_names().get(label, label) if model == "themes" else label


@functools.cache
def _theme_names() -> dict[str, str]:
    return {row.label: row.name for row in labels.themes()}


def fact_fields(fact: FactBase) -> Row:
    """The columns that hold a fact's own fields."""
    row: Row = {name: value for name, value in fact if name in _COLUMNS}
    row |= _statement(getattr(fact, "statement", None))
    row["evidence"] = orjson.dumps([reason.model_dump(mode="json") for reason in fact.evidence]).decode()
    if isinstance(fact, PartnerList):
        row["members"] = [_member(member) for member in fact.members]
    too_long = {}
    for name in _NUMBERS & row.keys():
        if row[name] is not None and not fits(row[name]):
            too_long[name] = plain(row[name])
            row[name] = None
    if too_long:
        row["numbers_as_text"] = orjson.dumps(too_long, option=orjson.OPT_SORT_KEYS).decode()
    return row


def _statement(statement: Any) -> Row:
    """What a number states of whom stands in columns of its own."""
    if statement is None:
        return {}
    row: Row = {name: value for name, value in statement if name in _COLUMNS}
    if statement.subject_mention is not None:
        row["subject_mention"] = statement.subject_mention.mention
    return row


def fits(number: Decimal) -> bool:
    """Whether the tables hold a number exactly."""
    try:
        return abs(number) < _LIMIT and number.quantize(_SCALE) == number
    except InvalidOperation:
        return False


def _member(member: Partner) -> Row:
    return {**dict(member), "share": member.share if member.share is not None and fits(member.share) else None}


def _around(fact: FactBase, layout: Layout) -> Row:
    """Where the sentence of a fact stands, and the locality that it is about."""
    at = bisect_right(layout.sentences, fact.start, key=lambda sentence: sentence.start) - 1
    found = layout.sentences[at] if at >= 0 else Span(fact.start, fact.end)
    # A fact that goes on beyond its sentence takes in the next.
    sentence = Span(found.start, max(found.end, fact.end))
    statement = getattr(fact, "statement", None)
    if statement is not None and (statement.code_scheme or "").startswith("gso"):
        about = localities.About(statement.subject, "subject")
    else:
        about = localities.of(layout, sentence)
    return {
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
        "locality": about.locality,
        "locality_from": about.source,
    }
