"""Vietnamese numerals, in digits and in words, to exact Decimal.

Digits are read as Vietnamese writes them: a point groups thousands (``11.000``), a comma begins the decimals
(``7,63``). The English manner is read only where the Vietnamese one cannot be meant (``1,234,567``, ``103.92``). A
numeral takes its magnitudes in: ``55 nghìn tỷ``, ``1 triệu 200 nghìn``, ``1tr5``, ``2 tỷ rưỡi``.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from boctach.text import number_words

Form = Literal["digits", "mixed", "words"]


class Numeral(NamedTuple):
    """A numeral ``[start, end)``: digits or words, magnitudes included (``2,3 triệu``; ``hai mươi``).

    Attributes:
        value: Its value, magnitudes multiplied out.
        form: Whether it is written in digits or in words (``mixed``: digits with a magnitude word).
        scale: What an earlier number borrows from it: ``1000000`` in ``3,5 triệu``; 1 where there is nothing to lend.
        bare: One word below ten (``một``, ``ba``, ``năm``), which may be another word altogether: only what follows
            can tell.
        vague: An amount that no one has counted: ``hàng trăm``, ``vài chục nghìn``, ``hai ba``, a magnitude alone
            (``triệu người``). Never a fact; found so that no part of it is taken for one.
        joined: Stands right behind capital letters (``VND1000``, ``HS0301``): a quantity only where these are a unit.
        ordinal: Stands behind ``thứ``.
    """

    start: int
    end: int
    value: Decimal
    form: Form
    scale: Decimal = Decimal(1)
    bare: bool = False
    vague: bool = False
    joined: bool = False
    ordinal: bool = False


_BLANK = "[ \u00a0]"
_ONE = Decimal(1)
_DIGITS = re.compile(
    # Not inside a word or a longer chain of digits; two or three capitals may stand right before it (VND1000, Rp500).
    r"(?:(?<!\w)|(?<=[^\W\dA-Z_]{2}))(?<!\d[.,:])(?<![A-Z]\.)(?P<letters>[A-ZĐ]{2,3}|Rp)?"
    r"(?P<token>[1-9]\d{0,2}(?:[ \u00a0]\d{3}){2,6}(?:,\d+)?(?![.,]?\d)"  # 1 200 000
    r"|[1-9]\d{0,2}[ \u00a0]000(?![.,]?\d)"  # 50 000
    r"|[1-9]\d{0,2}\.[ ](?:\d{3}\.)*000(?![.,]?\d)"  # 327. 000, a blank slipped in
    r"|\d++(?:[.,]\d++)*+)(?!:\d)"
)
_RUN = re.compile(r"\d\d*")  # re looks for the first digit faster than for \d+
# Covid-19, Su-30: a name. 5 USD-10 USD is none.
_NAMED = re.compile(r"(?<![\w-])(?!(?:USD|VND|VNĐ|EUR)[-–])[A-ZĐ][^\W\d_]{0,12}[-–]\Z")
# đạt15 tỷ, gồm60 xã: a blank was lost behind a word that its accents tell from a code (vnexpress24, CO2).
_GLUED = re.compile(r"(?<!\w)(?=[a-z]{0,5}[à-ỹđ])[a-zà-ỹđ]{2,7}\Z")
_POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\Z")
# 1,234,567 and 1,234.56; 15,000 too: no one writes three zeros of decimals, but before a magnitude (35,000 triệu).
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)\Z")
_COMMA_THOUSANDS = re.compile(r"[1-9]\d{0,2},000\Z")
_ONE_SEPARATOR = re.compile(r"\d+[.,]\d+\Z")

_MAGNITUDE = re.compile(
    rf"{_BLANK}{{0,2}}(?P<word>nghìn|ngàn|vạn|triệu|tỷ|tỉ|trăm|chục)(?!\w){number_words.NOT_MAGNITUDE}", re.IGNORECASE
)
_ABBREVIATED = re.compile(r"(?P<word>[kK]|tr|Tr)(?P<tail>\d{1,3})?(?!\w)")
# 5M and 1.2B are amounts of money, or else names.
_CAPITAL = re.compile(r"(?P<word>[MB])(?!\w)")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥]|USD|EUR) ?\Z")
_MONEY_AFTER = re.compile(rf"{_BLANK}?(?:[$€£¥]|USD|EUR|VND|đô|euro)")
# 2 tỷ 5, 1 triệu 200: tenths, hundredths or thousandths of the magnitude.
_TAIL = re.compile(rf"{_BLANK}(?P<tail>[1-9]|[1-9]\d\d)(?![\w%]|[.,]\d)(?!{_BLANK}?[/:–-]{_BLANK}?\d)")
_SMALLER = re.compile(
    rf"{_BLANK}(?P<token>\d{{1,3}}(?:,\d+)?){_BLANK}?(?P<word>nghìn|ngàn|vạn|triệu|tỷ|tỉ|trăm)(?!\w)"
    rf"{number_words.NOT_MAGNITUDE}"
)
_HALF = re.compile(rf"{_BLANK}(?:rưỡi|rưởi)(?!\w)")
_FACTORS = {
    "chục": 10, "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
    "k": 10**3, "tr": 10**6, "m": 10**6, "b": 10**9,
}  # fmt: skip
# -5 độ C: a minus only where a hyphen cannot join two numbers.
_MINUS = re.compile(r"(?:(?:^|[(\[:;])[ \u00a0]?|(?<!\w)(?:mức|còn|xuống|là|tới|trưởng)[ \u00a0])[-−]\Z", re.MULTILINE)
_MINUS_PERCENT = re.compile(r"[^\W\d_][ \u00a0][-−]")  # tương ứng -0,28%
_NEGATIVE_WORDS = ("Âm ", "âm ", "Âm\u00a0", "âm\u00a0")
_NEGATIVE_LENGTH = 3
_ORDINAL_WORDS = ("Thứ ", "thứ ", "Thứ\u00a0", "thứ\u00a0")
_ORDINAL_LENGTH = 4
# hai phần ba, 2 phần 3: shares of a whole.
_FRACTION = re.compile(r"[ \u00a0]phần[ \u00a0](?=\d|(?:hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười|nghìn|ngàn|vạn)(?!\w))")


def find(text: str, start: int, end: int) -> list[Numeral]:
    """Numerals of ``text[start:end]``, in order, none overlapping another.

    Runs in time linear in ``end - start``.
    """
    found = sorted([*_in_digits(text, start, end), *_in_words(text, start, end)])
    kept: list[Numeral] = []
    for numeral in found:
        # The magnitude of a numeral in digits (3 triệu) is a vague numeral by itself.
        if kept and numeral.start < kept[-1].end:
            continue
        if kept and kept[-1].bare and _is_guess(text, kept[-1], numeral):
            numeral = kept.pop()._replace(end=numeral.end, value=Decimal(0), vague=True)
        kept.append(numeral)
    if text.find("phần", start, end) < 0:
        return kept
    fractions = {n.end: match.end() for n in kept if (match := _FRACTION.match(text, n.end, end))}
    lower_halves = set(fractions.values())
    return [n for n in kept if n.start not in lower_halves and n.end not in fractions]


def parse(words: str) -> Decimal:
    """The value of one numeral in words, the whole string: ``hai nghìn không trăm linh năm`` is 2005.

    Spoken shorthand is read too (``bốn ba`` is 43), which running text is not.

    Raises:
        ValueError: The string is no numeral.
    """
    return number_words.parse(words)


def _is_guess(text: str, first: Numeral, second: Numeral) -> bool:
    """Whether two words with a comma are a guess, as they are without it: ``một, hai lần``."""
    return (
        first.bare
        and second.form == "words"
        and text[first.end : second.start] == ", "
        and (second.bare or second.scale > 1)
        and first.value < second.value / second.scale < 10
    )


def _in_words(text: str, start: int, end: int) -> Iterator[Numeral]:
    for found in number_words.find(text, start, end):
        negative = _is_negative(text, found.start, start)
        yield Numeral(
            found.start - _NEGATIVE_LENGTH if negative else found.start,
            found.end,
            -found.value if negative else found.value,
            "words",
            found.scale,
            found.bare and not negative,
            found.vague,
            False,
            _is_ordinal(text, found.start),
        )


def _is_negative(text: str, at: int, start: int) -> bool:
    return text.endswith(_NEGATIVE_WORDS, start, at) and _begins_word(text, at - _NEGATIVE_LENGTH)


def _is_ordinal(text: str, at: int) -> bool:
    return text.endswith(_ORDINAL_WORDS, 0, at) and _begins_word(text, at - _ORDINAL_LENGTH)


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_")


def _in_digits(text: str, start: int, end: int) -> Iterator[Numeral]:
    at = start
    for run in _RUN.finditer(text, start, end):
        match = _digits(text, run.start(), at, end) if run.start() >= at else None
        if match is None:
            continue
        begin, at = match.span("token")
        token, letters = match["token"], match.start()
        magnitude = _MAGNITUDE.match(text, at, end)
        value = _read_digits(token, magnified=magnitude is not None)
        if value is None or (letters > start and _is_of_word(text, begin, letters, start)):
            continue
        value, scale, at = _magnified(text, begin, at, end, value, magnitude)
        sign = _sign(text, begin, at, start)
        if sign is not None:
            value, begin = -value, sign
        yield Numeral(
            begin,
            at,
            value,
            "digits" if at == match.end("token") else "mixed",
            scale,
            False,
            False,
            match["letters"] is not None,
            _is_ordinal(text, begin),
        )


def _digits(text: str, run: int, at: int, end: int) -> re.Match[str] | None:
    """What `_DIGITS` finds for the digits that begin at ``run``; letters from ``at`` on may stand before them."""
    if run and text[run - 1].isalpha():
        for place in (run - 3, run - 2):
            match = _DIGITS.match(text, place, end) if place >= at else None
            if match:
                return match
    return _DIGITS.match(text, run, end)


def _is_of_word(text: str, begin: int, letters: int, start: int) -> bool:
    """Whether the digits at ``begin``, with letters from ``letters`` on, belong to the word before: ``Covid-19``."""
    before = text[letters - 1]
    if before in "-–":
        return _NAMED.search(text, max(start, begin - 16), letters) is not None
    return before.isalpha() and not _GLUED.search(text, max(start, letters - 8), letters)


def _sign(text: str, begin: int, at: int, start: int) -> int | None:
    """Where the minus, or the word for it, stands before a number."""
    if begin > start and text[begin - 1] in "-−":
        return begin - 1 if _is_minus(text, begin, at, start) else None
    return begin - _NEGATIVE_LENGTH if _is_negative(text, begin, start) else None


def _is_minus(text: str, begin: int, at: int, start: int) -> bool:
    """Whether the stroke before a number is a minus."""
    if _MINUS.search(text, max(start, begin - 9), begin):
        return True
    before = begin - 3
    return text.startswith("%", at) and before >= start and _MINUS_PERCENT.match(text, before, begin) is not None


def _read_digits(token: str, *, magnified: bool) -> Decimal | None:
    """The value of digits with points, commas and blanks; None where they are no number (a date, an address)."""
    if token.isdecimal():
        return Decimal(token)
    token = token.replace(" ", "").replace("\u00a0", "")
    if token.isdecimal():
        return Decimal(token)
    if _POINT_GROUPS.match(token):
        return Decimal(token.replace(".", "").replace(",", "."))
    if _COMMA_GROUPS.match(token) or (_COMMA_THOUSANDS.match(token) and not magnified):
        return Decimal(token.replace(",", ""))
    return Decimal(token.replace(",", ".")) if _ONE_SEPARATOR.match(token) else None


def _magnified(
    text: str, begin: int, at: int, end: int, value: Decimal, magnitude: re.Match[str] | None
) -> tuple[Decimal, Decimal, int]:
    """Value, scale and end of a numeral whose digits end at ``at``, with the magnitudes behind them."""
    if magnitude is None:
        short = _abbreviated(text, begin, at, end) if at < end and text[at].isalpha() else None
        if short is None:
            return value, _ONE, at
        scale = Decimal(_FACTORS[short["word"].lower()])
        tail = short.groupdict().get("tail")
        return value * scale + (_tenths(tail, scale) if tail else 0), _ONE if tail else scale, short.end()
    scale, at = _magnitudes(text, magnitude, end)
    value *= scale
    half = _HALF.match(text, at, end)
    if half:
        return value + scale / 2, _ONE, half.end()
    rest = _smaller(text, at, end, scale)
    return (value + rest[0], _ONE, rest[1]) if rest else (value, scale, at)


def _abbreviated(text: str, begin: int, at: int, end: int) -> re.Match[str] | None:
    """A magnitude in letters right behind the digits: ``50k``, ``1tr5``, ``$5M``."""
    return _ABBREVIATED.match(text, at, end) or _money_capital(text, begin, at, end)


def _magnitudes(text: str, first: re.Match[str], end: int) -> tuple[Decimal, int]:
    """The product of the magnitudes that follow one another, and where they end: ``nghìn tỷ``."""
    scale = Decimal(_FACTORS[first["word"].lower()])
    second = _MAGNITUDE.match(text, first.end(), end)
    if second is None:
        return scale, first.end()
    return scale * _FACTORS[second["word"].lower()], second.end()


def _smaller(text: str, at: int, end: int, scale: Decimal) -> tuple[Decimal, int] | None:
    """What a smaller magnitude adds: ``1 triệu 200 nghìn``, ``2 tỷ 5``."""
    match = _SMALLER.match(text, at, end)
    if match:
        factor = _FACTORS[match["word"].lower()]
        if (
            factor < scale
            and (value := _read_digits(match["token"], magnified=True)) is not None
            and value * factor < scale
        ):
            further = _smaller(text, match.end(), end, Decimal(factor)) or (Decimal(0), match.end())
            return value * factor + further[0], further[1]
        return None
    tail = _TAIL.match(text, at, end) if scale >= 10**6 else None
    return (_tenths(tail["tail"], scale), tail.end()) if tail else None


def _tenths(digits: str, scale: Decimal) -> Decimal:
    return Decimal(f"0.{digits}") * scale


def _money_capital(text: str, begin: int, at: int, end: int) -> re.Match[str] | None:
    match = _CAPITAL.match(text, at, end)
    if match and (_MONEY_BEFORE.search(text, max(0, begin - 4), begin) or _MONEY_AFTER.match(text, match.end(), end)):
        return match
    return None
