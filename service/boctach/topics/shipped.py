"""The models that ship, each by its own recipe.

``python -m boctach.topics.shipped SHARED MODELS`` makes them out of the development texts in ``SHARED/data``; the same
texts give the same models.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from boctach.topics import directions, duplicates, keys, labels, recipes, training
from boctach.topics.directions import Background
from boctach.topics.features import FeatureSettings
from boctach.topics.recipes import Plan, Say
from boctach.topics.training import Counts, Rows, TrainingSettings

Row = Mapping[str, Any]

_FOLDS: Final = 4
_OLD_TEXTS: Final = 300  # of each label of the old corpus, for the sections
_OLD_WEIGHT: Final = 0.03  # of an old text beside a recent one
_ONLY_OLD_WEIGHT: Final = 0.06  # of one whose section no recent text has
_DIRECTIONS: Final = 200  # in unlabelled texts, for the themes
_ALONG: Final = (0.4, 0.6)  # the mean length of a text's body and of its opening along them


def main() -> None:
    """Make the models that ship."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("shared", type=Path, help="the development texts")
    parser.add_argument("models", type=Path, help="the folder of the models")
    parser.add_argument("--only", choices=sorted(RECIPES), help="make one of them")
    given = parser.parse_args()
    for name, recipe in RECIPES.items():
        if given.only in (None, name):
            say = partial(_say, name)
            recipe(given.shared / "data" / "topics", given.models / name, say)


def _say(name: str, what: str) -> None:
    sys.stderr.write(f"{name}: {what}\n")
    sys.stderr.flush()


def _rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _about(name: str) -> str:
    return resources.files("boctach").joinpath("data", "topic_cards", f"{name}.md").read_text(encoding="utf-8")


def fold_numbers(texts: Sequence[str], pairs: Sequence[tuple[int, int]]) -> Rows:
    """A number below 4 for each text, by its own hash, so that it is the same whoever asks; the same for duplicates.

    The texts of number 0 are the quarter that is held back: what is said of them comes from a model of the others.
    """
    groups = duplicates.groups(len(texts), pairs)
    return np.array([crc32(texts[group].strip().encode()) % _FOLDS for group in groups])


def _folds(numbers: Rows) -> list[tuple[Rows, Rows]]:
    return [(np.flatnonzero(numbers != fold), np.flatnonzero(numbers == fold)) for fold in range(_FOLDS)]


def vntc10(data: Path, folder: Path, say: Say) -> None:
    """The labels of the public benchmark, from its official training split alone."""
    rows = _rows(data / "vntc10_train.jsonl.gz")
    texts = [row["text"] for row in rows]
    settings = TrainingSettings(
        features=FeatureSettings(cased=True, marks=True, whole=True, opening=15, closing=10),
        lengths=(1.0, 0.4, 0.0),
        most_features=250_000,
        strictness=3.0,
        coverage=0.95,
    )
    known = tuple(sorted({row["label"] for row in rows}))
    truth = np.array([[row["label"] == label for label in known] for row in rows])
    counts = training.count(texts, settings.features, settings.least_documents, recipes.steps(say, "counted"))
    plan = Plan("vntc10", known, False, settings, _about("vntc10"))
    recipes.finish(plan, counts, truth, folder, say, recipes.near_duplicates(texts, say), texts=texts)


def sections(data: Path, folder: Path, say: Say) -> None:
    """The sections, from both corpora; labels of the old one may say only that a text is of one of two sections."""
    recent = _rows(data / "vov2024_train.jsonl.gz")
    rows = recent + _some_of_each_label(_rows(data / "vntc10_train.jsonl.gz"))
    texts = [row["text"] for row in rows]
    known = tuple(row.name for row in labels.sections())
    allowed = np.array([[label in labels.meanings()[row["label"]] for label in known] for row in rows])
    new = np.arange(len(rows)) < len(recent)
    settings = TrainingSettings(most_features=100_000, strictness=3.0, contrast=0.5)
    counts = training.count(texts, settings.features, settings.least_documents, recipes.steps(say, "counted"))
    plan = Plan("sections", known, False, settings, _about("sections"))
    pairs = recipes.near_duplicates(texts, say)
    numbers = fold_numbers(texts, pairs)
    parts = {"held_back_2024": new & (numbers == 0), "cross_validation_2024": new, "cross_validation_old": ~new}
    known_today = allowed[new].any(axis=0)
    weights = np.where(allowed[:, known_today].any(axis=1), _OLD_WEIGHT, _ONLY_OLD_WEIGHT)
    weights[new] = 1.0
    recipes.finish(
        plan, counts, allowed, folder, say, pairs, folds=_folds(numbers), weights=weights, parts=parts, texts=texts
    )


def _some_of_each_label(rows: Sequence[Row]) -> list[Row]:
    generator = np.random.default_rng(0)
    named = np.array([row["label"] for row in rows])
    chosen = [generator.permutation(np.flatnonzero(named == label))[:_OLD_TEXTS] for label in np.unique(named)]
    return [rows[number] for number in np.sort(np.concatenate(chosen))]


def themes(data: Path, folder: Path, say: Say) -> None:
    """The themes of foreign affairs, several a text: from few labelled texts, phrases, and unlabelled texts."""
    rows = _rows(data / "themes_train.jsonl.gz")
    texts = [row["text"] for row in rows]
    known = tuple(row.label for row in labels.themes())
    truth = np.array([[label in row["labels"] for label in known] for row in rows])
    settings = TrainingSettings(
        # The labels were given from the first 1,000 characters.
        features=FeatureSettings(opening=220, cues=True),
        lengths=(0.6, 0.5, 0.3),
        strictness=100.0,
        least_documents=40,
    )
    others = _unlabelled(data)
    counts = training.count(
        [*texts, *others], settings.features, settings.least_documents, recipes.steps(say, "counted")
    )
    background = _background(counts, len(texts), settings, say)
    plan = Plan("themes", known, True, settings, _about("themes"), alone=("khac",), most_labels=3)
    pairs = recipes.near_duplicates(texts, say)
    numbers = fold_numbers(texts, pairs)
    parts = {"held_back": numbers == 0, "cross_validation": numbers >= 0}
    counts = counts._replace(matrix=counts.matrix[: len(texts)])
    recipes.finish(
        plan, counts, truth, folder, say, pairs, folds=_folds(numbers), parts=parts, background=background, texts=texts
    )


def _unlabelled(data: Path) -> list[str]:
    """Texts of today and of 2017, without what labels there are."""
    recent = [row["text"] for row in _rows(data / "vov2024_train.jsonl.gz")]
    bulk = _rows(data.parent / "bulk" / "baomoi2017.jsonl.gz")
    return recent + ["\n\n".join(part for part in (row["title"], row["lead"], row["text"]) if part) for row in bulk]


def _background(counts: Counts, labelled: int, settings: TrainingSettings, say: Say) -> Background:
    """What the texts behind the labelled ones say of the features."""
    rows = np.arange(labelled, counts.matrix.shape[0])
    weigh = training.frequencies(counts, rows, settings)
    weighed = weigh.apply(counts.matrix[rows])
    body = weigh.blocks[0]
    say(f"looking for {_DIRECTIONS} directions in {len(rows)} unlabelled texts")
    found = directions.find(weighed[:, :body], _DIRECTIONS, settings.seed)
    vocabulary = [counts.vocabulary[column] for column in weigh.columns]
    return Background(weigh, directions.by_block(weighed, weigh.blocks, vocabulary, keys.OPENING, _ALONG, found))


RECIPES = {"sections": sections, "themes": themes, "vntc10": vntc10}

if __name__ == "__main__":
    main()
