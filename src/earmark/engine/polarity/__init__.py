"""The veto of meaning: a sentence that says the opposite of a phrase is near it for every encoder.

A phrase is vetoed for a text when both speak of the same things and an odd number of flips lies between them (negations
of what they share, and words of one that stand as their opposite in the other), or when the text only supposes or asks
what the phrase says. Phrases are vetoed, never trackers, and never words that were found exactly. English and Spanish.
"""

from earmark.engine.polarity.contradiction import contradiction
from earmark.engine.polarity.cues import Reason
from earmark.engine.polarity.overlap import Outline, may_contradict, outline
from earmark.engine.polarity.stances import Stance, stance, stance_of_phrase

__all__ = [
    "Outline",
    "Reason",
    "Stance",
    "contradiction",
    "may_contradict",
    "outline",
    "stance",
    "stance_of_phrase",
]
