"""What a text speaks of, and where it denies, supposes or asks."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine import polarity_words
from earmark.engine.polarity.cues import Cues
from earmark.engine.polarity.english_cues import ENGLISH
from earmark.engine.polarity.flips import Flip, cued, flips
from earmark.engine.polarity.frames import Frame, frames
from earmark.engine.polarity.meanings import Meanings, itself, meanings
from earmark.engine.polarity.sentence import cut
from earmark.engine.polarity.spanish_cues import SPANISH
from earmark.engine.text import Token, words

CUES: Final[Mapping[str, Cues]] = {"en": ENGLISH, "es": SPANISH}


@dataclass(frozen=True, slots=True)
class Stance:
    """What a text speaks of, and how.

    Attributes:
        places: Where each concept stands; of every word that is no mere cue.
        content: Concepts of the words that say something, by place; of all words where only function words are left
            ("We can do it").
        clauses: For every word the number of its clause.
        flips: Where it turns things around.
        frames: Stretches that are supposed or asked and not said.
        copulas: Places of the words after which something is said of what stands before.
        speaks: It speaks of the speaker.
        asserts: It says that something is so; "refund status" only names it.
        tells_past: It tells of the past.
        tells_end: Where it negates, it says that something was so and is no more.
        wants: It says that something is wanted.
        depends: It says what would be.
        is_statement: It says something and does not ask or request it.
    """

    places: Mapping[str, Sequence[int]]
    content: Sequence[tuple[int, Meanings]]
    clauses: Sequence[int] = ()
    flips: Sequence[Flip] = ()
    frames: Sequence[Frame] = ()
    copulas: frozenset[int] = frozenset()
    speaks: bool = False
    asserts: bool = False
    tells_past: bool = False
    tells_end: bool = False
    wants: bool = False
    depends: bool = False
    is_statement: bool = True

    def places_of(self, concepts: Meanings) -> list[int]:
        """Where one of some concepts stands."""
        return [place for one in concepts if one in self.places for place in self.places[one]]


_UNREAD: Final = Stance({}, ())


def stance(text: str, language: str, spoken: Sequence[Token] | None = None) -> Stance:
    """
    Read a text's words, what it denies, and what it only supposes or asks; nothing in a language without a lexicon.

    Args:
        language: A primary subtag.
        spoken: The text's words where they are known.
    """
    cues = CUES.get(language)
    if cues is None:
        return _UNREAD
    sentence = cut(text, words(text) if spoken is None else spoken, language, cues)
    found = cued(sentence, cues)
    function_words = _function_words(language)
    said: list[tuple[int, Meanings]] = []
    content: list[tuple[int, Meanings]] = []
    for place, word in enumerate(sentence.words):
        if place in found.meant:
            content.append((place, meanings(found.meant[place], language)))
            said.append(content[-1])
        elif place not in found.silent:
            is_light = word in function_words
            said.append((place, itself(sentence.stems[place]) if is_light else meanings(word, language)))
            if not is_light:
                content.append(said[-1])
    content = content or said
    places: dict[str, list[int]] = defaultdict(list)
    for place, concepts in said:
        for concept in concepts:
            places[concept].append(place)
    spoken_words, stems = set(sentence.words), set(sentence.stems)
    asks = frames(sentence, found.silent, cues)
    return Stance(
        places=dict(places),
        content=tuple(content),
        clauses=sentence.clauses,
        flips=flips(sentence, found, frozenset(place for place, _ in content), cues),
        frames=asks,
        copulas=frozenset(place for place, word in enumerate(sentence.words) if word in cues.copulas),
        speaks=not cues.speakers.isdisjoint(spoken_words),
        asserts=any(not one.isdisjoint(spoken_words) for one in (cues.speakers, cues.copulas, cues.asserting)),
        tells_past=_tells_past(sentence.words, cues),
        tells_end=not cues.over.isdisjoint(spoken_words),
        wants=not cues.desires.isdisjoint(spoken_words | stems),
        depends=any(word in cues.modals or word.endswith(cues.modal_endings) for word in spoken_words),
        is_statement=not (sentence.asked or asks or (sentence.words and sentence.words[0] in cues.inquiring)),
    )


@functools.cache
def _function_words(language: str) -> frozenset[str]:
    cues = CUES[language]
    return (polarity_words.of(language).function_words | cues.light) - cues.telling


def _tells_past(spoken: Sequence[str], cues: Cues) -> bool:
    # "I worked" does, "I am interested" does not.
    return not cues.past.isdisjoint(spoken) or any(
        word.endswith(cues.past_endings) and before not in cues.present
        for before, word in zip(("", *spoken), spoken, strict=False)
    )


@functools.lru_cache(maxsize=65_536)
def stance_of_phrase(phrase: str, language: str) -> Stance:
    """`stance` of a text that is asked for again and again."""
    return stance(phrase, language)
