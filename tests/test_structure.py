"""Structure: what a text says of itself, and which of its lines may hold facts."""

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from boctach.errors import MetadataError
from boctach.text.clean import clean
from boctach.text.structure import Given, Structure, read
from tests.growth import assert_linear, repeated
from tests.shared import gold, needs_shared, texts

PROSE = "Sáng nay, tỉnh khởi công tuyến đường dài 12 km nối cảng với khu công nghiệp, vốn 900 tỷ đồng."
MORE = "Theo kế hoạch, công trình hoàn thành sau ba năm và phục vụ hàng chục xã ở phía tây của tỉnh."

PAPER = f"""Trang chủ > Kinh tế
Kinh tế - Xã hội
Khởi công tuyến đường nối cảng với khu công nghiệp
Thứ hai, 21/07/2023, 14:05 (GMT+7)
Hải Dương
{PROSE}
Công nhân trên công trường. Ảnh: Lê Hoa
Vốn lớn, đường dài
{MORE}
Tin, ảnh: TRẦN MINH
Tin liên quan
Tỉnh họp bàn về vốn cho đường mới
Xem thêm
"""
WIRE = f"""Khởi công tuyến đường nối cảng

Khởi công tuyến đường nối cảng
{PROSE}
{PROSE} {MORE} Trần Minh (TTXVN)
"""


def roles(text: str, given: Given | None = None) -> list[tuple[str, str]]:
    return [(p.role, text[p.start : p.end]) for p in read(text, given or Given()).paragraphs]


def structure(text: str) -> Structure:
    return read(text, Given())


def test_a_paper_s_page() -> None:
    found = structure(PAPER)
    assert (found.section, found.title) == ("Kinh tế - Xã hội", "Khởi công tuyến đường nối cảng với khu công nghiệp")
    assert (found.published_at, found.place, found.lead) == ("2023-07-21T14:05+07:00", "Hải Dương", PROSE)
    assert (found.authors, found.source) == (("TRẦN MINH",), None)
    assert [role for role, _ in roles(PAPER)] == [
        *("furniture", "furniture", "title", "furniture", "heading", "lead", "caption", "heading", "body"),
        *("byline", "furniture", "furniture", "furniture"),
    ]
    assert [PAPER[c.start : c.end] for c in found.credits][:1] == ["Ảnh: Lê Hoa"]


def test_a_wire_s_page() -> None:
    found = structure(WIRE)
    assert (found.title, found.lead) == ("Khởi công tuyến đường nối cảng", PROSE)
    assert (found.authors, found.source) == (("Trần Minh",), "TTXVN")
    assert roles(WIRE)[-2:] == [("body", f"{PROSE} {MORE}"), ("byline", "Trần Minh (TTXVN)")]


def test_caption_that_runs_into_the_text() -> None:
    text = f"Mở cảng mới ở phía nam\n{PROSE}\nQuang cảnh lễ khởi công. (Ảnh: Lê Hoa/TTXVN) {MORE} Ảnh: Reuters. {PROSE}"
    assert roles(text)[2:] == [
        ("caption", "Quang cảnh lễ khởi công. (Ảnh: Lê Hoa/TTXVN)"),
        ("body", f"{MORE} Ảnh: Reuters."),
        ("body", PROSE),
    ]


def test_text_without_header_is_all_body() -> None:
    text = f"{PROSE}\n{MORE}\nĐường sẽ qua ba huyện, trong đó có một huyện nghèo."
    assert [role for role, _ in roles(text)] == ["body"] * 3
    assert structure(text).title is None


def test_letterhead_is_no_furniture() -> None:
    text = f"Hà Nội, ngày 25 tháng 12 năm 2018\nChương trình mở đường về các xã\n{PROSE}"
    assert roles(text)[0][0] == "heading"
    assert (structure(text).published_at, structure(text).place) == ("2018-12-25", "Hà Nội")


