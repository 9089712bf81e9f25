"""Fields that the bodies of both APIs take alike."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from earmark.clock import ms_from_iso
from earmark.types import SENSITIVITY_NAMES, sensitivity_from

Sensitivity = Annotated[
    float,
    BeforeValidator(sensitivity_from),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"enum": list(SENSITIVITY_NAMES)}]}),
]


def _ms(given: object) -> int:
    try:
        return ms_from_iso(given if isinstance(given, str) else "")
    except ValueError as error:
        raise ValueError("must be a time in ISO 8601, such as 2024-05-01T10:00:00.000Z") from error


#: A time as a text in ISO 8601, read as UTC without an offset; milliseconds inside.
Moment = Annotated[int, BeforeValidator(_ms), WithJsonSchema({"type": "string", "format": "date-time"})]
