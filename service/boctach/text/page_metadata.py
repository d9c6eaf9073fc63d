"""What an HTML page says of its article: JSON-LD, ``meta`` elements, and the classes that news pages use.

Nothing here is fetched, and nothing raises: what a page says wrongly of itself is left out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from boctach.text import byline, timestamp
from boctach.text.given import host

_ARTICLE_TYPES = frozenset({"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "Report", "WebPage"})
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date.issued",
    "dc.date",
    "date",
)
_AUTHOR = ("author", "article:author", "dc.creator")
_SITE = ("og:site_name", "application-name", "copyright")
_CLASS = (
    "contains(concat(' ', translate(normalize-space(@class), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-',"
    " 'abcdefghijklmnopqrstuvwxyz_'), ' '), ' {} ')"
)

# Class names for the lead, byline and date that content systems of Vietnamese papers use; "-" is read as "_".
_LEAD_CLASSES = (
    *("sapo", "detail_sapo", "article_sapo", "article__sapo", "news_sapo", "sapo_detail", "content_detail_sapo"),
    *(
        "detail__summary",
        "article_summary",
        "detail_lead",
        "article_lead",
        "lead",
        "lead_post_detail",
        "the_article_summary",
    ),
    *(
        "description",
        "article_excerpt",
        "singular_sapo",
        "post_excerpt",
        "article_intro",
        "intro_detail",
        "chappeau",
        "chapeau",
    ),
)
_AUTHOR_CLASSES = (
    *(
        "author",
        "detail_author",
        "article_author",
        "article__author",
        "author_name",
        "detail_author_name",
        "post_author",
    ),
    *("news_author", "author_info", "nguoiviet", "tacgia", "byline", "author_detail", "detail__author"),
)
_DATE_CLASSES = (
    *("date", "time", "detail_time", "detail_date", "article_date", "article__meta", "article_publish", "publish_date"),
    *(
        "date_publish",
        "post_date",
        "pdate",
        "author_time",
        "news_date",
        "bread_crumb_detail__time",
        "date_time",
        "meta_time",
    ),
    *(
        "dateandcat",
        "ngaydang",
        "article_time",
        "detail__meta",
        "datetime",
        "publish_time",
        "entry_date",
        "detail_timer",
    ),
)
_TITLE_CLASSES = (
    "detail_title",
    "article_title",
    "post_title",
    "entry_title",
    "title_news",
    "news_title",
    "tieude",
    "title",
)
_LONGEST_SITE = 30  # characters of a site's name in the place of a title
_SITE_OPENERS = ("Báo", "Cổng", "Tạp chí", "Đài", "Trang")
_STAFF = re.compile(r"(?:Tác giả|Theo|Thực hiện|PV|CTV|Bài|Tin|Ảnh|Bài và ảnh|Tin, ảnh)\s?:?\s+")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of its article; None or empty where it says nothing that can be read.

    Attributes:
        lead: The lead that the page shows.
        description: What it tells search engines, which may be the lead, the beginning of it, or words of the site.
    """

    title: str | None
    lead: str | None
    description: str | None
    published_at: str | None
    site: str | None
    url: str | None
    authors: tuple[str, ...]


def read(tree: HtmlElement, url: str | None) -> PageMetadata:
    """Read a page's metadata; ``url`` is where the page stands, if known."""
    metas = _metas(tree)
    linked = next(_linked_articles(tree), {})
    return PageMetadata(
        title=_title(tree, metas, linked),
        lead=_first(_texts(tree, _LEAD_CLASSES)),
        description=_text(linked.get("description")) or _meta(metas, ("og:description", "description")),
        published_at=_published_at(tree, metas, linked),
        site=_text(_entry(linked.get("publisher")).get("name")) or _meta(metas, _SITE),
        url=url or _address(tree, metas),
        authors=_authors(tree, metas, linked),
    )


def words(element: HtmlElement) -> str:
    """The words of an element on one line."""
    return " ".join(element.text_content().split())


