"""Words that tell where a clause begins and what stands around it unmeant: English and Spanish. Folded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """
    One language's words at the edges of clauses.

    Attributes:
        joining: Begin a clause before a word that can begin one, and join words otherwise: "and".
        subordinate: Begin a clause wherever they stand, and the next word none: "because", and "but".
        subjects: Begin a clause wherever they stand, unless another such word is before them: "I".
        before_verbs: Begin a clause before a verb: "it".
        verbs: Words that show after one of *before_verbs* that a clause began.
        inverted: Begin a clause before *persons*: "can you".
        persons: Words that *inverted* ones stand before.
        courtesies: Begin a clause unless it is about them: "please", "thanks".
        tentative: Begin a clause before a word that can begin one: "maybe".
        questions: Begin a clause wherever they stand: "how".
        openings: Before a clause they are one of their own: "okay", "hello".
        leading: Often say nothing in front of what is meant, as *openings* and *joining* do.
        trailing: Often say nothing behind what is meant, as *openings* and *joining* do.
        asides: Pairs of words that often say nothing at either end of what is meant.
        beginnings: All words that a clause can begin with.
    """

    joining: frozenset[str]
    subordinate: frozenset[str]
    subjects: frozenset[str]
    before_verbs: frozenset[str]
    verbs: frozenset[str]
    inverted: frozenset[str]
    persons: frozenset[str]
    courtesies: frozenset[str]
    tentative: frozenset[str]
    questions: frozenset[str]
    openings: frozenset[str]
    leading: frozenset[str]
    trailing: frozenset[str]
    asides: frozenset[tuple[str, ...]]
    beginnings: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        beginnings = self.subjects.union(
            self.before_verbs,
            self.inverted,
            self.courtesies,
            self.questions,
            self.subordinate,
            self.joining,
            self.tentative,
        )
        object.__setattr__(self, "beginnings", beginnings)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ENGLISH_OPENINGS: Final = _words(
    "oh ah um uh er eh yeah yep yes yea okay ok okey well right sure surely sorry hi hello hey hai sir madam dear"
)
_ENGLISH: Final = ClauseWords(
    joining=_words("and or so then plus"),
    subordinate=_words(
        "but because cause if when where which who whether while though although until unless otherwise since"
    ),
    subjects=_words(
        """i we they he she i'm i'll i'd i've we're we'll we've we'd they're they'll they've they'd he's he'll he'd
        she's she'll she'd you're you've you'll you'd it's it'd it'll that's that'd that'll there's there'll this'll im
        ill id ive theres let's lets"""
    ),
    before_verbs=_words("you u it this that there these those what"),
    verbs=_words(
        """am is are was were be been have has had do does did can could will would shall should may might must can't
        couldn't don't doesn't didn't won't wouldn't shouldn't isn't aren't wasn't weren't haven't hasn't need want
        wanna gonna just really maybe got wants needs guys see say says cost costs works looks seems sounds takes makes
        feels means"""
    ),
    inverted=_words("can could would may will should shall is are do have did don't didn't"),
    persons=_words("i you u we they he she"),
    courtesies=_words("please kindly thanks thank let hello hi hey"),
    tentative=_words("maybe perhaps probably"),
    questions=_words("what how why who when where whats how's what's where's who's"),
    openings=_ENGLISH_OPENINGS,
    leading=_words(
        """huh like actually basically anyway now also just really but because cause if whether while though although
        until unless otherwise since whereas that for as"""
    ),
    trailing=_words(
        """huh like actually basically anyway now also too just really but because cause if whether though although
        until unless since for as us please kindly"""
    ),
    asides=frozenset({("i", "think"), ("i", "guess"), ("i", "mean"), ("you", "know")}),
)
_SPANISH_OPENINGS: Final = _words(
    "ah oh ay eh pues bueno si claro vale ok okay bien hola perdon disculpe disculpa oye oiga mira mire senor senora"
)
_SPANISH: Final = ClauseWords(
    joining=_words("y e o u entonces pues asi ademas"),
    subordinate=_words("pero porque cuando donde aunque mientras cuyo hasta"),
    subjects=_words(
        """yo nosotros nosotras usted ustedes ellos ellas ella quiero quisiera queremos quisieramos queria necesito
        necesitamos tengo tenemos puedo podemos podria podrias podriamos podrian puede puedes pueden debo debemos
        deberiamos voy vamos estoy estamos creo"""
    ),
    before_verbs=_words("no me te le les nos se lo la ya por"),
    verbs=_words(
        """quiero quisiera gustaria gusta interesa interesaria urge falta sirve ayuda ayudas puede puedes podria
        podrias pueden podrian favor tengo necesito he ha has han"""
    ),
    inverted=frozenset(),
    persons=frozenset(),
    courtesies=_words("gracias hola disculpe disculpa"),
    tentative=_words("quizas quiza acaso tal"),
    questions=_words("cual cuales cuanto cuanta cuantos cuantas quien quienes"),
    openings=_SPANISH_OPENINGS,
    leading=_words("pero porque tambien solo ahora ya que para si"),
    trailing=_words("pero porque tambien ahora ya que para"),
    asides=frozenset(
        {
            ("creo", "que"),
            ("o", "sea"),
            ("es", "decir"),
            ("por", "favor"),
            ("buenos", "dias"),
            ("buenas", "tardes"),
            ("buenas", "noches"),
        }
    ),
)
_NONE: Final = ClauseWords(*(frozenset(),) * 13, asides=frozenset())
_OF: Final = {"en": _ENGLISH, "es": _SPANISH}


def of(tongue: str) -> ClauseWords:
    """The words of a language, a primary subtag; none where there is no list."""
    return _OF.get(tongue, _NONE)
