"""Which word list reads a text: English, Spanish or none. Cheaper than `language.detect`, and enough for word lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from earmark.engine import polarity_words
from earmark.engine.language import LANGUAGES, primary
from earmark.engine.text import Token

Tongue = Literal["en", "es", ""]

_ENGLISH: Final = polarity_words.of("en")
_SPANISH: Final = polarity_words.of("es")
_MORE_ENGLISH: Final = "hello hi good thanks thank please today tomorrow day week let need want know"
_MORE_SPANISH: Final = """hola buenos buenas muchas muchos gracias favor hoy dia dias semana senor senora vez cada nos
encanta quiero necesito necesitamos gusta"""
_KNOWN_TO_ENGLISH: Final = _ENGLISH.function_words.union(_ENGLISH.negations, _MORE_ENGLISH.split())
_KNOWN_TO_SPANISH: Final = _SPANISH.function_words.union(_SPANISH.negations, _MORE_SPANISH.split())
_SPANISH_SIGNS: Final = ("¿", "¡", "ñ")


def of(text: str, spoken: Sequence[Token], language: str) -> Tongue:
    """
    Whose word list reads *text*.

    A declared language settles it. Else the one of the two whose function words are more frequent; English if neither.

    Args:
        spoken: The words of *text*, folded.
        language: A BCP-47 tag, or empty when it is not known.
    """
    tag = primary(language)
    if tag in ("en", "es"):
        return "en" if tag == "en" else "es"
    if tag in LANGUAGES:
        return ""
    english = sum(token.word in _KNOWN_TO_ENGLISH for token in spoken)
    spanish = sum(token.word in _KNOWN_TO_SPANISH for token in spoken)
    if english == spanish and not text.isascii() and any(sign in text for sign in _SPANISH_SIGNS):
        return "es"
    return "es" if spanish > english else "en"
