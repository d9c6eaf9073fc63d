"""The piece of work that a worker does: records in, rows out; the same rows wherever it is done."""

import contextlib
import functools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import pyarrow as pa

from boctach import analysis, lockstep
from boctach.corpus import components, deadline, entries, identity, localities, near, schema
from boctach.corpus.records import Record, Reject
from boctach.document import Document
from boctach.errors import BoctachError, InputError
from boctach.lockstep import Steps, Stopwatch
from boctach.text.structure import Given
from boctach.topics import Topic, classifier, store

T = TypeVar("T")
Item = TypeVar("Item")
_Rows = dict[str, list[dict[str, Any]]]
"""Rows by table."""

TOPIC_MODELS: Final = ("sections", "themes")
"""What articles are classified by where nobody says otherwise."""

DEFAULT_SECONDS: Final = 60.0
"""How long an article may take."""


# What a fault of the rules may raise.
_FAULTS: Final = (
    *(BoctachError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
    *(RecursionError, MemoryError, pa.ArrowException),
)


def installed_models() -> tuple[str, ...]:
    """Those of `TOPIC_MODELS` that are there: a checkout may have none."""
    return tuple(name for name in TOPIC_MODELS if name in store.folders())


@dataclass(frozen=True, slots=True)
class Options:
    """What decides about rows, beside the code.

    Attributes:
        max_characters: The longest text that is analysed.
        seconds: How long an article may take.
        models: Names of the topic models that classify articles.

    Raises:
        UnknownModelError: There is no model of a name.
    """

    max_characters: int = analysis.MAX_CHARACTERS
    seconds: float = DEFAULT_SECONDS
    models: tuple[str, ...] = field(default_factory=installed_models)

    def __post_init__(self) -> None:
        for name in set(self.models) - set(store.folders()):
            store.find(name)  # says which there are

    @property
    def topics_version(self) -> str:
        """What made the topics of an article."""
        return components.topics(self.models)


@dataclass(frozen=True, slots=True)
class Content:
    """What an article consists of: its identity is its hash."""

    text: str
    text_start: int
    title: str | None
    lead: str | None
    published_at: str | None = None
    authors: tuple[str, ...] = ()
    topics_only: bool = False
    # What a page says of itself; it belongs to the appearance.
    page: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def given(self) -> str:
        """What makes the identity beside the text, as JSON."""
        parts = {"title": self.title, "lead": self.lead, "published_at": self.published_at, "authors": self.authors}
        return json.dumps(parts, ensure_ascii=False)

    @classmethod
    def of_row(cls, text: str, text_start: int, given: str, *, topics_only: bool = False) -> "Content":
        """The content of an article of the store."""
        parts = json.loads(given)
        authors = tuple(parts["authors"])
        return cls(text, text_start, parts["title"], parts["lead"], parts["published_at"], authors, topics_only)

    @property
    def article_id(self) -> str:
        """The hash."""
        return identity.article_id(self.title, self.lead, self.text, self.published_at, self.authors)


@dataclass(slots=True)
class Result:
    """What became of a piece: rows by table, which record is which article, and what failed."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    # Record, its article and what the record says of it.
    articles: list[tuple[Record, str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def content(record: Record) -> Content:
    """The content of a record: its text, with title and lead before it where they do not stand there already.

    Raises:
        InputError: The record's page holds no article.
    """
    if record.html is not None:
        from boctach.text import html  # its parser is heavy

        page = html.read(record.html, record.url)
        beside = {"url": page.url, "published_at": page.published_at, "source": page.source}
        published_at = _date(record.published_at or page.published_at)
        return Content(page.text, 0, page.title, page.lead, published_at, page.authors, page=beside)
    head = record.text[: 2 * sum(len(part or "") for part in (record.title, record.lead)) + 200]
    flat = " ".join(head.split())
    before = [part for part in (record.title, record.lead) if part and " ".join(part.split()) not in flat]
    text = "\n\n".join((*before, record.text) if record.text.strip() else before)
    given = len(record.text) if record.text.strip() else 0
    return Content(text, len(text) - given, record.title, record.lead, _date(record.published_at))


def renew(contents: Sequence[Content], options: Options) -> Result:
    """Analyse articles of the store again; one that fails now is left out."""

    def steps(found: Content) -> Steps[_Rows]:
        return (_topics if found.topics_only else _rows)(found, found.article_id, options)

    rows: _Rows = {}
    for made in _make(steps, contents, options.seconds):
        for table, added in () if isinstance(made, Exception) else made.items():
            rows.setdefault(table, []).extend(added)
    return Result({name: to_table(schema.TABLES[name], added) for name, added in rows.items()})


def analyse(records: Sequence[Record], options: Options) -> Result:
    """Analyse records, in step; one that fails or takes too long is a reject, and the others go on."""
    found = [_limited(_named, record, options.seconds) for record in records]
    articles: dict[str, Content] = {}
    for one in found:
        if not isinstance(one, Exception):
            articles.setdefault(*one)
    made = _make(lambda name: _rows(articles[name], name, options), list(articles), options.seconds)
    left = dict(zip(articles, made, strict=True))
    result = Result()
    rows: _Rows = {}
    for record, one in zip(records, found, strict=True):
        if isinstance(one, Exception):
            result.rejects.append(_rejected(record, one, options))
            continue
        name, own = one
        new = left[name]
        if isinstance(new, Exception):
            result.rejects.append(_rejected(record, new, options))
            continue
        left[name] = {}  # another record of the same article adds nothing but itself
        appeared = appearance(record, name, own.page)
        for row in new.get(schema.ARTICLES.name, ()):
            row |= _beside(row, appeared)
        for table, added in new.items():
            rows.setdefault(table, []).extend(added)
        rows.setdefault(schema.APPEARANCES.name, []).append(appeared)
        result.articles.append((record, name))
    result.tables = {name: to_table(schema.TABLES[name], added) for name, added in rows.items()}
    return result


def _named(record: Record) -> tuple[str, Content]:
    """The identity of a record's article, and its content."""
    found = content(record)
    return found.article_id, found


def _make(steps: Callable[[Item], Steps[T]], items: Sequence[Item], seconds: float) -> list[T | Exception]:
    """What becomes of each item, done in step; what all together do not reach in the time of one is done alone."""
    made: dict[int, T | Exception] = {}

    def noting(number: int) -> Steps[None]:
        try:
            made[number] = yield from steps(items[number])
        except _FAULTS as error:
            made[number] = error

    with contextlib.suppress(deadline.DeadlineError), deadline.limit(seconds):
        lockstep.run(map(noting, range(len(items))))
    for number, item in enumerate(items):
        if number not in made:
            made[number] = _limited(lambda left: lockstep.finish(steps(left)), item, seconds)
    return [made[number] for number in range(len(items))]


def _limited(make: Callable[[Item], T], item: Item, seconds: float) -> T | Exception:
    """What is made of an item, or what came in between."""
    try:
        with deadline.limit(seconds):
            return make(item)
    except (deadline.DeadlineError, *_FAULTS) as error:
        return error


def _rejected(record: Record, error: Exception, options: Options) -> Reject:
    if isinstance(error, deadline.DeadlineError):
        return _reject(record, "too-slow", f"over {options.seconds:g} seconds")
    if isinstance(error, InputError):
        return _reject(record, _code(error), f"{error}; {error.remedy}")
    # A fault of boctach in one article must not end the run; the row says what to report.
    return _reject(record, "failed", f"{type(error).__name__}: {error}")


def _beside(article: Mapping[str, Any], appeared: Mapping[str, Any]) -> dict[str, Any]:
    """What an article says of where it appeared; the end of a run mends it where an earlier appearance is known."""
    of_it = {name: appeared[name] for name in ("url", "label", "external_id")}
    source = article["text_source"] if appeared["source"] is None else appeared["source"]
    return {**of_it, "source": source, "file": appeared["origin"]}


def to_table(table: schema.Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as Arrow, exactly; absent columns are null."""
    return pa.Table.from_pylist(list(rows), schema=table.schema)


def appearance(record: Record, article_id: str, page: Mapping[str, str | None] | None = None) -> dict[str, Any]:
    """The row that says where an article appeared."""
    page = page or {}
    given = record.published_at or page.get("published_at")
    return {
        "record_id": record.record_id,
        "place": str(record.place),
        "origin": record.place.origin,
        "article_id": article_id,
        "external_id": record.external_id,
        "url": record.url or page.get("url"),
        "published_at": _date(given),
        "published_at_given": given,
        "source": record.source or page.get("source"),
        "label": record.label,
        "encoding": record.encoding,
        "recorded_at": datetime.now(UTC),
    }


def _rows(found: Content, article_id: str, options: Options) -> Steps[_Rows]:
    watch = Stopwatch()
    document = _document(found, options)
    analysed = yield from analysis.steps(document, watch=watch)
    yield from watch.rest("topic")
    article = analysed.article
    facts = entries.facts(article_id, analysed, localities.read(document, found.text_start))
    yield from watch.rest("facts")
    topics = entries.topics(article_id, _classify(document, options, analysed.topic))
    yield from watch.rest("topics")
    relations = entries.relations(article_id, analysed)
    row = {
        "article_id": article_id,
        "title": article.title,
        "lead": found.lead or article.lead,
        "text": found.text,
        "given": found.given,
        "text_start": found.text_start,
        "section": article.section,
        "place": article.place,
        "authors": list(found.authors or article.authors),
        "published_at": article.published_at,
        "text_source": article.source,
        "source": article.source,
        "facts": len(facts),
        "topics": len(topics),
        "relations": len(relations),
        "facts_version": components.facts(),
        "topics_version": options.topics_version,
        "analysed_at": datetime.now(UTC),
        "elapsed_ms": watch.milliseconds,
    }
    return {
        schema.ARTICLES.name: [row],
        schema.PARAGRAPHS.name: entries.paragraphs(article_id, analysed),
        schema.FACTS.name: facts,
        schema.TOPICS.name: topics,
        schema.RELATIONS.name: relations,
        schema.SIGNATURES.name: [{"article_id": article_id, "minhash": near.signature(found.text)}],
    }


def _topics(found: Content, article_id: str, options: Options) -> Steps[_Rows]:
    """The rows that other models change; the article's own holds only what they change of it."""
    yield from ()  # it is one step
    rows = entries.topics(article_id, _classify(_document(found, options), options))
    row = {"article_id": article_id, "topics": len(rows), "topics_version": options.topics_version}
    return {schema.ARTICLES.name: [row], schema.TOPICS.name: rows}


def _document(found: Content, options: Options) -> Document:
    given = Given(title=found.title, published_at=found.published_at)
    return analysis.read(found.text, given, max_characters=options.max_characters)


def _classify(document: Document, options: Options, section: Topic | None = None) -> list[Topic]:
    """What each model says; its own, where it has been said already."""
    known = {section.model.name: section} if section is not None else {}
    return [known.get(name) or classifier.classify(document, _model(name)) for name in options.models]


_model = functools.cache(store.find)
"""A model by name, without a look at its folder for every article."""


def _reject(record: Record, code: str, reason: str) -> Reject:
    return Reject(record.place, code, reason, record.record_id, record.external_id)


def _code(error: InputError) -> str:
    """``TextTooLongError`` is ``text-too-long``."""
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def _date(given: str | None) -> str | None:
    """A time of publication as ISO 8601; None where none can be read."""
    from boctach.text import timestamp

    return timestamp.parse(" ".join(given.split())) if given else None
