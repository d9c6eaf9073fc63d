"""Topic models: the answer, its reasons, its offsets, and what is refused."""

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boctach
from boctach import analysis, errors, kernel
from boctach.document import Document
from boctach.spans import Span
from boctach.text import pieces
from boctach.text.tokenizer import lexicon, syllables
from boctach.topics import classifier, features, keys, labels, language, store
from boctach.topics import model as models
from boctach.topics import syllables as topic_syllables
from boctach.topics.answer import Topic
from boctach.topics.features import FeatureSettings
from boctach.topics.table import Table
from tests.shared import ROOT, needs_shared, texts

SHIPPED = ("sections", "themes", "vntc10")
LIMIT = 12_000_000

SPORT = (
    "Đội tuyển Việt Nam thắng 3-1 trong trận đấu tối qua trên sân Tân Giang. Tiền đạo ghi hai bàn thắng ở hiệp một,"
    " thủ môn cản phá một quả phạt đền. Huấn luyện viên khen các cầu thủ đã thi đấu kiên cường; đội bóng dẫn đầu bảng"
    " sau bốn vòng đấu của giải vô địch."
)
DIPLOMACY = (
    "Chiều 5/3, Bộ trưởng Ngoại giao hội đàm với người đồng cấp nhân chuyến thăm chính thức Việt Nam. Hai bên"
    " nhất trí tăng cường quan hệ song phương, trao đổi đoàn cấp cao và ra tuyên bố chung về quan hệ đối tác"
    " chiến lược. Đại sứ hai nước dự buổi hội đàm."
)


def check(text: str, topic: Topic) -> None:
    """What holds of every answer to every text."""
    assert topic.model.sha256
    for term in topic.terms:
        assert term.weight > 0
        assert term.places
        first = term.places[0]
        assert text[first.start : first.end] == term.text
    for passage in topic.passages:
        assert text[passage.start : passage.end] == passage.mention != ""
        assert passage.weight > 0
    if topic.abstained:
        assert topic.reason is not None
        assert topic.label is None and topic.labels == () and topic.score is None
    else:
        assert topic.label == next(iter(topic.scores)) and topic.label in topic.labels
        assert topic.score == max(topic.scores.values())
    assert list(topic.scores.values()) == sorted(topic.scores.values(), reverse=True)


def test_the_models_that_ship() -> None:
    assert set(SHIPPED) <= set(store.folders())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_model_is_whole_and_small(name: str) -> None:
    folder = store.folders()[name]
    loaded = store.find(name)
    assert loaded.is_whole()
    assert loaded.settings.name == name
    assert sum(path.stat().st_size for path in folder.iterdir()) < LIMIT
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert [part for part in ("## Data", "## Intended use", "## Limits", "## Figures") if part not in card] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_no_sentence_can_be_read_back(name: str) -> None:
    loaded = store.find(name)
    assert int(loaded.documents.min()) >= 5
    assert max(len(feature.removeprefix("^ ").removeprefix("$ ").split(" ")) for feature in loaded.vocabulary) <= 2


def test_a_section_with_its_reasons() -> None:
    topic = analysis.classify(SPORT).topic
    check(SPORT, topic)
    assert (topic.label, topic.code) == ("Thể thao", "medtop:15000000")
    assert sum(topic.scores.values()) == pytest.approx(1, abs=0.001)
    assert topic.passages


def test_themes_may_be_several() -> None:
    topic = analysis.classify(DIPLOMACY, model="themes").topic
    check(DIPLOMACY, topic)
    assert topic.candidates[0].label == "ngoai-giao-chinh-tri"
    assert len(topic.labels) <= 3


def test_every_analysis_has_a_topic() -> None:
    answer = boctach.analyze(SPORT)
    assert answer.topic is not None
    assert answer.topic.label == "Thể thao"
    assert answer.to_dict()["topic"]["model"]["name"] == "sections"  # type: ignore[index]


