"""Stretches of a text that are supposed or asked and not said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

from earmark.engine.polarity.cues import Cues, Reason, begins
from earmark.engine.polarity.sentence import Sentence

#: A text of more than so many is no sentence; each is compared with all that is shared.
_MOST_FRAMES: Final = 64
#: Words over which a condition reaches what depends on it.
_REACH: Final = 12


class Frame(NamedTuple):
    """Words from *start* to *end* that are not said.

    Attributes:
        asks_listener: It is the one spoken to who is asked about what they do or want.
        asks_whether: It asks for yes or no.
    """

    reason: Reason
    start: int
    end: int
    asks_listener: bool = False
    asks_whether: bool = False

    def holds_most(self, places: set[int]) -> bool:
        return 2 * sum(self.start <= place < self.end for place in places) > len(places)


def frames(sentence: Sentence, silent: frozenset[int], cues: Cues) -> tuple[Frame, ...]:
    """
    Every stretch that is supposed or asked.

    Args:
        silent: Places of words that are part of a cue.
    """
    return tuple(islice(chain(_supposed(sentence, silent, cues), _asked(sentence, silent, cues)), _MOST_FRAMES))


def _supposed(sentence: Sentence, silent: frozenset[int], cues: Cues) -> Iterator[Frame]:
    words = sentence.words
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if place in silent:
            continue
        if begins(cues.suppositions, words, place):
            if before not in cues.speakers:
                # The condition begins a clause of its own.
                last = place + 1 if words[place + 1 : place + 2] == [cues.condition] else place
                yield Frame(Reason.HYPOTHETICAL, place, sentence.clause_end(last))
        elif word == cues.condition and before not in cues.embedding:
            end = sentence.clause_end(place)
            results = list(_consequences(sentence, place, end, cues))
            if results or _is_unreal(words[place + 1 : end], cues):
                yield Frame(Reason.HYPOTHETICAL, place, end)
                yield from results


def _consequences(sentence: Sentence, start: int, end: int, cues: Cues) -> Iterator[Frame]:
    """What would be so if the condition from *start* to *end* were; a wish or a request would not."""
    number = sentence.sentences[start]
    for place in range(max(0, start - _REACH), min(end + _REACH, len(sentence.words))):
        word = sentence.words[place]
        depends = word in cues.modals or word.endswith(cues.modal_endings)
        if depends and sentence.sentences[place] == number and not start <= place < end:
            after = sentence.words[place + 1 : place + 2]
            if word not in cues.polite and cues.polite.isdisjoint(after):
                yield Frame(Reason.HYPOTHETICAL, place, sentence.clause_end(place))


def _is_unreal(condition: Sequence[str], cues: Cues) -> bool:
    """Whether a condition is set against the facts; "if you could" asks politely."""
    if cues.listeners.intersection(condition[:1]):
        condition = [word for word in condition if word not in cues.modals]
    return any(word in cues.unreal_verbs or word.endswith(cues.unreal_endings) for word in condition)


def _asked(sentence: Sentence, silent: frozenset[int], cues: Cues) -> Iterator[Frame]:
    """Clauses that ask: for yes or no, for something else, or for a favor."""
    for place in range(len(sentence.words)):
        if not sentence.begins_clause(place) or place in silent:
            continue
        end = sentence.clause_end(place)
        first = place
        while first < end - 1 and sentence.words[first] in cues.fillers:
            first += 1
        opening = sentence.words[first : first + 2]
        marked = sentence.sentences[place] in sentence.asked
        if marked or cues.inverted:
            openings = cues.requesting | (cues.wondering if marked else cues.always_wondering)
        else:
            openings = cues.always_wondering
        if not openings.isdisjoint(opening[:1] if cues.inverted else opening):
            yield Frame(Reason.QUESTION, first, sentence.sentence_end(place) if marked else end)
        elif cues.inverted:
            subject = opening[-1] if len(opening) > 1 else ""
            if opening[0] in cues.inverted and any(
                subject in subjects for subjects in (cues.subjects, cues.listeners, cues.inverted_subjects)
            ):
                yield Frame(Reason.QUESTION, first, end, subject in cues.listeners, asks_whether=True)
            elif marked:
                yield Frame(Reason.QUESTION, first, end, opening[0] in cues.listeners)
        elif marked:
            asks_listener = cues.speakers.isdisjoint(sentence.words[first:end])
            yield Frame(Reason.QUESTION, first, end, asks_listener, asks_whether=True)
