"""The quick look never spares a text that its stance would have struck out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.engine import polarity
from earmark.engine.text import words

ENGLISH = """i am you we not no never don't can't isn't interested uninterested happy unhappy cheap expensive cheaper
cancel keep renew the plan used to would be if lying wish could stop going works broken refund without any money able
unable is it ? , ."""
SPANISH = """no nunca me gusta interesa desinteresado caro barato cancelar mantener el plan ya antes si fuera podria
ojala quiero tengo dinero sin nada feliz infeliz es ? , ."""


@pytest.mark.parametrize(("language", "lexicon"), [("en", ENGLISH), ("es", SPANISH)])
def test_what_may_not_contradict_does_not(language: str, lexicon: str) -> None:
    texts = st.lists(st.sampled_from(lexicon.split()), min_size=1, max_size=8).map(" ".join)

    @settings(max_examples=400, deadline=None)
    @given(texts, texts)
    def holds(phrase: str, text: str) -> None:
        meant = polarity.stance_of_phrase(phrase, language)
        if not polarity.may_contradict(meant, outlined(text, language)):
            assert polarity.contradiction(meant, polarity.stance(text, language), language) is None

    holds()


@pytest.mark.parametrize(
    ("phrase", "text", "may"),
    [
        ("I am interested", "I'm not interested", True),
        ("I am interested", "nobody is uninterested", True),
        ("it is too expensive", "that was really cheap", True),
        ("I am not interested", "we are very interested", True),
        ("I am interested", "we are very interested", False),
        ("I am interested", "the weather is not fine", False),
        ("cancel my monthly plan", "the plan is not fine", False),
    ],
)
def test_a_text_may_contradict_what_it_shares_half_of(phrase: str, text: str, may: bool) -> None:
    assert polarity.may_contradict(polarity.stance_of_phrase(phrase, "en"), outlined(text, "en")) is may


def outlined(text: str, language: str) -> polarity.Outline:
    return polarity.outline([token.word for token in words(text)], language, asks="?" in text)
