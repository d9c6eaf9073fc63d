"""Money: amounts with their currency, on either side of the number, and rates of them."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from boctach import tables
from boctach.document import Document
from boctach.extractors import amounts
from boctach.extractors.base import Candidate
from boctach.facts import Kind, Money, unchecked
from boctach.text.forms import Form, Forms
from boctach.text.numbers import Numeral
from boctach.text.parts import Unit

KIND: Kind = "money"
_money = unchecked(Money)
TABLE = "currencies"


@dataclass(frozen=True)
class Currency:
    """A row of ``currencies.tsv``."""

    form: str
    code: str
    factor: str
    side: str
    guard: str
    gloss: str


_BLANK = "[ \u00a0]"
# A code or name before a number is its currency only where it is not what is priced: tỷ giá USD 25.000 đồng.
_PRICED = re.compile(
    r"(?:(?<!\w)(?:(?<!trị )(?<!đơn )giá|suất|tiền|mua|bán|số|vay|gửi|vốn|đồng|cặp|bằng|sang|ra|đổi"
    rf"|tỷ|tỉ|triệu|nghìn|ngàn)|[\d/=]){_BLANK}?\Z"
)
_NOT_MONEY_AFTER = re.compile(rf"{_BLANK}?(?:%|phần trăm|điểm|[=]|{_BLANK}[a-zà-ỹđ]+/)")
# năm 2020 đồng ruộng khô hạn
_DATED = re.compile(rf"(?<!\w)(?:năm|tháng|ngày){_BLANK}\Z", re.IGNORECASE)
# A medal table counts in gold, silver and bronze (đồng).
_MEDALS = re.compile(r"(?:bạc|HCB)[^.\n]{0,12}\Z")
# 5 đồng tiền, ba đồng bạc: coins; both are other words behind a thousand and more (10 triệu đồng tiền thuế).
_COIN = re.compile(
    rf"đồng{_BLANK}(?:tiền|bạc|thời|bằng|loạt|ý|đều|nát|phục|cỏ|ruộng|lúa|ca|dạng|vị|bộ|cân|vàng|chì|thau|quê|muối)(?!\w)"
)
# Đồng Nai, Yên Bái, Đô Lương: a name.
_NAME = re.compile(rf"[A-ZĐ][a-zà-ỹ]+{_BLANK}[A-ZÀ-ỸĐ]")
# hai đô 23, 5 euro 50: hundredths behind the currency.
_HUNDREDTHS = re.compile(rf"{_BLANK}(\d\d)(?={_BLANK}?[,;.)](?!\d)|\Z|\n)")
# giá 50 ngàn, vé 1tr5: prices go without a currency where the words before them say that they are money.
_PRICE_BEFORE = re.compile(
    rf"(?<!\w)(?:giá|tiền|lương|phí|vé|phạt|thưởng|lãi|lỗ|nợ|thu nhập){_BLANK}(?:[^\W\d_]+{_BLANK}){{0,2}}\Z",
    re.IGNORECASE,
)
_PRICE_AFTER = re.compile(rf"{_BLANK}?(?:[.,;)/](?!\d)|\n|\Z|{_BLANK}(?:một|mỗi){_BLANK})")
_THOUSANDS = re.compile(r"(?:nghìn|ngàn|triệu|tr\d*|k)\Z")
_THREE_DECIMALS = re.compile(r"[1-9]\d{0,2},\d{3}\Z")
_LARGE = Decimal(1000)


@functools.cache
def _rows() -> dict[str, Currency]:
    return {row.form: row for row in tables.read(TABLE, Currency, key=("form",))}


@functools.cache
def _after() -> Forms[Currency]:
    """The forms that may stand behind a number."""
    forms = []
    for row in _rows().values():
        guard = rf"(?!{_BLANK}(?:{row.guard})(?!\w))" if row.guard else ""
        edge = r"(?!\w)" if row.form[-1].isalpha() else ""
        if row.side != "before":
            forms.append(Form(row.form, row, any_case=not row.form.isupper(), then=edge + guard))
    return Forms(forms)


@functools.cache
def _before() -> dict[str, tuple[Currency, ...]]:
    """The forms that may stand before a number, by their last character, the longest first."""
    by_last: dict[str, list[Currency]] = {}
    for row in sorted(_rows().values(), key=lambda row: -len(row.form)):
        if row.side != "after":
            by_last.setdefault(row.form[-1], []).append(row)
    return {last: tuple(rows) for last, rows in by_last.items()}


class _Currencies:
    """Currencies, as units of `quantities`."""

    def after(self, text: str, numeral: Numeral, end: int) -> Unit | None:
        match = _after().match(text, numeral.end, end)
        if not match:
            return _unnamed(text, numeral, end)
        start, stop, row = match
        if not _is_money(text, numeral, row, start):
            return None
        thousands = _thousands(text, numeral, row)
        if thousands is None:
            return None
        hundredths = _HUNDREDTHS.match(text, stop, end) if numeral.scale == 1 and row.factor == "1" else None
        if hundredths:
            part = Decimal(hundredths[1]) / 100
            return Unit(start, hundredths.end(), row.code, Decimal(1), addition=part, table=TABLE)
        return Unit(start, stop, row.code, Decimal(row.factor) * thousands, table=TABLE)

    def before(self, text: str, numeral: Numeral, start: int) -> Unit | None:
        stop = numeral.start
        if stop > start and text[stop - 1] in " \u00a0":
            stop -= 1
        for row in _before().get(text[stop - 1], ()) if stop > start else ():
            begin = stop - len(row.form)
            if begin >= start and text.startswith(row.form, begin) and _is_priced_in(text, numeral, row, begin, start):
                return Unit(begin, numeral.start, row.code, Decimal(row.factor), table=TABLE)
        return None


def _is_priced_in(text: str, numeral: Numeral, row: Currency, begin: int, start: int) -> bool:
    """Whether a form before a number is its currency, not the end of a word nor what is priced."""
    if not row.form.isalpha():
        return True
    if begin > start and text[begin - 1].isalnum():
        return False
    glued = begin + len(row.form) == numeral.start
    if not glued and _PRICED.search(text, max(start, begin - 8), begin):
        return False
    return not _NOT_MONEY_AFTER.match(text, numeral.end)


def _is_money(text: str, numeral: Numeral, row: Currency, start: int) -> bool:
    if " " not in row.form and row.form[0].islower() and _NAME.match(text, start):
        return False
    if numeral.bare and numeral.value == 1 and row.code == "VND":
        return False  # không đáng một đồng
    bare = text[numeral.start : numeral.end].isdecimal()
    if bare and _DATED.search(text, max(0, numeral.start - 7), numeral.start):
        return False
    if row.form == "đ":
        return text[start] == "đ" and (numeral.value >= 100 or text.startswith("/", start + 1))
    if (bare or numeral.value < _LARGE) and _COIN.match(text, start):
        return False  # Asiad 2018 đồng thời: four bare digits may be a year
    if row.form == "bảng":
        return numeral.value >= _LARGE
    small = row.form == "đồng" and numeral.value < _LARGE
    return not (small and _MEDALS.search(text, max(0, numeral.start - 20), numeral.start))


def _thousands(text: str, numeral: Numeral, row: Currency) -> Decimal | None:
    """What an amount with three digits behind a comma is multiplied with; None where that cannot be told.

    Dong and dollars have no three decimals, so ``23,500 đồng`` and ``45,900 USD`` are thousands in the English manner;
    but ``1,105 USD`` may be the price of a euro.
    """
    if (
        numeral.form != "digits"
        or numeral.value >= _LARGE
        or not _THREE_DECIMALS.match(text, numeral.start, numeral.end)
    ):
        return Decimal(1)
    if row.code == "VND":
        return _LARGE
    return _LARGE if numeral.value >= 10 and row.code in ("USD", "EUR", "GBP") else None


def _unnamed(text: str, numeral: Numeral, end: int) -> Unit | None:
    """Dong that go without saying: ``giá 50 ngàn``, ``vé 1tr5``."""
    if numeral.form == "digits" or not _THOUSANDS.search(text[numeral.start : numeral.end]):
        return None
    if not _PRICE_AFTER.match(text, numeral.end, end):
        return None
    if not _PRICE_BEFORE.search(text, max(0, numeral.start - 30), numeral.start):
        return None
    return Unit(numeral.end, numeral.end, "VND")


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the amounts of money of a document, in order."""
    for quantity in amounts.read(document, _Currencies()):
        fact = _money(
            **amounts.common(document, quantity),
            amount=quantity.value,
            low=quantity.low,
            high=quantity.high,
            currency=quantity.unit.key,
            per=quantity.per,
        )
        yield Candidate(fact, quantity.claims)
