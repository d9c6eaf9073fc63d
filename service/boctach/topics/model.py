"""A trained model: a vocabulary as text and plain arrays, scored with numpy alone.

A model's folder holds

=================  ===================================================================================================
``settings.json``  `ModelSettings`: what the model looks at, its labels and thresholds, hashes of the next two
``vocabulary.txt`` the features, one a line: those of the body, the edges and the cues
``weights.npz``    ``weights`` int8 [F, L], ``scale`` float32 [L], ``intercept`` float32 [L], ``documents`` int32 [F]
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
from boctach.topics.features import FeatureSettings, Grams

FORMAT: Final = 1
SETTINGS, VOCABULARY, WEIGHTS = "settings.json", "vocabulary.txt", "weights.npz"

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


class ModelSettings(BaseModel):
    """What a model is, beside its arrays.

    Attributes:
        format: Version of the folder's layout.
        name: The model's name, which is its folder's.
        version: The model's own version.
        multilabel: Whether a text may have several labels.
        labels: In the order of the arrays' columns.
        thresholds: Of each label: the score from which it holds; for models of one label a text, unused and 0.
        abstain_below: The first score below which the model abstains.
        alone: Labels that hold only where no other does.
        most_labels: How many labels a text has at most.
        documents: How many texts it was trained on.
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
        probabilities: Of each label; they add up to 1 unless the model gives several labels.
        known: How many different features of the text the model knows.
        occurrences: Numbers in the text's `Grams` of the occurrences that the model knows.
        evidence: [occurrences, L]: what each adds to the logits, compared with the mean over labels where one label
            is given.
        terms: The number of each occurrence's feature among those of the text.
    """

    probabilities: Floats
    known: int
    occurrences: Indices
    evidence: Floats
    terms: Indices


@dataclass(frozen=True)
class Table:
    """Weights by feature.

    Attributes:
        rows: Each feature's row.
        weights: [F, L]; the model's scale makes logits of them.
        idf: [F].
        blocks: How many of the features are of the body, the edges and the cues.
    """

    rows: dict[str, int]
    weights: npt.NDArray[np.int8] | Floats
    idf: Floats
    blocks: tuple[int, ...]


class Model:
    """A trained model.

    Args:
        settings: What it is.
        vocabulary: Its features in the order of the arrays' rows.
        weights: [F, L].
        scale: [L].
        intercept: [L].
        documents: [F], how many training documents hold each feature.
    """

    def __init__(
        self,
        settings: ModelSettings,
        vocabulary: list[str],
        weights: npt.NDArray[np.int8],
        scale: Floats,
        intercept: Floats,
        documents: npt.NDArray[np.int32],
    ) -> None:
        self.settings = settings
        self.vocabulary = vocabulary
        self.intercept = intercept
        self.weights = weights
        self.scale = scale
        self.documents = documents
        rows = {feature: row for row, feature in enumerate(vocabulary)}
        self._table = Table(rows, weights, inverse_frequency(documents, settings.documents), settings.blocks)

    def is_whole(self) -> bool:
        """Whether the parts fit each other."""
        features, labels = len(self.vocabulary), len(self.settings.labels)
        shapes = (self._table.weights.shape, self.scale.shape, self.intercept.shape, self.documents.shape)
        return (
            shapes == ((features, labels), (labels,), (labels,), (features,))
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
        find = table.rows.get
        rows = np.array([find(key, -1) for key in grams.keys], dtype=np.int64)
        occurrences = np.flatnonzero(rows >= 0)
        features, inverse, counts = np.unique(rows[occurrences], return_inverse=True, return_counts=True)
        values = (1 + np.log(counts.astype(np.float32))) * table.idf[features]
        # Features are in order, so a block is a slice.
        ends = np.searchsorted(features, np.cumsum(table.blocks)).tolist()
        for start, end, length in zip([0, *ends], ends, self.settings.lengths, strict=False):
            norm = float(np.sqrt(np.square(values[start:end]).sum()))
            values[start:end] *= length / norm if norm else 0.0
        evidence = values[:, None] * (table.weights[features].astype(np.float32) * self.scale)
        logits = evidence.sum(axis=0) + self.intercept
        if not self.settings.multilabel:
            evidence = evidence - evidence.mean(axis=1, keepdims=True)
        return Scored(
            probabilities=self._probabilities(logits),
            known=len(features),
            occurrences=occurrences,
            evidence=(evidence / counts[:, None])[inverse].astype(np.float32),
            terms=inverse,
        )

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
        return Table(groups, (weights / idf[:, None]).astype(np.float32), idf, blocks)


def inverse_frequency(documents: npt.NDArray[np.generic], of: int) -> Floats:
    """The smooth inverse document frequency, as scikit-learn has it."""
    frequency: Floats = (np.log((1 + of) / (1 + documents.astype(np.float64))) + 1).astype(np.float32)
    return frequency


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
        vocabulary = content[VOCABULARY].decode("utf-8").split("\n")[:-1]
        with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
            model = Model(
                settings, vocabulary, arrays["weights"], arrays["scale"], arrays["intercept"], arrays["documents"]
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
