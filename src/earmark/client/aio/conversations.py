"""Conversations of the account, and the jobs that search them."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime
from time import monotonic
from typing import Any

from earmark.client.aio.session import AsyncSession
from earmark.client.calls import Call, once, path_of, read, read_nothing, read_page
from earmark.client.drafts import (
    MessageDraft,
    TrackerDraft,
    choices_body,
    given,
    iso_from_moment,
    message_body,
    refuse_string,
)
from earmark.client.talk_models import Accepted, Conversation, Hit, Job, Message
from earmark.client.waiting import pauses


class AsyncConversations:
    """`AsyncEarmark.conversations`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def list(
        self,
        *,
        text: str | None = None,
        tracker: str | None = None,
        without_tracker: str | None = None,
        began_from: datetime | None = None,
        began_before: datetime | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Conversation]:
        """
        Every conversation that fits, the newest first; pages are fetched as they are needed.

        >>> [one.name async for one in earmark.conversations.list(text="money", tracker=tracker.id)]
        ['Call']

        Args:
            text: Stands in its name or in what was said; upper and lower case are alike.
            tracker, without_tracker: Id of a tracker that was found in it, or was not.
            began_from, began_before: With a time zone.
            page_size: How many to fetch at a time, at most 200.
        """
        params = {
            "q": text,
            "tracker": tracker,
            "without_tracker": without_tracker,
            "from": iso_from_moment("began_from", began_from),
            "to": iso_from_moment("began_before", began_before),
            "limit": page_size,
        }
        call = Call("GET", path_of("conversations"), read_page(Conversation, "conversations"), params)
        return self._session.walk(call)

    async def create(
        self,
        messages: Iterable[str | MessageDraft],
        *,
        name: str | None = None,
        trackers: Iterable[str | TrackerDraft] | None = None,
        all_trackers: bool | None = None,
        language: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Accepted:
        """
        Submit a conversation to be stored and searched.

        >>> accepted = await earmark.conversations.create(["I want my money back.", "Of course."], name="Call 2")
        >>> job = await earmark.jobs.wait(accepted.job_id)
        >>> job.status.value
        'completed'

        Args:
            messages: What was said, in order; a string stands for its text alone.
            name: As lists show it; its id when absent.
            trackers: Run on this conversation: ids of stored ones, and drafts, which are not stored.
            all_trackers: Run all trackers of the account; the server's setting decides when absent.
            language: BCP-47; found out sentence by sentence when absent.
            metadata: An object of your own.
            idempotency_key: A word of your own for this submission, when it shall survive your own restart.
        """
        refuse_string("messages", messages)
        body = given(
            messages=[message_body(one) for one in messages],
            name=name,
            trackers=choices_body(trackers),
            all_trackers=all_trackers,
            language=language,
            metadata=None if metadata is None else dict(metadata),
        )
        call = Call("POST", path_of("conversations"), read(Accepted), json=body, headers=once(idempotency_key))
        return await self._session.send(call)

    async def get(self, conversation_id: str) -> Conversation:
        """
        One conversation.

        >>> (await earmark.conversations.get(conversation.id)).name
        'Call'
        """
        return await self._session.send(Call("GET", path_of("conversations", conversation_id), read(Conversation)))

    async def update(
        self, conversation_id: str, *, name: str | None = None, metadata: Mapping[str, Any] | None = None
    ) -> Conversation:
        """
        Rename a conversation, or change its metadata.

        >>> dict((await earmark.conversations.update(conversation.id, metadata={"order": 17})).metadata)
        {'order': 17}

        Args:
            metadata: Merged into what is stored; a key whose value is None is removed.
        """
        body = given(name=name, metadata=None if metadata is None else dict(metadata))
        path = path_of("conversations", conversation_id)
        return await self._session.send(Call("PATCH", path, read(Conversation), json=body))

    async def delete(self, conversation_id: str) -> None:
        """
        Delete a conversation with everything in it.

        >>> mistake = await earmark.conversations.create(["Not for your ears."])
        >>> await earmark.conversations.delete(mistake.conversation_id)
        """
        await self._session.send(Call("DELETE", path_of("conversations", conversation_id), read_nothing))

    def messages(self, conversation_id: str, *, page_size: int | None = None) -> AsyncIterator[Message]:
        """
        Everything that was said, sentence by sentence.

        >>> [message.text async for message in earmark.conversations.messages(conversation.id)]
        ['I want my money back.', 'Of course.']
        """
        path = path_of("conversations", conversation_id, "messages")
        return self._session.walk(Call("GET", path, read_page(Message, "messages"), {"limit": page_size}))

    def hits(self, conversation_id: str, *, page_size: int | None = None) -> AsyncIterator[Hit]:
        """
        Everything that was found in it, in the order in which it was said.

        >>> [hit.tracker_name async for hit in earmark.conversations.hits(conversation.id)]
        ['Refund']
        """
        path = path_of("conversations", conversation_id, "hits")
        return self._session.walk(Call("GET", path, read_page(Hit, "hits"), {"limit": page_size}))


class AsyncJobs:
    """`AsyncEarmark.jobs`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, job_id: str) -> Job:
        """
        Where a job stands.

        >>> (await earmark.jobs.get(job.id)).status.is_final
        True
        """
        return await self._session.send(Call("GET", path_of("jobs", job_id), read(Job)))

    async def wait(self, job_id: str, *, timeout_s: float = 300.0) -> Job:
        """
        The job once it is completed or failed.

        >>> (await earmark.jobs.wait(job.id)).failure is None
        True

        Raises:
            TimeoutError: it is not finished after *timeout_s*; it goes on.
        """
        began = monotonic()
        for pause_s in pauses():
            job = await self.get(job_id)
            if job.status.is_final:
                return job
            if monotonic() - began + pause_s > timeout_s:
                break
            await sleep(pause_s)
        raise TimeoutError(f"The job {job_id} is not finished after {timeout_s:g} s.")
