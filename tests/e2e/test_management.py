"""One walk through the management of trackers under the paths of each generation of the API: contract 2.1."""

from __future__ import annotations

import pytest

from symbl_client import SymblClient, expect, refusal


@pytest.mark.parametrize(
    ("create", "bulk", "one"),
    [
        ("/v1/manage/tracker", "/v1/manage/trackers", "/v1/manage/tracker"),
        ("/v1/manage/trackers", "/v1/manage/trackers/bulk", "/v1/manage/trackers"),
    ],
    ids=["2022", "2024"],
)
async def test_tracker_is_created_listed_found_changed_and_deleted(
    served: SymblClient, create: str, bulk: str, one: str
) -> None:
    body = {"name": "Pricing", "vocabulary": ["what does it cost", "subscription fees"]}
    pricing = expect(await served.ask("POST", create, body), 200)["tracker"]
    assert pricing.items() >= body.items()
    many = [{"name": "Denial", "vocabulary": ["No thank you"]}, {"name": "Approval", "vocabulary": ["Sounds good"]}]
    made = expect(await served.ask("POST", bulk, many), 200)["trackers"]
    assert [tracker["name"] for tracker in made] == ["Denial", "Approval"]

    listed = (await served.get("/v1/manage/trackers"))["trackers"]
    assert [tracker["name"] for tracker in listed] == ["Pricing", "Denial", "Approval"]
    # The second spelling is what a published sample sends.
    for query in ("?name=Denial", "?&name=Denial"):
        named = expect(await served.ask("GET", f"/v1/manage/trackers{query}"), 200)["trackers"]
        assert [tracker["id"] for tracker in named] == [made[0]["id"]]
    assert (await served.get("/v1/manage/trackers", name="denial"))["trackers"] == []
    assert (await served.get(f"{one}/{pricing['id']}"))["tracker"]["vocabulary"] == body["vocabulary"]

    path = f"{one}/{pricing['id']}"
    changed = {"id": pricing["id"], "name": "Cost", "vocabulary": ["how expensive"]}
    put = expect(await served.ask("PUT", path, changed), 200)["tracker"]
    assert (put["name"], put["vocabulary"]) == ("Cost", ["how expensive", *body["vocabulary"]])
    operations = [
        {"op": "replace", "path": "/description", "value": "Cost questions"},
        {"op": "remove", "path": "/vocabulary", "value": "subscription fees"},
    ]
    patched = expect(await served.ask("PATCH", path, operations), 200)["tracker"]
    assert (patched["description"], patched["vocabulary"]) == ("Cost questions", ["how expensive", "what does it cost"])
    assert "Denial" in refusal(await served.ask("PUT", path, {"name": "Denial", "vocabulary": ["no"]}), 409)

    for tracker in listed:
        deleted = expect(await served.ask("DELETE", f"{one}/{tracker['id']}"), 200)
        assert deleted == {"id": tracker["id"], "type": "tracker", "deleted": True}
    refusal(await served.ask("GET", path), 404)
    assert await served.get("/v1/manage/trackers") == {"trackers": []}
