"""What a question asks for, in the words of a person, and the same as conditions of SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from boctach.document import Document
from boctach.errors import QuestionError
from boctach.extractors import policy_reference
from boctach.extractors.partners import tables as partner_tables
from boctach.facts import KINDS, PolicyReference
from boctach.text import provinces, timestamp


@dataclass(frozen=True, slots=True)
class Filters:
    """What facts and articles are asked for; what is None or empty filters nothing.

    Attributes:
        kinds: Kinds of fact.
        document: A policy document as it is cited: ``Chỉ thị 15-CT/TW``, ``Luật Đất đai năm 2024``.
        partner: A partner's name or code: ``Nhật Bản``, ``JP``, ``ASEAN``.
        locality: A province or city in any spelling of papers.
        topic: A topic by name or label: ``Kinh tế``, ``Đầu tư nước ngoài``, ``dau-tu-nuoc-ngoai``.
        currency: ISO 4217 code of an amount of money.
        minimum: Least amount or value.
        maximum: Greatest amount or value.
        since: First time of publication: ``2024``, ``2024-03``, ``2024-03-05``.
        until: Last time of publication, in it the whole year or month.
        source: Who published it, case aside.
        texts: Words, each a phrase, that the article has.
        fold: Whether ``hop tac`` finds ``hợp tác``.
        article: An article's id.
    """

    kinds: tuple[str, ...] = ()
    document: str | None = None
    partner: str | None = None
    locality: str | None = None
    topic: str | None = None
    currency: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    texts: tuple[str, ...] = ()
    fold: bool = False
    article: str | None = None

    def __post_init__(self) -> None:
        unknown = sorted(set(self.kinds) - set(KINDS))
        if unknown:
            raise QuestionError(
                f"unknown kinds: {', '.join(unknown)}", field="kind", remedy=f"use some of: {', '.join(KINDS)}"
            )


Condition = tuple[str, dict[str, Any]]


def of_articles(filters: Filters) -> Iterator[Condition]:
    """Conditions on a row of ``articles``, called ``a``. Words are looked for apart: their articles are ``hits``."""
    if filters.article:
        yield "a.article_id = $article", {"article": filters.article}
    if filters.since:
        yield "a.published_at >= $since", {"since": _day(filters.since, "since")}
    if filters.until:
        until = _day(filters.until, "until")
        yield "a.published_at[:length($until)] <= $until", {"until": until}
    if filters.source:
        yield "lower(a.source) = lower($source)", {"source": filters.source}
    if filters.topic:
        topics = "SELECT article_id FROM topics WHERE chosen AND lower($topic) IN (lower(label), lower(name))"
        yield f"a.article_id IN ({topics})", {"topic": filters.topic}
    if filters.texts:
        yield "a.article_id IN (SELECT article_id FROM hits)", {}


def of_facts(filters: Filters) -> Iterator[Condition]:
    """Conditions on a row of ``facts``, called ``f``."""
    if filters.kinds:
        yield "f.kind IN (SELECT unnest($kinds))", {"kinds": list(filters.kinds)}
    if filters.document:
        yield _cites(filters.document)
    if filters.partner:
        codes, name = _partner(filters.partner)
        one = "list_has_any(list_transform(f.members, lambda m: m.code), $codes)"
        two = "list_contains(list_transform(f.members, lambda m: lower(m.mention)), $partner)"
        yield f"({one} OR {two})", {"codes": codes, "partner": name}
    if filters.locality:
        yield "f.locality = $locality", {"locality": locality(filters.locality)}
    if filters.currency:
        yield "f.currency = $currency", {"currency": filters.currency.upper()}
    if filters.minimum is not None:
        yield "coalesce(f.amount, f.value, f.high) >= $minimum::DECIMAL(38, 12)", {"minimum": str(filters.minimum)}
    if filters.maximum is not None:
        yield "coalesce(f.amount, f.value, f.low) <= $maximum::DECIMAL(38, 12)", {"maximum": str(filters.maximum)}


def locality(written: str) -> str:
    """A province or city by the name that it goes by: ``TPHCM`` is ``Thành phố Hồ Chí Minh``."""
    found = next(provinces.gazetteer().find(written), None)
    return found.entry.unit.name if found else written


def reference(written: str) -> PolicyReference:
    """A policy document as it is cited.

    Raises:
        QuestionError: No document can be read from it.
    """
    for candidate in policy_reference.extract(Document(written)):
        if isinstance(candidate.fact, PolicyReference):
            return candidate.fact
    raise QuestionError(
        f"no policy document can be read from {written!r}",
        field="document",
        remedy="write it as papers cite it: Chỉ thị 15-CT/TW, Luật Đất đai năm 2024",
    )


_PARTS: Final = ("year", "symbol", "name")


def _cites(written: str) -> Condition:
    if written.startswith("vn/"):
        return "f.canonical_id = $canonical_id", {"canonical_id": written}
    wanted = reference(written)
    conditions, values = ["f.doc_type = $doc_type"], {"doc_type": str(wanted.doc_type)}
    if wanted.number:
        conditions.append("ltrim(f.number, '0') = $number")
        values["number"] = wanted.number.lstrip("0")
    for part in _PARTS:
        value = getattr(wanted, part)
        if value:
            # A citation that leaves the part out may be of this document, and is shown.
            lenient = "" if part == "name" else f" OR f.{part} IS NULL"
            conditions.append(f"(lower(f.{part}) = ${part}{lenient})")
            values[part] = value.lower()
    return " AND ".join(conditions), values


def _partner(written: str) -> tuple[list[str], str]:
    entries = [match.entry for match in partner_tables.gazetteer().find(written)]
    codes = [entry.code for entry in entries[:1] if entry.code and entry.type in ("country", "territory", "bloc")]
    return codes or [written.upper()], written.lower()


def _day(written: str, field: str) -> str:
    parsed = written if len(written) in (4, 7) and written[:4].isdigit() else timestamp.parse(written)
    if parsed is None:
        raise QuestionError(
            f"no date can be read from {written!r}", field=field, remedy="write 2024, 2024-03 or 2024-03-05"
        )
    return parsed[:10]
