"""Article in, analysis out. The only module that knows the order of things."""

import functools
import gc
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple, cast

from pydantic import Field, SerializeAsAny
from pydantic_core import to_json

from boctach import __version__, lockstep, namesakes, statements
from boctach.article import Article
from boctach.citations.relations import relations as relate
from boctach.citations.resolution import resolve
from boctach.document import Document
from boctach.errors import CharacterError, EmptyTextError, InputError, TextTooLongError, UnknownKindError
from boctach.extractors import REGISTRY
from boctach.extractors.base import Candidate
from boctach.facts import KINDS, Fact, FactBase, Kind, Record, Relation, Resolution, unchecked
from boctach.lockstep import Steps, Stopwatch
from boctach.spans import settle
from boctach.text.structure import Given
from boctach.topics import Topic, classifier, store
from boctach.topics.model import Model

MAX_CHARACTERS: Final = 1_000_000
"""Longer texts are refused unless the caller raises the limit."""


class Meta(Record):
    """What made an analysis."""

    version: str = Field(description="Version of boctach")
    models: dict[str, str] = Field(description="Models of the language that were used, with their versions")
    elapsed_ms: int = Field(ge=0, description="Time that the analysis took, in milliseconds")


class Analysis(Record):
    """An article with its facts, in the order of the text."""

    article: Article
    # As each one's own class has it: the union would try its members, of which every fact knows which it is.
    facts: tuple[SerializeAsAny[Fact], ...]
    resolutions: tuple[Resolution, ...] = Field(
        default=(), description="Words that mean a document without citing it, where policy references are wanted"
    )
    relations: tuple[Relation, ...] = Field(
        default=(), description="What the text says that one document does to another, where they are wanted"
    )
    topic: Topic | None = Field(default=None, description="The section of a paper that the article belongs to")
    meta: Meta

    def to_dict(self) -> dict[str, object]:
        """Plain dicts, lists and strings, absent fields left out: what `to_json` encodes."""
        return self.model_dump(mode="json")

    def to_json(self) -> bytes:
        """The analysis as JSON: one line of UTF-8."""
        return to_json(self, exclude_none=True)


_meta, _analysis = unchecked(Meta), unchecked(Analysis)


class Classification(Record):
    """What a topic model says of an article."""

    topic: Topic
    text: str | None = Field(default=None, description="The article of the page; offsets are into it")


class PageAnalysis(NamedTuple):
    """The analysis of an HTML page, with the text that its offsets are into."""

    text: str
    analysis: Analysis


def analyze(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    published_at: str | None = None,
    source: str | None = None,
    kinds: Collection[str] | None = None,
    max_characters: int = MAX_CHARACTERS,
) -> Analysis:
    """Analyse one article.

    Args:
        text: The article as plain text. All offsets in the answer are code points of exactly this text.
        title: Its title, where the caller knows it; like the next three it wins over what the text says.
        url: Where it stands.
        published_at: When it was published, ISO 8601 or as Vietnamese papers write it.
        source: Who published it.
        kinds: The kinds of fact that are wanted, all of them where None.
        max_characters: The longest text that is read.

    Raises:
        InputError: The text or an option cannot be used; ``boctach.errors`` draws the tree of reasons.
    """
    given = Given(title=title, url=url, published_at=published_at, source=source)
    return _analyze(text, given, kinds, max_characters)


def analyze_many(
    texts: Iterable[str], *, kinds: Collection[str] | None = None, max_characters: int = MAX_CHARACTERS
) -> Iterator[Analysis | InputError]:
    """Analyse many articles, several in step with each other, which takes less time than one after the other.

    Args:
        texts: The articles as plain text. Up to 32 are taken, and held in memory, before the first is answered.
        kinds: The kinds of fact that are wanted, all of them where None.
        max_characters: The longest text that is read.

    Returns:
        For each text, in order, its analysis, or why it cannot be used.

    Raises:
        UnknownKindError: A name is no kind of fact.
    """
    check_kinds(kinds)

    def work(text: str) -> Steps[Analysis]:
        return (yield from steps(read(text, max_characters=max_characters), kinds))

    groups = lockstep.together(texts, len)
    return lockstep.run_groups((map(work, group) for group in groups), InputError)


def _analyze(text: str, given: Given, kinds: Collection[str] | None, max_characters: int) -> Analysis:
    check_kinds(kinds)  # a wrong name is told before the text is
    return analyze_document(read(text, given, max_characters=max_characters), kinds)


