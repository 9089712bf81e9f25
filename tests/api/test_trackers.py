"""Contract 2: tracker management, under the paths of both generations."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

import pytest

from symbl_client import SymblClient, expect, refusal

PHRASES = ["what does it cost", "subscription fees", "how much is it", "is there a discount", "what is the price"]


def names(answer: Any) -> list[str]:
    return [tracker["name"] for tracker in answer["trackers"]]


# -- create: 2.1 to 2.4 ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/v1/manage/tracker", "/v1/manage/trackers"])
async def test_create_answers_200_with_the_whole_tracker_on_both_paths(client: SymblClient, path: str) -> None:
    answer = expect(await client.ask("POST", path, {"name": "Pricing", "vocabulary": PHRASES}), 200)
    tracker = answer["tracker"]
    assert set(answer) == {"tracker"}
    assert re.fullmatch(r"[1-9]\d{15}", tracker["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", tracker["createdOn"])
    assert tracker["updatedOn"] == tracker["createdOn"]
    assert tracker | {"id": "", "createdOn": "", "updatedOn": ""} == {
        "id": "",
        "name": "Pricing",
        "vocabulary": PHRASES,
        "description": "",
        "categories": [],
        "languages": ["en-US"],
        "excludeVocabulary": [],
        "sensitivity": 0.5,
        "createdOn": "",
        "updatedOn": "",
    }


async def test_create_keeps_every_field_and_ignores_type_and_null(client: SymblClient) -> None:
    given = {
        "description": "Cost questions",
        "categories": ["Sales"],
        "languages": ["es-ES"],
        "excludeVocabulary": ["the price of freedom"],
        "sensitivity": 0.25,
    }
    tracker = await client.create("Pricing", *PHRASES, **given, type="custom", id=None)
    assert {key: tracker[key] for key in given} == given


@pytest.mark.parametrize(("given", "stored"), [("strict", 0.2), ("balanced", 0.5), ("broad", 0.8), (0, 0), (1, 1)])
async def test_sensitivity_is_a_number_or_a_name(client: SymblClient, given: Any, stored: float) -> None:
    assert (await client.create("Pricing", *PHRASES, sensitivity=given))["sensitivity"] == stored


async def test_what_was_read_can_be_created_again_elsewhere(client: SymblClient, stranger: SymblClient) -> None:
    tracker = await client.create("Pricing", *PHRASES)
    copied = expect(await stranger.ask("POST", "/v1/manage/trackers", tracker), 200)["tracker"]
    assert copied["vocabulary"] == tracker["vocabulary"]
    assert copied["id"] != tracker["id"]


@pytest.mark.parametrize("path", ["/v1/manage/trackers", "/v1/manage/trackers/bulk"])
async def test_array_creates_each_tracker_on_both_paths(client: SymblClient, path: str) -> None:
    body = [{"name": name, "vocabulary": PHRASES} for name in ("A", "B")]
    answer = expect(await client.ask("POST", path, body), 200)
    assert names(answer) == ["A", "B"]
    assert names(await client.get("/v1/manage/trackers")) == ["A", "B"]


@pytest.mark.parametrize("count", [1, 4, 51])
async def test_unusual_number_of_phrases_is_a_warning_and_no_rejection(client: SymblClient, count: int) -> None:
    body = {"name": "Odd", "vocabulary": [f"phrase number {n}" for n in range(count)]}
    one = expect(await client.ask("POST", "/v1/manage/tracker", body), 200)
    assert len(one["warnings"]) == 1
    assert "'Odd'" in one["warnings"][0]
    many = expect(await client.ask("POST", "/v1/manage/trackers/bulk", [body | {"name": "Odd 2"}]), 200)
    assert len(many["warnings"]) == 1
    assert "warnings" not in await client.get("/v1/manage/trackers")


async def test_names_are_unique_and_case_sensitive(client: SymblClient) -> None:
    await client.create("Pricing", *PHRASES)
    await client.create("pricing", *PHRASES)
    answer = await client.ask("POST", "/v1/manage/tracker", {"name": "Pricing", "vocabulary": PHRASES})
    assert "'Pricing'" in refusal(answer, 409)


async def test_two_accounts_may_use_one_name(client: SymblClient, stranger: SymblClient) -> None:
    await client.create("Pricing", *PHRASES)
    await stranger.create("Pricing", *PHRASES)


async def test_bulk_with_a_stored_name_stores_nothing(client: SymblClient) -> None:
    await client.create("B", *PHRASES)
    body = [{"name": name, "vocabulary": PHRASES} for name in ("A", "B", "C")]
    assert "'B'" in refusal(await client.ask("POST", "/v1/manage/trackers/bulk", body), 409)
    assert names(await client.get("/v1/manage/trackers")) == ["B"]


async def test_bulk_with_a_name_twice_stores_nothing(client: SymblClient) -> None:
    body = [{"name": name, "vocabulary": PHRASES} for name in ("A", "B", "A")]
    assert refusal(await client.ask("POST", "/v1/manage/trackers", body), 409).startswith('"[2].name" repeats')
    assert names(await client.get("/v1/manage/trackers")) == []


async def test_bulk_with_one_bad_tracker_stores_nothing_and_names_its_place(client: SymblClient) -> None:
    body = [{"name": "A", "vocabulary": PHRASES}, {"name": "B", "vocabulary": ["fine", ""]}]
    assert '"[1].vocabulary[1]"' in refusal(await client.ask("POST", "/v1/manage/trackers", body), 400)
    assert names(await client.get("/v1/manage/trackers")) == []


async def test_one_name_created_many_times_at_once_is_stored_once(client: SymblClient) -> None:
    body = {"name": "Pricing", "vocabulary": PHRASES}
    answers = await asyncio.gather(*(client.ask("POST", "/v1/manage/tracker", body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7


async def test_limit_of_trackers_holds_for_single_bulk_and_simultaneous_requests(
    client: SymblClient, set_options: Callable[..., None]
) -> None:
    set_options(tracker_limit=3)
    bulk = [{"name": f"bulk {n}", "vocabulary": PHRASES} for n in range(4)]
    assert "3 trackers" in refusal(await client.ask("POST", "/v1/manage/trackers", bulk), 400)
    bodies = [{"name": f"single {n}", "vocabulary": PHRASES} for n in range(5)]
    answers = await asyncio.gather(*(client.ask("POST", "/v1/manage/tracker", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 400, 400]
    assert len(names(await client.get("/v1/manage/trackers"))) == 3


# -- list, by name, get: 2.5, 2.6 ------------------------------------------------------------


@pytest.mark.parametrize("query", ["?name=Pricing", "?&name=Pricing", "?name=%20Pricing+"])
async def test_by_name_finds_exactly_that_name(client: SymblClient, query: str) -> None:
    await client.create("Pricing", *PHRASES)
    await client.create("pricing", *PHRASES)
    assert names(expect(await client.ask("GET", f"/v1/manage/trackers{query}"), 200)) == ["Pricing"]


async def test_by_unknown_name_is_an_empty_list(client: SymblClient) -> None:
    assert await client.get("/v1/manage/trackers", name="nothing") == {"trackers": []}


@pytest.mark.parametrize("path", ["/v1/manage/tracker", "/v1/manage/trackers"])
async def test_get_answers_the_tracker_on_both_paths(client: SymblClient, path: str) -> None:
    tracker = await client.create("Pricing", *PHRASES)
    assert await client.get(f"{path}/{tracker['id']}") == {"tracker": tracker}


# -- put: 2.7 --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/v1/manage/tracker", "/v1/manage/trackers"])
async def test_put_merges_new_phrases_in_front_of_the_old_ones(client: SymblClient, path: str) -> None:
    tracker = await client.create("Pricing", "one", "two", "three", "four")
    body = {"id": tracker["id"], "name": "Cost", "vocabulary": ["five", "TWO", "six"]}
    put = expect(await client.ask("PUT", f"{path}/{tracker['id']}", body), 200)["tracker"]
    assert put["vocabulary"] == ["five", "TWO", "six", "one", "three", "four"]
    assert put["name"] == "Cost"
    assert put["id"] == tracker["id"]


async def test_put_replaces_the_phrases_where_the_server_is_set_so(
    client: SymblClient, set_options: Callable[..., None]
) -> None:
    set_options(put_merges=False)
    tracker = await client.create("Pricing", "one", "two")
    path = f"/v1/manage/tracker/{tracker['id']}"
    put = expect(await client.ask("PUT", path, {"vocabulary": ["three"]}), 200)["tracker"]
    assert put["vocabulary"] == ["three"]
    assert put["name"] == "Pricing"


async def test_put_replaces_the_newer_fields_and_leaves_absent_ones(client: SymblClient) -> None:
    tracker = await client.create("Pricing", *PHRASES, description="old", categories=["A"], sensitivity="strict")
    body = {"description": "new", "categories": [], "languages": ["es"], "excludeVocabulary": ["free of charge"]}
    path = f"/v1/manage/trackers/{tracker['id']}"
    put = expect(await client.ask("PUT", path, body), 200)["tracker"]
    assert put | {"updatedOn": ""} == tracker | body | {"updatedOn": ""}


async def test_put_of_what_was_read_changes_nothing(client: SymblClient) -> None:
    tracker = await client.create("Pricing", *PHRASES)
    assert expect(await client.ask("PUT", f"/v1/manage/tracker/{tracker['id']}", tracker), 200)["tracker"] == tracker


async def test_put_with_another_id_in_the_body_is_400(client: SymblClient) -> None:
    tracker = await client.create("Pricing", *PHRASES)
    body = {"id": "1234567890123456", "name": "X", "vocabulary": ["x"]}
    assert '"id"' in refusal(await client.ask("PUT", f"/v1/manage/tracker/{tracker['id']}", body), 400)


async def test_put_with_the_name_of_another_tracker_is_409(client: SymblClient) -> None:
    await client.create("Taken", *PHRASES)
    tracker = await client.create("Pricing", *PHRASES)
    path = f"/v1/manage/tracker/{tracker['id']}"
    assert "'Taken'" in refusal(await client.ask("PUT", path, {"name": "Taken", "vocabulary": ["x"]}), 409)
    assert await client.get(path) == {"tracker": tracker}


async def test_simultaneous_puts_lose_no_phrase(client: SymblClient) -> None:
    tracker = await client.create("Pricing", "one")
    path = f"/v1/manage/tracker/{tracker['id']}"
    bodies = [{"vocabulary": [f"phrase {n}"]} for n in range(8)]
    await asyncio.gather(*(client.ask("PUT", path, body) for body in bodies))
    vocabulary = (await client.get(path))["tracker"]["vocabulary"]
    assert sorted(vocabulary) == sorted(["one", *(f"phrase {n}" for n in range(8))])


# -- patch: 2.8 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operations", "changed"),
    [
        ([("add", "/vocabulary", "d")], {"vocabulary": ["a", "b", "c", "d"]}),
        ([("add", "/vocabulary", ["d", "e"])], {"vocabulary": ["a", "b", "c", "d", "e"]}),
        ([("add", "/vocabulary/-", "d")], {"vocabulary": ["a", "b", "c", "d"]}),
        ([("add", "/vocabulary/0", "d")], {"vocabulary": ["d", "a", "b", "c"]}),
        ([("add", "/vocabulary/3", "d")], {"vocabulary": ["a", "b", "c", "d"]}),
        ([("remove", "/vocabulary", "B")], {"vocabulary": ["a", "c"]}),
        ([("remove", "/vocabulary", ["a", "c"])], {"vocabulary": ["b"]}),
        ([("remove", "/vocabulary/0", None)], {"vocabulary": ["b", "c"]}),
        ([("replace", "/vocabulary", ["x", "y"])], {"vocabulary": ["x", "y"]}),
        ([("replace", "/vocabulary", "x")], {"vocabulary": ["x"]}),
        ([("replace", "/vocabulary/1", "x")], {"vocabulary": ["a", "x", "c"]}),
        ([("add", "/excludeVocabulary", "x")], {"excludeVocabulary": ["no", "x"]}),
        ([("remove", "/excludeVocabulary", None)], {"excludeVocabulary": []}),
        ([("replace", "/name", "New")], {"name": "New"}),
        ([("replace", "/description", "New")], {"description": "New"}),
        ([("remove", "/description", None)], {"description": ""}),
        ([("replace", "/sensitivity", "broad")], {"sensitivity": 0.8}),
        ([("replace", "/sensitivity", 0.1)], {"sensitivity": 0.1}),
        ([("replace", "/categories", "Sales")], {"categories": ["Sales"]}),
        ([("add", "/languages", ["es-ES"])], {"languages": ["es-ES"]}),
        (
            [("replace", "/description", "x"), ("add", "/vocabulary", "d"), ("remove", "/vocabulary", "a")],
            {"description": "x", "vocabulary": ["b", "c", "d"]},
        ),
        ([], {}),
    ],
)
async def test_patch_changes_what_its_operations_name(
    client: SymblClient, operations: list[tuple[str, str, Any]], changed: dict[str, Any]
) -> None:
    tracker = await client.create("Old", "a", "b", "c", excludeVocabulary=["no"], description="old")
    body = [{"op": op, "path": path, "value": value} for op, path, value in operations]
    answer = expect(await client.ask("PATCH", f"/v1/manage/trackers/{tracker['id']}", body), 200)
    assert answer["tracker"] | {"updatedOn": ""} == tracker | changed | {"updatedOn": ""}


@pytest.mark.parametrize(
    ("operations", "named"),
    [
        ([{"op": "add", "path": "/vocabulary", "value": "A"}], '"vocabulary[3]" repeats'),
        ([{"op": "remove", "path": "/vocabulary", "value": "zzz"}], '"[0].value" names'),
        ([{"op": "remove", "path": "/vocabulary"}], '"vocabulary" must hold at least one phrase'),
        ([{"op": "remove", "path": "/vocabulary/3"}], '"[0].path" ends in'),
        ([{"op": "remove", "path": "/vocabulary/01"}], '"[0].path" ends in'),
        ([{"op": "remove", "path": f"/vocabulary/{'9' * 5_000}"}], '"[0].path" ends in'),
        ([{"op": "replace", "path": "/vocabulary/-", "value": "x"}], '"[0].path" ends in'),
        ([{"op": "add", "path": "/vocabulary", "value": 7}], '"[0].value" must be a string'),
        ([{"op": "add", "path": "/vocabulary", "value": ["x", None]}], '"[0].value[1]" must be a string'),
        ([{"op": "add", "path": "/vocabulary", "value": "hm?"}], "\"vocabulary[3]\" holds '?'"),
        ([{"op": "replace", "path": "/name", "value": " "}], '"name" must not be empty'),
        ([{"op": "remove", "path": "/name"}], '"[0].op"'),
        ([{"op": "replace", "path": "/sensitivity", "value": 2}], '"[0].value" must be strict'),
        ([{"op": "replace", "path": "/id", "value": "x"}], '"[0].path" must be one of'),
        ([{"op": "replace", "path": "name", "value": "x"}], '"[0].path" must be one of'),
        ([{"op": "replace", "path": "/name/0", "value": "x"}], '"[0].path" must be one of'),
        ([{"op": "move", "path": "/name", "from": "/description"}], "\"[0].op\" must be 'add', 'replace' or"),
        ([{"op": "add"}], '"[0].path" is required'),
        ({"op": "add", "path": "/vocabulary", "value": "x"}, "The body must be an array"),
        ([{"op": "add", "path": "/categories", "value": "x"}] * 1_001, "1,001 operations"),
    ],
)
async def test_patch_that_makes_no_sense_is_400_and_changes_nothing(
    client: SymblClient, operations: Any, named: str
) -> None:
    tracker = await client.create("Old", "a", "b", "c")
    path = f"/v1/manage/trackers/{tracker['id']}"
    assert named in refusal(await client.ask("PATCH", path, operations), 400)
    assert await client.get(path) == {"tracker": tracker}


# -- delete: 2.9 -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/v1/manage/tracker", "/v1/manage/trackers"])
async def test_delete_answers_as_documented_and_a_second_one_is_404(client: SymblClient, path: str) -> None:
    tracker = await client.create("Pricing", *PHRASES)
    answer = expect(await client.ask("DELETE", f"{path}/{tracker['id']}"), 200)
    assert answer == {"id": tracker["id"], "type": "tracker", "deleted": True}
    assert tracker["id"] in refusal(await client.ask("DELETE", f"{path}/{tracker['id']}"), 404)


@pytest.mark.parametrize(
    ("method", "body"), [("GET", None), ("PUT", {"vocabulary": ["x"]}), ("PATCH", []), ("DELETE", None)]
)
async def test_trackers_of_another_account_are_404(
    client: SymblClient, stranger: SymblClient, method: str, body: Any
) -> None:
    tracker = await stranger.create("Pricing", *PHRASES)
    path = f"/v1/manage/trackers/{tracker['id']}"
    refusal(await client.ask(method, path, body), 404)
    assert await stranger.get(path) == {"tracker": tracker}
    assert await client.get("/v1/manage/trackers", name="Pricing") == {"trackers": []}


# -- validation: 2.10 ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"vocabulary": ["x"]}, '"name" is required'),
        ({"name": "X"}, '"vocabulary" is required'),
        ({"name": "X", "vocabulary": None}, '"vocabulary" is required'),
        ({"name": 5, "vocabulary": ["x"]}, '"name" must be a string'),
        ({"name": "X", "vocabulary": "x"}, '"vocabulary" must be an array'),
        ({"name": "X", "vocabulary": ["x", 5]}, '"vocabulary[1]" must be a string'),
        ({"name": "X", "vocabulary": ["x", None]}, '"vocabulary[1]" must be a string'),
        ({"name": "X", "vocabulary": ["x", ["y"]]}, '"vocabulary[1]" must be a string'),
        ({"name": "", "vocabulary": ["x"]}, '"name" must not be empty'),
        ({"name": " \t", "vocabulary": ["x"]}, '"name" must not be empty'),
        ({"name": "X", "vocabulary": []}, '"vocabulary" must hold at least one phrase'),
        ({"name": "X", "vocabulary": ["x", " "]}, '"vocabulary[1]" must not be empty'),
        ({"name": "X", "vocabulary": ["Go on", "other", " go ON "]}, '"vocabulary[2]" repeats'),
        ({"name": "X", "vocabulary": ["x"], "excludeVocabulary": ["X"]}, '"excludeVocabulary[0]" repeats'),
        ({"name": "X", "vocabulary": ["x" * 501]}, '"vocabulary[0]" has 501 characters'),
        ({"name": "X" * 201, "vocabulary": ["x"]}, '"name" has 201 characters'),
        ({"name": "X", "vocabulary": [f"phrase {n}" for n in range(1_001)]}, '"vocabulary" has 1,001 entries'),
        ({"name": "X", "vocabulary": ["bell \a"]}, '"vocabulary[0]" holds the control character U+0007'),
        ({"name": "nul\0", "vocabulary": ["x"]}, '"name" holds the control character U+0000'),
        ({"name": "X", "vocabulary": ["x"], "vocabluary": ["y"]}, '"vocabluary" is not a known key here'),
        ({"name": "X", "vocabulary": ["x"], "sensitivity": 1.5}, '"sensitivity" must be strict, balanced, broad'),
        ({"name": "X", "vocabulary": ["x"], "sensitivity": "loose"}, '"sensitivity" must be strict, balanced, broad'),
        ({"name": "X", "vocabulary": ["x"], "sensitivity": True}, '"sensitivity" must be strict, balanced, broad'),
        ({"name": "X", "vocabulary": ["x"], "languages": ["english!"]}, '"languages[0]"'),
        ({"name": "X", "vocabulary": ["x"], "categories": [5]}, '"categories[0]" must be a string'),
        ({"name": "X", "vocabulary": ["x"], "description": ["d"]}, '"description" must be a string'),
        ("text", "The body must be an object or an array of objects"),
        ([{"name": "X", "vocabulary": ["x"]}, 5], '"[1]" must be an object'),
        ([[]], '"[0]" must be an object'),
    ],
)
async def test_malformed_tracker_is_400_names_the_field_and_is_not_stored(
    client: SymblClient, body: Any, named: str
) -> None:
    assert named in refusal(await client.ask("POST", "/v1/manage/trackers", body), 400)
    assert await client.get("/v1/manage/trackers") == {"trackers": []}


async def test_every_problem_is_listed(client: SymblClient) -> None:
    message = refusal(await client.ask("POST", "/v1/manage/tracker", {"name": 1, "vocabulary": 2, "x": 3}), 400)
    assert [field in message for field in ('"name"', '"vocabulary"', '"x"')] == [True] * 3


@pytest.mark.parametrize("character", ["?", ",", "!", ":", "(", "[", "€", "&", "/", '"'])
async def test_punctuation_in_a_stored_vocabulary_is_400_and_names_phrase_and_character(
    client: SymblClient, character: str
) -> None:
    phrase = f"how much{character} then"
    body = {"name": "X", "vocabulary": ["fine", phrase]}
    message = refusal(await client.ask("POST", "/v1/manage/tracker", body), 400)
    assert '"vocabulary[1]"' in message
    assert repr(character) in message
    assert repr(phrase) in message


async def test_periods_apostrophes_dashes_and_letters_of_any_script_are_stored(client: SymblClient) -> None:
    phrases = ["I don't know.", "e-mail it", "¡no", "cuánto cuesta", "いくらですか", "कितने का है", "v2.0 - beta"]
    phrases.remove("¡no")
    assert (await client.create("X", *phrases))["vocabulary"] == phrases


async def test_any_punctuation_is_stored_where_the_server_is_set_so_and_stays_when_set_back(
    client: SymblClient, set_options: Callable[..., None]
) -> None:
    set_options(strict_punctuation=False)
    tracker = await client.create("X", "how much, then?")
    set_options(strict_punctuation=True)
    path = f"/v1/manage/tracker/{tracker['id']}"
    put = expect(await client.ask("PUT", path, {"vocabulary": ["more"]}), 200)
    assert put["tracker"]["vocabulary"] == ["more", "how much, then?"]
    assert "'!'" in refusal(await client.ask("PUT", path, {"vocabulary": ["more!"]}), 400)


# -- every phrase is plain text: compounds are the native API's ------------------------------

SIGNED = ["refund*", '"as is"', "a ~3 b", "\\x", '"as is', "f***"]


async def test_what_looks_like_a_compound_is_plain_text_that_can_be_read_and_sent_back(
    client: SymblClient, set_options: Callable[..., None]
) -> None:
    set_options(strict_punctuation=False)
    tracker = await client.create("Signs", *SIGNED, excludeVocabulary=["re*fund"])
    path = f"/v1/manage/trackers/{tracker['id']}"
    assert (tracker["vocabulary"], tracker["excludeVocabulary"]) == (SIGNED, ["re*fund"])
    stored = await client.get(f"/api/v1/trackers/{tracker['id']}")
    assert stored["phrases"] == [f"\\{text}" for text in SIGNED]
    set_options(strict_punctuation=True)
    for method in ("PUT", "PUT"):
        assert expect(await client.ask(method, path, tracker), 200)["tracker"] == tracker
    change = [{"op": "add", "path": "/description", "value": "Signs"}]
    assert expect(await client.ask("PATCH", path, change), 200)["tracker"]["vocabulary"] == SIGNED
    gone = [{"op": "remove", "path": "/vocabulary", "value": "REFUND*"}]
    assert expect(await client.ask("PATCH", path, gone), 200)["tracker"]["vocabulary"] == SIGNED[1:]
    assert (await client.get(f"/api/v1/trackers/{tracker['id']}"))["version"] == 3


async def test_a_compound_of_the_native_api_stays_one_when_it_is_read_and_sent_back(client: SymblClient) -> None:
    compounds = ["refund*", '"as is" ~3 sold', "\\f***"]
    body = {"name": "Signs", "phrases": compounds, "counter_examples": ["cancel ~5 appointment"]}
    stored = expect(await client.ask("POST", "/api/v1/trackers", body), 201)
    path = f"/v1/manage/trackers/{stored['id']}"
    tracker = (await client.get(path))["tracker"]
    assert tracker["vocabulary"] == ["refund*", '"as is" ~3 sold', "f***"]
    assert tracker["excludeVocabulary"] == ["cancel ~5 appointment"]
    assert expect(await client.ask("PUT", path, tracker), 200)["tracker"] == tracker
    after = expect(await client.ask("PUT", path, {"vocabulary": ["money back", "refund*"]}), 200)["tracker"]
    assert after["vocabulary"] == ["money back", "refund*", '"as is" ~3 sold', "f***"]
    now = await client.get(f"/api/v1/trackers/{stored['id']}")
    assert now["phrases"] == ["money back", *compounds]
    assert now["counter_examples"] == body["counter_examples"]


async def test_a_phrase_of_an_inline_tracker_is_plain_text_and_told_as_it_was_written(client: SymblClient) -> None:
    chosen = [{"name": "Signs", "vocabulary": ["refund*"]}]
    talk = await client.submit("I want a refund* now.", "All refunds take long.", trackers=chosen)
    assert await client.end_of(talk["jobId"]) == "completed"
    (found,) = await client.get(f"/v1/conversations/{talk['conversationId']}/trackers")
    (match,) = found["matches"]
    assert match["value"] == "refund*"
    assert match["messageRefs"][0]["offset"] == 9
