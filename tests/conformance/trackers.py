"""Contract 2: management of trackers, under the paths of both generations."""

from __future__ import annotations

import json
from typing import Any, Final

from conformance.cases import Ask, Case, delete, error, get, patch, post, put, row
from conformance.shapes import ID, TIME, Keep, Only

ONE: Final = "/v1/manage/tracker"
MANY: Final = "/v1/manage/trackers"
BULK: Final = "/v1/manage/trackers/bulk"
UNKNOWN: Final = "1234567890123456"
LIMIT_BYTES: Final = 1_048_576

PHRASES: Final = [
    "what does it cost",
    "subscription fees",
    "how much is it",
    "is there a discount",
    "what is the price",
]
PRICING: Final = {"name": "Pricing", "vocabulary": PHRASES}
OTHER: Final = {"name": "Other", "vocabulary": ["see you tomorrow"]}
GIVEN: Final = {
    "description": "Cost questions",
    "categories": ["Sales"],
    "languages": ["es-ES"],
    "excludeVocabulary": ["price of freedom"],
}


def made(body: Any = PRICING, name: str = "tracker") -> Ask:
    return post(MANY, body, {"tracker": {"id": Keep(name, ID)}})


def listed(*names: str, **query: str) -> Ask:
    return get(MANY, Only(trackers=[{"name": name} for name in names]), query=query)


def patched(name: str, operations: Any, changed: dict[str, Any]) -> Case:
    stored = {**PRICING, **GIVEN}
    answer = {"tracker": {**stored, **changed, "id": "<tracker>"}}
    change = patch(f"{MANY}/<tracker>", operations, answer)
    return row("2.8", name, made(stored), change, get(f"{MANY}/<tracker>", answer))


def unpatched(name: str, operations: Any, *words: str) -> Case:
    refused = patch(f"{MANY}/<tracker>", operations, error(*words), 400)
    return row("2.8", name, made(), refused, get(f"{MANY}/<tracker>", {"tracker": PRICING}))


def op(what: str, path: str, value: Any = None) -> dict[str, Any]:
    return {"op": what, "path": path, "value": value}


def sized(count: int, body: Any) -> bytes:
    """*body* as JSON of so many bytes."""
    return json.dumps(body).encode().ljust(count)


#: Every member, with what is assumed for absent ones.
WHOLE: Final = Only(
    id=ID,
    name="Pricing",
    vocabulary=PHRASES,
    description="",
    categories=[],
    languages=["en-US"],
    excludeVocabulary=[],
    sensitivity=0.5,
    createdOn=TIME,
    updatedOn=TIME,
)
DELETED: Final = Only(id="<tracker>", type="tracker", deleted=True)

PATHS: Final = (
    row("2.1", "create-one-old", post(ONE, PRICING, {"tracker": PRICING})),
    row("2.1", "create-one-new", post(MANY, PRICING, {"tracker": PRICING})),
    row("2.1", "create-many-old", post(MANY, [PRICING], {"trackers": [PRICING]})),
    row("2.1", "create-many-new", post(BULK, [PRICING], {"trackers": [PRICING]})),
    row("2.1", "body-is-neither", post(MANY, "Pricing", error("object", "array"), 400)),
    row("2.1", "one-path-takes-no-array", post(ONE, [PRICING], error("object"), 400)),
    row("2.1", "bulk-path-takes-no-object", post(BULK, PRICING, error("array"), 400)),
    *(
        row("2.1", f"{name}-{age}", made(), Ask(method, f"{path}/<tracker>", 200, answer, body))
        for path, age in ((ONE, "old"), (MANY, "new"))
        for name, method, body, answer in (
            ("get", "GET", None, Only(tracker=PRICING)),
            ("put", "PUT", {"name": "Cost"}, Only(tracker={**PRICING, "name": "Cost"})),
            ("patch", "PATCH", [op("replace", "/name", "Cost")], Only(tracker={**PRICING, "name": "Cost"})),
            ("delete", "DELETE", None, DELETED),
        )
    ),
)

