"""Words of negation and function words of English and Spanish. Folded, as `text.fold` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's negation cues and function words.

    Attributes:
        subjects: Words that never follow a "no" which negates: "no I am" answers, "no interest" negates.
    """

    negations: frozenset[str]
    negation_endings: tuple[str, ...]
    subjects: frozenset[str]
    function_words: frozenset[str]

    def is_negation(self, word: str) -> bool:
        return word in self.negations or word.endswith(self.negation_endings)


def of(language: str) -> Lexicon:
    """The lexicon of a primary subtag; an empty one where we have none."""
    return _LEXICONS.get(language, _NONE)


_ENGLISH: Final = Lexicon(
    negations=frozenset(
        """not no never none nobody nothing nowhere neither nor without cannot cant dont doesnt didnt wont wouldnt
        couldnt shouldnt isnt arent wasnt werent havent hasnt hadnt aint hardly barely scarcely rarely seldom
        stop stopped quit avoid refuse refused fail failed lack lacks unable""".split()
    ),
    negation_endings=("n't",),
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
)

_SPANISH: Final = Lexicon(
    negations=frozenset(
        """no nunca jamas nada nadie ningun ninguno ninguna ningunos ningunas ni tampoco sin apenas dejar dejo deja
        dejen evitar evita rehusar falta""".split()
    ),
    negation_endings=(),
    subjects=frozenset(),
    function_words=frozenset(
        """el la los las lo un una unos unas este esta estos estas ese esa esos esas eso esto aquel aquella yo tu usted
        ustedes el ella ellos ellas nosotros nosotras me te se nos os le les mi mis su sus nuestro nuestra y e o u pero
        si entonces que como cuando donde quien cual cuanto porque por para de del a al en con desde hasta sobre entre
        es soy eres somos son era fue ser estar esta estoy estan estamos estaba hay haber he has ha hemos han habia
        hacer hace hago tener tengo tiene tienes tienen tenemos puede puedo poder quiere ir voy va vamos muy mas mucho
        mucha tan tambien ya solo todo toda todos todas algo alguna alguno bueno pues vale ok aqui alli ahi""".split()
    ),
)

_NONE: Final = Lexicon(frozenset(), (), frozenset(), frozenset())
_LEXICONS: Final = {"en": _ENGLISH, "es": _SPANISH}
