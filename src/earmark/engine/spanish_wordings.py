"""How questions, tasks and appointments are worded in Spanish. Folding has taken the accents away."""

from __future__ import annotations

import re
from typing import Final

from earmark.engine.insight_words import SPANISH_ACTIONS
from earmark.engine.wordings import Patterns, any_of, pattern

_INFINITIVES: Final = frozenset(verb for verb in SPANISH_ACTIONS if verb.endswith(("ar", "er", "ir")))
_WITH_CLITICS: Final = frozenset(
    verb + clitics
    for verb in _INFINITIVES
    for clitics in [
        "",
        "me",
        "te",
        "le",
        "les",
        "nos",
        "lo",
        "la",
        "los",
        "las",
        "melo",
        "telo",
        "selo",
        "sela",
        "mela",
    ]
)
_VERBS: Final = SPANISH_ACTIONS | _WITH_CLITICS
_FIRST_FUTURES: Final = frozenset(verb for verb in SPANISH_ACTIONS if verb.endswith(("are", "ere", "ire", "dre")))
_OUR_FUTURES: Final = frozenset(verb for verb in SPANISH_ACTIONS if verb.endswith("remos"))
_VERB: Final = rf"(?P<verb>{any_of(SPANISH_ACTIONS)})\b"
_TO_DO: Final = rf"(?P<verb>{any_of(_WITH_CLITICS)})\b"
_START: Final = r"(?:^|[.!?;:,¿¡] ?)"
_CLITICS: Final = r"(?:(?:te|le|les|os|me|nos|se|lo|la|los|las) )*"
_DAYS: Final = "lunes|martes|miercoles|jueves|viernes|sabado|domingo"
_WHEN: Final = (
    r"(?:otra vez|de nuevo|luego|mas tarde|(?<!la )manana|pasado manana|proxima semana|semana que viene|semana proxima"
    rf"|(?:el |este |proximo )+(?:{_DAYS})|(?:en|dentro de) \w+ (?:minuto|hora|dia|semana|mes)e?s?|a las? \d"
    r"|esta (?:tarde|semana|noche)|despues de)\b"
)
_MEETING: Final = r"(?:reunion(?:es)?|llamadas?|citas?|sesion(?:es)?|videollamadas?|demostracion|demo|entrevista)\b"
_YOU_CAN: Final = "puedes?|podrias?|pueden|podrian"
_WH: Final = "que|cual|cuanto|cuando|donde|como|quien|por que"

PATTERNS: Final = Patterns(
    questions=[
        pattern(0.75, r"\b(?:me pregunto|me preguntaba|(?:queria|quisiera|quiero|me gustaria) saber)\b"),
        pattern(0.75, rf"\b(?:{_YOU_CAN}) (?:decirme|decir|explicarme|explicar|indicarme|aclarar)"),
        pattern(0.65, rf"\b(?:sabe|sabes|saben|digame|dime) (?:si|{_WH})\b"),
        pattern(0.7, r"\b(?:puedo|podria) (?:preguntar|saber)"),
    ],
    tags=re.compile(r"\b(?:no|verdad|vale|cierto|si|de acuerdo|eh) ?\?$"),
    small_talk=re.compile(
        r"¿?(?:[\w']+[,.!]? ¿?){0,3}?(?:como (?:estas?|estan|esta usted|te va|le va|va todo|andas)(?: hoy)?"
        r"|que tal(?: todo)?|me (?:oyes?|escuchas?|escucha|oyen|escuchan)(?: bien)?|(?:estas?|sigue|sigues) ahi"
        r"|si|no|verdad|vale|bueno|diga|perdon|de verdad|en serio|que)[ ?.!]*"
    ),
    actions=[
        pattern(0.8, rf"(?:{_START}|\b(?:y|pero|entonces) )por favor,? {_CLITICS}{_VERB}", "hearer"),
        pattern(0.75, rf"\b{_VERB}(?: [\w']+){{0,6}},? por favor", "hearer"),
        pattern(0.75, rf"\b(?:{_YOU_CAN}) (?:por favor |tambien )*{_TO_DO}", "hearer"),
        pattern(0.85, rf"\bvoy a {_TO_DO}", "speaker", definitive=True),
        pattern(0.75, rf"\bvamos a {_TO_DO}", definitive=True),
        pattern(0.8, rf"\b(?P<verb>{any_of(_FIRST_FUTURES)})\b", "speaker", definitive=True),
        pattern(0.75, rf"\b(?P<verb>{any_of(_OUR_FUTURES)})\b", definitive=True),
        pattern(0.7, rf"\b(?:tengo que|necesito|debo) {_TO_DO}", "speaker"),
        pattern(0.75, rf"\b(?:tenemos que|debemos|deberiamos|necesitamos) {_TO_DO}"),
        pattern(0.65, rf"\b(?:tienes que|tiene que|debes|debe|deberias|deberia) {_TO_DO}", "hearer"),
        pattern(0.7, rf"\b(?:hay que|hace falta) {_TO_DO}"),
        pattern(
            0.75, r"\b(?:recuerda|recuerde|no olvides|no olvide|no te olvides de|asegur(?:ate|ese) de)\b", "hearer"
        ),
        pattern(0.75, rf"\b(?:necesito|quiero|quisiera|queremos|necesitamos) que {_CLITICS}{_VERB}", "hearer"),
        pattern(
            0.7,
            r"\b(?:te|le|les|os) (?:lo |la |los |las )?(?P<verb>envio|mando|paso|confirmo|reenvio|comparto|aviso)\b",
            "speaker",
            definitive=True,
        ),
    ],
    follow_ups=[
        pattern(
            0.85,
            r"\b(?:re)?(?:agend|program|concert|plane|organiz|coordin|fij|reserv)(?:ar|emos|amos|e|a|aremos|are)(?:nos)?"
            rf"(?: [\w']+){{0,3}} {_MEETING}",
        ),
        pattern(0.65, rf"\b(?:proxima|siguiente|otra) {_MEETING}"),
        pattern(
            0.8,
            rf"\b{_CLITICS}(?:llamo|llamare|escribo|escribire|contacto|contactare|aviso|avisare)\b.{{0,40}}?\b{_WHEN}",
            "speaker",
            definitive=True,
        ),
        pattern(
            0.75,
            r"\b(?:voy a|vamos a|podemos|puedo|queria|quiero) (?:volver a )?(?:llamar|hablar|contactar|reunir)\w*"
            rf".{{0,40}}?\b{_WHEN}",
        ),
        pattern(
            0.75,
            r"\b(?:hablamos|hablaremos|hablemos|nos vemos|nos reunimos|reunamonos|quedamos|retomamos|nos llamamos)\b"
            rf".{{0,30}}?\b(?!luego){_WHEN}",  # "nos vemos luego" is a farewell
        ),
        pattern(
            0.7,
            r"\b(?:volver a (?:llamar|hablar|contactar|reunir)|volvere a|dar(?:te|le|les)? seguimiento"
            r"|estaremos en contacto)",
        ),
    ],
    verbs=_VERBS,
    weak_verbs=frozenset(["hacer", "hare", "haremos", "haga", "poner", "pondre", "busco", "buscar"]),
    negation=re.compile(r"\b(?:no|nunca|sin|tampoco)(?: [\w']+)? ?$"),
)
