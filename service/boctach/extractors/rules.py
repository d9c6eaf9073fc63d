"""The rules by which facts are found, described: what ``Fact.rule`` may hold."""

import functools
from dataclasses import dataclass

from boctach import tables
from boctach.facts import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ``rules.tsv``.

    Attributes:
        kind: The kind of fact.
        rule: The rule's name, as it stands in facts; for partner lists a part of it.
        finds: What it finds.
        example: A text in which it finds it.
    """

    kind: str
    rule: str
    finds: str
    example: str


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by kind."""
    return tables.read("rules", Rule, key=("kind", "rule"))


@functools.cache
def known(kind: Kind, rule: str) -> bool:
    """Whether facts of a kind may name this rule."""
    names = {row.rule for row in rules() if row.kind == kind}
    return rule in names or (kind == "partner_list" and names.issuperset(rule.split("-")))
