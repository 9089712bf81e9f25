"""What a tracker may hold, wherever it came from: a file, the library or HTTP.

Pure checks on content. Fields carry the names that users write, `vocabulary` and `excludeVocabulary`
(contract 2.2), because the errors name them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final, ParamSpec

from earmark import limits
from earmark.compound import Malformed, parse, shown
from earmark.errors import InvalidField
from earmark.types import Tracker

P = ParamSpec("P")

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_LINE_CHARS: Final = "\n\r\t"
#: Unicode's categories Cc and Cs; a pattern, since a submission may hold millions of characters.
_NOT_TEXT: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: Periods, apostrophes and dashes (contract 2.10), as keyboards and word processors write them.
_PUNCTUATION: Final = ".'’-‐‑–—"
#: The joiners are part of the spelling in Persian, Hindi and others, although Unicode calls them format characters.
_JOINERS: Final = "\u200c\u200d"
_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def check_text(field: str, text: str, *, max_chars: int, allow_newlines: bool = False) -> str:
    """
    *text* without the space around it.

    Args:
        field: The field as the user knows it, for the error.
        max_chars: The most characters allowed, space around the text not counted.
        allow_newlines: Line breaks and tabs may stand inside.

    Raises:
        InvalidField: nothing visible in it, too long, half of a surrogate pair, or a control character.
    """
    stripped = text.strip()
    if len(stripped) > max_chars:
        raise InvalidField(field, f"has {len(stripped):,} characters; shorten it to at most {max_chars:,}.")
    allowed = _LINE_CHARS if allow_newlines else ""
    for found in _NOT_TEXT.finditer(stripped):
        char, position = found.group(), found.start()
        if unicodedata.category(char) == "Cs":
            raise InvalidField(
                field,
                f"holds half of a surrogate pair (U+{ord(char):04X}) at character {position}; send whole characters.",
            )
        if char not in allowed:
            raise InvalidField(
                field, f"holds the control character U+{ord(char):04X} at character {position}; remove it."
            )
    if all(unicodedata.category(char) in _INVISIBLE for char in stripped):
        raise InvalidField(field, "must not be empty.")
    return stripped


def text_key(text: str) -> str:
    """What two texts have in common that count as one: case, space around them and Unicode's form do not matter."""
    return unicodedata.normalize("NFC", text.strip().casefold())


def phrase_key(phrase: str) -> str:
    """As `text_key`; nor does the backslash of plain text matter, since the Symbl paths show phrases without it."""
    return text_key(shown(phrase.strip()))


def check_language(field: str, language: str) -> None:
    """
    Refuse what is not a BCP-47 language tag.

    Raises:
        InvalidField: naming *field*.
    """
    if not _LANGUAGE_TAG.fullmatch(language):
        raise InvalidField(field, f"is {language!r}; write a language tag such as en-US or es.")


def check_tracker(
    tracker: Tracker,
    field_prefix: str = "",
    *,
    phrases_field: str = "vocabulary",
    exclude_field: str = "excludeVocabulary",
) -> None:
    """
    Check all that a tracker holds, except for the punctuation of its phrases.

    Args:
        field_prefix: Stands before every field that an error names, such as ``trackers[2].``.
        phrases_field, exclude_field: What the user calls the phrases and the counter-examples.

    Raises:
        InvalidField: the first of `tracker_problems`.
    """
    problems = tracker_problems(tracker, field_prefix, phrases_field=phrases_field, exclude_field=exclude_field)
    for problem in problems:
        raise problem


def tracker_problems(
    tracker: Tracker,
    field_prefix: str = "",
    *,
    phrases_field: str = "vocabulary",
    exclude_field: str = "excludeVocabulary",
) -> Iterator[InvalidField]:
    """
    All that keeps a tracker from being stored, found as it is asked for; the arguments are those of `check_tracker`.

    No name, no phrase, a phrase without a word, a malformed compound, a phrase twice (upper and lower case are alike,
    contract 2.10), too many or too long, no language tag, or a text that `check_text` refuses.
    """
    yield from _refused(check_text, f"{field_prefix}name", tracker.name, max_chars=limits.TRACKER_NAME_CHARS)
    if tracker.description.strip():
        yield from _refused(
            check_text,
            f"{field_prefix}description",
            tracker.description,
            max_chars=limits.DESCRIPTION_CHARS,
            allow_newlines=True,
        )
    if not tracker.phrases:
        yield InvalidField(f"{field_prefix}{phrases_field}", "must hold at least one phrase.")
    phrases = _phrase_lists(tracker, field_prefix, phrases_field, exclude_field)
    for field, texts in phrases:
        yield from _too_many(field, texts, limits.PHRASES_PER_TRACKER)
        for place, text in enumerate(texts):
            yield from _refused(_check_phrase, f"{field}[{place}]", text)
    yield from _repeated(phrases)
    if tracker.exclusive_group.strip():
        group = f"{field_prefix}exclusive_group"
        yield from _refused(check_text, group, tracker.exclusive_group, max_chars=limits.EXCLUSIVE_GROUP_CHARS)
    categories, languages = f"{field_prefix}categories", f"{field_prefix}languages"
    yield from _too_many(categories, tracker.categories, limits.CATEGORIES_PER_TRACKER)
    for index, category in enumerate(tracker.categories):
        yield from _refused(check_text, f"{categories}[{index}]", category, max_chars=limits.CATEGORY_CHARS)
    yield from _too_many(languages, tracker.languages, limits.LANGUAGES_PER_TRACKER)
    for index, language in enumerate(tracker.languages):
        yield from _refused(check_language, f"{languages}[{index}]", language)