def analyze_document(document: Document, kinds: Collection[str] | None = None, *, with_topic: bool = True) -> Analysis:
    """Analyse a document as `read` gives it, for who asks more of it than the analysis says.

    Args:
        document: The document; its layers are read at first use, and once.
        kinds: The kinds of fact that are wanted, all of them where None.
        with_topic: Whether the section is wanted.

    Raises:
        UnknownKindError: A name is no kind of fact.
    """
    return lockstep.finish(steps(document, kinds, with_topic=with_topic))


def steps(
    document: Document,
    kinds: Collection[str] | None = None,
    *,
    with_topic: bool = True,
    watch: Stopwatch | None = None,
) -> Steps[Analysis]:
    """What `analyze_document` does, step by step; many documents in step with each other take less time.

    Args:
        document: As `analyze_document` has it, like the next two.
        kinds: The kinds of fact that are wanted.
        with_topic: Whether the section is wanted.
        watch: What measures the time, where more is to be measured than the analysis.
    """
    watch = watch or Stopwatch()
    wanted = check_kinds(kinds)
    article = Article.of(document)
    yield from watch.rest("structure")
    facts = yield from _extracting(document, watch)
    cites = "policy_reference" in wanted
    resolutions = resolve(document, facts) if cites else []
    relations = relate(document, facts, resolutions) if cites else []
    yield from watch.rest("citations")
    sections = _sections() if with_topic else None
    topic = None if sections is None else classifier.classify(document, sections)
    return _analysis(
        article=article,
        facts=cast("tuple[Fact, ...]", tuple(_of_kinds(facts, wanted))),
        resolutions=tuple(resolutions),
        relations=tuple(relations),
        topic=topic,
        meta=_meta(version=__version__, models=dict(_models()), elapsed_ms=watch.milliseconds),
    )


def analyze_html(
    markup: str,
    *,
    title: str | None = None,
    url: str | None = None,
    published_at: str | None = None,
    source: str | None = None,
    kinds: Collection[str] | None = None,
    max_characters: int = MAX_CHARACTERS,
) -> PageAnalysis:
    """Analyse the article of an HTML page.

    Args:
        markup: The whole page.
        title: Its title; like the next three it wins over what the page says.
        url: Where it stands.
        published_at: When it was published, ISO 8601 or as Vietnamese papers write it.
        source: Who published it.
        kinds: The kinds of fact that are wanted, all of them where None.
        max_characters: The longest text that is read.

    Raises:
        InputError: The page holds no article, or an option cannot be used.
    """
    given = Given(title=title, url=url, published_at=published_at, source=source)
    document = read_html(markup, given, max_characters=max_characters)
    return PageAnalysis(document.source, analyze_document(document, kinds))


def classify(
    text: str | None = None,
    *,
    html: str | None = None,
    model: str = store.DEFAULT,
    models: Path | None = None,
    max_characters: int = MAX_CHARACTERS,
) -> Classification:
    """Say which topic an article is about, how sure that is, and why.

    Args:
        text: The article as plain text. All offsets in the answer are code points of exactly this text.
        html: The article as a page, in place of text; the answer's ``text`` is then what its offsets are into.
        model: The name of the model: ``sections``, ``themes``, ``vntc10`` or one of your own.
        models: The folder of your own models.
        max_characters: The longest text that is read.

    Raises:
        InputError: The text cannot be used, or there is no such model.
        ModelError: The model's folder is damaged.
    """
    chosen = store.find(model, models)
    if html is None:
        document = read(text or "", max_characters=max_characters)
        return Classification(topic=classifier.classify(document, chosen))
    document = read_html(html, max_characters=max_characters)
    return Classification(topic=classifier.classify(document, chosen), text=document.source)


def check_kinds(kinds: Collection[str] | None) -> frozenset[Kind]:
    """The kinds asked for, all of them where None.

    Raises:
        UnknownKindError: A name is no kind of fact.
    """
    if kinds is None:
        return frozenset(KINDS)
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise UnknownKindError(
            f"unknown kinds: {', '.join(unknown)}", field="kinds", remedy=f"use some of: {', '.join(KINDS)}"
        )
    return frozenset(kind for kind in KINDS if kind in kinds)


def extract(document: Document, kinds: Collection[str] | None = None) -> list[FactBase]:
    """Facts of a document in the order of the text.

    Every kind is read even where few are asked for, because what is one kind's word is thereby not another's: a year
    inside a policy reference is no date.
    """
    wanted = check_kinds(kinds)
    return _of_kinds(lockstep.finish(_extracting(document, Stopwatch())), wanted)