TRACKER: Final = (
    row("2.2", "all-members-and-their-defaults", post(MANY, PRICING, Only(tracker=WHOLE))),
    row("2.2", "all-members-are-kept", post(MANY, {**PRICING, **GIVEN}, {"tracker": {**PRICING, **GIVEN}})),
    row("2.2", "name-is-required", post(MANY, {"vocabulary": PHRASES}, error('"name" is required'), 400)),
    row("2.2", "vocabulary-is-required", post(MANY, {"name": "Pricing"}, error('"vocabulary" is required'), 400)),
    row("2.2", "name-is-not-empty", post(MANY, {**PRICING, "name": " "}, error('"name"'), 400)),
    row("2.2", "type-is-ignored", post(MANY, {**PRICING, "type": "custom"}, {"tracker": PRICING})),
    row("2.2", "null-is-absent", post(MANY, {**PRICING, "description": None, "id": None}, {"tracker": WHOLE})),
    row("2.2", "language-is-a-tag", post(MANY, {**PRICING, "languages": ["no tag"]}, error('"languages[0]"'), 400)),
    row("2.2", "names-differ-by-case", made(), made({**PRICING, "name": "pricing"}), listed("Pricing", "pricing")),
    row("2.2", "names-are-of-one-account", made(), post(MANY, PRICING, {"tracker": PRICING}, by="stranger")),
    row(
        "2.2",
        "what-is-answered-may-be-sent",
        post(MANY, PRICING, {"tracker": Keep("answered", {"id": Keep("tracker", ID)})}),
        delete(f"{MANY}/<tracker>"),
        post(MANY, "<answered>", {"tracker": PRICING}),
    ),
    row("2.3", "answer-has-the-tracker", post(MANY, PRICING, Only(tracker=WHOLE))),
    row("2.4", "answer-has-the-trackers", post(BULK, [PRICING, OTHER], {"trackers": [WHOLE, OTHER]})),
    row("2.4", "none-is-allowed", post(BULK, [], {"trackers": []})),
    row(
        "2.4",
        "conflict-stores-none",
        made(),
        post(BULK, [OTHER, PRICING], error("'Pricing'"), 409),
        listed("Pricing"),
    ),
    row("2.4", "name-twice-stores-none", post(BULK, [PRICING, PRICING], error("[1].name"), 409), listed()),
    row(
        "2.4",
        "wrong-one-stores-none-and-is-named",
        post(BULK, [PRICING, {**OTHER, "vocabulary": [""]}], error('"[1].vocabulary[0]"'), 400),
        listed(),
    ),
    row("2.5", "all", made(), made(OTHER), listed("Pricing", "Other")),
    row("2.5", "whole-trackers", made(), get(MANY, Only(trackers=[WHOLE]))),
    row("2.5", "none-yet", listed()),
    row("2.5", "by-name", made(), made(OTHER), listed("Other", name="Other")),
    row("2.5", "by-name-with-its-case", made(), listed(name="pricing")),
    row("2.5", "by-part-of-a-name", made(), listed(name="Pric")),
    row("2.5", "by-unknown-name", made(), listed(name="Nothing")),
    row("2.5", "not-those-of-others", made(), get(MANY, Only(trackers=[]), by="stranger")),
    row("2.6", "answer-has-the-tracker", made(), get(f"{MANY}/<tracker>", Only(tracker=WHOLE))),
    row("2.6", "unknown", get(f"{MANY}/{UNKNOWN}", error(UNKNOWN), 404)),
    row("2.6", "of-another-account", made(), get(f"{MANY}/<tracker>", error("<tracker>"), 404, by="stranger")),
)

#: The one example that there is: four phrases, three are put, and seven are answered, the new ones first.
MERGED: Final = ["five", "six", "seven", "one", "two", "three", "four"]
NUMBERS: Final = {"name": "Numbers", "vocabulary": MERGED[3:]}
NEWER: Final = {"name": "Digits", "vocabulary": MERGED[:3]}


def put_refused(name: str, body: Any, *words: str, status: int = 400, first: tuple[Ask, ...] = ()) -> Case:
    kept = get(f"{MANY}/<tracker>", {"tracker": PRICING})
    return row("2.7", name, made(), *first, put(f"{MANY}/<tracker>", body, error(*words), status), kept)


PUT: Final = (
    row(
        "2.7",
        "merges-new-phrases-before-the-old",
        made(NUMBERS),
        put(f"{ONE}/<tracker>", {"id": "<tracker>", **NEWER}, {"tracker": {"name": "Digits", "vocabulary": MERGED}}),
        get(f"{ONE}/<tracker>", {"tracker": {"id": "<tracker>", "name": "Digits", "vocabulary": MERGED}}),
    ),
    row(
        "2.7",
        "merge-repeats-no-phrase",
        made(NUMBERS),
        put(
            f"{ONE}/<tracker>",
            {"vocabulary": ["TWO", "five"]},
            {"tracker": {"vocabulary": ["TWO", "five", "one", "three", "four"]}},
        ),
    ),
    row(
        "2.7",
        "replaces-where-it-is-set-so",
        made(NUMBERS),
        put(f"{ONE}/<tracker>", NEWER, {"tracker": NEWER}),
        put_merges=False,
    ),
    row("2.7", "replaces-newer-members", made(), put(f"{MANY}/<tracker>", GIVEN, {"tracker": {**PRICING, **GIVEN}})),
    row(
        "2.7",
        "absent-members-stay",
        made({**PRICING, **GIVEN}),
        put(f"{MANY}/<tracker>", {"name": "Cost"}, {"tracker": GIVEN}),
    ),
    row("2.7", "unknown", put(f"{MANY}/{UNKNOWN}", NEWER, error(UNKNOWN), 404)),
    row("2.7", "of-another-account", made(), put(f"{MANY}/<tracker>", NEWER, error("<tracker>"), 404, by="stranger")),
    put_refused("other-id", {"id": UNKNOWN}, '"id"', UNKNOWN),
    put_refused("name-of-another", {"name": "Other"}, "'Other'", status=409, first=(made(OTHER, "other"),)),
    put_refused("empty-name", {"name": ""}, '"name"'),
    put_refused("wrong-type", {"vocabulary": "how much"}, '"vocabulary" must be an array'),
    put_refused("unknown-key", {"vocabularies": []}, '"vocabularies"'),
    put_refused("too-large", sized(LIMIT_BYTES + 1, NEWER), f"{LIMIT_BYTES}", status=413),
)

