"""Messages as the engine reads them, as a whole or only as far as they are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from earmark.engine import polarity
from earmark.engine.literal import Found, Heard
from earmark.engine.polarity import Outline, Stance
from earmark.engine.spoken import Speech, speech
from earmark.engine.stretch import language_of, words_in
from earmark.engine.text import Token, fold, tokens
from earmark.engine.windows import windows
from earmark.types import Message

_QUESTION_MARKS: Final = frozenset("?\u00bf\uff1f\u061f")
#: The window that is the whole message.
WHOLE: Final = 0

#: Finds phrases and counter-examples by their words, by tracker.
Lookup = Callable[[Heard], Mapping[int, Sequence[Found]]]


class Said(Protocol):
    """What judging asks of a message."""

    @property
    def message(self) -> Message:
        """What was said."""

    @property
    def language(self) -> str:
        """A primary subtag."""

    @property
    def windows(self) -> int:
        """How many windows it has; the first is the whole message."""

    @property
    def has_words(self) -> bool:
        """Not a smile or three dots: only words mean something."""

    def outline(self) -> Outline:
        """What it may speak of, at a glance."""

    def stance(self, window: int) -> Stance:
        """What a window says of what it speaks of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One message as the engine reads it.

    Attributes:
        language: A primary subtag.
        spans: Characters of each window; the first is the whole message.
        speech: Its words, and which of them were meant.
        found: By tracker, the phrases and counter-examples that were found by their words.
    """

    message: Message
    language: str
    spans: Sequence[tuple[int, int]]
    speech: Speech
    found: Mapping[int, Sequence[Found]]
    _stances: dict[int, Stance] = field(default_factory=dict)
    _outlines: list[Outline] = field(default_factory=list)

    @classmethod
    def of(cls, message: Message, tongue: str, lookup: Lookup | None) -> Reading:
        """
        Read a message.

        Args:
            tongue: A primary subtag.
            lookup: Finds by tracker what stands in it by its words; None where nothing does.
        """
        folded = fold(message.text)
        said = speech(message.text, tokens(folded), tongue)
        found = {} if lookup is None else lookup(Heard.of(folded, said.words, tongue, said.meant))
        return cls(message, tongue, windows(said.meant, len(message.text)), said, found)

    @property
    def texts(self) -> list[str]:
        """What was meant in each window."""
        return [self.speech.between(start, end) for start, end in self.spans]

    @property
    def spoken(self) -> Sequence[Token]:
        """Its words."""
        return self.speech.words

    @property
    def has_words(self) -> bool:
        return bool(self.spoken)

    @property
    def windows(self) -> int:
        return len(self.spans)

    def outline(self) -> Outline:
        if not self._outlines:
            asks = not _QUESTION_MARKS.isdisjoint(self.message.text)
            self._outlines.append(polarity.outline([one.word for one in self.spoken], self.language, asks=asks))
        return self._outlines[0]

    def stance(self, window: int) -> Stance:
        if window not in self._stances:
            spoken = self.spoken if window == WHOLE and self.speech.meant is self.spoken else None
            said = self.speech.between(*self.spans[window])
            self._stances[window] = polarity.stance(said, self.language, spoken)
        return self._stances[window]


class Sketch:
    """
    One of very many messages that were read before: only what must be known of it is read again.

    Args:
        line: From `stretch.line_of`.
        windows: How many it has.
        lookup: As for `Reading.of`.
    """

    __slots__ = ("_lookup", "_outline", "_reading", "_words", "language", "message", "windows")

    def __init__(self, message: Message, line: str, windows: int, lookup: Lookup | None) -> None:
        self.message = message
        self.language = language_of(line)
        self.windows = windows
        self._lookup = lookup
        self._words: Sequence[str] = words_in(line)
        self._outline: Outline | None = None
        self._reading: Reading | None = None

    @property
    def has_words(self) -> bool:
        return bool(self._words)

    def outline(self) -> Outline:
        if self._outline is None:
            asks = not _QUESTION_MARKS.isdisjoint(self.message.text)
            self._outline = polarity.outline(self._words, self.language, asks=asks)
        return self._outline

    def stance(self, window: int) -> Stance:
        return self._read_once().stance(window)

    def found(self) -> Mapping[int, Sequence[Found]]:
        """As `Reading.found`."""
        return {} if self._lookup is None else self._read_once().found

    def read(self) -> Reading:
        """The whole message."""
        return Reading.of(self.message, self.language, self._lookup)

    def _read_once(self) -> Reading:
        if self._reading is None:
            self._reading = self.read()
        return self._reading

    def forget(self) -> None:
        """Keep only what it takes to read the message: of thousands there would be too much in memory."""
        self._words, self._outline, self._reading = (), None, None
