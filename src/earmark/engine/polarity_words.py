"""Words that carry polarity, in the languages that the veto knows: English and Spanish. Folded, as `text.fold` does."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from earmark.engine.text import stem


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's negation cues, function words and antonyms (by stem).

    Attributes:
        concord: Cues of which several in one clause negate it once: "no me gusta nada".
        subjects: Words that never follow a "no" which negates: "no I am" answers, "no interest" negates.
    """

    negations: frozenset[str]
    negation_endings: tuple[str, ...]
    concord: frozenset[str]
    subjects: frozenset[str]
    function_words: frozenset[str]
    opposites: Mapping[str, frozenset[str]]
    negative_prefixes: tuple[str, ...]

    def is_negation(self, word: str) -> bool:
        return word in self.negations or word.endswith(self.negation_endings)


def of(language: str) -> Lexicon:
    """The lexicon of a primary subtag; an empty one where we have none."""
    return _LEXICONS.get(language, _NONE)


@functools.lru_cache(maxsize=65_536)
def antonyms(stemmed: str, language: str) -> frozenset[str]:
    """Stems that mean the opposite: listed ones, and the same word with or without a negative prefix."""
    known = of(language)
    derived = {prefix + stemmed for prefix in known.negative_prefixes}
    derived |= {
        stemmed.removeprefix(prefix)
        for prefix in known.negative_prefixes
        if stemmed.startswith(prefix) and len(stemmed) > len(prefix) + 3
    }
    return known.opposites.get(stemmed, frozenset()) | derived


def _pairs(text: str, language: str) -> dict[str, frozenset[str]]:
    opposites: dict[str, set[str]] = defaultdict(set)
    for pair in text.split():
        one, other = (stem(word, language) for word in pair.split("/"))
        opposites[one].add(other)
        opposites[other].add(one)
    return {one: frozenset(others) for one, others in opposites.items()}


_ENGLISH: Final = Lexicon(
    negations=frozenset(
        """not no never none nobody nothing nowhere neither nor without cannot cant dont doesnt didnt wont wouldnt
        couldnt shouldnt isnt arent wasnt werent havent hasnt hadnt aint hardly barely scarcely rarely seldom
        stop stopped quit avoid refuse refused fail failed lack lacks unable""".split()
    ),
    negation_endings=("n't",),
    concord=frozenset(),
    subjects=frozenset(
        """i i'm i've i'd i'll you you're you've you'd you'll we we're we've we'd we'll he he's she she's it it's they
        they're they've they'd they'll this that that's there there's""".split()
    ),
    function_words=frozenset(
        """a an the this that these those it its it's that's there's here's what's who's let's he's she's i i'm i've
        i'd i'll me my mine myself you you're you've you'd you'll your yours we we're we've we'd we'll us our ours he
        him his she her hers they they're they've they'd they'll them their theirs who whom whose which what where when
        why how and or but so if then than as at by for from in into of off on onto out over to too up with about am is
        are was were be been being do does did done doing have has had having will would shall should can could may
        might must just only really very quite some any all much many more most also again still even yes yeah ok okay
        well um uh er oh get got going go there here one""".split()
    ),
    opposites=_pairs(
        """love/hate love/dislike like/hate like/dislike
        good/bad great/terrible best/worst better/worse happy/sad happy/unhappy easy/hard
        easy/difficult simple/complicated cheap/expensive high/low higher/lower increase/decrease raise/lower
        raise/reduce rise/fall accept/reject agree/disagree allow/forbid allow/prevent approve/reject win/lose
        begin/end open/close early/late fast/slow quick/slow strong/weak safe/dangerous possible/impossible
        first/last full/empty hot/cold new/old remember/forget trust/distrust buy/sell true/false right/wrong
        positive/negative satisfied/dissatisfied satisfied/disappointed certain/uncertain sure/unsure clear/unclear
        comfortable/uncomfortable interested/uninterested interesting/boring friendly/rude polite/rude
        reliable/unreliable enable/disable install/uninstall subscribe/unsubscribe include/exclude keep/cancel
        renew/cancel improve/worsen gain/lose lend/borrow push/pull arrive/leave inside/outside major/minor
        maximum/minimum cause/prevent enough/insufficient""",
        "en",
    ),
    negative_prefixes=("un", "in", "dis", "non"),
)

_SPANISH_CONCORD: Final = frozenset(
    """no nunca jamas nada nadie ningun ninguno ninguna ningunos ningunas ni tampoco sin apenas""".split()
)
_SPANISH: Final = Lexicon(
    negations=_SPANISH_CONCORD.union("""dejar dejo deja dejen evitar evita rehusar falta""".split()),
    negation_endings=(),
    concord=_SPANISH_CONCORD,
    subjects=frozenset(),
    function_words=frozenset(
        """el la los las lo un una unos unas este esta estos estas ese esa esos esas eso esto aquel aquella yo tu usted
        ustedes el ella ellos ellas nosotros nosotras me te se nos os le les mi mis su sus nuestro nuestra y e o u pero
        si entonces que como cuando donde quien cual cuanto porque por para de del a al en con desde hasta sobre entre
        es soy eres somos son era fue ser estar esta estoy estan estamos estaba hay haber he has ha hemos han habia
        hacer hace hago tener tengo tiene tienes tienen tenemos puede puedo poder quiere ir voy va vamos muy mas mucho
        mucha tan tambien ya solo todo toda todos todas algo alguna alguno bueno pues vale ok aqui alli ahi""".split()
    ),
    opposites=_pairs(
        """bueno/malo buen/mal bien/mal mejor/peor
        amar/odiar encantar/odiar gustar/odiar gustar/disgustar facil/dificil barato/caro alto/bajo
        subir/bajar aumentar/disminuir aceptar/rechazar permitir/prohibir ganar/perder empezar/terminar abrir/cerrar
        temprano/tarde rapido/lento fuerte/debil seguro/peligroso posible/imposible feliz/triste
        contento/descontento satisfecho/insatisfecho comprar/vender verdadero/falso comodo/incomodo util/inutil
        correcto/incorrecto interesante/aburrido amable/grosero recordar/olvidar encender/apagar""",
        "es",
    ),
    negative_prefixes=("in", "im", "des"),
)

_NONE: Final = Lexicon(frozenset(), (), frozenset(), frozenset(), frozenset(), {}, ())
_LEXICONS: Final = {"en": _ENGLISH, "es": _SPANISH}
