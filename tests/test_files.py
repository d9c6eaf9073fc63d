"""Texts out of files: encodings, names, folders; and one line a file."""

import io
from pathlib import Path
from typing import Any

import pytest

from boctach import batch, files, lockstep
from boctach.errors import DecodeError

TEXT = "Thu hút 1,2 tỷ USD.\r\nTăng 15%.\r"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_decode_keeps_line_ends(encoding: str) -> None:
    assert files.decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_orders_of_utf_16(mark: bytes) -> None:
    assert files.decode(mark + TEXT.encode("utf-16-le" if mark == b"\xff\xfe" else "utf-16-be")) == TEXT


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Thu hút".encode("windows-1258"), "not UTF-8 at byte 5"),
        (b"\xef\xbb\xbfabc\xff", "not UTF-8 at byte 6"),
        (b"\xff\xfea", "not UTF-16-LE at byte 2"),
        (b"\x89PNG\r\n", "not UTF-8 at byte 0"),
    ],
)
def test_other_bytes_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(DecodeError, match=message):
        files.decode(content)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/bai-1.txt", "bai-1"),
        ("bai-1.HTML", "bai-1"),
        ("bai-1.htm", "bai-1"),
        ("bai-1.txt.txt", "bai-1.txt"),
        ("bai-1.2.md", "bai-1.2.md"),
        ("bai-1", "bai-1"),
    ],
)
def test_name(path: str, name: str) -> None:
    assert files.name(Path(path)) == name


def _tree(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(TEXT.encode())


def test_walk_is_in_order_and_leaves_other_files_alone(tmp_path: Path) -> None:
    _tree(tmp_path, "b.txt", "a.TXT", "c/z.html", "c/a.htm", "d.md", "e.txt.bak", "b/x.txt")
    found = [path.relative_to(tmp_path).as_posix() for path in files.walk(tmp_path)]
    assert found == ["a.TXT", "b.txt", "b/x.txt", "c/a.htm", "c/z.html"]


def test_walk_does_not_follow_a_link_in_circles(tmp_path: Path) -> None:
    _tree(tmp_path, "a.txt")
    (tmp_path / "around").symlink_to(tmp_path)
    assert [path.name for path in files.walk(tmp_path)] == ["a.txt"]


def _run(*paths: str, stdin: bytes = b"", **options: Any) -> list[dict[str, Any]]:
    return list(batch.run(paths, io.BytesIO(stdin), **options))


def test_lines_in_the_order_given(tmp_path: Path) -> None:
    _tree(tmp_path, "b.txt", "a.txt", "folder/c.txt")
    lines = _run(*(str(tmp_path / name) for name in ("b.txt", "folder", "a.txt")))
    assert [line["doc"] for line in lines] == ["b", "c", "a"]
    assert lines[0]["path"] == str(tmp_path / "b.txt")
    assert list(lines[0]) == ["doc", "path", "article", "facts", "resolutions", "relations", "topic"]
    for fact in lines[0]["facts"]:
        assert TEXT[fact["start"] : fact["end"]] == fact["mention"]


PAGE = """<!doctype html><html lang="vi"><head><title>Khánh thành cầu Bạch Sa</title></head><body>
<nav><a href="/">Trang chủ</a> <a href="/1">9 bài mới</a></nav>
<article><h1>Khánh thành cầu Bạch Sa</h1>
<p>Chiều 19/8, cầu Bạch Sa dài 2,1 km nối hai huyện chính thức thông xe sau 30 tháng thi công.</p>
<p>Công trình có tổng mức đầu tư 1.850 tỷ đồng, trong đó ngân sách trung ương là 1.200 tỷ đồng.</p></article>
<footer>Giá quảng cáo: 5 triệu đồng</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_page_is_reduced_to_its_article(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.encode(encoding))
    (line,) = _run(str(tmp_path / "page.html"))
    assert list(line) == ["doc", "path", "text", "article", "facts", "resolutions", "relations", "topic"]
    assert line["article"]["title"] == "Khánh thành cầu Bạch Sa"
    assert {fact["amount"] for fact in line["facts"] if fact["kind"] == "money"} == {"1850000000000", "1200000000000"}
    for fact in line["facts"]:
        assert line["text"][fact["start"] : fact["end"]] == fact["mention"]


def test_a_page_without_an_article_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "page.htm").write_bytes(b"<html><body></body></html>")
    (line,) = _run(str(tmp_path / "page.htm"))
    assert "no article" in line["error"]


def test_lines_come_before_the_files_of_the_next_group_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lockstep, "_TOGETHER", 2)
    _tree(tmp_path, "a.txt", "b.txt")
    lines = batch.run([str(tmp_path / name) for name in ("a.txt", "b.txt", "later.txt")], io.BytesIO())
    assert [next(lines)["doc"], next(lines)["doc"]] == ["a", "b"]
    _tree(tmp_path, "later.txt")
    assert "facts" in next(lines)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "the text is empty"),
        (b" \n", "the text is empty"),
        (b"\xff", "not UTF-8 at byte 0"),
        (b"a\0b", "U\\+0000 at offset 1"),
        (b"a" * 101, "101 characters, over the limit of 100"),
    ],
)
def test_errors_in_place_of_facts(tmp_path: Path, content: bytes, error: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    _tree(tmp_path, "b.txt")
    bad, good = _run(str(tmp_path), max_characters=100)
    assert list(bad) == ["doc", "path", "error"]
    assert pytest.raises(ValueError, match=error).matches(ValueError(bad["error"]))
    assert "facts" in good


def test_missing_and_empty_paths(tmp_path: Path) -> None:
    lines = _run(str(tmp_path / "missing.txt"), str(tmp_path), "")
    assert [line["error"] for line in lines] == [
        "No such file or directory",
        "no .txt, .html or .htm file in this folder",
        "an empty path",
    ]


def test_standard_input() -> None:
    (line,) = _run("-", stdin=TEXT.encode())
    assert (line["doc"], line["path"]) == ("-", "-")
    assert "facts" in line


def test_a_name_that_is_no_utf_8_can_be_printed(tmp_path: Path) -> None:
    try:
        _tree(tmp_path, "b\udcffi.txt")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (line,) = _run(str(tmp_path))
    assert line["doc"] == "b\ufffdi"
    assert "facts" in line
