"""An article out of an HTML page: its plain text and what the page says of it. Nothing is ever fetched.

trafilatura finds where on the page the article stands; what it drops there (lead, captions, bylines, tables) is read
from the tree itself. Offsets of facts are into the plain text.
"""

import copy
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml.html import HtmlElement

from boctach.errors import InputError
from boctach.text import dateline, page_metadata
from boctach.text.given import Given


@dataclass(frozen=True, slots=True)
class HtmlArticle:
    """The article of a page.

    Attributes:
        text: Title, lead, body and captions in the order of the page, paragraphs joined by blank lines.
        published_at: ISO 8601.
        source: The agency of the dateline, else the site's name.
    """

    text: str
    title: str | None
    lead: str | None
    published_at: str | None
    source: str | None
    url: str | None
    authors: tuple[str, ...]

    @property
    def given(self) -> Given:
        """What the page says of the article, for reading the structure of its text."""
        return Given(
            title=self.title,
            url=self.url,
            published_at=self.published_at,
            source=self.source,
            lead=self.lead,
            authors=self.authors,
        )


# What trafilatura warns of, a page without an article, is raised here as an error.
logging.getLogger("trafilatura").setLevel(logging.ERROR)

_DROPPED_TAGS = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "link", "meta", "title", "iframe", "object", "embed"),
        *("form", "button", "select", "input", "textarea", "nav", "footer", "aside"),
        *("svg", "canvas", "audio", "video", "source"),
    }
)
_BLOCK_TAGS = frozenset(
    {
        *(
            "address",
            "article",
            "blockquote",
            "body",
            "center",
            "details",
            "div",
            "fieldset",
            "footer",
            "header",
            "main",
        ),
        *("p", "pre", "section", "summary", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption"),
        *("dl", "dt", "dd", "ol", "ul", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    }
)
_DROPPED_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:relate[ds]?|relation|tinlienquan|lienquan|lien-quan|cung-?chuyen-?muc|share|sharing|social|comments?|binhluan"
    r"|binh-luan|breadcrumbs?|tags?|keywords?|ads?|adv|advert\w*|quangcao|quang-cao|banner|menu|newsletter|subscribe|rating|vote"
    r"|toolbar|print|readmore|read-more|xemthem|docthem|most-?(?:read|view\w*)|popular|sidebar|pagination|paging|audio"
    r"|player|cookie|popup|modal|login)(?:[\s_-]|\d|$)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RUN = 24
_MOST_OF_TEXT = 0.7
_MOST_LINKS = 0.7
_FEWEST_LETTERS = 20
_DATELINE_PARAGRAPHS = 4
_SHARED_WORDS = 0.6


def read(markup: str, url: str | None = None) -> HtmlArticle:
    """Read the article of a page.

    Args:
        markup: The whole page.
        url: Where the page stands, if known; else the address that the page gives itself.

    Raises:
        InputError: The markup holds no article text.
    """
    tree = page_metadata.parse(markup) if markup.strip() else None
    if tree is None:
        raise _no_article()
    meta = page_metadata.read(tree, url)
    paragraphs = list(_paragraphs(tree))
    if sum(char.isalpha() for paragraph in paragraphs for char in paragraph) < _FEWEST_LETTERS:
        raise _no_article()
    body = [paragraph for paragraph in paragraphs if paragraph != meta.title]
    lead = meta.lead
    if lead is None and meta.description and _is_lead(meta.description, meta.title, body):
        lead = meta.description
    if lead and not _holds(body, lead):
        body.insert(0, lead)
    source = next((d.source for p in body[:_DATELINE_PARAGRAPHS] if (d := dateline.read(p, 0, len(p)))), None)
    return HtmlArticle(
        text="\n\n".join([meta.title, *body] if meta.title else body),
        title=meta.title,
        lead=lead,
        published_at=meta.published_at,
        source=source or meta.site,
        url=meta.url,
        authors=meta.authors,
    )


def _no_article() -> InputError:
    return InputError(
        "no article text was found in the page", field="html", remedy="send the whole page, with the article in it"
    )


def _holds(body: list[str], lead: str) -> bool:
    """Whether the body holds the lead, or the lead as told to search engines is cut from it."""
    begin = _letters(lead)[:60]
    return any(begin in _letters(paragraph) for paragraph in body)


def _is_lead(lead: str, title: str | None, body: list[str]) -> bool:
    """Whether a page's description is the article's lead: whole, not the title, and of the article's words."""
    if lead.endswith(("...", "…")) or (title and _letters(title).startswith(_letters(lead))):
        return False
    known = {word.casefold() for text in (*body, title or "") for word in re.findall(r"\w+", text)}
    told = [word.casefold() for word in re.findall(r"\w+", lead)]
    return sum(word in known for word in told) > _SHARED_WORDS * len(told)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _paragraphs(tree: HtmlElement) -> Iterator[str]:
    """The paragraphs of the element that holds the article; none where there is no article."""
    _drop_furniture(tree)
    extracted = trafilatura.extract(
        copy.deepcopy(tree), include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    container = _container(tree, _letters(extracted or ""))
    if container is not None:
        yield from _lines(container)
    elif extracted:
        yield from (line.strip() for line in extracted.split("\n") if line.strip())


def _container(tree: HtmlElement, letters: str) -> HtmlElement | None:
    """The deepest element that holds most of what trafilatura took for the article.

    trafilatura joins and splits lines as it sees fit, so runs of text are known again by their first letters.
    """
    known = {letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1)}
    weights: dict[HtmlElement, int] = {}
    total = 0
    for element in tree.iter():
        length = sum(len(run) for run in _runs(element) if run[:_RUN] in known)
        total += length
        for holder in (element, *element.iterancestors()) if length else ():
            weights[holder] = weights.get(holder, 0) + length
    enough = [element for element, weight in weights.items() if weight >= _MOST_OF_TEXT * total]
    return max(enough, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _runs(element: HtmlElement) -> Iterator[str]:
    """Letters of the runs of text that stand directly in an element and are long enough to be known again."""
    for text in (element.text, *(child.tail for child in element)):
        if text and len(text) >= _RUN:
            letters = _letters(text)
            if len(letters) >= _RUN:
                yield letters


def _drop_furniture(tree: HtmlElement) -> None:
    """Remove from a tree what is never part of an article."""
    most = sum(len(paragraph.text_content()) for paragraph in tree.iter("p")) / 2
    for element in list(tree.iter()):
        if element.getparent() is not None and _is_furniture(element) and not _holds_article(element, most):
            element.drop_tree()


def _is_furniture(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "article", "main", "p"):
        return False
    if element.tag in _DROPPED_TAGS or _HIDDEN.search(element.get("style") or ""):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _DROPPED_CLASSES.search(named) is not None or (
        element.tag in ("ul", "ol", "div") and _is_list_of_links(element)
    )


def _holds_article(element: HtmlElement, most: float) -> bool:
    """Whether an element that looks like furniture wraps the article all the same ("main has-sidebar")."""
    paragraphs = sum(len(paragraph.text_content()) for paragraph in element.iter("p"))
    return element.tag not in _DROPPED_TAGS and paragraphs > most and next(element.iter("h1", "p"), None) is not None


def _is_list_of_links(element: HtmlElement) -> bool:
    links = [page_metadata.words(link) for link in element.iter("a")]
    length = len(page_metadata.words(element))
    return len(links) >= 2 and sum(map(len, links)) > _MOST_LINKS * length


def _lines(container: HtmlElement) -> Iterator[str]:
    """The text of an element, a paragraph for each block and each line of one."""
    pieces: list[str] = []
    _collect(container, pieces)
    for line in "".join(pieces).split("\n"):
        words = " ".join(line.split()).strip(" |")
        if words:
            yield words


def _collect(element: HtmlElement, pieces: list[str]) -> None:
    """Add the text of an element, with line ends around blocks and bars between the cells of a table's row."""
    for event, node in _walk(element):
        if node.tag == "br" and event == "start":
            pieces.append("\n")
        elif node.tag in ("td", "th"):
            pieces.append(" | " if event == "end" and node.getnext() is not None else "")
        elif node.tag in _BLOCK_TAGS and not _is_alone_in_cell(node):
            pieces.append("\n")
        if event == "start" and node.text:
            pieces.append(_one_line(node.text))
        elif event == "end" and node is not element and node.tail:
            pieces.append(_one_line(node.tail))


def _walk(element: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Start and end of an element and all below it, without recursion: pages may be deeply nested."""
    stack: list[tuple[str, HtmlElement]] = [("start", element)]
    while stack:
        event, node = stack.pop()
        yield event, node
        if event == "start":
            stack.append(("end", node))
            stack.extend(("start", child) for child in reversed(node) if isinstance(child.tag, str))


def _is_alone_in_cell(node: HtmlElement) -> bool:
    """Whether a block is all that a table's cell holds, so that it does not break the row."""
    parent = node.getparent()
    return parent is not None and parent.tag in ("td", "th") and len(parent) == 1


def _one_line(text: str) -> str:
    return " ".join(text.replace("\n", " ").split(" "))
