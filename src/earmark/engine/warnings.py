"""What is odd about a tracker's phrases: those that contradict each other, that fire on everything, or that belong to
another tracker. Never a reason to refuse one."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

import numpy as np

from earmark.compound import is_compound, shown
from earmark.engine import background, language, polarity
from earmark.engine.blas import single_threaded
from earmark.engine.literal import Heard, LiteralIndex
from earmark.engine.matcher import CompiledMatcher
from earmark.engine.occurrences import AROUND
from earmark.engine.phrases import PhraseMatrix, ordered
from earmark.engine.polarity import Reason
from earmark.engine.scoring import left_out
from earmark.engine.text import fold, tokens
from earmark.engine.weighing import Weighed, mean
from earmark.types import Tracker

#: Phrases of a tracker that are looked at; each is compared with each.
PHRASES: Final = 200
#: A phrase that fires by itself on this share of generic sentences says nothing in particular.
GENERIC_BACKGROUND: Final = 0.01
#: The same of the account's own talk, which may well be about what the tracker looks for.
GENERIC_TALK: Final = 0.05
#: Sentences that are more than chance.
_FEWEST: Final = 3
#: Messages that tell a share: with fewer, a few of them would be one.
MIN_MESSAGES: Final = 200
#: By so much another tracker must be nearer to a phrase, so that no warning comes and goes with every edit.
_NEARER: Final = 0.05
#: From this cosine on a counter-example takes about all of a phrase's meaning away.
_SAME: Final = 0.9

_UNSPOKEN: Final = ",.;:!?¡¿…"
#: Only these say the opposite: a question and a statement may well stand side by side in a tracker.
_OPPOSITES: Final = frozenset({Reason.NEGATED, Reason.IMPLICIT_NEGATIVE, Reason.ANTONYM})


class WarningCode(StrEnum):
    """What is odd about a phrase."""

    GENERIC = "generic_phrase"
    CONTRADICTION = "contradicting_phrases"
    COUNTERED = "countered_phrase"
    NEARER = "nearer_to_another_tracker"


@dataclass(frozen=True, slots=True)
class PhraseWarning:
    """
    Attributes:
        phrase: As it is written in the tracker.
        message: A sentence that says what is odd and what to do.
        other: The other phrase, counter-example or tracker; empty for none.
        share: Of messages on which the phrase fires; None where that is not the matter.
    """

    code: WarningCode
    phrase: str
    message: str
    other: str = ""
    share: float | None = None


def of_words(tracker: Tracker) -> list[PhraseWarning]:
    """What the words of a tracker's phrases tell, without any model."""
    texts = [shown(phrase) for phrase in tracker.phrases[:PHRASES]]
    tongue = language.of_tracker(texts, tracker.languages) or language.ENGLISH
    return [*_worded_everywhere(tracker, tongue), *_contradictions(tracker, tongue), *_countered(tracker)]


@single_threaded
def of_meaning(matcher: CompiledMatcher, place: int, names: Sequence[str]) -> list[PhraseWarning]:
    """
    What the meaning of a tracker's phrases tells.

    Args:
        place: The tracker's among the matcher's.
        names: Of all of the matcher's trackers.
    """
    matrices = matcher.matrices(place)
    phrases = [phrase for phrase in ordered(matcher.trackers[place].phrases) if not is_compound(phrase)][:PHRASES]
    if not matrices or not phrases:
        return []
    return [
        *_generic(matrices, matcher.threshold(place), phrases),
        *_countered_in_meaning(matrices, phrases, matcher.trackers[place]),
        *_nearer(matcher, place, matrices, phrases, names),
    ]


def of_talk(found: Mapping[str, int], messages: int) -> list[PhraseWarning]:
    """
    What the account's own talk tells.

    Args:
        found: In how many of *messages* each phrase fires.
    """
    if messages < MIN_MESSAGES:
        return []
    shares = {phrase: count / messages for phrase, count in found.items()}
    return [
        _generic_warning(phrase, share, f"{messages:,} messages of your talk")
        for phrase, share in shares.items()
        if share >= GENERIC_TALK
    ]


def _worded_everywhere(tracker: Tracker, tongue: str) -> Iterator[PhraseWarning]:
    """Phrases whose words stand in sentences about anything."""
    phrases, heard = tracker.phrases[:PHRASES], _ordinary(tongue)
    index = LiteralIndex([([phrase], ()) for phrase in phrases])
    found = Counter(place for sentence in heard for place in index.find(sentence))
    for place, phrase in enumerate(phrases):
        if found[place] >= max(_FEWEST, GENERIC_BACKGROUND * len(heard)):
            share = found[place] / len(heard)
            yield _generic_warning(phrase, share, f"{len(heard)} ordinary sentences by its words")


@functools.cache
def _ordinary(tongue: str) -> list[Heard]:
    folded = [fold(sentence) for sentence in background.sentences(tongue)]
    return [Heard.of(one, tokens(one), tongue) for one in folded]


