"""Files through the analysis: one line a file, errors in their place."""

import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from boctach import analysis, files, lockstep
from boctach.errors import InputError
from boctach.lockstep import Steps

STDIN = "-"


def run(
    paths: Iterable[str],
    stdin: BinaryIO,
    *,
    kinds: Collection[str] | None = None,
    max_characters: int = analysis.MAX_CHARACTERS,
) -> Iterator[dict[str, Any]]:
    """Analyse files in the order given, several in step with each other.

    Args:
        paths: Files, folders, or ``-`` for ``stdin``.
        stdin: Where ``-`` is read from.
        kinds: The kinds of fact that are wanted.
        max_characters: The longest text that is read.

    Yields:
        ``doc``, ``path``, ``article`` and ``facts``, and for a page ``text``, which its offsets are into; or ``doc``,
        ``path`` and ``error`` where the file cannot be read or used.
    """
    return _lines(paths, stdin, lambda text, page: _analyse(text, page, kinds, max_characters), in_step=True)


def classify(
    paths: Iterable[str],
    stdin: BinaryIO,
    *,
    model: str,
    models: Path | None = None,
    max_characters: int = analysis.MAX_CHARACTERS,
) -> Iterator[dict[str, Any]]:
    """Classify files in the order given.

    Args:
        paths: Files, folders, or ``-`` for ``stdin``.
        stdin: Where ``-`` is read from.
        model: The name of the topic model.
        models: A folder of models of one's own.
        max_characters: The longest text that is read.

    Yields:
        ``doc``, ``path`` and ``topic``, and for a page ``text``, which its offsets are into; or ``doc``, ``path`` and
        ``error`` where the file cannot be read or used.
    """

    def answer(text: str, page: bool) -> Steps[dict[str, Any]]:
        yield from ()  # it is one step
        given = {"html" if page else "text": text}
        return analysis.classify(**given, model=model, models=models, max_characters=max_characters).model_dump(
            mode="json"
        )

    return _lines(paths, stdin, answer, in_step=False)


def _lines(
    paths: Iterable[str],
    stdin: BinaryIO,
    answer: Callable[[str, bool], Steps[dict[str, Any]]],
    *,
    in_step: bool,
) -> Iterator[dict[str, Any]]:
    """A line a file: what ``answer`` makes of its text, told whether it is a page; or an error in its place.

    Args:
        paths: Files, folders, or ``-`` for ``stdin``.
        stdin: Where ``-`` is read from.
        answer: What makes the answer.
        in_step: Whether several are answered together, which keeps the first waiting for the others.
    """
    sources = (source for given in paths for source in _sources(given))
    for late, some in groupby(sources, _may_come_late):
        found = (_read(source, stdin) for source in some)
        alone = late or not in_step
        groups = ([file] for file in found) if alone else lockstep.together(found, lambda file: len(file.content))
        yield from lockstep.run_groups([_line(file, answer) for file in group] for group in groups)


def _line(file: "_File", answer: Callable[[str, bool], Steps[dict[str, Any]]]) -> Steps[dict[str, Any]]:
    line = {"doc": _printable(file.doc), "path": _printable(file.path)}
    if file.error is not None:
        return line | {"error": file.error.strerror or str(file.error)}
    try:
        return line | (yield from answer(files.decode(file.content), files.is_html(Path(file.path))))
    except InputError as error:
        return line | {"error": f"{error}; {error.remedy}"}


class _Source(NamedTuple):
    """What a path means: a file by its name and path, standard input where there is no file, or an error."""

    doc: str
    path: str
    file: Path | OSError | None


class _File(NamedTuple):
    """A file that was read, or why it could not be."""

    doc: str
    path: str
    content: bytes = b""
    error: OSError | None = None


def _may_come_late(source: _Source) -> bool:
    """Whether it is no file, but what somebody may write to at any time."""
    if isinstance(source.file, OSError):
        return False
    try:
        return source.file is None or not stat.S_ISREG(source.file.stat().st_mode)
    except (OSError, ValueError):
        return False  # reading it will tell why


def _read(source: _Source, stdin: BinaryIO) -> _File:
    try:
        return _File(source.doc, source.path, _content(source.file, stdin))
    except OSError as error:
        return _File(source.doc, source.path, error=error)


def _sources(given: str) -> Iterator[_Source]:
    """The files that a path means; an error for a folder of none."""
    if given == STDIN:
        yield _Source(STDIN, STDIN, None)
        return
    path = Path(given)
    if not given:
        yield _Source("", "", OSError("an empty path"))
        return
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield _Source(path.name, given, error)
        return
    if not is_folder:
        yield _Source(files.name(path), given, path)
        return
    found = False
    try:
        for file in files.walk(path):
            found = True
            yield _Source(files.name(file), str(file), file)
    except OSError as error:
        yield _Source(path.name, error.filename or given, error)
        return
    if not found:
        yield _Source(path.name, given, OSError("no .txt, .html or .htm file in this folder"))


def _printable(path: str) -> str:
    """A path whose bytes are no UTF-8, with a mark in their place."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _content(source: Path | OSError | None, stdin: BinaryIO) -> bytes:
    if isinstance(source, OSError):
        raise source
    return stdin.read() if source is None else source.read_bytes()


def _analyse(text: str, page: bool, kinds: Collection[str] | None, max_characters: int) -> Steps[dict[str, Any]]:
    document = (analysis.read_html if page else analysis.read)(text, max_characters=max_characters)
    result = (yield from analysis.steps(document, kinds)).to_dict()
    # How long it took differs from run to run; the same files give the same lines.
    del result["meta"]
    return {"text": document.source} | result if page else result
