"""The table of Vietnam's provinces and cities, and what a name stands for."""

import pytest

from boctach.text import provinces


def test_63_units_before_july_2025_and_34_after() -> None:
    units = provinces.units().values()
    assert len({unit.code_63 for unit in units if unit.code_63}) == 63
    assert len({unit.code_34 for unit in units if unit.code_34}) == 34


def test_every_unit_goes_on_or_was_merged_into_one_that_does() -> None:
    units = provinces.units()
    for unit in units.values():
        assert (unit.code_34 is None) == (unit.merged_into is not None), unit
        assert unit.merged_into is None or units[unit.merged_into].code_34, unit


def test_a_merged_unit_took_over_the_code_of_one_of_its_parts() -> None:
    units = provinces.units()
    for name, unit in units.items():
        parts = {part.code_63 for part in units.values() if name in (part.name, part.merged_into)}
        assert unit.code_34 is None or unit.code_34 in parts, unit


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TPHCM", "Thành phố Hồ Chí Minh"),
        ("THÀNH PHỐ HỒ CHÍ MINH", "Thành phố Hồ Chí Minh"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("Đắc Lắc", "Đắk Lắk"),
    ],
)
def test_spellings(written: str, name: str) -> None:
    (match,) = provinces.gazetteer().find(written)
    assert match.entry.unit.name == name


@pytest.mark.parametrize("text", ["thái bình", "Hà", "Việt Nam", "Hà Nộii"])
def test_no_province(text: str) -> None:
    assert list(provinces.gazetteer().find(text)) == []
