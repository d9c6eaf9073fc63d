"""The page without a browser: what it shows, escapes, refuses and exports."""

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, get_args

import lxml.html
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st

import boctach
from boctach.api.app import create_app
from boctach.facts import KINDS, DocType, PartnerType, Qualifier, RelationType
from boctach.settings import Settings
from boctach.text.lines import Role
from boctach.web import assets, export, marking, names, samples, values
from boctach.web.fragment import fragment
from tests.test_api import comparable, until_ready

LIMIT = 20_000

ARTICLE = """Xuất khẩu của tỉnh An Lạc

Các đối tác lớn nhất là Hoa Kỳ (28,5%), Trung Quốc (17,2%), EU và Hàn Quốc, theo Hiệp định CPTPP.

Vốn hơn 3 tỷ USD; 34/63 địa phương tăng 15%/năm trong giai đoạn 2021-2025, theo Nghị định 16/2020/NĐ-CP."""

HOSTILE = """<script>alert("một")</script> năm 2024

</textarea><img src=x onerror=alert(2)> & <b>5 dự án</b> "'` {{ 7*7 }} </title> 15% "><svg onload=alert(3)>"""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(options=Settings(max_characters=LIMIT))) as client:
        until_ready(client)
        yield client


def _tree(response: Response) -> Any:
    return lxml.html.fromstring(response.text)


def _shown(response: Response) -> str:
    """The article's text as the page shows it, paragraphs joined as in the examples here."""
    return "\n\n".join(p.text_content() for p in _tree(response).cssselect("article.text p"))


def _complaint(response: Response, status: int) -> str:
    assert response.status_code == status, response.text
    (said,) = _tree(response).cssselect("[role=alert]")
    return str(said.text_content()).strip()


def test_the_page_shows_the_text_itself(client: TestClient) -> None:
    assert _shown(client.post("/", data={"text": ARTICLE})) == ARTICLE


def test_text_and_table_lead_to_each_other(client: TestClient) -> None:
    tree = _tree(client.post("/", data={"text": ARTICLE}))
    facts = client.post("/v1/extract", json={"text": ARTICLE}).json()["facts"]
    rows = tree.cssselect("table.facts tbody tr")
    assert [row.get("data-kind") for row in rows] == [fact["kind"] for fact in facts]
    for number, fact in enumerate(facts, start=1):
        (mark,) = tree.cssselect(f"#m{number}")
        assert (mark.tag, mark.get("data-kind"), mark.text_content()) == ("mark", fact["kind"], fact["mention"])
        assert [link.get("href") for link in mark.cssselect(":scope > a.sign")] == [f"#f{number}"]
        (row,) = tree.cssselect(f"#f{number}")
        assert [link.text_content() for link in row.cssselect(f"a[href='#m{number}']")] == [fact["mention"]]
        assert fact["rule"] in row.text_content()


def test_nested_facts_nest(client: TestClient) -> None:
    tree = _tree(client.post("/", data={"text": ARTICLE}))
    assert len(tree.cssselect("mark[data-kind=partner_list] mark[data-kind=percentage]")) == 2


def test_rows_say_value_qualifier_sentence_and_reason(client: TestClient) -> None:
    tree = _tree(client.post("/", data={"text": ARTICLE}))
    (row,) = tree.cssselect("tr[data-kind=money]")
    said = " ".join(row.text_content().split())
    assert all(part in said for part in ("Số tiền", "hơn 3.000.000.000 USD", "Vốn hơn 3 tỷ USD; 34/63", "con số: 3 tỷ"))


def test_rows_say_what_a_number_is_about(client: TestClient) -> None:
    text = "Năm 2023, tỉnh Thanh Hóa có 54 doanh nghiệp."
    facts = client.post("/v1/extract", json={"text": text}).json()["facts"]
    (said,) = (fact["statement"] for fact in facts if fact["kind"] == "count")
    (row,) = _tree(client.post("/", data={"text": text})).cssselect("tr[data-kind=count]")
    assert next(dd.text_content() for dd in row.cssselect(".stated dd")) == said["subject"]
    (exported,) = _rows(client.post("/xuat/csv", data={"text": text, "kinds": ["count"]}).content)
    assert (exported["Nói về"], exported["Mã chủ thể"]) == (said["subject"], said["subject_code"])


def test_markup_in_an_article_is_text(client: TestClient) -> None:
    response = client.post("/", data={"text": HOSTILE, "title": HOSTILE, "source": HOSTILE})
    tree = _tree(response)
    assert _shown(response) == HOSTILE
    assert tree.cssselect("textarea[name=text]")[0].text_content().lstrip("\n") == HOSTILE
    assert [script.get("src") for script in tree.iter("script")] == [assets.address("page.js")]
    assert tree.cssselect("img, svg, article b, [onerror], [onload]") == []
    assert "{{ 7*7 }}" in response.text


