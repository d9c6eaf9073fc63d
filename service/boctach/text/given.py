"""What the caller says of an article, cleaned and checked."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from boctach.errors import MetadataError
from boctach.text import timestamp
from boctach.text.clean import clean


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of the article; it wins over what the text says."""

    title: str | None = None
    url: str | None = None
    published_at: str | None = None
    source: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()


def checked(given: Given) -> Given:
    """The given values cleaned and checked; blank ones count as absent.

    Raises:
        MetadataError: ``published_at`` is no date, or ``url`` no URL.
    """
    title, source, lead = (_one_line(value) for value in (given.title, given.source, given.lead))
    published_at, url = _one_line(given.published_at), _one_line(given.url)
    if published_at:
        parsed = timestamp.parse(published_at)
        if parsed is None:
            raise MetadataError(
                f"no date can be read from {published_at!r}",
                field="published_at",
                remedy="send ISO 8601 (2018-12-25T08:03) or day/month/year (25/12/2018 8:03 AM)",
            )
        published_at = parsed
    if url and not host(url):
        raise MetadataError(f"{url!r} is no URL", field="url", remedy="send the whole address: https://host/path")
    return replace(given, title=title, source=source, lead=lead, published_at=published_at, url=url)


def _one_line(value: str | None) -> str | None:
    return " ".join(clean(value).text.split()) or None if value else None


def host(url: str | None) -> str | None:
    """The host of a URL as papers are cited, without ``www``; None where the URL has none."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        name = parts.hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name and parts.scheme in ("http", "https") and "." in name else None
