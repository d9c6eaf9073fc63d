"""Sentences as spans."""

import re

from boctach.spans import Span

_END = re.compile(r"[.!?…]+[\"”’)]*(?=\s+[\"“‘(]*[A-ZÀ-ỸĐ0-9])")


def split(text: str, start: int, end: int) -> list[Span]:
    """Sentences of ``text[start:end]`` (placeholder)."""
    spans: list[Span] = []
    at = start
    for match in _END.finditer(text, start, end):
        spans.append(Span(at, match.end()))
        at = match.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        spans.append(Span(at, end))
    return spans
