"""How many misspelled names are found by their sound, and how many that nobody said.

    python -m bench.names

Names and misspellings are our own (``bench/data/names.jsonl``); the rules were made on every second name. Talk in which
none of them is said: meetings and requests out of scope, from evaluation suites that nothing was tuned on, and training
files of other sources for the half that was.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from bench.data import read_jsonl, require_data, suite_folder, train_file
from earmark.engine.literal import Heard, LiteralIndex
from earmark.engine.text import fold, tokens
from earmark.types import MatchKind

NAMES_FILE: Final = Path(__file__).with_name("data") / "names.jsonl"
#: What a name stands in, by language: in turn.
CARRIERS: Final = {
    "en": (
        "we are talking to {} about the new plan",
        "have you ever used {}",
        "i think {} is too expensive for us",
        "{}",
    ),
    "es": ("hablamos con {} sobre el plan nuevo", "nunca he usado {}", "me parece que {} es muy caro", "{}"),
}
ANY_WAY: Final = tuple(MatchKind)
BY_SOUND: Final = (MatchKind.PHONETIC,)
TEXTS: Final = 3_000
SEED: Final = 7


def found(index: LiteralIndex, text: str, tongue: str, kinds: Collection[MatchKind]) -> list[tuple[int, str]]:
    """The trackers that are found in one of some ways, each with the words."""
    folded = fold(text)
    of_tracker = index.find(Heard.of(folded, tokens(folded), tongue))
    return [
        (tracker, text[one.start : one.end])
        for tracker, several in of_tracker.items()
        for one in several
        if one.kind in kinds
    ]


def recall(rows: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """How many misspellings are found by their words or their sound, and how many there are."""
    hits = total = 0
    for row in rows:
        index = LiteralIndex([([row["name"]], ())])
        carriers = CARRIERS[row["language"]]
        for number, heard in enumerate(row["heard"]):
            hits += bool(found(index, carriers[number % len(carriers)].format(heard), row["language"], ANY_WAY))
            total += 1
    return hits, total


def unseen_talk() -> list[str]:
    said = []
    for suite in ("mrda", "clinc150"):
        rows = read_jsonl(suite_folder(suite) / "messages.jsonl")
        texts = [row["text"] for row in rows if suite == "mrda" or not row["labels"]]
        said += random.Random(SEED).sample(texts, min(TEXTS, len(texts)))
    return said


def tuning_talk() -> list[str]:
    said = []
    for source in ("multidogo", "goemotions"):
        texts = sorted({text for row in read_jsonl(train_file(source)) for text in row["texts"]})
        said += random.Random(SEED).sample(texts, TEXTS)
    return said


def main() -> None:
    require_data()
    rows = read_jsonl(NAMES_FILE)
    for half, said in (("tuning", tuning_talk()), ("held", unseen_talk())):
        names = [row for row in rows if row["half"] == half]
        hits, total = recall(names)
        english = [row["name"] for row in names if row["language"] == "en"]
        index = LiteralIndex([([name], ()) for name in english])
        false = Counter(
            (english[tracker], words) for text in said for tracker, words in found(index, text, "en", BY_SOUND)
        )
        pairs = len(said) * len(english)
        print(
            f"{half}: {hits} of {total} misspellings of {len(names)} names found ({hits / total:.2f}); "
            f"{false.total()} false alarms in {len(said)} messages, {1e3 * false.total() / pairs:.3f} per 1,000 pairs"
        )
        print("   ", ", ".join(f"{name}: {words} ({times})" for (name, words), times in false.most_common(12)))


if __name__ == "__main__":
    main()
