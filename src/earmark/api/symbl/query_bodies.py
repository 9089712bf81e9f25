"""Options of a submission in its query: contract 3.1 and 3.4.

The Python SDK sends the webhook of a text there, and every client all options of audio and video. Values are texts,
lists and objects are JSON.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError, model_validator

from earmark.api.requests import parse_json
from earmark.api.symbl.submission_bodies import OptionsIn
from earmark.errors import Invalid, InvalidField

_JSON: Final = ("metadata", "trackers", "entities")
_AS_JSON: Final = "As JSON; stands in for the body's {}."


class OptionsQuery(BaseModel):
    """Each stands in for the body's key of the same name. An empty value is none."""

    name: str | None = Field(default=None, description="Stands in for the body's name.")
    conversationType: str | None = Field(default=None, description="Stands in for the body's conversationType.")
    webhookUrl: str | None = Field(default=None, description="Stands in for the body's webhookUrl.")
    languageCode: str | None = Field(default=None, description="Stands in for the body's languageCode.")
    confidenceThreshold: float | None = Field(default=None, description="Stands in for the body's confidenceThreshold.")
    timezoneOffset: int | None = Field(default=None, description="Stands in for the body's timezoneOffset.")
    enableAllTrackers: bool | None = Field(default=None, description="Stands in for the body's enableAllTrackers.")
    detectPhrases: bool | None = Field(default=None, description="Stands in for the body's detectPhrases.")
    detectEntities: bool | None = Field(default=None, description="Stands in for the body's detectEntities.")
    enableSummary: bool | None = Field(default=None, description="Stands in for the body's enableSummary.")
    metadata: str | None = Field(default=None, description=_AS_JSON.format("metadata"))
    trackers: str | None = Field(default=None, description=_AS_JSON.format("trackers"))
    entities: str | None = Field(default=None, description=_AS_JSON.format("entities"))

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given

    def to_options(self) -> OptionsIn:
        """
        The options, checked for shape as those of a body are.

        Raises:
            InvalidField: no JSON where there should be.
            RequestValidationError: an option has another shape.
        """
        given = self.model_dump(include=self.model_fields_set)
        for name in _JSON:
            if name in given:
                given[name] = _json(name, given[name])
        try:
            return OptionsIn.model_validate(given)
        except ValidationError as error:
            problems = error.errors(include_url=False)
            raise RequestValidationError([{**one, "loc": ("query", *one["loc"])} for one in problems]) from error


def _json(name: str, text: str) -> Any:
    try:
        return parse_json(text.encode(errors="surrogatepass"))
    except Invalid as error:
        raise InvalidField(name, "must be JSON in the query") from error


def _options(given: Annotated[OptionsQuery, Query()]) -> OptionsIn:
    return given.to_options()


QueryOptions = Annotated[OptionsIn, Depends(_options)]
