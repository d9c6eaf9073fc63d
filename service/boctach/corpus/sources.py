"""Sources as the command names them: files, folders and globs; their records, always in the same order.

Nothing is fetched, and nothing raises for what is in a file: what cannot be read is a `Reject`, and reading goes on.
"""

import glob
import gzip
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, cast

from boctach.corpus import archives, feeds, pages, rows
from boctach.corpus.opened import Opened
from boctach.corpus.records import Columns, Item, Place, Reject
from boctach.errors import InputError

Reader = Callable[[Opened, Columns], Iterator[Item]]


def files(sources: Sequence[str]) -> list[Path | Reject]:
    """The files that sources mean, each once, in the order of the sources and by name within them."""
    found: dict[str, Path | Reject] = {}
    for source in sources:
        for path in _files_of(source):
            found.setdefault(str(path.place if isinstance(path, Reject) else path), path)
    return list(found.values())


def _files_of(source: str) -> Iterator[Path | Reject]:
    path = Path(source).absolute()
    if path.is_dir():
        yield from _walk(path)
    elif path.exists():
        yield path
    else:
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 the pattern may be absolute
        if not matches:
            yield Reject(Place(str(path)), "no-such-file", "no such file or folder, and no file matches it")
        for match in matches:
            yield from _walk(Path(match).absolute()) if Path(match).is_dir() else [Path(match).absolute()]


def _walk(folder: Path) -> Iterator[Path | Reject]:
    errors: list[OSError] = []
    for at, folders, names in os.walk(folder, onerror=errors.append):
        # A store, or any table of the kind, is no source.
        folders[:] = sorted(
            n for n in folders if not n.startswith(".") and not Path(at, n, "articles/_delta_log").exists()
        )
        yield from (Path(at, name) for name in sorted(names) if not name.startswith("."))
    for error in errors:
        yield Reject(Place(str(error.filename)), "unreadable", error.strerror or str(error))


def read(path: Path, columns: Columns) -> Iterator[Item]:
    """Every record of a file."""
    try:
        with path.open("rb") as stream:
            yield from _read(Opened(cast("BinaryIO", stream), path.name, str(path), "", stream.tell), columns)
    except OSError as error:
        yield Reject(Place(str(path)), "unreadable", error.strerror or str(error))


# What the libraries raise for a file that is not whole, beside InputError.
_BROKEN: Final = (*rows.BROKEN, *archives.BROKEN, *feeds.BROKEN, EOFError, OSError, ValueError)


def _read(file: Opened, columns: Columns) -> Iterator[Item]:
    """Records of an open file; where it breaks, those before and a reject."""
    last = ""
    try:
        for item in _reader(file)(file, columns):
            last = str(item.place)
            yield item
    except InputError as error:
        yield Reject(file.place(), "unreadable", f"{error}; {error.remedy}")
    except _BROKEN as error:
        after = f" after {last}" if last and last != str(file.place()) else ""
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        yield Reject(file.place(), "broken", f"the file is broken{after}: {reason}")


def _reader(file: Opened) -> Reader:
    suffix = Path(file.name).suffix.lower()
    return _READERS.get(suffix, _read_unknown)


def _read_gzip(file: Opened, columns: Columns) -> Iterator[Item]:
    inner = Path(file.name).stem
    if Path(inner).suffix.lower() == ".warc":  # each of its records is compressed alone, and warcio reads them so
        yield from archives.read_warc(file, columns)
        return
    with gzip.GzipFile(fileobj=file.stream) as stream:
        opened = Opened(cast("BinaryIO", stream), inner, file.origin, file.within, file.told)
        yield from _reader(opened)(opened, columns)


def _read_zip(file: Opened, columns: Columns) -> Iterator[Item]:
    for member in archives.members(file):
        if isinstance(member, Reject):
            yield member
        else:
            yield from _read(member, columns)


def _read_unknown(file: Opened, columns: Columns) -> Iterator[Item]:
    del columns
    known = ", ".join(sorted(_READERS))
    yield Reject(file.place(), "unknown-format", f"not a file of a kind that is read: {known}")


_READERS: Final[dict[str, Reader]] = {
    ".txt": pages.read_text,
    ".html": pages.read_html,
    ".htm": pages.read_html,
    ".jsonl": rows.read_jsonl,
    ".ndjson": rows.read_jsonl,
    ".csv": rows.read_csv,
    ".tsv": rows.read_csv,
    ".parquet": rows.read_parquet,
    ".warc": archives.read_warc,
    ".zip": _read_zip,
    ".gz": _read_gzip,
    ".xml": feeds.read,
    ".rss": feeds.read,
}
