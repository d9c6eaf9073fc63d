"""The forms of dates and times that papers print above an article."""

import pytest

from boctach.text import timestamp


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("25/12/2018 8:03 AM", "2018-12-25T08:03"),
        ("02/11/2015 - 3:36 PM", "2015-11-02T15:36"),
        ("02/11/2015 - 3:36 PMbaohaiduong.vn", "2015-11-02T15:36"),
        ("Thứ hai, 21/07/2023, 14:05 (GMT+7)", "2023-07-21T14:05+07:00"),
        ("14:05 | 21/07/2023", "2023-07-21T14:05"),
        ("Cập nhật lúc 14h05, 21/7/2023", "2023-07-21T14:05"),
        ("Thứ Bảy, 3-8-2024", "2024-08-03"),
        ("Ngày 25 tháng 12 năm 2018", "2018-12-25"),
        ("25 Tháng Mười Hai, 2018", "2018-12-25"),
        ("21.7.2023 lúc 7:05 CH", "2023-07-21T19:05"),
        ("2018-12-25T08:03:00+07:00", "2018-12-25T08:03:00+07:00"),
        ("2018-12-25T08:03:00.000Z", "2018-12-25T08:03:00Z"),
        ("2018-12-25 08:03", "2018-12-25T08:03"),
        ("12:00 AM 1/1/2020", "2020-01-01T00:00"),
        ("12/25/2018", "2018-12-25"),
        ("31/2/2018", None),
        ("25/12/18", None),
        ("21/7", None),
        ("tỷ số 1-2-2018-3", None),
        ("25:61 giờ", None),
    ],
)
def test_timestamp(line: str, value: str | None) -> None:
    stamp = timestamp.find(line, 0, len(line))
    assert (stamp.value if stamp else None) == value
