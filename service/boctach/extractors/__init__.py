"""One module a kind of fact, and the registry that lists them in the order in which their readings win."""

from boctach.extractors import (
    agreement,
    count,
    date,
    measurement,
    money,
    partner_list,
    percentage,
    person,
    policy_reference,
)
from boctach.extractors.base import Candidate, Extractor

REGISTRY: tuple[Extractor, ...] = (
    policy_reference,
    agreement,
    date,
    money,
    percentage,
    measurement,
    partner_list,
    person,
    count,
)
"""Where two kinds claim the same words, the earlier one wins."""

__all__ = ["REGISTRY", "Candidate", "Extractor"]
