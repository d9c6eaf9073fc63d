"""A spaCy Doc out of words with offsets."""

from collections.abc import Sequence

from spacy.lang.vi import Vietnamese
from spacy.tokens import Doc
from spacy.vocab import Vocab, create_vocab

from boctach.text.tokenizer.words import Word


def make_vocab() -> Vocab:
    """A vocabulary with spaCy's lexical attributes for Vietnamese."""
    return create_vocab("vi", Vietnamese.Defaults)


def build_doc(vocab: Vocab, text: str, words: Sequence[Word], sentence_starts: Sequence[int]) -> Doc:
    """A Doc with ``doc.text == text``.

    White space beyond one blank behind a word becomes tokens of its own, as in spaCy's tokenizers.

    Args:
        vocab: Where strings are kept.
        text: Any text.
        words: Words with offsets into the text, in order, with only white space between them.
        sentence_starts: Offsets, in order; the first word at or after each begins a sentence.
    """
    forms: list[str] = []
    blanks: list[bool] = []
    tags: list[str] = []
    begins: list[bool | int | None] = []
    at = 0
    pending = iter([*sentence_starts, len(text) + 1])
    next_start = next(pending)

    def gap(end: int) -> None:
        """White space up to ``end``: one blank belongs to the word before, the rest is a token."""
        nonlocal at
        if at < end and forms and not blanks[-1] and text[at] == " ":
            blanks[-1] = True
            at += 1
        if at < end:
            forms.append(text[at:end])
            blanks.append(False)
            tags.append("")
            begins.append(False)

    for word in words:
        gap(word.start)
        forms.append(text[word.start : word.end])
        blanks.append(False)
        tags.append(word.tag)
        begins.append(word.start >= next_start)
        while word.start >= next_start:
            next_start = next(pending)
        at = word.end
    gap(len(text))
    if begins:
        begins[0] = True
    return Doc(vocab, words=forms, spaces=blanks, tags=tags, sent_starts=begins)
