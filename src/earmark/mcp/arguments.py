"""What is wrong with a tool's arguments, in a sentence that a model can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic import ValidationError

#: Names that pydantic gives to the branches of our unions; no argument has one.
_BRANCHES: Final = ("float", "literal[")


def problems(tool: str, error: ValidationError) -> str:
    """
    A sentence that names every argument that does not fit, and what it should be; nothing of what was given.

    Example: ``The arguments of explain_hit do not fit: "hit_id" is missing.``
    """
    found: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        _, should, rest = one["msg"].partition("should")
        told = "is missing" if one["type"] == "missing" else should + rest or f"does not fit ({one['msg']})"
        found.setdefault(_name(one["loc"]), []).append(told)
    listed = "; ".join(f'"{name}" {" or ".join(told)}' for name, told in found.items())
    return f"The arguments of {tool} do not fit: {listed}."


def _name(place: Sequence[str | int]) -> str:
    parts = [part for part in place if isinstance(part, int) or not part.startswith(_BRANCHES)]
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")