PATCH: Final = (
    patched("replace-name", [op("replace", "/name", "Cost")], {"name": "Cost"}),
    patched("add-name", [op("add", "/name", "Cost")], {"name": "Cost"}),
    patched("replace-description", [op("replace", "/description", "About money")], {"description": "About money"}),
    patched("remove-description", [op("remove", "/description")], {"description": ""}),
    *(
        case
        for path, old, new in (
            ("vocabulary", PHRASES, "how expensive"),
            ("categories", GIVEN["categories"], "Support"),
            ("languages", GIVEN["languages"], "en-GB"),
            ("excludeVocabulary", GIVEN["excludeVocabulary"], "free of charge"),
        )
        for case in (
            patched(f"add-{path}", [op("add", f"/{path}", new)], {path: [*old, new]}),
            patched(f"add-{path}-array", [op("add", f"/{path}", [new])], {path: [*old, new]}),
            patched(f"replace-{path}", [op("replace", f"/{path}", new)], {path: [new]}),
            patched(f"replace-{path}-array", [op("replace", f"/{path}", [new, old[0]])], {path: [new, old[0]]}),
            patched(f"remove-{path}", [op("add", f"/{path}", new), op("remove", f"/{path}", old)], {path: [new]}),
            patched(f"append-{path}", [op("add", f"/{path}/-", new)], {path: [*old, new]}),
            patched(f"replace-first-{path}", [op("replace", f"/{path}/0", new)], {path: [new, *old[1:]]}),
        )
    ),
    patched("remove-first-phrase", [op("remove", "/vocabulary/0")], {"vocabulary": PHRASES[1:]}),
    patched(
        "in-their-order",
        [
            op("replace", "/description", "About money"),
            op("add", "/vocabulary", "how expensive"),
            op("remove", "/vocabulary", "subscription fees"),
        ],
        {
            "description": "About money",
            "vocabulary": [*(phrase for phrase in PHRASES if phrase != "subscription fees"), "how expensive"],
        },
    ),
    patched("nothing", [], {}),
    unpatched("unknown-op", [op("move", "/name", "x")], '"[0].op"'),
    unpatched("unknown-path", [op("replace", "/id", "x")], '"[0].path"'),
    unpatched("wrong-type", [op("replace", "/name", 5)], '"[0].value"'),
    unpatched("unknown-phrase", [op("remove", "/vocabulary", "see you")], '"[0].value"', "see you"),
    unpatched("all-or-nothing", [op("replace", "/name", "Cost"), op("add", "/vocabulary", PHRASES[0])], "vocabulary"),
    unpatched("no-name-left", [op("remove", "/name")], '"[0].op"'),
    unpatched("no-phrase-left", [op("remove", "/vocabulary")], '"vocabulary"'),
    unpatched("no-list", {"op": "replace", "path": "/name", "value": "x"}, "array"),
    row("2.8", "unknown", patch(f"{MANY}/{UNKNOWN}", [], error(UNKNOWN), 404)),
)

DELETE: Final = (
    row("2.9", "answer", made(), delete(f"{MANY}/<tracker>", DELETED), listed()),
    row("2.9", "again", made(), delete(f"{MANY}/<tracker>"), delete(f"{MANY}/<tracker>", error("<tracker>"), 404)),
    row("2.9", "unknown", delete(f"{ONE}/{UNKNOWN}", error(UNKNOWN), 404)),
    row(
        "2.9", "of-another-account", made(), delete(f"{ONE}/<tracker>", error(), 404, by="stranger"), listed("Pricing")
    ),
    row("2.9", "name-is-free-again", made(), delete(f"{MANY}/<tracker>"), made()),
)


CASES: Final = (*PATHS, *TRACKER, *PUT, *PATCH, *DELETE)
