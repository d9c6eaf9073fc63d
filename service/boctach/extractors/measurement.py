"""Measurements: numbers of physical units, lengths of time, ages and multiples."""

import re
from collections.abc import Iterator
from decimal import Decimal

from boctach.document import Document
from boctach.extractors import amounts
from boctach.extractors.base import Candidate
from boctach.facts import Kind, Measurement, unchecked
from boctach.text import durations, rates, units
from boctach.text.numbers import Numeral
from boctach.text.parts import Unit
from boctach.text.quantities import Quantity

KIND: Kind = "measurement"

_measurement = unchecked(Measurement)


_BLANK = "[ \u00a0]"
# km/h, kg/người/năm, lít/100km, mg/1 lít
_PER_NUMBER = re.compile(r"/(?:1|100|1\.?000)[ \u00a0]?[^\W\d_][\w²³]*")
# 1m65, 1 mét 65
_CENTIMETRES = re.compile(rf"{_BLANK}?(?P<unit>m|mét{_BLANK})(?P<rest>\d\d)(?![\w]|[.,]\d)")
# A number that is the second half of a fraction or of a score measures nothing: 1/2 kg, 24/24 giờ.
_HALVED = re.compile(r"\d/\Z")
_PER = re.compile(r"/(?:1|100|1\.?000)(?!\d)")
# 16,9 độ Vĩ Bắc; 113,2 độ Kinh Đông: both coordinates of one place are meant equally exactly.
_LATITUDE = re.compile(rf"{_BLANK}vĩ{_BLANK}(?:độ{_BLANK})?\w+{_BLANK}?(?:[;,-]|và){_BLANK}?\Z", re.IGNORECASE)
_LONGITUDE = re.compile(rf"{_BLANK}kinh{_BLANK}", re.IGNORECASE)
# 16.260 độ Vĩ Bắc: no latitude has sixteen thousand degrees, the point begins decimals.
_COORDINATE = re.compile(rf"{_BLANK}(?:vĩ|kinh){_BLANK}", re.IGNORECASE)
# 12,500 m2: no area has thousandths of a square metre, the comma groups thousands in the English manner.
_SQUARE_METRES = frozenset({"m2", "m 2", "m²", "M2", "mét vuông"})
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
# Letters that are a unit only right behind the number: 220V, 30s.
_GLUED = frozenset({"V", "s", "h", "l", "L"})
# iPhone 6s, mạng Viettel 3g: the model of something.
_MODEL = re.compile(rf"[A-Z]\w*{_BLANK}\Z")


class _Measures:
    """Units of measure, as units of `quantities`."""

    def after(self, text: str, numeral: Numeral, end: int) -> Unit | None:
        if text[numeral.start - 1 : numeral.start] == "/" and (
            _HALVED.search(text, max(0, numeral.start - 2), numeral.start) or _PER.match(text, numeral.start - 1)
        ):
            return None  # half of something else; 0,4 mg/1 lít: part of the unit before
        tall = _CENTIMETRES.match(text, numeral.end, end)
        if tall and numeral.value < 10:
            unit = tall["unit"].strip()
            return Unit(tall.start("unit"), tall.end(), unit, addition=Decimal(tall["rest"]) / 100, table=units.TABLE)
        match = units.forms().match(text, numeral.end, end)
        if not match:
            return None
        row, start = match.row, match.start
        stop = match.end
        if text.startswith("/", stop) and (slash := _PER_NUMBER.match(text, stop, end) or rates.match(text, stop, end)):
            stop = slash.end()
        if row.form in _GLUED and start > numeral.end:
            return None
        if row.form in ("s", "g") and _MODEL.search(text, max(0, numeral.start - 20), numeral.start):
            return None
        if row.sense in durations.SENSES and not durations.is_length(text, numeral, row.sense, start, stop, end):
            return None
        coordinate = row.form == "độ" and numeral.value > 360 and _COORDINATE.match(text, stop, end)
        factor = Decimal("0.001") if coordinate else Decimal(1)
        if row.form in _SQUARE_METRES and _ENGLISH_THOUSANDS.fullmatch(text, numeral.start, numeral.end):
            factor = Decimal(1000)
        return Unit(start, stop, text[start:stop], factor, table=units.TABLE)

    def before(self, text: str, numeral: Numeral, start: int) -> Unit | None:
        del text, numeral, start
        return None  # a unit of measure never stands before its number


def extract(document: Document) -> Iterator[Candidate]:
    """Yield the measurements of a document, in order."""
    last: Quantity | None = None
    for quantity in amounts.read(document, _Measures()):
        if _says_nothing(quantity):
            continue
        common = amounts.common(document, quantity)
        if last and _are_coordinates(document.text, last, quantity):
            common["qualifier"] = last.qualifier
        fact = _measurement(
            **common, value=quantity.value, low=quantity.low, high=quantity.high, unit=quantity.unit.key
        )
        yield Candidate(fact, quantity.claims)
        last = quantity


def _says_nothing(quantity: Quantity) -> bool:
    """Whether it is a bare ``một`` that counts nothing: ``một ngày đẹp trời``, ``mỗi năm một lần``."""
    numeral = quantity.numerals[0]
    if not numeral.bare or quantity.value != 1:
        return False
    return quantity.qualifier == "exact" or quantity.unit.key == "lần"


def _are_coordinates(text: str, first: Quantity, second: Quantity) -> bool:
    if second.start - first.end > 16 or second.qualifier != "exact" or first.qualifier == "range":
        return False
    between = _LATITUDE.match(text, first.end, second.start)
    return between is not None and _LONGITUDE.match(text, second.end) is not None
