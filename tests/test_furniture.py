"""Page furniture told from text, and names of sections."""

import pytest

from boctach.text import furniture


@pytest.mark.parametrize(
    "line",
    [
        *("Top", "Chia sẻ bài viết:", "App Store", "8034 Lượt xem", "Lượt xem: 12.500", "anh-minh-hoa 2.png", "-----"),
        *("Vi En Kr Ja Cn", "* Mời bạn đọc vào chuyên mục Kinh tế.", ">> Xem thêm: Cảng mới", "https://example.vn/a"),
        *("Trang chủ / Tin tức / Trong tỉnh", "© Bản quyền thuộc về báo", "Từ khóa: cảng, đường"),
    ],
)
def test_furniture(line: str) -> None:
    assert furniture.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Topaz là một loại đá quý",
            "Xem thêm nhiều vở diễn mới",
            "Email của tỉnh được công bố",
            "Chia sẻ với bà con",
        ),
        *("12 xã", "Bình luận về việc này, ông Minh nói", "Vi phạm", "En route", "Địa chỉ: số 5 phố Huế", "15/7"),
    ],
)
def test_no_furniture(line: str) -> None:
    assert not furniture.is_furniture(line)


@pytest.mark.parametrize(
    "line", ["Hội nhập", "KINH TẾ", "Thông tin kinh tế - xã hội", "Văn hóa & Giải trí", "Tin thế giới"]
)
def test_section(line: str) -> None:
    assert furniture.is_section(line)


@pytest.mark.parametrize("line", ["Hội nhập sâu hơn", "Kinh tế tăng 5%", "Tin", "-", "Kinh tế - đời sống người Dao"])
def test_no_section(line: str) -> None:
    assert not furniture.is_section(line)
