from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.summary import summary_of
from earmark.types import Message, MessageId


def talk(*texts: str) -> list[Message]:
    return [Message(text, id=MessageId(str(place))) for place, text in enumerate(texts)]


def test_summary_is_the_sentence_whose_names_come_up_most() -> None:
    messages = talk(
        "Hello, how are you?",
        "The invoice for the printer contract is wrong.",
        "I saw the invoice.",
        "The contract says something else.",
        "My dog barks at the gardener.",
    )
    (sentence,) = summary_of(messages)
    assert (sentence.message_id, sentence.text) == ("1", messages[1].text)


def test_sentences_stand_in_the_order_of_the_talk_and_do_not_repeat_each_other() -> None:
    first = ["The printer contract has an invoice."] * 12
    second = ["The warehouse roof needs a painter."] * 12
    assert [one.text for one in summary_of(talk(*second, *first))] == [second[0], first[0]]


def test_small_talk_has_no_summary() -> None:
    assert summary_of(talk("Hello.", "How are you?", "Fine, thanks.")) == []


def test_no_talk_has_no_summary() -> None:
    assert summary_of([]) == []


@given(st.lists(st.text(max_size=40), max_size=40))
def test_every_sentence_of_a_summary_was_said(texts: list[str]) -> None:
    sentences = summary_of(talk(*texts))
    assert len(sentences) <= 7
    assert all(texts[int(one.message_id)] == one.text for one in sentences)
