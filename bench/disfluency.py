"""What people do when they speak and a recognizer when it writes, made up with a fixed seed."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Chance before each word of a sound that means nothing, of saying the last words again, and of breaking one off.
FILLER: Final = 0.12
REPEAT: Final = 0.08
RESTART: Final = 0.05
#: Chance that a word with a homophone is taken for it.
HOMOPHONE: Final = 0.3
#: Words said again at most.
_LONGEST: Final = 3
#: Letters that a word must have to be broken off.
_BREAKABLE: Final = 4


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one language is stumbled in."""

    fillers: Sequence[str]
    homophones: Mapping[str, str]


def _pairs(listed: str) -> dict[str, str]:
    pairs = [(one, other) for one, other in (pair.split("/") for pair in listed.split())]
    return dict(pairs) | {other: one for one, other in pairs}


TONGUES: Final[Mapping[str, Tongue]] = {
    "en": Tongue(
        fillers=("um", "uh", "uh", "um", "er", "hmm", "you know", "like", "I mean"),
        homophones=_pairs(
            """their/there to/too your/you're for/four no/know right/write by/buy new/knew hear/here one/won week/weak
            weather/whether wait/weight whole/hole its/it's see/sea mail/male meet/meat piece/peace plane/plain
            sale/sail break/brake sent/cent fair/fare would/wood"""
        ),
    ),
    "es": Tongue(
        fillers=("eh", "este", "o sea", "pues", "em", "mmm", "eh"),
        homophones=_pairs("hecho/echo vaya/valla tuvo/tubo hay/ahí si/sí el/él tu/tú haber/aber voy/boy ver/ber"),
    ),
}


def slips(text: str, tongue: str, seed: str) -> str:
    """*text* as it might be said: with fillers, words said again and words broken off; its words keep their order."""
    draw = random.Random(seed)
    habits = TONGUES[tongue]
    said: list[str] = []
    words = text.split()
    for place, word in enumerate(words):
        if draw.random() < FILLER:
            said.append(draw.choice(habits.fillers))
        if len(word) >= _BREAKABLE and draw.random() < RESTART:
            said.append(word[: draw.randint(1, len(word) - 2)] + "-")
        said.append(word)
        if draw.random() < REPEAT:
            said += words[max(0, place + 1 - draw.randint(1, _LONGEST)) : place + 1]
    return " ".join(said)


def unpunctuated(text: str) -> str:
    """*text* as a recognizer without punctuation writes it; a hyphen tells that a word was broken off."""
    return " ".join(re.sub(r"[^\w\s'’\-]|(?<!\w)-|(?<=\s)-", "", text.lower()).split())


def misheard(text: str, tongue: str, seed: str) -> str:
    """*text* with some words taken for others that sound alike."""
    draw = random.Random(seed)
    other = TONGUES[tongue].homophones
    return " ".join(
        other[word.lower()] if word.lower() in other and draw.random() < HOMOPHONE else word for word in text.split()
    )
