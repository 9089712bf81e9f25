"""Where a text turns things around: cues with the words that they may turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from earmark.engine.polarity.cues import REASONS, Cue, Cues, Effect, Reason, begins
from earmark.engine.polarity.sentence import Sentence

#: Words over which a cue reaches.
_REACH: Final = 9
#: Words that a denied thing may consist of: "no real interest".
_THING_WORDS: Final = 2


class Flip(NamedTuple):
    """A cue that turns something around.

    Attributes:
        place: Its first word.
        reason: Why it does.
        targets: Places of words that it may turn around: it matters where one of them is shared.
        is_wish: What it denies would be welcome.
        is_inability: It tells what someone wants and cannot do.
        says_itself: It is a word with a meaning of its own: where the other text has it too, it turns nothing around.
    """

    place: int
    reason: Reason
    targets: Sequence[int]
    is_wish: bool
    is_inability: bool
    says_itself: bool


@dataclass(frozen=True, slots=True)
class Cued:
    """The cues of a text.

    Attributes:
        cues: Those that turn something around, with the place behind each.
        silent: Places of words that are nothing but cues.
        meant: For the first of several words that mean one, that word.
    """

    cues: Sequence[tuple[int, int, Cue]]
    silent: frozenset[int]
    meant: dict[int, str]


def cued(sentence: Sentence, cues: Cues) -> Cued:
    """Find the cues of a text, from left to right and the longest first."""
    found: list[tuple[int, int, Cue]] = []
    silent: set[int] = set()
    meant: dict[int, str] = {}
    concord: set[int] = set()
    place = 0
    while place < len(sentence.words):
        cue = cues.at(sentence.words, place)
        end = place + (1 if cue is None else len(cue.words))
        if cue is None:
            if sentence.stems[place] in cues.implying:
                found.append((place, end, Cue((sentence.words[place],), Effect.IMPLY)))
        elif cue.effect is Effect.MEAN:
            meant[place] = cue.meaning
            silent.update(range(place + 1, end))
        else:
            silent.update(range(place, end))
            agrees = not cues.concord.isdisjoint(cue.words)
            clause = sentence.clauses[place]
            again = list(cue.words) == sentence.words[place - len(cue.words) : place]
            if cue.effect is not Effect.NOTHING and not (
                again or (agrees and clause in concord) or _answers(sentence, place, end, cues)
            ):
                found.append((place, end, cue))
                if agrees:
                    concord.add(clause)
        place = end
    return Cued(found, frozenset(silent), meant)


def flips(sentence: Sentence, found: Cued, weighty: frozenset[int], cues: Cues) -> tuple[Flip, ...]:
    """
    What each cue may turn around.

    Args:
        weighty: Places of words that say something.
    """
    implying = {place for place, _, cue in found.cues if cue.effect is Effect.IMPLY}
    skipped = implying.union(
        place
        for place in weighty
        if sentence.stems[place] in cues.transparent
        or sentence.words[place] in cues.adverbs
        or sentence.words[place].endswith(cues.adverb_ending)
    )
    told = tuple(
        Flip(
            place,
            REASONS[cue.effect],
            _targets(sentence, (place, end, cue), weighty - skipped, cues),
            cue.effect is Effect.WISH,
            not cues.inability.isdisjoint(cue.words),
            cue.effect is Effect.IMPLY,
        )
        for place, end, cue in found.cues
    )
    return told + tuple(_ended(sentence, cues))


def _ended(sentence: Sentence, cues: Cues) -> Iterator[Flip]:
    """Clauses that tell of what was once so by a word of time and a verb of the past: "antes trabajaba"."""
    for place in range(len(sentence.words)):
        if begins(cues.once, sentence.words, place):
            start, end = sentence.clause_start(place), sentence.clause_end(place)
            clause = range(max(start, place - _REACH), min(end, place + _REACH))
            if any(_is_imperfect(sentence.words[at], cues) for at in clause):
                yield Flip(place, Reason.PAST, clause, is_wish=False, is_inability=False, says_itself=False)


def _is_imperfect(word: str, cues: Cues) -> bool:
    return word.endswith(cues.imperfect_endings) and not word.endswith(cues.modal_endings)


def _targets(sentence: Sentence, found: tuple[int, int, Cue], stops: frozenset[int], cues: Cues) -> list[int]:
    """The words after a cue up to the first that it turns around; where none follows, those before it."""
    place, end, cue = found
    left = _THING_WORDS if cue.effect is Effect.NEGATE_THING else 1
    targets: list[int] = []
    clause = sentence.clauses[end - 1]
    for target in range(end, min(end + _REACH, len(sentence.words))):
        if sentence.clauses[target] != clause or sentence.words[target] in cues.inquiring:
            break
        targets.append(target)
        left -= target in stops
        if not left:
            return targets
    if cue.effect is Effect.NEGATE and not stops.intersection(targets):
        first = place
        while first and sentence.clauses[first - 1] == clause and place - first < _REACH:
            first -= 1
        targets += range(first, place)
    return targets


def _answers(sentence: Sentence, place: int, end: int, cues: Cues) -> bool:
    """Whether a "no" answers and negates nothing: who is spoken of follows it, or it is a clause of its own."""
    if sentence.words[place:end] != ["no"] or len(sentence.words) == 1:
        return False
    if end < len(sentence.words) and sentence.words[end] in cues.answered:
        return True
    return sentence.begins_clause(place) and sentence.clause_end(place) == end
