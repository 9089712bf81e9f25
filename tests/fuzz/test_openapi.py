"""schemathesis over the whole OpenAPI document: each operation by itself, and operations that use each other's ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fuzz.operations import document
from server import Server, serving

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: The same examples in every run.
FUZZING: Final = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}

schema = schemathesis.openapi.from_dict(deepcopy(document()), config=SchemathesisConfig())
schema.config.phases.coverage.enabled = False


@schema.hook
def map_query(ctx: schemathesis.HookContext, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Asks for nothing that the server would wait for."""
    return {**query, "wait": "0"} if query and "wait" in query else query


@schemathesis.serializer("application/jsonl")
def lines(ctx: schemathesis.SerializationContext, value: Any) -> bytes:
    return str(value).encode(errors="surrogatepass")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of our own, since all kinds of things are left in it."""
    with serving(Server(tmp_path_factory.mktemp("fuzz"))) as running:
        yield running


@pytest.fixture(scope="module")
def headers(server: Server) -> Mapping[str, str]:
    pair = {"appId": server.app_id, "appSecret": server.app_secret}
    answer = httpx2.post(f"{server.base_url}/oauth2/token:generate", json=pair, trust_env=False)
    return {"Authorization": f"Bearer {answer.json()['accessToken']}"}


@schema.parametrize()
@settings(max_examples=12, **FUZZING)
def test_operation_answers_as_it_says(case: schemathesis.Case, server: Server, headers: Mapping[str, str]) -> None:
    case.call_and_validate(base_url=server.base_url, headers=headers, checks=CHECKS)


def test_operations_that_follow_each_other_answer_as_they_say(server: Server, headers: Mapping[str, str]) -> None:
    class Talk(schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"base_url": server.base_url, "headers": headers}

        def validate_response(self, response: Any, case: schemathesis.Case, **more: Any) -> None:
            case.validate_response(response, checks=CHECKS, headers=headers)

    Talk.run(settings=settings(max_examples=25, stateful_step_count=12, **FUZZING))
