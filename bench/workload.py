"""Text to measure speed with: 500 trackers of 50 phrases and sentences of 12 words, all made here and always alike."""

from __future__ import annotations

import itertools
import random
from typing import Final

from earmark.types import Tracker

SENTENCE_WORDS: Final = 12
_SEED: Final = 7
#: One sentence in so many is about something that a tracker looks for, as in a busy call.
_ON_SUBJECT_EVERY: Final = 10

_ACTIONS: Final = (
    "cancel", "change", "check", "order", "return", "renew", "move", "share", "copy", "print", "pay", "lose", "find",
    "sign", "send", "start", "stop", "explain", "repair", "replace", "compare", "book", "approve", "translate", "sell",
)  # fmt: skip
_THINGS: Final = (
    "the invoice", "my ticket", "our contract", "the router", "that report", "the hotel", "my password", "our website",
    "the parcel", "this meeting", "the discount", "my account", "our policy", "the printer", "that form", "the flight",
    "my salary", "our budget", "the medicine", "this photo",
)  # fmt: skip
_ASKING: Final = (
    "I want to {}", "I would like to {}", "could you {}", "can we {}", "how do I {}", "is it possible to {}",
    "who is going to {}", "we need to {}", "let us {}", "please {}", "I am trying to {}", "I forgot to {}",
    "when will you {}", "they asked me to {}", "I have no idea how to {}", "are you able to {}", "why should we {}",
    "it is time to {}", "she told us to {}", "I was hoping to {}", "what does it take to {}", "do I have to {}",
    "nobody wants to {}", "we decided to {}", "I cannot {}",
)  # fmt: skip
_TAILS: Final = ("", " this week")

_OPENINGS: Final = (
    "well you know I", "to be honest we", "so the other day", "I mean my sister", "last summer the children",
    "as far as anyone", "in the end they", "on Sunday morning we", "my neighbor down there", "you see the garden",
    "at that point he", "for some reason it",
)  # fmt: skip
_MIDDLES: Final = (
    "walked along the river", "had quite some trouble", "never really noticed that", "talked about the weather",
    "waited for the bus", "painted the old fence", "laughed about it all", "were late for dinner", "kept a small dog",
    "sat under the trees", "learned to play chess", "could hardly hear anything",
)  # fmt: skip
_ENDINGS: Final = (
    "because of the rain", "until it got dark", "with a few friends", "and went home early",
    "before the holidays began",
    "while the radio played", "as we always do", "which was rather nice", "but nobody minded much", "for about an hour",
    "near the old bridge", "and that was that",
)  # fmt: skip

#: By how often they are found in `sentences`: in one message of a hundred or less, in some of them, in a third of them.
IN_HISTORY: Final = (
    Tracker(
        "Rarely",
        ["I want to cancel our contract", "please end the contract", "we need to change the contract"],
    ),
    Tracker(
        "Sometimes",
        ["it was raining", "the weather was bad", "the rain would not stop", "we got wet in the rain"],
    ),
    Tracker(
        "Often",
        [
            "they walked along the river", "we sat under the trees", "they painted the fence in the garden",
            "he waited at the bus stop", "the children were late for dinner",
        ],
    ),
)  # fmt: skip
#: What an author might add to any of them, one after another.
MORE_PHRASES: Final = (
    "this is what it was about", "that is how it went", "nobody saw it coming", "it happened just like that",
    "so it came to this",
)  # fmt: skip


def trackers(count: int, phrases: int) -> list[Tracker]:
    """So many trackers (at most 500) of so many phrases each (at most 50), no two phrases alike."""
    subjects = list(itertools.product(_ACTIONS, _THINGS))
    random.Random(_SEED).shuffle(subjects)
    frames = [asking + tail for tail in _TAILS for asking in _ASKING]
    return [
        Tracker(
            f"{action} {thing}",
            [frame.format(f"{action} {thing}") for frame in frames[:phrases]],
            languages=["en"],
        )
        for action, thing in subjects[:count]
    ]


def sentences(count: int) -> list[str]:
    """So many different sentences (at most 1,500) of `SENTENCE_WORDS` words, most of them small talk."""
    drawn = random.Random(_SEED)
    talk = [" ".join(parts) for parts in itertools.product(_OPENINGS, _MIDDLES, _ENDINGS)]
    on_subject = [
        f"so I would like to {action} {thing} before we leave today"
        for action, thing in itertools.product(_ACTIONS, _THINGS)
    ]
    drawn.shuffle(talk)
    drawn.shuffle(on_subject)
    return [(on_subject if number % _ON_SUBJECT_EVERY == 0 else talk).pop() for number in range(count)]
