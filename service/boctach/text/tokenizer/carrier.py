"""A spaCy Doc out of words with offsets."""

import threading
from collections.abc import Sequence

from spacy.lang.vi import Vietnamese
from spacy.tokens import Doc
from spacy.vocab import Vocab, create_vocab

from boctach.text.tokenizer.words import Word

_MOST_STRINGS = 500_000  # about 100 MB

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


def build_doc(vocab: Vocab, text: str, words: Sequence[Word], sentence_starts: Sequence[int]) -> Doc:
    """A Doc with ``doc.text == text``.

    White space beyond one blank behind a word becomes tokens of its own, as in spaCy's tokenizers, and so does
    whatever else lies between words.

    Args:
        vocab: Where strings are kept.
        text: Any text that UTF-8 can encode.
        words: Words with offsets into the text, in order.
        sentence_starts: Offsets, in order; the first word at or after each begins a sentence.
    """
    forms: list[str] = []
    blanks: list[bool] = []
    tags: list[str] = []
    begins: list[bool | int | None] = []
    pending = iter([*sentence_starts, len(text) + 1])
    next_start = next(pending)
    at = 0
    for start, end, tag in [*words, Word(len(text), len(text), "")]:
        if at < start:
            if forms and text[at] == " ":
                blanks[-1] = True
                at += 1
            if at < start:
                forms.append(text[at:start])
                blanks.append(False)
                tags.append("")
                begins.append(False)
        if start < end:
            forms.append(text[start:end])
            blanks.append(False)
            tags.append(tag)
            begins.append(start >= next_start)
        while start >= next_start:
            next_start = next(pending)
        at = end
    if begins:
        begins[0] = True
    return Doc(vocab, words=forms, spaces=blanks, tags=tags, sent_starts=begins)
