# Written by scripts/generate_client.py from aio/hits.py: change that file.

"""Hits of the account, and what people say of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from earmark.client.blocking.session import Session
from earmark.client.calls import Call, path_of, read, read_nothing, read_page
from earmark.client.drafts import given, iso_from_moment
from earmark.client.talk_models import Hit, Judgement
from earmark.types import MatchKind, Verdict


class Hits:
    """`Earmark.hits`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self,
        *,
        tracker: str | None = None,
        conversation: str | None = None,
        said_from: datetime | None = None,
        said_before: datetime | None = None,
        kind: MatchKind | str | None = None,
        judged: bool | None = None,
        page_size: int | None = None,
    ) -> Iterator[Hit]:
        """
        Every hit that fits, those that were found last first; pages are fetched as they are needed.

        >>> [hit.text for hit in earmark.hits.list(tracker=tracker.id, kind="exact", judged=False)]
        ['I want my money back.']

        Args:
            tracker, conversation: Ids.
            said_from, said_before: With a time zone.
            kind: ``exact``, ``inflected``, ``phonetic`` or ``meaning``.
            judged: Whether anybody judged it.
            page_size: How many to fetch at a time, at most 200.
        """
        params = {
            "tracker": tracker,
            "conversation": conversation,
            "from": iso_from_moment("said_from", said_from),
            "to": iso_from_moment("said_before", said_before),
            "kind": kind,
            "judged": judged,
            "limit": page_size,
        }
        return self._session.walk(Call("GET", path_of("hits"), read_page(Hit, "hits"), params))

    def get(self, hit_id: str) -> Hit:
        """
        One hit.

        >>> earmark.hits.get(hit.id).kind.value
        'exact'
        """
        return self._session.send(Call("GET", path_of("hits", hit_id), read(Hit)))

    def judge(
        self, hit_id: str, verdict: Verdict | str, *, author: str | None = None, note: str | None = None
    ) -> Judgement:
        """
        Accept or reject a hit. It takes the place of what was said before of this message and tracker.

        >>> earmark.hits.judge(hit.id, "accept", author="Ada").author
        'Ada'

        Args:
            verdict: ``accept`` or ``reject``.
            author: Who judges; the app id when absent.
            note: For people.
        """
        body = given(verdict=verdict, author=author, note=note)
        return self._session.send(Call("PUT", path_of("hits", hit_id, "judgement"), read(Judgement), json=body))

    def withdraw(self, hit_id: str) -> None:
        """
        Take back what was said of a hit.

        >>> earmark.hits.withdraw(hit.id)
        """
        self._session.send(Call("DELETE", path_of("hits", hit_id, "judgement"), read_nothing))


class Judgements:
    """`Earmark.judgements`. They are made and withdrawn with their hits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self, *, tracker: str | None = None, verdict: Verdict | str | None = None, page_size: int | None = None
    ) -> Iterator[Judgement]:
        """
        Every judgement that fits, those of the newest talk first.

        >>> [judgement.note for judgement in earmark.judgements.list(verdict="reject")]
        []
        """
        params = {"tracker": tracker, "verdict": verdict, "limit": page_size}
        return self._session.walk(Call("GET", path_of("judgements"), read_page(Judgement, "judgements"), params))
