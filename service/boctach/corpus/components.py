"""What made an article's rows: hashes of the code, tables and models, so that a refresh knows what changed."""

import functools
import hashlib
from collections.abc import Iterable
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import Final

from boctach.topics import model, store

# What decides about topics alone, and what decides about neither.
_TOPICS: Final = ("topics", "models")
_NEITHER: Final = frozenset(
    {
        *("corpus", "api", "web", "batch.py", "files.py", "settings.py", "printing.py"),
        *("__init__.py", "__main__.py", "__pycache__"),
    }
)


@functools.cache
def facts() -> str:
    """Hash of everything that decides which facts are found."""
    parts = sorted(resources.files("boctach").iterdir(), key=lambda part: part.name)
    return _hash(
        [part for part in parts if part.name not in (*_NEITHER, *_TOPICS) and not part.name.startswith("cli")],
        f"underthesea {version('underthesea')}",
    )


@functools.cache
def topics(models: tuple[str, ...]) -> str:
    """Hash of everything that decides about the topics that models of these names give, beside the text."""
    # A model's settings hold the hash of all that it is made of.
    settings = [folder / model.SETTINGS for name, folder in store.folders().items() if name in models]
    return _hash([resources.files("boctach").joinpath("topics"), *settings], " ".join(sorted(models)))


def _hash(parts: Iterable[Traversable], beside: str) -> str:
    hashed = hashlib.blake2b(beside.encode(), digest_size=8)
    for part in parts:
        for name, content in _files(part, part.name):
            hashed.update(f"{name}:{len(content)}:".encode())
            hashed.update(content)
    return hashed.hexdigest()


def _files(part: Traversable, name: str) -> Iterable[tuple[str, bytes]]:
    if part.is_file():
        if not name.endswith(".pyc"):
            yield name, part.read_bytes()
    elif part.is_dir():
        for child in sorted(part.iterdir(), key=lambda child: child.name):
            yield from _files(child, f"{name}/{child.name}")
