"""Articles out of pages written in the manner of Vietnamese content systems."""

import socket
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boctach.errors import InputError
from boctach.text import html, structure
from tests.growth import assert_linear, repeated

TITLE = "Khởi công tuyến đường nối cảng với khu công nghiệp"
LEAD = "Tuyến đường dài 12 km, vốn 900 tỷ đồng, được khởi công sáng nay tại huyện ven biển của tỉnh."
FIRST = "Sáng nay, lãnh đạo tỉnh dự lễ khởi công tuyến đường nối cảng nước sâu với khu công nghiệp ở phía tây huyện."
SECOND = "Theo kế hoạch, công trình hoàn thành sau ba năm, phục vụ 15 xã và hơn 200 doanh nghiệp đang hoạt động ở đây."
THIRD = "Chủ đầu tư cam kết bảo đảm tiến độ, chất lượng và an toàn lao động trong suốt thời gian thi công công trình."
CAPTION = "Các đại biểu bấm nút khởi công. Ảnh: Lê Hoa"
HEADING = "Phục vụ doanh nghiệp"
MENU = "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/kt'>Kinh tế</a></li></ul></nav>"
RELATED = (
    "<div class='box-tinlienquan'><h3>Tin liên quan</h3><ul>"
    "<li><a href='/1'>Tỉnh họp bàn về vốn cho con đường mới</a></li>"
    "<li><a href='/2'>Cảng nước sâu đón chuyến tàu thứ một nghìn</a></li></ul></div>"
)

GOVERNMENT = f"""<!DOCTYPE html><html><head><title>{TITLE} | Báo Tỉnh</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Báo Tỉnh">
<meta property="article:published_time" content="2023-07-21T14:05:00+07:00">
<link rel="canonical" href="https://bao.tinh.gov.vn/khoi-cong.htm"></head><body>{MENU}
<div class="main has-sidebar"><h1 class="detail-title">{TITLE}</h1><div class="detail-time">21/07/2023 14:05</div>
<h2 class="detail-sapo">(Chinhphu.vn) - {LEAD}</h2>
<div class="detail-content"><p>{FIRST}</p><figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>
<h3>{HEADING}</h3><p>{SECOND}</p>{RELATED}<p>{THIRD}</p><p style="text-align:right"><b>Trần Minh</b></p></div></div>
<footer>Bản quyền thuộc Báo Tỉnh. Tổng biên tập: Lê Văn Bình</footer></body></html>"""

NEWSPAPER = f"""<html><head><title>{TITLE} - Báo Mới</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}",
"datePublished":"2023-07-21T14:05:00+07:00","author":[{{"@type":"Person","name":"Trần Minh"}}],
"publisher":{{"@type":"Organization","name":"Báo Mới"}},"description":"{LEAD}"}}</script></head><body>
<header><a href="/">Báo Mới</a></header><article class="fck_detail"><h1>{TITLE}</h1>
<p class="description">{LEAD}</p><p class="Normal">{FIRST}</p>
<table class="tplCaption"><tbody><tr><td><img src="a.jpg"></td></tr>
<tr><td class="Image"><p>{CAPTION}</p></td></tr></tbody></table>
<p class="Normal">{SECOND}</p><p class="Normal">{THIRD}</p>
<p class="author_mail"><strong>Trần Minh</strong></p></article>{RELATED}
<div class="social-share"><a>Facebook</a> <a>Zalo</a></div></body></html>"""

PORTAL = f"""<html><head><title>Cổng thông tin điện tử tỉnh</title></head><body><table><tr><td>{MENU}</td><td>
<div id="ctl00_content"><div class="title">{TITLE}</div><div class="dateandcat">Thứ sáu, 21/07/2023 - 14:05</div>
<div class="noidung">{FIRST}<br><br>{SECOND}<br/><br/><i>{CAPTION}</i><br>{THIRD}<br><br><b>Trần Minh</b></div>
<div class="print"><a href="#">In trang</a></div></div></td></tr></table></body></html>"""

