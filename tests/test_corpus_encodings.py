"""Encodings of before Unicode are converted, or refused: never wrong letters."""

import pytest

from boctach.corpus import encodings, legacy
from boctach.errors import DecodeError

TEXT = (
    "Thành phố Hồ Chí Minh có hơn 11.000 dự án đầu tư nước ngoài còn hiệu lực; chỉ thị được ký ngày 5 tháng 3.\n"
    "“Đây là kết quả tốt”, ông Nguyễn Văn Mỹ nói. Ủy ban nhân dân tỉnh đề nghị giữ vững tăng trưởng ổn định."
)


def as_tcvn3(text: str) -> str:
    codes = {letter: code for code, letter in legacy._letters("tcvn3").items()}
    return "".join(codes.get(c) or codes.get(c.lower()) or c for c in text)


def as_vni(text: str) -> str:
    codes = {letter: code for code, letter in legacy._letters("vni").items()}
    return "".join(codes.get(c, c) for c in text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_told_by_its_bytes(encoding: str) -> None:
    assert encodings.decode(TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize("recode", [as_tcvn3, as_vni])
@pytest.mark.parametrize("stored", ["cp1252", "utf-8"])
def test_fonts_of_before_unicode_are_converted(recode: object, stored: str) -> None:
    recoded = recode(TEXT)  # type: ignore[operator]
    decoded = encodings.decode(recoded.encode(stored))
    # A font of capitals apart, TCVN3 has no capital letters with tones.
    same = {"Ủy": "ủy"} if decoded.encoding == "tcvn3" else {}
    expected = TEXT
    for capital, small in same.items():
        expected = expected.replace(capital, small)
    assert decoded.text == expected


def test_capitals_of_tcvn3_are_those_of_its_fonts() -> None:
    text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM. Hồ Chí Minh sinh ở Nghệ An."
    assert encodings.decode(as_tcvn3(text).encode("cp1252")).text == text


def test_windows_1258_and_text_encoded_twice() -> None:
    windows = "Tiê\u0301ng Viê\u0323t co\u0301 dâ\u0301u va\u0300 thanh".encode("cp1258")
    assert encodings.decode(windows) == ("Tiếng Việt có dấu và thanh", "windows-1258")
    assert encodings.decode(TEXT.encode().decode("latin-1").encode()).text == TEXT


def test_other_languages_stay_what_they_are() -> None:
    text = "Café Müller in Köln: señor, façade, über die Straße; São Paulo."
    assert encodings.decode(text.encode()) == (text, "utf-8")


PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(200, 256)) * 9


@pytest.mark.parametrize("content", [bytes(range(1, 256)), b"\x00\x01\x02binary\x00", PICTURE])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(DecodeError):
        encodings.decode(content)


def test_letters_that_no_encoding_explains_are_refused() -> None:
    with pytest.raises(DecodeError, match="not known"):
        encodings.mend("Céng¤ hßa¥ x·¦ hé§ chñ¨ nghÜa© ViÖtª qqzz¶ wwkk· zzjj¸ ffqq¹ xxzzº")
