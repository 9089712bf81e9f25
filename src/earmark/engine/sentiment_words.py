"""Words that carry a mood, in English and Spanish: earmark's own lists. Folded, as `text.fold` does.

Weights run from 3, delight, to -3, disgust. Words that are as often neutral ("interest", "like", "kind") stand as forms
or in phrases only, so that "interest rate" and "something like that" say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from earmark.engine.text import stem, words_of

#: Words of the longest phrase in the lists.
LONGEST_PHRASE: Final = 4


@dataclass(frozen=True, slots=True)
class Moods:
    """One language's weights: by stem, by exact form, and by several words in a row; and what makes them more or less.

    Attributes:
        degrees: Factor of the next word of mood, up to two words on.
        turns: Words after which the clause counts more than what was before them: "but".
    """

    stems: Mapping[str, int]
    forms: Mapping[str, int]
    phrases: Mapping[tuple[str, ...], int]
    first_words: frozenset[str]
    degrees: Mapping[str, float]
    turns: frozenset[str]


def of(tongue: str) -> Moods:
    """The lists of a language; empty ones where there are none."""
    return _MOODS.get(tongue, _NONE)


def _moods(
    language: str,
    stems: Mapping[int, str],
    forms: Mapping[int, str],
    phrases: Mapping[int, str],
    degrees: str,
    turns: str,
) -> Moods:
    by_words = {words_of(one.strip()): weight for weight, text in phrases.items() for one in text.split(",")}
    return Moods(
        stems={stem(word, language): weight for weight, text in stems.items() for word in text.split()},
        forms={word: weight for weight, text in forms.items() for word in text.split()},
        phrases=by_words,
        first_words=frozenset(words[0] for words in by_words),
        degrees={word: float(factor) for word, factor in (pair.split("=") for pair in degrees.split())},
        turns=frozenset(turns.split()),
    )


_ENGLISH: Final = _moods(
    "en",
    stems={
        3: """love amazing awesome excellent fantastic perfect wonderful brilliant outstanding superb delighted
        thrilled incredible best magnificent phenomenal""",
        2: """good great happy glad pleased beautiful enjoy impressed impressive excited success successful delicious
        fun lovely grateful proud congratulations recommend reliable pleasure joy bless generous adore terrific""",
        1: """nice thanks thank cool better easy helpful useful satisfied comfortable agree improve improvement
        benefit advantage smooth smoothly friendly clean safe confident trust hope hopeful win solve solved
        resolve support appreciate welcome worthwhile convenient funny cute relief relieved smart polite
        efficient affordable""",
        -1: """problem issue difficult confusing confused confuse unclear slow delay expensive sorry unfortunately
        worry worried concern concerned doubt trouble complain complaint mistake error crash miss overdue stuck
        lost lose sad tired annoyed annoy weird bug risk risky struggle unhappy lack afraid stress complicated
        bored boring painful inconvenient unreliable refuse cancel unfair nervous bother noisy blame regret""",
        -2: """bad wrong worse poor frustrated frustrate frustrating disappointed disappoint disappointing angry upset
        broken unacceptable ugly rude stupid dumb idiot ridiculous fail failure lie liar scam nonsense hurt cry
        mess ashamed embarrassed embarrassing unusable painfully dreadful lousy damage ruin ruined scared creepy
        gross fear""",
        -3: """terrible horrible awful worst hate disgusting disgust useless nightmare furious pathetic disaster
        garbage fraud appalling atrocious abysmal miserable bullshit asshole bastard scum""",
    },
    forms={
        2: "haha lol yay",
        1: "interesting interested fine fair worth favorite favourite pleasant",
        -1: "hard unable disagree suspicious",
        -2: "sucks crap shit damn ugh sick fucked",
    },
    phrases={
        3: "blown away, love it, can't wait",
        2: """well done, good job, great job, i like, we like, really like, liked it, they like, much better, i'm in,
        works like a charm, looking forward, look forward, no complaints, nothing but good, thumbs up""",
        1: """no problem, no problems, no worries, no issue, no issues, not bad, makes sense, sounds good, works well,
        works fine, never fails, no doubt, went well, going well, no regrets, my pleasure, hard to beat, problem
        solved, good luck, better than""",
        0: """good morning, good afternoon, good evening, good night, good day, hard drive, hard copy, best regards,
        as well, well known, free trial, miss you, how are you, good bye, excuse me, trial and error, lost and
        found, safe to say, risk free, trust fund, a good deal of, best practice, a great deal of, support team,
        lie down, customer support, tech support, technical support, support ticket, win rate, cool down, better
        off""",
        -1: "too much, too many, too slow, not sure, fed up, let down, no idea, gave up, give up, out of order, a pain",
        -2: """waste of time, waste of money, sick of, tired of, fed up with, not acceptable, no good, doesn't work,
        does not work, not working, didn't work, never works, let us down, let me down, rip off, can't stand,
        had enough, sick and tired of, pissed off, shut up, what the hell, what the fuck, worse than""",
    },
    degrees="""very=1.4 really=1.4 extremely=1.7 so=1.3 too=1.3 absolutely=1.6 incredibly=1.6 totally=1.5
    completely=1.5 highly=1.4 super=1.5 such=1.3 deeply=1.5 truly=1.4 most=1.2 quite=1.2 pretty=1.1 fucking=1.6
    bit=0.6 slightly=0.6 somewhat=0.7 little=0.7 fairly=0.9 kinda=0.7 sort=0.8 partly=0.7 almost=0.8 mildly=0.6
    relatively=0.8""",
    turns="but however although though",
)

_SPANISH: Final = _moods(
    "es",
    stems={
        3: """amar encantar encanta excelente fantastico perfecto maravilloso increible genial estupendo magnifico
        espectacular extraordinario adorar fenomenal mejores""",
        2: """bueno buena feliz contento alegre alegrar hermoso precioso disfrutar impresionante impresionado exito
        exitoso delicioso divertido agradecido orgulloso felicidades felicitar recomendar encantador satisfecho
        gustar bonito rico fiable ilusion placer celebrar entusiasmado""",
        1: """gracias agradecer mejor mejorar facil util comodo agradable amable limpio seguro confiar confianza
        esperanza ganar resolver solucionar ventaja beneficio interesante interesado tranquilo rapido claro
        correcto bienvenido simpatico eficiente practico sencillo listo acuerdo apoyar valer""",
        -1: """problema dificil complicado confuso lento retraso tarde caro lamentar disculpar perdon preocupar
        preocupado duda queja quejar error fallo perder triste cansado raro riesgo inseguro incomodo molestar
        molesto miedo estres aburrido cancelar injusto nervioso culpa lastima desgraciadamente lamentablemente
        incompleto dudar confundir demora averia deuda""",
        -2: """malo mala mal frustrado frustrar frustrante decepcionado decepcionar decepcion enojado enojar enfadado
        enfadar inaceptable feo grosero estupido tonto ridiculo fracaso fracasar mentira mentir estafa roto dano
        verguenza vergonzoso furia injusticia peor arruinar llorar desagradable inutil insoportable imbecil
        idiota sufrir""",
        -3: """terrible horrible pesimo odiar odio asco asqueroso basura pesadilla desastre furioso patetico fraude
        miserable espantoso nefasto mierda indignante""",
    },
    forms={1: "jaja jajaja bravo", -1: "infelizmente desafortunadamente"},
    phrases={
        3: "me encanta, nos encanta, me encanto",
        2: """bien hecho, buen trabajo, muy bien, me gusta, nos gusta, me gusto, me gustan, muchas gracias, que bien,
        que bueno, mil gracias, con ganas""",
        1: """sin problema, sin problemas, no hay problema, no pasa nada, vale la pena, funciona bien, tiene sentido,
        suena bien, de acuerdo, me parece bien, todo bien, sin duda, ningun problema, no esta mal, sin errores""",
        0: """buenos dias, buenas tardes, buenas noches, buen dia, mas tarde, esta tarde, por la tarde, de la tarde,
        la tarde, claro que, a lo mejor, mejor dicho, seguro de, seguro medico, el seguro, un seguro, seguro
        social, mal de, bueno pues, hasta luego, menos mal""",
        -1: "no se, ni idea, demasiado caro, demasiado lento, me rindo, de mala gana, no entiendo",
        -2: """no funciona, no sirve, no funcionan, no funciono, perdida de tiempo, una perdida de, harto de, harta
        de, estoy harto, estoy harta, no aguanto, no soporto, que lastima, que mal, que asco, no me gusta, mal
        servicio""",
    },
    degrees="""muy=1.4 mucho=1.3 realmente=1.4 extremadamente=1.7 tan=1.3 demasiado=1.3 absolutamente=1.6
    totalmente=1.5 super=1.5 bastante=1.2 sumamente=1.6 completamente=1.5 mas=1.2 poco=0.6 algo=0.7
    ligeramente=0.6 casi=0.8 medio=0.7""",
    turns="pero aunque sino",
)

_NONE: Final = Moods({}, {}, {}, frozenset(), {}, frozenset())
_MOODS: Final = {"en": _ENGLISH, "es": _SPANISH}
