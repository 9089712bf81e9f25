from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.entities import Entity, entities_of
from earmark.types import EntityRule, Member, MemberId, Message, MessageId

ANA = Member(MemberId("a"), "Ana Vidal")
MARK = Member(MemberId("m"), "Mark")


def talk(*texts: str) -> list[Message]:
    return [Message(text, id=MessageId(str(place))) for place, text in enumerate(texts)]


def detected(text: str) -> list[tuple[str, str]]:
    return [(entity.type, entity.text) for entity in entities_of(talk(text), [ANA, MARK], [], detect=True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to ana.v@example.com, please.", [("email", "ana.v@example.com")]),
        ("It is on https://example.com/a?b=1.", [("url", "https://example.com/a?b=1")]),
        ("See www.example.com!", [("url", "www.example.com")]),
        ("Call +1 (555) 010-9999.", [("phone_number", "+1 (555) 010-9999")]),
        ("Call 555-010-9999 now", [("phone_number", "555-010-9999")]),
        ("It costs $1,200.50 a month", [("money", "$1,200.50")]),
        ("about 20 euros or 3 million dollars", [("money", "20 euros"), ("money", "3 million dollars")]),
        ("It is 12.5% off, not 10 percent", [("percentage", "12.5%"), ("percentage", "10 percent")]),
        ("by May 5th, 2024", [("date", "May 5th, 2024")]),
        ("el 5 de mayo a las 3 de la tarde", [("date", "5 de mayo"), ("time", "a las 3 de la tarde")]),
        ("next Monday at 9:30 am", [("date", "next Monday"), ("time", "9:30 am")]),
        ("from 2024-05-01 on", [("date", "2024-05-01")]),
        ("It took 3 hours and 20 km", [("quantity", "3 hours"), ("quantity", "20 km")]),
        ("Thanks, Ana.", [("person", "Ana")]),
        ("Ana Vidal is here", [("person", "Ana Vidal")]),
    ],
)
def test_rules_of_writing_tell_entities(text: str, found: list[tuple[str, str]]) -> None:
    assert detected(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We have 3 of them in version 2.5.",
        "Order 1234567 came.",
        "The card is 1234 5678 9012 3456.",
        "It is 50-50.",
        "Let me mark that.",
        "a@b",
        "We may 100 times.",
        "Anabel was here.",
    ],
)
def test_what_is_not_sure_is_left_out(text: str) -> None:
    assert detected(text) == []


def test_rule_is_found_in_whole_words_whatever_their_case_and_accents() -> None:
    rules = [EntityRule("plan", "gold", "plan oró")]
    messages = talk("El PLAN  ORO.", "Un plan orogénico.", "Mi plan oro y tu plan oro")
    (entity,) = entities_of(messages, [], rules, detect=False)
    assert (entity.type, entity.custom_type, entity.value, entity.text) == ("custom", "plan", "gold", "PLAN  ORO")
    places = [(one.message_id, one.start, one.end) for one in entity.mentions]
    assert places == [
        ("0", 3, 12),
        ("2", 3, 11),
        ("2", 17, 25),
    ]


def test_rules_of_one_type_and_value_are_one_entity() -> None:
    rules = [EntityRule("plan", "gold", "gold plan"), EntityRule("plan", "gold", "top tier")]
    (entity,) = entities_of(talk("The top tier.", "The gold plan."), [], rules, detect=False)
    assert [one.message_id for one in entity.mentions] == ["0", "1"]


def test_nothing_is_detected_unless_asked_for() -> None:
    assert entities_of(talk("Write to ana@example.com."), [ANA], [], detect=False) == []


def test_same_thing_in_other_case_is_one_entity() -> None:
    (entity,) = entities_of(talk("Ana@example.com", "ANA@EXAMPLE.COM"), [], [], detect=True)
    assert len(entity.mentions) == 2


@given(
    st.lists(
        st.text(max_size=60)
        | st.lists(st.sampled_from(["1", "$", ".,-:/@%()", "km", "May", "a.m.", "Ana", "+"])).map("".join)
    ),
    st.text(min_size=1, max_size=3),
)
def test_every_mention_in_any_text_lies_within_it(texts: list[str], wanted: str) -> None:
    entities: list[Entity] = entities_of(talk(*texts), [ANA], [EntityRule("t", "v", wanted)], detect=True)
    for entity in entities:
        for mention in entity.mentions:
            assert mention.text == texts[int(mention.message_id)]
            assert 0 <= mention.start < mention.end <= len(mention.text)


@pytest.mark.parametrize("unit", ["1", "1 ", "a.", "1,", "(1", "www.", "a@a.", "$1"])
def test_hostile_text_takes_no_longer_than_its_length_allows(unit: str) -> None:
    begun = time.process_time()
    entities_of(talk(unit * 20_000), [], [], detect=True)
    assert time.process_time() - begun < 10  # it takes half a second; one that looks back again and again takes minutes
