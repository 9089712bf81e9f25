"""Fields that the bodies of both APIs take alike."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from earmark.types import SENSITIVITY_NAMES, sensitivity_from

Sensitivity = Annotated[
    float,
    BeforeValidator(sensitivity_from),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"enum": list(SENSITIVITY_NAMES)}]}),
]
