"""The operations that the server says it has, and what it says of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from earmark.app import create_app
from earmark.config import Settings

#: So short that a text may be a language tag.
_TEXT_CHARS: Final = 8

METHODS: Final = ("get", "put", "post", "delete", "patch")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, as a server answers it."""
    return create_app(Settings.model_construct()).openapi()


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    description: Mapping[str, Any]

    @property
    def id(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def takes_body(self) -> bool:
        return "requestBody" in self.description

    @property
    def body_schema(self) -> Mapping[str, Any] | None:
        """That of its JSON body."""
        content = self.description.get("requestBody", {}).get("content", {})
        schema: Mapping[str, Any] | None = content.get("application/json", {}).get("schema")
        return schema

    def parameters(self, place: str) -> list[str]:
        """Their names; *place* is query, path or header."""
        return [one["name"] for one in self.description.get("parameters", ()) if one["in"] == place]

    def documents(self, status: int) -> bool:
        answers = self.description["responses"]
        return str(status) in answers or f"{status // 100}XX" in answers


def operations() -> list[Operation]:
    """All, first those that delete nothing."""
    found = [
        Operation(method.upper(), path, description)
        for path, described in document()["paths"].items()
        for method, description in described.items()
        if method in METHODS
    ]
    return sorted(found, key=lambda operation: operation.method == "DELETE")


def sample(schema: Mapping[str, Any], name: str = "renewal") -> Any:
    """A value that the schema allows, with every member that it knows and one entry in every list."""
    if "$ref" in schema:
        return sample(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], name)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return sample(next(one for one in schema[choice] if one.get("type") != "null"), name)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {key: sample(member, key) for key, member in schema.get("properties", {}).items()}
        case "array":
            return [sample(schema["items"], name)]
        case "string":
            return "2024-05-01T10:00:00.000Z" if schema.get("format") == "date-time" else name[:_TEXT_CHARS]
        case "integer" | "number":
            return max(0, schema.get("minimum", 0))
        case "boolean":
            return False
    return schema.get("const", "x")


def with_each_place(value: Any, other: Any) -> Iterator[tuple[str, Any]]:
    """*value* with *other* in each of its places in turn: the members of objects and the entries of lists."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield f".{name}", {**value, name: other}
            for place, changed in with_each_place(member, other):
                yield f".{name}{place}", {**value, name: changed}
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield f"[{index}]", [*value[:index], other, *value[index + 1 :]]
            for place, changed in with_each_place(entry, other):
                yield f"[{index}]{place}", [*value[:index], changed, *value[index + 1 :]]
