"""The request and the answers as pydantic models: they are the schema that OpenAPI shows."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from boctach.facts import KINDS, Kind


class ExtractRequest(BaseModel):
    """An article to analyse."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(description="The article as plain text; offsets in the answer are code points of this string")
    title: str | None = Field(
        default=None, description="Its title; like the next three it wins over what the text says"
    )
    url: str | None = Field(default=None, description="Where it stands")
    published_at: str | None = Field(default=None, description="When it was published")
    source: str | None = Field(default=None, description="Who published it")
    kinds: list[Kind] | None = Field(
        default=None, max_length=len(KINDS), description="The kinds of fact that are wanted; all where left out"
    )


class Health(BaseModel):
    """The process runs (healthz) or can answer (readyz)."""

    status: Literal["ok", "ready"]
    version: str
