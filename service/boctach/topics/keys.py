"""Features by number, so that a text's are found in a model's all at once.

The key of a syllable is a hash of it; that of a pair is made of the keys of its two, that of a feature of the edges of
its own and its mark's: whole-number arithmetic on arrays, modulo 2^64. Of 100,000 features and a million others, two
have the same key about once in a hundred million times.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from boctach.topics import language

Keys = npt.NDArray[np.uint64]

OPENING, CLOSING, CUE, OPENING_CUE = "^ ", "$ ", "# ", "#^ "
"""Marks before the features of the edges and before the themes of cues; no syllable has a blank."""

_TURN: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no two first syllables give the same


def of_string(text: str) -> int:
    """The key of a syllable, a mark, or a cue with its mark; its lowest bits are what `language` asks of a word."""
    hashed = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(hashed, "little") & ~language.TRAITS | language.traits(text)


BREAK: Final = np.uint64(of_string("\n"))
"""Stands behind the syllables of each sentence or line, so that no pair reaches beyond; no model knows it."""


def of_pairs(first: Keys, second: Keys) -> Keys:
    """The keys of pairs of syllables."""
    return first * _TURN + second


def of_features(features: Sequence[str], blocks: Sequence[int]) -> Keys:
    """The keys of a vocabulary.

    Args:
        features: As `boctach.topics.features.Grams.strings` has them: those of the body, the edges and the cues.
        blocks: How many each of these are.
    """
    body, edges, _ = blocks
    end = body + edges
    marks = [feature[: len(OPENING)] for feature in features[body:end]]
    parts = [feature.partition(" ") for feature in features[:body]]
    parts += [feature[len(OPENING) :].partition(" ") for feature in features[body:end]]
    known = _Known()
    first, second = (known.of([part[at] for part in parts]) for at in (0, 2))
    keys = np.where([part[1] == " " for part in parts], of_pairs(first, second), first)
    keys[body:] += known.of(marks)
    return np.concatenate([keys, known.of(features[end:])])


class _Known(dict[str, int]):
    """Keys by string; those of a vocabulary's syllables are asked for again and again."""

    def __missing__(self, text: str) -> int:
        key = self[text] = of_string(text)
        return key

    def of(self, texts: Sequence[str]) -> Keys:
        return np.array(list(map(self.__getitem__, texts)), dtype=np.uint64)
