"""Words and tags by underthesea, carried by a spaCy Doc. The only importer of underthesea."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from boctach.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


def make_doc(text: str, sentences: Sequence[Span]) -> "Doc":
    """A Doc over the whole text, with words and tags in the sentences (placeholder)."""
    raise NotImplementedError
