"""Short mentions of persons and the full ones that they mean."""

import boctach
from boctach.facts import Person


def _links(text: str) -> list[tuple[str, str | None]]:
    persons = [fact for fact in boctach.analyze(text).facts if isinstance(fact, Person)]
    for person in persons:
        if person.full is not None:
            assert text[person.full.start : person.full.end] == person.full.mention
    return [(person.name, person.full.mention if person.full else None) for person in persons]


def test_given_name_after_the_full_one() -> None:
    text = "Ông Nguyễn Văn Hưởng, Giám đốc Sở Ngoại vụ, dự hội nghị. Theo ông Hưởng, tỉnh sẽ mời thêm đối tác."
    assert _links(text) == [("Nguyễn Văn Hưởng", None), ("Hưởng", "Nguyễn Văn Hưởng")]


def test_family_name_of_an_east_asian() -> None:
    text = "Tổng thống Hàn Quốc Moon Jae-in thăm Hà Nội. Ông Moon hội đàm với Chủ tịch nước."
    assert _links(text) == [("Moon Jae-in", None), ("Moon", "Moon Jae-in")]


def test_two_persons_of_one_name_leave_it_open() -> None:
    text = "Ông Trần Văn Hải và bà Lê Thị Hải cùng ký biên bản. Ông Hải cho biết dự án đúng tiến độ."
    assert ("Hải", None) in _links(text)


def test_the_nearest_full_mention_before_is_meant() -> None:
    text = (
        "Thủ tướng Đức Olaf Scholz đến Hà Nội. Sáng nay, Thủ tướng Olaf Scholz hội đàm tại Phủ Chủ tịch. "
        "Ông Scholz đánh giá cao quan hệ hai nước."
    )
    person = [fact for fact in boctach.analyze(text).facts if isinstance(fact, Person)][-1]
    assert person.full is not None
    assert person.full.start == text.rindex("Olaf")
