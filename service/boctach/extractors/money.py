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
from boctach.facts import Kind, Money
from boctach.text.numbers import Numeral
from boctach.text.quantities import Unit

KIND: Kind = "money"
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
# A medal table counts in gold, silver and bronze (đồng).
_MEDALS = re.compile(r"(?:bạc|HCB)[^.\n]{0,12}\Z")
# Đồng Nai, Yên Bái, Đô Lương: a name.
_NAME = re.compile(rf"[A-ZĐ][a-zà-ỹ]+{_BLANK}[A-ZÀ-ỸĐ]")
# hai đô 23, 5 euro 50: hundredths behind the currency.
_HUNDREDTHS = re.compile(rf"{_BLANK}(\d\d)(?={_BLANK}?[,;.)](?!\d)|\Z|\n)")
# giá 50 ngàn, vé 1tr5: prices go without a currency where the words before them say that they are money.
_PRICE_BEFORE = re.compile(
    rf"(?<!\w)(?:giá|tiền|lương|phí|vé|phạt|thưởng){_BLANK}(?:[^\W\d_]+{_BLANK}){{0,2}}\Z", re.IGNORECASE
)
_PRICE_AFTER = re.compile(rf"{_BLANK}?(?:[.,;)/](?!\d)|\n|\Z|{_BLANK}(?:một|mỗi){_BLANK})")
_THOUSANDS = re.compile(r"(?:nghìn|ngàn|triệu|tr\d*|k)\Z")
_LARGE = Decimal(1000)


@functools.cache
def _rows() -> dict[str, Currency]:
    return {row.form: row for row in tables.read(TABLE, Currency, key=("form",))}


def _pattern(row: Currency) -> str:
    form = re.escape(row.form).replace(r"\ ", r"[ \u00a0-]?")
    if any(letter.islower() for letter in row.form):
        form = f"(?i:{form})"
    return form + (r"(?!\w)" if row.form[-1].isalpha() else "")


@functools.cache
def _after() -> re.Pattern[str]:
    """Every form that may stand behind a number; each group is named by the number of its row."""
    forms = []
    for index, row in enumerate(_rows().values()):
        if row.side != "before":
            guard = rf"(?!{_BLANK}(?:{row.guard.replace(' ', '|')})(?!\w))" if row.guard else ""
            forms.append((len(row.form), f"(?P<r{index}>{_pattern(row)}{guard})"))
    longest_first = "|".join(form for _, form in sorted(forms, key=lambda item: -item[0]))
    return re.compile(rf"{_BLANK}{{0,2}}(?:{longest_first})")


@functools.cache
def _before() -> re.Pattern[str]:
    forms = []
    for index, row in enumerate(_rows().values()):
        if row.side != "after":
            left = r"(?<!\w)" if row.form[0].isalpha() else ""
            forms.append((len(row.form), f"(?P<r{index}>{left}{re.escape(row.form)})"))
    longest_first = "|".join(form for _, form in sorted(forms, key=lambda item: -item[0]))
    return re.compile(rf"(?:{longest_first}){_BLANK}?\Z")


def _row(match: re.Match[str]) -> Currency:
    return tuple(_rows().values())[int(str(match.lastgroup)[1:])]


class _Currencies:
    """Currencies, as units of `quantities`."""

    def after(self, text: str, numeral: Numeral, end: int) -> Unit | None:
        match = _after().match(text, numeral.end, end)
        if not match:
            return _unnamed(text, numeral, end)
        row = _row(match)
        start, stop = match.span(str(match.lastgroup))
        if not _is_money(text, numeral, row, start):
            return None
        hundredths = _HUNDREDTHS.match(text, stop, end) if numeral.scale == 1 and row.factor == "1" else None
        if hundredths:
            part = Decimal(hundredths[1]) / 100
            return Unit(start, hundredths.end(), row.code, Decimal(1), addition=part, table=TABLE)
        return Unit(start, stop, row.code, Decimal(row.factor), table=TABLE)

    def before(self, text: str, numeral: Numeral, start: int) -> Unit | None:
        floor = max(start, numeral.start - 6)
        match = _before().search(text, floor, numeral.start)
        if not match:
            return None
        row = _row(match)
        begin, stop = match.span(str(match.lastgroup))
        if row.form.isalpha() and (
            _PRICED.search(text, max(start, begin - 8), begin) or _NOT_MONEY_AFTER.match(text, numeral.end)
        ):
            return None
        return Unit(begin, stop, row.code, Decimal(row.factor), table=TABLE)


def _is_money(text: str, numeral: Numeral, row: Currency, start: int) -> bool:
    if _NAME.match(text, start) and row.form[0].islower():
        return False
    if numeral.bare and numeral.value == 1 and row.code == "VND":
        return False  # không đáng một đồng
    if row.form == "đ":
        return text[start] == "đ" and numeral.value >= 100
    if row.form == "bảng":
        return numeral.scale >= _LARGE
    return row.form != "đồng" or not _MEDALS.search(text, max(0, numeral.start - 20), numeral.start)


def _unnamed(text: str, numeral: Numeral, end: int) -> Unit | None:
    """Dong that go without saying: ``giá 50 ngàn``, ``vé 1tr5``."""
    words = text[numeral.start : numeral.end]
    if not _THOUSANDS.search(words) or not _PRICE_AFTER.match(text, numeral.end, end):
        return None
    if not _PRICE_BEFORE.search(text, max(0, numeral.start - 30), numeral.start):
        return None
    return Unit(numeral.end, numeral.end, "VND")


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the amounts of money of a document, in order."""
    for quantity in amounts.read(document, _Currencies()):
        fact = Money(
            **amounts.common(document, quantity),
            amount=quantity.value,
            low=quantity.low,
            high=quantity.high,
            currency=quantity.unit.key,
            per=quantity.per,
        )
        yield Candidate(fact, quantity.claims)