def test_masthead_above_a_language_switch() -> None:
    text = f"Cổng thông tin tỉnh\nChào mừng\nVN | EN | 中文\nMở cảng mới ở phía nam\n{PROSE}"
    assert roles(text)[:4] == [
        ("furniture", "Cổng thông tin tỉnh"),
        ("furniture", "Chào mừng"),
        ("furniture", "VN | EN | 中文"),
        ("title", "Mở cảng mới ở phía nam"),
    ]


def test_letterhead_of_a_document() -> None:
    office = "ỦY BAN NHÂN DÂN\nTỈNH HẢI DƯƠNG\nSố: 12/QĐ-UBND"
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    text = f"{office}\n{motto}\nHải Dương, ngày 5 tháng 6 năm 2023\nQUYẾT ĐỊNH\nVề việc mở cảng mới ở phía nam\n{PROSE}"
    found = structure(text)
    assert (found.title, found.place, found.published_at) == (
        "Về việc mở cảng mới ở phía nam",
        "Hải Dương",
        "2023-06-05",
    )
    assert [role for role, _ in roles(text)][:5] == ["furniture"] * 5


def test_title_of_few_words() -> None:
    assert structure(f"Mở cảng\n{PROSE}").title == "Mở cảng"
    assert structure(f"Cảng\nMở\n{PROSE}").title is None


def test_button_that_runs_into_the_next_word() -> None:
    text = f"TopHội nhập\nMở cảng mới ở phía nam\n{PROSE}"
    assert roles(text)[:2] == [("furniture", "Top"), ("furniture", "Hội nhập")]
    assert structure(text).section == "Hội nhập"


def test_author_with_an_office_below() -> None:
    text = f"Mở cảng mới ở phía nam\n{PROSE}\n{MORE}\n\nLê Văn Bình\n\nTỉnh ủy viên, Giám đốc Sở Ngoại vụ\n\nTop"
    assert [role for role, _ in roles(text)][-3:] == ["byline", "byline", "furniture"]
    assert structure(text).authors == ("Lê Văn Bình",)


def test_name_over_a_picture_is_no_reporter() -> None:
    text = f"Mở cảng mới ở phía nam\n{PROSE}\nLê Văn Bình\nchan-dung.jpg\n{MORE}"
    assert roles(text)[2] == ("body", "Lê Văn Bình")


def test_articles_one_after_another() -> None:
    article = f"Mở cảng mới ở phía nam\n21/07/2023 14:05\n{PROSE}\nLê Minh\nTop\n"
    assert [role for role, _ in roles(article + article)] == [
        *("title", "furniture", "lead", "byline", "furniture"),
        *("body", "furniture", "body", "byline", "furniture"),
    ]


@pytest.mark.parametrize("above", ["(Đã ký)", "KT. BỘ TRƯỞNG", "CHỦ TỊCH"])
def test_who_signed_a_document_is_no_reporter(above: str) -> None:
    text = f"Mở cảng mới ở phía nam\n{PROSE}\n{MORE}\n{above}\nLê Văn Bình"
    assert roles(text)[-1] == ("body", "Lê Văn Bình")


def test_links_at_the_end_but_not_in_the_middle() -> None:
    middle = f"Mở cảng mới ở phía nam\n{PROSE}\nXem thêm\nTỉnh họp về vốn\n{MORE}"
    assert ("furniture", "Tỉnh họp về vốn") not in roles(middle)
    assert roles(middle)[-1] == ("body", MORE)


def test_search_snippet_before_the_lead() -> None:
    text = f"Mở cảng mới ở phía nam\n{PROSE[:60].rstrip()} ...\n{PROSE}\n{MORE}"
    assert structure(text).lead == PROSE


