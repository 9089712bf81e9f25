"""What trackers were before, over the native API."""

from __future__ import annotations

from typing import Any

import pytest

from problems import problem
from symbl_client import SymblClient, expect

TRACKERS = "/api/v1/trackers"


@pytest.fixture
async def tracker(client: SymblClient) -> dict[str, Any]:
    """A tracker of three versions: created here, changed over the Symbl path, changed here."""
    body = {"name": "Pricing", "phrases": ["what does it cost", "the price"]}
    made = expect(await client.ask("POST", TRACKERS, body), 201)
    put = {"vocabulary": ["the fees"], "description": "Money"}
    expect(await client.ask("PUT", f"/v1/manage/tracker/{made['id']}", put), 200)
    change = {"phrases": ["the fees", "the price"], "sensitivity": "broad", "paused": True}
    expect(await client.ask("PATCH", f"{TRACKERS}/{made['id']}", change), 200)
    changed: dict[str, Any] = await client.get(f"{TRACKERS}/{made['id']}")
    return changed


async def test_history_tells_every_version_and_who_saved_it(client: SymblClient, tracker: dict[str, Any]) -> None:
    found = await client.get(f"{TRACKERS}/{tracker['id']}/versions")
    assert [one["version"] for one in found["versions"]] == [3, 2, 1]
    assert {one["author"] for one in found["versions"]} == {client.app_id}
    assert found["versions"][0]["tracker"] == tracker
    assert found["versions"][0]["created_at"] == tracker["updated_at"]
    assert found["versions"][1]["tracker"]["phrases"] == ["the fees", "what does it cost", "the price"]
    assert found["versions"][2]["tracker"]["phrases"] == ["what does it cost", "the price"]
    assert await client.get(f"{TRACKERS}/{tracker['id']}/versions/2") == found["versions"][1]


async def test_history_comes_in_pages(client: SymblClient, tracker: dict[str, Any]) -> None:
    path = f"{TRACKERS}/{tracker['id']}/versions"
    page = await client.get(path, limit="2")
    assert [one["version"] for one in page["versions"]] == [3, 2]
    rest = await client.get(path, limit="2", cursor=page["next_cursor"])
    assert ([one["version"] for one in rest["versions"]], rest["next_cursor"]) == ([1], None)


async def test_diff_names_what_lists_gained_and_lost_and_what_values_were(
    client: SymblClient, tracker: dict[str, Any]
) -> None:
    path = f"{TRACKERS}/{tracker['id']}/diff"
    assert expect(await client.ask("GET", path, params={"from": "1", "to": "3"}), 200) == {
        "from": 1,
        "to": 3,
        "changes": [
            {"field": "phrases", "added": ["the fees"], "removed": ["what does it cost"]},
            {"field": "sensitivity", "before": 0.5, "after": 0.8},
            {"field": "description", "before": "", "after": "Money"},
            {"field": "paused", "before": False, "after": True},
        ],
    }
    back = expect(await client.ask("GET", path, params={"from": "3", "to": "2"}), 200)["changes"]
    assert back[0] == {"field": "phrases", "added": ["what does it cost"], "removed": []}
    assert expect(await client.ask("GET", path, params={"from": "2", "to": "2"}), 200)["changes"] == []


async def test_restored_version_is_a_new_one(client: SymblClient, tracker: dict[str, Any]) -> None:
    path = f"{TRACKERS}/{tracker['id']}"
    answer = await client.ask("POST", f"{path}/versions/1/restore")
    restored = expect(answer, 200)
    first = (await client.get(f"{path}/versions/1"))["tracker"]
    assert restored == first | {"version": 4, "updated_at": restored["updated_at"]}
    assert answer.headers["etag"] == '"4"'
    assert await client.get(path) == restored
    assert len((await client.get(f"{path}/versions"))["versions"]) == 4


async def test_restore_obeys_if_match(client: SymblClient, tracker: dict[str, Any]) -> None:
    path = f"{TRACKERS}/{tracker['id']}/versions/1/restore"
    problem(await client.ask("POST", path, headers={"If-Match": '"2"'}), 412, "version_mismatch")
    expect(await client.ask("POST", path, headers={"If-Match": '"3"'}), 200)


async def test_restored_name_may_be_taken(client: SymblClient, tracker: dict[str, Any]) -> None:
    path = f"{TRACKERS}/{tracker['id']}"
    expect(await client.ask("PATCH", path, {"name": "Fees"}), 200)
    expect(await client.ask("POST", TRACKERS, {"name": "Pricing", "phrases": ["x"]}), 201)
    problem(await client.ask("POST", f"{path}/versions/1/restore"), 409, "tracker_name_taken")


async def test_version_that_never_was_is_404(client: SymblClient, tracker: dict[str, Any]) -> None:
    path = f"{TRACKERS}/{tracker['id']}"
    for method, where in (
        ("GET", "versions/4"),
        ("GET", "versions/2147483647"),
        ("GET", "diff?from=1&to=4"),
        ("POST", "versions/4/restore"),
    ):
        problem(await client.ask(method, f"{path}/{where}"), 404, "tracker_version_not_found")


@pytest.mark.parametrize("where", ["versions/0", "versions/x", f"versions/{10**30}", "diff", "diff?from=0&to=1"])
async def test_what_is_no_version_is_400(client: SymblClient, tracker: dict[str, Any], where: str) -> None:
    problem(await client.ask("GET", f"{TRACKERS}/{tracker['id']}/{where}"), 400, "invalid_field")


async def test_history_goes_with_its_tracker(client: SymblClient, tracker: dict[str, Any]) -> None:
    await client.ask("DELETE", f"{TRACKERS}/{tracker['id']}")
    problem(await client.ask("GET", f"{TRACKERS}/{tracker['id']}/versions"), 404, "tracker_not_found")
