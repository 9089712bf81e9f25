from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.insights import key_phrases


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


@given(st.text() | st.lists(st.sampled_from(["send", "the", "red", "contract", ",", "de", "plan", "😀"])).map(" ".join))
def test_every_key_phrase_of_any_text_stands_in_it_literally(text: str) -> None:
    for phrase in key_phrases(text):
        assert phrase in text
