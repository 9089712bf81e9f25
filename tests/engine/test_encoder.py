"""The real encoders: what a vector is, and that it depends on its text alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from earmark import model_files
from earmark.config import load_settings
from earmark.engine import encoder
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.model_files import ModelFiles, Role

TEXTS = ["I ran out of budget", "Good morning", "ok", "Where is the station, please?"]


@pytest.fixture(params=[ENGLISH_SPACE, MULTILINGUAL_SPACE])
def one(request: pytest.FixtureRequest, encoders: Mapping[str, Encoder]) -> Encoder:
    return encoders[request.param]


@pytest.fixture(scope="module")
def english_files(encoders: Mapping[str, Encoder]) -> ModelFiles:
    # The fixture of the encoders has made sure that the files are there.
    return model_files.find(load_settings().model_folder, Role.ENCODER_EN)


def test_a_vector_has_unit_length_and_the_dimension_that_is_told(one: Encoder) -> None:
    vectors = one.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), one.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_have_no_vectors(one: Encoder) -> None:
    assert one.encode([]).shape == (0, one.dim)


def test_a_vector_does_not_depend_on_its_neighbors(one: Encoder) -> None:
    alone = np.concatenate([one.encode([text]) for text in TEXTS])
    among_many = one.encode([*TEXTS, *(f"{text} and {number}" for number in range(5) for text in TEXTS)])

    assert one.encode(TEXTS[::-1])[::-1] == pytest.approx(alone, abs=1e-5)
    assert among_many[: len(TEXTS)] == pytest.approx(alone, abs=1e-5)


def test_threads_may_encode_at_the_same_time(one: Encoder) -> None:
    alone = one.encode(TEXTS)

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(one.encode, [TEXTS] * 6))

    for vectors in together:
        assert vectors == pytest.approx(alone, abs=1e-5)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\x07\x1b", "\u200b", "👍🏽", "\ufffd", "ﷺ", "x" * 5_000, "so " * 2_000]
)
def test_any_text_has_a_vector(one: Encoder, text: str) -> None:
    assert np.isfinite(one.encode([text])).all()


def test_sentences_that_mean_the_same_are_nearer_than_others(one: Encoder) -> None:
    broke, same, other = one.encode(["We have no money left", "I ran out of budget", "The train leaves at nine"])

    assert broke @ same > broke @ other + 0.1


def test_the_multilingual_space_bridges_languages(encoders: Mapping[str, Encoder]) -> None:
    english, spanish, other = encoders[MULTILINGUAL_SPACE].encode(
        ["We have no money left", "Ya no tenemos dinero", "El tren sale a las nueve"]
    )

    assert english @ spanish > english @ other + 0.3


def test_only_the_beginning_of_a_very_long_text_is_read(encoders: Mapping[str, Encoder]) -> None:
    beginning = "We have no money left for that. " * 40

    assert encoders[ENGLISH_SPACE].encode([beginning + "The train leaves at nine."]) == pytest.approx(
        encoders[ENGLISH_SPACE].encode([beginning]), abs=1e-6
    )


def test_a_model_says_which_of_its_vectors_is_the_sentences(
    english_files: ModelFiles, tmp_path: Path, encoders: Mapping[str, Encoder]
) -> None:
    pooling = tmp_path / "pooling.json"
    files = {**english_files.files, "pooling.json": pooling}
    pooling.write_text(json.dumps({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}))
    by_first = encoder.load(ENGLISH_SPACE, "first", files)
    pooling.write_text(json.dumps({"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}))
    by_mean = encoder.load(ENGLISH_SPACE, "mean", files)

    expected = encoders[ENGLISH_SPACE].encode(TEXTS)

    assert by_mean.encode(TEXTS) == pytest.approx(expected, abs=1e-6)
    assert np.abs(by_first.encode(TEXTS) - expected).max() > 0.01


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "(none)"),
        (["model.onnx"], "model.onnx"),
        (["weights.npz", "tokenizer.json"], "tokenizer.json, weights.npz"),
    ],
)
def test_files_that_are_no_whole_model_are_refused(names: list[str], told: str) -> None:
    with pytest.raises(ValueError, match="no encoder can be made") as refused:
        encoder.load(ENGLISH_SPACE, "model", {name: Path(name) for name in names})

    assert told in str(refused.value)
