"""The API's own description, put right where the framework writes down what this server does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI

from earmark.api.native import problems

_JSON: Final = "application/json"
#: What the framework adds for wrong fields; here they are a 400 like everything else that is wrong.
_FRAMEWORK_ERROR: Final = "HTTPValidationError"
_SCHEMA: Final = "#/components/schemas/"
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
    schemas: dict[str, Any] = document["components"]["schemas"]
    words = {f"{_SCHEMA}{name}": schema for name, schema in schemas.items() if "enum" in schema}
    for place in ("paths", "components"):
        document[place] = _with_words(document[place], words)
    for name in [name for name in document["components"]["schemas"] if f"{_SCHEMA}{name}" in words or name in _UNUSED]:
        del document["components"]["schemas"][name]


def _with_words(node: Any, words: Mapping[str, Mapping[str, Any]]) -> Any:
    """*node* with the words of a choice where they are chosen from, instead of a reference to them."""
    if isinstance(node, list):
        return [_with_words(one, words) for one in node]
    if not isinstance(node, dict):
        return node
    chosen = words.get(str(node.get("$ref")))
    if chosen is None:
        return {key: _with_words(value, words) for key, value in node.items()}
    said_here = {key: value for key, value in node.items() if key != "$ref"}
    return {"type": chosen["type"], "enum": chosen["enum"], **said_here}


def _as_problem(content: Mapping[str, Any]) -> dict[str, Any]:
    return {problems.MEDIA_TYPE: content[_JSON]}
