"""How questions, tasks and appointments are worded in English."""

from __future__ import annotations

import re
from typing import Final

from earmark.engine.insight_words import ENGLISH_ACTIONS, ENGLISH_WEAK_ACTIONS
from earmark.engine.wordings import Patterns, any_of, pattern

_VERBS: Final = ENGLISH_ACTIONS | ENGLISH_WEAK_ACTIONS
_VERB: Final = rf"(?P<verb>{any_of(_VERBS)})\b(?! back)"
_START: Final = r"(?:^|[.!?;:,] )"
_FILLED: Final = (
    _START + r"(?:(?:so|and|but|well|okay|ok|um|uh|oh|yeah|yes|hi|hello|hey|right|now|then|also|just|maybe|sure|great"
    r"|or|no|anyway|actually|like|i mean|you know|i see|thanks|cool|perfect|alright|all right|sorry)[,.!]? )*"
)
_ADVERBS: Final = r"(?:(?:just|also|then|definitely|certainly|please|quickly|kindly|maybe|probably|try to) )*"
_WILL: Final = r"(?:'ll| will| shall|'m going to|'re going to| am going to| are going to|'m gonna|'re gonna| gonna)"
_OWE: Final = r"(?: needs? to| have to| has to|'ve got to| have got to| gotta| must| should| ought to| got to)"
# "if I need to", "would we have to": no task yet.
_UNREAL: Final = (
    "if",
    "when",
    "what",
    "do",
    "did",
    "does",
    "don't",
    "should",
    "would",
    "could",
    "can",
    "will",
    "shall",
)
_REAL: Final = "".join(rf"(?<!\b{word} )" for word in _UNREAL)

_DAYS: Final = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WHEN: Final = (
    rf"(?:again|later|tomorrow|tonight|soon|another time|next (?:week|month|time|year|quarter|{_DAYS})"
    rf"|this (?:week|afternoon|evening|{_DAYS})|(?:on |by |before |until )?(?:{_DAYS})"
    r"|in (?:a|an|one|two|three|four|five|six|\d+)(?: (?:few|couple of|couple|\w+))? ?(?:minute|hour|day|week|month)s?"
    r"|at \d|in the (?:morning|afternoon|evening)|after (?:the|that|this|lunch))"
)
_PLAN: Final = (
    r"(?:let's|let us|i'll|i will|we'll|we will|they'll|he'll|she'll|(?:somebody|someone) will|(?:i|we|you) can"
    r"|can (?:we|i|you)|(?:could|will) (?:we|you)|(?:shall|should) we|we (?:should|must|could)|going to|gonna|need to"
    r"|have to|want to|would like to|'d like to|wanna|please|like us to|love to|happy to|able to) (?:all )?"
)
_STRONG: Final = (
    r"(?:follow(?:ing)? up|(?:get|getting) back to (?:you|him|her|them|me|us)|circle back"
    r"|(?:call|calling) (?:you|him|her|them|me|us) back|touch base|catch up|reconvene|regroup|check back"
    r"|come back to (?:you|this|that|it)|reach out|check in with|(?:be|get|keep) in touch|let you know"
    r"|keep you (?:posted|updated|informed)|revisit|return (?:your|his|her|their) call|write (?:you )?back"
    r"|reply to you)\b"
)
_MEET: Final = (
    r"(?:talk|speak|meet|chat|connect|sync|discuss|call|review|go over|see you|see each other|resume|continue"
    r"|have (?:a|another|our|the) (?:\w+ )?(?:call|meeting|chat|session)|pick (?:this|it|that) up|try again|hop on)\b"
)
_MEETING: Final = (
    r"(?:meetings?|calls?|sessions?|appointments?|demos?|follow-ups?|follow ups?|chats?|syncs?|catch-ups?|interviews?"
    r"|time to (?:talk|meet|speak|chat)|consultations?)\b"
)

_AUX: Final = "is|are|was|were|am|do|does|did|can|could|will|would|should|shall|have|has|had|may|might|must"
_NOT_AUX: Final = "isn't|aren't|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|haven't|hasn't"
_WHO: Final = "i|you|we|they|he|she|it|there|anyone|anybody|somebody|someone|everyone"
_THE: Final = "the|that|this|these|those|your|my|our"
_WH: Final = "what|which|who|where|when|why|how"

