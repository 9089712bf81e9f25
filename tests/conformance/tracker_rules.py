"""Contract 2.10: what a tracker may be, and how many there may be."""

from __future__ import annotations

from typing import Any, Final

from conformance.cases import Case, error, patch, post, put, row
from conformance.shapes import ANYTHING, ID, STRING, Each
from conformance.trackers import BULK, LIMIT_BYTES, MANY, ONE, OTHER, PHRASES, PRICING, listed, made, op, sized


def refused(name: str, body: Any, *words: str, path: str = MANY, status: int = 400) -> Case:
    return row("2.10", name, post(path, body, error(*words), status), listed())


FIVE_HUNDRED: Final = [{"name": f"Tracker {n}", "vocabulary": ["how much"]} for n in range(500)]


def phrases(*added: str) -> dict[str, Any]:
    return {"name": "Pricing", "vocabulary": [*PHRASES, *added]}


CASES: Final = (
    row("2.10", "name-taken", made(), post(MANY, PRICING, error("'Pricing'"), 409)),
    row(
        "2.10",
        "name-taken-by-patch",
        made(OTHER),
        made(),
        patch(f"{MANY}/<tracker>", [op("replace", "/name", "Other")], error("'Other'"), 409),
    ),
    refused("duplicate-phrases", phrases("how much is it"), '"vocabulary[5]"', "how much is it"),
    refused("duplicate-phrases-by-case", phrases("How Much Is It"), '"vocabulary[5]"'),
    refused("duplicate-phrases-by-space", phrases("  how much is it "), '"vocabulary[5]"'),
    refused("duplicate-phrases-in-bulk", [phrases("how much is it")], '"[0].vocabulary[5]"', path=BULK),
    row(
        "2.10",
        "punctuation-allowed",
        post(MANY, phrases("it's Dr. Smith's plug-in", "año 2 über 価格"), {"tracker": ANYTHING}),
    ),
    *(
        refused(f"punctuation-{name}", phrases(f"how much{mark}"), '"vocabulary[5]"', mark, f"how much{mark}")
        for name, mark in (
            ("question-mark", "?"),
            ("comma", ","),
            ("exclamation-mark", "!"),
            ("colon", ":"),
            ("parenthesis", "("),
            ("closing-parenthesis", ")"),
            ("bracket", "["),
            ("closing-bracket", "]"),
            ("semicolon", ";"),
            ("slash", "/"),
        )
    ),
    refused("punctuation-in-bulk", [phrases("how much?")], '"[0].vocabulary[5]"', "?", path=BULK),
    row("2.10", "punctuation-by-put", made(), put(f"{ONE}/<tracker>", {"vocabulary": ["how much?"]}, error("?"), 400)),
    row(
        "2.10",
        "punctuation-by-patch",
        made(),
        patch(f"{MANY}/<tracker>", [op("add", "/vocabulary", "how much?")], error("?"), 400),
    ),
    row(
        "2.10",
        "punctuation-where-it-is-set-so",
        post(MANY, phrases("how much (net)?"), {"tracker": ANYTHING}),
        strict_punctuation=False,
    ),
    row(
        "2.10",
        "one-phrase",
        post(MANY, {"name": "A", "vocabulary": ["how much"]}, {"tracker": {}, "warnings": Each(STRING)}),
    ),
    row(
        "2.10",
        "many-phrases",
        post(
            MANY,
            {"name": "A", "vocabulary": [f"phrase {n}" for n in range(60)]},
            {"tracker": {}, "warnings": Each(STRING)},
        ),
    ),
    refused("no-phrase", {"name": "A", "vocabulary": []}, '"vocabulary"'),
    refused("empty-phrase", phrases(""), '"vocabulary[5]"'),
    row("2.10", "trackers-per-account", made(), post(MANY, OTHER, error("1"), 400), listed("Pricing"), tracker_limit=1),
    row(
        "2.10", "trackers-per-account-in-bulk", post(BULK, [PRICING, OTHER], error("1"), 400), listed(), tracker_limit=1
    ),
    row(
        "2.10",
        "five-hundred-trackers",
        post(BULK, FIVE_HUNDRED, {"trackers": Each({"id": ID})}),
        post(MANY, PRICING, error("500"), 400),
    ),
    row("2.10", "body-of-a-megabyte", post(MANY, sized(LIMIT_BYTES, PRICING), {"tracker": PRICING})),
    *(
        refused(f"body-above-a-megabyte-{name}", sized(LIMIT_BYTES + 1, body), f"{LIMIT_BYTES}", path=path, status=413)
        for name, path, body in (("old", ONE, PRICING), ("new", MANY, PRICING), ("bulk", BULK, [PRICING]))
    ),
    refused("wrong-key", {**PRICING, "vocabularies": []}, '"vocabularies"'),
    refused("wrong-type-of-name", {**PRICING, "name": 5}, '"name" must be a string'),
    refused("wrong-type-of-vocabulary", {**PRICING, "vocabulary": "how much"}, '"vocabulary" must be an array'),
    refused("wrong-type-of-phrase", {**PRICING, "vocabulary": ["how much", 5]}, '"vocabulary[1]" must be a string'),
    refused("wrong-type-of-categories", {**PRICING, "categories": {}}, '"categories" must be an array'),
    refused("wrong-type-of-description", {**PRICING, "description": []}, '"description" must be a string'),
)