def check_punctuation(tracker: Tracker, field_prefix: str = "") -> None:
    """
    Check that phrases hold nothing but letters and digits of any script, spaces, periods, apostrophes and dashes.

    Meant for vocabularies that are stored through the Symbl paths; inline trackers are never held to it.

    Raises:
        InvalidField: names the phrase and the character.

    Source: contract 2.10.
    """
    for field, phrases in _phrase_lists(tracker, field_prefix, "vocabulary", "excludeVocabulary"):
        for index, phrase in enumerate(map(shown, phrases)):
            for char in phrase:
                if not _may_stand_in_vocabulary(char):
                    raise InvalidField(
                        f"{field}[{index}]",
                        f"holds {char!r} (U+{ord(char):04X}) in the phrase {phrase!r}; besides letters, digits and "
                        "spaces only periods, apostrophes and dashes are allowed.",
                    )


def tracker_warnings(tracker: Tracker) -> list[str]:
    """Advice on a tracker that is valid but may find little or too much: contract 2.10. Never a reason to reject it."""
    count = len(tracker.phrases)
    least, most = limits.PHRASES_ADVISED_MIN, limits.PHRASES_ADVISED_MAX
    if count < least:
        phrases = "1 phrase" if count == 1 else f"{count} phrases"
        return [
            f"The tracker {tracker.name!r} has {phrases}: add {least - count} or more that say the same in other "
            f"words, because {least} to {most} work best."
        ]
    if count > most:
        return [
            f"The tracker {tracker.name!r} has {count:,} phrases: split it into several trackers or keep the {most} "
            f"that differ most, because {least} to {most} work best."
        ]
    return []


def _phrase_lists(
    tracker: Tracker, field_prefix: str, phrases_field: str, exclude_field: str
) -> tuple[tuple[str, Sequence[str]], ...]:
    return (
        (f"{field_prefix}{phrases_field}", tracker.phrases),
        (f"{field_prefix}{exclude_field}", tracker.counter_examples),
    )


def _refused(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> Iterator[InvalidField]:
    """What *check* raises, as a value."""
    try:
        check(*args, **kwargs)
    except InvalidField as problem:
        found = problem
    else:
        return
    yield found


def _check_phrase(field: str, phrase: str) -> None:
    text = shown(phrase)
    check_text(field, text, max_chars=limits.PHRASE_CHARS)
    if not any(unicodedata.category(character)[0] in "LNS" for character in text):
        raise InvalidField(field, f"is {text!r}, which holds no word.")
    try:
        parse(phrase)
    except Malformed as problem:
        raise InvalidField(field, str(problem)) from problem


def _too_many(field: str, texts: Sequence[str], most: int) -> Iterator[InvalidField]:
    if len(texts) > most:
        yield InvalidField(field, f"has {len(texts):,} entries; at most {most:,} are allowed.")


def _repeated(phrases: Sequence[tuple[str, Sequence[str]]]) -> Iterator[InvalidField]:
    seen: dict[str, str] = {}
    for field, texts in phrases:
        for index, text in enumerate(texts):
            here = f"{field}[{index}]"
            first = seen.setdefault(phrase_key(text), here)
            if first != here:
                repeated = shown(text.strip())
                yield InvalidField(
                    here, f'repeats the phrase {repeated!r} of "{first}" (upper and lower case are alike); remove one.'
                )


def _may_stand_in_vocabulary(char: str) -> bool:
    # Letters, marks, numbers and spaces by their Unicode category. Surrounding tabs and line ends are stripped later.
    return unicodedata.category(char)[0] in "LMN" or char.isspace() or char in _PUNCTUATION or char in _JOINERS
