"""The tables of the person extractor, read once: what each word or phrase of a text can be around a person's name."""

import functools
from dataclasses import dataclass
from typing import Literal

from boctach import tables
from boctach.extractors.person.phrases import Node, tree
from boctach.text import names

Role = Literal["office", "address", "head", "known", "verb", "stop"]

ParticleRole = Literal[
    "particle",
    "auxiliary",
    "former",
    "plural",
    "dangling",
    "conjunction",
    "abbreviation",
    "middle",
    "stage",
    "compound",
    "locative",
]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase is.

    Attributes:
        role: ``office``; ``address`` (honorific, degree, rank, trade, role); ``head`` (noun that makes the following
            name another thing's); ``known`` (a name that is no person's); ``verb`` (what persons do right after their
            names); ``stop`` (a word that ends an office's phrase).
        sort: The table's finer class.
        words: The table row.
    """

    role: Role
    sort: str
    words: str


@dataclass(frozen=True, slots=True)
class _Foreign:
    name: str


@dataclass(frozen=True, slots=True)
class _Surname:
    surname: str
    sort: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: str
    sort: str
    gloss: str


@dataclass(frozen=True, slots=True)
class _Particle:
    word: str
    role: str
    gloss: str


@dataclass(frozen=True, slots=True)
class _Institution:
    word: str
    gloss: str


@dataclass(frozen=True, slots=True)
class _Verb:
    verb: str
    noun: str
    gloss: str


@dataclass(frozen=True, slots=True)
class _Form:
    form: str
    gloss: str


@functools.cache
def cues() -> dict[str, Node[Meaning]]:
    """Offices, forms of address, heads, verbs and stop words, in any capitals, by their first word."""
    entries: list[tuple[str, Meaning]] = []
    for office in names.offices():
        entries.append((office.office, Meaning("office", office.sort, office.office)))
    for row in tables.read("honorifics", _Phrase, key=("words",)):
        entries.append((row.words, Meaning("address", row.sort, row.words)))
    for row in tables.read("name_heads", _Phrase, key=("words", "sort")):
        entries.append((row.words, Meaning("head", row.sort, row.words)))
    for verb in tables.read("speech_verbs", _Verb, key=("verb",)):
        entries.append((verb.verb, Meaning("verb", "noun" if verb.noun else "", verb.verb)))
    for table in ("clause_words", "clause_verbs"):
        for stop in tables.read(table, _Form, key=("form",)):
            entries.append((stop.form, Meaning("stop", "", stop.form)))
    return tree(entries, capitals=True)


@functools.cache
def known_names() -> dict[str, Node[Meaning]]:
    """Names that are no person's, by their first word: countries, places, companies, bodies."""
    entries: list[tuple[str, Meaning]] = []
    for row in tables.read("not_names", _Phrase, key=("words",)):
        entries.append((row.words, Meaning("known", row.sort, row.words)))
    for table, sort in (("countries", "country"), ("cities", "city")):
        for place in names.places(table):
            entries.append((place.name, Meaning("known", sort, place.name)))
    for bloc in names.blocs():
        entries.append((bloc.name, Meaning("known", "country", bloc.name)))
    for table, sort in (("companies", "institution"), ("organizations", "institution"), ("regions", "place")):
        for body in names.bodies(table):
            entries.append((body.name, Meaning("known", sort, body.name)))
    for other in names.others():
        entries.append((other.name, Meaning("known", "place", other.name)))
    return tree(entries, capitals=False)


def is_known(word: str) -> bool:
    """Whether the word alone is a name that is no person's."""
    node = known_names().get(word)
    return node is not None and node.phrase is not None


@functools.cache
def sentence_openers() -> frozenset[str]:
    """Words that open sentences and no names."""
    return frozenset(row.form for row in tables.read("sentence_openers", _Form, key=("form",)))


@functools.cache
def title_links() -> dict[str, Node[bool]]:
    """Words by which an office's phrase may go on after the name of its country or institution, by the first."""
    return tree(((row.form, True) for row in tables.read("title_links", _Form, key=("form",))), capitals=False)


@functools.cache
def particles(role: ParticleRole) -> frozenset[str]:
    """Small words of a role, as the table writes them, with an initial capital, and in capitals."""
    rows = [row for row in tables.read("name_particles", _Particle, key=("word", "role")) if row.role == role]
    plain = frozenset(row.word for row in rows)
    if role in ("former", "plural", "middle"):
        return plain | {word[0].upper() + word[1:] for word in plain} | {word.upper() for word in plain}
    return plain


@functools.cache
def families() -> dict[str, str]:
    """Vietnamese and Sino-Vietnamese family names, also in capitals, with their weight."""
    return {form: row.weight for row in names.families() for form in (row.family, row.family.upper())}


@functools.cache
def given_names() -> frozenset[str]:
    """Syllables of Vietnamese middle and given names, also in capitals."""
    return frozenset(form for syllable in names.syllables() for form in (syllable, syllable.upper()))


@functools.cache
def institution_words() -> frozenset[str]:
    """Words of the names of foreign companies, papers, places and things."""
    return frozenset(row.word for row in tables.read("institution_words", _Institution, key=("word",)))


@functools.cache
def foreign_names() -> frozenset[str]:
    """First names of foreigners."""
    return frozenset(row.name for row in tables.read("foreign_names", _Foreign, key=("name",)))


@functools.cache
def foreign_surnames() -> dict[str, str]:
    """Family names of foreigners that papers print alone, with how far the word alone tells a person."""
    rows = tables.read("foreign_surnames", _Surname, key=("surname",))
    return {row.surname: row.sort for row in rows}


@functools.cache
def listed() -> frozenset[str]:
    """All words of which a table can tell something wherever they stand."""
    return frozenset().union(
        cues(), known_names(), sentence_openers(), families(), given_names(), particles("particle")
    )
