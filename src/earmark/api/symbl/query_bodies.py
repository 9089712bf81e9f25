"""What stands in the query: options of submissions (contract 3.1 and 3.4), and what a listing asks for (contract 5.1).

The Python SDK sends the webhook of a text there, and every client all options of audio and video. Values are texts,
lists and objects are JSON. An empty value is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError, model_validator

from earmark import limits, rsql
from earmark.api.requests import parse_json
from earmark.api.symbl.submission_bodies import OptionsIn, ms_from
from earmark.errors import Invalid, InvalidField
from earmark.listings import ConversationListing

_JSON: Final = ("metadata", "trackers", "entities")
_DAY_MS: Final = 86_400_000
_AS_JSON: Final = "As JSON; stands in for the body's {}."


class _Query(BaseModel):
    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given


class ListQuery(_Query):
    """Which conversations, and in which order: contract 5.1."""

    limit: int = Field(
        default=limits.CONVERSATIONS_LISTED_DEFAULT,
        ge=0,
        le=limits.CONVERSATIONS_LISTED,
        description="How many at most.",
    )
    offset: int = Field(default=0, ge=0, le=limits.CONVERSATIONS_SKIPPED, description="How many to skip before.")
    order: Literal["asc", "desc"] = Field(default="asc", description="Rising or falling.")
    sort: str = Field(
        default="conversation.startTime",
        description=f"What to sort by: {', '.join(rsql.FIELDS)}; several with commas between.",
    )
    startTime: str | None = Field(
        default=None,
        description=f"ISO 8601: not those that began before. Without a filter {limits.LISTED_DAYS} days before endTime "
        "when absent.",
    )
    endTime: str | None = Field(
        default=None, description="ISO 8601: not those that ended after. Without a filter now when absent."
    )
    filter: str | None = Field(
        default=None,
        description="RSQL without OR over at most two different fields, such as "
        f"conversation.metadata.agentId==johndoe; fields are {', '.join(rsql.FIELDS)} and conversation.metadata.<key>.",
    )

    def to_listing(self, now_ms: int) -> ConversationListing:
        """
        Raises:
            InvalidField: a field, a time or the filter is wrong.
        """
        until_ms = ms_from("endTime", self.endTime)
        from_ms = ms_from("startTime", self.startTime)
        if self.filter is None:  # a filter takes the place of the usual days
            until_ms = now_ms if until_ms is None else until_ms
            from_ms = until_ms - limits.LISTED_DAYS * _DAY_MS if from_ms is None else from_ms
        return ConversationListing(
            where=() if self.filter is None else rsql.parse(self.filter),
            from_ms=from_ms,
            until_ms=until_ms,
            sort=tuple(_sort_field(name.strip()) for name in self.sort.split(",")),
            descending=self.order == "desc",
            limit=self.limit,
            offset=self.offset,
        )


def _sort_field(name: str) -> rsql.Field:
    if name not in rsql.FIELDS:
        raise InvalidField("sort", f"names {name!r}; conversations are sorted by {', '.join(rsql.FIELDS)}")
    return rsql.FIELDS[name]


class OptionsQuery(_Query):
    """Each stands in for the body's key of the same name."""

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


def words_of(name: str, values: Sequence[str]) -> Sequence[str]:
    """
    The words in the parameter *name*: one in each of its values, or all of them as JSON in one.

    Raises:
        InvalidField: an array that is none, or not one of words.
    """
    # The Python SDK sends an array in JSON one character a parameter: contract 3.4.
    spelled = len(values) > 1 and values[0] == "[" and all(len(value) == 1 for value in values)
    text = "".join(values) if spelled or len(values) == 1 else ""
    if not text.startswith("["):
        return values
    words = _json(name, text)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise InvalidField(name, "must be words, or a JSON array of words")
    return words


def _json(name: str, text: str) -> Any:
    try:
        return parse_json(text.encode(errors="surrogatepass"))
    except Invalid as error:
        raise InvalidField(name, "must be JSON in the query") from error


def _options(given: Annotated[OptionsQuery, Query()]) -> OptionsIn:
    return given.to_options()


QueryOptions = Annotated[OptionsIn, Depends(_options)]
