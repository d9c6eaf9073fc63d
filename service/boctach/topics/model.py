"""A trained model: a vocabulary as text and plain arrays, scored with numpy alone.

A model's folder holds

=================  ===================================================================================================
``settings.json``  `ModelSettings`: what the model looks at, its labels and thresholds, hashes of the next two
``vocabulary.txt`` the features, one a line: those of the body, the edges and the cues
``weights.npz``    ``weights`` int8 [F, L], ``scale`` float32 [L], ``intercept`` float32 [L], ``documents`` int32 [F],
                   ``keys`` uint64 [F]: by these features are found, see `boctach.topics.keys`
``metrics.json``   what was measured when it was trained
``model.skops``    the same model as scikit-learn's own, for inspection; not read here
``README.md``      the model card
``confusion.svg``  the confusion matrix as a picture
=================  ===================================================================================================

The weight of a feature for a label is ``weights[f, l] * scale[l]``; of how many training documents hold it,
``documents`` tells. Nothing in a folder is executed, and nothing is unpickled.
"""

import hashlib
import json
import math
import unicodedata
import zipfile
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from boctach.errors import ModelError
from boctach.topics import keys
from boctach.topics.answer import TopicModel
from boctach.topics.features import FeatureSettings, Grams
from boctach.topics.keys import Keys
from boctach.topics.table import Floats, Indices, Table, inverse_frequency

FORMAT: Final = 1
SETTINGS, VOCABULARY, WEIGHTS = "settings.json", "vocabulary.txt", "weights.npz"


class ModelSettings(BaseModel):
    """What a model is, beside its arrays.

    Attributes:
        format: Version of the folder's layout.
        name: The model's name, which is its folder's.
        version: The model's own version.
        multilabel: Whether a text may have several labels.
        labels: In the order of the arrays' columns.
        thresholds: Of each label: the score below which it never holds beside others. 0 as trained, since scores are
            probabilities (`boctach.topics.choice`); who would rather miss a label than be told it wrongly sets more.
        abstain_below: The certainty of the first label below which the model abstains (`classifier.certainty`).
        alone: Labels that hold only where no other does.
        most_labels: How many labels a text has at most.
        documents: How many texts the frequencies of its features are of.
        blocks: How many of the features are of the body, of the edges and of the cues, in this order.
        lengths: The length that the vector of each of these is scaled to.
        features: What the model looks at.
        vietnamese: Whether texts in other languages are refused.
        files: SHA-256 of the vocabulary and the arrays.
        training: How it was trained, for people.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    name: str
    version: str
    multilabel: bool
    labels: tuple[str, ...] = Field(min_length=2)
    thresholds: tuple[float, ...]
    abstain_below: float = Field(ge=0, le=1)
    alone: tuple[str, ...] = ()
    most_labels: int = Field(default=1, ge=1)
    documents: int = Field(ge=1)
    blocks: tuple[int, int, int]
    lengths: tuple[float, float, float]
    features: FeatureSettings = FeatureSettings()
    vietnamese: bool = True
    files: dict[str, str] = {}
    training: dict[str, str | int | float] = {}

    @property
    def sha256(self) -> str:
        """Hash of all that decides an answer."""
        deciding = self.model_dump_json(exclude={"training"})
        return hashlib.sha256(deciding.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Scored:
    """What a model says of a text.

    Attributes:
        probabilities: [L].
        occurrences: [N]: numbers in the text's `Grams` of the occurrences of features that the model knows; feature
            by feature, in each as in the text.
        counts: [K]: how often each of these features occurs.
    """

    probabilities: Floats
    occurrences: Indices
    counts: Indices
    _values: Floats
    _weights: Floats
    _scale: Floats
    _common: Floats | None

    @property
    def known(self) -> int:
        """How many different features of the text the model knows."""
        return len(self.counts)

    def evidence(self, label: int) -> Floats:
        """[K]: what each feature adds to the label's logit, beyond what it adds to all where one label is given."""
        weights = self._weights[:, label] * self._scale[label]
        if self._common is not None:
            weights = weights - self._weights @ self._common
        return np.asarray(self._values * weights, dtype=np.float32)


