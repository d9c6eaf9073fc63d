"""What the page says of input that cannot be used."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from boctach import errors
from boctach.api.problems import INPUT_ERRORS, ProblemError


class Complaint(NamedTuple):
    """What was wrong, what to do about it, and the HTTP status that says so."""

    status: int
    title: str
    remedy: str


_OF_INPUT: Final[Mapping[type[errors.InputError], tuple[str, str]]] = {
    errors.EmptyTextError: ("Chưa có nội dung bài viết.", "Dán văn bản vào ô hoặc chọn một tệp, rồi bấm lại."),
    errors.TextTooLongError: ("Bài viết quá dài.", "Hãy gửi từng bài một."),
    errors.CharacterError: (
        "Bài viết có ký tự không hợp lệ.",
        "Hãy chép lại văn bản từ nguồn, hoặc lưu tệp ở bảng mã UTF-8.",
    ),
    errors.DecodeError: ("Không đọc được bảng mã của tệp.", "Hãy lưu tệp ở bảng mã UTF-8 rồi chọn lại."),
    errors.QuestionError: (
        "Có điều kiện lọc không đọc được.",
        "Viết ngày theo dạng 2024 hoặc 5/3/2024, văn bản như báo chí viết: Chỉ thị 15-CT/TW, Luật Đất đai năm 2024.",
    ),
    errors.MetadataError: (
        "Ngày đăng hoặc địa chỉ của bài không đọc được.",
        "Viết ngày theo dạng 25/12/2018 và địa chỉ đầy đủ theo dạng https://…, hoặc để trống.",
    ),
}

_OF_STATUS: Final[Mapping[int, tuple[str, str]]] = {
    400: ("Trình duyệt gửi biểu mẫu không đúng.", "Hãy tải lại trang rồi thử lại."),
    404: ("Không có trang này.", "Hãy trở về trang đầu."),
    413: ("Bài viết quá dài.", "Hãy gửi từng bài một."),
    429: ("Có quá nhiều yêu cầu từ máy này.", "Hãy đợi một lát rồi thử lại."),
    503: ("Hệ thống đang bận hoặc đang nạp mô hình.", "Hãy đợi vài giây rồi bấm lại; nội dung vẫn còn trong ô."),
    504: ("Bài viết mất quá nhiều thời gian.", "Hãy chia bài thành các phần ngắn hơn."),
}
_OTHER: Final = ("Không đọc được bài viết này.", "Hãy kiểm tra lại nội dung rồi thử lại.")


def of(error: errors.InputError | errors.StoreError | ProblemError) -> Complaint:
    """The complaint about an error, in Vietnamese."""
    if isinstance(error, errors.StoreError):
        return Complaint(503, "Chưa đọc được kho bài.", "Người quản trị cần nạp bài vào kho hoặc xem lại nơi đặt kho.")
    if isinstance(error, ProblemError):
        return Complaint(error.status, *_OF_STATUS.get(error.status, _OTHER))
    status = next((status for cls, (status, _) in INPUT_ERRORS.items() if isinstance(error, cls)), 422)
    return Complaint(status, *_OF_INPUT.get(type(error), _OTHER))


def missing() -> Complaint:
    """The complaint about an address where nothing is."""
    return Complaint(404, *_OF_STATUS[404])
