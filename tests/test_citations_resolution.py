"""Which document is meant by words that cite none."""

from collections.abc import Callable
from typing import Any

import pytest

from boctach.citations import resolution
from boctach.citations.relations import relations
from boctach.document import Document
from boctach.extractors import policy_reference
from boctach.facts import Resolution
from tests.growth import assert_linear

CASES = [
    # text, words, mention meant (or the reason why none), the only document of its type
    ("Nghị quyết số 98/2023/QH15 trao quyền cho thành phố. Nghị quyết này có hiệu lực năm năm.", "Nghị quyết này", 0),
    ("Chính phủ ban hành Nghị định 15/2020/NĐ-CP. Theo nghị định nói trên, mức phạt tăng.", "nghị định nói trên", 0),
    ("Luật Thú y năm 2015 đã cũ.\nNhiều người đề nghị sửa luật này.", "luật này", 0),
    ("Bộ luật Lao động năm 2019 cho nghỉ bù. Bộ luật này còn quy định giờ làm.", "Bộ luật này", 0),
    ("Thông tư liên tịch số 08/2015/TTLT-BYT-BNV đã ban hành. Thông tư trên được áp dụng ngay.", "Thông tư trên", 0),
    ("Luật sửa đổi, bổ sung một số điều của Luật Dược đã thông qua. Luật này rất ngắn.", "Luật này", 0),
    # several of its type: the subject of the sentence before
    (
        "Nghị định 10/2020/NĐ-CP đã cũ. Chính phủ ban hành Nghị định 20/2025/NĐ-CP. Nghị định này bỏ nhiều giấy tờ.",
        "Nghị định này",
        1,
    ),
    (
        "Thông tư 5/2019/TT-BYT hết hiệu lực. Thông tư 9/2024/TT-BYT nâng mức chi. Theo thông tư này, ai cũng có phần.",
        "thông tư này",
        1,
    ),
    # several of its type, and the one mentioned last need not be meant
    (
        "Nghị định 20/2025/NĐ-CP sửa Nghị định 10/2020/NĐ-CP. Hồ sơ theo Điều 5 Nghị định này được miễn.",
        "Nghị định này",
        "several_candidates",
    ),
    (
        "Luật Đất đai, Luật Nhà ở được sửa cùng lúc. Người dân quan tâm tới Luật này.",
        "Luật này",
        "several_candidates",
    ),
    (
        "Nghị định 10/2020/NĐ-CP đã cũ. Bộ soạn dự thảo nghị định thay thế. Dự kiến Nghị định này có hiệu lực năm sau.",
        "Nghị định này",
        "several_candidates",
    ),
    ("Nghị quyết số 7/2020/QH14 đã đóng.\nThông tư này hướng dẫn việc lập hồ sơ.", "Thông tư này", "no_candidate"),
    ("Nghị định này được chờ đợi. Chính phủ sẽ ban hành Nghị định 20/2025/NĐ-CP.", "Nghị định này", "no_candidate"),
]
NONE = [
    "Các nghị định này chưa rõ, theo Nghị định 10/2020/NĐ-CP.",
    "Luật Đất đai năm 2024 đã có; dự thảo Luật này từng gây tranh cãi.",
    "Luật Thú y năm 2015: theo pháp luật này thì không.",
    "Quyết định 272 của Bộ Chính trị còn đó, nhưng quyết định này của đội bóng làm cổ động viên buồn.",
    "Nghị định 10/2020/NĐ-CP có 5 chương; nghị định trên 50 trang.",
]


def resolve(text: str) -> tuple[list[Resolution], list[tuple[int, int]]]:
    document = Document(text)
    facts = [candidate.fact for candidate in policy_reference.extract(document)]
    places = [(reference.fact.start, reference.fact.end) for reference in resolution.cited(document, facts)]
    return resolution.resolve(document, facts), places


@pytest.mark.parametrize(("text", "words", "meant"), CASES)
def test_resolves_or_says_why_not(text: str, words: str, meant: int | str) -> None:
    (resolution,), places = resolve(text)
    assert resolution.mention == words
    assert text[resolution.start : resolution.end] == words
    if isinstance(meant, str):
        assert (resolution.target, resolution.abstained) == (None, meant)
    else:
        assert resolution.abstained is None
        assert resolution.target is not None
        assert (resolution.target.start, resolution.target.end) == places[meant]


@pytest.mark.parametrize("text", NONE)
def test_words_that_mean_no_document_are_left_alone(text: str) -> None:
    assert resolve(text)[0] == []


def test_the_target_carries_the_id_of_its_document() -> None:
    (resolution,), _ = resolve("Nghị quyết 98 (Nghị quyết số 98/2023/QH15) còn mới. Nghị quyết này có chín nhóm việc.")
    assert resolution.canonical_id == "vn/nghi_quyet/98/2023/qh15"


def test_offsets_are_of_the_text_as_sent() -> None:
    text = "**Nghị quyết số 98/2023/QH15** ra đời.\u00a0Nghi\u0323 quyết này còn mới."
    (resolution,), places = resolve(text)
    assert text[resolution.start : resolution.end] == "Nghi\u0323 quyết này"
    assert resolution.target is not None
    assert (resolution.target.start, resolution.target.end) == places[0]


HOSTILE: list[Callable[[int], str]] = [
    lambda n: "Nghị định 1/2020/NĐ-CP. Nghị định này " * n,
    lambda n: "".join(f"Nghị định {i}/2020/NĐ-CP và nghị định trên. " for i in range(n)),
    lambda n: "".join(f"Nghị định {i}/2020/NĐ-CP sửa đổi " for i in range(n)),
    lambda n: "Nghị định 1/2020/NĐ-CP" + " về việc và" * n,
    lambda n: "Luật này " * n,
]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make(2)[:40])
def test_time_grows_with_length_only(make: Callable[[int], str]) -> None:
    def made(size: int) -> tuple[Document, list[Any]]:
        document = Document(make(size))
        return document, [candidate.fact for candidate in policy_reference.extract(document)]

    def read(given: tuple[Document, list[Any]]) -> None:
        relations(*given, resolution.resolve(*given))

    assert_linear(made, read, 125)
