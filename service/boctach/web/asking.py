"""What the page asks of a store of articles, and what comes back as tables and charts."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from boctach.corpus import answers, export, filters, fulltext, questions
from boctach.corpus.filters import Filters
from boctach.corpus.store import Store
from boctach.errors import QuestionError
from boctach.web import charts, names, values
from boctach.web.charts import Bar, Point

_ROWS: Final = 20
_DOCUMENTS: Final = 12
_RELATIONS: Final = 40
_INDICATORS: Final = 4000
TABLES: Final = ("facts", "indicators", "partners", "citations", "relations", "articles")
"""Tables that can be taken away as files."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in the words of the form.

    Attributes:
        fields: The form's fields as they were filled in; blank ones left out.
        filters: The same as the store knows them.
    """

    fields: Mapping[str, str]
    filters: Filters


@dataclass(frozen=True, slots=True)
class Found:
    """A fact of the store with its source."""

    sign: str
    kind: str
    name: str
    mention: str
    value: str
    about: str
    sentence: str
    title: str
    source: str
    day: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A policy document with how many articles cite it, and what others do to it."""

    mention: str
    document: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows of a store."""

    articles: int
    facts: int
    found: list[Found]
    after: str | None
    partners: list[Bar]
    outlines: list[charts.Outline]
    indicators: list[tuple[str, str]]
    indicator: str
    points: list[Point]
    cited: list[Cited]
    relations: list[tuple[str, str, str, str]]
    topics: list[str]


_TEXTS: Final = ("document", "partner", "locality", "topic", "currency", "since", "until", "source")
_NUMBERS: Final = ("minimum", "maximum")


def question(given: Mapping[str, str]) -> Question:
    """What a form asks.

    Raises:
        QuestionError: A field cannot be read.
    """
    known = {*_TEXTS, *_NUMBERS, "text", "fold", "kind", "indicator", "after"}
    fields = {name: words.strip() for name, words in given.items() if name in known and words.strip()}
    return Question(
        fields,
        Filters(
            kinds=(fields["kind"],) if "kind" in fields else (),
            texts=(fields["text"],) if "text" in fields else (),
            fold="fold" in fields,
            minimum=_number("minimum", fields),
            maximum=_number("maximum", fields),
            **{name: fields[name] for name in _TEXTS if name in fields},
        ),
    )


def _number(name: str, fields: Mapping[str, str]) -> Decimal | None:
    written = fields.get(name)
    if written is None:
        return None
    try:
        return Decimal(written.replace(".", "").replace(",", "."))
    except InvalidOperation as error:
        raise QuestionError(f"no number: {written!r}", field=name, remedy="write digits") from error


def overview(store: Store, asked: Question) -> Overview:
    """Everything that is shown of a store for a question.

    Raises:
        QuestionError: A filter cannot be read.
        StoreError: There is no store.
    """
    page = questions.ask(store, "facts", asked.filters, limit=_ROWS, after=asked.fields.get("after"))
    partners = questions.ask(store, "partners", asked.filters).rows.to_pylist()
    stated = questions.ask(store, "indicators", asked.filters, limit=_INDICATORS).rows.to_pylist()
    present = {row["indicator"] for row in stated}
    known = [(key, name) for key, name in names.INDICATORS.items() if key in present]
    wanted = asked.fields.get("indicator", "")
    indicator = wanted if wanted in present else next((key for key, _ in known), "")
    counts = _counts(store, asked.filters)
    return Overview(
        articles=counts["articles"],
        facts=counts["facts"],
        found=[_found(row) for row in page.rows.to_pylist()],
        after=page.after,
        partners=charts.partners(partners),
        outlines=charts.world(partners),
        indicators=known,
        indicator=indicator,
        points=charts.points([row for row in stated if row["indicator"] == indicator]),
        cited=_cited(counts["documents"]),
        relations=[
            (row["source_mention"], names.RELATIONS[row["type"]], row["target_mention"], row["article_title"] or "")
            for row in questions.ask(store, "relations", asked.filters, limit=_RELATIONS).rows.to_pylist()
        ],
        topics=counts["topics"],
    )


def _counts(store: Store, asked: Filters) -> dict[str, Any]:
    """How many articles and facts there are, the most-cited documents, and the topics of the whole store."""
    articles, facts = list(filters.of_articles(asked)), list(filters.of_facts(asked))
    bound: dict[str, Any] = {}
    for _, given in (*articles, *facts):
        bound |= given
    conditions = [" AND ".join(condition for condition, _ in some) for some in (articles, facts)]
    with questions.connect(store) as connection:
        if asked.texts:
            connection.register("hits", fulltext.search(store, asked.texts, fold=asked.fold))

        def rows(name: str, select: str) -> list[Any]:
            inner = answers.query(name, *conditions)
            return connection.sql(f"SELECT {select} FROM ({inner}) q", params=bound).fetchall()  # noqa: S608 bound values

        (number,) = rows("articles", "count(*)")
        (facts_,) = rows("facts", "count(*)")
        documents = connection.sql(
            "SELECT document, first(mention), count(DISTINCT article_id) AS n"  # noqa: S608 values are bound
            f" FROM ({answers.query('citations', *conditions)}) GROUP BY document ORDER BY n DESC, document"
            f" LIMIT {_DOCUMENTS}",
            params=bound,
        ).fetchall()
        topics = connection.sql("SELECT DISTINCT name FROM topics WHERE chosen ORDER BY name").fetchall()
    return {
        "articles": number[0],
        "facts": facts_[0],
        "documents": documents,
        "topics": [name for (name,) in topics],
    }


def _cited(documents: Sequence[tuple[str, str, int]]) -> list[Cited]:
    most = max((number for _, _, number in documents), default=1)
    return [
        Cited(mention, document, Bar(mention, number, f"{number} bài", round(100 * number / most)))
        for document, mention, number in documents
    ]


def _found(row: Mapping[str, Any]) -> Found:
    kind = names.KINDS[row["kind"]]
    qualifier = names.QUALIFIERS.get(row["qualifier"] or "exact", "")
    about = [row["subject"] or row["locality"], row["predicate"], row["measure"]]
    return Found(
        sign=kind.sign,
        kind=row["kind"],
        name=kind.name,
        mention=row["mention"],
        value=f"{qualifier} {_value(row)}".strip(),
        about=" · ".join(part for part in [*about, values.date(row["as_of"]) if row["as_of"] else None] if part),
        sentence=row["sentence"] or "",
        title=row["article_title"] or "Bài không có nhan đề",
        source=row["source"] or row["url"] or "",
        day=charts.day(row["published_at"]),
    )


def _value(row: Mapping[str, Any]) -> str:
    single = row["amount"] if row["amount"] is not None else row["value"]
    unit = row["currency"] or row["unit"] or ("%" if row["kind"] == "percentage" else "")
    if single is not None:
        return f"{values.number(single)} {unit}".replace(" %", "%").strip()
    if row["low"] is not None:
        return f"{values.number(row['low'])} – {values.number(row['high'])} {unit}".replace(" %", "%").strip()
    if row["edtf"]:
        return values.date(row["edtf"])
    return str(row["title"] or row["issuer"] or row["id"] or "")


def file(store: Store, table: str, form: str, asked: Question) -> bytes:
    """A table of answers as a file.

    Raises:
        QuestionError: A filter cannot be read.
        StoreError: There is no store.
    """
    written = io.BytesIO()
    export.write(questions.ask(store, table, asked.filters).rows, written, form)
    return written.getvalue()