@pytest.mark.parametrize("field", ["title", "source", "url", "published_at"])
def test_markup_in_a_refused_form_is_text(client: TestClient, field: str) -> None:
    response = client.post("/", data={"text": " ", field: HOSTILE})
    _complaint(response, 422)
    tree = _tree(response)
    assert len(list(tree.iter("script"))) == 1
    assert tree.cssselect("img, svg, [onerror], [onload]") == []


@pytest.mark.parametrize("path", ["/", "/vi-du/khu-cong-nghiep"])
def test_nothing_comes_from_elsewhere_and_nothing_runs_inline(client: TestClient, path: str) -> None:
    response = client.get(path)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    tree = _tree(response)
    outside = [
        element.get(name)
        for element in tree.iter()
        for name in ("href", "src", "action", "formaction")
        if isinstance(element.tag, str) and not (element.get(name) or "/").startswith(("/", "#"))
    ]
    assert outside == []
    attributes = {name for element in tree.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert {name for name in attributes if name.startswith(("on", "style"))} == set()
    assert [script for script in tree.iter("script") if script.text] == []
    assert list(tree.iter("style")) == []


def test_assets_are_kept_by_browsers(client: TestClient) -> None:
    for name, asset in assets.assets().items():
        response = client.get(assets.address(name))
        assert (response.status_code, response.content) == (200, asset.content)
        assert "immutable" in response.headers["cache-control"]
        again = client.get(assets.address(name), headers={"If-None-Match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    sheet = assets.assets()["style.css"].content.decode()
    assert "http" not in sheet
    assert set(re.findall(r"url\((.+?)\)", sheet)) == {n for n in assets.assets() if n.endswith(".woff2")}
    assert "SIL OPEN FONT LICENSE" in assets.assets()["fonts/OFL.txt"].content.decode()


@pytest.mark.parametrize(
    "path", ["/assets/none.css", "/assets/../routes.py", "/assets/%2e%2e/routes.py", "/vi-du/none"]
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_samples_open(client: TestClient) -> None:
    links = [link.get("href") for link in _tree(client.get("/")).cssselect(".samples a")]
    assert len(links) == len(samples.texts()) >= 5
    for link in links:
        response = client.get(link)
        assert response.status_code == 200
        assert len(_tree(response).cssselect("tbody tr")) >= 5, link


def test_a_file_is_read(client: TestClient) -> None:
    for name, content in [("bài.txt", ARTICLE.encode()), ("BAI.TXT", ARTICLE.replace("\n", "\r\n").encode("utf-16"))]:
        response = client.post("/", data={"text": "không phải bài này"}, files={"file": (name, content)})
        assert _shown(response) == ARTICLE


PAGE = """<html><head><title>Xuất khẩu của tỉnh An Lạc</title><script>alert(1)</script></head><body>
<nav>Trang chủ</nav><article><h1>Xuất khẩu của tỉnh An Lạc</h1>
<p>Năm 2024, tỉnh An Lạc xuất khẩu hơn 3 tỷ USD sang 54 thị trường, tăng 15% so với năm trước đó.</p>
<p>Trong đó có 12 mặt hàng đạt kim ngạch trên 100 triệu USD, theo báo cáo của Sở Công Thương tỉnh.</p>
</article></body></html>"""


@pytest.mark.parametrize("way", ["pasted", "said", "file"])
def test_a_page_is_reduced_to_its_article(client: TestClient, way: str) -> None:
    if way == "file":
        response = client.post("/", files={"file": ("trang.html", PAGE.encode())})
    elif way == "said":
        response = client.post("/", data={"text": PAGE.removeprefix("<html>"), "markup": "1"})
    else:
        response = client.post("/", data={"text": PAGE})
    assert "Trang chủ" not in _shown(response) and "<p>" not in _shown(response)
    assert len(_tree(response).cssselect("tr[data-kind=money]")) == 2


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"data": {"text": ""}}, 422, "Chưa có nội dung"),
        ({"data": {}}, 422, "Chưa có nội dung"),
        ({"data": {"text": "a" * (LIMIT + 1)}}, 413, "quá dài"),
        ({"data": {"text": "a" * (LIMIT * 10)}}, 413, "quá dài"),
        ({"files": {"file": ("a.txt", b"a" * LIMIT * 20)}}, 413, "quá dài"),
        ({"files": {"file": ("a.txt", b"H\xe0 N\xf4i")}}, 400, "UTF-8"),
        ({"files": {"file": ("a.html", b"<html>\0</html>")}}, 422, "ký tự"),
        ({"files": {"file": ("a.html", b"<html></html>")}}, 422, "Không đọc được bài"),
        ({"data": {"text": "a\0"}}, 422, "ký tự"),
        ({"data": {"text": "Có 5 dự án.", "published_at": "hôm nào đó"}}, 422, "25/12/2018"),
        ({"data": {"text": "Có 5 dự án.", "url": "không"}}, 422, "https://"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "biểu mẫu"),
        ({"content": b"text=a", "headers": {"Content-Type": "text/plain"}}, 422, "Chưa có nội dung"),
    ],
    ids=lambda part: repr(part)[:50] if isinstance(part, dict) else None,
)
def test_what_cannot_be_read_is_said_in_vietnamese(
    client: TestClient, sent: dict[str, Any], status: int, words: str
) -> None:
    assert words in _complaint(client.post("/", **sent), status)
    assert words in _complaint(client.post("/xuat/csv", **sent), status)


