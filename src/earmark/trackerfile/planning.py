"""What has to happen so that the stored trackers are those of a file. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from earmark.trackerfile.changes import CONTENT, FieldChange, ListChange, changes
from earmark.trackerfile.entries import TrackerEntry
from earmark.types import Tracker


@dataclass(frozen=True, slots=True)
class Update:
    """
    A stored tracker that is to become another.

    Attributes:
        after: With the id and version of *before*, which is what the change was planned for.
        changes: Never empty.
    """

    before: Tracker
    after: Tracker
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Trackers to create, in the order of the file; to update, in its order too; to delete, in the stored order."""

    create: tuple[Tracker, ...] = ()
    update: tuple[Update, ...] = ()
    delete: tuple[Tracker, ...] = ()
    unchanged: tuple[Tracker, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.create or self.update or self.delete)

    @property
    def summary(self) -> str:
        counts = len(self.create), len(self.update), len(self.delete)
        return "Plan: {} to create, {} to change, {} to delete.".format(*counts)

    def as_record(self) -> dict[str, Any]:
        """The plan as JSON: names, and what changes of which field."""
        return {
            "create": [content_record(tracker) for tracker in self.create],
            "update": [
                {**_reference(update.before), "changes": [change_record(change) for change in update.changes]}
                for update in self.update
            ],
            "delete": [_reference(tracker) for tracker in self.delete],
            "unchanged": [_reference(tracker) for tracker in self.unchanged],
        }


def plan(have: Sequence[Tracker], want: Sequence[TrackerEntry], *, prune: bool = False) -> Plan:
    """
    How to get from the trackers of an account to those of a file, matched by name.

    A file is the whole truth about the content of its trackers: what it leaves out is removed or set back. Only a
    paused tracker stays paused. Renaming one in the file is another tracker.

    Args:
        have: The stored trackers, ids and versions included.
        want: Names must differ, as `read` sees to it.
        prune: Delete the trackers that are not in *want*; else they are left alone and not spoken of.
    """
    stored = {tracker.name: tracker for tracker in have}
    create: list[Tracker] = []
    update: list[Update] = []
    unchanged: list[Tracker] = []
    for entry in want:
        before = stored.pop(entry.tracker.name, None)
        if before is None:
            create.append(entry.tracker)
            continue
        after = _with_content(before, entry.tracker)
        differences = changes(before, after)
        if differences:
            update.append(Update(before, after, differences))
        else:
            unchanged.append(before)
    return Plan(tuple(create), tuple(update), tuple(stored.values()) if prune else (), tuple(unchanged))


def content_record(tracker: Tracker) -> dict[str, Any]:
    """What a tracker holds as JSON, by the native API's names."""
    fields = {field: getattr(tracker, field) for field in CONTENT}
    return {field: list(value) if isinstance(value, tuple) else value for field, value in fields.items()}


def change_record(change: FieldChange) -> dict[str, Any]:
    """A change as JSON, spelled as the native API spells the difference of two versions."""
    if isinstance(change, ListChange):
        return {"field": change.field, "added": list(change.added), "removed": list(change.removed)}
    return {"field": change.field, "before": change.before, "after": change.after}


def _with_content(stored: Tracker, content: Tracker) -> Tracker:
    """*stored* with all that a tracker file says of *content*."""
    return replace(
        stored,
        phrases=content.phrases,
        counter_examples=content.counter_examples,
        sensitivity=content.sensitivity,
        description=content.description,
        categories=content.categories,
        languages=content.languages,
        exclusive_group=content.exclusive_group,
    )


def _reference(tracker: Tracker) -> dict[str, Any]:
    return {"id": tracker.id, "name": tracker.name, "version": tracker.version}
