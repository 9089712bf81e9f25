"""The API's own description, put right where the framework writes down what this server does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI

from earmark.api.native import problems

_JSON: Final = "application/json"
#: What the framework adds for wrong fields; here they are a 400 like everything else that is wrong.
_FRAMEWORK_ERROR: Final = "HTTPValidationError"
_UNUSED: Final = (_FRAMEWORK_ERROR, "ValidationError")


def install(app: FastAPI) -> None:
    """Let *app* describe its errors as it answers them."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _correct(describe())
        return describe()

    app.openapi = openapi  # type: ignore[method-assign]


def _correct(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            answers: dict[str, Any] = operation["responses"]
            if _FRAMEWORK_ERROR in str(answers.get("422")):
                del answers["422"]
            if path.startswith(problems.PREFIX):
                answers.pop("4XX", None)
                for status, answer in answers.items():
                    if int(status) >= 400:
                        answer["content"] = _as_problem(answer["content"])
    for name in _UNUSED:
        document["components"]["schemas"].pop(name, None)


def _as_problem(content: Mapping[str, Any]) -> dict[str, Any]:
    return {problems.MEDIA_TYPE: content[_JSON]}