class Model:
    """A trained model.

    Args:
        settings: What it is.
        vocabulary: Its features in the order of the arrays' rows; or as UTF-8, one a line.
        weights: [F, L].
        scale: [L].
        intercept: [L].
        documents: [F], how many training documents hold each feature.
        known: [F], the features' keys, made from the vocabulary where they are not given.
    """

    def __init__(
        self,
        settings: ModelSettings,
        vocabulary: list[str] | bytes,
        weights: npt.NDArray[np.int8],
        scale: Floats,
        intercept: Floats,
        documents: npt.NDArray[np.int32],
        known: Keys | None = None,
    ) -> None:
        self.settings = settings
        self._vocabulary = vocabulary
        self.intercept = intercept
        self.weights = np.ascontiguousarray(weights)  # rows are what is looked up
        self.scale = scale
        self.documents = documents
        self._common = None if settings.multilabel else np.asarray(scale / len(scale), dtype=np.float32)
        self.keys = keys.of_features(self.vocabulary, settings.blocks) if known is None else known
        idf = inverse_frequency(documents, settings.documents)
        self._table = Table(self.keys, self.weights, idf, settings.blocks)

    @cached_property
    def vocabulary(self) -> list[str]:
        """The features. Few texts ask for them: those without accents."""
        given = self._vocabulary
        return given.decode("utf-8").split("\n")[:-1] if isinstance(given, bytes) else given

    @cached_property
    def said(self) -> TopicModel:
        """How answers name it."""
        settings = self.settings
        return TopicModel(name=settings.name, version=settings.version, sha256=settings.sha256)

    def is_whole(self) -> bool:
        """Whether the parts fit each other."""
        given = self._vocabulary
        features = given.count(b"\n") if isinstance(given, bytes) else len(given)
        labels = len(self.settings.labels)
        shapes = (self.weights.shape, self.scale.shape, self.intercept.shape, self.documents.shape)
        return (
            shapes == ((features, labels), (labels,), (labels,), (features,))
            and self.keys.shape == (features,)
            and len(self.settings.thresholds) == labels
            and sum(self.settings.blocks) == features
        )

    @property
    def idf(self) -> Floats:
        """[F]: how much a feature's rarity counts."""
        return self._table.idf

    @property
    def coefficients(self) -> Floats:
        """[F, L]: what one unit of a feature adds to each label's logit."""
        return self._table.weights.astype(np.float32) * self.scale

    def score(self, grams: Grams, *, plain: bool = False) -> Scored:
        """Score a text's features.

        Args:
            grams: The text's features.
            plain: Whether they are written without accents; the vocabulary is then read so too.
        """
        table = self._plain if plain else self._table
        occurrences, features, counts = table.known(grams.keys)
        values = ((1 + np.log(counts)) * table.idf[features]).astype(np.float32)
        # Features are in order, so a block is a slice.
        ends = features.searchsorted(table.ends).tolist()
        for start, end, length in zip([0, *ends], ends, self.settings.lengths, strict=False):
            if start < end:
                block = values[start:end]
                block *= length / math.sqrt(block.dot(block))
        weights = table.weights.take(features, axis=0).astype(np.float32)
        probabilities = self._probabilities(values @ weights * self.scale + self.intercept)
        return Scored(probabilities, occurrences, counts, values, weights, self.scale, self._common)

    def _probabilities(self, logits: Floats) -> Floats:
        if self.settings.multilabel:
            return np.asarray(1 / (1 + np.exp(-np.clip(logits, -50, 50))), dtype=np.float32)
        spread = np.exp(logits - logits.max())
        return np.asarray(spread / spread.sum(), dtype=np.float32)

    @cached_property
    def _plain(self) -> Table:
        """The table as a text without accents sees it: features that lose their difference are one, weighed by use."""
        groups: dict[str, int] = {}
        owner = np.array([groups.setdefault(without_accents(f), len(groups)) for f in self.vocabulary], dtype=np.int64)
        use = self.documents.astype(np.float64)
        documents = np.bincount(owner, use)
        share = (use * self.idf / documents[owner])[:, None]
        weights = np.zeros((len(groups), len(self.settings.labels)))
        np.add.at(weights, owner, share * self._table.weights)
        idf = inverse_frequency(np.minimum(documents, self.settings.documents), self.settings.documents)
        bounds = np.cumsum([0, *self.settings.blocks])
        blocks = tuple(len(set(owner[a:b].tolist())) for a, b in pairwise(bounds))
        return Table(keys.of_features(list(groups), blocks), (weights / idf[:, None]).astype(np.float32), idf, blocks)


def without_accents(text: str) -> str:
    """Vietnamese as it is typed without accents: ``đời sống`` gives ``doi song``."""
    parted = unicodedata.normalize("NFD", text)
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")


def load(folder: Path) -> Model:
    """The model of a folder.

    Raises:
        ModelError: A file is missing, malformed, or not the one that the settings name.
    """
    try:
        settings = ModelSettings.model_validate_json((folder / SETTINGS).read_bytes())
        content = {name: (folder / name).read_bytes() for name in (VOCABULARY, WEIGHTS)}
        _check(folder, settings, content)
        with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
            model = Model(
                settings,
                content[VOCABULARY],
                arrays["weights"],
                arrays["scale"],
                arrays["intercept"],
                arrays["documents"],
                known=arrays.get("keys"),
            )
    except (OSError, ValidationError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"the model in {folder} cannot be read: {error}") from error
    if not model.is_whole():
        raise ModelError(f"the model in {folder} cannot be read: its parts are of different sizes")
    return model


def _check(folder: Path, settings: ModelSettings, content: dict[str, bytes]) -> None:
    if settings.format != FORMAT:
        raise ModelError(f"the model in {folder} has format {settings.format}; this version reads {FORMAT}")
    for name, data in content.items():
        if hashlib.sha256(data).hexdigest() != settings.files.get(name):
            raise ModelError(f"{folder / name} is not the file that {SETTINGS} names; train the model anew")


def read_settings(folder: Path) -> ModelSettings:
    """A model's settings alone, without its arrays.

    Raises:
        ModelError: They are missing or malformed.
    """
    try:
        return ModelSettings.model_validate_json((folder / SETTINGS).read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelError(f"the model in {folder} cannot be read: {error}") from error


def write_settings(folder: Path, settings: ModelSettings) -> ModelSettings:
    """Write a model's settings with the hashes of its files.

    Returns:
        The settings as written.
    """
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (VOCABULARY, WEIGHTS)}
    settings = settings.model_copy(update={"files": files})
    shown = json.dumps(settings.model_dump(mode="json"), ensure_ascii=False, indent=1)
    (folder / SETTINGS).write_text(shown + "\n", encoding="utf-8")
    return settings
