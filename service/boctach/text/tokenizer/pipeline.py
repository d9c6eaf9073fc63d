"""The names under which spaCy's configuration knows the tokenizer and the tagger.

::

    [nlp.tokenizer]
    @tokenizers = "boctach.vi_tokenizer.v1"

    [components.boctach_vi_tagger]
    factory = "boctach_vi_tagger"

With this tokenizer ``spacy.blank("vi", config=...)`` does not need pyvi, which spaCy's own Vietnamese one imports.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import chain, islice

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from boctach.text import sentences
from boctach.text.clean import clean
from boctach.text.tokenizer import grammar, models, syllables
from boctach.text.tokenizer.carrier import Part, build_doc
from boctach.text.tokenizer.segmented import Segmented
from boctach.text.tokenizer.words import segment

TOKENIZER = "boctach.vi_tokenizer.v1"
TAGGER = "boctach_vi_tagger"

_LINE = re.compile(r"[^\n]+")


class VietnameseTokenizer(DummyTokenizer):
    """Parts a text into words and sentences, without tags. ``doc.text`` is the text as given, in any normal form."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc of a text that UTF-8 can encode."""
        cleaned = clean(text)
        seen = cleaned.text
        lines = _LINE.finditer(seen)
        spans = [span for line in lines for span in sentences.split(seen, line.start(), line.end())]
        parts: list[Part] = []
        at = 0
        for words in segment(syllables.read(seen, spans)):
            places = zip(words.starts.tolist(), words.stops.tolist(), strict=True)
            for length in words.lengths.tolist():
                found: list[tuple[int, int]] = []
                for start, end in islice(places, length):
                    source = cleaned.source_span(start, end)
                    if source.start >= at:  # else part of one source character with the word before
                        found.append((source.start, source.end))
                        at = source.end
                parts.append(Part(0, found, [""] * len(found)))
        return build_doc(self.vocab, text, parts)

    def __reduce__(self) -> tuple[type["VietnameseTokenizer"], tuple[Vocab]]:
        return VietnameseTokenizer, (self.vocab,)


def create_tokenizer() -> Callable[[Language], VietnameseTokenizer]:
    """What ``[nlp.tokenizer]`` names."""
    return lambda nlp: VietnameseTokenizer(nlp.vocab)


registry.tokenizers.register(TOKENIZER, func=create_tokenizer)


@Language.factory(TAGGER, assigns=["token.tag"], retokenizes=False)
def create_tagger(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 (spaCy passes both by name)
    """What ``factory`` names: sets ``token.tag_``, sentence by sentence."""
    return tag_doc


def tag_doc(doc: Doc) -> Doc:
    """Tag the words of a Doc, which has sentences or is one."""
    parts = list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]
    tokens = [[token for token in part if not token.is_space] for part in parts]
    words = Segmented.of_forms([[_model_form(token.text) for token in part] for part in tokens])
    for token, tag in zip(chain.from_iterable(tokens), models.loaded().tag(words), strict=True):
        token.tag_ = tag
    return doc


def _model_form(word: str) -> str:
    return " ".join(grammar.in_model_spelling(unicodedata.normalize("NFC", word)).split())
