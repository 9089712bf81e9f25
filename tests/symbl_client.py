"""One account of a server under test, spoken to as a Symbl client speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

FINAL = ("completed", "failed")


@dataclass(frozen=True)
class SymblClient:
    http: httpx2.AsyncClient
    app_id: str
    app_secret: str
    token: str

    async def ask(self, method: str, path: str, body: Any = None, **request: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.token}"} | request.pop("headers", {})
        if body is not None:
            request["json"] = body
        return await self.http.request(method, path, headers=headers, **request)

    async def get(self, path: str, **params: str) -> Any:
        return expect(await self.ask("GET", path, params=params), 200)

    async def create(self, name: str, *phrases: str, **more: Any) -> dict[str, Any]:
        """A stored tracker."""
        body = {"name": name, "vocabulary": phrases, **more}
        tracker: dict[str, Any] = expect(await self.ask("POST", "/v1/manage/trackers", body), 200)["tracker"]
        return tracker

    async def submit(self, *lines: str, to: str = "", **options: Any) -> dict[str, str]:
        """Accepted, not yet processed; *to* is a conversation to append to."""
        body = {"messages": [{"payload": {"content": line}} for line in lines], **options}
        method, path = ("PUT", f"/v1/process/text/{to}") if to else ("POST", "/v1/process/text")
        accepted: dict[str, str] = expect(await self.ask(method, path, body), 201)
        return accepted

    async def process(self, *lines: str, to: str = "", **options: Any) -> str:
        """The id of a conversation whose job has completed."""
        accepted = await self.submit(*lines, to=to, **options)
        assert await self.end_of(accepted["jobId"]) == "completed"
        return accepted["conversationId"]

    async def end_of(self, job_id: str) -> str:
        for look in range(600):
            status: str = (await self.get(f"/v1/job/{job_id}"))["status"]
            if status in FINAL:
                return status
            # Soon at first; on a busy machine the looks themselves would take the time that the job needs.
            await asyncio.sleep(0.01 if look < 20 else 0.1)
        raise AssertionError(f"job {job_id} is still {status}")

    async def messages(self, conversation_id: str, **params: str) -> list[dict[str, Any]]:
        answer: dict[str, Any] = await self.get(f"/v1/conversations/{conversation_id}/messages", **params)
        found: list[dict[str, Any]] = answer["messages"]
        return found

    async def detected(self, conversation_id: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """Message references by tracker name and phrase."""
        found = await self.get(f"/v1/conversations/{conversation_id}/trackers-detected")
        return {
            tracker["name"]: {match["value"]: match["messageRefs"] for match in tracker["matches"]} for tracker in found
        }


def expect(answer: httpx2.Response, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def refusal(answer: httpx2.Response, status: int) -> str:
    """The sentence of an error, which has the one body that every client knows."""
    body = expect(answer, status)
    assert isinstance(body["message"], str)
    assert set(body) <= {"message", "statusCode"}
    message: str = body["message"]
    return message


def texts(refs: Sequence[Mapping[str, Any]]) -> list[str]:
    return [ref["text"] for ref in refs]
