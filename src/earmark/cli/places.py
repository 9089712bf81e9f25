"""Where trackers are stored, as `earmark trackers` sees it: a database of this machine, or a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Protocol

import typer

from earmark.errors import EarmarkError, Invalid, NotFound, PreconditionFailed, TrackerNotFound, VersionMismatch
from earmark.trackerfile import FileFormat, Plan, TrackerEntry, write
from earmark.trackerfile.changes import CONTENT
from earmark.trackerfile.planning import content_record
from earmark.types import Tracker, TrackerId

if TYPE_CHECKING:
    from earmark.cli.remote import Remote
    from earmark.config import Settings

Server = Annotated[
    str,
    typer.Option("--server", metavar="URL", help="Address of a server, instead of a data folder.", show_default=False),
]

_PATH: Final = "/api/v1/trackers"
_PAGE_ROWS: Final = 200


class Overtaken(EarmarkError):
    """Somebody changed the trackers between plan and apply."""

    def __init__(self, name: str, done: int = 0) -> None:
        so_far = "Nothing was changed" if not done else f"{done} of the changes before it were made"
        super().__init__(
            f"The tracker {name!r} was changed or deleted by somebody else in between. {so_far}. "
            "Look at `earmark trackers plan` again, then apply."
        )


class PartlyApplied(EarmarkError):
    """A change failed when others had been made already."""

    def __init__(self, error: EarmarkError, done: int, total: int) -> None:
        super().__init__(
            f"{error} {done} of {total} changes were made before; `earmark trackers plan` shows what is left."
        )


class TrackerPlace(Protocol):
    """Stored trackers of one account."""

    def list_all(self) -> list[Tracker]:
        """Every tracker, the oldest first."""
        ...

    def apply(self, planned: Plan) -> None:
        """
        Carry a plan out.

        Raises:
            Overtaken: a tracker is no longer as it was when the plan was made.
            PartlyApplied: only some of it was done.
        """
        ...


class LocalPlace:
    """The first account of a database; a plan is carried out whole or not at all."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def list_all(self) -> list[Tracker]:
        from earmark.cli import offline
        from earmark.services import trackers

        return offline.run(self._settings, trackers.list_all)

    def apply(self, planned: Plan) -> None:
        from earmark.cli import offline
        from earmark.services import tracker_files

        try:
            offline.run(self._settings, lambda deps, account: tracker_files.apply(deps, account, planned))
        except VersionMismatch as error:
            raise Overtaken(error.current.name) from None
        except TrackerNotFound as error:
            meant = [*planned.delete, *(update.before for update in planned.update)]
            raise Overtaken(next(one.name for one in meant if one.id == error.tracker_id)) from None


class RemotePlace:
    """
    The account of a server.

    Each change is a request, then all creations together are one, then each deletion is one: what fails leaves what
    was done before it, and nothing is deleted before all else is done.
    """

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    def list_all(self) -> list[Tracker]:
        found: list[Tracker] = []
        params: dict[str, Any] = {"limit": _PAGE_ROWS}
        while True:
            page = self._remote.request("GET", _PATH, params=params).json()
            found += map(_tracker_from, page["trackers"])
            if page["next_cursor"] is None:
                return found
            params["cursor"] = page["next_cursor"]

    def apply(self, planned: Plan) -> None:
        total = len(planned.delete) + len(planned.update) + len(planned.create)
        done = 0
        try:
            for update in planned.update:
                self._edit("PUT", update.before, done, json=content_record(update.after))
                done += 1
            if planned.create:
                text = write([TrackerEntry(tracker) for tracker in planned.create], FileFormat.JSONL)
                params = {"format": FileFormat.JSONL.value, "mode": "create"}
                self._remote.request("POST", f"{_PATH}/import", params=params, content=text.encode())
                done += len(planned.create)
            for tracker in planned.delete:
                self._edit("DELETE", tracker, done)
                done += 1
        except Overtaken:
            raise
        except EarmarkError as error:
            if done:
                raise PartlyApplied(error, done, total) from None
            raise

    def _edit(self, method: str, tracker: Tracker, done: int, **options: Any) -> None:
        headers = {"If-Match": f'"{tracker.version}"'}
        try:
            self._remote.request(method, f"{_PATH}/{tracker.id}", headers=headers, **options)
        except (PreconditionFailed, NotFound):
            raise Overtaken(tracker.name, done) from None


@contextmanager
def opened(data: Path | None, server: str, app_id: str, app_secret: str) -> Iterator[TrackerPlace]:
    """
    The place that the options name: a server, a data folder, or what the settings say.

    Raises:
        Invalid: both a server and a data folder.
    """
    if not server:
        from earmark.cli.offline import settings_of

        yield LocalPlace(settings_of(data))
        return
    if data is not None:
        raise Invalid("--data and --server both say where the trackers are; give one of them.")
    from earmark.cli.remote import connect

    with connect(server, app_id, app_secret) as remote:
        yield RemotePlace(remote)


def _tracker_from(answer: dict[str, Any]) -> Tracker:
    content = {field: answer[field] for field in CONTENT}
    return Tracker(**content, id=TrackerId(answer["id"]), version=answer["version"])
