"""Training, evaluation and their figures, on texts written here."""

import csv
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from boctach import errors
from boctach.cli import app
from boctach.document import Document
from boctach.topics import (
    calibration,
    classifier,
    directions,
    duplicates,
    evaluation,
    features,
    figures,
    keys,
    recipes,
    samples,
    saving,
    store,
    training,
)
from boctach.topics import model as models
from boctach.topics.figures import Predictions
from boctach.topics.samples import Sample
from boctach.topics.training import Weighing

_OF_LABELS = {
    "bóng đá": "cầu thủ sân cỏ trận đấu bàn thắng khán giả huấn luyện viên giải vô địch thủ môn tiền đạo ghi điểm",
    "nông nghiệp": "vụ lúa nông dân ruộng đồng phân bón thu hoạch giống cây chăn nuôi gia súc thủy lợi hợp tác xã",
    "y tế": "bệnh viện bác sĩ điều trị thuốc bệnh nhân vắc xin phòng dịch khám chữa sức khỏe y tá ca mắc",
}
_OF_ALL = "hôm nay tại tỉnh cho biết nhiều người đã được và trong các của này với một khi"
WORDS = {label: words.split() for label, words in _OF_LABELS.items()}
COMMON = _OF_ALL.split()


def rows(count: int = 90, *, multilabel: bool = False) -> list[Sample]:
    """Texts of words drawn by lot: every label has its own."""
    lots = random.Random(7)
    made = []
    for number in range(count):
        names = [list(WORDS)[number % 3]]
        if multilabel and number % 4 == 0:
            names.append(list(WORDS)[(number + 1) % 3])
        drawn = [
            lots.choice(WORDS[lots.choice(names)]) if lots.random() < 0.5 else lots.choice(COMMON) for _ in range(60)
        ]
        made.append(Sample(" ".join(drawn).capitalize() + ".", tuple(names)))
    return made


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    recipes.train(rows(), "small", folder / "small", lambda _: None)
    recipes.train(rows(120, multilabel=True), "several", folder / "several", lambda _: None)
    return folder


def test_training_again_gives_the_same_bytes(trained: Path, tmp_path: Path) -> None:
    recipes.train(rows(), "small", tmp_path / "small", lambda _: None)
    for name in ("weights.npz", "vocabulary.txt", "metrics.json", "README.md", "confusion.svg"):
        again, first = (tmp_path / "small" / name).read_bytes(), (trained / "small" / name).read_bytes()
        if name == "weights.npz":  # an archive carries the time
            assert (
                np.load(tmp_path / "small" / name)["weights"].tolist()
                == np.load(trained / "small" / name)["weights"].tolist()
            )
        else:
            assert again == first


@pytest.mark.parametrize("name", ["small", "several"])
def test_what_was_trained_answers(trained: Path, name: str) -> None:
    loaded = store.find(name, trained)
    fresh = [row for row in rows(140, multilabel=name == "several") if row not in rows(90)][-30:]
    found = evaluation.evaluate(loaded, fresh)
    assert found["accuracy"] > 0.9
    assert found["micro_f1"] > 0.7
    assert loaded.settings.multilabel is (name == "several")


def _matrix_of(loaded: models.Model, texts: list[str]) -> Any:
    """What scikit-learn is given for texts."""
    counts = training.count(texts, loaded.settings.features, 1)
    column = {key: number for number, key in enumerate(counts.vocabulary)}
    known = [column.get(key, -1) for key in loaded.vocabulary]
    wide = training.sparse.hstack([counts.matrix, training.sparse.csr_matrix((len(texts), 1))]).tocsr()
    settings = loaded.settings
    weigh = Weighing(np.array(known), loaded.documents, settings.documents, settings.blocks, settings.lengths)
    wide = wide[:, [number if number >= 0 else wide.shape[1] - 1 for number in known]].tocsr()
    return Weighing(np.arange(len(known)), weigh.documents, weigh.total, weigh.blocks, weigh.lengths).apply(wide)


def _equal(folder: Path, texts: list[str]) -> None:
    loaded = models.load(folder)
    expected = saving.load_sklearn(folder).predict_proba(_matrix_of(loaded, texts))
    for text, probabilities in zip(texts, expected, strict=True):
        given = loaded.score(features.read(Document(text), loaded.settings.features)).probabilities
        assert given == pytest.approx(probabilities, abs=1e-5)
        assert given.argmax() == probabilities.argmax()


