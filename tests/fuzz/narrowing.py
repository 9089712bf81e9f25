"""The description of requests, narrowed to what leads somewhere.

Random ids and texts stop at the first check. So in requests an id may only be one of something that is there, and a
text one that its member takes. Answers are described as before, and wrong requests are still made up by the rules of
the description. ``~tracker_id~`` and its like stand for what `conftest.known` knows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from fuzz.operations import METHODS, document

WORDS: Final = ["subscription plan", "how much does it cost", "see you tomorrow", "I will send it", "Renewal", "Ana"]
TIMES: Final = ["2024-05-01T10:00:00.000Z", "2024-05-01T12:30:00+02:00"]
URLS: Final = ["https://hooks.example.com/earmark"]
LANGUAGES: Final = ["en-US", "es"]
_TRACKERS: Final = ["~tracker_id~"]
_PLAN: Final = json.dumps([{"name": "Plan", "vocabulary": ["subscription plan"]}])

#: Texts by the name of the member or parameter; of any other they are `WORDS`.
BY_NAME: Final[Mapping[str, list[str]]] = {
    "appId": ["~app_id~"],
    "appSecret": ["~app_secret~"],
    "url": URLS,
    "webhookUrl": URLS,
    "languageCode": LANGUAGES,
    "language": LANGUAGES,
    "languages": LANGUAGES,
    "startTime": TIMES[:1],
    "endTime": TIMES[1:],
    "started_at": TIMES[:1],
    "ended_at": TIMES[1:],
    "from": TIMES[:1],
    "to": TIMES[1:],
    "filter": ["conversation.metadata.a==b", "conversation.name==Renewal"],
    "sort": ["conversation.startTime", "conversation.name"],
    "path": ["/name", "/vocabulary", "/vocabulary/-", "/description", "/categories/0"],
    "trackers": [_PLAN, '[{"id": "~tracker_id~"}]'],
    "entities": ['[{"customType": "Paper", "text": "plan"}]'],
    "metadata": ['{"a": "b"}'],
    "id": _TRACKERS,
    "tracker_id": _TRACKERS,
    "tracker": _TRACKERS,
    "without_tracker": _TRACKERS,
    "conversation": ["~conversation_id~"],
    "receiver": ["~receiver_id~"],
    "customType": ["Paper"],
}
_NAME: Final = re.compile(r"~(\w+)~")
_IN_ARRAYS: Final = 4


def narrowed() -> dict[str, Any]:
    """The whole description, with narrower requests."""
    whole = document()
    paths = {
        path: {
            method: _operation(method, described) if method in METHODS else described
            for method, described in operations.items()
        }
        for path, operations in whole["paths"].items()
    }
    return {**whole, "paths": paths}


def filled(value: Any, known: Mapping[str, str]) -> Any:
    """*value* with what is known in the place of its names."""
    if isinstance(value, str):
        return _NAME.sub(lambda found: known.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {key: filled(one, known) for key, one in value.items()}
    return [filled(one, known) for one in value] if isinstance(value, list) else value


def _operation(method: str, described: Mapping[str, Any]) -> dict[str, Any]:
    changed = dict(described)
    changed["parameters"] = [
        one if one["in"] == "header" else {**one, "schema": _parameter(method, one)}
        for one in described.get("parameters", ())
        if one["name"] not in ("cursor", "wait")  # of an earlier page; and nobody waits here
    ]
    content = described.get("requestBody", {}).get("content", {})
    if "application/json" in content and "$ref" in str(content):
        changed["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _schema("", content["application/json"]["schema"])}},
        }
    return changed


def _parameter(method: str, parameter: Mapping[str, Any]) -> dict[str, Any]:
    if parameter["in"] == "path":
        # What is deleted has to have been made before in the same sequence.
        return (
            dict(parameter["schema"]) if method == "delete" else {"enum": [f"~{parameter['name']}~"], "type": "string"}
        )
    return _schema(parameter["name"], parameter["schema"])


def _schema(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _schema(name, document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    changed = {key: value for key, value in schema.items() if key not in ("default", "title", "discriminator")}
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            changed[choice] = [_schema(name, one) for one in schema[choice]]
    match schema.get("type"):
        case "object":
            changed["properties"] = {key: _schema(key, one) for key, one in schema.get("properties", {}).items()}
        case "array":
            changed |= {
                "items": _schema(name, schema["items"]),
                "minItems": 1,
                "maxItems": _IN_ARRAYS,
                "uniqueItems": True,
            }
        case "string" if "enum" not in schema:
            changed = {"type": "string", "enum": BY_NAME.get(name, WORDS)}
            if name == "name":  # mostly another one
                changed = {"type": "string", "pattern": "^[A-Z][a-z]{3,9}$"}
    return changed