@pytest.mark.parametrize("name", SHIPPED)
def test_words_that_are_known_already_give_the_same(name: str) -> None:
    for path in sorted((ROOT / "corpus" / "samples").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        fresh, tagged = Document(text), Document(text)
        assert tagged.words
        assert classifier.classify(fresh, store.find(name)) == classifier.classify(tagged, store.find(name))


def test_capitals_and_missing_accents() -> None:
    for text in (SPORT.upper(), models.without_accents(SPORT)):
        topic = analysis.classify(text).topic
        check(text, topic)
        assert topic.candidates[0].label == "Thể thao"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Tin mới", "too_short"),
        ("12.345 67%", "too_short"),
        ("The government said on Monday that it would raise the minimum wage for workers in all provinces.",
         "other_language"),
        ("Le gouvernement a annoncé lundi que les nouvelles règles entreront en vigueur à la fin du mois.",
         "other_language"),
        ("政府は月曜日に 最低賃金を 引き上げると 発表した。 新しい規則は 月末に 施行される。 議会が 賛成 した。 以上",
         "other_language"),
    ],
)  # fmt: skip
def test_what_cannot_be_told(text: str, reason: str) -> None:
    topic = analysis.classify(text).topic
    assert (topic.abstained, topic.reason, topic.scores, topic.candidates) == (True, reason, {}, ())


def test_what_is_refused() -> None:
    with pytest.raises(errors.EmptyTextError):
        analysis.classify(" \n")
    with pytest.raises(errors.UnknownModelError) as caught:
        analysis.classify(SPORT, model="../sections")
    assert "sections" in caught.value.remedy


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*SPORT.split(), "\n\n", "\r\n", "e\u0301", "\u200b", "😀", "Video]", "TP."]), max_size=60)
)
def test_offsets_hold_in_any_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for name in SHIPPED:
        check(text, classifier.classify(Document(text), store.find(name)))


@needs_shared
def test_development_texts() -> None:
    for _, text in list(texts())[::9]:
        check(text, analysis.classify(text).topic)
        check(text, analysis.classify(text, model="themes").topic)


def test_answering_needs_no_scikit_learn() -> None:
    code = (
        f"import boctach, sys; boctach.analyze({SPORT!r});"
        "print([m for m in ('sklearn', 'scipy', 'skops') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _placed(text: str, reading: FeatureSettings) -> list[tuple[str, str]]:
    """Every feature of a text with the words that it stands for."""
    grams = features.read(Document(text), reading)
    parts = grams.strings()
    strings = [feature for part in parts for feature in part]
    name = dict(zip(keys.of_features(strings, [len(part) for part in parts]).tolist(), strings, strict=True))
    # Breaks behind sentences, and pairs with them, have no name.
    known = [(name[key], number) for number, key in enumerate(grams.keys.tolist()) if key in name]
    assert Counter(feature for feature, _ in known) == Counter(strings)
    spans = grams.places(np.array([number for _, number in known]))
    return [(feature, text[slice(*span)]) for (feature, _), span in zip(known, spans, strict=True)]


def test_features_say_where_they_stand() -> None:
    found = _placed("Vốn ODA, vốn vay năm 2024. Hòa bình.", FeatureSettings(opening=2, cues=True))
    assert ("0000", "2024") in found
    assert ("vốn oda", "Vốn ODA") in found
    assert ("oda vốn", "ODA, vốn") in found
    assert ("^ vốn oda", "Vốn ODA") in found
    assert ("# vien-tro-phat-trien", "Vốn ODA") in found
    assert ("hoà bình", "Hòa bình") in found
    assert not any(feature == "0000 hoà" for feature, _ in found)


def test_edges_reach_beyond_a_sentence() -> None:
    found = _placed("Mưa. Nắng to – gió lớn", FeatureSettings(opening=2, closing=2, cased=True, marks=True))
    assert ("^ Mưa .", "Mưa.") in found
    assert ("$ gió lớn", "gió lớn") in found
    assert ("to –", "to –") in found
    assert ("^ . Nắng", ". Nắng") not in found
    assert ("^ . Nắng", ". Nắng") in _placed("Mưa. Nắng to", FeatureSettings(opening=3, cased=True, marks=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vốn 5 tỷ USD.", ["usd", "."]),
        ("Vốn 5 tỷ USD. ”", ["usd", ".", "”"]),
        ("Ở TP. Huế", ["tp.", "huế"]),
        ("Cao 1.234,5 m –", ["0.000,0", "m", "–"]),
    ],
)
def test_syllables_at_the_end(text: str, expected: list[str]) -> None:
    found = topic_syllables.of_spans(text, [Span(0, len(text))], cased=False, marks=True)
    assert found.forms()[0][-len(expected) :] == expected


_PIECE = st.one_of(
    st.sampled_from(["USD.", "TP.", "”", "Hòa,", "10-15%", "a@b.vn", "–", "ÁP", "(ODA)", "Σ", "İ", "x" * 70]),
    st.text("ab đ.-/:,\"'1Ẩ", max_size=6),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_PIECE, max_size=8).map(" ".join), max_size=4), st.booleans(), st.booleans())
