"""Features by number, so that a text's are found in a model's all at once.

The key of a syllable is a hash of it; that of a pair is made of the keys of its two, that of a feature of the edges of
its own and its mark's: whole-number arithmetic on arrays, modulo 2^64. Of 100,000 features and a million others, two
have the same key about once in a hundred million times.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from boctach.topics import language

Keys = npt.NDArray[np.uint64]

OPENING, CLOSING, CUE, OPENING_CUE = "^ ", "$ ", "# ", "#^ "
"""Marks before the features of the edges and before the themes of cues; no syllable has a blank."""

_REMEMBERED: Final = 1 << 15  # strings: a model's vocabulary has fewer syllables
_LONGEST_REMEMBERED: Final = 24
_TURN: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no two first syllables give the same


def of_string(text: str) -> int:
    """The key of a syllable, a mark, or a cue with its mark; its lowest bits are what `language` asks of a word."""
    return _of_short(text) if len(text) <= _LONGEST_REMEMBERED else _hashed(text)


def _hashed(text: str) -> int:
    hashed = hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(hashed, "little") & ~language.TRAITS | language.traits(text)


_of_short = lru_cache(_REMEMBERED)(_hashed)

BREAK: Final = np.uint64(of_string("\n"))
"""Stands behind the syllables of each sentence or line, so that no pair reaches beyond; no model knows it."""


def of_strings(texts: Iterable[str]) -> Keys:
    """The keys of several."""
    return np.array(list(map(of_string, texts)), dtype=np.uint64)


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
    first, second = (of_strings(part[at] for part in parts) for at in (0, 2))
    keys = np.where([part[1] == " " for part in parts], of_pairs(first, second), first)
    keys[body:] += of_strings(marks)
    return np.concatenate([keys, of_strings(features[end:])])
