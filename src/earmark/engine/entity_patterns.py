"""How addresses, numbers, sums, shares, dates and times are written, in English and Spanish.

Patterns read the text as it was written. Each is linear in its length: what repeats is bounded or cannot match twice.
"""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo"
    "|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_DAYS: Final = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_UNITS: Final = (
    "minutes?|hours?|days?|weeks?|months?|years?|seconds?|minutos?|horas?|días?|semanas?|meses|mes|años?|segundos?"
    "|km|kms|kilometers?|kilometres?|kilómetros?|miles?|millas?|meters?|metres?|metros?|feet|foot|inch(?:es)?|cm|mm"
    "|kg|kgs|kilos?|kilograms?|grams?|gramos?|pounds? of|lbs?|tons?|toneladas?|liters?|litres?|litros?|gallons?"
    "|[kmgt]b|gigabytes?|megabytes?|terabytes?|gigas|gigs?|mbps|degrees|grados"
)
_CURRENCIES: Final = (
    "dollars?|bucks|cents|euros?|pounds?|pesos?|yen|francs?|usd|eur|gbp|chf|mxn|dólares|dolares|dólar|céntimos|libras?"
)
_SCALE: Final = r"(?: ?(?:thousand|million|billion|mil millones|millones|millón|mil|k|m|bn)\b)?"
_NUMBER: Final = r"\d{1,15}(?:[.,]\d{1,6}){0,5}"


def _c(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


#: Types from the surest to the least sure; what one has claimed, a later one leaves alone.
PATTERNS: Final = {
    "email": _c(r"(?<![\w.%+-])[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}(?![\w-])"),
    "url": _c(r"(?<!\w)(?:https?://|www\.)[^\s<>\"'«»“”]{1,2000}[^\s<>\"'«»“”.,;:!?()\[\]]"),
    "date": _c(
        r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])|(?<![\w/])\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/])"
        rf"|\b(?:{_MONTHS}) (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of| de)? (?:{_MONTHS})\b(?:,? (?:de |del )?\d{{4}}\b)?"
        rf"|\b(?:next |this |el próximo |este )?(?:{_DAYS})\b|\b(?:today|tomorrow|yesterday|hoy|ayer|pasado mañana)\b"
        r"|\b(?:next|this|last) (?:week|month|year|quarter)\b|\b(?:la|el) (?:semana|mes|año) que viene\b"
    ),
    "time": _c(
        r"(?<![\w:.])\d{1,2}:[0-5]\d(?: ?[ap]\.?m\b\.?)?(?![\w:])|\b\d{1,2} ?[ap]\.?m\b\.?|\b\d{1,2} o'clock\b"
        r"|\b(?:noon|midnight|mediodía|medianoche)\b|\ba las? \d{1,2}\b(?: (?:de|por) la (?:mañana|tarde|noche))?"
    ),
    "percentage": _c(rf"(?<![\w.,]){_NUMBER} ?(?:%|percent\b|per cent\b|por ciento\b)"),
    "money": _c(
        rf"(?:(?<!\w)(?:us|ca|au|mx))?[$€£¥] ?{_NUMBER}{_SCALE}"
        rf"|(?<![\w.,]){_NUMBER}{_SCALE} ?(?:[€£¥$](?!\d)|(?:{_CURRENCIES})\b)"
    ),
    "phone_number": _c(
        r"(?<![\w.,/-])(?<!\d )(?=\+|\(|\d{1,5}[ .()-])\+?\(?\d(?:[ .()-]{0,3}\d){6,14}(?![ -]?\d)(?![\w,/]|\.\d)"
    ),
    "quantity": _c(rf"(?<![\w.,-]){_NUMBER}{_SCALE} ?(?:{_UNITS})\b"),
}
