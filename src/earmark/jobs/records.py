"""How arguments, results and errors are written: JSON, so that nothing that is read back can run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from earmark.errors import EarmarkError


class StepFailed(EarmarkError):
    """A step ended with an error that is none of ours. Its text is not kept, for it may quote what was said."""

    code = "step_failed"

    def __init__(self, error: Exception) -> None:
        super().__init__(f"A step failed with {type(error).__name__}.")


def text_from_value(value: object) -> str:
    """A list of the one value, or an object for an error."""
    return json.dumps(_record_from_error(value) if isinstance(value, Exception) else [value])


def value_from_text(text: str) -> Any:
    """What `text_from_value` was given. An error comes back as its class, and as `EarmarkError` if that is gone."""
    stored = json.loads(text)
    return stored[0] if isinstance(stored, list) else _error_from_record(stored)


def check_plain(step: str, result: object) -> None:
    """
    Raises:
        TypeError: *result* would be another after a restart, or cannot be stored.
    """
    if json.loads(json.dumps(result)) != result:
        raise TypeError(f"The step {step!r} must return plain JSON: no tuples, and only text as keys.")


def _record_from_error(error: Exception) -> dict[str, Any]:
    kept = error if isinstance(error, EarmarkError) else StepFailed(error)
    return {"class": type(kept).__name__, "text": str(kept), "attributes": vars(kept)}


def _error_from_record(record: dict[str, Any]) -> EarmarkError:
    cls = next((one for one in _with_subclasses(EarmarkError) if one.__name__ == record["class"]), EarmarkError)
    error = cls.__new__(cls)  # not cls(...): that wants the parts of the sentence
    error.args = (record["text"],)
    vars(error).update(record["attributes"])
    return error


def _with_subclasses(cls: type[EarmarkError]) -> Iterator[type[EarmarkError]]:
    yield cls
    for subclass in cls.__subclasses__():
        yield from _with_subclasses(subclass)
