"""Settings of the service and the command line, read from the environment. The core takes arguments instead."""

import os
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from boctach.analysis import MAX_CHARACTERS
from boctach.errors import SettingError

PREFIX = "BOCTACH_"


def _listed(written: object) -> object:
    """The parts of a list that commas part."""
    if isinstance(written, str):
        return tuple(part for part in (part.strip() for part in written.split(",")) if part)
    return written


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """Settings of a process; each is read from the variable of its name with ``BOCTACH_`` before it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", str_strip_whitespace=True
    )

    max_characters: int = Field(
        default=MAX_CHARACTERS, gt=0, description="the longest text that the service and the command line read"
    )
    workers: int = Field(
        default_factory=_cores, gt=0, le=256, description="processes that analyse; by default the cores"
    )
    queue: int = Field(default=2, ge=0, description="articles that may wait for each worker; more get 503")
    article_seconds: float = Field(default=30, gt=0, description="the longest that one article may take, and wait")
    worker_megabytes: int = Field(default=1024, gt=0, description="a worker that held more is replaced")
    read_seconds: float = Field(default=30, gt=0, description="the longest wait for a body, or a batch's next piece")
    stop_seconds: int = Field(default=60, gt=0, description="what has been taken is finished for so long at a stop")
    requests: int = Field(default=200, gt=0, description="requests in hand at a time; more get 503")
    batches: int = Field(default=2, ge=0, description="batches in hand at a time; more get 503")
    batch_articles: int = Field(default=100_000, gt=0, description="the most articles of a batch")
    batch_megabytes: int = Field(default=1024, gt=0, description="how far a batch may be read ahead, on disk")
    rate: str = Field(default="", description="requests of a client, such as `600/minute`; empty for any number")
    api_keys: Words = Field(default=(), description="keys that are let in, each as `name:SHA-256`; parted by commas")
    api_keys_file: str = Field(default="", description="a file of such keys, one a line")
    open: bool = Field(default=False, description="serve other machines without keys")
    cors_origins: Words = Field(default=(), description="pages of these origins may call the service; `*` for all")
    log_level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="`debug`, `info`, `warning` or `error`"
    )
    log_text: bool = Field(default=False, description="log the text of an article that fails")
    models: str = Field(default="", description="a folder of topic models of one's own, beside those that ship")
    store: str = Field(default="", description="a store of articles that the page may ask; empty for none")


def from_environment() -> Settings:
    """Settings from the environment's variables.

    Raises:
        SettingError: A variable holds what it cannot.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingError(f"{name} is {_shown(first['input'])}; {_remedy(str(first['loc'][0]), first)}") from error


def _shown(written: Any) -> str:
    text = repr(written)
    return text if len(text) <= 100 else text[:100] + "…"


def _remedy(field: str, error: Any) -> str:
    meaning = Settings.model_fields[field].description
    return f"{error['msg'][:1].lower()}{error['msg'][1:]}: {meaning}"
