"""Make the list of ordinary words that the package ships: words that are no names, see ``engine/phonetic.py``.

    python -m bench.ordinary_words

What is frequent in training files under MIT, Apache-2.0 and CC BY, words of business of our own, and the Spanish ones
that the package knows anyway. A list of frequent words is a count, not a text.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

from bench.data import read_jsonl, train_file
from earmark.engine import phonetic, stop_words
from earmark.engine.text import fold

SOURCES: Final = (
    "banking77", "casino", "clinc150", "goemotions", "hwu64", "mrda", "multiwoz-acts", "rasa", "skills",
)  # fmt: skip
#: Times that a word must occur, and in how many of them: what only one of them speaks of may be a name.
LEAST_TIMES: Final = 4
LEAST_SOURCES: Final = 2
#: Letters that it must have: shorter ones are no names anyway.
SHORTEST: Final = 4

#: Names that are frequent there all the same.
_LISTED: Final = """alexa amazon android comcast disney facebook google hulu instagram iphone lyft mcdonalds microsoft
netflix nike obama paypal reddit siri skype spotify starbucks tesla trump twitter uber venmo verizon walmart xbox
youtube"""
NAMES: Final = frozenset(_LISTED.split())

_OWN: Final = Path(__file__).with_name("data") / "own_words.txt"
_WORD: Final = re.compile("[a-z]+")
_ENGINE: Final = Path(phonetic.__file__).parent


def frequent() -> set[str]:
    times = Counter[str]()
    sources = Counter[str]()
    for source in SOURCES:
        texts = (text for row in read_jsonl(train_file(source)) for text in row["texts"])
        counted = Counter(word for text in texts for word in _WORD.findall(fold(text).text))
        times.update(counted)
        sources.update(counted.keys())
    return {word for word in times if times[word] >= LEAST_TIMES and sources[word] >= LEAST_SOURCES}


def own() -> set[str]:
    texts = [_OWN, _ENGINE / "background.txt", _ENGINE / "background" / "es.txt"]
    words = {word for path in texts for word in _WORD.findall(fold(path.read_text(encoding="utf-8")).text)}
    return words.union(stop_words.of("en"), stop_words.of("es"))


def main() -> None:
    words = sorted(word for word in (frequent() - NAMES) | own() if len(word) >= SHORTEST and word.isalpha())
    lines = [" ".join(words[first : first + 12]) for first in range(0, len(words), 12)]
    path = _ENGINE / phonetic.ORDINARY_FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(words)} words, {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
