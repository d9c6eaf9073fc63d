"""The example that OpenAPI and the README show: a request and its true answer, kept in ``example.json``."""

import functools
import json
from importlib import resources
from typing import Any


@functools.cache
def _example() -> dict[str, Any]:
    content = resources.files("boctach.api").joinpath("example.json").read_text(encoding="utf-8")
    example: dict[str, Any] = json.loads(content)
    return example


def request() -> Any:
    """The body of the example's request."""
    return _example()["request"]


def answer() -> Any:
    """What the service answers to it."""
    return _example()["answer"]