def _contradictions(tracker: Tracker, tongue: str) -> Iterator[PhraseWarning]:
    phrases = [phrase for phrase in tracker.phrases if not is_compound(phrase)][:PHRASES]
    stances = [polarity.stance_of_phrase(shown(phrase), tongue) for phrase in phrases]
    for (one, stance), (other, others) in combinations(zip(phrases, stances, strict=True), 2):
        # Either way round: one of them may only say less than the other.
        both = polarity.contradiction(stance, others, tongue), polarity.contradiction(others, stance, tongue)
        if _OPPOSITES.issuperset(both):
            yield PhraseWarning(
                WarningCode.CONTRADICTION,
                other,
                f"The phrase {shown(other)!r} says the opposite of {shown(one)!r}: who says either makes the tracker "
                "fire. Keep the one that is meant, and make a counter-example or another tracker of the other.",
                other=one,
            )


def _countered(tracker: Tracker) -> Iterator[PhraseWarning]:
    counters = {_core(counter): counter for counter in tracker.counter_examples if not is_compound(counter)}
    for phrase in tracker.phrases[:PHRASES]:
        if not is_compound(phrase) and _core(phrase) in counters:
            yield _countered_warning(phrase, counters[_core(phrase)])


def _core(phrase: str) -> str:
    """What two phrases have in common that are said alike."""
    spoken = "".join(character for character in shown(phrase) if character not in _UNSPOKEN)
    return fold(spoken).text.strip(AROUND)


def _generic(matrices: Mapping[str, PhraseMatrix], threshold: float, phrases: Sequence[str]) -> Iterator[PhraseWarning]:
    views = [
        matrix.view_of_member(0, matrix.whitening.apply(background.vectors(matrix.encoder)))
        for matrix in matrices.values()
    ]
    # The background of a model of the user's own is of other sentences than those of the default ones.
    same = views if len({len(view.centroids) for view in views}) == 1 else views[-1:]
    sentences = len(same[0].centroids)
    weighed = Weighed.of(same, np.ones(sentences, np.bool_))
    shares = (weighed.allowed & (weighed.own >= threshold)).mean(axis=0).tolist()
    for phrase, share in zip(phrases, shares, strict=False):
        if share >= GENERIC_BACKGROUND:
            yield _generic_warning(phrase, share, f"{sentences} ordinary sentences by its meaning")


def _generic_warning(phrase: str, share: float, where: str) -> PhraseWarning:
    return PhraseWarning(
        WarningCode.GENERIC,
        phrase,
        f"The phrase {shown(phrase)!r} fires on {share:.1%} of {where}: write into it what it is about, "
        "or take it away.",
        share=round(share, 4),
    )


def _countered_in_meaning(
    matrices: Mapping[str, PhraseMatrix], phrases: Sequence[str], tracker: Tracker
) -> Iterator[PhraseWarning]:
    counters = [counter for counter in tracker.counter_examples if not is_compound(counter)]
    if not counters:
        return
    cosines = mean([matrix.phrases[:, :PHRASES].T @ matrix.counters.T for matrix in matrices.values()])
    for phrase, row in zip(phrases, cosines, strict=False):
        nearest = int(row.argmax())
        if row[nearest] >= _SAME and _core(phrase) != _core(counters[nearest]):
            yield _countered_warning(phrase, counters[nearest])


def _countered_warning(phrase: str, counter: str) -> PhraseWarning:
    return PhraseWarning(
        WarningCode.COUNTERED,
        phrase,
        f"The counter-example {shown(counter)!r} says the same as the phrase {shown(phrase)!r}, which hardly fires "
        "beside it. Take one of the two away.",
        other=counter,
    )


def _nearer(
    matcher: CompiledMatcher,
    place: int,
    matrices: Mapping[str, PhraseMatrix],
    phrases: Sequence[str],
    names: Sequence[str],
) -> Iterator[PhraseWarning]:
    """Phrases that another tracker fires on, and more strongly than their own would without them."""
    seen = {
        space: np.ascontiguousarray(matrix.phrases[:, :PHRASES].T) * matrix.lengths[:PHRASES, None]
        for space, matrix in matrices.items()
    }
    scores = matcher.scores(seen, len(phrases))
    scores[:, place] = -np.inf
    own = mean(
        [
            matrix.gains[0] * left_out(matrix.phrases[:, :PHRASES].T, matrix.lengths[:PHRASES])
            for matrix in matrices.values()
        ]
    )
    thresholds = np.array([matcher.threshold(one) for one in range(len(matcher.trackers))], np.float32)
    # A phrase that stands alone is nobody's but the tracker's own, unless it all but means another one.
    alone = _SAME * mean([matrix.lengths[:1] for matrix in matrices.values()])
    least = np.maximum(own, matcher.threshold(place)) if len(phrases) > 1 else alone
    for row, (phrase, level) in enumerate(zip(phrases, least.tolist(), strict=True)):
        nearest = int(scores[row].argmax())
        if scores[row, nearest] >= max(level + _NEARER, thresholds[nearest]):
            yield PhraseWarning(
                WarningCode.NEARER,
                phrase,
                f"The phrase {shown(phrase)!r} is nearer to the tracker {names[nearest]!r} than to the other phrases "
                "of its own: whoever says it makes both fire. Move it there, or say in it what sets it apart.",
                other=names[nearest],
            )
