"""Questions, tasks and appointments in talk, found by patterns of words. No language model reads it.

English and Spanish are known; nothing is found in talk of other languages. A message is judged alone, but for whom it
speaks to. Greetings that are put as questions ("How are you?") are left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from earmark import ids
from earmark.engine import english_wordings, keywords, spanish_wordings, tongues
from earmark.engine.due_dates import due_ms
from earmark.engine.keywords import Run
from earmark.engine.text import Token, fold, tokens, words, words_of
from earmark.engine.wordings import Owner, Pattern, Patterns
from earmark.types import Member, MemberId, Message, MessageId

NOBODY: Final = MemberId("")

_PATTERNS: Final = {"en": english_wordings.PATTERNS, "es": spanish_wordings.PATTERNS}
#: Key phrases of one message: the first ones.
_MOST_PHRASES: Final = 5
# Accents tell a Spanish question from a relative clause, so this one reads the text as it was written.
_SPANISH_ASKING: Final = re.compile(
    r"(?:^|[.;,:¿] ?|\b(?:y|pero|entonces|oye|hola|bueno) )¿?(?:a |de |con |para |por |en )?"
    r"(?:qué|quién(?:es)?|cuál(?:es)?|cuánt[oa]s?|cuándo|dónde|cómo)\b(?! (?:bien|bueno|lástima|pena))",
    re.IGNORECASE,
)
_MARKED: Final = 0.8
_MARKED_AND_WORDED: Final = 0.95
_TAGGED: Final = 0.6
#: What a weak verb takes away and a time adds.
_WEAK: Final = 0.15
_DATED: Final = 0.1
_SUREST: Final = 0.95
#: A longer text is no single sentence; what is behind is not read.
_READ_CHARS: Final = 2_000


class InsightKind(StrEnum):
    """What an insight is; spelled as on the wire: contract 5.8."""

    QUESTION = "question"
    ACTION_ITEM = "action_item"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Insight:
    """
    A message that asks, gives somebody something to do, or sets up the next talk.

    Attributes:
        id: 16 digits, the same whenever the message is read again.
        text: The message's.
        score: From 0 to 1, by how plainly it is worded; not a probability.
        assignee: Who is to do it, as far as the words tell; empty when they do not, and for questions.
        definitive: Whether it was promised rather than wished for.
        due_ms: Until when, in UTC; None when no time is named.
        phrases: As `key_phrases` tells them.
    """

    id: str
    kind: InsightKind
    text: str
    score: float
    message_id: MessageId
    member_id: MemberId
    assignee: MemberId
    definitive: bool
    due_ms: int | None
    phrases: tuple[str, ...]


def insights_of(
    messages: Sequence[Message], members: Sequence[Member], *, origin_ms: int | None = None, offset_min: int = 0
) -> list[Insight]:
    """
    All insights of some messages of one conversation, in the messages' order; of each kind at most one for a message.

    Args:
        members: Everybody who speaks in the conversation.
        origin_ms: When messages without a time were said; None gives them no due date.
        offset_min: Minutes to add to UTC for the local time of the talk.
    """
    names = _names(members)
    return [
        insight
        for message in messages
        for insight in _of_message(
            message, members, names, origin_ms if message.start_ms is None else message.start_ms, offset_min
        )
    ]


def key_phrases(text: str, language: str = "") -> list[str]:
    """
    Short phrases that tell what a sentence is about, as they stand in it, in order.

    Verbs of doing with the name of what is done ("send you the contract"), and names of two words and more ("billing
    error"). Names are what stands between stop words, so a word on no list may pass for one.

    Args:
        language: A BCP-47 tag; empty lets the text itself tell whether it is English or Spanish.

    Returns:
        At most 5; none for text of other languages.
    """
    spoken = words(text[:_READ_CHARS])
    return _phrases(text, spoken, tongues.of(text, spoken, language))


def _phrases(text: str, spoken: Sequence[Token], tongue: str) -> list[str]:
    found = list(keywords.actions(text, spoken, tongue))
    found += [
        run
        for run in keywords.names(text, spoken, tongue)
        if run.first < run.last and not any(_overlap(run, action) for action in found)
    ]
    found.sort(key=lambda run: run.first)
    return list(dict.fromkeys(run.text(text, spoken) for run in found))[:_MOST_PHRASES]


def _overlap(one: Run, other: Run) -> bool:
    return one.first <= other.last and other.first <= one.last


def _of_message(
    message: Message, members: Sequence[Member], names: dict[str, MemberId], said_ms: int | None, offset_min: int
) -> Iterator[Insight]:
    folded = fold(message.text[:_READ_CHARS])
    spoken = tokens(folded)
    tongue = tongues.of(message.text, spoken, message.language)
    patterns = _PATTERNS.get(tongue)
    if patterns is None:
        return
    text = folded.text.strip()
    phrases = functools.cache(lambda: tuple(_phrases(message.text, spoken, tongue)))
    asked = _question_score(message.text, text, tongue, patterns)
    if asked:
        yield _insight(message, InsightKind.QUESTION, asked, phrases())
    has_verb = any(token.word in patterns.verbs for token in spoken)  # few messages have, and patterns are slower
    for kind, ways in ((InsightKind.FOLLOW_UP, patterns.follow_ups), (InsightKind.ACTION_ITEM, patterns.actions)):
        worded = _surest([way for way in ways if has_verb or not way.has_verb], text, patterns, names)
        if worded is None:
            continue
        way, match = worded
        due = None if said_ms is None else due_ms(text, tongue, said_ms, offset_min)
        weak = (match.groupdict().get("verb") or "") in patterns.weak_verbs
        yield _insight(
            message,
            kind,
            min(_SUREST, way.score - _WEAK * weak + _DATED * (due is not None)),
            phrases(),
            _owner(way.owner, match, message, members, names),
            way.definitive,
            due,
        )
        return  # an appointment is no task of its own


def _insight(
    message: Message,
    kind: InsightKind,
    score: float,
    phrases: tuple[str, ...],
    assignee: MemberId = NOBODY,
    definitive: bool = False,
    due: int | None = None,
) -> Insight:
    return Insight(
        id=ids.insight_id(message.id, kind),
        kind=kind,
        text=message.text,
        score=round(score, 2),
        message_id=message.id,
        member_id=message.member_id,
        assignee=assignee,
        definitive=definitive,
        due_ms=due,
        phrases=phrases,
    )


def _question_score(original: str, text: str, tongue: str, patterns: Patterns) -> float:
    """How sure it is that a message asks; 0 when it does not. A mark alone is enough, except in small talk."""
    if patterns.small_talk.fullmatch(text):
        return 0.0
    worded = max((way.score for way in patterns.questions if way.regex.search(text)), default=0.0)
    if tongue == "es" and not worded and "!" not in original and _SPANISH_ASKING.search(original):
        worded = 0.7
    if not ("?" in text and any(one.isalnum() for one in text)):
        return worded
    if patterns.tags.search(text) and not worded:
        return _TAGGED
    return _MARKED_AND_WORDED if worded else _MARKED


def _surest(
    ways: Sequence[Pattern], text: str, patterns: Patterns, names: dict[str, MemberId]
) -> tuple[Pattern, re.Match[str]] | None:
    """The surest way in which a message words something, unless it denies it."""
    best: tuple[Pattern, re.Match[str]] | None = None
    for way in ways:
        if best is not None and way.score <= best[0].score:
            continue
        match = way.regex.search(text)
        if match is None or patterns.negation.search(text, 0, match.start()):
            continue
        if way.owner != "named" or match["name"] in names:
            best = way, match
    return best


def _owner(
    owner: Owner, match: re.Match[str], message: Message, members: Sequence[Member], names: dict[str, MemberId]
) -> MemberId:
    """Who is to do it: the hearer is known when somebody is called by name, or when only two are talking."""
    if owner == "named":
        return names[match["name"]]
    if owner == "speaker":
        return message.member_id
    if owner == "hearer":
        called = {names[word] for word in words_of(match.string) if word in names} - {message.member_id}
        others = {member.id for member in members} - {message.member_id} if message.member_id else set[MemberId]()
        for candidates in (called, others):
            if len(candidates) == 1:
                return candidates.pop()
    return NOBODY


def _names(members: Sequence[Member]) -> dict[str, MemberId]:
    """Members by their first names, folded; a name that several bear tells nobody apart."""
    found: dict[str, MemberId] = {}
    twice: set[str] = set()
    for member in members:
        for name in words_of(fold(member.name).text)[:1]:
            if name in found:
                twice.add(name)
            found[name] = member.id
    return {name: member_id for name, member_id in found.items() if name not in twice}