def _metas(tree: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _meta(metas: dict[str, str], names: Iterable[str]) -> str | None:
    return _first(metas.get(name) for name in names)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _text(value: object) -> str | None:
    """A value of JSON-LD as one line of text."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _entry(value: object) -> dict[str, Any]:
    """A value of JSON-LD that may be an object, or a list of them."""
    if isinstance(value, list):
        value = next(iter(value), None)
    return value if isinstance(value, dict) else {}


def _linked_articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Objects of JSON-LD that are articles, the news articles first."""
    found = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            found += [entry for entry in _entries(data) if _ARTICLE_TYPES & _types(entry)]
    return iter(sorted(found, key=lambda entry: "WebPage" in _types(entry)))


def _entries(data: object) -> list[dict[str, Any]]:
    items = data if isinstance(data, list) else [data]
    entries = [item for item in items if isinstance(item, dict)]
    graphs = [entry["@graph"] for entry in entries if isinstance(entry.get("@graph"), list)]
    return entries + [item for graph in graphs for item in graph if isinstance(item, dict)]


def _types(entry: dict[str, Any]) -> frozenset[str]:
    kinds = entry.get("@type")
    return frozenset(kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str))


def _texts(tree: HtmlElement, classes: Iterable[str]) -> Iterator[str]:
    """Words of the elements with one of the classes, the classes in order."""
    for name in classes:
        for element in tree.xpath(f"//body//*[{_CLASS.format(name)}]"):
            found = words(element)
            if found:
                yield found


def _title(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    """The title as the page shows it, else as it tells search engines."""
    told = (
        _text(linked.get("headline"))
        or _meta(metas, ("og:title", "twitter:title", "title"))
        or _first(words(element) for element in tree.iter("title"))
    )
    shown = [words(element) for element in tree.iter("h1")]
    shown = [title for title in shown if title]
    if told is None:
        return max(shown, key=len, default=None)
    alike = [title for title in shown if _fold(title) in _fold(told) or _fold(told) in _fold(title)]
    if alike:
        return max(alike, key=len)
    shown = [title for title in shown if len(title) > _LONGEST_SITE]
    if not shown and told.startswith(_SITE_OPENERS):
        shown = [title for title in _texts(tree, _TITLE_CLASSES) if len(title) > _LONGEST_SITE][:1]
    return max(shown, key=len, default=_without_site(told))


def _fold(title: str) -> str:
    return "".join(char for char in title.casefold() if char.isalnum())


def _without_site(title: str) -> str:
    """A title without the paper's name after it ("… | Báo Mới", "… - Báo Mới")."""
    head, joint, _ = title.rpartition(" | ")
    if not joint:
        head, joint, tail = title.rpartition(" - ")
        if not (tail.startswith(_SITE_OPENERS) or host(f"https://{tail}")):
            return title
    return head if joint and head else title


def _published_at(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    told = [linked.get("datePublished"), linked.get("dateCreated"), *(metas.get(name) for name in _PUBLISHED)]
    told += [element.get("datetime") for element in tree.iter("time")]
    for value in told:
        parsed = timestamp.parse(value.strip()) if isinstance(value, str) else None
        if parsed:
            return parsed
    shown = (timestamp.find(text, 0, len(text)) for text in _texts(tree, _DATE_CLASSES) if len(text) < 200)
    return next((stamp.value for stamp in shown if stamp), None)


def _authors(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any]) -> tuple[str, ...]:
    value = linked.get("author")
    entries = value if isinstance(value, list) else [value]
    told = [_text(entry.get("name")) if isinstance(entry, dict) else _text(entry) for entry in entries]
    for names in (told, [_meta(metas, _AUTHOR)], _texts(tree, _AUTHOR_CLASSES)):
        found = [name for text in names if text and len(text) < 120 for name in _persons(text)]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _persons(text: str) -> list[str]:
    read_as_byline = byline.read(text, 0, len(text))
    if read_as_byline:
        return list(read_as_byline.authors)
    name = _STAFF.sub("", text, count=1)
    return [name] if byline.is_person_name(name, sure=True) else []


def _address(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    canonical = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    base = metas.get("og:url", "")
    for address in (*canonical, base):
        try:
            whole = urljoin(base, address.strip()) if address else ""
        except ValueError:
            continue
        if host(whole):
            return whole
    return None


def parse(markup: str) -> HtmlElement | None:
    """The tree of a page; None where the markup holds no element."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = document_fromstring(markup.replace("\0", "").encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:
        return None
    for stamp in tree.xpath(f"//*[{_CLASS.format('location_stamp')}]"):
        # The style sheet puts a dash between the place and the lead.
        stamp.tail = f" - {(stamp.tail or '').lstrip(' -–')}"
    return tree
