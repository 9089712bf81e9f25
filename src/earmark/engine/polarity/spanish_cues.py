"""How Spanish denies, supposes and asks."""

from __future__ import annotations

from typing import Final

from earmark.engine.polarity.cues import Cues, Effect, listed, phrases, stems, table

_CONCORD: Final = """no nunca jamas nada nadie ningun ninguno ninguna ningunos ningunas ni tampoco apenas"""
_LET: Final = "deja/dejas/dejo/deje/dejes/dejen/dejamos/dejaron/dejar/dejado/dejando/dejaste/dejaba/dejad"
_DENY: Final = "niega/niegan/niego/nego/negaron/niegas/negar/negarse/negado/negaba/negaban/niegue/nieguen"

_EFFECTS: Final = {
    Effect.NOTHING: """
        no solo, no solamente, no obstante, no hay problema, no hay problemas, ningun problema, sin problema
        sin problemas, sin duda, sin duda alguna, no hay duda, no cabe duda, no tengo duda, por que no, si no
        no te/le/les/os voy/vamos a mentir, no me puedo quejar, no puedo quejarme, nada mas, sin embargo
        no pasa nada, de nada, no te preocupes, no se preocupe, no se preocupen, como no, claro que no dudo
        no dude en, no dudes en, no duden en, verdad que no, no veo la hora, cuando no, o no, a no ser que
        si no le/te/les importa, mas que nada, antes que nada, por nada""",
    Effect.NEGATE: ",".join([*_CONCORD.split(), "ya no", "de ninguna manera", "de ningun modo", "para nada"]),
    Effect.NEGATE_THING: """
        sin, corto/corta/cortos/escaso/escasa/escasos de, falta de, falta, faltan, faltaba, faltaban
        carece/carecen/carezco/carecemos de, en vez de, en lugar de""",
    Effect.DENY: f"""
        {_LET} de, {_DENY} a, lejos de, todo menos, cualquier cosa menos, evitar, evita, evitamos, evito
        rehusar, rehusa, rehuso, rehusaron, dudo, dudamos, dudan, dudaba, dudabamos, dudar, dude, impide
        impiden, impedir""",
    Effect.END: "solia, solian, soliamos, solias, soler, en otros tiempos, antiguamente",
    Effect.WISH: "ojala",
    Effect.UNREAL: """
        mentiria si dijera, mentiria si dijese, mentiriamos si dijeramos, mentiria si digo
        deberia/deberias/deberiamos/deberian/debi/debio/debimos/debieron haber
        podria/podrias/podriamos/podrian/pude/pudo/pudimos haber, tendria/tendrias/tendriamos/tendrian que haber
        tenia/tenian que haber, habria/habrias/habriamos/habrian, hubiera, hubiese, hubieran, hubiesen
        hubieramos, como si, se suponia que""",
}

_MEANINGS: Final = """
odiar: no soporto/soportamos/soporta/aguanto/aguanta/aguantamos
subir: va/van/iba/iban/fue en aumento, al alza
bajar: a la baja
averiado: fuera de servicio
puntual: a tiempo
apoyar: a favor
gustar: cae/caen bien
"""

