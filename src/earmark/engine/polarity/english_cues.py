"""How English denies, supposes and asks."""

from __future__ import annotations

from typing import Final

from earmark.engine.polarity.cues import Cues, Effect, listed, phrases, stems, table

_PERSONS: Final = "i/you/we/they/he/she/it"
_SUBJECTS: Final = listed(
    """i i'm i've i'd i'll you you're you've you'd you'll we we're we've we'd we'll he he's she she's it it's they
    they're they've they'd they'll this that that's there there's"""
)

_EFFECTS: Final = {
    Effect.NOTHING: f"""
        not only, not just, not to mention, no matter, no problem, no problems, no worries, no doubt, no wonder
        no question, no kidding, no sooner, why not, if not, or not, whether or not, not at all sorry
        can't/cannot/couldn't/cant wait, can't/cannot complain, couldn't agree more, can't/cannot help but
        couldn't/can't be happier/better/easier/simpler/prouder/clearer, couldn't/can't be more
        can't thank you enough, can't/cannot go wrong, nothing but, won't lie, not gonna lie, not going to lie
        don't/dont get me wrong, if you don't/dont mind, don't/dont mind, don't/dont worry, don't/dont forget
        don't/dont hesitate, do you know, do you mind, are you able, do you happen, not too bad, nothing like
        nothing more than, none other than, last but not least
        isn't/wasn't/aren't/weren't/don't/doesn't/didn't/won't/wouldn't/can't/couldn't/haven't/hasn't/hadn't {_PERSONS}
        wish to, i/we wish to/you, wish you, stop by, stops by, stopped by
        am/is/are/was/were/be/get/got/getting/i'm/we're/you're used to
        would/could/should/might have to/a/an/the/my/your/our/some/it/this/that/any/no/more/enough/access
        a/the/to/any doubt, without a/any/further doubt, without question, without/no further ado, never mind
        no longer than, no need to worry""",
    Effect.NEGATE: """
        not, never, none, nobody, nothing, nowhere, neither, nor, cannot, cant, dont, doesnt, didnt, wont
        wouldnt, couldnt, shouldnt, isnt, arent, wasnt, werent, havent, hasnt, hadnt, aint, hardly, barely
        scarcely, rarely, seldom, no longer, no one, not a single, not any, not able, by no means, yet to
        has/have/had yet to, in no way, under no circumstances""",
    Effect.NEGATE_THING: """
        no, without, zero, devoid of, lack of, lacks, lacking, lack, lacked, instead of, rather than
        run/runs/ran/running/is/am/are/i'm/we're/were/was out of, short of/on, free of/from, nothing of""",
    Effect.DENY: """
        far from, nowhere near, anything but, no way, keep/keeps/kept from, unable to, fail/fails to
        failed/failing to, too late/early/tired/busy/weak/small/slow/expensive to""",
    Effect.END: """
        used to, formerly, back when, once used to, in the old days""",
    Effect.WISH: "i/we wish, if only",
    Effect.UNREAL: """
        be/i'd/i lying if i said, be/i'd lying if i told you, would lie if i said, lying if i said
        lie if i said, was/were supposed to, pretend/pretends/pretended/pretending to/that, as if, as though
        should/could/would/might have, should've, could've, would've, ought to have""",
}

_MEANINGS: Final = """
refuse: no thanks, no thank you
reject: turn/turns/turned/turning down
hate: can't/cannot/couldn't/cant stand/bear, fed up with, sick of
rise: go/goes/going/went/gone/moving/trending/are/is/was/were up
fall: go/goes/going/went/gone/moving/trending/are/is/was/were down
remove: get/gets/got/getting rid of
quit: give/gives/gave/giving up
broken: out of order, broke/breaks/broken down
working: up and running
support: in favor/favour of
enable: turn/turns/turned/switch/switched on
disable: turn/turns/turned/switch/switched off
login: log/logged/logging/sign/signed/signing in
logout: log/logged/logging/sign/signed/signing out
unavailable: out of stock, sold out
punctual: on time
famous: well known
outdated: out of date, old fashioned
continue: carry/carries/carried/go/goes/went/kept/keep/keeps on, keep/keeps/kept/keeping going
understand: figure/figured out
find: come/came across
cancel: call/called off
postpone: put/puts off
arrive: show/shows/showed up
healthy: in good health
"""

