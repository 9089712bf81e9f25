"""Things that a conversation names: those that a submission asks for, and such as clear rules of writing tell.

No language model reads it. Persons are only those who speak in the conversation, where they are called by name; places,
companies and products are found only where a submission's rules name them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine.entity_patterns import PATTERNS
from earmark.engine.occurrences import literal_places
from earmark.engine.text import Folded, fold
from earmark.types import EntityRule, Member, Message, MessageId

#: The type of what a submission's own rules find: contract 3.1.
CUSTOM: Final = "custom"
PERSON: Final = "person"
#: A shorter name is a word of some language.
_SHORTEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an entity stands: characters *start* to *end* of a message."""

    message_id: MessageId
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """
    One thing, with every place where it is named.

    Attributes:
        type: custom, person, or a key of `entity_patterns.PATTERNS`.
        custom_type: The rule's own type; empty for what was detected.
        value: The rule's value, a member's whole name, or what was written, folded.
        text: The words of the first mention, as they stand there.
        mentions: At least one, in the order of the talk.
    """

    type: str
    custom_type: str
    value: str
    text: str
    mentions: tuple[Mention, ...]


def entities_of(
    messages: Sequence[Message], members: Sequence[Member], rules: Sequence[EntityRule], *, detect: bool
) -> list[Entity]:
    """
    The entities of one conversation, in the order of their first mentions.

    Args:
        rules: Texts to find in whole words, case and diacritics aside; several may find the same words.
        detect: Whether addresses, numbers, sums, shares, dates, times and speakers' names are looked for as well.
    """
    wanted = [(rule, fold(rule.text).text.strip()) for rule in dict.fromkeys(rules)]
    called = _names(members) if detect else []
    found: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for message in messages:
        folded = fold(message.text)
        for rule, text in wanted:
            for span in _places(text, folded):
                found[CUSTOM, rule.custom_type, rule.value].append(_mention(message, span))
        if detect:
            for kind, value, span in _detected(message.text, folded, called):
                found[kind, "", value].append(_mention(message, span))
    return [
        Entity(kind, custom_type, value, mentions[0].text[mentions[0].start : mentions[0].end], tuple(mentions))
        for (kind, custom_type, value), mentions in found.items()
    ]


def _detected(
    text: str, folded: Folded, called: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Type, value and place of all that is detected; of two that share characters only the surer one."""
    claimed = bytearray(len(text))
    for kind, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            if _claim(claimed, *found.span()):
                yield kind, found.group() if kind == "url" else fold(found.group()).text, found.span()
    for name, whole in called:
        for start, end in _places(name, folded):
            # Written small it may be a word: "will", "mark".
            if text[start].isupper() and _claim(claimed, start, end):
                yield PERSON, whole, (start, end)


def _claim(claimed: bytearray, start: int, end: int) -> bool:
    """Whether nothing has claimed any of these characters before; they are claimed now."""
    if any(claimed[start:end]):
        return False
    claimed[start:end] = b"\1" * (end - start)
    return True


def _names(members: Sequence[Member]) -> list[tuple[str, str]]:
    """What members are called, folded, each with the whole name; whole names first, so that they claim their words."""
    wholes = [(fold(member.name).text.strip(), member.name) for member in members if member.name.strip()]
    firsts = [(name.split(" ")[0], whole) for name, whole in wholes if " " in name]
    return [pair for pair in dict.fromkeys(wholes + firsts) if len(pair[0]) >= _SHORTEST_NAME]


def _places(wanted: str, folded: Folded) -> Iterator[tuple[int, int]]:
    for place in literal_places(wanted, folded.text):
        yield folded.span(place, place + len(wanted))


def _mention(message: Message, span: tuple[int, int]) -> Mention:
    return Mention(message.id, message.text, *span)
