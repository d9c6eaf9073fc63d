"""The tables of partners' names, and the one gazetteer that is built of them."""

import functools
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from boctach.facts import PartnerType
from boctach.text import names
from boctach.text.gazetteer import Gazetteer

Certainty = Literal["certain", "word", "short"]
"""How far the spelling alone tells the partner.

``certain``: it does. ``word``: it is also a word or part of other names (``Anh``). ``short``: it stands for the
partner only beside others (``Thổ`` in ``Nga - Thổ``).
"""


class Entry(NamedTuple):
    """What the tables know of a name; ``type`` is None for names that are no partners."""

    type: PartnerType | None
    code: str | None
    certainty: Certainty
    table: str


_CERTAINTY: dict[str, Certainty] = {"": "certain", "yes": "word", "short": "short"}
_TYPES = {str(name): name for name in get_args(PartnerType)}


@functools.cache
def gazetteer() -> Gazetteer[Entry]:
    """The gazetteer of all tables of names, built once."""
    return Gazetteer(_entries())


def _entries() -> Iterator[tuple[str, Entry]]:
    for other in names.others():
        yield other.name, Entry(None, None, "certain", "not_partners")
    for table in ("countries", "cities"):
        for place in names.places(table):
            yield place.name, Entry(_TYPES[place.type], place.code, _CERTAINTY[place.ambiguous], table)
    for bloc in names.blocs():
        yield bloc.name, Entry("bloc", bloc.code, _CERTAINTY[bloc.ambiguous], "blocs")
    uncoded: tuple[tuple[str, PartnerType], ...] = (
        ("regions", "region"),
        ("organizations", "organization"),
        ("companies", "company"),
    )
    for table, kind in uncoded:
        for row in names.bodies(table):
            yield row.name, Entry(kind, None, _CERTAINTY[row.ambiguous], table)
