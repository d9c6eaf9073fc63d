"""The page as people use it, in a real browser."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from boctach.web import samples
from tests.e2e.conftest import PICTURES, WIDTHS, Open
from tests.shared import ROOT
from tests.test_web import ARTICLE, HOSTILE

SAMPLE = (ROOT / "corpus" / "samples" / "khu-cong-nghiep.txt").read_text(encoding="utf-8")
VIEWS = {
    "home": "/",
    "article": "/vi-du/doi-ngoai-dia-phuong",
    "missing": "/vi-du/none",
    "corpus": "/kho",
}
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


def _read(page: Page, text: str) -> None:
    page.goto("/")
    page.get_by_label("Nội dung bài viết").fill(text)
    page.get_by_role("button", name="Rút dữ kiện").click()
    _wait_for_facts(page)


def _wait_for_facts(page: Page) -> None:
    """Wait until the whole table has come in and the page's script runs: its heading is seen before either."""
    expect(page.get_by_role("heading", name="Bảng dữ kiện")).to_be_visible()
    page.wait_for_load_state("load")


def test_a_new_user_finds_facts_and_exports_them(desk: Page, tmp_path: Path) -> None:
    _read(desk, SAMPLE)
    table = desk.get_by_role("table", name="Bảng dữ kiện")
    for mention, value in [("54 dự án", "54 dự án"), ("1,2 tỷ USD", "1.200.000.000 USD")]:
        row = table.get_by_role("row").filter(has=desk.get_by_role("link", name=mention)).first
        expect(row).to_contain_text(value)
    expect(table.get_by_role("row").filter(has_text="Nghị quyết 41/2024/NQ-HĐND")).to_be_visible()
    for button, beginning in [("Excel", b"PK"), ("CSV", b"\xef\xbb\xbf"), ("JSON", b"{")]:
        with desk.expect_download() as download:
            desk.get_by_role("button", name=button).click()
        target = tmp_path / download.value.suggested_filename
        download.value.save_as(target)
        assert target.read_bytes().startswith(beginning)
    exported = json.loads((tmp_path / "boctach.json").read_bytes())
    assert exported["text"] == SAMPLE
    assert all(SAMPLE[fact["start"] : fact["end"]] == fact["mention"] for fact in exported["facts"])


def test_text_and_table_lead_to_each_other(desk: Page) -> None:
    _read(desk, SAMPLE)
    last = desk.locator("mark[id]").last
    number = str(last.get_attribute("data-fact"))
    last.locator("a.sign").last.click()
    expect(desk).to_have_url(re.compile(f"#f{number}$"))
    row = desk.locator(f"#f{number}")
    expect(row).to_be_in_viewport()
    first = desk.locator("#f1 a").first
    first.click()
    expect(desk).to_have_url(re.compile(r"#m1$"))
    expect(desk.locator("#m1")).to_be_in_viewport()
    # The words themselves lead there as well.
    last.click(position={"x": 3, "y": 5})
    expect(desk).to_have_url(re.compile(f"#f{number}$"))


def test_hovering_lights_both_places(desk: Page) -> None:
    _read(desk, SAMPLE)
    desk.locator("#m2").hover()
    expect(desk.locator("#f2")).to_have_class(re.compile("lit"))
    desk.locator("#f3").hover()
    expect(desk.locator("#m3")).to_have_class(re.compile("lit"))
    expect(desk.locator("#f2")).not_to_have_class(re.compile("lit"))


def test_filters_hide_kinds_and_say_how_many_are_left(desk: Page) -> None:
    _read(desk, SAMPLE)
    rows = desk.locator("tbody tr")
    everything = rows.count()
    money = desk.locator("tr[data-kind=money]").count()
    assert money
    desk.get_by_role("checkbox", name="Số tiền").uncheck()
    expect(desk.locator("tr[data-kind=money]:visible")).to_have_count(0)
    expect(desk.locator("mark[data-kind=money] > .sign:visible")).to_have_count(0)
    expect(desk.get_by_role("status")).to_have_text(f"Đang hiện {everything - money} trong {everything} dữ kiện")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="CSV").click()
    assert "Số tiền" not in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_a_fact_says_why(desk: Page) -> None:
    _read(desk, SAMPLE)
    row = desk.locator("tr[data-kind=money]").first
    expect(row.get_by_text("Quy tắc")).to_be_hidden()
    row.get_by_text("Vì sao?").click()
    expect(row.get_by_text("Quy tắc")).to_be_visible()
    expect(row).to_contain_text("con số: 1,2 tỷ")