@pytest.mark.parametrize("name", ["small", "several"])
def test_plain_arrays_answer_as_scikit_learn(trained: Path, name: str) -> None:
    _equal(trained / name, [row.text for row in rows(12)])


@pytest.mark.parametrize("name", ["sections", "themes", "vntc10"])
def test_the_models_that_ship_answer_as_scikit_learn(name: str) -> None:
    from tests.test_topics import DIPLOMACY, SPORT

    _equal(store.folders()[name], [SPORT, DIPLOMACY, SPORT + " " + DIPLOMACY])


def test_a_skops_file_of_other_types_is_refused(tmp_path: Path) -> None:
    import skops.io
    from sklearn.preprocessing import FunctionTransformer

    (tmp_path / "model.skops").write_bytes(skops.io.dumps(FunctionTransformer(eval)))
    with pytest.raises(Exception, match=r"(?i)untrusted"):
        saving.load_sklearn(tmp_path)


def test_the_command_line_trains_evaluates_predicts(tmp_path: Path) -> None:
    data = tmp_path / "mine.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows([row.text, row.labels[0]] for row in rows(60))
    runner = CliRunner()
    done = runner.invoke(app, ["topics", "train", "--data", str(data), "--name", "mine", "--into", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "cross-validation" in done.stderr
    folder = tmp_path / "mine"
    assert (folder / "confusion.svg").read_text(encoding="utf-8").startswith("<svg")
    told = ["--model", "mine", "--models", str(tmp_path)]
    done = runner.invoke(app, ["topics", "evaluate", "--data", str(data), "--format", "json", *told])
    found = json.loads(done.stdout)
    assert {"accuracy", "micro_f1", "macro_f1", "expected_calibration_error", "coverage", "accuracy_at_coverage"} < set(
        found
    )
    assert np.sum(found["confusion"]["matrix"]) == found["rows"] == 60
    done = runner.invoke(app, ["topics", "predict", "--data", str(data), *told])
    assert [json.loads(line)["row"] for line in done.stdout.splitlines()] == list(range(1, 61))
    assert runner.invoke(app, ["topics", "evaluate", "--data", str(data), "--model", "none"]).exit_code == 1


def test_classify_prints_a_line_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Đội tuyển thắng trận đấu, cầu thủ ghi bàn thắng, thủ môn và huấn luyện viên vui mừng.", encoding="utf-8"
    )
    done = CliRunner().invoke(app, ["classify", str(path), str(tmp_path / "none.txt")])
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["topic"]["candidates"][0]["label"] == "Thể thao"
    assert "error" in second and done.exit_code == 1
    assert CliRunner().invoke(app, ["classify", str(path), "--format", "table"]).exit_code == 0
    assert "use one of" in CliRunner().invoke(app, ["classify", str(path), "--model", "none"]).stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", '{"text": "a", "label": "b"}\n{"text": "a"}\n', "row 2"),
        ("a.jsonl", '{"text": "a", "label": "b"}\nno\n', "row 2: no JSON"),
        ("a.jsonl", "[]\n", "no JSON object"),
        ("a.jsonl", '{"text": "a", "labels": []}\n', "no label"),
        ("a.jsonl", "\n", "no row"),
        ("a.csv", "text,topic\na,b\n", "row 2"),
        ("a.txt", "a", "no .jsonl or .csv"),
    ],
)
def test_samples_that_cannot_be_used(name: str, content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(errors.SampleError, match=said):
        samples.read(path)


def test_samples_of_each_form(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.csv"
    first.write_text('{"text": "một", "label": "x"}\n{"text": "hai", "labels": ["x", "y"]}\n', encoding="utf-8")
    second.write_text('text,labels\nmột,x\n"hai",x|y\n', encoding="utf-8")
    assert samples.read(first) == samples.read(second) == [Sample("một", ("x",)), Sample("hai", ("x", "y"))]


def _background(labelled: list[Sample], others: list[str], count: int = 3) -> tuple[training.Counts, Any]:
    settings = training.TrainingSettings(least_documents=2, features=features.FeatureSettings(opening=8))
    counts = training.count([*(row.text for row in labelled), *others], settings.features, 2)
    weigh = training.frequencies(counts, np.arange(len(labelled), len(labelled) + len(others)), settings)
    weighed = weigh.apply(counts.matrix[len(labelled) :])
    found = directions.find(weighed[:, : weigh.blocks[0]], count, 0)
    vocabulary = [counts.vocabulary[column] for column in weigh.columns]
    lengths = (0.5, 0.25)
    along = directions.by_block(weighed, weigh.blocks, vocabulary, keys.OPENING, lengths, found)
    for size, part in zip(lengths, np.split(weighed @ along, 2, axis=1), strict=True):
        assert np.sqrt((part**2).sum(axis=1).mean()) == pytest.approx(size, rel=1e-3)
    assert directions.find(weighed, count, 0).tolist() == directions.find(weighed, count, 0).tolist()
    return counts, directions.Background(weigh, along)


def test_words_that_no_labelled_text_has_speak_through_their_company() -> None:
    halves = {label: (words[: len(words) // 2], words[len(words) // 2 :]) for label, words in WORDS.items()}
    lots = random.Random(3)

    def text(*words: list[str]) -> str:
        return " ".join(lots.choice(lots.choice(words)) for _ in range(40)).capitalize() + "."

    names = list(WORDS)
    labelled = [Sample(text(halves[name][0], COMMON), (name,)) for name in names for _ in range(10)]
    others = [text(*halves[name], COMMON) for name in names for _ in range(40)]
    unseen = [Sample(text(halves[name][1], COMMON), (name,)) for name in names for _ in range(10)]
    counts, background = _background([*labelled, *unseen], others)
    truth = np.array([[name in row.labels for name in names] for row in labelled + unseen])
    weighed = background.weigh.apply(counts.matrix[: len(truth)])
    train, test = np.arange(len(labelled)), np.arange(len(labelled), len(truth))
    right = {}
    for way, along in (("alone", None), ("company", background.directions)):
        linear = training.fit(weighed[train], truth[train], training.TrainingSettings(), directions=along)
        right[way] = (linear.margins(weighed[test]).argmax(axis=1) == truth[test].argmax(axis=1)).mean()
    assert right["company"] > 0.95
    assert right["alone"] < 0.8


def test_a_model_with_unlabelled_texts_is_a_plain_one(tmp_path: Path) -> None:
    labelled = rows(60, multilabel=True)
    others = [row.text for row in rows(150)]
    counts, background = _background(labelled, others)
    counts = counts._replace(matrix=counts.matrix[: len(labelled)])
    truth = np.array([[name in row.labels for name in WORDS] for row in labelled])
    plan = recipes.Plan(
        "plain",
        tuple(WORDS),
        True,
        training.TrainingSettings(features=features.FeatureSettings(opening=8), strictness=10.0),
        "",
        most_labels=2,
    )
    texts = [row.text for row in labelled]
    metrics = recipes.finish(
        plan, counts, truth, tmp_path / "plain", lambda _: None, [], background=background, texts=texts
    )
    assert metrics["cross_validation"]["micro_f1"] > 0.8
    assert metrics["cross_validation_in_capitals"]["micro_f1"] > 0.8
    assert 0 < metrics["cross_validation_without_accents"]["rows"] < len(texts)
    loaded = models.load(tmp_path / "plain")
    assert loaded.settings.documents == len(others)
    _equal(tmp_path / "plain", texts[:8])


def test_features_that_tell_a_label_apart_count_more() -> None:
    matrix = training.sparse.csr_matrix([[0.6, 0.8, 0], [0.8, 0.6, 0], [0, 0.6, 0.8], [0, 0.8, 0.6]])
    truth = np.array([[1, 0], [1, 0], [0, 1], [0, 1]])
    settings = training.TrainingSettings(contrast=0.5)
    of_first, of_second = training.contrasts(matrix, truth, settings)
    assert of_first is not None and of_second is not None
    # Of seven, three against one: in two texts and none, and one more everywhere.
    assert of_first == pytest.approx([np.log(3) ** 0.5, 0, np.log(3) ** 0.5])
    assert of_second == pytest.approx(of_first)
    twice = training.contrasts(training.sparse.vstack([matrix, matrix[:1]]).tocsr(), truth[[0, 1, 2, 3, 0]], settings)
    assert training.contrasts(matrix, truth, settings, np.array([2.0, 1, 1, 1]))[0] == pytest.approx(twice[0])
    linear = training.fit(matrix, truth, settings)
    assert linear.coefficients[1].tolist() == [0, 0]  # every text has it
    assert (linear.margins(matrix).argmax(axis=1) == truth.argmax(axis=1)).all()
    assert training.contrasts(matrix, truth, training.TrainingSettings()) == [None, None]


def test_calibration_finds_the_slope_that_was_taken_away() -> None:
    random_ = np.random.default_rng(1)
    logits = random_.normal(scale=2.0, size=(4_000, 3))
    drawn = (logits + random_.gumbel(size=logits.shape)).argmax(axis=1)
    truth = drawn[:, None] == np.arange(3)
    slope, bias = calibration.calibrate(logits / 3, truth, multilabel=False)
    assert slope == pytest.approx([3.0] * 3, rel=0.1)
    assert not bias.any()
    light = np.where(truth[:, 2], 0.1, 1.0)  # as if texts of the third label were ten times rarer
    slope, bias = calibration.calibrate(logits / 3, truth, multilabel=False, weights=light)
    assert not bias[:2].any()
    assert bias[2] == pytest.approx(np.log(0.1), rel=0.1)


def test_weights_in_a_byte_keep_the_few_large_and_the_many_small() -> None:
    random_ = np.random.default_rng(0)
    many = random_.normal(scale=0.1, size=(20_000, 2))
    many[:40, 0] = 3.0  # cues that nearly every text has
    documents = np.where(np.arange(len(many)) < 40, 5_000, 20)
    weights, scale = training.quantize(training.Linear(many, np.zeros(2)), documents)
    assert weights.dtype == np.int8
    kept = weights * scale
    assert kept[:40, 0] == pytest.approx(3.0, rel=0.01)
    assert np.abs(kept - many)[:, 1].mean() < 0.002
    assert not (weights[:, 1] == 0).sum() > 500


@pytest.mark.parametrize(
    ("probabilities", "multilabel", "sure"),
    [([0.6, 0.3, 0.1], False, 0.3), ([0.5, 0.5, 0.0], False, 0.0), ([0.9, 0.8, 0.1], True, 0.9)],
)
def test_how_sure_the_first_label_is(probabilities: list[float], multilabel: bool, sure: float) -> None:
    assert classifier.certainty(np.array(probabilities), multilabel=multilabel) == pytest.approx(sure)
    both = np.array([probabilities, probabilities[::-1]])
    assert classifier.certainty(both, multilabel=multilabel) == pytest.approx([sure, sure])


@pytest.mark.parametrize(
    "few", [rows(12), [Sample(row.text, ("x",)) for row in rows(40)], [*rows(60), Sample("a", ("z",))]]
)
def test_too_few_to_train(few: list[Sample], tmp_path: Path) -> None:
    with pytest.raises(errors.SampleError):
        recipes.train(few, "few", tmp_path / "few", lambda _: None)


def test_labels_of_the_collections_are_understood() -> None:
    text = (
        "Hội đồng nhân dân tỉnh họp, đại biểu bàn về đường sá, trường học, việc làm và đời sống của người dân ở các xã."
    )
    found = evaluation.evaluate(
        store.find("sections"), [Sample(text, ("Chinh tri Xa hoi",)), Sample(text, ("Công nghệ",))]
    )
    assert found["rows"] == 2
    assert found["labels"]["Khoa học - Công nghệ"]["support"] == 1
    with pytest.raises(errors.SampleError, match="row 1"):
        evaluation.evaluate(store.find("sections"), [Sample(text, ("nonsense",))])


def test_figures_by_hand() -> None:
    probabilities = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.8, 0.2]])
    truth = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
    chosen = probabilities > 0.5
    found = figures.figures(
        Predictions(("a", "b"), truth, probabilities, chosen, probabilities.max(axis=1) < 0.65, False)
    )
    assert (found["accuracy"], found["micro_f1"]) == (0.75, 0.75)
    assert found["macro_f1"] == pytest.approx((0.8 + 2 / 3) / 2, abs=1e-3)
    assert (found["coverage"], found["accuracy_at_coverage"]) == (0.75, 0.6667)
    assert found["confusion"]["matrix"] == [[2, 0], [1, 1]]
    # Each is alone in its bin: |1 - 0.9|, |1 - 0.6|, |1 - 0.7|, |0 - 0.8|.
    assert found["expected_calibration_error"] == pytest.approx((0.1 + 0.4 + 0.3 + 0.8) / 4, abs=1e-4)


def test_near_duplicates() -> None:
    text = rows(1)[0].text
    other = rows(2)[1].text
    found = duplicates.near_duplicates([text, other, text, f"{text} Thêm hai chữ", ""])
    assert found == [(0, 2), (0, 3), (2, 3)]
    assert len(set(duplicates.groups(5, found).tolist())) == 3
