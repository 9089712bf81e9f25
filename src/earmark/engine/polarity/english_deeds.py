"""English words for what is done and for what there is, in opposing groups; they read as `QUALITIES` does."""

from __future__ import annotations

from typing import Final

DEEDS: Final = """
love adore like enjoy fancy cherish prefer / hate dislike detest loathe despise abhor
like / mind
admire respect / despise scorn
love affection / hatred hate
agree concur consent / disagree object differ
agreement / disagreement conflict
accept approve embrace welcome take / reject decline refuse disapprove
accept / deny
allow permit let enable authorize / forbid prevent prohibit ban block disallow stop
admit confess acknowledge confirm / deny
confirm verify / deny refute disprove cancel
affirm / deny negate
believe trust / doubt distrust mistrust disbelieve
trust / suspect distrust mistrust
belief / disbelief doubt
certainty / doubt
support back / oppose
support favor / oppose
for / against
pro / contra
advantage benefit upside / disadvantage drawback downside
profit gain / loss
profitable / unprofitable
win / lose
victory triumph / defeat
winner / loser
winning / losing
success / failure
succeed / fail
pass / fail
gain / lose
find locate discover / lose miss
keep retain / lose discard delete cancel drop remove throw
keep continue / cancel quit
save / spend waste lose delete
save rescue / kill endanger
renew extend prolong / cancel terminate shorten
subscribe / cancel unsubscribe
begin start commence initiate launch / end stop finish conclude cease quit terminate
beginning start / end ending finish
starting / ending stopping finishing
continue proceed resume persist keep / stop quit cease pause discontinue cancel end
open / close shut
opening / closing
arrive come / leave depart go
arrival / departure
come / go
stay remain / leave go depart quit
enter / exit leave
entrance / exit
appear emerge / disappear vanish
appearance / disappearance
remember recall / forget
reminded / forgot
learn / forget
know / ignore
understand comprehend grasp / misunderstand misinterpret
buy purchase acquire / sell
buyer / seller
buying / selling
lend loan / borrow
lender / borrower
send / receive
sender / receiver recipient
teach / learn
teacher / student pupil
push / pull
raise lift increase boost / lower reduce decrease drop
rise increase grow climb soar expand / fall decrease drop decline shrink sink plummet diminish
increase growth rise / decrease decline reduction drop
expand enlarge extend / shrink contract reduce
ascend climb / descend
up / down
improve enhance better upgrade / worsen worse deteriorate degrade
improvement / deterioration
upgrade / downgrade
strengthen / weaken
lengthen / shorten
widen broaden / narrow
accelerate speed / decelerate slow brake
heat warm / cool chill
freeze / melt thaw
boil / freeze
fill / empty drain
build construct create make establish / destroy demolish ruin wreck
create / destroy delete
solve resolve / cause worsen
help assist aid support / hinder obstruct harm hurt
heal cure / hurt injure wound harm
protect defend guard / attack endanger harm
attack / defend defense
include contain / exclude omit
included / excluded
add / subtract remove
multiply / divide
insert / remove extract
attach connect join fasten / detach disconnect separate unfasten
combine unite merge join / separate divide split
marry / divorce
marriage / divorce
meet / part avoid
gather collect assemble / scatter disperse
hide conceal cover / reveal show expose uncover
hidden / exposed revealed
show / hide
reveal / conceal
enable activate / disable deactivate
install / uninstall
download / upload
login / logout
connect / disconnect
lock / unlock
load / unload
wrap pack / unwrap unpack
dress / undress
tie / untie
zip / unzip
do / undo
appear seem / vanish
speak talk / listen
speaking talking / silent
shout scream yell / whisper
laugh / cry weep
laughing / crying
smile / frown
praise compliment commend / criticize blame insult complain condemn
praise / criticism
thank / blame
reward / punish
reward / punishment
forgive pardon / blame condemn punish
encourage motivate / discourage
encouragement / discouragement
attract / repel
obey comply / disobey defy violate
follow / ignore
lead / follow
hire employ / fire dismiss
hired / fired
employed / unemployed jobless
employment / unemployment
employer / employee
work function operate / malfunction crash
work / play rest
live survive / die perish
lived / died
life / death
birth / death
born / died
alive / dead
create / kill
peace / war
friend ally / enemy foe
love / hate
hope / despair
joy happiness pleasure delight / sorrow sadness grief misery
pleasure / pain
comfort / discomfort
health / illness sickness disease
strength / weakness
wealth / poverty
courage bravery / fear cowardice
truth / lie falsehood
honesty / dishonesty
knowledge / ignorance
freedom liberty / slavery captivity
order / chaos disorder
justice / injustice
virtue / vice
safety security / danger
dawn sunrise / dusk sunset
summer / winter
spring / fall autumn
heat / cold
noise / silence
top / bottom
ceiling / floor
front / back
inside / outside
interior / exterior
surface / depth
majority / minority
maximum / minimum
quantity / quality
abundance surplus excess / shortage lack scarcity
demand / supply
import / export
income revenue / expense expenditure spending
debit / credit
deposit / withdraw withdrawal
deposit / withdrawal
asset / liability
discount / surcharge
cause / prevent
cause / effect
presence / absence
attend / miss skip
attended / missed
catch / miss
hit / miss
possibility / impossibility
ability capability / inability disability
certainty / uncertainty
responsibility / irresponsibility
patience / impatience
satisfaction / dissatisfaction disappointment
interest / indifference boredom
success / failure disaster
progress / setback
friend / stranger
guest / host
man / woman
men / women
boy / girl
boys / girls
king / queen
father dad / mother mom
son / daughter
brother / sister
husband / wife
uncle / aunt
nephew / niece
child kid / adult
parent / child
hero / villain coward
genius / idiot fool
expert / novice beginner amateur
ancestor / descendant
past / future
yesterday / tomorrow
success / flop
float / sink
land / takeoff
awaken wake / sleep
wake / sleep
sit / stand
stand / sit lie
walk / run
throw / catch
drop / catch lift
remain / change
change / remain stay keep
preserve / destroy
waste / save
produce / consume
admit / exclude
elect / depose
advance / retreat
surrender yield / resist
resist oppose / surrender yield accept
win / surrender
reject / accept
invite welcome / reject expel
notice / overlook ignore miss
respect / disrespect
earn / spend
rent / own
tighten / loosen
tight / loose
wet / dry
clean wash / dirty soil pollute
polish / stain
simplify / complicate
clarify / confuse
convince persuade / dissuade
worry / reassure relax
relax / worry
amuse entertain / bore
excite / bore calm
frighten scare / reassure comfort
agree / refuse
permission / prohibition ban
acceptance / rejection refusal
approval / disapproval rejection
legal / banned
loose / tight
innocence / guilt
exist / lack
have possess own / lack
succeeding / failing
friendship / hostility
optimism / pessimism
arrived / left
rude / respectful
minus / plus
less / more
earlier / later
older / newer younger
"""
