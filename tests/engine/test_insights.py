from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.insights import Insight, InsightKind, insights_of, key_phrases
from earmark.types import Member, MemberId, Message, MessageId

ANA, BO, CY = Member(MemberId("a"), "Ana"), Member(MemberId("b"), "Bo Li"), Member(MemberId("c"), "Cy")
QUESTION, ACTION, FOLLOW_UP = InsightKind.QUESTION, InsightKind.ACTION_ITEM, InsightKind.FOLLOW_UP
#: Wednesday.
SAID_MS = 1_714_557_600_000


def read(text: str, *members: Member, speaker: Member = ANA) -> list[Insight]:
    message = Message(text, id=MessageId("1"), member_id=speaker.id, start_ms=SAID_MS)
    return insights_of([message], members or [ANA, BO])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("What does a renewal cost?", [QUESTION]),
        ("so what does a renewal cost", [QUESTION]),
        ("how many seats do we have", [QUESTION]),
        ("So how much would we have to pay a month?", [QUESTION]),
        ("I was wondering whether you have a discount", [QUESTION]),
        ("It starts on Monday, right?", [QUESTION]),
        ("¿Cuánto cuesta la renovación?", [QUESTION]),
        ("cuánto cuesta la renovación", [QUESTION]),
        ("Me gustaría saber si hay descuento", [QUESTION]),
        ("I will send you the contract.", [ACTION]),
        ("Please update the address.", [ACTION]),
        ("we need to fix the login page", [ACTION]),
        ("Don't forget to sign it.", [ACTION]),
        ("Can you please send me the invoice?", [QUESTION, ACTION]),
        ("Te voy a enviar el contrato.", [ACTION]),
        ("Enviaré el informe.", [ACTION]),
        ("Tenemos que revisar el presupuesto", [ACTION]),
        ("¿Puedes mandarme la factura?", [QUESTION, ACTION]),
        ("Let's talk again next week.", [FOLLOW_UP]),
        ("I'll call you back on Monday", [FOLLOW_UP]),
        ("Let's schedule another meeting.", [FOLLOW_UP]),
        ("I'll let you know", [FOLLOW_UP]),
        ("Hablamos la próxima semana", [FOLLOW_UP]),
        ("Vamos a agendar otra reunión.", [FOLLOW_UP]),
    ],
)
def test_wording_tells_the_kind(text: str, kinds: list[InsightKind]) -> None:
    assert [insight.kind for insight in read(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Hi, how are you?",
        "Really?",
        "Can you hear me?",
        "See you later!",
        "See you next time.",
        "I'll talk to you later.",
        "Let me know if I can do anything else for you.",
        "Yes, do it now.",
        "¿Cómo estás?",
        "I sent you the contract yesterday.",
        "I won't send the contract.",
        "We don't need to update it.",
        "If I need to send it, I can wait.",
        "I'll have a salad.",
        "Let me see.",
        "That was a good call.",
        "which is what I said",
        "Let's talk about the price.",
        "No hay que enviar nada.",
        "Nos vemos luego.",
        "Qué bien!",
        "?!",
        "",
    ],
)
def test_small_talk_denials_and_reports_are_no_insights(text: str) -> None:
    assert read(text) == []


def test_other_languages_are_not_read() -> None:
    message = Message("Will you send it?", id=MessageId("1"), language="de-DE")
    assert insights_of([message], []) == []


@pytest.mark.parametrize(
    ("text", "members", "assignee"),
    [
        ("I will send the contract.", [ANA, BO], "a"),
        ("Could you send the contract?", [ANA, BO], "b"),
        ("Could you send the contract?", [ANA, BO, CY], ""),
        ("Cy, could you send the contract?", [ANA, BO, CY], "c"),
        ("Bo will send the contract.", [ANA, BO, CY], "b"),
        ("We need to send the contract.", [ANA, BO], ""),
    ],
)
def test_assignee_is_who_the_words_tell(text: str, members: list[Member], assignee: str) -> None:
    assert read(text, *members)[-1].assignee == assignee


def test_name_of_nobody_in_the_talk_assigns_nothing() -> None:
    assert read("Eve will send the contract.") == []


def test_promise_is_definitive_and_a_wish_is_not() -> None:
    assert read("I will send the contract.")[0].definitive
    assert not read("We should send the contract.")[0].definitive


def test_due_date_is_counted_from_the_message_or_from_where_it_has_no_time_the_origin() -> None:
    (dated,) = read("I will send the contract by Friday.")
    undated = Message("I will send the contract by Friday.", id=MessageId("1"), member_id=ANA.id)
    assert dated.due_ms is not None
    assert insights_of([undated], [ANA, BO], origin_ms=SAID_MS) == [dated]
    assert insights_of([undated], [ANA, BO])[0].due_ms is None


def test_id_is_the_same_for_the_same_message_and_kind_only() -> None:
    question, action = read("Can you please send me the invoice?")
    again, _ = read("Can you please send me the invoice?")
    assert question.id == again.id != action.id
    assert len(question.id) == 16
    assert question.id.isdecimal()


def test_name_that_two_members_bear_assigns_nothing() -> None:
    other = Member(MemberId("d"), "Bo Xu")
    assert read("Bo, could you send it?", ANA, BO, other)[-1].assignee == ""


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("I'll send you the contract by Friday.", ["send you the contract"]),
        ("We need to schedule a demo with the sales team.", ["schedule a demo", "sales team"]),
        ("The annual subscription price is too high.", ["annual subscription price"]),
        ("The call was about billing errors, login screens and so on.", ["billing errors", "login screens"]),
        ("Voy a enviar el contrato de servicio mañana.", ["enviar el contrato de servicio"]),
        ("Yeah, that's what I mean.", []),
        ("Das ist der neue Vertrag.", []),
    ],
)
def test_key_phrases_stand_in_the_sentence(text: str, phrases: list[str]) -> None:
    language = "de" if text.startswith("Das") else ""
    assert key_phrases(text, language) == phrases


WORDS = [
    "I",
    "will",
    "send",
    "Bo",
    "by",
    "Friday",
    "at 31",
    "?",
    "what",
    "is",
    "no",
    "voy a",
    "enviar",
    "on the",
    "¿",
    "é",
]


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join), st.sampled_from(["", "en", "es", "fr"]))
def test_any_text_is_read(text: str, language: str) -> None:
    message = Message(text, id=MessageId("1"), member_id=ANA.id, start_ms=SAID_MS, language=language)
    for insight in insights_of([message], [ANA, BO]):
        assert 0.4 <= insight.score <= 1
        assert insight.text == text
        assert all(phrase in text for phrase in insight.phrases)


@given(st.text() | st.lists(st.sampled_from(["send", "the", "red", "contract", ",", "de", "plan", "😀"])).map(" ".join))
def test_every_key_phrase_of_any_text_stands_in_it_literally(text: str) -> None:
    for phrase in key_phrases(text):
        assert phrase in text
