"""What a worker process does: the jobs of the service, each a request in and an encoded answer out.

The web framework is not imported here, so that the workers stay small.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from boctach import analysis, annotation
from boctach.text.given import Given
from boctach.topics import classifier, store

Task = Literal["extract", "classify", "analyze", "page"]
"""``page`` is ``analyze`` with the article's themes beside it, for the page that people see."""

_THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Job:
    """A request, checked.

    Attributes:
        task: What is asked.
        given: The request's fields.
        max_characters: The longest text that is read.
    """

    task: Task
    given: dict[str, Any]
    max_characters: int


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a job.

    Attributes:
        content: JSON, a line without its end.
        facts: How many facts of each kind it holds.
        characters: The length of the text that was read.
    """

    content: bytes
    facts: dict[str, int]
    characters: int


def warm() -> None:
    """Load everything that jobs need."""
    analysis.warm()
    if _THEMES in store.folders():
        store.find(_THEMES)


def run(job: Job) -> Result:
    """Do a job.

    Raises:
        InputError: The request cannot be used.
    """
    return _TASKS[job.task](job)


def _analyze(job: Job) -> Result:
    given = dict(job.given)
    annotate, kinds = given.pop("annotate", False), given.pop("kinds", None)
    markup, text = given.pop("html", None), given.pop("text", None)
    analysis.check_kinds(kinds)  # a wrong name is told before the text is
    answer: dict[str, Any] = {}
    if markup is None:
        document = analysis.read(text, Given(**given), max_characters=job.max_characters)
    else:
        document = analysis.read_html(markup, Given(**given), max_characters=job.max_characters)
        text = answer["text"] = document.source
    found = analysis.analyze_document(document, kinds, with_topic=job.task != "extract")
    if annotate:
        answer["annotated"] = (
            annotation.mark_text(text, found.facts)
            if markup is None
            else annotation.mark_html(markup, text, found.facts)
        )
    answer |= found.to_dict()
    if job.task == "page" and _THEMES in store.folders():
        answer["themes"] = classifier.classify(document, store.find(_THEMES)).model_dump(mode="json")
    facts = Counter(str(fact.kind) for fact in found.facts)
    return Result(orjson.dumps(answer), dict(facts), len(text))


def _classify(job: Job) -> Result:
    given = dict(job.given)
    models = Path(given.pop("models")) if given.get("models") else None
    given.pop("models", None)
    found = analysis.classify(**given, models=models, max_characters=job.max_characters)
    text = found.text if given.get("html") else given.get("text")
    return Result(orjson.dumps(found.model_dump(mode="json")), {}, len(text or ""))


_TASKS = {"extract": _analyze, "classify": _classify, "analyze": _analyze, "page": _analyze}
