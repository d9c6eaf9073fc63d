"""The service asked by its own description: schemathesis with all of its checks."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from boctach.api import batch, problems
from boctach.api.app import create_app
from boctach.settings import Settings
from tests import jobs, served

OPERATIONS = [
    (path, method)
    for path, operations in create_app(options=Settings()).openapi()["paths"].items()
    for method in operations
]


@schemathesis.serializer(batch.MEDIA_TYPE)
def _lines(_: Any, value: Any) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()


@pytest.fixture(scope="module")
def schema() -> Iterator[Any]:
    patient = {name: str(jobs.LONGEST) for name in ("BOCTACH_ARTICLE_SECONDS", "BOCTACH_READ_SECONDS")}
    with served.service(1, BOCTACH_MAX_CHARACTERS="20000", BOCTACH_QUEUE="50", **patient) as (_, port):
        yield schemathesis.openapi.from_url(f"http://127.0.0.1:{port}/openapi.json")


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_as_described(schema: Any, path: str, method: str) -> None:
    operation = schema[path][method]
    kinds = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    cases = st.one_of(*(operation.as_strategy(generation_mode=kind) for kind in kinds))

    @settings(
        max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        check(case)

    ask()


def check(case: Any) -> None:
    response = case.call(timeout=jobs.LONGEST)
    # What a schema cannot say: whether a page holds an article, a text more than white space, a name a model. The
    # service answers 422 then, as it does for what the schema forbids.
    excluded = [positive_data_acceptance] if response.status_code == 422 else []
    media_type = response.headers["content-type"][0]
    if media_type == batch.MEDIA_TYPE:
        # What is wrong with a line is said in its place of the answer.
        excluded = [negative_data_rejection]
    case.validate_response(response, excluded_checks=excluded)
    if response.status_code >= 400:
        problem = response.json()
        assert media_type == problems.MEDIA_TYPE
        assert problem["status"] == response.status_code
        assert problem["detail"], problem
        assert problem["remedy"], problem
    if media_type == batch.MEDIA_TYPE:
        for line in response.content.splitlines():
            answer = json.loads(line)
            assert "meta" in answer or "topic" in answer or answer["remedy"]
