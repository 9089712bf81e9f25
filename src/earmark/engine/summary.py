"""The few sentences that say most of what a conversation is about: taken from it, never written anew.

No language model reads it. A sentence is central when its names come up in many other sentences (Luhn, 1958); beside
one that is taken already, one of the same names says little.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine import keywords, tongues
from earmark.engine.text import stem, words
from earmark.types import Message, MessageId

#: One sentence for so many, within these bounds.
_MESSAGES_PER_SENTENCE: Final = 12
_FEWEST: Final = 1
_MOST: Final = 7
#: Names of the shortest sentence that says enough by itself, and words of the longest that is still easy to read.
_FEWEST_NAMES: Final = 2
_MOST_WORDS: Final = 45


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of the conversation that stands for others."""

    message_id: MessageId
    text: str


def summary_of(messages: Sequence[Message]) -> list[SummarySentence]:
    """
    The most central sentences of one conversation, in the order in which they were said.

    Returns:
        One for every twelve messages, at least one and at most seven. None where no sentence names two things, and in
        languages other than English and Spanish.
    """
    names = [_names(message) for message in messages]
    counted = Counter(name for one in names for name in one)
    repeated = {name: count for name, count in counted.items() if count > 1}
    open_places = [place for place, one in enumerate(names) if len(one) >= _FEWEST_NAMES]
    wanted = min(_MOST, max(_FEWEST, round(len(messages) / _MESSAGES_PER_SENTENCE)))
    taken: list[int] = []
    told: set[str] = set()
    while open_places and len(taken) < wanted:
        best = max(open_places, key=lambda place: (_weight(names[place] - told, len(names[place]), repeated), -place))
        if taken and not _weight(names[best] - told, len(names[best]), repeated):
            break
        open_places.remove(best)
        taken.append(best)
        told |= names[best]
    return [SummarySentence(messages[place].id, messages[place].text) for place in sorted(taken)]


def _names(message: Message) -> frozenset[str]:
    """Stems of the names in a message; none in one that is too long to be a sentence."""
    spoken = words(message.text)
    if len(spoken) > _MOST_WORDS:
        return frozenset()
    tongue = tongues.of(message.text, spoken, message.language)
    runs = keywords.names(message.text, spoken, tongue)
    return frozenset(stem(spoken[at].word, tongue) for run in runs for at in range(run.first, run.last + 1))


def _weight(fresh: frozenset[str], names: int, repeated: dict[str, int]) -> float:
    """How often its names come up that are not told yet; the root keeps long sentences from winning by length alone."""
    return sum(repeated.get(name, 0) for name in fresh) / math.sqrt(names)
