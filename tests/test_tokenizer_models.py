"""The models scored straight from their weights give underthesea's own words and tags."""

import gzip
import itertools
import json
import logging
import pickle
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

import hatch_build
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underthesea.pipeline.word_tokenize import regex_tokenize

from boctach import kernel
from boctach.spans import Span
from boctach.text import pieces, sentences, tokenizer
from boctach.text.clean import clean
from boctach.text.tokenizer import crfsuite, grammar, lexicon, models, syllables, words
from boctach.text.tokenizer.crfsuite import ModelFormatError
from boctach.text.tokenizer.layout import FIRST, PAD
from boctach.text.tokenizer.paths import Floats
from boctach.text.tokenizer.plain import PlainModels
from boctach.text.tokenizer.scorer import Scorer
from boctach.text.tokenizer.segmented import Segmented
from boctach.text.tokenizer.segmenter import Segmenter
from boctach.text.tokenizer.syllables import Syllables
from tests.shared import SHARED, needs_shared, texts

SENTENCES = """\
Bộ Công Thương vừa cấp phép cho 27 dự án điện mặt trời tại các tỉnh Nam Trung Bộ.
Theo Quyết định số 1234/QĐ-TTg ngày 05/8/2022, mức hỗ trợ là 2,5 triệu đồng/hộ.
UBND TP. Đà Nẵng và TP.HCM cùng ký kết với 12 doanh nghiệp Hàn Quốc, Nhật Bản.
"Chúng tôi sẽ không tăng giá nước trong quý II", ông Trần Văn Bền nói.
Kim ngạch xuất khẩu thủy sản 9 tháng ước đạt 6,4 tỷ USD, tăng 3,7% so với cùng kỳ.
Uỷ ban nhân dân xã Hoà Thuận hoàn thành việc di dời 118 hộ dân trước mùa mưa lũ.
Ủy ban nhân dân xã Hòa Thuận hoàn thành việc di dời 118 hộ dân trước mùa mưa lũ.
TS. Lê Thị Hoa, ThS. Vũ Nam và GS.TS Đinh Quý trình bày ba báo cáo về biến đổi khí hậu.
Giá vàng SJC sáng 12-3 niêm yết ở mức 68,45 - 69,15 triệu đồng/lượng (mua vào - bán ra).
BỘ Y TẾ THÔNG BÁO TUYỂN DỤNG VIÊN CHỨC NĂM 2021
Xem chi tiết tại https://example.org/tin-tuc/2021/thong-bao.html hoặc gửi về lien-he@example.org.
Anh ấy hỏi: "Bao giờ thì xong?" - "Cuối năm nay!"
Mưa to, gió lớn, cây đổ, nhà tốc mái, v.v...
1. Về công tác cán bộ
a) Rà soát, bổ sung quy hoạch; b) luân chuyển 15 cán bộ; c) kỷ luật 2 trường hợp.
Xe mang biển số 43H-0530 chạy với vận tốc 95km/h trên Quốc lộ 1A thì mất lái.
Nhiệt độ cao nhất 39°C, thấp nhất 26°C; độ ẩm 55-60%.
Người H'Mông ở Mù Cang Chải trồng sơn tra trên 1.200ha đất dốc.
Số ca mắc mới: 1.254; số ca khỏi: 987; tử vong: 3.
Liên hệ số điện thoại 024-3825-1234 trong giờ hành chính.
Đội tuyển thắng 3-0, trong đó Nguyễn Quang ghi 2 bàn ở các phút 17, 65.
Doanh nghiệp nhỏ và vừa được vay với lãi suất 4,5%/năm trong 24 tháng.
Ngân hàng Nhà nước bơm ròng 21.500 tỷ đồng qua OMO.
Thủ tướng Chính phủ yêu cầu các bộ, ngành khẩn trương tháo gỡ vướng mắc.
Ðà Lạt đón hơn 150 nghìn lượt khách dịp nghỉ lễ 30/4 - 1/5.
Việt Nam - Lào - Campuchia thống nhất lập tam giác phát triển.
Ca sĩ hát "Hà Nội mùa thu" trước hàng nghìn khán giả ở quảng trường.
Cô giáo vùng cao băng rừng, lội suối đưa học trò đến trường.
Nhà văn xuất bản tập truyện ngắn thứ năm sau mười năm im lặng.
Trẻ em dưới 6 tuổi, người trên 80 tuổi và hộ nghèo được cấp thẻ bảo hiểm y tế miễn phí.
Công ty cổ phần Đầu tư & Phát triển Bình Minh lỗ 45,6 tỉ đồng sau thuế.
Sở GD&ĐT dự kiến tuyển 74.000 học sinh lớp 10 công lập, giảm gần 5.000 em.
Hội nghị thượng đỉnh ASEAN+3 khai mạc lúc 8h30 sáng mai.
Bị cáo khai nhận: tôi biết sai rồi; tôi xin lỗi bà con...
Năm 2019, 2020 và 2021, sản lượng lúa đạt lần lượt 43,4; 42,7 và 43,8 triệu tấn.
Cầu dài 1.465m, rộng 16,5m, vốn đầu tư 2x750 tỷ đồng.
iPhone, Samsung và xe VinFast là những thương hiệu được tìm nhiều nhất.
Ồ, thế à?
(Ảnh: T.Ư Đoàn cung cấp)
Tòa án nhân dân tối cao bác kháng cáo, giữ nguyên bản án sơ thẩm.
Hóa đơn điện tử được áp dụng bắt buộc từ ngày 1/7/2022 trên cả nước.
Thúy, Duy và Huy cùng quê ở Quy Nhơn, nay làm việc tại Thụy Sĩ.
"""


