"""SetFit: fine-tune an encoder on pairs of phrases, then a linear head for each tracker.

    python -m bench.peers.fewshot MODEL_FOLDER FOLDER ...

Runs in the peers' environment. Deterministic by its seed. Where the vectors of what is given are there already, only
the head is trained anew.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
import torch
from datasets import Dataset
from setfit import SetFitModel, Trainer, TrainingArguments
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from bench.peers import exchange
from bench.peers.exchange import Given, Rows

SYSTEM: Final = "setfit"
SEED: Final = 7
BATCH_PAIRS: Final = 16
MAX_PIECES: Final = 64
#: Pairs of one kind that each phrase begins, and pairs that a suite is trained on at most.
ITERATIONS: Final = 10
MOST_PAIRS: Final = 8_000


def iterations(phrases: int) -> int:
    """Rounds of pairs: two pairs a phrase and round, one of the same tracker and one of two."""
    return max(1, min(ITERATIONS, MOST_PAIRS // (2 * phrases)))


def train(model_folder: Path, given: Given, scratch: Path) -> tuple[Any, dict[str, Any]]:
    """The encoder fine-tuned on a suite's phrases, and what it took."""
    model = SetFitModel.from_pretrained(str(model_folder), multi_target_strategy="one-vs-rest", local_files_only=True)
    owners = [number for number, group in enumerate(given.phrases) for _ in group]
    rounds = iterations(len(owners))
    arguments = TrainingArguments(
        output_dir=str(scratch),
        batch_size=BATCH_PAIRS,
        num_epochs=1,
        num_iterations=rounds,
        max_length=MAX_PIECES,
        seed=SEED,
        report_to="none",
        save_strategy="no",
        show_progress_bar=False,
    )
    labels = np.eye(len(given.phrases), dtype=int)[owners].tolist()
    began = perf_counter()
    trainer = Trainer(
        model=model, args=arguments, train_dataset=Dataset.from_dict({"text": given.all_phrases, "label": labels})
    )
    trainer.train_embeddings(given.all_phrases, labels, args=arguments)
    return model.model_body, {"iterations": rounds, "train_s": round(perf_counter() - began, 1)}


def vectors(model_folder: Path, given: Given, folder: Path) -> tuple[Rows, Rows, Rows, dict[str, Any]]:
    """Vectors of phrases, background and texts by the fine-tuned encoder; kept, so that training happens once."""
    kept = folder / f"vectors-{given.digest}.npz"
    if not kept.is_file():
        body, told = train(model_folder, given, folder)
        began = perf_counter()
        rows = [body.encode(list(texts)) for texts in (given.all_phrases, given.background, given.texts)]
        told["encode_s"] = round(perf_counter() - began, 1)
        np.savez(kept, phrases=rows[0], background=rows[1], texts=rows[2], told=np.array([*told.items()], dtype=str))
    with np.load(kept) as stored:
        told = {str(name): float(value) for name, value in stored["told"]}
        return stored["phrases"], stored["background"], stored["texts"], told


def head_scores(given: Given, phrases: Rows, background: Rows, texts: Rows) -> Rows:
    """Probabilities of SetFit's one-vs-rest head, trained on the phrases and on background that is of no tracker."""
    owners = [number for number, group in enumerate(given.phrases) for _ in group]
    truth = np.zeros((len(owners) + len(background), len(given.phrases)), dtype=int)
    truth[np.arange(len(owners)), owners] = 1
    head = OneVsRestClassifier(LogisticRegression(class_weight="balanced", max_iter=1_000, random_state=SEED))
    head.fit(np.concatenate([phrases, background]) if len(background) else phrases, truth)
    return np.asarray(head.predict_proba(texts), dtype=np.float32)


def main() -> None:
    model_folder, *folders = map(Path, sys.argv[1:])
    torch.set_num_threads(1)
    versions = {name: version(name) for name in ("setfit", "sentence-transformers", "torch", "scikit-learn")}
    for folder in folders:
        given = exchange.given(folder)
        phrases, background, texts, told = vectors(model_folder, given, folder)
        scores = head_scores(given, phrases, background, texts)
        exchange.answer(folder, SYSTEM, given.texts, scores, {**versions, **told})
        print(f"{given.suite}: {told}", flush=True)


if __name__ == "__main__":
    main()