def _extracting(document: Document, watch: Stopwatch) -> Steps[list[FactBase]]:
    """The facts of all kinds, step by step."""
    candidates: list[Candidate] = []
    for extractor in REGISTRY:
        candidates += extractor.extract(document)
        yield from watch.rest(extractor.KIND)
    facts = [candidate.fact for candidate in settle(candidates)]
    in_order = sorted(facts, key=lambda fact: (fact.start, -fact.end))
    stated = statements.attach(document, namesakes.link(in_order))
    yield from watch.rest("statements")
    return stated


def _of_kinds(facts: Iterable[FactBase], kinds: Collection[Kind]) -> list[FactBase]:
    return [fact for fact in facts if getattr(fact, "kind", None) in kinds]


def read(source: str, given: Given | None = None, *, max_characters: int = MAX_CHARACTERS) -> Document:
    """A document from a text.

    Raises:
        EmptyTextError: The text holds nothing but white space.
        TextTooLongError: It has more than ``max_characters`` code points.
        CharacterError: It, or something given with it, holds NUL or half of a surrogate pair.
    """
    if not source or source.isspace():
        raise EmptyTextError("the text is empty", field="text", remedy="send the article's text")
    if len(source) > max_characters:
        raise TextTooLongError(
            f"the text has {len(source)} characters, over the limit of {max_characters}",
            field="text",
            remedy="send one article at a time",
        )
    given = given or Given()
    _check_characters("text", source)
    for name in ("title", "url", "published_at", "source"):
        _check_characters(name, getattr(given, name) or "")
    return Document(source, given)


def read_html(markup: str, given: Given | None = None, *, max_characters: int = MAX_CHARACTERS) -> Document:
    """A document from the article of a page; its source is the article's text.

    What is given with the page wins over what it says.

    Raises:
        InputError: The page holds no article, or something cannot be used.
    """
    from boctach.text import html  # its parser is heavy, and most callers have plain text

    given = given or Given()
    _check_characters("html", markup)
    page = html.read(markup, given.url)
    told = replace(
        page.given,
        title=given.title or page.title,
        published_at=given.published_at or page.published_at,
        source=given.source or page.source,
    )
    return read(page.text, told, max_characters=max_characters)


def _check_characters(field: str, text: str) -> None:
    at = text.find("\0")
    if at < 0:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            at = error.start
    if at >= 0:
        raise CharacterError(
            f"U+{ord(text[at]):04X} at offset {at} is no character of a text",
            field=field,
            remedy="send Unicode text without NUL and without lone surrogates",
        )


def warm() -> None:
    """Load every model and table and run them once, so that the first article does not pay for it.

    The first call is not thread-safe: call it before several threads analyse.
    """
    analyze(_WARMING)


def stay_loaded() -> None:
    """For a process that does nothing but analyse, after `warm`: spare the garbage collector what stays.

    It no longer looks through models and tables, which also keeps their pages shared with forked processes, and looks
    for the rest of an analysis, which has next to no cycles, more seldom than Python would.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


# A sentence or two of everything: patterns are compiled, and tables read, when a text first wants them.
_WARMING = """
Thành phố Hồ Chí Minh thu hút hơn 3 tỷ USD vào 54 dự án

Năm 2024, Thành phố Hồ Chí Minh thu hút hơn 3 tỷ USD vốn đầu tư vào 54 dự án theo Nghị quyết 98/2023/QH15 và Điều 5
Luật Đầu tư, tăng 15% so với cùng kỳ năm 2023. Từ ngày 1/7 đến hết quý III, tỉnh Bắc Ninh xuất khẩu 2 triệu tấn gạo,
trong đó 30% sang Nhật Bản, Hàn Quốc, Hoa Kỳ và các nước ASEAN; thu nhập bình quân đầu người đạt 5 triệu đồng/tháng.

Chiều 12/9, ông Nguyễn Văn An, Giám đốc Sở Ngoại vụ, cho biết thành phố đã ký 12 thỏa thuận hợp tác với Nga, Đức và
27 địa phương nước ngoài, trong khuôn khổ Hiệp định Đối tác toàn diện và Công ước Liên hợp quốc về Luật Biển. Công ty
Cổ phần Hòa Bình, cùng Trường Đại học Cần Thơ, giảm chi phí từ 20 xuống còn 12 nghìn tỷ đồng, trong vòng 3 tháng.
""".strip()


@functools.cache
def _sections() -> Model | None:
    """The model of sections; None where no models are installed."""
    return store.find() if store.DEFAULT in store.folders() else None


@functools.cache
def _models() -> tuple[tuple[str, str], ...]:
    return (("underthesea", version("underthesea")),)