def _sentences(text: str) -> Iterator[str]:
    """Sentences of each line of a text, clean."""
    for line in clean(text).text.splitlines():
        for start, end in sentences.split(line, 0, len(line)):
            yield line[start:end]


def _laid(sentences_: Sequence[str]) -> Syllables:
    """Sentences end to end, each in a line of its own."""
    ends = list(itertools.accumulate(len(sentence) + 1 for sentence in sentences_))
    spans = [Span(end - 1 - len(sentence), end - 1) for end, sentence in zip(ends, sentences_, strict=True)]
    return syllables.read("\n".join(sentences_), spans)


@pytest.fixture(scope="module")
def plain() -> PlainModels:
    return PlainModels()


@pytest.fixture(scope="module")
def fast() -> models.Models:
    loaded = models.load(models.package_folder())
    assert isinstance(getattr(loaded.segment, "__self__", None), Segmenter), "the installed models are not known"
    return loaded


@contextmanager
def _without_kernel() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "loaded", lambda: None)
        yield


WAYS = {"compiled": nullcontext, "numpy": _without_kernel}


def _compare(fast: models.Models, plain: PlainModels, sentences_: Sequence[str]) -> int:
    """Assert equal words and tags, with the compiled loops and without; the number of words."""
    found = _laid(sentences_)
    begins = plain.segment(found)
    words = Segmented.of(found, begins)
    tags = plain.tag(words)
    for way in WAYS.values():
        with way():
            assert fast.segment(found).tolist() == begins.tolist()
            assert fast.tag(words) == tags
    return len(tags)


def test_the_loops_are_compiled_where_there_is_a_compiler() -> None:
    assert kernel.loaded() or not hatch_build.compiler()


def test_same_words_and_tags(fast: models.Models, plain: PlainModels) -> None:
    assert _compare(fast, plain, list(_sentences(SENTENCES))) > 500


