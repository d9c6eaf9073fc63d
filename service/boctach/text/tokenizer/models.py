"""underthesea's two models: scored straight from their weights where their files are known, else by its own code."""

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from boctach.text.tokenizer.crfsuite import ModelFormatError
from boctach.text.tokenizer.paths import Numbers
from boctach.text.tokenizer.segmented import Segmented
from boctach.text.tokenizer.segmenter import Segmenter
from boctach.text.tokenizer.syllables import Syllables
from boctach.text.tokenizer.tagger import Tagger

SEGMENTER = "pipeline/word_tokenize/models/ws_crf_vlsp2013_20230727"
TAGGER = "pipeline/pos_tag/pos_crf_2017_10_11.bin"

_logger = logging.getLogger(__name__)
_lock = threading.Lock()


class Models(NamedTuple):
    """The two models.

    Attributes:
        segment: From the syllables of sentences, which of them begin a word.
        tag: From the words of sentences, each word's tag.
    """

    segment: Callable[[Syllables], Numbers]
    tag: Callable[[Segmented], list[str]]


def loaded() -> Models:
    """The models, loaded at the first call. Loading is not thread-safe in underthesea, so it is done under a lock."""
    with _lock:
        return _models()


@cache
def _models() -> Models:
    with _uncollected():
        return load(package_folder())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: of the many objects that loading makes all stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def package_folder() -> Path:
    """Where underthesea is installed. It is not imported: its import alone takes 60 MB."""
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("underthesea is not installed")
    return Path(spec.submodule_search_locations[0])


def load(folder: Path) -> Models:
    """The models of an installed underthesea."""
    try:
        return Models(Segmenter.load(folder / SEGMENTER).segment, Tagger.load(folder / TAGGER).tag)
    except (ModelFormatError, OSError) as error:
        _logger.warning("unknown models of underthesea, using its own slower code: %s", error)
    from boctach.text.tokenizer.plain import PlainModels  # imports underthesea

    plain = PlainModels()
    return Models(plain.segment, plain.tag)
