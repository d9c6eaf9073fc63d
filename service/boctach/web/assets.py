"""The style, script and fonts that ship with the package: nothing is fetched from elsewhere."""

import functools
import hashlib
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final, NamedTuple

_MEDIA_TYPES: Final[Mapping[str, str]] = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


class Asset(NamedTuple):
    """A file as it is served."""

    content: bytes
    media_type: str
    tag: str


@functools.cache
def assets() -> Mapping[str, Asset]:
    """Every asset by its path below ``static/``."""
    return {
        name: Asset(content, _MEDIA_TYPES[name.rpartition(".")[2]], hashlib.sha256(content).hexdigest()[:16])
        for name, content in _walk(resources.files("boctach.web").joinpath("static"), "")
    }


def _walk(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = above + entry.name
        if entry.is_dir():
            yield from _walk(entry, f"{name}/")
        else:
            yield name, entry.read_bytes()


def address(name: str) -> str:
    """The address of an asset, which changes with its content so that browsers may keep it.

    Raises:
        KeyError: There is no such asset.
    """
    return f"/assets/{name}?v={assets()[name].tag}"
