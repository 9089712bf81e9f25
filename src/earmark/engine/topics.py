"""What a conversation is about: the names that come up in it most. No language model reads it.

Names are what stands between stop words, as in RAKE (Rose and others, 2010), so no part of speech is known. English and
Spanish have stop words; nothing is found in talk of other languages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Final

from earmark import ids
from earmark.engine import keywords, sentiment, tongues
from earmark.engine.text import Token, fold, stem, words, words_of
from earmark.types import Message, MessageId

#: Topics of one conversation: the strongest ones.
MOST_TOPICS: Final = 20
#: Messages that a topic needs; in a short conversation one is enough for a name of several words.
_FEWEST_MESSAGES: Final = 2
_SHORT_MESSAGES: Final = 20
#: A name of several words says more than its words alone.
_PER_WORD: Final = 0.5
#: Words that may stand in a Spanish name, but neither begin nor end one.
_INSIDE: Final = keywords.INSIDE_SPANISH
#: Topics of a caller are never weaker than the weakest that was found by counting.
_VOCABULARY_SCORE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Topic:
    """
    A name that comes up in a conversation.

    Attributes:
        text: As it stands in the first message that does not begin with it; where all do, with a small letter.
        score: From 0 to 1, the conversation's strongest topic; comparable within one conversation only.
        message_ids: The messages that have it, in order.
        mood: The mean mood of these messages, from -1 to 1.
    """

    id: str
    text: str
    score: float
    message_ids: tuple[MessageId, ...]
    mood: float


def topics_of(messages: Sequence[Message], vocabulary: Sequence[str] = ()) -> list[Topic]:
    """
    The topics of one conversation, the strongest first. Who speaks in it is none.

    Args:
        messages: All of its messages.
        vocabulary: Topics that the caller knows; each is one as soon as a message has its words.
    """
    spoken = [words(message.text) for message in messages]
    found = _by_stems(messages, spoken)
    covers = _covers(found)
    fewest = 1 if len(messages) < _SHORT_MESSAGES else _FEWEST_MESSAGES
    strengths = {
        stems: _strength(stems, places)
        for stems, places in found.items()
        if len(places) >= (fewest if len(stems) > 1 else _FEWEST_MESSAGES) and len(places) > covers.get(stems, 0)
    }
    strongest = max(strengths.values(), default=1.0)
    scores = {stems: round(strength / strongest, 4) for stems, strength in strengths.items()}
    best = sorted(scores, key=lambda stems: (-scores[stems], min(found[stems])))[:MOST_TOPICS]
    topics = [_topic(messages, found[stems], scores[stems]) for stems in best]
    known = [_topic(messages, places, _VOCABULARY_SCORE) for places in _of_vocabulary(vocabulary, spoken)]
    named = {topic.text.casefold() for topic in known}
    ranked = known + [topic for topic in topics if topic.text.casefold() not in named]
    return sorted(ranked, key=lambda topic: -topic.score)


#: For every message that has a name, its words there.
_Places = dict[int, str]


def _by_stems(messages: Sequence[Message], spoken: Sequence[Sequence[Token]]) -> dict[tuple[str, ...], _Places]:
    """All names, and the names within them: "billing error" is about billing, too."""
    speakers = {name for speaker in {message.speaker for message in messages} for name in words_of(fold(speaker).text)}
    found: dict[tuple[str, ...], _Places] = defaultdict(dict)
    for place, (message, tokens) in enumerate(zip(messages, spoken, strict=True)):
        tongue = tongues.of(message.text, tokens, message.language)
        for run in keywords.names(message.text, tokens, tongue):
            for first, last in combinations_with_replacement(range(run.first, run.last + 1), 2):
                said = [token.word for token in tokens[first : last + 1]]
                if speakers.isdisjoint(said) and said[0] not in _INSIDE and said[-1] not in _INSIDE:
                    words_there = message.text[tokens[first].start : tokens[last].end]
                    found[tuple(stem(word, tongue) for word in said)].setdefault(place, words_there)
    return found


def _covers(found: Mapping[tuple[str, ...], _Places]) -> dict[tuple[str, ...], int]:
    """For every name within a longer one the most messages of such a one: it needs more to be a topic beside it."""
    most: dict[tuple[str, ...], int] = {}
    for stems, places in found.items():
        for first, last in combinations_with_replacement(range(len(stems)), 2):
            part = stems[first : last + 1]
            if part != stems:
                most[part] = max(most.get(part, 0), len(places))
    return most


def _strength(stems: tuple[str, ...], places: _Places) -> float:
    return len(places) * (1 + _PER_WORD * (len(stems) - 1))


def _of_vocabulary(vocabulary: Sequence[str], spoken: Sequence[Sequence[Token]]) -> Iterator[_Places]:
    for text in dict.fromkeys(vocabulary):
        wanted = words_of(fold(text).text)
        places = {place: text for place, tokens in enumerate(spoken) if _stands_in(wanted, tokens)}
        if places:
            yield places


def _stands_in(wanted: Sequence[str], tokens: Sequence[Token]) -> bool:
    said = [token.word for token in tokens]
    size = len(wanted)
    return size > 0 and any(said[at : at + size] == list(wanted) for at in range(len(said) - size + 1))


def _topic(messages: Sequence[Message], places: _Places, score: float) -> Topic:
    order = sorted(places)
    begins = [messages[place].text.startswith(places[place]) for place in order]
    text = places[order[begins.index(False) if False in begins else 0]]
    moods = [sentiment.score(messages[place].text, messages[place].language) for place in order]
    return Topic(
        id=ids.topic_id(messages[0].id, text.casefold()),
        text=text[0].lower() + text[1:] if all(begins) and text[1:].islower() else text,
        score=score,
        message_ids=tuple(messages[place].id for place in order),
        mood=round(sum(moods) / len(moods), 4),
    )
