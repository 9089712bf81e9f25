"""Until when something is due: "by Friday", "in two weeks", "el 5 de mayo", counted from when it was said.

A day without a time is meant until its end. "This week" and "next week" are meant until Friday, "next month" until its
last day, and the name of a weekday means the next one that comes. Only the first such words of a sentence count.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "a couple of": 2, "three": 3, "a few": 3, "few": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "un": 1, "una": 1, "uno": 1, "dos": 2,
    "un par de": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
}  # fmt: skip
_ENGLISH_DAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SPANISH_DAYS: Final = ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"]
_ENGLISH_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SPANISH_MONTHS: Final = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
_WEEKDAY: Final = {name: place for names in (_ENGLISH_DAYS, _SPANISH_DAYS) for place, name in enumerate(names)}
_MONTH: Final = {name: place for names in (_ENGLISH_MONTHS, _SPANISH_MONTHS) for place, name in enumerate(names, 1)}
_UNITS: Final = {
    "minute": "minutes", "hour": "hours", "day": "days", "week": "weeks", "month": "months",
    "minuto": "minutes", "hora": "hours", "dia": "days", "semana": "weeks", "mes": "months",
}  # fmt: skip
_FRIDAY: Final = 4
_END_OF_DAY: Final = time(23, 59, 59)


def _one_of(words: list[str]) -> str:
    return "|".join(words)


_COUNT: Final = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_ENGLISH_DAY: Final = re.compile(
    rf"""\b(?:(?P<overmorrow>day\ after\ tomorrow)|(?P<tomorrow>tomorrow)
    |(?P<today>today|tonight|(?:end|close)\ of\ (?:the\ |business\ )?day|eod|cob|this\ (?:morning|afternoon|evening))
    |(?P<next_week>next\ week)|(?P<next_month>next\ month)
    |(?P<this_week>(?:end\ of\ (?:the|this)|this)\ week)|(?P<this_month>(?:end\ of\ (?:the|this)|this)\ month)
    |(?:(?P<next>next)\ )?(?P<weekday>{_one_of(_ENGLISH_DAYS)})
    |(?:in|within)\ (?:the\ next\ )?(?P<count>{_COUNT})\ (?P<unit>minute|hour|day|week|month)s?
    |(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)
    |(?P<named_month>{_one_of(_ENGLISH_MONTHS)})\ (?:the\ )?(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?
    |(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<month_after>{_one_of(_ENGLISH_MONTHS)}))\b""",
    re.VERBOSE,
)
_SPANISH_DAY: Final = re.compile(
    rf"""\b(?:(?P<overmorrow>pasado\ manana)|(?<!la\ )(?P<tomorrow>manana)
    |(?P<today>hoy|esta\ (?:manana|tarde|noche))
    |(?P<next_week>semana\ que\ viene|proxima\ semana|semana\ proxima)
    |(?P<next_month>mes\ que\ viene|proximo\ mes)
    |(?P<this_week>esta\ semana)|(?P<this_month>(?:fin(?:al|ales)?\ de|este)\ mes)
    |(?:(?P<next>proximo)\ )?(?P<weekday>{_one_of(_SPANISH_DAYS)})
    |(?:en|dentro\ de)\ (?P<count>{_COUNT})\ (?P<unit>minuto|hora|dia|semana|mes)(?:e?s)?
    |(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)
    |(?P<day_before>\d{{1,2}})\ de\ (?P<month_after>{_one_of(_SPANISH_MONTHS)}))\b""",
    re.VERBOSE,
)
_ENGLISH_TIME: Final = re.compile(
    r"""\b(?:(?P<noon>noon)|(?:(?P<at>at|by|before|until)\ )?(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?
    (?:\ ?(?P<half>[ap])\.?m\b|\ o'clock|(?![\w:%.,]|\ (?!on\b|$)\w)))""",
    re.VERBOSE,
)
_SPANISH_TIME: Final = re.compile(
    r"""\b(?:(?P<noon>mediodia)|(?P<at>a\ las?)\ (?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?
    (?:\ (?:de|por)\ la\ (?P<half>manana|tarde|noche))?)\b""",
    re.VERBOSE,
)


def due_ms(folded: str, tongue: str, said_ms: int, offset_min: int = 0) -> int | None:
    """
    Until when what was said is due.

    Args:
        folded: The sentence, as `text.fold` makes it.
        tongue: Whose words to look for: en or es.
        said_ms: When it was said.
        offset_min: Minutes to add to UTC for the local time of the talk.

    Returns:
        Milliseconds since 1970 in UTC; None where the sentence names no time.
    """
    days, times = (_SPANISH_DAY, _SPANISH_TIME) if tongue == "es" else (_ENGLISH_DAY, _ENGLISH_TIME)
    named_day, named_time = days.search(folded), _time(times, folded)
    if named_day is None and named_time is None:
        return None
    try:
        said = datetime.fromtimestamp(said_ms // 1000, UTC) + timedelta(minutes=offset_min)
        due = _moment(named_day, named_time, said) - timedelta(minutes=offset_min)
        return int(due.timestamp()) * 1000
    except (ValueError, OverflowError, OSError):  # the 31st of June, or a year that no calendar has
        return None


def _moment(named_day: re.Match[str] | None, named_time: time | None, said: datetime) -> datetime:
    if named_day is None:
        assert named_time is not None
        due = datetime.combine(said.date(), named_time, UTC)
        return due if due > said else due + timedelta(days=1)
    parts = {name: part for name, part in named_day.groupdict().items() if part}
    if parts.get("unit") in ("minute", "hour", "minuto", "hora"):
        return said + timedelta(**{_UNITS[parts["unit"]]: _number(parts["count"])})
    return datetime.combine(_day(parts, said.date()), named_time or _END_OF_DAY, UTC)


def _day(parts: dict[str, str], today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if "overmorrow" in parts or "tomorrow" in parts:
        return today + timedelta(days=2 if "overmorrow" in parts else 1)
    if "this_week" in parts or "next_week" in parts:
        friday = monday + timedelta(days=_FRIDAY)
        return friday + timedelta(days=7 if "next_week" in parts else 0)
    if "this_month" in parts or "next_month" in parts:
        return _last_of(_months_later(today.replace(day=1), 1 if "next_month" in parts else 0))
    if "weekday" in parts:
        weekday = _WEEKDAY[parts["weekday"]]
        if "next" in parts:
            return monday + timedelta(days=7 + weekday)
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if "unit" in parts:
        count, unit = _number(parts["count"]), _UNITS[parts["unit"]]
        return _months_later(today, count) if unit == "months" else today + timedelta(**{unit: count})
    if "year" in parts:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    if "today" in parts:
        return today
    month = _MONTH[parts.get("named_month") or parts["month_after"]]
    named = date(today.year, month, int(parts.get("day_after") or parts["day_before"]))
    return named if named >= today else named.replace(year=today.year + 1)


def _time(pattern: re.Pattern[str], folded: str) -> time | None:
    """The first time of day; a bare number only counts behind "at": "at 3", but not "by 3 people"."""
    for found in pattern.finditer(folded):
        if found["noon"]:
            return time(12)
        hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"] or ""
        if hour > 23 or not (found["at"] or half or found["minute"]):
            continue
        if (half in ("p", "tarde", "noche") and hour < 12) or (not half and not found["minute"] and 0 < hour < 8):
            hour += 12  # nobody meets at three in the night
        elif half in ("a", "manana") and hour == 12:
            hour = 0
        return time(hour, minute)
    return None


def _number(count: str) -> int:
    return int(count) if count.isdigit() else _NUMBERS[count]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _last_of(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
