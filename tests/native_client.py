"""The native API as its clients use it: conversations submitted, lists read to their end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from symbl_client import SymblClient, expect

API = "/api/v1"


async def processed(client: SymblClient, *lines: str, **body: Any) -> str:
    """The id of a new conversation in which these lines were said, once its job has completed."""
    body = {"messages": [{"text": line} for line in lines], **body}
    accepted = expect(await client.ask("POST", f"{API}/conversations", body), 202)
    assert await client.end_of(accepted["job_id"]) == "completed"
    conversation_id: str = accepted["conversation_id"]
    return conversation_id


async def walk(
    client: SymblClient,
    path: str,
    rows: str,
    limit: int,
    between: Callable[[], Awaitable[object]] | None = None,
    **params: str,
) -> list[dict[str, Any]]:
    """Every row of a list, page by page; *between* happens after each page but the last."""
    walked: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await client.get(f"{API}/{path}", limit=str(limit), **params, **cursor)
        assert len(answer[rows]) <= limit
        walked += answer[rows]
        if answer["next_cursor"] is None:
            return walked
        cursor = {"cursor": answer["next_cursor"]}
        if between is not None:
            await between()