def test_given_values_win() -> None:
    given = Given(
        title="  Khởi công\ntuyến đường ",
        published_at="25/12/2018 8:03 AM",
        source="Báo Mới",
        url="https://www.bao.vn/a",
    )
    found = read(PAPER, given)
    assert (found.title, found.published_at) == ("Khởi công tuyến đường", "2018-12-25T08:03")
    assert (found.source, found.url) == ("Báo Mới", "https://www.bao.vn/a")


def test_given_title_marks_its_paragraph() -> None:
    title = "khởi công tuyến đường nối cảng với khu công nghiệp"
    assert ("title", "Khởi công tuyến đường nối cảng với khu công nghiệp") in roles(PAPER, Given(title=title))


def test_source_from_the_host_if_there_is_no_other() -> None:
    assert read(PROSE, Given(url="https://www.bao.vn/a")).source == "bao.vn"
    assert read(WIRE, Given(url="https://www.bao.vn/a")).source == "TTXVN"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given(published_at="hôm qua"), "published_at"),
        (Given(published_at="31/02/2023"), "published_at"),
        (Given(published_at="21/7"), "published_at"),
        (Given(url="bao.vn/a"), "url"),
        (Given(url="https://[x"), "url"),
        (Given(url="ftp://bao.vn/a"), "url"),
    ],
)
def test_given_values_that_cannot_be_read(given: Given, field: str) -> None:
    with pytest.raises(MetadataError) as error:
        read(PROSE, given)
    assert error.value.field == field
    assert error.value.remedy


@hypothesis_given(
    st.lists(
        st.sampled_from(
            [
                PROSE,
                MORE,
                "Lê Minh",
                "Top",
                "",
                "  ",
                "Xem thêm",
                "Kinh tế",
                "21/7/2023",
                "Ảnh: Lê Hoa",
                "TTXVN - Nay",
                "VN EN",
                "(Ảnh: AP) Nay",
                "Cầu. Ảnh: AP. Nay (Ảnh: AP)",
            ]
        )
    )
)
def test_paragraphs_cover_all_but_blanks_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    at = 0
    for paragraph in structure(text).paragraphs:
        assert text[at : paragraph.start].strip() == ""
        assert at <= paragraph.start < paragraph.end
        assert text[paragraph.start : paragraph.end] == text[paragraph.start : paragraph.end].strip()
        at = paragraph.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    "unit",
    [
        "a ",
        "Ảnh: A ",
        "(Ảnh: ",
        "A\n",
        "Lê Minh\n",
        "Tin liên quan\nA\n",
        "a\n",
        "Top\na\n",
        "21/7/2023 ",
        "1 ",
        "Vi En ",
        "A. Lê ",
        "...\n",
    ],
)
def test_linear_time(unit: str) -> None:
    assert_linear(lambda length: repeated(unit, length), structure, 5_000)


@needs_shared
def test_articles_of_the_seeds() -> None:
    by_name = dict(texts())
    for row in gold("seeds"):
        found = structure(clean(by_name[row["doc"]]).text)
        got = {name: getattr(found, name) for name in ("title", "section", "published_at", "source")}
        assert {**got, "authors": list(found.authors)} == row["article"], row["doc"]


@needs_shared
@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_no_fact_lies_in_furniture_or_byline(name: str) -> None:
    by_name = dict(texts())
    for row in gold(name):
        cleaned = clean(by_name[row["doc"]])
        for paragraph in structure(cleaned.text).paragraphs:
            if paragraph.holds_facts:
                continue
            span = cleaned.source_span(paragraph.start, paragraph.end)
            lost = [f["mention"] for f in row["facts"] if f["start"] < span.end and span.start < f["end"]]
            assert not lost, (row["doc"], cleaned.text[paragraph.start : paragraph.end], lost)


@needs_shared
def test_dev_articles_are_mostly_body() -> None:
    for name, text in texts():
        cleaned = clean(text).text
        held = sum(p.end - p.start for p in structure(cleaned).paragraphs if p.holds_facts)
        assert held > 0.85 * len(cleaned.replace("\n", "")), name
