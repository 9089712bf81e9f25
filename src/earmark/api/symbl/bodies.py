"""Symbl's request bodies: spelled as the wire spells them, checked for shape, turned into our values.

Types are strict: a number is no string. Keys that a management call does not know are refused by name, while unknown
options of a submission are ignored (contract 2.10, 3.1). Members that are null were left out by `api/requests.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from earmark.api.errors import SHAPE_TAG_PREFIX
from earmark.api.fields import Sensitivity
from earmark.api.symbl.wording import to_phrases
from earmark.types import BALANCED, Tracker

#: Keys of our own answers that may come back in a request, so that what was read can be sent as it is.
Ignored = Annotated[Any, Field(description="Accepted and ignored.")]

LANGUAGES: Final = "BCP-47 tags of the talk that it is meant for; any when absent."
EXCLUDE: Final = "Counter-examples: sentences that must not match."
SENSITIVITY: Final = "0 only near-identical sentences, 1 the broadest; balanced, 0.5, when absent."


class Body(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class TokenIn(Body):
    appId: str = Field(description="The app id: 64 letters and digits.")
    appSecret: str = Field(description="The app secret: 128 letters and digits.")
    type: Ignored = None


class TrackerIn(Body):
    """A tracker to be created: contract 2.2."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="Unique in the account; upper and lower case differ.")
    vocabulary: list[str] = Field(description="Phrases that say what is looked for, five to fifty advised.")
    description: str = Field(default="", description="What it is for; a note for people.")
    categories: list[str] = Field(default=[], description="Words of your own to sort trackers by.")
    languages: list[str] = Field(default=[], description=LANGUAGES)
    excludeVocabulary: list[str] = Field(default=[], description=EXCLUDE)
    sensitivity: Sensitivity = Field(default=BALANCED, description=SENSITIVITY)
    id: Ignored = None
    type: Ignored = None
    createdOn: Ignored = None
    updatedOn: Ignored = None

    def to_tracker(self) -> Tracker:
        return Tracker(
            name=self.name.strip(),
            phrases=to_phrases(self.vocabulary),
            counter_examples=to_phrases(self.excludeVocabulary),
            sensitivity=self.sensitivity,
            description=self.description.strip(),
            categories=stripped(self.categories),
            languages=stripped(self.languages),
        )


def _shape_of(given: Any) -> str | None:
    if isinstance(given, list):
        return f"{SHAPE_TAG_PREFIX}many"
    return f"{SHAPE_TAG_PREFIX}one" if isinstance(given, dict | TrackerIn) else None


#: The plural path took an array in one generation of the API and one object in the next: contract 2.1.
TrackerOrTrackers = Annotated[
    Annotated[TrackerIn, Tag(f"{SHAPE_TAG_PREFIX}one")] | Annotated[list[TrackerIn], Tag(f"{SHAPE_TAG_PREFIX}many")],
    Discriminator(_shape_of),
]


class TrackerPut(Body):
    """What a PUT changes: contract 2.7. Absent keys stay as they are."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, description="The new name; unique in the account.")
    vocabulary: list[str] | None = Field(
        default=None, description="Merged by default: these phrases first, then the stored ones not repeated here."
    )
    description: str | None = Field(default=None, description="Replaces the stored one.")
    categories: list[str] | None = Field(default=None, description="Replace the stored ones.")
    languages: list[str] | None = Field(default=None, description="Replace the stored ones.")
    excludeVocabulary: list[str] | None = Field(default=None, description="Replaces the stored counter-examples.")
    sensitivity: Sensitivity | None = Field(
        default=None, description="0 only near-identical sentences, 1 the broadest."
    )
    id: str | None = Field(default=None, description="Redundant; refused when it contradicts the path.")
    type: Ignored = None
    createdOn: Ignored = None
    updatedOn: Ignored = None

    def changes(self, stored: Tracker) -> dict[str, Any]:
        """The given members by the names of `Tracker`'s fields, for a change of *stored*."""
        texts = {"name": self.name, "description": self.description}
        phrases = {"phrases": self.vocabulary, "counter_examples": self.excludeVocabulary}
        lists = {"categories": self.categories, "languages": self.languages}
        given: dict[str, Any] = {field: text.strip() for field, text in texts.items() if text is not None}
        given |= {field: to_phrases(texts, stored) for field, texts in phrases.items() if texts is not None}
        given |= {field: stripped(texts) for field, texts in lists.items() if texts is not None}
        if self.sensitivity is not None:
            given["sensitivity"] = self.sensitivity
        return given


class PatchOperation(Body):
    """One change in JSON-Patch style: contract 2.8."""

    model_config = ConfigDict(extra="forbid")

    op: Literal["add", "replace", "remove"] = Field(description="What to do at path.")
    path: str = Field(description="/name, /description, /sensitivity, or a list with or without /- or an index.")
    value: Any = Field(default=None, description="A string stands for a list of one.")


def stripped(texts: list[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts)
