"""What is looked for, what is said, and what is found: all that the engine knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from earmark.types.identifiers import MemberId, MessageId, TrackerId

#: The offset of a match that is not literal: contract section 12.
NO_OFFSET: Final = -1

#: Names a user may write instead of a number.
SENSITIVITY_NAMES: Final[Mapping[str, float]] = {"strict": 0.2, "balanced": 0.5, "broad": 0.8}
BALANCED: Final = SENSITIVITY_NAMES["balanced"]


def sensitivity_from(given: float | str) -> float:
    """The number behind a sensitivity that a user wrote as a number or as a name.

    Raises:
        ValueError: neither one of `SENSITIVITY_NAMES` nor a number from 0 to 1.
    """
    if isinstance(given, str) and given in SENSITIVITY_NAMES:
        return SENSITIVITY_NAMES[given]
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise ValueError("must be strict, balanced, broad or a number from 0 to 1")
    return float(given)


class MatchKind(StrEnum):
    """Why a phrase matched, from the surest reason to the softest."""

    EXACT = "exact"  # the phrase's own words, case and diacritics aside
    INFLECTED = "inflected"  # the same words in another form, in order, with small gaps
    PHONETIC = "phonetic"  # a name as a recognizer misspelled it: words that sound like it
    MEANING = "meaning"  # other words that mean it


@dataclass(frozen=True, slots=True)
class Tracker:
    """What is looked for: a name and a few example phrases.

    Sequences become tuples, so that a tracker is hashable and cannot change under a running match, and phrases and
    counter-examples take Unicode's composed form (NFC): keyboards differ in how they write "é". `id` is empty and
    `version` 1 until the tracker is stored.

    Args:
        name: Unique among one account's trackers, case-sensitive.
        phrases: At least one; five to fifty work best.
        counter_examples: Sentences that must not fire, although they are near a phrase.
        sensitivity: 0 fires on near-identical sentences only, 1 on the broadest; a higher one always
            fires on a superset.
        languages: BCP-47 tags of the talk this tracker is meant for. By meaning it fires in these alone or, where there
            are none, in the languages of its phrases. Words are found in any.
        paused: Kept, but not run on new talk.
        exclusive_group: Of the trackers of one group only the best one fires in a message; empty for none.

    Raises:
        TypeError: a string stands where a list of strings belongs.
        ValueError: *sensitivity* is not within 0 and 1.
    """

    name: str
    phrases: Sequence[str]
    counter_examples: Sequence[str] = ()
    sensitivity: float = BALANCED
    description: str = ""
    categories: Sequence[str] = ()
    languages: Sequence[str] = ()
    paused: bool = False
    exclusive_group: str = ""
    id: TrackerId = TrackerId("")
    version: int = 1
    created_ms: int = 0
    updated_ms: int = 0

    def __post_init__(self) -> None:
        for name in ("phrases", "counter_examples", "categories", "languages"):
            given: Sequence[str] = getattr(self, name)
            if isinstance(given, str):
                raise TypeError(f"{name} must be a list of strings, not one string")
            object.__setattr__(self, name, tuple(given))
        for name in ("phrases", "counter_examples"):
            texts = tuple(unicodedata.normalize("NFC", text) for text in getattr(self, name))
            object.__setattr__(self, name, texts)
        if not 0 <= self.sensitivity <= 1:
            raise ValueError(f"sensitivity must lie between 0 and 1, not be {self.sensitivity}")


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence of talk: the unit of matching.

    `language` is a BCP-47 tag when the caller knows it; empty means that the engine decides.
    """

    text: str
    speaker: str = ""
    id: MessageId = MessageId("")
    member_id: MemberId = MemberId("")
    start_ms: int | None = None
    end_ms: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Veto:
    """A phrase that came near enough and must not count: `reason` is a code of the veto that took it away."""

    phrase: str
    reason: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What a score depends on beside tracker and talk.

    Attributes:
        models: How the digests of the encoders' weights begin, by space.
        fit: Of the whitening.
        calibration: Of the thresholds.
    """

    models: Mapping[str, str]
    fit: str
    calibration: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """How a match was decided.

    Attributes:
        language: Which language the message was read in, a primary subtag.
        window_start, window_end: Characters of the message that were compared, end exclusive.
        phrase_nearness: How near the window comes to the phrase, in the mean of the spaces; the score is a blend of it
            and of *tracker_nearness*.
        tracker_nearness: How near it comes to the tracker's centroid.
        counter_example: The nearest one; empty where the tracker has none.
        counter_nearness: How near the window comes to it.
        vetoed: Phrases of the tracker that were nearer, but must not count.
    """

    language: str
    window_start: int
    window_end: int
    phrase_nearness: float
    tracker_nearness: float
    counter_example: str
    counter_nearness: float | None
    vetoed: Sequence[Veto]
    versions: Versions


@dataclass(frozen=True, slots=True)
class Match:
    """One phrase of one tracker found in one message: a pure result.

    Attributes:
        score: Similarity in meaning, comparable with `threshold`; for exact and inflected matches too.
        threshold: Where the tracker begins to fire by meaning at its sensitivity.
        margin: Lead of the phrase's own cosine over the nearest counter-example's; None without counter-examples.
        start, end: Characters of the message that carry the match, end exclusive.
        offset: `start` of an exact match, else `NO_OFFSET`.
        why: How it was decided; None where that is not known.
    """

    tracker: Tracker
    message: Message
    phrase: str
    kind: MatchKind
    score: float
    threshold: float
    start: int
    end: int
    margin: float | None = None
    why: Reasons | None = None

    @property
    def offset(self) -> int:
        return self.start if self.kind is MatchKind.EXACT else NO_OFFSET

    @property
    def text(self) -> str:
        """The words that carry the match."""
        return self.message.text[self.start : self.end]
