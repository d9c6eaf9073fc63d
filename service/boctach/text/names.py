"""The tables of names that several readers share: of persons and their offices, of places and bodies abroad.

Bylines and the person extractor read the same names of persons; partner lists and the person extractor the same names
of countries, towns and bodies, the one as partners, the other as what is no person.
"""

from dataclasses import dataclass

from boctach import tables


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A row of ``family_names.tsv``: a family name, how far it tells a person, whose it is."""

    family: str
    weight: str
    people: str


@dataclass(frozen=True, slots=True)
class SyllableRow:
    """A row of ``given_names.tsv``."""

    syllable: str


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A row of ``offices.tsv``."""

    office: str
    sort: str
    gloss: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of ``countries.tsv`` or ``cities.tsv``."""

    name: str
    code: str
    type: str
    ambiguous: str
    source: str
    gloss: str


@dataclass(frozen=True, slots=True)
class BlocRow:
    """A row of ``blocs.tsv``."""

    name: str
    code: str
    ambiguous: str
    source: str
    gloss: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of ``regions.tsv``, ``organizations.tsv`` or ``companies.tsv``."""

    name: str
    ambiguous: str
    source: str
    gloss: str


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A row of ``not_partners.tsv``: a name that holds a partner's name and is none."""

    name: str
    source: str
    gloss: str


def families() -> tuple[FamilyRow, ...]:
    """Vietnamese and Sino-Vietnamese family names."""
    return tables.read("family_names", FamilyRow, key=("family",))


def syllables() -> frozenset[str]:
    """Syllables of Vietnamese middle and given names."""
    return frozenset(row.syllable for row in tables.read("given_names", SyllableRow, key=("syllable",)))


def offices() -> tuple[OfficeRow, ...]:
    """Offices that persons hold."""
    return tables.read("offices", OfficeRow, key=("office",))


def places(table: str) -> tuple[PlaceRow, ...]:
    """The rows of ``countries`` or ``cities``."""
    return tables.read(table, PlaceRow, key=("name",))


def blocs() -> tuple[BlocRow, ...]:
    """Blocs of states."""
    return tables.read("blocs", BlocRow, key=("name",))


def bodies(table: str) -> tuple[NameRow, ...]:
    """The rows of ``regions``, ``organizations`` or ``companies``."""
    return tables.read(table, NameRow, key=("name",))


def others() -> tuple[OtherRow, ...]:
    """Names that hold a partner's name and are none."""
    return tables.read("not_partners", OtherRow, key=("name",))
