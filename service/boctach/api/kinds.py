"""The kinds of fact as the service describes them, read from the models and the extractors themselves."""

import functools
import inspect
import typing

from boctach.api.models import KindDescription, Kinds, RuleDescription
from boctach.extractors import REGISTRY
from boctach.extractors.rules import rules
from boctach.facts import Fact, FactBase


@functools.cache
def kinds() -> Kinds:
    """Every kind, in the order in which their readings win."""
    union = typing.get_args(Fact)[0]
    models = {model.model_fields["kind"].default: model for model in typing.get_args(union)}
    return Kinds(kinds=[_description(extractor.KIND, models[extractor.KIND]) for extractor in REGISTRY])


def _description(kind: str, model: type[FactBase]) -> KindDescription:
    schema = model.model_json_schema(mode="serialization", ref_template="/openapi.json#/components/schemas/{model}")
    fields = schema["properties"]
    return KindDescription(
        kind=kind,
        description=inspect.getdoc(model) or "",
        fields=fields,
        rules=[
            RuleDescription(name=row.rule, finds=row.finds, example=row.example) for row in rules() if row.kind == kind
        ],
    )
