"""RSS and Atom feeds, and sitemaps, as they were saved. Nothing that they point to is fetched."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Final

from lxml import etree, html

from boctach.corpus.opened import Opened
from boctach.corpus.records import Columns, Item, Place, Reject, build

BROKEN: Final = (etree.XMLSyntaxError,)
"""What reading a broken file raises, beside `OSError` and `ValueError`."""

_BLOCKS: Final = frozenset(("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "table", "tr", "figure", "td"))


def read(file: Opened, columns: Columns) -> Iterator[Item]:
    """The articles of a feed; of a sitemap, a reject for each address, whose text is not there."""
    del columns
    # No entity is resolved, so that a small file stays small; nothing is fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    root = etree.fromstring(file.content(), parser)
    if not isinstance(root.tag, str):
        return
    kind = _name(root)
    source = _first(root, "title") or _first(next((e for e in root if _name(e) == "channel"), root), "title")
    known = False
    for number, entry in enumerate(_entries(root), start=1):
        known = True
        place = file.place(f"#{number}")
        yield _listed(place, entry) if kind in ("urlset", "sitemapindex") else _article(place, entry, source)
    if not known and kind not in ("rss", "feed", "RDF", "urlset", "sitemapindex"):
        yield Reject(file.place(), "unknown-format", f"neither a feed nor a sitemap: <{kind}>")


def _entries(root: etree._Element) -> Iterator[etree._Element]:
    return (e for e in root.iter() if _name(e) in ("item", "entry", "url", "sitemap"))


def _article(place: Place, entry: etree._Element, source: str | None) -> Item:
    content = _first(entry, "encoded") or _first(entry, "content")
    summary = _first(entry, "description") or _first(entry, "summary")
    link = _first(entry, "link") or next((e.get("href") for e in entry if _name(e) == "link" and e.get("href")), None)
    text = plain(content or summary or "")
    values = {
        "id": _first(entry, "guid") or _first(entry, "id"),
        "title": plain(_first(entry, "title") or "") or None,
        "lead": plain(summary) if content and summary else None,
        "text": text,
        "url": link,
        "published_at": _date(_first(entry, "pubDate") or _first(entry, "published") or _first(entry, "date")),
        "source": source,
        "label": _first(entry, "category"),
    }
    if not text:
        return Reject(place, "empty-text", "the feed has no text for it", external_id=link or values["id"])
    return build(place, values)


def _listed(place: Place, entry: etree._Element) -> Reject:
    url = _first(entry, "loc")
    return Reject(place, "no-text", "a sitemap gives the address only; ingest the saved page", external_id=url)


def plain(markup: str) -> str:
    """A piece of HTML as text: paragraphs on lines of their own, blanks as one."""
    if not markup.strip():
        return ""
    root = html.fromstring(f"<div>{markup}</div>")
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        block = element.tag in _BLOCKS
        if event == "start":
            parts += ["\n\n"] * block + [element.text or ""] * (element.tag not in ("script", "style"))
        elif element is not root:
            parts += ["\n\n"] * block + [element.tail or ""]
    blocks = (" ".join(block.split()) for block in "".join(parts).split("\n\n"))
    return "\n\n".join(block for block in blocks if block)


def _date(written: str | None) -> str | None:
    """A date of a feed (RFC 822) as ISO 8601; what is none, as it is written."""
    try:
        return parsedate_to_datetime(written).isoformat() if written else None
    except ValueError:
        return written


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _first(element: etree._Element, name: str) -> str | None:
    return next((text for e in element if _name(e) == name and (text := "".join(e.itertext()).strip())), None)