def test_what_was_pasted_is_not_lost_in_a_complaint(client: TestClient) -> None:
    response = client.post("/", data={"text": ARTICLE, "published_at": "hôm nào đó"})
    assert _tree(response).cssselect("#text")[0].text_content().lstrip("\n") == ARTICLE


def _rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_a_fact(client: TestClient) -> None:
    response = client.post("/xuat/csv", data={"text": ARTICLE})
    assert response.headers["content-disposition"] == 'attachment; filename="boctach.csv"'
    facts = client.post("/v1/extract", json={"text": ARTICLE}).json()["facts"]
    rows = _rows(response.content)
    assert [row["Dữ kiện"] for row in rows] == [fact["mention"] for fact in facts]
    (money,) = (row for row in rows if row["Loại"] == "Số tiền")
    assert (money["Giá trị"], money["Đơn vị"], money["Mức độ"]) == ("3000000000", "USD", "hơn")
    assert money["Câu"].startswith("Vốn hơn 3 tỷ USD")
    assert ARTICLE[int(money["Vị trí đầu"]) : int(money["Vị trí cuối"])] == money["Dữ kiện"]


def test_only_the_kinds_that_are_shown_are_exported(client: TestClient) -> None:
    rows = _rows(client.post("/xuat/csv", data={"text": ARTICLE, "kinds": ["money", "count", "none"]}).content)
    assert {row["Loại"] for row in rows} == {"Số tiền", "Số lượng"}


DANGEROUS = '=HYPERLINK("http://x") có 5 dự án\n\n@SUM(1) có 6 dự án\n\n-2+3 có 7 dự án\n\n+1 có 8 dự án'


