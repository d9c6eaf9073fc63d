"""Sentences: every stop judged by its two sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boctach.text.sentences import split
from tests.growth import assert_linear, repeated
from tests.shared import needs_shared, texts

SPLIT = [
    ("Tỉnh có 5 huyện.|Xã nghèo còn 12.|Năm 2023 khác.", "full stops, also after a number"),
    ("Vốn đạt 5 tỷ USD.|Năm qua tăng.", "after an acronym"),
    ("Vốn đạt 5 tỷ USD.|Năm nay tăng ở các địa phương.|Trong đó có Huế.", "with blanks"),
    ("Đã ký chưa?|Rồi!|Tốt…|Xong...|Hết", "every stop"),
    ("Ông nói: “Tốt lắm.”|Bà Lan gật đầu.", "closing quotes belong to the sentence that they close"),
    ("Ông nói: \"Tốt lắm.\"|\"Đúng vậy\", bà đáp.", "straight quotes"),
    ("Hội nghị bế mạc./.|Tin của đài.", "the end mark of the wires"),
    ("Có ba việc.|- Một là giảm nghèo.|– Hai là làm đường.", "dashes of a list"),
    ("Giá lên.|15 xã bị ảnh hưởng.", "a number may begin a sentence"),
    ("Doanh thu năm 2023.|100 xã khác chưa có.", "four digits are no group of thousands"),
    ("Đó là quyết định của TP.|Trong đó, quận làm trước.", "a city at the end, as the next word opens a sentence"),
    ("Em thi khối A.|Các bạn thi khối B.|Nhưng khó.", "a letter at the end"),
    ("Trời còn 15 độ C.|Vùng cao có sương.", "a letter after a small word"),
    ("Thấp nhất 15 độ C.|Nam Bộ nắng.", "a degree before a name"),
    ("Gặp bà T.|Công an đã mời bà.", "a name cut to its letter at the end"),
    ("Có lúa, ngô, v.v.|Bà con rất vui.", "and so on, at the end"),
    ("Xong rồi (xem ảnh).|Tiếp tục.", "a bracket at the end"),
    ("(Ông là giám đốc của nhà máy.)|Hôm sau ông đi.", "a sentence in brackets"),
    ("Đoàn đến thăm TP.HCM.|Sau đó về.", "after an abbreviated name"),
]  # fmt: skip
GLUED = [
    ("Vốn đạt 5 tỷ USD.|Năm qua tăng.", "no blank after an acronym"),
    ("Chia cho địa phương.|Trong đó có Huế.", "no blank after a word"),
    ("Hết năm 2023.|Trong đó.", "no blank after a number"),
    ("Tăng 5%.|Đây là mức cao.", "no blank after a sign"),
    ("Ông nói “tốt”.|Ý kiến khác.", "no blank after a quote"),
    ("Bao giờ xong?|Chưa rõ.", "no blank after a question"),
    ("Về đến bản.|Ở đó có suối.", "no blank before a word of one letter"),
]
WHOLE = [
    ("UBND TP. Hồ Chí Minh, TX. Sơn Tây, Tp. Vinh và tp. Huế họp.", "cities and towns"),
    ("Nhà ở Q. 1, P. Bến Nghé, H. Củ Chi.", "districts and wards"),
    ("TS. Nguyễn Văn A, PGS.TS. Trần B, ThS. Lê C, Th.S. Lê D, GS.TSKH. Võ E dự.", "degrees"),
    ("BS. Hoa, BS.CKII. Lan, KS. Bình và LS. Cúc phát biểu.", "trades"),
    ("Mr. Smith và Mrs. Jones ở St. Louis.", "foreign forms of address"),
    ("Tổng thống John F. Kennedy và nhà văn J.K. Rowling.", "initials"),
    ("Chợ ở TP.Đồng Hới và Q.Liên Chiểu, theo PV.VietNamNet.", "names whose first syllable also opens sentences"),
    ("Anh Ph.Th.N. và chị Lê Th. Hoa đi chợ.", "names cut to consonants"),
    ("Xe ID.R chạy điện, nhà ở P. Vinh.", "a letter after a stop, a ward of one word"),
    ("Mỗi suất 327. 000 đồng.", "a number that came apart"),
    ("Có 1.234 hộ, tăng 3.5 lần.", "numbers"),
    ("1. Tình hình chung", "numbering with a figure"),
    ("2.1. Kết quả", "numbering of two levels"),
    ("IV. Tổ chức thực hiện", "numbering with a Roman figure"),
    ("a. Về vốn", "numbering with a letter"),
    ("a) Về vốn", "numbering with a bracket"),
    ("Lúa, ngô, v.v. đều tăng.", "and so on, in the middle"),
    ("Cảng (xem Hình 2. Sơ đồ) đã xong.", "inside a short bracket"),
    ("Theo Chinhphu.vn và TP.HCM, U.S. Steel đã mua.", "host names and abbreviated names"),
    ("Bài trên Vietnam.Net và Dantri.Com.", "host names with a capital"),
    ("TP.Hồ Chí Minh, P.Bến Nghé, ThS.Lê Hoa, C.Mác, Th.S Lê Hoa.", "abbreviations without a blank"),
    ("xây dựng liên kết vùng... nhằm ứng phó", "dots in the middle"),
    ("Ông hỏi “Vì sao?” rồi đi.", "a question in quotes"),
    ("...", "stops alone"),
]


@pytest.mark.parametrize(
    ("marked", "joint", "note"),
    [(m, " ", n) for m, n in SPLIT] + [(m, "", n) for m, n in GLUED] + [(m, " ", n) for m, n in WHOLE],
)
def test_split(marked: str, joint: str, note: str) -> None:
    text = marked.replace("|", joint)
    assert [text[s.start : s.end] for s in split(text, 0, len(text))] == marked.split("|")


def test_numbering_at_the_start_of_a_sentence_within_a_paragraph() -> None:
    text = "Có hai việc. 1. Giảm nghèo. 2. Làm đường."
    assert [text[s.start : s.end] for s in split(text, 0, len(text))] == [
        "Có hai việc.",
        "1. Giảm nghèo.",
        "2. Làm đường.",
    ]


def test_only_the_paragraph_is_read() -> None:
    text = "Một. Hai ba. Bốn"
    assert split(text, 5, 12) == [(5, 12)]


@given(st.text(st.sampled_from("aB1Ở.!?…/ \n()[]“”\"'-,%")))
def test_sentences_cover_all_but_blanks_in_order(text: str) -> None:
    spans = split(text, 0, len(text))
    at = 0
    for span in spans:
        assert text[at : span.start].strip() == ""
        assert at <= span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("unit", ["A. ", ".", "(", "( A. ", "1. ", "a.B", '. " ', "\n", "TP. A "])
def test_linear_time(unit: str) -> None:
    assert_linear(lambda length: repeated(unit, length), lambda text: split(text, 0, len(text)), 10_000)


@needs_shared
def test_no_sentence_of_an_article_is_overlong() -> None:
    for name, text in texts():
        for line_start, line in _lines(text):
            for span in split(text, line_start, line_start + len(line)):
                assert span.end - span.start < 1500, (name, text[span.start : span.start + 80])


def _lines(text: str) -> list[tuple[int, str]]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    return lines
