"""What tells articles and records apart: hashes of their content."""

import hashlib
from collections.abc import Iterable

_DIGEST_BYTES = 16


def digest(parts: Iterable[str | bytes | None]) -> str:
    """A hash of parts, as 32 hexadecimal digits; an absent part differs from an empty one, and borders count."""
    hashed = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        if part is None:
            hashed.update(b"-")
            continue
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hashed.update(b"%d:" % len(content))
        hashed.update(content)
    return hashed.hexdigest()


def article_id(
    title: str | None, lead: str | None, text: str, published_at: str | None = None, authors: Iterable[str] = ()
) -> str:
    """An article's identity: the hash of its content, and of its date where one came with it.

    The date is what ``năm nay`` and the codes of provinces are read by. Where it appeared is no part of it.
    """
    return digest(("article", title, lead, text, published_at, *authors))
