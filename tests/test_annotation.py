"""Facts marked up: nothing but marks is added, and they nest, whatever is marked."""

import html
import re

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boctach import analysis, annotation
from boctach.facts import FactBase, Percentage
from tests.test_hostile import TEXTS

MARK = re.compile(r"<mark data-kind=[a-z_]+ data-fact=\d+>|</mark>")


def nested(marked: str) -> bool:
    depth = 0
    for mark in MARK.findall(marked):
        depth += -1 if mark == "</mark>" else 1
        if depth < 0:
            return False
    return depth == 0


def fact(start: int, end: int) -> FactBase:
    return Percentage.model_construct(start=start, end=end, mention="", rule="r")


def spans(marked: str, unescape: bool = True) -> dict[int, list[str]]:
    """What is marked, by fact."""
    found: dict[int, list[str]] = {}
    opened: list[tuple[int, int]] = []
    plain = ""
    for part in re.split(r"(<mark data-kind=[a-z_]+ data-fact=\d+>|</mark>)", marked):
        if part == "</mark>":
            number, start = opened.pop()
            found.setdefault(number, []).append(plain[start:])
        elif MARK.fullmatch(part):
            opened.append((int(re.findall(r"=(\d+)", part)[0]), len(plain)))
        else:
            plain += html.unescape(part) if unescape else part
    return found


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], {}),
        ([(0, 3)], {0: ["<b>"]}),
        ([(0, 5), (1, 3)], {0: ["<b>&a"], 1: ["b>"]}),
        ([(0, 5), (3, 8)], {0: ["<b>&a"], 1: ["&a", "bcd"]}),
        ([(0, 4), (0, 4)], {0: ["<b>&"], 1: ["<b>&"]}),
        ([(0, 4), (4, 8)], {0: ["<b>&"], 1: ["abcd"]}),
        ([(0, 8), (1, 4), (3, 6), (5, 7)], {0: ["<b>&abcd"], 1: ["b>&"], 2: ["&", "ab"], 3: ["b", "c"]}),
    ],
)
def test_texts(facts: list[tuple[int, int]], expected: dict[int, list[str]]) -> None:
    marked = annotation.mark_text("<b>&abcd", [fact(*one) for one in facts])
    assert nested(marked)
    assert html.unescape(MARK.sub("", marked)) == "<b>&abcd"
    assert "<b>" not in marked
    assert spans(marked) == expected


@settings(max_examples=60)
@given(TEXTS)
def test_any_text(text: str) -> None:
    found = analysis.analyze(text).facts
    marked = annotation.mark_text(text, found)
    assert nested(marked)
    assert html.unescape(MARK.sub("", marked)) == html.unescape(html.escape(text))
    if found:
        assert "".join(spans(marked)[0]) == html.unescape(html.escape(found[0].mention))


BODY = (
    "<h1>Tỉnh thu hút vốn lớn &amp; bền vững trong năm qua</h1><p title='x>y'>Trong năm 2024, tỉnh cấp mới <b>54</b>"
    " dự án, vốn <i>1,2 tỷ&nbsp;USD</i>, tăng 15&#37; so với năm trước.<!-- 15% --></p>"
    "<script>var a = '<p>54 dự án</p>'</script>"
    "<p>Theo Nghị quyết số 41/2024/NQ-HĐND, tỉnh hỗ trợ 2 tỷ đồng<br>cho 30 doanh nghiệp; 15 < 20 và 7%</p>"
    "<table><tr><td>Số dự án</td><td>54 dự án</td></tr></table><textarea>54 dự án</textarea>"
)
PAGE = f"<!DOCTYPE html><html><head><title>54 dự án</title></head><body><article>{BODY}</article></body></html>"


def test_a_page() -> None:
    page = analysis.analyze_html(PAGE)
    marked = annotation.mark_html(PAGE, page.text, page.analysis.facts)
    assert MARK.sub("", marked) == PAGE
    assert nested(marked)
    written = spans(marked, unescape=False)
    assert set(written) == set(range(len(page.analysis.facts)))
    assert ["54", "dự án"] in written.values()
    assert ["1,2 tỷ&nbsp;USD"] in written.values()
    assert ["15&#37;"] in written.values()
    for untouched in ("<title>54 dự án</title>", "<textarea>54 dự án</textarea>", "'<p>54 dự án</p>'", "<!-- 15% -->"):
        assert untouched in marked


def text_of(markup: str) -> str:
    return str(lxml.html.document_fromstring(markup).text_content())


def test_a_page_reads_the_same() -> None:
    page = analysis.analyze_html(PAGE)
    assert text_of(annotation.mark_html(PAGE, page.text, page.analysis.facts)) == text_of(PAGE)


BITS = st.sampled_from(
    [
        *re.findall(r"<[^>]*>|[^<]+", BODY),
        *("<div", "<p title=\"54 dự án", "\">", "'", "</p", "<!--", "-->", "<script>", "</script>", "<![CDATA[", "]]>"),
        *("&", "&#", "&nbsp", "&amp;lt;", "<svg>", "</svg>", "<textarea>", "</textarea>", "</b></i>", "\0", "\r\n"),
        *("<plaintext>", "<?php 54 dự án ?>", "<mark data-kind=x data-fact=9>", "<a href='54 dự án'>"),
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(BITS, max_size=30).map("".join))
def test_any_page_keeps_every_byte(markup: str) -> None:
    """Whatever the page is like and whatever is to be marked in it."""
    text = "Trong năm 2024, tỉnh cấp mới 54 dự án, vốn 1,2 tỷ USD\n\nSố dự án | 54 dự án"
    marked = annotation.mark_html(markup, text, [fact(29, 37), fact(6, 14), fact(10, 40), fact(56, 70)])
    ours = "<mark data-kind=percentage data-fact="
    stripped = re.sub(rf"{ours}\d+>", "", marked)
    assert marked.count(ours) == stripped_ends(marked, markup)
    assert stripped.replace("</mark>", "") == markup.replace("</mark>", "")


def stripped_ends(marked: str, markup: str) -> int:
    return marked.count("</mark>") - markup.count("</mark>")


def test_many_lost_paragraphs_take_no_quadratic_time() -> None:
    text = "\n".join(f"đoạn số {number} không có trong trang" for number in range(20_000))
    annotation.mark_html(PAGE * 20, text, [])