ENGLISH: Final = Cues(
    phrases=table(_EFFECTS, _MEANINGS),
    implying=stems(
        """fail refuse decline stop quit cease avoid deny doubt neglect prevent unable impossible unlikely unwilling
        incapable reluctant hesitate hesitant resist forbid prohibit ban""",
        "en",
    ),
    endings=("n't",),
    concord=frozenset({"neither", "nor"}),
    inability=listed("can't cannot cant couldn't couldnt unable able"),
    light=listed("lot lots plenty kind sort bit please thanks"),
    telling=frozenset({"well"}),
    transparent=stems(
        """think believe feel guess say said want wanna seem appear expect plan intend mean look sound suppose imagine
        consider able gonna need try manage bother true case find chance thing way let tend happen certain sure""",
        "en",
    ),
    adverbs=listed(
        """anymore yet longer necessarily such super pretty right currently ever always especially particular real
        that's single slightest least bit enough exactly good great"""
    ),
    adverb_ending="ly",
    breaks=listed("""but because although though however whereas if when while unless until since except cause cuz"""),
    joints=frozenset({"and", "or", "so"}),
    subjects=_SUBJECTS.union({"nobody", "nothing", "no"}),
    answered=_SUBJECTS
    | listed(
        """be do don't go just please let let's wait thank thanks sir maam ma'am madam not can can't could will won't
        would is are was were the my a an your"""
    ),
    speakers=listed("i i'm i've i'd i'll we we're we've we'd we'll my our me us"),
    copulas=listed("is are was were isn't aren't wasn't weren't gets got seems looks feels becomes became"),
    asserting=listed("has have had do does did will am it's that's there's they're you're he's she's can"),
    desires=stems("want wanna wish hope need would i'd we'd love", "en"),
    once={},
    imperfect_endings=(),
    condition="if",
    suppositions=phrases("what/happens/happen/imagine if, suppose, supposing, in case, assuming"),
    embedding=listed(
        """wondering wonder see know ask check tell sure asking asked confirm me verify idea matter even only as and
        or unsure"""
    ),
    unreal_verbs=listed("were had could would"),
    unreal_endings=(),
    modals=listed("would could might i'd we'd you'd he'd she'd they'd"),
    modal_endings=(),
    present=listed("am is are i'm you're we're they're he's she's it's be been being very so get"),
    polite=listed("like love prefer be appreciate help rather you y'all it that please mind i we"),
    over=listed("longer anymore more since"),
    past=listed("ago was were did had before once yesterday past formerly back previously"),
    past_endings=("ed",),
    fillers=listed("so and but well ok okay hey uh um or then now oh hello hi please yes yeah no alright"),
    inverted=listed("are is was were do does did have has had aren't isn't don't doesn't didn't haven't"),
    inverted_subjects=listed("the my your our their this that these those there any anyone everyone"),
    listeners=listed("you y'all your you're you've you'd"),
    requesting=listed("can could will would may shall should might"),
    inquiring=listed("what when where who whose which why how whether"),
    always_wondering=listed("what why how where what's where's how's"),
    wondering=listed("what when where who whom whose which why how what's where's who's how's when's"),
)

#: Forms of verbs that no rule derives, with the verb.
IRREGULAR: Final = """
be been, begin began begun, bend bent, bite bit bitten, bleed bled, blow blew blown, break broke broken
bring brought, build built, buy bought, catch caught, choose chose chosen, come came, deal dealt, dig dug
draw drew drawn, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt
fight fought, find found, flee fled, fly flew flown, forbid forbade forbidden, forget forgot forgotten
forgive forgave forgiven, freeze froze frozen, give gave given, grow grew grown, hang hung, hear heard
hide hid hidden, hold held, keep kept, know knew known, lay laid, lead led, leave left, lend lent, lose lost
make made, mean meant, meet met, pay paid, ride rode ridden, ring rang rung, rise rose risen, run ran
see saw seen, sell sold, send sent, shake shook shaken, shine shone, shoot shot, shrink shrank shrunk
sing sang sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken, spend spent, stand stood
steal stole stolen, stick stuck, strike struck, swear swore sworn, swim swam swum, take took taken
teach taught, tell told, think thought, throw threw thrown, understand understood, wake woke woken
wear wore worn, win won, write wrote written, withdraw withdrew withdrawn, say said
"""