WIRE = f"""<html><head><meta name="description" content="{LEAD}"><meta name="author" content="Trần Minh">
<meta name="pubdate" content="2023-07-21 14:05"></head><body><div class="wrap"><div class="content-detail">
<h1>{TITLE}</h1><div class="sapo"><strong>{LEAD}</strong></div><div class="article-body">
<p>Hà Nội (TTXVN 21/7) {FIRST}</p>
<table border="1"><tr><th>Hạng mục</th><th>Vốn (tỷ đồng)</th></tr><tr><td>Cầu</td><td><p>300</p></td></tr></table>
<p>{SECOND}</p><ul><li>Xã thứ nhất có 5 thôn;</li><li>Xã thứ hai có 7 thôn.</li></ul><p>{THIRD}/.</p></div></div>
<aside><h2>Đọc nhiều</h2><p>Một bài khác mà nhiều bạn đọc quan tâm trong tuần qua ở tỉnh.</p></aside>
</div></body></html>"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_government_page() -> None:
    page = html.read(GOVERNMENT)
    assert page.text.split("\n\n") == [
        *(TITLE, "21/07/2023 14:05", f"(Chinhphu.vn) - {LEAD}", FIRST, CAPTION, HEADING, SECOND, THIRD, "Trần Minh")
    ]
    assert (page.title, page.lead) == (TITLE, f"(Chinhphu.vn) - {LEAD}")
    assert (page.published_at, page.source) == ("2023-07-21T14:05:00+07:00", "Chinhphu.vn")
    assert page.url == "https://bao.tinh.gov.vn/khoi-cong.htm"


def test_newspaper_page() -> None:
    page = html.read(NEWSPAPER, "https://bao.vn/a.html")
    assert page.text.split("\n\n") == [TITLE, LEAD, FIRST, CAPTION, SECOND, THIRD, "Trần Minh"]
    assert (page.source, page.authors, page.url) == ("Báo Mới", ("Trần Minh",), "https://bao.vn/a.html")


def test_portal_page_without_paragraphs() -> None:
    page = html.read(PORTAL)
    paragraphs = page.text.split("\n\n")
    assert [p for p in paragraphs if p in (TITLE, FIRST, SECOND, CAPTION, THIRD)] == [
        TITLE,
        FIRST,
        SECOND,
        CAPTION,
        THIRD,
    ]
    assert page.published_at == "2023-07-21T14:05"
    assert "In trang" not in page.text and "Trang chủ" not in page.text


def test_wire_page_with_table_and_list() -> None:
    page = html.read(WIRE)
    assert page.text.split("\n\n") == [
        *(TITLE, LEAD, f"Hà Nội (TTXVN 21/7) {FIRST}", "Hạng mục | Vốn (tỷ đồng)", "Cầu | 300", SECOND),
        *("Xã thứ nhất có 5 thôn;", "Xã thứ hai có 7 thôn.", f"{THIRD}/."),
    ]
    assert (page.source, page.authors, page.published_at) == ("TTXVN", ("Trần Minh",), "2023-07-21T14:05")


@pytest.mark.parametrize(
    "markup", [GOVERNMENT, NEWSPAPER, PORTAL, WIRE], ids=["government", "newspaper", "portal", "wire"]
)
def test_structure_of_the_text(markup: str) -> None:
    page = html.read(markup)
    found = structure.read(page.text, page.given)
    roles = {page.text[p.start : p.end]: p.role for p in found.paragraphs}
    assert roles[TITLE] == "title"
    assert roles.get(CAPTION, "caption") == "caption"
    assert roles.get("Trần Minh", "byline") == "byline"
    assert found.authors == ("Trần Minh",)


def test_place_before_the_lead() -> None:
    markup = NEWSPAPER.replace(f">{LEAD}<", f"><span class='location-stamp'>Hải Dương</span>{LEAD}<")
    assert html.read(markup).lead == f"Hải Dương - {LEAD}"


def test_description_of_the_site_is_no_lead() -> None:
    markup = WIRE.replace(f'content="{LEAD}"', 'content="Tin nhanh, chính xác hàng ngày của báo"').replace("sapo", "x")
    assert html.read(markup).lead is None


def test_site_s_name_is_taken_off_the_title() -> None:
    markup = f"<title>{TITLE} - Báo Mới</title><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    assert html.read(markup).title == TITLE


@pytest.mark.parametrize(
    "broken",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>',
        '<script type="application/ld+json">[1, {"@type": ["Article"], "author": [5], "datePublished": 7}]</script>',
        '<meta property="article:published_time" content="hôm qua">',
        '<link rel="canonical" href="http://[x">',
        '<?xml version="1.0" encoding="utf-16"?>',
        "\x00\ud800",
    ],
)
def test_what_a_page_says_wrongly_is_left_out(broken: str) -> None:
    page = html.read(f"<body>{broken}<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></body>")
    assert FIRST in page.text
    assert (page.published_at, page.url) == (None, None)


@pytest.mark.parametrize(
    "markup",
    ["", "   ", "<html></html>", "<!-- x -->", "<body><nav><a href='/'>Trang chủ</a></nav></body>", "<p></p>", "\x00"],
)
def test_pages_without_article(markup: str) -> None:
    with pytest.raises(InputError) as error:
        html.read(markup)
    assert error.value.field == "html"
    assert error.value.remedy


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from([GOVERNMENT, NEWSPAPER, PORTAL, WIRE]), st.data())
def test_damaged_pages_are_read_or_refused(markup: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(markup)), st.integers(0, len(markup)))))
    try:
        page = html.read(markup[:start] + data.draw(st.text(max_size=5)) + markup[end:])
    except InputError:
        return
    assert page.text.strip()


@pytest.mark.parametrize("unit", ["<div>", "<p>a", "<a href=x>a</a> ", "<td>", "<b>", "a ", "<ul><li>a", "<br>"])
def test_large_pages(unit: str) -> None:
    beginning = f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>"
    assert_linear(lambda length: beginning + repeated(unit, length), html.read, 3_000)
