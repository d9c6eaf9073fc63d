"""Bylines on a line or at the end of a paragraph, and picture credits."""

import pytest

from boctach.text import byline

MORE = "Theo kế hoạch, công trình hoàn thành sau ba năm và phục vụ hàng chục xã ở phía tây của tỉnh."


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("Lê Minh", ("Lê Minh",), None),
        ("TRẦN THU HÀ", ("TRẦN THU HÀ",), None),
        ("Lê Minh - Trần Hoa", ("Lê Minh", "Trần Hoa"), None),
        ("N.Minh", ("N.Minh",), None),
        ("Trần Minh (TTXVN)", ("Trần Minh",), "TTXVN"),
        ("Trần Minh/VOV.VN", ("Trần Minh",), "VOV.VN"),
        ("CTV Lê Minh/VOV-Tây Bắc", ("Lê Minh",), "VOV"),
        ("Lê Minh (tổng hợp)", ("Lê Minh",), None),
        ("Lê Minh (theo Reuters)", ("Lê Minh",), None),
        ("Tin, ảnh: LÊ MINH", ("LÊ MINH",), None),
        ("Bài và ảnh: Lê Minh, Trần Hoa", ("Lê Minh", "Trần Hoa"), None),
        ("Lê Minh - Ảnh: Trần Hoa", ("Lê Minh",), None),
        ("Lê Minh, Theo Dân trí", ("Lê Minh",), None),
        ("Thực hiện: Hoàng Hoa", ("Hoàng Hoa",), None),
        ("PV", (), None),
        ("TTXVN", (), "TTXVN"),
        ("TTXVN/Tin Tức", (), "TTXVN"),
        ("Theo Dân trí", (), "Dân trí"),
        ("(Theo Reuters)", (), None),
    ],
)
def test_byline(line: str, authors: tuple[str, ...], source: str | None) -> None:
    found = byline.read(line, 0, len(line))
    assert found is not None
    assert (found.authors, found.source) == (authors, source)


@pytest.mark.parametrize(
    "line",
    [
        "Hà Nội",
        "HÀ NỘI",
        "TP. Hồ Chí Minh",
        "Quảng Ninh",
        "Lê Minh phát biểu",
        "Nâng cao năng lực hội nhập",
        "Theo ông Lê Minh, vốn còn thiếu",
        "Ảnh: Đường mới mở",
        "Điều 1",
        "Có ba việc:",
    ],
)
def test_no_byline(line: str) -> None:
    assert byline.read(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("paragraph", "signature"),
    [
        (f"{MORE} Trần Minh (TTXVN)", "Trần Minh (TTXVN)"),
        (f"{MORE}/. Lê Hoa", "Lê Hoa"),
        ("Bà nói: “Tốt lắm”. D.Ngọc", "D.Ngọc"),
        (f"{MORE} Theo Tuổi Trẻ", "Theo Tuổi Trẻ"),
        (f"{MORE} Thực hiện: LÊ HOA", "Thực hiện: LÊ HOA"),
        (MORE, None),
        ("Đứng đầu là 1. Nguyễn An 2. Trần Minh", None),
        (f"{MORE} Xin cảm ơn ông!", None),
        ("Người ký là Trần Minh", None),
        ("Đoàn đi qua hai nơi. Hà Nội", None),
    ],
)
def test_byline_at_the_end_of_a_paragraph(paragraph: str, signature: str | None) -> None:
    found = byline.at_end(paragraph, 0, len(paragraph))
    assert (paragraph[found.start : found.end] if found else None) == signature


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quang cảnh. (Ảnh: Lê Hoa/TTXVN)", ["(Ảnh: Lê Hoa/TTXVN)"]),
        ("Quang cảnh. Ảnh: Lê Hoa", ["Ảnh: Lê Hoa"]),
        ("Cầu mới (Nguồn: AFP/TTXVN) đã xong", ["(Nguồn: AFP/TTXVN)"]),
        ("Cầu mới - Ảnh: LÊ HOA.\nBà Lan nói", ["Ảnh: LÊ HOA"]),
        ("Cầu mới. Ảnh: Reuters Hassan Ali khen", ["Ảnh: Reuters"]),
        ("Cầu mới. Ảnh: Lê Hoa Ông Hassan Ali khen", ["Ảnh: Lê Hoa"]),
        ("Cầu mới. Ảnh: Lê Hoa Thủ tướng khen", ["Ảnh: Lê Hoa"]),
        ("Ảnh: Đường mới mở ở phía tây.", []),
        ("Ảnh hưởng: Bão Số Năm", []),
        ("Bà Lan xem ảnh của con", []),
    ],
)
def test_credits(text: str, found: list[str]) -> None:
    assert [text[c.start : c.end] for c in byline.find_credits(text)] == found
