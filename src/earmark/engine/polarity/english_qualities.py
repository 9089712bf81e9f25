"""English words that describe, in opposing groups: what stands before a slash is the opposite of what stands behind.

Words of one side mean much the same. Forms that endings and prefixes make ("cheaper", "unhappy") are derived elsewhere.
"""

from __future__ import annotations

from typing import Final

QUALITIES: Final = """
good great excellent fine nice wonderful fantastic amazing awesome superb terrific splendid decent marvelous lovely
    / bad terrible awful horrible poor lousy dreadful atrocious crappy abysmal nasty horrid rotten shitty mediocre
better / worse
best / worst
perfect flawless faultless impeccable spotless / flawed faulty defective broken buggy imperfect damaged
well / badly poorly ill
well healthy fit / sick ill unwell ailing
happy glad pleased cheerful joyful delighted thrilled content merry overjoyed joyous
    / sad upset miserable sorrowful gloomy depressed sorry mournful heartbroken blue disappointed annoyed
satisfied pleased content / disappointed frustrated dissatisfied annoyed displeased
excited thrilled enthusiastic eager keen / bored indifferent apathetic reluctant uninterested
calm relaxed peaceful serene quiet tranquil / nervous anxious worried tense stressed agitated upset restless turbulent
brave courageous fearless bold daring heroic / cowardly afraid scared timid fearful frightened
confident certain sure positive convinced definite / doubtful unsure hesitant insecure skeptical dubious
proud / ashamed humble embarrassed
angry mad furious cross irritated / calm pleased forgiving
hopeful optimistic / hopeless pessimistic desperate despairing
optimist / pessimist
friendly kind polite courteous pleasant gentle warm welcoming nice
    / rude hostile mean cruel impolite unpleasant aggressive harsh unfriendly cold nasty
generous / stingy greedy miserly selfish
honest truthful sincere frank / dishonest lying deceitful insincere fake
loyal faithful / treacherous disloyal unfaithful
modest humble / arrogant proud boastful conceited vain
patient tolerant / impatient intolerant
wise clever smart intelligent bright brilliant / stupid foolish dumb silly dull idiotic unintelligent ignorant
sane / crazy insane mad
sensible reasonable rational logical / absurd foolish ridiculous unreasonable nonsensical senseless
serious / joking funny humorous frivolous
funny hilarious / serious sad dull boring
hardworking diligent industrious / lazy idle
active energetic lively / passive lazy inactive idle lethargic
talkative chatty / quiet silent taciturn
outgoing sociable extroverted / shy reserved introverted withdrawn
popular / unpopular hated
famous well-known renowned / unknown obscure
easy simple effortless straightforward / hard difficult complicated tough complex challenging tricky
soft / hard loud harsh rough
cheap affordable inexpensive / expensive costly pricey dear overpriced exorbitant unaffordable
free / busy occupied taken reserved
free gratis / paid chargeable
free / captive imprisoned enslaved
valuable precious / worthless cheap
rich wealthy affluent prosperous / poor broke needy penniless impoverished
high tall / low short
tall / short small
long lengthy / short brief
big large huge enormous giant gigantic massive vast immense great
    / small little tiny minuscule mini minute petite slight
major main significant important essential crucial / minor trivial insignificant negligible unimportant secondary
wide broad / narrow
thick / thin
fat obese overweight chubby plump heavy / thin slim skinny slender lean underweight
deep / shallow
heavy / light lightweight
strong powerful mighty robust sturdy tough / weak feeble frail fragile powerless flimsy
bright / dark dim gloomy
fast quick rapid speedy swift prompt / slow sluggish gradual lengthy
early / late
late tardy / punctual prompt early
new modern recent current contemporary / old ancient outdated obsolete antique former
young youthful / old elderly aged
young / adult grown
fresh / stale rotten spoiled
hot warm boiling / cold cool chilly freezing icy frozen
warm / cool cold
wet moist damp humid soaked / dry arid
clean tidy neat spotless / dirty filthy messy stained grubby untidy soiled
clean pure / polluted contaminated
pure / impure mixed
clear obvious evident plain apparent / unclear vague confusing ambiguous obscure puzzling cryptic
clear / cloudy blurry murky foggy
sunny / cloudy rainy overcast
visible / hidden invisible
loud noisy / quiet silent soft
full packed crowded / empty vacant deserted
full / hungry starving
hungry / full satisfied sated
thirsty / quenched
closed shut / open
locked / unlocked open
sharp pointed / dull blunt
smooth even flat / rough bumpy uneven hilly
tight / loose
straight / crooked bent curved
flexible elastic / rigid stiff
solid / liquid hollow
safe secure harmless / dangerous unsafe risky hazardous harmful perilous insecure
right correct accurate true proper / wrong incorrect false mistaken inaccurate erroneous
true real genuine authentic / false fake untrue artificial counterfeit imaginary phony
right / left
natural / artificial synthetic unnatural
normal usual ordinary common typical regular / strange weird odd unusual abnormal rare peculiar bizarre exceptional
common frequent widespread / rare uncommon scarce infrequent
familiar known / strange unfamiliar unknown foreign
general / specific particular special
public / private secret
local domestic / foreign global international
legal lawful legitimate / illegal unlawful criminal illicit forbidden
allowed permitted / forbidden prohibited banned disallowed
guilty / innocent
innocent / guilty
fair just / unfair unjust biased
equal same identical similar alike / different unequal distinct unlike dissimilar opposite
same / different opposite other
possible feasible doable / impossible infeasible unfeasible
likely probable / unlikely improbable
necessary required mandatory compulsory obligatory essential
    / unnecessary voluntary needless superfluous dispensable
enough sufficient adequate ample / insufficient scarce inadequate short
abundant plentiful / scarce lacking
many numerous / few
much lots plenty / little
more / less fewer
most / least
often frequently regularly constantly / infrequently
useful helpful handy worthwhile / useless pointless worthless unhelpful futile
helpful supportive cooperative / obstructive unhelpful rude
interesting fascinating exciting gripping entertaining fun
    / boring dull tedious uninteresting tiresome monotonous
beautiful pretty handsome attractive gorgeous good-looking cute stunning
    / ugly hideous unattractive plain repulsive
delicious tasty yummy savory / disgusting tasteless bland gross inedible
sweet / bitter sour salty
raw / cooked
ripe / unripe green
alive living / dead deceased
dead / alive living
awake / asleep sleeping sleepy
asleep / awake
tired exhausted sleepy weary fatigued / rested energetic fresh awake
drunk intoxicated / sober
blind / sighted
deaf / hearing
pregnant / barren
married / single unmarried divorced
single / married double multiple
male masculine / female feminine
present / absent missing
available / unavailable occupied busy
near close nearby / far distant remote
close / distant far
inside indoors / outside outdoors
indoor / outdoor
inner internal / outer external
upper top / lower bottom
upstairs / downstairs
above / below beneath under
front / back rear
forward forwards / backward backwards
first / last final
last / first
former / latter
previous past prior / next following future
before / after
temporary brief short-term / permanent lasting long-term eternal
constant stable steady fixed / changing variable unstable fluctuating
reliable dependable trustworthy / unreliable flaky untrustworthy
stable / unstable shaky
responsible / irresponsible careless reckless
careful cautious / careless reckless
polite / rude
mature / immature childish
experienced expert skilled / inexperienced novice unskilled amateur
professional / amateur
competent capable able skilled / incompetent incapable unable
able / unable
successful / unsuccessful failed
lucky fortunate / unlucky unfortunate
fortunate / unfortunate
comfortable cozy / uncomfortable painful
convenient / inconvenient
positive / negative
serious severe / mild slight
strict harsh / lenient lax
extreme / moderate
formal / informal casual
complete entire whole finished / partial incomplete unfinished
ready prepared / unprepared
certain / uncertain
exact precise / approximate vague rough
direct / indirect
active enabled / inactive disabled
online / offline
automatic / manual
digital / analog
virtual / physical
physical / mental
urgent / trivial
rural / urban
civilian / military
liberal progressive / conservative
east eastern / west western
north northern / south southern
maximum maximal / minimum minimal
superior / inferior
senior / junior
single / plural
even / odd
ahead / behind
together / apart separately alone
alone lonely / accompanied together
willing / unwilling reluctant
voluntary / compulsory involuntary forced
pleasant / unpleasant
promising / hopeless
proper / improper
bare naked nude / dressed clothed
guilty / guiltless
wild / tame domesticated
sincere / fake
vertical / horizontal
literal / figurative
concrete / abstract
simple plain / fancy elaborate
elegant / clumsy
graceful / clumsy awkward
organized orderly / chaotic messy disorganized disordered
efficient / inefficient wasteful
effective / ineffective useless
relevant / irrelevant
sensitive / insensitive
conscious aware / unaware unconscious ignorant
awkward / comfortable
suitable appropriate / unsuitable inappropriate
worthy / unworthy worthless
fatal deadly lethal / harmless
toxic poisonous / harmless edible
edible / poisonous inedible
fertile / barren infertile
dense / sparse
empty / full
vacant / occupied
odd strange / normal
evil wicked / good virtuous
moral ethical / immoral unethical
holy sacred / profane
heaven / hell
blunt / sharp
coarse / fine
lively / dull
slim / fat
tense / relaxed
visible / invisible
stressful / relaxing
gripping / boring
satisfying / disappointing frustrating
encouraging / discouraging
amusing / boring
misleading / clear
current / outdated expired
valid / invalid expired void
married / unmarried
broken / intact whole
"""
