"""Datelines: who reports, and from where."""

import pytest

from boctach.text import dateline


@pytest.mark.parametrize(
    ("text", "source", "place"),
    [
        ("(Chinhphu.vn) - Sáng nay", "Chinhphu.vn", None),
        ("(Dân trí) – Sáng nay", "Dân trí", None),
        ("(Báo Vùng Cao)- Sáng nay", "Báo Vùng Cao", None),
        ("TTXVN - Chiều 21/7", "TTXVN", None),
        ("VOV.VN - Sáng nay", "VOV.VN", None),
        ("baohaiduong.vn - Sáng nay", "baohaiduong.vn", None),
        ("Hà Nội (TTXVN 21/7) - Sáng nay", "TTXVN", "Hà Nội"),
        ("Hà Nội, 21/7 (TTXVN) Sáng nay", "TTXVN", "Hà Nội"),
        ("Thừa Thiên - Huế (TTXVN) Sáng nay", "TTXVN", "Thừa Thiên - Huế"),
        ("Sáng nay, tỉnh khởi công", None, None),
        ("Hà Nội - Hải Phòng là tuyến đường đông", None, None),
        ("Quỹ Tiền tệ (IMF) - cơ quan cho vay", None, None),
        ("(ảnh minh họa) - Sáng nay", None, None),
    ],
)
def test_dateline(text: str, source: str | None, place: str | None) -> None:
    found = dateline.read(text, 0, len(text))
    assert (found.source if found else None, found.place if found else None) == (source, place)
