"""The requests and the answers as pydantic models: they are the schema that OpenAPI shows."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from boctach.analysis import Analysis
from boctach.facts import KINDS, Kind

# What is null counts as left out; the schema does not advertise it.
_Text = Annotated[str | None, WithJsonSchema({"type": "string", "minLength": 1})]
_Word = Annotated[str | None, WithJsonSchema({"type": "string"})]

_OF_TEXT = ("title", "published_at", "source")


class ExtractRequest(BaseModel):
    """An article to analyse: a text, or a page."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "oneOf": [
                {"required": ["text"]},
                {"required": ["html"], "properties": dict.fromkeys(_OF_TEXT, False)},
            ]
        },
    )

    text: _Text = Field(
        default=None, description="The article as plain text; offsets in the answer are code points of this string"
    )
    html: _Text = Field(
        default=None,
        description="The article as a page, in place of text; the answer's text is what its offsets are into",
    )
    title: _Word = Field(
        default=None, description="Its title; like the next three it wins over what the text says; with text only"
    )
    url: _Word = Field(default=None, description="Where it stands")
    published_at: _Word = Field(default=None, description="When it was published; with text only")
    source: _Word = Field(default=None, description="Who published it; with text only")
    kinds: Annotated[
        list[Kind] | None,
        WithJsonSchema({"type": "array", "items": {"type": "string", "enum": list(KINDS)}, "maxItems": len(KINDS)}),
    ] = Field(default=None, max_length=len(KINDS), description="The kinds of fact that are wanted; all where left out")
    annotate: bool = Field(
        default=False, description="Whether the answer also holds the article as HTML with its facts marked up"
    )

    @model_validator(mode="after")
    def _one_article(self) -> Self:
        if self.text is None and self.html is None:
            raise PydanticCustomError("missing_text", "neither text nor html is there")
        if self.text is not None and self.html is not None:
            raise PydanticCustomError("two_articles", "both text and html are there")
        given = [name for name in _OF_TEXT if self.html is not None and getattr(self, name) is not None]
        if given:
            raise PydanticCustomError("told_by_page", "{names}: the page tells it", {"names": ", ".join(given)})
        return self


class ExtractAnswer(Analysis):
    """The analysis of an article, with its text where the request was a page; the topic where it was asked for."""

    text: str | None = Field(default=None, description="The article of the page; offsets are into it")
    annotated: str | None = Field(
        default=None,
        description="The text as HTML, or the page as sent, with `<mark data-kind=… data-fact=…>` around the facts;"
        " data-fact is the fact's index in facts",
    )


class RuleDescription(BaseModel):
    """A rule by which facts are found."""

    name: str = Field(
        description="What a fact's rule holds; for partner lists a part of it: comma and and in comma-and"
    )
    finds: str
    example: str = Field(description="A text in which it finds a fact")


class KindDescription(BaseModel):
    """A kind of fact."""

    kind: str
    description: str
    fields: dict[str, Any] = Field(description="The fields of a fact of this kind, as JSON schemas by name")
    rules: list[RuleDescription]


class Kinds(BaseModel):
    """Every kind of fact, in the order in which their readings win."""

    kinds: list[KindDescription]


class Health(BaseModel):
    """The process runs (healthz) or can answer (readyz)."""

    status: Literal["ok", "ready"]
    version: str
