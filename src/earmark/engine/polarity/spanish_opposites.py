"""Spanish words in opposing groups; they read as `english_qualities.QUALITIES` does."""

from __future__ import annotations

from typing import Final

OPPOSITES: Final = """
bueno buen excelente genial estupendo maravilloso fantastico magnifico espectacular
    / malo mal terrible horrible pesimo espantoso fatal nefasto
bien estupendamente / mal fatal
mejor / peor
mejorar / empeorar
mejora / deterioro empeoramiento
perfecto impecable / defectuoso imperfecto danado roto averiado
amar adorar querer / odiar detestar aborrecer
gustar encantar agradar / odiar disgustar desagradar molestar
feliz contento alegre satisfecho encantado dichoso
    / infeliz triste descontento insatisfecho deprimido decepcionado disgustado desdichado apenado
tranquilo calmado relajado sereno / nervioso preocupado ansioso inquieto alterado tenso estresado
valiente / cobarde miedoso
seguro confiado / inseguro dudoso
enfadado enojado furioso molesto / contento tranquilo
optimista / pesimista
amable simpatico cortes agradable educado atento / grosero antipatico desagradable maleducado borde descortes
generoso / tacano egoista
honesto sincero honrado / deshonesto mentiroso falso
leal fiel / desleal infiel traidor
humilde modesto / arrogante orgulloso soberbio
paciente / impaciente
inteligente listo sabio / tonto estupido bobo ignorante
sensato razonable logico / absurdo ridiculo ilogico
cuerdo / loco
trabajador / vago perezoso holgazan
activo / inactivo pasivo
famoso conocido / desconocido
facil sencillo simple / dificil complicado complejo
blando suave / duro aspero
barato economico asequible / caro costoso carisimo
gratis gratuito / pagado
libre disponible desocupado / ocupado reservado
rico / pobre
alto / bajo
alto / corto
grande enorme inmenso gigante / pequeno chico diminuto
largo / corto breve
ancho amplio / estrecho angosto
grueso gordo obeso / delgado flaco fino
profundo hondo / superficial
pesado / ligero liviano
fuerte poderoso potente / debil flojo
claro / oscuro
claro evidente obvio / confuso ambiguo dudoso
rapido veloz / lento
rapidamente deprisa / lentamente despacio
temprano pronto / tarde
puntual / tarde atrasado retrasado
adelantado / atrasado retrasado
nuevo moderno reciente actual / viejo antiguo anticuado obsoleto
joven / viejo anciano mayor
fresco / podrido pasado
caliente calido caluroso / frio helado
calor / frio
mojado humedo / seco
limpio / sucio manchado
puro / contaminado
visible / oculto invisible
ruidoso / silencioso
ruido / silencio
lleno / vacio
abierto / cerrado
abrir / cerrar
afilado / romo
liso / rugoso
recto derecho / torcido curvo
flexible / rigido
seguro / peligroso arriesgado
seguridad / peligro
correcto acertado exacto / incorrecto equivocado erroneo inexacto
verdadero cierto real autentico / falso mentira
verdad / mentira
derecha / izquierda
natural / artificial
normal habitual comun corriente / raro extrano inusual anormal
frecuente / raro infrecuente
frecuentemente / raramente
siempre / nunca jamas
todos / nadie ninguno
todo / nada
alguien / nadie
algo / nada
general / particular especifico
publico / privado secreto
legal / ilegal
permitido / prohibido
culpable / inocente
justo / injusto
igual mismo / diferente distinto
posible / imposible
probable / improbable
necesario obligatorio / innecesario opcional voluntario
suficiente bastante / insuficiente
muchos / pocos
mucho / poco
mas / menos
maximo / minimo
util / inutil
interesante / aburrido
divertido entretenido / aburrido
bonito hermoso lindo guapo bello / feo horrible
delicioso rico sabroso / asqueroso insipido
dulce / amargo salado
crudo / cocido
vivo / muerto
vivir / morir
vida / muerte
nacer / morir
despierto / dormido
cansado agotado / descansado
borracho / sobrio
casado / soltero divorciado
presente / ausente
cerca cercano / lejos lejano
dentro adentro interior / fuera afuera exterior
arriba encima / abajo debajo
delante / detras
adelante / atras
primero / ultimo
antes / despues
anterior / siguiente posterior
temporal / permanente
estable / inestable
fiable confiable / desconfiado
responsable / irresponsable
cuidadoso / descuidado
experto / novato principiante
capaz / incapaz
exitoso / fracasado
exito / fracaso
comodo / incomodo
positivo / negativo
completo / incompleto
listo preparado / desprevenido
formal / informal
urgente / trivial
importante principal / secundario insignificante
subir aumentar crecer incrementar / bajar disminuir reducir descender caer
subida aumento / bajada descenso reduccion
levantar / bajar
aceptar aprobar admitir / rechazar negar declinar rehusar
aprobar / suspender
permitir autorizar dejar / prohibir impedir
confirmar / desmentir cancelar
confiar / desconfiar
creer / dudar
apoyar / oponer
favor / contra
ventaja / desventaja inconveniente
ganar / perder
ganancia beneficio / perdida
victoria / derrota
encontrar hallar / perder
ahorrar / gastar malgastar
mantener conservar / cancelar
renovar / cancelar
suscribir / cancelar
empezar comenzar iniciar / terminar acabar finalizar
principio comienzo inicio / final fin
continuar seguir / parar detener cesar
llegar venir / salir marchar
llegada / salida partida
entrar / salir
entrada / salida
quedar / ir
aparecer / desaparecer
recordar acordar / olvidar
aprender / olvidar
entender comprender / malinterpretar
saber conocer / ignorar desconocer
comprar / vender
comprador / vendedor
prestar / pedir
dar / quitar recibir
enviar mandar / recibir
preguntar / responder contestar
pregunta / respuesta
empujar / tirar
llenar / vaciar
construir crear / destruir
arreglar reparar solucionar resolver / romper estropear danar
arreglado reparado solucionado / roto estropeado
ayudar / estorbar perjudicar
proteger defender / atacar
incluir / excluir
anadir agregar / quitar eliminar
unir juntar / separar
juntos / separados
esconder ocultar / mostrar ensenar
activar habilitar / desactivar deshabilitar
encender prender / apagar
conectar / desconectar
instalar / desinstalar
cargar / descargar
hablar / callar
gritar / susurrar
reir / llorar
alabar elogiar / criticar
premiar / castigar
perdonar / culpar
animar / desanimar
obedecer / desobedecer
contratar / despedir
contratado / despedido
empleo / desempleo
funcionar / fallar
trabajar / descansar
paz / guerra
amigo / enemigo
amor / odio
alegria felicidad / tristeza
placer / dolor
salud / enfermedad
sano / enfermo
fuerza / debilidad
riqueza / pobreza
luz / oscuridad
dia / noche
verano / invierno
hombre / mujer
padre / madre
hijo / hija
hermano / hermana
ingreso / gasto
depositar / retirar
reembolso / cobro cargo
cobrar / reembolsar devolver
paciencia / impaciencia
interes / desinteres
recuerdo / olvido
acercar / alejar
fijo / variable
facilitar / dificultar
facilidad / dificultad
adelantar / atrasar retrasar
acelerar / frenar
"""
