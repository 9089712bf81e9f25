"""Whether a text says the opposite of a phrase, by the parity of the flips that lie between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from earmark.engine.polarity.cues import Reason
from earmark.engine.polarity.flips import Flip
from earmark.engine.polarity.meanings import turned
from earmark.engine.polarity.stances import Stance

#: Share of a phrase's content that a text must hold before it can contradict the phrase.
COVERAGE: Final = 0.5


class _Shared(NamedTuple):
    """What a phrase and a text speak of both.

    Attributes:
        own: Its places in the phrase.
        others: Its places in the text.
        swapped: How many words of the phrase stand in the text as their opposites.
        is_whole: It is all that the phrase speaks of.
    """

    own: set[int]
    others: set[int]
    swapped: int
    is_whole: bool


def contradiction(phrase: Stance, text: Stance, language: str) -> Reason | None:
    """Why *text* does not say what *phrase* says, though it speaks of the same; None where it may say it.

    Args:
        language: The primary subtag of both.
    """
    own: list[list[int]] = []
    others: list[list[int]] = []
    swapped = 0
    for _, concepts in phrase.content:
        places = text.places_of(concepts)
        if not places:
            places = text.places_of(turned(concepts))
            swapped += bool(places)
        if places:
            own.append(phrase.places_of(concepts))
            others.append(places)
    covers = len(own) / max(1, len(phrase.content))
    # One swapped word in a phrase of several that are not shared says nothing: both may speak of different things.
    if covers < COVERAGE or swapped == len(own) < len(phrase.content):
        return None
    shared = _Shared(_together(phrase, own), _together(text, others), swapped, is_whole=covers == 1)
    mine, theirs = _about(phrase, shared.own), _about(text, shared.others)
    if (len(mine) + len(theirs) + swapped) % 2:
        return _turned(phrase, text, shared, mine, theirs)
    if _never_was(mine, theirs) and not text.tells_end:
        return Reason.NEGATED
    return _unsaid(phrase, text, shared)


def _never_was(mine: Sequence[Flip], theirs: Sequence[Flip]) -> bool:
    """Whether a text denies plainly what was once so for the phrase: "I don't" is not "I used to"."""
    return [flip.reason for flip in (*mine, *theirs)] == [Reason.PAST, Reason.NEGATED] and len(mine) == 1


def _together(stance: Stance, found: Sequence[Sequence[int]]) -> set[int]:
    """Of the places where each shared word stands, those in the clause that has most of the shared words."""
    # Clauses are numbered as they come, so these are all words of one.
    if stance.clauses[:1] == stance.clauses[-1:]:
        return {place for places in found for place in places}
    shared = Counter(clause for places in found for clause in {stance.clauses[place] for place in places})
    together: set[int] = set()
    for places in found:
        most = max(shared[stance.clauses[place]] for place in places)
        together.update(place for place in places if shared[stance.clauses[place]] == most)
    return together


def _about(stance: Stance, shared: set[int]) -> list[Flip]:
    """The flips that turn something around of what is shared."""
    return [
        flip
        for flip in stance.flips
        if not (flip.says_itself and flip.place in shared) and not shared.isdisjoint(flip.targets)
    ]


def _turned(
    phrase: Stance, text: Stance, shared: _Shared, mine: Sequence[Flip], theirs: Sequence[Flip]
) -> Reason | None:
    """Why an odd number of flips lies between phrase and text; None where they do not meet after all."""
    flips = [*theirs, *mine]
    if _is_asked(phrase, shared.own) != _is_asked(text, shared.others):
        return None
    if not flips:
        return Reason.ANTONYM
    if len(flips) == 1 and not shared.swapped:
        alone = flips[0]
        other, places = (phrase, shared.own) if theirs else (text, shared.others)
        # "I used to work there" is no opposite of "I worked there", nor "I wish I could cancel" of "I want to cancel".
        if alone.reason is Reason.PAST and other.tells_past:
            return None
        if (alone.is_wish or alone.is_inability) and other.wants:
            return None
        if _denies_beside(other, places) or _says_else(other, places):
            return None
    return flips[0].reason


def _denies_beside(stance: Stance, shared: set[int]) -> bool:
    """Whether something else is denied of what is shared: another word for what the other text denies, perhaps."""
    clauses = {stance.clauses[place] for place in shared}
    return any(stance.clauses[flip.place] in clauses and flip.place not in shared for flip in stance.flips)


def _says_else(stance: Stance, shared: set[int]) -> bool:
    """Whether something else is said of what is shared: "money is tight" affirms no "money"."""
    last = max(shared)
    if last + 1 not in stance.copulas:
        return False
    clause = stance.clauses[last]
    return any(place > last and stance.clauses[place] == clause for place, _ in stance.content)


def _is_asked(stance: Stance, shared: set[int]) -> bool:
    return any(frame.reason is Reason.QUESTION and frame.holds_most(shared) for frame in stance.frames)


def _unsaid(phrase: Stance, text: Stance, shared: _Shared) -> Reason | None:
    """Why a text that agrees with a phrase only supposes or asks what the phrase says."""
    if not phrase.is_statement or phrase.depends:
        return None
    for frame in text.frames:
        is_asked = (frame.asks_listener and phrase.speaks) or (
            frame.asks_whether and phrase.asserts and shared.is_whole
        )
        if (frame.reason is Reason.HYPOTHETICAL or is_asked) and frame.holds_most(shared.others):
            return frame.reason
    return None