def test_syllables_are_the_tokenizers(lines: list[str], cased: bool, marks: bool) -> None:
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    text = "\n".join(lines)
    found = topic_syllables.of_spans(text, spans, cased=cased, marks=marks)
    words = np.flatnonzero(~found.breaks)
    places = iter(np.transpose(found.bounds(words, words)).tolist())
    for line, span, forms in zip(lines, spans, found.forms(), strict=True):
        theirs = syllables.split(line)
        expected = [
            [span.start + start, span.start + end]
            for start, end, form in zip(theirs.starts.tolist(), theirs.ends.tolist(), theirs.forms, strict=True)
            if marks or any(map(str.isalnum, form))
        ]
        assert [next(places) for _ in forms] == expected
    assert next(places, None) is None
    assert found.breaks.sum() == len(lines)
    assert len(found) == len(found.keys) - len(lines)


def test_what_is_remembered_is_forgotten_in_time() -> None:
    span, text = Span(0, 9), "Mưa to gió"
    first = topic_syllables.of_spans(text, [span], cased=False, marks=True)
    long = " ".join(f"từ{number}" for number in range(70_000))
    other = topic_syllables.of_spans(long, [Span(0, len(long))], cased=False, marks=True)
    again = topic_syllables.of_spans(text, [span], cased=False, marks=True)
    assert again.keys.tolist() == first.keys.tolist()
    assert first.forms() == again.forms()
    last = np.array([69_999])
    assert [bound.tolist() for bound in other.bounds(last, last)] == [[len(long) - 7], [len(long)]]
    assert len(lexicon.current().forms) < 100


def test_threads_answer_as_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    texts_ = [SPORT, DIPLOMACY, SPORT.upper(), models.without_accents(SPORT)] * 8
    expected = [analysis.classify(text).topic for text in texts_]
    monkeypatch.setattr(pieces, "_REMEMBERED", 20)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: analysis.classify(text).topic, texts_)) == expected


def test_rows_are_found_by_their_keys() -> None:
    lots = np.random.default_rng(3)
    known = lots.integers(0, 2**64, 5_000, dtype=np.uint64)
    known[:300] = known[300:600] + np.uint64(1)  # neighbours, that share their leading bits
    table = Table(known, np.zeros((5_000, 2), dtype=np.int8), np.ones(5_000, dtype=np.float32), (5_000, 0, 0))
    rows = lots.permutation(5_000)
    assert table.find(known[rows]).tolist() == rows.tolist()
    ends = np.array([0, 2**64 - 1], dtype=np.uint64)
    unknown = np.concatenate([np.setdiff1d(known[:400] + np.uint64(2), known), ends])
    assert set(table.find(unknown).tolist()) == {-1}


