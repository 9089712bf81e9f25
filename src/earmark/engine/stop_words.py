"""Words that name nothing, so that no topic or key phrase is made of them: English and Spanish. Folded."""

from __future__ import annotations

from typing import Final

from earmark.engine import polarity_words

_ENGLISH: Final = """other another though people opens now january february march april june july august september
october november december able about above absolutely across actual actually again against ago agree ahead
almost alone along already alright although always anybody anymore anyone anything anyway anywhere apart appear
apparently around ask asked asking away back bad basically became because become been before began begin behind
being believe below beside best better between beyond big bit both bring brought bye call called came certainly
change clear clearly close come comes coming could couple course currently definitely different done down dont
each easy either else end enough entire especially essentially even eventually ever every everybody everyone
everything everywhere exactly except fact fair far feel felt few figure fine first found further gave generally
give given gives giving goes gone gonna good goodbye gotta great guess guy guys had happen happened happens
happy hard hear heard hello help hey hi high hmm honestly hope hopefully however huh imagine important indeed
instead interested interesting keep keeps kept kind kinda knew know known knows large last late later least left
less lets let like likely literally little long longer look looked looking looks lot lots love low mainly make
makes making many matter maybe mean means meant might mine mostly move much must myself name near nearly
necessary need needed needs neither new next nice nobody none nope normal normally nothing obviously often oh
old once ones only onto open opposed others otherwise ought own pardon part particular particularly perfect
perhaps person piece place please pleasure point possible possibly pretty previous probably problem put quick
quickly quite rather ready real right run said same saw say saying says second see seem seemed seems seen
several shall short show side similar simple simply since small somebody somehow someone something sometimes
somewhere soon sorry sort sound sounds start started stay still stop stuff such suppose supposed sure take taken
takes taking talk talked talking tell terms thank thanks that'll themselves therefore thing things think
thinking third thought three through throughout time times today together told tomorrow tonight took totally
toward tried true truly try trying turn two type uh uhhuh um under understand understood unless until upon use
used using usual usually various wait wanna want wanted wants way ways welcome well went whatever whenever
whether while whoever whole wish without wonder wonderful word work worked working works worry worse worst would
wow wrong yep yesterday yet yours yourself ya yup mhm hm sir madam mister morning afternoon evening night day
days week weeks month months year years monday tuesday wednesday thursday friday saturday sunday hour hours
minute minutes moment past during per via plus within ourselves himself herself itself hold easier bigger
smaller longer i'd it'd it'll that'd there'd what're who're where's how's when's why's y'all four five six seven
eight nine ten hundred thousand million zero half sometime ahead awesome excellent excuse guess happening leave
leaving live lived mention mentioned note number okay pick play question questions read reason remember send
sent set sit speak spent stand stuck suggest support'll team'll touch until wasn't went whose write wrote yea
assume check checking confirm got gets getting gotten having hearing helping include including leads letting
liked"""

_SPANISH: Final = """enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre abajo
acaso acerca acuerdo ademas adelante adios ahora ahorita algun alguien algunos algunas alla alto ambos ano anos
anterior antes aparte apenas aquella aquellas aquello aquellos arriba asi atras aun aunque ayer ayuda bajo
bastante bien buen buena buenas bueno buenos cada casi caso cerca cierta cierto claro comentar como conmigo
contigo contra correcto cosa cosas creer creo crees cree cualquier cualquiera cuales cuanta cuantos cuantas
cuesta cuyo dado dan dar debe deben deber debo decir decia dejar dentro desea despues detras dia dias dice dicen
dices dicho digo dijo dio donde dos durante ejemplo embargo encima encontrar enseguida entender entiendo
entonces entre enviar era eran eres esos espera esperar espero estaban estabas estado estamos estando estas este
esten esto estos estuvo exactamente exacto excelente falta favor fin forma fueron fui fuera gente gracias gran
grande grandes gusta gustaria gusto haber habia habian habla hablar hablamos hace hacemos hacen hacer haces
hacia haga hago hecho hicieron hizo hola hora horas hoy hubo igual incluso ido intentar jamas junto justo lado
largo lejos lista listo llama llamar llamo llegar lleva llevar luego lugar lunes martes miercoles jueves viernes
sabado domingo mal mala malo manana manera mayor media mejor menor menos mes meses mia mientras minuto minutos
mio mira mire misma mismas mismo mismos modo momento muchas mucho muchos nadie necesita necesitamos necesito
ningun ninguna ninguno noche noches nueva nuevo numero nunca ocho ojala otra otras otro otros oye paciencia
parece parecer parte partes pasa pasado pasar pedir pensar peor pequena pequeno perdon perfecto permite persona
personas pienso pocas poca poco pocos poder podemos podria podrian podriamos poner posible pregunta preguntar
primer primera primero problema pronto propio proximo proxima prueba pueda pueden puedes puede pues puesto queda
quedar quedo queria queremos quieren quieres quiero quiere quisiera quizas quiza razon realidad realmente
resulta saber sabe sabes salir se sea sean segun segundo seguir segura seguro seis semana semanas senor senora
ser seria servir siempre siendo siente siete siguiente simplemente sino sirve sobre sola solamente solo somos
supongo suya suyo tal tales tambien tampoco tanta tanto tarde tardes tema tendra tenemos tener tengo tenia
tercera tiempo tiene tienen tienes tipo todas todavia todo todos tomar trabajar trata tres tuve tuvo tuya tuyo
ultima ultimo unas unos usar usted ustedes vale vamos van varias varios vaya veces veo ver verdad vez viene
vienen vista visto voy vuelve ya mande digame dime diga ok eh em este pues bueno ay oiga cinco cuatro nueve diez
cien mil"""

_OF: Final = {
    "en": polarity_words.of("en").function_words.union(polarity_words.of("en").negations, _ENGLISH.split()),
    "es": polarity_words.of("es").function_words.union(polarity_words.of("es").negations, _SPANISH.split()),
}


def of(tongue: str) -> frozenset[str]:
    """The stop words of a language; none where there is no list."""
    return _OF.get(tongue, frozenset())