def test_no_cell_of_a_csv_is_a_formula(client: TestClient) -> None:
    rows = _rows(client.post("/xuat/csv", data={"text": DANGEROUS}).content)
    assert len(rows) >= 4
    assert [cell for row in rows for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@")] == []


@given(st.text(st.sampled_from("=+-@\t\r\n '\"＝a5,;"), max_size=6))
def test_harmless(text: str) -> None:
    written = export.harmless(text)
    assert written in (text, f"'{text}")
    assert not written.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_excel_has_texts_and_numbers_and_no_formulas(client: TestClient) -> None:
    response = client.post("/xuat/xlsx", data={"text": ARTICLE + "\n\n" + DANGEROUS})
    book = zipfile.ZipFile(io.BytesIO(response.content))
    assert book.testzip() is None
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<v>3000000000</v>" in sheet
    texts = book.read("xl/sharedStrings.xml").decode()
    assert "Nghị định 16/2020/NĐ-CP" in texts and "=HYPERLINK" in texts
    assert "hyperlink" not in sheet


def test_json_is_the_analysis_with_the_text(client: TestClient) -> None:
    exported = client.post("/xuat/json", data={"text": ARTICLE}).json()
    assert exported.pop("text") == ARTICLE
    assert comparable(exported) == comparable(boctach.analyze(ARTICLE).to_dict())  # type: ignore[arg-type]


def test_no_other_form_of_export(client: TestClient) -> None:
    _complaint(client.post("/xuat/pdf", data={"text": ARTICLE}), 404)


def test_the_page_costs_little_beside_the_analysis(client: TestClient) -> None:
    """The time of this process alone, where the analysis that is asked for does not run, against one that does."""
    paragraphs = [p for text in samples.texts().values() for p in text.split("\n\n")[1:] if len(p) > 150]
    text = "Tin tổng hợp\n\n" + "\n\n".join(paragraphs * 5)[:10_000]

    def ask(path: str, **sent: Any) -> None:
        assert client.post(path, **sent).status_code == 200

    def seconds(do: Callable[[], object]) -> float:
        begun = time.process_time()
        do()
        return time.process_time() - begun

    page = min(seconds(lambda: ask("/", data={"text": text})) for _ in range(8))
    service = min(seconds(lambda: ask("/v1/extract", json={"text": text})) for _ in range(8))
    assert page - service < 3 * min(seconds(lambda: boctach.analyze(text)) for _ in range(8))


def test_the_page_is_no_part_of_the_schema(client: TestClient) -> None:
    assert "/" not in json.loads(client.get("/openapi.json").text)["paths"]


def test_everything_has_a_name() -> None:
    for named, type_ in [
        (names.QUALIFIERS, Qualifier),
        (names.PARTNER_TYPES, PartnerType),
        (names.DOC_TYPES, DocType),
        (names.RELATIONS, RelationType),
        (names.ROLES, Role),
    ]:
        assert set(named) == set(get_args(type_))
    assert tuple(names.KINDS) == KINDS
    assert len({kind.sign for kind in names.KINDS.values()}) == len(KINDS)
    sheet = assets.assets()["style.css"].content.decode()
    for kind in KINDS:
        assert f'[data-kind="{kind}"] {{ --hue' in sheet
        assert sheet.count(f'body:has(.filters [value="{kind}"]:not(:checked))') == 3


@pytest.mark.parametrize(
    ("written", "shown"),
    [("1234.5", "1.234,5"), ("55000000000", "55.000.000.000"), ("-0.25", "-0,25"), ("7", "7"), ("1E+3", "1.000")],
)
def test_numbers(written: str, shown: str) -> None:
    assert values.number(Decimal(written)) == shown


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("2018-12-25", "25/12/2018"),
        ("2023-06", "tháng 6/2023"),
        ("2019", "năm 2019"),
        ("XXXX-07-21", "21/7"),
        ("2024-34", "quý II/2024"),
        ("XXXX-35", "quý III"),
        ("2015/2020", "năm 2015 – năm 2020"),
        ("../2030", "đến năm 2030"),
        ("2018/..", "từ năm 2018"),
        ("2023-01/2023-06", "tháng 1/2023 – tháng 6/2023"),
        ("199X", "những năm 1990"),
        ("20XX?", "20XX?"),
    ],
)
def test_dates(edtf: str, shown: str) -> None:
    assert values.date(edtf) == shown


@st.composite
def _marked(draw: st.DrawFn) -> tuple[str, list[marking.Marked]]:
    text = draw(st.text(st.sampled_from("aă<>&\"' \n"), min_size=1, max_size=30))
    spans = draw(
        st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)), max_size=8).map(
            lambda found: sorted((start, min(start + length, len(text))) for start, length in found)
        )
    )
    return text, [marking.Marked(start, end, at, "money", '<&">') for at, (start, end) in enumerate(spans)]


@given(_marked())
def test_any_spans_can_be_marked(case: tuple[str, list[marking.Marked]]) -> None:
    """Nesting, crossing and equal spans: the text stays, and the pieces of each fact are its words."""
    text, facts = case
    html = str(marking.mark(text, facts, 0, len(text)))
    tree = lxml.html.fromstring(f"<div>{html}</div>")
    assert tree.text_content() == text
    assert html.count("<mark") == html.count("</mark>")
    for fact in facts:
        pieces = tree.cssselect(f'[data-fact="{fact.number}"]')
        assert "".join(piece.text_content() for piece in pieces) == text[fact.start : fact.end]
        assert [piece.get("id") for piece in pieces] == [f"m{fact.number}"] + [None] * (len(pieces) - 1)
        signs = [piece.cssselect(f'a[href="#f{fact.number}"]') for piece in pieces]
        assert [len(sign) for sign in signs] == [0] * (len(pieces) - 1) + [1]


def test_a_fragment_stands_alone() -> None:
    analysis = boctach.analyze(ARTICLE + HOSTILE)
    tree = lxml.html.fromstring(fragment(ARTICLE + HOSTILE, analysis.facts).partition("</style>")[2])
    assert tree.text_content() == ARTICLE + HOSTILE
    assert len(tree.cssselect("mark[id]")) == len(analysis.facts)
    assert all(f'[data-kind="{kind}"] {{ --hue' in fragment("", []) for kind in KINDS)


@given(_marked(), st.integers(1, 6))
def test_paragraphs_cut_facts_in_pieces(case: tuple[str, list[marking.Marked]], step: int) -> None:
    text, facts = case
    at, shown = 0, ""
    for start in range(0, len(text), step):
        end = min(start + step, len(text))
        inside, at = marking.clip(facts, start, end, at)
        assert inside == [fact for fact in facts if fact.start < end and fact.end > start]
        html = marking.mark(text, inside, start, end)
        shown += lxml.html.fromstring(f"<div>{html}</div>").text_content()
    assert shown == text
