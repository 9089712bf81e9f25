"""The client itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import httpx2

from earmark.client.addresses import DEFAULT_URL, caller_from, checked_url, trusts_environment
from earmark.client.aio.conversations import AsyncConversations, AsyncJobs
from earmark.client.aio.history import AsyncBacktests, AsyncRuns
from earmark.client.aio.hits import AsyncHits, AsyncJudgements
from earmark.client.aio.session import AsyncSession
from earmark.client.aio.trackers import AsyncTrackers
from earmark.client.aio.webhooks import AsyncWebhooks
from earmark.client.calls import Call, path_of, read
from earmark.client.drafts import Said, TrackerDraft, choices_body, given, refuse_string, said_body
from earmark.client.models import Matches
from earmark.client.retrying import Retries


class AsyncEarmark:
    """
    One account of an earmark server.

    >>> async with AsyncEarmark(base_url, app_id=app_id, app_secret=app_secret) as earmark:
    ...     [tracker.name async for tracker in earmark.trackers.list()]
    ['Refund']

    Calls that are safe to repeat are tried again when the connection breaks or the server is busy; creates carry an
    idempotency key, so that they are safe as well. What the server refuses raises an `EarmarkApiError`.

    Args:
        base_url: Where the server is.
        app_id, app_secret: Of the account; a token is got when it is needed and replaced before it ends.
        token: Instead of them: a token that you got yourself, and replace yourself.
        timeout_s: Of one attempt of one call.
        retries: How often a call is tried.
        transport: Of httpx2, for tests and for connections of your own kind.

    Raises:
        ValueError: *base_url* is no address, or it is not clear who calls.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        *,
        app_id: str = "",
        app_secret: str = "",
        token: str = "",
        timeout_s: float = 60.0,
        retries: Retries = Retries(),  # noqa: B008 - frozen
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        caller = caller_from(app_id, app_secret, token)
        url = checked_url(base_url)
        http = httpx2.AsyncClient(
            base_url=url, timeout=timeout_s, transport=transport, trust_env=trusts_environment(url)
        )
        self._use(AsyncSession(http, caller, retries))

    def with_token(self, token: str) -> AsyncEarmark:
        """
        The same server over the same connections, for the account of *token*. Close the first one only.

        >>> stranger = earmark.with_token("not-a-token")
        """
        other = object.__new__(AsyncEarmark)
        other._use(self._session.of(caller_from("", "", token)))
        return other

    def _use(self, session: AsyncSession) -> None:
        self._session = session
        self.trackers = AsyncTrackers(session)
        self.conversations = AsyncConversations(session)
        self.jobs = AsyncJobs(session)
        self.hits = AsyncHits(session)
        self.judgements = AsyncJudgements(session)
        self.backtests = AsyncBacktests(session)
        self.runs = AsyncRuns(session)
        self.webhooks = AsyncWebhooks(session)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End the connections; `async with` does it by itself."""
        await self._session.close()

    async def match(
        self,
        messages: Iterable[str | Said],
        *,
        trackers: Iterable[str | TrackerDraft] | None = None,
        near_misses: bool = False,
    ) -> Matches:
        """
        What matches in *messages*, as one conversation. Nothing is stored.

        >>> found = await earmark.match(["Could I get my money back?"], trackers=[tracker.id])
        >>> [(match.tracker.name, match.kind.value) for match in found.matches]
        [('Refund', 'meaning')]

        Args:
            messages: Matched as they are, not cut into sentences; a string stands for its text alone.
            trackers: Ids of stored ones, paused or not, and drafts; when absent all of the account that are not paused.
            near_misses: Tell what nearly matches, too.
        """
        refuse_string("messages", messages)
        body = given(
            messages=[said_body(one) for one in messages], trackers=choices_body(trackers), near_misses=near_misses
        )
        return await self._session.send(Call("POST", path_of("match"), read(Matches), json=body))