SPANISH: Final = Cues(
    phrases=table(_EFFECTS, _MEANINGS),
    implying=stems("imposible incapaz", "es"),
    endings=(),
    concord=frozenset(_CONCORD.split()),
    inability=frozenset(),
    light=listed(
        """tuviera tuviese tuvieran tuve tuvo tuvimos tenia teniamos tenga tengan tengamos tener estuviera estuviese
        estuvieran estuve estuvo fuera fuese fueran sea sean seas haya hayan hubo habra sera seria vaya vayan vayamos
        iba iban vas fui fuimos yendo siendo teniendo estando quiero quieren queremos queria podia podian pude pudo
        podido puedan pueda podamos favor gracias"""
    ),
    telling=frozenset({"bueno"}),
    transparent=stems(
        """creer creo cree creemos creen pensar pienso piensa parecer parece parezca querer decir dicho digo considerar
        suponer sentir siento esperar espero pretender lograr conseguir consigo consigue verdad cierto ganas gana
        necesitar intentar deber seguro""",
        "es",
    ),
    adverbs=listed(
        """todavia aun realmente demasiado nada bien especialmente ningun ninguna ahora siempre del particular
        absoluto mas ya tanto"""
    ),
    adverb_ending="mente",
    breaks=listed("pero porque aunque si cuando mientras sino pues salvo excepto"),
    joints=frozenset({"y", "o", "e"}),
    subjects=listed("yo tu usted ustedes el ella ellos ellas nosotros nadie nada esto eso"),
    answered=frozenset(),
    speakers=listed(
        """yo me mi mis mio mia nos nuestro nuestra nosotros conmigo puedo podemos estoy soy tengo quiero necesito busco
        voy he hemos somos tenemos queremos necesitamos estamos vamos"""
    ),
    copulas=listed("es son esta estan era eran estaba estaban fue fueron parece parecen anda andan"),
    asserting=listed("ha han hay tiene tienen hace hacen puede pueden va van habia hubo"),
    desires=stems("quiero quiere quisiera querer gustar gustaria necesito desear ojala espero", "es"),
    once=phrases("antes, cuando, hace anos/tiempo/mucho/meses, en su dia, de joven, por entonces, en aquel entonces"),
    imperfect_endings=("aba", "abas", "aban", "abamos", "ia", "ias", "ian", "iamos", "era", "eran", "eramos"),
    condition="si",
    suppositions=phrases("pasa/ocurre/sucede/y si, supongamos, en caso de, imagina que, suponiendo"),
    embedding=listed("se saber ver pregunta preguntar digame dime decirme averiguar comprobar como sabe"),
    unreal_verbs=listed("fuera fuese fueran fuesen"),
    unreal_endings=tuple(
        listed(
            """iera ieras ieran ieramos iese iesen jera jeran uera uviera uviese ara aran aramos asemos yera yeran"""
        )
    ),
    modals=frozenset(),
    modal_endings=("aria", "eria", "iria", "arian", "erian", "irian", "ariamos", "eriamos", "iriamos"),
    present=frozenset(),
    polite=listed("gustaria encantaria podria podrian podriamos seria agradeceria querria preferiria"),
    over=listed("ya mas desde"),
    past=listed("hace antes ayer pasado pasada anoche vez entonces"),
    past_endings=("aron", "ieron", "aba", "aban", "abamos"),
    fillers=listed("y pero bueno oye oiga entonces pues hola o ok vale si no ah eh"),
    inverted=frozenset(),
    inverted_subjects=frozenset(),
    listeners=frozenset(),
    requesting=listed("puedo podemos puede pueden podria podrian puedes podrias podriamos seria hay me nos"),
    inquiring=listed("como cuanto donde cual"),
    always_wondering=frozenset({"cuanto", "cuanta", "cuantos", "cuantas"}),
    wondering=listed("que como cuando cuanto cuanta cuantos cuantas donde cual cuales quien quienes por a"),
)

#: Forms of verbs that no rule derives, with the verb.
IRREGULAR: Final = """
usar uso usa usan usamos use usen usado usaba usando, dar doy da dan damos di dio dieron dado, oir oigo oye oyen oido
leer leo lee leen leyo leido lei, ir voy va van, ver veo ve ven vi vio visto, saber sabe saben supo
creer creo cree creen crea, perder pierdo pierde pierden, encontrar encuentro encuentra encuentran
cerrar cierro cierra cierran, empezar empiezo empieza empiezan empiece, entender entiendo entiende entienden
recordar recuerdo recuerda recuerdan, mostrar muestro muestra muestran, dormir duermo duerme duermen
morir muero muere mueren murio muerto, abrir abierto, romper roto, escribir escrito, ver visto, hacer hecho
decir dicho digo dice dicen dijo dijera dijeron, traer traigo trajo trajeron, seguir sigo sigue siguen sigan siga
pedir pido pide piden pidio, servir sirve sirven, volver vuelvo vuelve vuelven vuelto, devolver devuelvo devuelve
resolver resuelvo resuelve resuelto, venir vengo viene vienen vino vinieron, salir salgo, caer cayo cayeron
llegar llegue, pagar pague paguen pago, negar niego niega niegan, probar pruebo prueba, contar cuento cuenta
costar cuesta cuestan, incluir incluye incluyen incluya incluyo, construir construye, poner puse puso puesto
"""
