"""schemathesis over the whole OpenAPI document: each operation by itself, and operations that use each other's ids."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fuzz.conftest import made_known
from fuzz.narrowing import filled, narrowed
from fuzz.operations import document
from server import Server, serving

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SEQUENCES: Final = 6
#: The same examples in every run.
FUZZING: Final[dict[str, Any]] = {
    "stateful_step_count": 15,
    "database": None,
    "deadline": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


def described(openapi: dict[str, Any]) -> Any:
    schema = schemathesis.openapi.from_dict(deepcopy(openapi), config=SchemathesisConfig())
    schema.config.phases.coverage.enabled = False
    return schema


narrow, wide = described(narrowed()), described(document())


@schemathesis.serializer("application/jsonl")
def lines(ctx: schemathesis.SerializationContext, value: Any) -> bytes:
    return str(value).encode(errors="surrogatepass")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of our own, since all kinds of things are left in it."""
    with serving(Server(tmp_path_factory.mktemp("fuzz"))) as running:
        yield running


@pytest.fixture(scope="module")
def known(server: Server) -> Mapping[str, str]:
    async def make() -> Mapping[str, str]:
        async with server.client() as client:
            own = {"app_id": client.app_id, "app_secret": client.app_secret, "token": client.token}
            return own | await made_known(client)

    return asyncio.run(make())


def completed(case: schemathesis.Case, known: Mapping[str, str]) -> None:
    case.path_parameters = filled(case.path_parameters, known)
    case.query = filled(case.query, known)
    case.body = filled(case.body, known)


@pytest.fixture(scope="module")
def call(server: Server, known: Mapping[str, str]) -> dict[str, Any]:
    return {"base_url": server.base_url, "headers": {"Authorization": f"Bearer {known['token']}"}}


@narrow.parametrize()
@settings(max_examples=5, derandomize=True, **FUZZING)
def test_operation_answers_as_it_says(case: schemathesis.Case, known: Mapping[str, str], call: dict[str, Any]) -> None:
    completed(case, known)
    case.call_and_validate(**call, checks=CHECKS)


@wide.parametrize()
@settings(max_examples=3, derandomize=True, **FUZZING)
def test_operation_answers_as_it_says_whatever_it_is_asked(case: schemathesis.Case, call: dict[str, Any]) -> None:
    if case.query and "wait" in case.query:
        case.query["wait"] = "0"
    case.call_and_validate(**call, checks=CHECKS)


def test_operations_that_follow_each_other_answer_as_they_say(known: Mapping[str, str], call: dict[str, Any]) -> None:
    failures: list[FailureGroup] = []

    class Sequence(narrow.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: schemathesis.Case) -> None:
            completed(case, known)

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return call

        def validate_response(self, response: Any, case: schemathesis.Case, **more: Any) -> None:
            try:
                case.validate_response(response, checks=CHECKS, headers=call["headers"])
            except FailureGroup as found:
                failures.append(found)

    for number in range(SEQUENCES):
        # What can follow depends on what the server holds, so a sequence cannot always be begun again alike.
        with suppress(Flaky):
            run_state_machine_as_test(seed(number)(Sequence), settings=settings(max_examples=4, **FUZZING))
    assert failures == []