def test_a_file_is_chosen_and_dropped(desk: Page, tmp_path: Path) -> None:
    file = tmp_path / "bài viết.txt"
    file.write_text(SAMPLE, encoding="utf-8")
    desk.goto("/")
    desk.get_by_label("Chọn tệp").set_input_files(file)
    expect(desk.locator("#chosen")).to_have_text("bài viết.txt")
    desk.goto("/")
    desk.evaluate(
        """text => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], "thả.txt", {type: "text/plain"}));
            const drop = new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true});
            document.querySelector("form.ask").dispatchEvent(drop);
        }""",
        SAMPLE,
    )
    _wait_for_facts(desk)


def test_a_corpus_is_asked(desk: Page) -> None:
    desk.goto("/")
    desk.get_by_role("link", name="Kho bài").click()
    desk.get_by_label("Địa phương", exact=True).fill("Hải Phòng")
    desk.get_by_label("Loại dữ kiện").select_option("Số tiền")
    desk.get_by_role("button", name="Tìm").click()
    found = desk.get_by_role("region", name="Dữ kiện và nguồn")
    expect(found.get_by_text("3.900.000.000 USD").first).to_be_visible()
    expect(found.get_by_text("Hà Nội: vốn")).to_have_count(0)
    desk.get_by_role("link", name="Bỏ lọc").click()
    indicators = desk.get_by_role("region", name="Chỉ tiêu theo địa phương và năm")
    indicators.get_by_role("link", name="Dự án đầu tư nước ngoài").click()
    expect(indicators.get_by_text("các bài nói khác nhau").first).to_be_visible()
    indicators.get_by_text("Hải Phòng tổng kết công tác đối ngoại").first.click()
    expect(indicators.get_by_text("Hải Phòng thu hút 131 dự án")).to_be_visible()
    with desk.expect_download() as download:
        indicators.get_by_role("link", name="Excel").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_markup_in_an_article_does_nothing(desk: Page) -> None:
    _read(desk, HOSTILE)
    assert "\n\n".join(desk.locator("article.text p").evaluate_all("all => all.map(p => p.textContent)")) == HOSTILE
    assert desk.locator("main img, main svg, main script").count() == 0


def test_by_keyboard_alone(desk: Page) -> None:
    desk.goto("/")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    desk.get_by_label("Nội dung bài viết").focus()
    desk.keyboard.insert_text(ARTICLE)
    for _ in range(10):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.matches('button.main')"):
            break
    desk.keyboard.press("Enter")
    _wait_for_facts(desk)
    desk.locator("#m1 > .sign").focus()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"#f1$"))
    # From there the next stop is the row's own link back.
    desk.keyboard.press("Tab")
    expect(desk.locator("#f1 a").first).to_be_focused()


def test_without_scripts(open_browser: Open) -> None:
    page = open_browser(java_script_enabled=False)
    _read(page, ARTICLE)
    money = page.locator("tr[data-kind=money]")
    expect(money).to_be_visible()
    page.get_by_role("checkbox", name="Số tiền").uncheck()
    expect(money).to_be_hidden()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_accessible_and_fits(open_browser: Open, view: str, width: int, scheme: str) -> None:
    page = open_browser(width, color_scheme=scheme)
    page.goto(VIEWS[view])
    page.evaluate("document.fonts.ready")
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{view}-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    page.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_the_font_has_every_letter(desk: Page) -> None:
    _read(desk, f"Nhan đề {LETTERS} {LETTERS.upper()}")
    desk.evaluate("document.fonts.ready")
    client = desk.context.new_cdp_session(desk)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    node = client.send("DOM.querySelector", {"nodeId": root, "selector": "article.text p"})["nodeId"]
    fonts = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert fonts
    assert [font for font in fonts if not (font["isCustomFont"] and "Be Vietnam Pro" in font["familyName"])] == []


def test_a_text_of_200_000_characters_stays_usable(desk: Page) -> None:
    paragraphs = [p for sample in samples.texts().values() for p in sample.split("\n\n")[2:-1] if len(p) > 80]
    text = "Tin tổng hợp\n\n" + "\n\n".join(paragraphs * (200_000 // sum(map(len, paragraphs))))
    desk.goto("/")
    desk.get_by_label("Nội dung bài viết").evaluate("(area, text) => { area.value = text; }", text)
    # By an event: to ask again and again for what is not there yet holds up a page that comes in, at times for minutes.
    with desk.expect_event("load"):
        desk.get_by_role("button", name="Rút dữ kiện").click(no_wait_after=True)
    assert desk.locator("tbody tr").count() > 2_000
    desk.get_by_role("checkbox", name="Thời gian").uncheck()
    expect(desk.get_by_role("status")).to_have_text(re.compile("Đang hiện"))
    number = desk.locator("mark[data-kind=money]").last.get_attribute("data-fact")
    desk.locator(f"#m{number} > .sign").evaluate("sign => sign.click()")
    expect(desk.locator(f"#f{number}")).to_be_in_viewport()
