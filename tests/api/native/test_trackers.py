"""Trackers over the native API: create, read, change, delete."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from earmark import limits
from problems import problem
from symbl_client import SymblClient, expect, refusal

TRACKERS = "/api/v1/trackers"
FULL = {
    "name": "Pricing",
    "phrases": ["what does it cost?", "how much (roughly)"],
    "counter_examples": ["at any cost"],
    "sensitivity": 0.25,
    "description": "Cost\nquestions",
    "categories": ["Sales", "Money"],
    "languages": ["en-US"],
    "paused": True,
    "exclusive_group": "Reason for a call",
}


async def created(client: SymblClient, name: str = "Pricing", *phrases: str, **more: Any) -> dict[str, Any]:
    body = {"name": name, "phrases": phrases or ["what does it cost"], **more}
    return without_warnings(expect(await client.ask("POST", TRACKERS, body), 201))


def without_warnings(saved: dict[str, Any]) -> dict[str, Any]:
    """A tracker as it is read, from the answer that saved it."""
    return {key: value for key, value in saved.items() if key != "warnings"}


async def names(client: SymblClient, **params: str) -> list[str]:
    return [one["name"] for one in (await client.get(TRACKERS, **params))["trackers"]]


async def test_a_malformed_compound_is_refused_with_field_place_and_fix(client: SymblClient) -> None:
    answer = await client.ask("POST", TRACKERS, FULL | {"phrases": ["refund*", '"as is']})
    assert problem(answer, 400, "invalid_field")["errors"] == [
        {
            "field": "phrases[1]",
            "detail": "is '\"as is': at character 0 a quotation mark opens that is never closed; close it, or begin "
            "the phrase with a backslash to take all of it as plain text.",
        }
    ]


# -- create ----------------------------------------------------------------------------------


async def test_created_tracker_has_every_field_and_its_address(client: SymblClient) -> None:
    answer = await client.ask("POST", TRACKERS, FULL)
    tracker = expect(answer, 201)
    assert {key: tracker[key] for key in FULL} == FULL
    assert set(tracker) == {*FULL, "id", "version", "created_at", "updated_at", "warnings"}
    assert re.fullmatch(r"[1-9]\d{15}", tracker["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", tracker["created_at"])
    assert (tracker["version"], answer.headers["etag"]) == (1, '"1"')
    assert answer.headers["location"] == f"{TRACKERS}/{tracker['id']}"
    assert await client.get(answer.headers["location"]) == without_warnings(tracker)


async def test_what_is_not_given_has_a_default_and_null_is_not_given(client: SymblClient) -> None:
    tracker = await created(client, description=None, languages=None)
    assert tracker["sensitivity"] == 0.5
    assert not tracker["paused"]
    assert [tracker[key] for key in ("counter_examples", "categories", "languages", "description")] == [[], [], [], ""]


@pytest.mark.parametrize(("given", "stored"), [("strict", 0.2), ("broad", 0.8), (0, 0), (1, 1)])
async def test_sensitivity_is_a_number_or_a_name(client: SymblClient, given: Any, stored: float) -> None:
    assert (await created(client, sensitivity=given))["sensitivity"] == stored


async def test_taken_name_is_409(client: SymblClient) -> None:
    await created(client)
    answer = await client.ask("POST", TRACKERS, {"name": "Pricing", "phrases": ["x"]})
    assert "'Pricing'" in problem(answer, 409, "tracker_name_taken")["detail"]


async def test_full_account_takes_no_more(client: SymblClient, set_options: Any) -> None:
    set_options(tracker_limit=1)
    await created(client, "A")
    problem(await client.ask("POST", TRACKERS, {"name": "B", "phrases": ["x"]}), 400, "too_many_trackers")


async def test_both_apis_show_the_same_tracker(client: SymblClient) -> None:
    tracker = await created(client)
    over_symbl = (await client.get(f"/v1/manage/trackers/{tracker['id']}"))["tracker"]
    assert (over_symbl["vocabulary"], over_symbl["createdOn"]) == (tracker["phrases"], tracker["created_at"])


# -- the same request again ------------------------------------------------------------------


async def test_same_key_gives_the_same_answer_and_makes_nothing_new(client: SymblClient) -> None:
    key = {"Idempotency-Key": "one"}
    first = await client.ask("POST", TRACKERS, FULL, headers=key)
    again = await client.ask("POST", TRACKERS, FULL, headers=key)
    assert expect(again, 201) == expect(first, 201)
    assert [again.headers[name] for name in ("etag", "location")] == [
        first.headers[name] for name in ("etag", "location")
    ]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await names(client) == ["Pricing"]


async def test_same_key_with_another_request_is_422(client: SymblClient) -> None:
    key = {"Idempotency-Key": "one"}
    expect(await client.ask("POST", TRACKERS, FULL, headers=key), 201)
    other = FULL | {"name": "Other"}
    problem(await client.ask("POST", TRACKERS, other, headers=key), 422, "idempotency_key_reused")
    assert await names(client) == ["Pricing"]


async def test_request_that_failed_may_be_sent_again_with_its_key(client: SymblClient) -> None:
    key = {"Idempotency-Key": "one"}
    tracker = await created(client)
    problem(await client.ask("POST", TRACKERS, FULL, headers=key), 409, "tracker_name_taken")
    assert (await client.ask("DELETE", f"{TRACKERS}/{tracker['id']}")).status_code == 204
    expect(await client.ask("POST", TRACKERS, FULL, headers=key), 201)


async def test_key_of_another_account_is_another_key(client: SymblClient, stranger: SymblClient) -> None:
    key = {"Idempotency-Key": "one"}
    mine = expect(await client.ask("POST", TRACKERS, FULL, headers=key), 201)
    theirs = expect(await stranger.ask("POST", TRACKERS, FULL, headers=key), 201)
    assert mine["id"] != theirs["id"]


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "ä".encode("latin-1")])
async def test_key_that_is_none_is_400(client: SymblClient, key: Any) -> None:
    answer = await client.ask("POST", TRACKERS, FULL, headers={"Idempotency-Key": key})
    assert problem(answer, 400, "invalid_field")["errors"] == [
        {"field": "idempotency-key", "detail": f"must be 1 to {limits.IDEMPOTENCY_KEY_CHARS} visible ASCII characters"}
    ]


async def test_many_equal_requests_at_once_make_one_tracker(client: SymblClient) -> None:
    key = {"Idempotency-Key": "one"}
    answers = await asyncio.gather(*(client.ask("POST", TRACKERS, FULL, headers=key) for _ in range(20)))
    assert len({expect(answer, 201)["id"] for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert await names(client) == ["Pricing"]


# -- list ------------------------------------------------------------------------------------


async def test_pages_together_are_the_whole_list(client: SymblClient) -> None:
    for number in range(5):
        await created(client, f"T{number}")
    seen: list[str] = []
    params = {"limit": "2"}
    for _ in range(3):
        page = await client.get(TRACKERS, **params)
        seen += [one["name"] for one in page["trackers"]]
        params["cursor"] = page["next_cursor"]
    assert seen == ["T0", "T1", "T2", "T3", "T4"]
    assert page["next_cursor"] is None


async def test_tracker_that_goes_between_two_pages_shifts_nothing(client: SymblClient) -> None:
    made = [await created(client, f"T{number}") for number in range(4)]
    page = await client.get(TRACKERS, limit="2")
    await client.ask("DELETE", f"{TRACKERS}/{made[1]['id']}")
    assert await names(client, limit="2", cursor=page["next_cursor"]) == ["T2", "T3"]


async def test_list_is_narrowed_by_name_and_category(client: SymblClient) -> None:
    await created(client, "A", categories=["Sales", "it's"])
    await created(client, "a", categories=["sales"])
    await created(client, "B", categories=["Sales"])
    assert await names(client, name="A") == ["A"]
    assert await names(client, category="Sales") == ["A", "B"]
    assert await names(client, category="it's") == ["A"]
    assert await names(client, category="Sal") == []
    assert await names(client, name="B", category="sales") == []


async def test_wrong_cursor_is_400(client: SymblClient) -> None:
    problem(await client.ask("GET", TRACKERS, params={"cursor": "x"}), 400, "invalid_cursor")


# -- change ----------------------------------------------------------------------------------


async def test_put_replaces_everything(client: SymblClient) -> None:
    tracker = without_warnings(expect(await client.ask("POST", TRACKERS, FULL), 201))
    answer = await client.ask("PUT", f"{TRACKERS}/{tracker['id']}", {"name": "New", "phrases": ["only this"]})
    changed = without_warnings(expect(answer, 200))
    assert changed == tracker | {
        "name": "New",
        "phrases": ["only this"],
        "counter_examples": [],
        "sensitivity": 0.5,
        "description": "",
        "categories": [],
        "languages": [],
        "paused": False,
        "exclusive_group": "",
        "version": 2,
        "updated_at": changed["updated_at"],
    }
    assert answer.headers["etag"] == '"2"'
    assert await client.get(f"{TRACKERS}/{tracker['id']}") == changed


async def test_patch_changes_what_is_given_and_nothing_else(client: SymblClient) -> None:
    tracker = without_warnings(expect(await client.ask("POST", TRACKERS, FULL), 201))
    change = {"phrases": [" new phrase "], "paused": False}
    changed = without_warnings(expect(await client.ask("PATCH", f"{TRACKERS}/{tracker['id']}", change), 200))
    assert changed == tracker | {
        "phrases": ["new phrase"],
        "paused": False,
        "version": 2,
        "updated_at": changed["updated_at"],
    }


@pytest.mark.parametrize("change", [{}, {"name": "Pricing"}, {"name": None}])
async def test_what_changes_nothing_makes_no_version(client: SymblClient, change: dict[str, Any]) -> None:
    tracker = await created(client)
    same = expect(await client.ask("PATCH", f"{TRACKERS}/{tracker['id']}", change), 200)
    assert without_warnings(same) == tracker


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phrases": []}, "phrases"),
        ({"phrases": ["x", "X"]}, "phrases[1]"),
        ({"counter_examples": ["..."]}, "counter_examples[0]"),
        ({"languages": ["english!"]}, "languages[0]"),
        ({"name": " "}, "name"),
    ],
)
async def test_wrong_change_is_400_by_our_names_and_changes_nothing(
    client: SymblClient, change: dict[str, Any], field: str
) -> None:
    tracker = await created(client)
    found = problem(await client.ask("PATCH", f"{TRACKERS}/{tracker['id']}", change), 400, "invalid_field")
    assert [one["field"] for one in found["errors"]] == [field]
    assert await client.get(f"{TRACKERS}/{tracker['id']}") == tracker


async def test_taken_name_is_409_for_a_change_too(client: SymblClient) -> None:
    await created(client, "A")
    tracker = await created(client, "B")
    for method, body in (("PATCH", {"name": "A"}), ("PUT", {"name": "A", "phrases": ["x"]})):
        problem(await client.ask(method, f"{TRACKERS}/{tracker['id']}", body), 409, "tracker_name_taken")


async def test_deleted_tracker_is_gone(client: SymblClient) -> None:
    tracker = await created(client)
    answer = await client.ask("DELETE", f"{TRACKERS}/{tracker['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    problem(await client.ask("DELETE", f"{TRACKERS}/{tracker['id']}"), 404, "tracker_not_found")
    assert await names(client) == []


# -- two who edit ----------------------------------------------------------------------------


async def test_of_two_who_edit_one_version_one_wins_and_the_other_is_shown_what_there_is(client: SymblClient) -> None:
    tracker = await created(client)
    path, match = f"{TRACKERS}/{tracker['id']}", {"If-Match": '"1"'}
    answers = await asyncio.gather(
        *(client.ask("PATCH", path, {"description": text}, headers=match) for text in ("mine", "yours"))
    )
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    winner = without_warnings(expect(won, 200))
    found = problem(lost, 412, "version_mismatch")
    assert found["current"] == winner
    assert lost.headers["etag"] == won.headers["etag"] == '"2"'
    retry = await client.ask("PATCH", path, {"description": "both"}, headers={"If-Match": lost.headers["etag"]})
    assert expect(retry, 200)["version"] == 3


@pytest.mark.parametrize(
    ("method", "body"),
    [("PUT", {"name": "X", "phrases": ["x"]}), ("PATCH", {"name": "X"}), ("DELETE", None)],
)
async def test_every_edit_obeys_if_match(client: SymblClient, method: str, body: Any) -> None:
    tracker = await created(client)
    path = f"{TRACKERS}/{tracker['id']}"
    for tag in ('"2"', 'W/"1"', '"1x"', '"2", "3"'):
        found = problem(await client.ask(method, path, body, headers={"If-Match": tag}), 412, "version_mismatch")
        assert found["current"] == tracker
    assert await client.get(path) == tracker
    assert (await client.ask(method, path, body, headers={"If-Match": '"7", "1"'})).is_success


async def test_if_match_takes_any_version_by_a_star(client: SymblClient) -> None:
    tracker = await created(client)
    path, star = f"{TRACKERS}/{tracker['id']}", {"If-Match": "*"}
    expect(await client.ask("PATCH", path, {"name": "X"}, headers=star), 200)
    problem(await client.ask("PATCH", f"{TRACKERS}/1", {"name": "X"}, headers=star), 404, "tracker_not_found")


@pytest.mark.parametrize("tag", ["1", "", '"1', '"1" "2"', "W/1"])
async def test_if_match_that_is_no_etag_is_400(client: SymblClient, tag: str) -> None:
    tracker = await created(client)
    answer = await client.ask("DELETE", f"{TRACKERS}/{tracker['id']}", headers={"If-Match": tag})
    assert problem(answer, 400, "invalid_field")["errors"][0]["field"] == "If-Match"


@pytest.mark.parametrize(("tag", "status"), [('"1"', 304), ('W/"1"', 304), ("*", 304), ('"2"', 200), ('"2", "1"', 304)])
async def test_unchanged_tracker_is_304(client: SymblClient, tag: str, status: int) -> None:
    tracker = await created(client)
    answer = await client.ask("GET", f"{TRACKERS}/{tracker['id']}", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["etag"]) == (status, '"1"')
    assert (answer.content == b"") is (status == 304)


async def test_edits_over_the_symbl_paths_raise_the_version_too(client: SymblClient) -> None:
    tracker = await created(client)
    body = {"name": "Over there"}
    expect(await client.ask("PUT", f"/v1/manage/tracker/{tracker['id']}", body), 200)
    answer = await client.ask("PATCH", f"{TRACKERS}/{tracker['id']}", {"name": "x"}, headers={"If-Match": '"1"'})
    assert problem(answer, 412, "version_mismatch")["current"]["name"] == "Over there"


# -- paused, and other accounts --------------------------------------------------------------


async def test_paused_tracker_is_left_out_even_when_it_is_named(client: SymblClient) -> None:
    tracker = await created(client, "Budget", "the budget", paused=True)
    assert await client.detected(await client.process("The budget is gone.", enableAllTrackers=True)) == {}
    assert await client.detected(await client.process("The budget is gone.", trackers=[{"id": tracker["id"]}])) == {}
    await client.ask("PATCH", f"{TRACKERS}/{tracker['id']}", {"paused": False})
    found = await client.detected(await client.process("The budget is gone.", enableAllTrackers=True))
    assert set(found) == {"Budget"}


async def test_another_account_sees_and_changes_nothing(client: SymblClient, stranger: SymblClient) -> None:
    tracker = await created(client)
    path = f"{TRACKERS}/{tracker['id']}"
    page = await client.get(TRACKERS)
    for method, where, body in (
        ("GET", path, None),
        ("PUT", path, FULL),
        ("PATCH", path, {"name": "x"}),
        ("DELETE", path, None),
        ("GET", f"{path}/versions", None),
        ("GET", f"{path}/versions/1", None),
        ("GET", f"{path}/diff?from=1&to=1", None),
        ("POST", f"{path}/versions/1/restore", None),
    ):
        # Nor does the right version help.
        answer = await stranger.ask(method, where, body, headers={"If-Match": '"1"'})
        problem(answer, 404, "tracker_not_found")
    assert await names(stranger) == []
    assert await client.get(TRACKERS) == page


async def test_symbl_paths_answer_without_our_members(client: SymblClient) -> None:
    await created(client)
    assert "paused" not in (await client.get("/v1/manage/trackers"))["trackers"][0]
    refusal(await client.ask("POST", "/v1/manage/tracker", {"name": "x", "vocabulary": ["x"], "paused": True}), 400)