@given(st.lists(st.lists(st.sampled_from(sorted(set(SENTENCES.split()))), max_size=8), min_size=1, max_size=4))
@settings(deadline=None, max_examples=200)
def test_same_words_and_tags_of_any_words_in_a_row(
    fast: models.Models, plain: PlainModels, sentences_of_words: list[list[str]]
) -> None:
    _compare(fast, plain, [" ".join(sentence) for sentence in sentences_of_words])


def _bulk(count: int) -> Iterator[str]:
    with gzip.open(SHARED / "data" / "bulk" / "baomoi2017.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, count):
            yield json.loads(line)["text"]


@needs_shared
def test_same_words_and_tags_in_development_texts(fast: models.Models, plain: PlainModels) -> None:
    chosen = [*(text for _, text in texts()), *_bulk(30)]
    total = sum(_compare(fast, plain, list(_sentences(text))) for text in chosen)
    assert total > 30_000


@needs_shared
def test_syllables_are_those_of_underthesea() -> None:
    for text in _bulk(60):
        for sentence in _sentences(text):
            _compare_syllables(sentence)


@pytest.mark.parametrize("sentence", SENTENCES.splitlines())
def test_syllables_of_each_kind(sentence: str) -> None:
    _compare_syllables(clean(sentence).text)


def _compare_syllables(sentence: str) -> None:
    theirs = [match.group() for match in regex_tokenize.patterns.finditer(grammar.in_model_spelling(sentence))]
    ours = syllables.split(sentence).forms
    if ours != theirs:  # the one difference: the stop that ends a sentence stands alone
        stop = len(ours) - 1 - ours[::-1].index(".")
        assert ours[stop - 1][-1].isupper()
        assert [*ours[: stop - 1], ours[stop - 1] + ".", *ours[stop + 1 :]] == theirs


_MARKS = st.text(",;:)”\".!?…-'’/&@%(“‘=D", max_size=3)


@settings(max_examples=500, deadline=None)
@given(
    _MARKS,
    st.one_of(
        st.text("aáàâấđeoòóùúyhTPĐÁÒV13", max_size=4),
        st.sampled_from(["Tp", "TP", "v", "ThS", "hòa", "Mr", "Ồ", "2017", "D", "ǅ"]),
    ),
    _MARKS,
)
def test_a_word_with_marks_around_it(before: str, word: str, behind: str) -> None:
    piece = before + word + behind
    theirs = regex_tokenize.patterns.finditer(grammar.in_model_spelling(piece) + " x")
    assert [part.form for part in grammar.parts(piece)] == [match.group() for match in theirs][:-1]


@pytest.mark.parametrize("text", ["http:/" + "!" * 5000, "-." * 5000, "a.a." * 5000, "http:/(a" * 2000, "a@" * 5000])
def test_hostile_addresses_take_linear_time(text: str) -> None:
    # In underthesea's pattern the first of these takes longer than the universe is old.
    assert "".join(syllables.split(text).forms) == text


def test_cache_limits_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = SENTENCES.splitlines()
    expected = tokenizer.tag_sentences(lines)
    monkeypatch.setattr(pieces, "_REMEMBERED", 2)
    monkeypatch.setattr(pieces, "_LONG_PIECE", 4)
    monkeypatch.setattr(lexicon, "_REMEMBERED", 2)
    models._models.cache_clear()
    monkeypatch.setattr(words, "_BATCH", 7)
    assert tokenizer.tag_sentences(lines) == expected
    assert [tokenizer.tag_sentence(line) for line in lines] == expected


def test_many_threads_at_once() -> None:
    lines = SENTENCES.splitlines()
    expected = tokenizer.tag_sentences(lines)
    models._models.cache_clear()

    def tags(line: str) -> list[str]:
        return tokenizer.read(line, [Span(0, len(line))]).tags

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tags, lines)) == [[word.tag for word in found] for found in expected]


