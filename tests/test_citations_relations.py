"""Relations between documents that a text states."""

import pytest

from boctach.citations.relations import relations
from boctach.citations.resolution import resolve
from boctach.document import Document
from boctach.extractors import policy_reference

CASES = [
    (
        "Nghị định 67/2025/NĐ-CP ngày 15/3/2025 sửa đổi, bổ sung một số điều của Nghị định 178/2024/NĐ-CP.",
        [("Nghị định 67/2025/NĐ-CP", "amends", "Nghị định 178/2024/NĐ-CP", "sửa đổi, bổ sung")],
    ),
    (
        "Thông tư 9/2024/TT-BYT của Bộ Y tế thay thế Thông tư 5/2019/TT-BYT.",
        [("Thông tư 9/2024/TT-BYT", "replaces", "Thông tư 5/2019/TT-BYT", "thay thế")],
    ),
    (
        "Nghị định 20/2025/NĐ-CP có hiệu lực từ tháng 3 và bãi bỏ Điều 7 Nghị định 10/2020/NĐ-CP.",
        [("Nghị định 20/2025/NĐ-CP", "repeals", "Nghị định 10/2020/NĐ-CP", "bãi bỏ")],
    ),
    (
        "Quyết định 5/2024/QĐ-TTg bãi bỏ Quyết định 9/2014/QĐ-TTg và Quyết định 7/2016/QĐ-TTg.",
        [
            ("Quyết định 5/2024/QĐ-TTg", "repeals", "Quyết định 9/2014/QĐ-TTg", "bãi bỏ"),
            ("Quyết định 5/2024/QĐ-TTg", "repeals", "Quyết định 7/2016/QĐ-TTg", "bãi bỏ"),
        ],
    ),
    (
        "Nghị định 214/2025/NĐ-CP quy định chi tiết một số điều và biện pháp thi hành Luật Đấu thầu.",
        [("Nghị định 214/2025/NĐ-CP", "details", "Luật Đấu thầu", "quy định chi tiết")],
    ),
    (
        "Thông tư 1/2025/TT-BNV hướng dẫn thực hiện Nghị định 178/2024/NĐ-CP.",
        [("Thông tư 1/2025/TT-BNV", "details", "Nghị định 178/2024/NĐ-CP", "hướng dẫn thực hiện")],
    ),
    (
        "Tỉnh ra Kế hoạch 45/KH-UBND triển khai Nghị quyết 57-NQ/TW.",
        [("Kế hoạch 45/KH-UBND", "implements", "Nghị quyết 57-NQ/TW", "triển khai")],
    ),
    (
        "Căn cứ Nghị định 10/2020/NĐ-CP, Bộ Giao thông vận tải ban hành Thông tư 12/2020/TT-BGTVT.",
        [("Thông tư 12/2020/TT-BGTVT", "based_on", "Nghị định 10/2020/NĐ-CP", "Căn cứ")],
    ),
    (
        "Thực hiện Chỉ thị 15-CT/TW, Chính phủ ban hành Nghị quyết 21/NQ-CP.",
        [("Nghị quyết 21/NQ-CP", "implements", "Chỉ thị 15-CT/TW", "Thực hiện")],
    ),
    (
        "Phạt theo Nghị định 100/2019/NĐ-CP được sửa đổi, bổ sung bởi Nghị định 123/2021/NĐ-CP.",
        [("Nghị định 123/2021/NĐ-CP", "amends", "Nghị định 100/2019/NĐ-CP", "được sửa đổi, bổ sung")],
    ),
    (
        "Hồ sơ nêu ở Thông tư 23/2021/TT-BCA (sửa đổi, bổ sung tại Thông tư 28/2024/TT-BCA).",
        [("Thông tư 28/2024/TT-BCA", "amends", "Thông tư 23/2021/TT-BCA", "sửa đổi, bổ sung")],
    ),
    (
        "Chính phủ ban hành Nghị định 20/2025/NĐ-CP. Nghị định này thay thế Nghị định 10/2020/NĐ-CP.",
        [("Nghị định này", "replaces", "Nghị định 10/2020/NĐ-CP", "thay thế")],
    ),
    (
        "Nghị quyết 5/2025/QH15 sửa đổi Nghị quyết 3/2020/QH14 và thay thế Nghị quyết 1/2016/QH13.",
        [
            ("Nghị quyết 5/2025/QH15", "amends", "Nghị quyết 3/2020/QH14", "sửa đổi"),
            ("Nghị quyết 5/2025/QH15", "replaces", "Nghị quyết 1/2016/QH13", "thay thế"),
        ],
    ),
]
NONE = [
    "Căn cứ Nghị định 10/2020/NĐ-CP. Hôm qua, Bộ Công an ban hành Thông tư 12/2020/TT-BCA.",
    "Việc thực hiện Nghị quyết 98, khi các bộ đang bàn sửa đổi, bổ sung Luật Đầu tư, còn chậm.",
    "Tỉnh làm theo Nghị quyết 4-NQ/TU về nông thôn và việc triển khai Quy định 132-QĐ/TW.",
    "Hội nghị xem Báo cáo số 71/BC-CP dự kiến sửa đổi, bổ sung Nghị định 8/2019/NĐ-CP.",
    "Đảng ủy tổng kết 20 năm thực hiện Nghị quyết 23-NQ/TW, để ban hành Nghị quyết 43-NQ/TW.",
    "Nghị định 24/2024/NĐ-CP về Luật Đấu thầu (được sửa đổi, bổ sung theo Nghị định 115/2024/NĐ-CP) còn dài.",
    "Nghị định 8/2022/NĐ-CP hết hiệu lực thì thực hiện Nghị định 65/2022/NĐ-CP.",
    "Theo Luật Đất đai và Luật Nhà ở, hồ sơ được miễn.",
    "Nghị định 10/2020/NĐ-CP đã cũ. Bộ sẽ thay thế Thông tư 12/2020/TT-BGTVT.",
    "Có Nghị định 10/2020/NĐ-CP, Bộ Công an sửa đổi Thông tư 15/2020/TT-BCA.",
    "Làm theo Luật Thú y và thực hiện Chỉ thị 16/CT-TTg, trại đã đóng cửa.",
    "Nghị định 10/2020/NĐ-CP được nhắc cùng Nghị định 12/2020/NĐ-CP.",
    "Chính phủ thay thế Nghị định 10/2020/NĐ-CP.",
    "Luật Giá đã xong; dự án Luật sửa đổi, bổ sung một số điều của Luật Thú y thì chưa.",
    "Nghị định 17/2025/NĐ-CP bàn về các thông tư quy định chi tiết Luật Đấu thầu.",
]


@pytest.mark.parametrize(("text", "expected"), CASES + [(text, []) for text in NONE])
def test_relations(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    document = Document(text)
    facts = [candidate.fact for candidate in policy_reference.extract(document)]
    found = relations(document, facts, resolve(document, facts))
    assert [(r.source.mention, r.type, r.target.mention, r.cue.mention) for r in found] == expected
    for relation in found:
        for place in (relation.source, relation.target, relation.cue):
            assert text[place.start : place.end] == place.mention


def test_relations_name_the_documents_by_their_ids() -> None:
    text = "Nghị định số 67/2025/NĐ-CP sửa đổi Nghị định số 178/2024/NĐ-CP."
    document = Document(text)
    facts = [c.fact for c in policy_reference.extract(document)]
    (relation,) = relations(document, facts, resolve(document, facts))
    assert (relation.source_id, relation.target_id) == ("vn/nghi_dinh/67/2025/nd-cp", "vn/nghi_dinh/178/2024/nd-cp")
