"""What made an article's rows: hashes of the code, tables and models, so that a refresh knows what changed."""

import functools
import hashlib
from collections.abc import Iterable
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import Final

# What decides about topics beyond the facts, and what decides about neither.
_TOPICS: Final = ("topics", "topics.py", "models")
_NEITHER: Final = frozenset(
    {
        *("corpus", "api", "cli.py", "cli_corpus.py", "printing.py", "batch.py", "files.py", "settings.py"),
        *("__init__.py", "__main__.py", "__pycache__"),
    }
)


@functools.cache
def facts() -> str:
    """Hash of everything that decides which facts are found."""
    parts = sorted(resources.files("boctach").iterdir(), key=lambda part: part.name)
    return _hash(
        [part for part in parts if part.name not in _NEITHER and part.name not in _TOPICS],
        f"underthesea {version('underthesea')}",
    )


@functools.cache
def topics() -> str:
    """Hash of everything that decides about topics, beside the text."""
    package = resources.files("boctach")
    return _hash([package.joinpath(name) for name in _TOPICS], f"scikit-learn {version('scikit-learn')}")


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