def test_what_a_model_knows_of_a_text_is_the_same_without_compiled_code(monkeypatch: pytest.MonkeyPatch) -> None:
    lots = np.random.default_rng(4)
    features = np.unique(lots.integers(0, 2**64, 70_000, dtype=np.uint64))
    table = Table(features, np.zeros((len(features), 2), dtype=np.int8), np.ones(len(features)), (len(features), 0, 0))
    last = np.array([2**64 - 1], dtype=np.uint64)
    for size in (0, 1, 5_000):
        known = lots.choice(features, size)
        asked = lots.permutation(np.concatenate([known, known[: size // 3], known + np.uint64(1), last]))
        with monkeypatch.context() as patch:
            patch.setattr(kernel, "loaded", lambda: None)
            expected = table.known(asked)
        assert len(expected.occurrences) >= size
        for found, wanted in zip(table.known(asked), expected, strict=True):
            assert found.tolist() == wanted.tolist()


@pytest.mark.parametrize("name", SHIPPED)
def test_keys_are_those_of_the_vocabulary(name: str) -> None:
    loaded = store.find(name)
    assert loaded.keys.tolist() == keys.of_features(loaded.vocabulary, loaded.settings.blocks).tolist()
    assert len(set(loaded.keys.tolist())) == len(loaded.vocabulary)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chính phủ ban hành nghị định mới", "vietnamese"),
        ("Chinh phu ban hanh nghi dinh moi", "without_accents"),
        ("The government issued a new decree yesterday", "other"),
        ("2024", "other"),
    ],
)
def test_language(text: str, expected: str) -> None:
    words = np.array([keys.of_string(word) for word in text.lower().split()], dtype=np.uint64)
    assert language.of(words) == expected


def test_tables_of_labels_agree() -> None:
    sections = {row.name for row in labels.sections()}
    assert set(store.find("sections").settings.labels) == sections
    assert {meant for several in labels.meanings().values() for meant in several} <= sections
    assert set(store.find("vntc10").settings.labels) <= set(labels.meanings())
    themes = {row.label for row in labels.themes()}
    assert set(store.find("themes").settings.labels) == themes
    assert {row.theme for row in labels.phrases()} == themes


@pytest.mark.parametrize("damage", ["vocabulary.txt", "weights.npz", "settings.json"])
def test_a_damaged_model_is_refused(damage: str, tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    for name in ("vocabulary.txt", "weights.npz", "settings.json"):
        (folder / name).write_bytes((store.folders()["themes"] / name).read_bytes())
    assert models.load(folder).is_whole()
    (folder / damage).write_bytes((folder / damage).read_bytes()[:-20])
    with pytest.raises(errors.ModelError):
        models.load(folder)


def test_a_model_with_keys_answers_as_one_without(tmp_path: Path) -> None:
    loaded = store.find("themes")
    arrays = ["weights", "scale", "intercept", "documents"]
    found = []
    for names in (arrays, [*arrays, "keys"]):
        folder = tmp_path / names[-1]
        folder.mkdir()
        (folder / models.VOCABULARY).write_bytes((store.folders()["themes"] / models.VOCABULARY).read_bytes())
        np.savez(folder / models.WEIGHTS, **{name: getattr(loaded, name) for name in names})
        models.write_settings(folder, loaded.settings)
        again = models.load(folder)
        assert again.is_whole()
        assert again.vocabulary == loaded.vocabulary
        found.append([classifier.read(Document(text), again).scored for text in (SPORT, DIPLOMACY)])
    for without, keyed in zip(*found, strict=True):
        assert without.probabilities.tolist() == keyed.probabilities.tolist()
        assert without.evidence(0).tolist() == keyed.evidence(0).tolist()


def test_the_hash_changes_with_the_thresholds() -> None:
    settings_ = store.find("themes").settings
    other = settings_.model_copy(update={"abstain_below": settings_.abstain_below / 2})
    assert other.sha256 != settings_.sha256
    assert json.loads(settings_.model_dump_json())["files"]


def test_no_weight_is_lost_to_rounding() -> None:
    loaded = store.find("sections")
    assert loaded.coefficients.dtype == np.float32
    assert (loaded.weights != 0).mean() > 0.2
