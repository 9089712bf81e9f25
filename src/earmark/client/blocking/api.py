# Written by scripts/generate_client.py from aio/api.py: change that file.

"""The client itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import httpx2

from earmark.client.addresses import DEFAULT_URL, caller_from, checked_url, trusts_environment
from earmark.client.blocking.conversations import Conversations, Jobs
from earmark.client.blocking.history import Backtests, Runs
from earmark.client.blocking.hits import Hits, Judgements
from earmark.client.blocking.session import Session
from earmark.client.blocking.trackers import Trackers
from earmark.client.blocking.webhooks import Webhooks
from earmark.client.calls import Call, path_of, read
from earmark.client.drafts import Said, TrackerDraft, choices_body, given, refuse_string, said_body
from earmark.client.models import Matches
from earmark.client.retrying import Retries


class Earmark:
    """
    One account of an earmark server.

    >>> with Earmark(base_url, app_id=app_id, app_secret=app_secret) as earmark:
    ...     [tracker.name for tracker in earmark.trackers.list()]
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
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        caller = caller_from(app_id, app_secret, token)
        url = checked_url(base_url)
        http = httpx2.Client(base_url=url, timeout=timeout_s, transport=transport, trust_env=trusts_environment(url))
        self._use(Session(http, caller, retries))

    def with_token(self, token: str) -> Earmark:
        """
        The same server over the same connections, for the account of *token*. Close the first one only.

        >>> stranger = earmark.with_token("not-a-token")
        """
        other = object.__new__(Earmark)
        other._use(self._session.of(caller_from("", "", token)))
        return other

    def _use(self, session: Session) -> None:
        self._session = session
        self.trackers = Trackers(session)
        self.conversations = Conversations(session)
        self.jobs = Jobs(session)
        self.hits = Hits(session)
        self.judgements = Judgements(session)
        self.backtests = Backtests(session)
        self.runs = Runs(session)
        self.webhooks = Webhooks(session)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connections; `with` does it by itself."""
        self._session.close()

    def match(
        self,
        messages: Iterable[str | Said],
        *,
        trackers: Iterable[str | TrackerDraft] | None = None,
        near_misses: bool = False,
    ) -> Matches:
        """
        What matches in *messages*, as one conversation. Nothing is stored.

        >>> found = earmark.match(["Could I get my money back?"], trackers=[tracker.id])
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
        return self._session.send(Call("POST", path_of("match"), read(Matches), json=body))
