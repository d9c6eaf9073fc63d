"""Vietnamese names of what the analysis calls by English words."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from boctach.facts import DocType, Kind, PartnerType, Qualifier, RelationType
from boctach.text.lines import Role
from boctach.topics.answer import Reason


class KindName(NamedTuple):
    """What a kind of fact is called, and the sign that marks it in the text, where colour alone would not tell."""

    name: str
    sign: str


KINDS: Final[Mapping[Kind, KindName]] = {
    "count": KindName("Số lượng", "SL"),
    "money": KindName("Số tiền", "TIỀN"),
    "percentage": KindName("Tỷ lệ", "%"),
    "measurement": KindName("Đại lượng", "ĐO"),
    "date": KindName("Thời gian", "NGÀY"),
    "policy_reference": KindName("Văn bản", "VB"),
    "agreement": KindName("Hiệp định", "HĐ"),
    "partner_list": KindName("Đối tác", "ĐT"),
    "person": KindName("Nhân vật", "NV"),
}

QUALIFIERS: Final[Mapping[Qualifier, str]] = {
    "exact": "",
    "about": "khoảng",
    "over": "hơn",
    "nearly": "gần",
    "under": "dưới",
    "at_least": "ít nhất",
    "at_most": "tối đa",
    "range": "trong khoảng",
}

PARTNER_TYPES: Final[Mapping[PartnerType, str]] = {
    "country": "nước",
    "territory": "vùng lãnh thổ",
    "city": "thành phố",
    "province": "tỉnh, bang",
    "bloc": "khối",
    "region": "khu vực",
    "organization": "tổ chức",
    "company": "doanh nghiệp",
}

DOC_TYPES: Final[Mapping[DocType, str]] = {
    "hien_phap": "Hiến pháp",
    "bo_luat": "Bộ luật",
    "luat": "Luật",
    "phap_lenh": "Pháp lệnh",
    "nghi_quyet": "Nghị quyết",
    "nghi_dinh": "Nghị định",
    "quyet_dinh": "Quyết định",
    "chi_thi": "Chỉ thị",
    "thong_tu": "Thông tư",
    "thong_tu_lien_tich": "Thông tư liên tịch",
    "ket_luan": "Kết luận",
    "quy_dinh": "Quy định",
    "huong_dan": "Hướng dẫn",
    "thong_bao": "Thông báo",
    "cong_dien": "Công điện",
    "cong_van": "Công văn",
    "ke_hoach": "Kế hoạch",
    "lenh": "Lệnh",
    "sac_lenh": "Sắc lệnh",
    "chuong_trinh": "Chương trình",
    "to_trinh": "Tờ trình",
    "bao_cao": "Báo cáo",
    "van_ban_khac": "Văn bản khác",
}

RELATIONS: Final[Mapping[RelationType, str]] = {
    "amends": "sửa đổi, bổ sung",
    "replaces": "thay thế",
    "repeals": "bãi bỏ",
    "based_on": "căn cứ vào",
    "details": "quy định chi tiết",
    "implements": "thực hiện",
}

ROLES: Final[Mapping[Role, str]] = {
    "title": "Nhan đề",
    "lead": "Sapo",
    "heading": "Đề mục",
    "body": "Thân bài",
    "caption": "Chú thích ảnh",
    "byline": "Tác giả",
    "furniture": "Ngoài bài",
}

ABSTENTIONS: Final[Mapping[Reason, str]] = {
    "uncertain": "mô hình không đủ chắc chắn",
    "too_short": "bài quá ngắn",
    "other_language": "bài không viết bằng tiếng Việt",
}

EVIDENCE: Final[Mapping[str, str]] = {
    "number": "con số",
    "unit": "đơn vị",
    "qualifier": "mức độ",
    "cue": "từ báo hiệu",
    "member": "thành viên",
    "type": "loại văn bản",
    "issuer": "cơ quan ban hành",
    "rate": "tính theo",
    "name": "tên",
    "honorific": "cách gọi",
    "post": "chức vụ",
    "office-after": "chức vụ đứng sau",
    "speaks": "động từ nói năng",
    "given-name": "tên riêng",
    "middle-name": "tên đệm",
    "seen": "đã gặp trong bài",
}
"""Roles of evidence; one that is not here is shown as the rule calls it."""

TABLES: Final[Mapping[str, str]] = {
    "currencies": "bảng tiền tệ",
    "countries": "bảng tên nước",
    "blocs": "bảng tên khối",
    "cities": "bảng tên thành phố",
    "agreements": "bảng hiệp định",
    "organizations": "bảng tổ chức",
    "companies": "bảng doanh nghiệp",
    "issuer_symbols": "bảng ký hiệu cơ quan",
    "issuers": "bảng cơ quan",
    "units": "bảng đơn vị",
    "qualifiers": "bảng từ chỉ mức độ",
}
"""Data tables that evidence names; one that is not here is shown by its file's name."""

INDICATORS: Final[Mapping[str, str]] = {
    "foreign_partner_localities": "Địa phương nước ngoài có quan hệ",
    "foreign_agreement_localities": "Địa phương nước ngoài đã ký thỏa thuận",
    "foreign_partner_countries": "Nước và vùng lãnh thổ đối tác",
    "foreign_trade_countries": "Nước có quan hệ thương mại",
    "foreign_projects": "Dự án đầu tư nước ngoài",
    "projects": "Dự án",
    "foreign_capital": "Vốn đầu tư nước ngoài",
    "registered_capital": "Vốn đăng ký",
    "disbursed_capital": "Vốn thực hiện",
    "capital": "Vốn",
}
"""Indicators that localities report; one that is not here has no chart."""

ANSWERS: Final[Mapping[str, str]] = {
    "facts": "dữ kiện",
    "indicators": "chỉ tiêu",
    "partners": "đối tác",
    "citations": "văn bản được dẫn",
    "relations": "quan hệ giữa các văn bản",
    "articles": "bài",
}
"""Tables of answers."""