PATTERNS: Final = Patterns(
    questions=[
        pattern(0.75, rf"{_FILLED}(?:what|who|where|why|how|when|whose)(?:'s|'re|'d|'ll| (?:{_AUX}))\b"),
        pattern(
            0.75,
            rf"{_FILLED}(?:what|which|whose|how (?:much|many|long|often|far|soon|big|old|well))"
            rf"(?: (?!(?:{_WHO}|{_AUX})\b)[\w']+){{1,3}} (?:{_AUX}) (?:{_THE}|{_WHO})\b",
        ),
        pattern(0.7, rf"{_FILLED}(?:(?:what|how) about|how come|what if|what kind of|how (?:much|many|long))\b"),
        pattern(0.7, rf"{_FILLED}(?!do it\b)(?:(?:{_AUX}|{_NOT_AUX}) (?:{_WHO})|don't (?:you|we|they))\b"),
        pattern(0.7, rf"{_FILLED}(?:is|are|was|were|does|did|will|would|could|should|can) (?:{_THE}|any)\b"),
        pattern(0.75, r"\bi(?:'m|'ve| am| was| have)? (?:been |just |also )?wonder(?:ing)?\b"),
        pattern(
            0.7, r"\b(?:i|we)(?:'d| would| want| wanted| need)(?: just)?(?: like| love)? to (?:know|ask|find out)\b"
        ),
        pattern(
            0.75, r"\b(?:can|could|would|will) you (?:please |just |kindly )*(?:tell|explain|clarify|let me know)\b"
        ),
        pattern(0.7, r"\b(?:can|could|may|might) i (?:please |just )*(?:ask|know|have|get|see)\b"),
        # "let me know if I can help" is a farewell
        pattern(0.7, rf"\b(?:tell me (?:if|whether|{_WH})|let me know (?:{_WH}))\b(?! (?:i|we) can\b)"),
        pattern(0.65, rf"\b(?:any (?:idea|chance|thoughts) |(?:i'm|i am) curious (?:{_WH}|if|whether|about))"),
        pattern(0.75, rf"\bdo you know (?:{_WH}|if|whether)\b"),
    ],
    tags=re.compile(r"\b(?:right|okay|ok|correct|yeah|no|huh|isn't it|aren't they|don't you think|you know) ?\?$"),
    small_talk=re.compile(
        r"(?:[\w']+[,.!]? ){0,3}?(?:how are you(?: (?:doing|all|guys))*(?: today| this (?:morning|afternoon|evening))?"
        r"|how(?:'s| is) (?:it|everything|life) going|how do you do|what's up|how have you been"
        r"|are you (?:still )?there|can (?:you|everyone|everybody) hear me(?: (?:now|okay|ok|all right))?"
        r"|how(?:'s| is) everything|how was your (?:day|week|weekend|vacation|trip|holiday)"
        r"|you know(?: what)?|(?:all )?right|okay|ok|really|sorry|pardon(?: me)?|excuse me|what|huh|hello|yes|no|yeah"
        r"|is that so|isn't it|see|who knows|oh)[ ?.!]*"
    ),
    actions=[
        pattern(0.85, r"\b(?:next step|action item|to-do|todo)s? (?:is|are|will be|would be|for)\b"),
        pattern(0.8, rf"(?:{_START}|\b(?:and|then|so|but) )(?:please|kindly|pls) {_ADVERBS}{_VERB}", "hearer"),
        pattern(0.75, rf"\b(?:can|could|would|will) you (?:guys )?{_ADVERBS}{_VERB}", "hearer"),
        pattern(0.85, rf"\bi{_WILL} {_ADVERBS}{_VERB}", "speaker", definitive=True),
        pattern(0.8, rf"\bwe{_WILL} {_ADVERBS}{_VERB}", definitive=True),
        pattern(0.8, rf"\bi (?:promise|commit|agree) to {_VERB}", "speaker", definitive=True),
        pattern(
            0.75,
            rf"(?:{_START}|\b(?:and|so|please) )(?:don't forget|remember|make sure|be sure)(?: to| that| you| we)\b",
            "hearer",
        ),
        pattern(0.75, rf"\b(?:i|we)(?:'d| would)? (?:need|want|like) you to {_ADVERBS}{_VERB}", "hearer"),
        pattern(0.7, rf"{_REAL}\bi{_OWE} {_ADVERBS}{_VERB}", "speaker"),
        pattern(0.75, rf"{_REAL}\bwe{_OWE} {_ADVERBS}{_VERB}"),
        pattern(0.65, rf"{_REAL}\byou{_OWE} {_ADVERBS}{_VERB}", "hearer"),
        pattern(0.7, rf"{_REAL}\b(?P<name>\w+)(?:{_WILL}|{_OWE}) {_ADVERBS}{_VERB}", "named", definitive=True),
        pattern(0.65, rf"\b(?:let's|let us) {_ADVERBS}{_VERB}"),
        pattern(0.55, rf"{_REAL}(?<!\belse )(?<!thing )\bi can {_ADVERBS}{_VERB}", "speaker"),
    ],
    follow_ups=[
        pattern(
            0.85,
            rf"\b(?:(?:re)?schedule|set up|arrange|book|plan|organi[sz]e|fix|find|put in)(?: up)?(?: you| us| me)?"
            rf"(?: (?:a|an|another|the|our|some|one|that|this|your))?(?: [\w'-]+){{0,2}} {_MEETING}",
        ),
        pattern(0.7, rf"\b(?:another|next|second|follow-?up) {_MEETING} (?:is|will be|for|on|at|next|tomorrow)\b"),
        pattern(0.8, rf"\bi{_WILL} {_ADVERBS}(?:be )?{_STRONG}", "speaker", definitive=True),
        pattern(0.75, rf"\b(?:can|could|will|would) you {_ADVERBS}{_STRONG}", "hearer"),
        pattern(0.75, rf"\b{_PLAN}{_ADVERBS}{_STRONG}"),
        pattern(0.75, rf"\b{_PLAN}{_ADVERBS}(?!\w+ to you (?:later|soon))(?:[\w']+ )?{_MEET}.{{0,50}}?\b{_WHEN}"),
        pattern(
            0.6,
            r"\b(?:talk|speak|see|meet)(?: to| with)? you (?:again |guys |all )*"
            rf"(?!later|soon|again|next time|another)(?:then\b|{_WHEN})",  # "see you later" is a farewell
        ),
    ],
    verbs=frozenset(part for verb in _VERBS for part in verb.split("-")),
    weak_verbs=ENGLISH_WEAK_ACTIONS,
    negation=re.compile(r"(?:\bnot|n't|\bnever|\bno need|\bdont|\bwithout|\bcannot|\bno)(?: [\w']+){0,2} ?$"),
)
