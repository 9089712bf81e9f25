from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.topics import MOST_TOPICS, Topic, topics_of
from earmark.types import Message, MessageId


def talk(*texts: str, speaker: str = "") -> list[Message]:
    return [Message(text, speaker=speaker, id=MessageId(str(place))) for place, text in enumerate(texts)]


def names(topics: list[Topic]) -> list[str]:
    return [topic.text for topic in topics]


def test_topic_is_a_name_with_the_messages_that_have_it_in_any_form() -> None:
    topics = topics_of(talk("There is a billing error.", "Hello again.", "Those billing errors must go."))
    assert names(topics) == ["billing error"]
    assert topics[0].message_ids == ("0", "2")
    assert topics[0].score == 1


def test_name_that_comes_up_more_often_is_stronger() -> None:
    topics = topics_of(
        talk("The refund policy is strict.", "My invoice is wrong.", "An invoice came.", "Which invoice?")
    )
    assert names(topics) == ["invoice", "refund policy"]
    assert topics[0].score > topics[1].score


def test_small_talk_has_no_topic() -> None:
    assert topics_of(talk("Hello, how are you?", "I'm fine, thanks.", "What do you think about that?")) == []


def test_word_of_a_single_message_is_no_topic() -> None:
    assert topics_of(talk("The invoice came.", "I saw it.")) == []


def test_spanish_name_keeps_the_words_that_join_it() -> None:
    assert names(topics_of(talk("Necesito el plan de precios.", "Ese plan de precios es caro."))) == ["plan de precios"]


def test_who_speaks_is_no_topic() -> None:
    assert topics_of(talk("Tell Dana Whitfield.", "Dana Whitfield knows.", speaker="Dana Whitfield")) == []


def test_mood_is_that_of_the_messages_that_have_it() -> None:
    (topic,) = topics_of(talk("The refund policy is terrible.", "I love the sun."))
    assert topic.mood < -0.3


def test_vocabulary_is_a_topic_as_soon_as_it_is_said() -> None:
    topics = topics_of(talk("It is about next year.", "Nothing else."), ["Next Year", "budget"])
    assert [(topic.text, topic.message_ids) for topic in topics] == [("Next Year", ("0",))]


def test_id_is_the_same_at_every_look() -> None:
    messages = talk("There is a billing error.")
    assert topics_of(messages) == topics_of(messages)


def test_other_languages_have_no_topics() -> None:
    assert topics_of([Message("Der neue Vertrag.", id=MessageId("1"), language="de")] * 2) == []


@given(st.lists(st.text(max_size=40), max_size=30), st.lists(st.text(max_size=10), max_size=3))
def test_any_talk_has_topics_of_its_own_messages_with_scores_up_to_1(texts: list[str], vocabulary: list[str]) -> None:
    topics = topics_of(talk(*texts), vocabulary)
    assert len(topics) <= MOST_TOPICS + len(vocabulary)
    for topic in topics:
        assert 0 < topic.score <= 1
        assert set(topic.message_ids) <= {str(place) for place in range(len(texts))}