def test_underthesea_is_not_imported() -> None:
    code = "import sys; from boctach.text import tokenizer; tokenizer.warm(); print('underthesea' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of underthesea's model files, to be spoilt."""
    folder = models.package_folder()
    shutil.copytree(folder / models.SEGMENTER, tmp_path / models.SEGMENTER)
    (tmp_path / models.TAGGER).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / models.TAGGER, tmp_path / models.TAGGER)
    return tmp_path


def _truncated(folder: Path) -> None:
    path = folder / models.TAGGER
    path.write_bytes(path.read_bytes()[:5000])


def _of_another_version(folder: Path) -> None:
    path = folder / models.SEGMENTER / "models.bin"
    data = bytearray(path.read_bytes())
    data[12] += 1
    path.write_bytes(data)


def _with_other_templates(folder: Path) -> None:
    (folder / models.SEGMENTER / "features.bin").write_bytes(pickle.dumps(["T[0]", "T[0].is_name"]))


def _with_code(folder: Path) -> None:
    (folder / models.SEGMENTER / "dictionary.bin").write_bytes(pickle.dumps(print))


def _without_file(folder: Path) -> None:
    (folder / models.SEGMENTER / "dictionary.bin").unlink()


def _with_swapped_models(folder: Path) -> None:
    shutil.copy(folder / models.TAGGER, folder / models.SEGMENTER / "models.bin")


@pytest.mark.parametrize(
    "spoil",
    [_truncated, _of_another_version, _with_other_templates, _with_code, _without_file, _with_swapped_models],
    ids=lambda spoil: spoil.__name__.strip("_"),
)
def test_unknown_models_are_left_to_underthesea(
    spoil: object, installed: Path, caplog: pytest.LogCaptureFixture, fast: models.Models
) -> None:
    assert callable(spoil)
    spoil(installed)
    with caplog.at_level(logging.WARNING):
        loaded = models.load(installed)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    found = syllables.split(SENTENCES.splitlines()[0])
    assert loaded.segment(found).tolist() == fast.segment(found).tolist()
    assert isinstance(getattr(loaded.segment, "__self__", None), PlainModels)


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "models.bin"
    path.write_bytes(b"nothing of the kind" * 10)
    with pytest.raises(ModelFormatError, match="no CRFsuite model"):
        crfsuite.read(path)


def _viterbi(scores: Floats, transitions: Floats) -> list[int]:
    """The textbook's way, over all labels at all positions; of equals the first."""
    reached, pointers = scores[0], []
    for position in scores[1:]:
        contenders = reached[:, None] + transitions
        pointers.append(contenders.argmax(axis=0))
        reached = contenders.max(axis=0) + position
    path = [int(reached.argmax())]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))
    return path[::-1]


@given(
    st.integers(0, 2**32 - 1), st.integers(2, 6), st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(1, 6)
)
@settings(deadline=None, max_examples=300)
def test_best_paths_are_viterbis(seed: int, labels: int, lengths: list[int], span: int) -> None:
    # Whole numbers: equal paths are frequent, and sums are exact.
    random = np.random.default_rng(seed)
    transitions = random.integers(-2, 3, (labels, labels)).astype(float)
    parts = [random.integers(-span, span + 1, (length, labels)).astype(float) for length in lengths]
    expected = [label for part in parts for label in _viterbi(part, transitions)]
    # Each position has a row of its own, which speaks for itself alone.
    singles = np.zeros((FIRST + sum(lengths), 2 * PAD + 1, labels))
    singles[FIRST:, PAD] = np.concatenate(parts)
    rows = np.arange(FIRST, len(singles))
    scorer = Scorer(singles, [], transitions)
    for way in WAYS.values():
        with way():
            assert scorer.best(rows, np.array(lengths)).tolist() == expected


def test_normal_form_is_a_matter_of_cleaning() -> None:
    line = SENTENCES.splitlines()[0]
    shattered = unicodedata.normalize("NFD", line)
    assert clean(shattered).text == line
    assert len(tokenizer.tag_sentence(shattered)) > len(tokenizer.tag_sentence(line))
