# Written by scripts/generate_client.py from aio/trackers.py: change that file.

"""Trackers of the account: what is looked for, its versions, and files of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import httpx2

from earmark.client.blocking.session import Session
from earmark.client.calls import Call, if_match, once, path_of, read, read_nothing, read_page
from earmark.client.drafts import TrackerDraft, given, optional_texts, tracker_body
from earmark.client.models import Change, Imported, PhraseWarning, Promise, Tracker, TrackerVersion

FileFormat = Literal["yaml", "json", "jsonl", "csv"]


class Trackers:
    """`Earmark.trackers`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self, *, name: str | None = None, category: str | None = None, page_size: int | None = None
    ) -> Iterator[Tracker]:
        """
        Every tracker, the oldest first; pages are fetched as they are needed.

        >>> [tracker.name for tracker in earmark.trackers.list()]
        ['Refund']

        Args:
            name: Exactly this one; upper and lower case differ.
            category: Exactly this one among the categories.
            page_size: How many to fetch at a time, at most 200.
        """
        params = {"name": name, "category": category, "limit": page_size}
        return self._session.walk(Call("GET", path_of("trackers"), read_page(Tracker, "trackers"), params))

    def create(self, draft: TrackerDraft, *, idempotency_key: str | None = None) -> Tracker:
        """
        Store a tracker.

        >>> made = earmark.trackers.create(TrackerDraft("Thanks", ["thank you so much"]))
        >>> made.version
        1

        Args:
            idempotency_key: A word of your own for this create, when it shall survive your own restart: within a day
                the same word makes nothing new. A fresh one is made when absent, so that retries are safe.

        Raises:
            Conflict: the name is taken.
            BadRequest: a field is wrong; `errors` names it.
        """
        call = Call("POST", path_of("trackers"), read(Tracker), json=tracker_body(draft), headers=once(idempotency_key))
        return self._session.send(call)

    def check(self, draft: TrackerDraft, *, tracker_id: str | None = None) -> tuple[PhraseWarning, ...]:
        """
        What is odd about a tracker's phrases; nothing is saved.

        >>> doubled = TrackerDraft("Refunds", ["I want a refund", "I don't want a refund"])
        >>> [(warning.code, warning.phrase) for warning in earmark.trackers.check(doubled, tracker_id=tracker.id)]
        [('contradicting_phrases', "I don't want a refund")]

        Args:
            tracker_id: The stored tracker that it would replace, beside which it is not looked at.

        Raises:
            BadRequest: a field is wrong; `errors` names it.
        """
        body = given(tracker=tracker_body(draft), tracker_id=tracker_id)
        answer = read(tuple[PhraseWarning, ...], of="warnings")
        return self._session.send(Call("POST", path_of("trackers", "check"), answer, json=body))

    def get(self, tracker_id: str) -> Tracker:
        """
        One tracker.

        >>> earmark.trackers.get(tracker.id).name
        'Refund'

        Raises:
            NotFound: there is none with this id.
        """
        return self._session.send(Call("GET", path_of("trackers", tracker_id), read(Tracker)))

    def promise(self, tracker_id: str) -> Promise:
        """
        How many false alarms a tracker is expected to raise.

        >>> promise = earmark.trackers.promise(tracker.id)
        >>> promise.false_alarms_per_1000.low < promise.false_alarms_per_1000.high
        True

        Raises:
            NotFound: there is none with this id.
        """
        return self._session.send(Call("GET", path_of("trackers", tracker_id, "promise"), read(Promise)))

    def replace(self, tracker_id: str, draft: TrackerDraft, *, if_version: int | None = None) -> Tracker:
        """
        Make a tracker what *draft* says, all of it.

        >>> changed = replace(tracker.to_draft(), categories=["Support"])
        >>> earmark.trackers.replace(tracker.id, changed, if_version=tracker.version).version
        2

        Args:
            if_version: The version that the change was made for.

        Raises:
            VersionMismatch: it has another version; `current` is how it is now.
        """
        return self._session.send(
            Call(
                "PUT",
                path_of("trackers", tracker_id),
                read(Tracker),
                json=tracker_body(draft),
                headers=if_match(if_version),
                is_repeatable=if_version is None,
            )
        )

    def update(
        self,
        tracker_id: str,
        *,
        name: str | None = None,
        phrases: Iterable[str] | None = None,
        counter_examples: Iterable[str] | None = None,
        sensitivity: float | str | None = None,
        description: str | None = None,
        categories: Iterable[str] | None = None,
        languages: Iterable[str] | None = None,
        paused: bool | None = None,
        exclusive_group: str | None = None,
        if_version: int | None = None,
    ) -> Tracker:
        """
        Change what is given of a tracker; lists are replaced whole.

        >>> earmark.trackers.update(tracker.id, sensitivity="strict").sensitivity
        0.2

        Args:
            if_version: The version that the change was made for.

        Raises:
            VersionMismatch: it has another version; `current` is how it is now.
        """
        change = given(
            name=name,
            phrases=optional_texts("phrases", phrases),
            counter_examples=optional_texts("counter_examples", counter_examples),
            sensitivity=sensitivity,
            description=description,
            categories=optional_texts("categories", categories),
            languages=optional_texts("languages", languages),
            paused=paused,
            exclusive_group=exclusive_group,
        )
        return self._session.send(
            Call(
                "PATCH",
                path_of("trackers", tracker_id),
                read(Tracker),
                json=change,
                headers=if_match(if_version),
                is_repeatable=if_version is None,
            )
        )

    def delete(self, tracker_id: str, *, if_version: int | None = None) -> None:
        """
        Delete a tracker with its history; its hits stay.

        >>> earmark.trackers.delete(made.id)

        Raises:
            NotFound: there is none with this id.
            VersionMismatch: it has another version; `current` is how it is now.
        """
        path = path_of("trackers", tracker_id)
        self._session.send(Call("DELETE", path, read_nothing, headers=if_match(if_version)))

    def versions(self, tracker_id: str, *, page_size: int | None = None) -> Iterator[TrackerVersion]:
        """
        Every version of a tracker, the newest first.

        >>> [version.version for version in earmark.trackers.versions(tracker.id)]
        [3, 2, 1]
        """
        path = path_of("trackers", tracker_id, "versions")
        return self._session.walk(Call("GET", path, read_page(TrackerVersion, "versions"), {"limit": page_size}))

    def version(self, tracker_id: str, version: int) -> TrackerVersion:
        """
        One version of a tracker.

        >>> earmark.trackers.version(tracker.id, 1).tracker.sensitivity
        0.5
        """
        path = path_of("trackers", tracker_id, "versions", version)
        return self._session.send(Call("GET", path, read(TrackerVersion)))

    def diff(self, tracker_id: str, before: int, after: int) -> tuple[Change, ...]:
        """
        In which fields two versions differ.

        >>> earmark.trackers.diff(tracker.id, 2, 3)
        (Change(field='sensitivity', added=(), removed=(), before=0.5, after=0.2),)
        """
        path = path_of("trackers", tracker_id, "diff")
        params = {"from": before, "to": after}
        return self._session.send(Call("GET", path, read(tuple[Change, ...], of="changes"), params))

    def restore(self, tracker_id: str, version: int, *, if_version: int | None = None) -> Tracker:
        """
        Make a version's content the newest version.

        >>> earmark.trackers.restore(tracker.id, 2).sensitivity
        0.5

        Raises:
            VersionMismatch: the tracker is not at *if_version*; `current` is how it is now.
        """
        path = path_of("trackers", tracker_id, "versions", version, "restore")
        return self._session.send(
            Call("POST", path, read(Tracker), headers=if_match(if_version), is_repeatable=if_version is None)
        )

    def export(self, file_format: FileFormat = "yaml") -> str:
        """
        All trackers as a tracker file.

        >>> print(earmark.trackers.export().splitlines()[0])
        trackers:
        """

        def text(answer: httpx2.Response) -> str:
            return answer.content.decode()

        return self._session.send(Call("GET", path_of("trackers", "export"), text, {"format": file_format}))

    def import_(
        self,
        content: str | bytes,
        file_format: FileFormat = "yaml",
        *,
        mode: Literal["create", "update"] = "create",
        idempotency_key: str | None = None,
    ) -> Imported:
        """
        Store the trackers of a tracker file, all or none.

        >>> done = earmark.trackers.import_(earmark.trackers.export(), mode="update")
        >>> [tracker.name for tracker in done.unchanged]
        ['Refund']

        Args:
            mode: What becomes of a name that is stored already: ``create`` refuses, ``update`` changes that tracker.
            idempotency_key: As `create` takes it.

        Raises:
            Conflict: a name is taken.
            BadRequest: the file is wrong; `errors` says where.
        """
        call = Call(
            "POST",
            path_of("trackers", "import"),
            read(Imported),
            {"format": file_format, "mode": mode},
            content=content.encode() if isinstance(content, str) else content,
            headers=once(idempotency_key),
        )
        return self._session.send(call)
