"""Which language a text is in, and therefore which encoders may judge it."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from earmark.engine.text import as_read
from earmark.types import Message

#: Primary subtags that the multilingual encoder was trained on.
LANGUAGES: Final = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
ENGLISH: Final = "en"

#: Below this probability a text alone does not settle its language; "ok" could be many.
_SURE: Final = 0.7
#: A phrase of so many words tells whether a tracker is of a second language too, and so many of them are asked.
_TELLING_WORDS: Final = 3
_ASKED_PHRASES: Final = 6
#: Characters that are read of a text to tell its language.
_READ_CHARS: Final = 1_000


def primary(tag: str) -> str:
    """The primary subtag: ``es`` of ``es-US`` (contract section 11 matches on it)."""
    return tag.replace("_", "-").split("-")[0].lower()


def serves(declared: Sequence[str], spoken: str) -> bool:
    """Whether a tracker that declares these tags is meant for talk of that tag; unknown on either side, it may be.

    A tag of no language that the engine knows counts as unknown, so that a slip of the pen does not silence everything.
    """
    tongue = primary(spoken)
    return not declared or tongue not in LANGUAGES or tongue in {primary(tag) for tag in declared}


@functools.cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect(text: str) -> str:
    """The primary subtag of *text*'s language, or empty where the text alone does not tell."""
    # What an encoder reads of it: spaces and dots at its end say nothing of the language.
    return _detect(as_read(" ".join(text[:_READ_CHARS].split())))


@functools.lru_cache(maxsize=8_192)
def _detect(text: str) -> str:
    language, probability = _identifier().classify(text)
    return str(language) if probability >= _SURE else ""


def of_conversation(texts: Sequence[str], hints: Sequence[str]) -> list[str]:
    """
    The language of every message of one conversation.

    A hint wins; then what the message itself tells; then what most of the conversation is in; then English.

    Args:
        texts: The messages.
        hints: A BCP-47 tag or an empty string for each.
    """
    told = [primary(hint) or detect(text) for text, hint in zip(texts, hints, strict=True)]
    counted = Counter[str]()
    for language, text in zip(told, texts, strict=True):
        if language:
            counted[language] += len(text)
    most = max(counted, key=lambda language: (counted[language], language)) if counted else ENGLISH
    return [language or most for language in told]


def of_tracker(phrases: Sequence[str], declared: Sequence[str]) -> str:
    """The language of a tracker's phrases, or empty where neither they nor its declaration tell."""
    return detect(" . ".join(phrases)) or (primary(declared[0]) if declared else "")


@functools.lru_cache(maxsize=8_192)
def meant_for(phrases: tuple[str, ...], declared: tuple[str, ...]) -> frozenset[str]:
    """
    The languages, as primary subtags, in whose talk a tracker fires by meaning; empty for all.

    Those that it declares, whatever its phrases are in, so that each of them beside the phrases' own asks for matching
    across languages. Where it declares none, those of its phrases; all, where the phrases do not tell.
    """
    if declared:
        known = frozenset(primary(tag) for tag in declared)
        # A tag that the engine does not know could stand for any: see `serves`.
        return known if known <= {*LANGUAGES} else frozenset()
    told = detect(" . ".join(phrases))
    if not told:
        return frozenset()
    telling = [phrase for phrase in phrases if len(phrase.split()) >= _TELLING_WORDS]
    asked = telling[:: -(-len(telling) // _ASKED_PHRASES) or 1]
    return frozenset({told, *map(detect, asked)} - {""})


def assigned(messages: Sequence[Message]) -> list[Message]:
    """The messages of one conversation, each with its language, so that they may be matched in parts."""
    tongues = of_conversation([one.text for one in messages], [one.language for one in messages])
    return [replace(message, language=tongue) for message, tongue in zip(messages, tongues, strict=True)]
