"""Verbs that say what somebody is to do, in English and Spanish: earmark's own list. Folded."""

from __future__ import annotations

import itertools
from typing import Final

#: Verbs that name a task by themselves, in the form that stands after "will" and "please".
ENGLISH_ACTIONS: Final = frozenset(
    """add adjust analyze announce apply approve arrange assign attach audit backup block book build buy calculate call
    cancel change circulate clarify clean close collect compile complete compose confirm contact coordinate copy correct
    create cut deliver delete deploy design document double-check download draft drop edit email e-mail enable escalate
    estimate evaluate examine expedite extend file fill finalize finish fix forward gather generate hire implement
    increase inform inspect install investigate invite invoice issue launch merge message migrate modify monitor move
    notify obtain order organize organise pay ping plan post prepare present print process produce provide publish
    purchase push raise record reduce refund register release remind remove renew repair replace reply report request
    reschedule reserve reset resolve respond restart return review revise schedule secure select sell send set ship sign
    solve sort submit suspend switch sync test text track train transfer translate update upgrade upload validate verify
    visit write""".split()
)
#: Verbs that name a task only together with what follows; less sure.
ENGLISH_WEAK_ACTIONS: Final = frozenset("ask bring do find get give look make put run share show take work".split())

_AR: Final = """acab actualiz agend agreg analiz anot anul aprob arregl asign cambi cancel cobr complet compart compr
comprob comunic confirm consult contact contrat coordin copi cre deposit descarg desarroll dise elabor elimin
entreg envi escal factur finaliz firm gestion grab implement imprim inform instal investig invit llam llev mand
mejor modific not notific orden organiz pag pas prepar present proces program public quit realiz reclam redact
registr renov repar report reserv resolv revis solicit solucion sub termin tramit transfer valid verific"""
_IRREGULAR: Final = """escribir escribire escriba escribe escribo escribiremos hacer hare haremos haga conseguir
conseguire consiga pedir pedire pida pidamos poner pondre ponga traer traere traiga subir subire suba recoger
recogere recoja resolver resolvere resuelva pruebo probar probare pruebe busco buscar buscare busque pague pagar
pagare entregue agregue notifique comunique descargue publique verifique modifique cargue cargar enviamelo
mandamelo envieme enviame mandeme mandame compartir compartire comparta comparte imprimir imprima transferir
transfiera revisalo confirmame confirmeme avisar avisare avisame aviseme organice realice analice actualice
finalice cree cierre cerrar cerrare corregir corrija"""
_AR_ENDINGS: Final = (
    "ar are aremos aras ara o a e en amos emos arlo arla arle arles arte aros arme arnos arselo".split()
)

#: Spanish verbs in the forms in which somebody promises, asks for or owes a task.
SPANISH_ACTIONS: Final = frozenset(
    itertools.chain(
        (stem + ending for stem in _AR.split() for ending in _AR_ENDINGS),
        _IRREGULAR.split(),
    )
)
