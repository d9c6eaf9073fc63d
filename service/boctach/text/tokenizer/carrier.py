"""A spaCy Doc out of words with offsets."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from spacy.lang.vi import Vietnamese
from spacy.tokens import Doc
from spacy.vocab import Vocab, create_vocab

from boctach.spans import Span
from boctach.text.tagged import Words
from boctach.text.tokenizer import syllables

_MOST_STRINGS = 200_000  # about 100 MB

_BEGINS, _CONTINUES = np.uint64(1), np.uint64(2**64 - 1)  # of token.sent_start: 1 and -1

_lock = threading.Lock()
_vocabs: list[Vocab] = []


def shared_vocab() -> Vocab:
    """The vocabulary that the Docs share, with spaCy's lexical attributes for Vietnamese.

    It keeps every string that it ever met. When it has grown large, later Docs get a new one; each Doc holds its own.
    """
    with _lock:
        if not _vocabs or len(_vocabs[0].strings) > _MOST_STRINGS:
            _vocabs[:] = [create_vocab("vi", Vietnamese.Defaults)]
        return _vocabs[0]


class Part(NamedTuple):
    """A sentence, or what lies between two.

    Attributes:
        start: Its offset in the text.
        places: Start and end of each word, from there.
        tags: The tag of each word.
    """

    start: int
    places: Sequence[tuple[int, int]]
    tags: Sequence[str]


def make_doc(text: str, sentences: Sequence[Span], words: Words) -> Doc:
    """A Doc over the whole text whose ``doc.text`` equals it, with words and tags in the sentences.

    Text outside the sentences is parted into syllables without tags.

    Args:
        text: The clean text; lone surrogates, which no clean text holds, cannot be carried by spaCy.
        sentences: Spans into it, in order, that do not overlap.
        words: The words of the sentences.
    """
    parts: list[Part] = []
    at = 0
    for start, end in sentences:
        first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
        places = list(zip(words.starts[first:last], words.ends[first:last], strict=True))
        parts += [_untagged(text, at, start), Part(0, places, words.tags[first:last])]
        at = end
    parts.append(_untagged(text, at, len(text)))
    return build_doc(shared_vocab(), text, parts)


def _untagged(text: str, start: int, end: int) -> Part:
    found = syllables.split(text[start:end])
    return Part(start, list(zip(found.starts.tolist(), found.ends.tolist(), strict=True)), [""] * len(found))


def build_doc(vocab: Vocab, text: str, parts: Iterable[Part]) -> Doc:
    """A Doc with ``doc.text == text``.

    White space beyond one blank behind a word becomes tokens of its own, as in spaCy's tokenizers, and so does
    whatever else lies between words.

    Args:
        vocab: Where strings are kept.
        text: Any text that UTF-8 can encode.
        parts: Its words, in order.
    """
    forms: list[str] = []
    blanks: list[bool] = []
    tags: list[str] = []
    begins: list[bool] = []
    at = 0
    for offset, places, names in chain(parts, [Part(len(text), [(0, 0)], [""])]):
        begin = True
        for (start, end), tag in zip(places, names, strict=True):
            place = offset + start
            if at < place:
                if forms and text[at] == " ":
                    blanks[-1] = True
                    at += 1
                if at < place:
                    forms.append(text[at:place])
                    blanks.append(False)
                    tags.append("")
                    begins.append(False)
            if start < end:
                at = offset + end
                forms.append(text[place:at])
                blanks.append(False)
                tags.append(tag)
                begins.append(begin)
                begin = False
    if begins:
        begins[0] = True
    doc = Doc(vocab, words=forms, spaces=blanks)
    # What the constructor's `tags` and `sent_starts` do, at half the price.
    numbers = {tag: vocab.strings.add(tag) if tag else 0 for tag in set(tags)}
    values = np.empty((len(forms), 2), dtype=np.uint64)
    values[:, 0] = [numbers[tag] for tag in tags]
    values[:, 1] = np.where(begins, _BEGINS, _CONTINUES)
    return doc.from_array(["TAG", "SENT_START"], values)  # type: ignore[arg-type] # the stub only knows thinc's arrays
