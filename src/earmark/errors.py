"""Everything that can go wrong for a user, as classes with a sentence each.

Nothing here knows HTTP. `api/errors.py` maps the first generation below `EarmarkError` to a status, the
command line to an exit code. `retryable` tells a job whether another attempt may succeed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earmark.types import Tracker


class EarmarkError(Exception):
    """Base of every error that a user may see. Its text is a full sentence fit to be shown."""

    code: ClassVar[str] = "error"
    retryable: ClassVar[bool] = False


class Invalid(EarmarkError):
    """The request is wrong, and will be wrong again."""

    code = "invalid"


class Unauthorized(EarmarkError):
    """Nobody we know, or no longer."""

    code = "unauthorized"


class NotFound(EarmarkError):
    """No such thing in this account."""

    code = "not_found"


class Conflict(EarmarkError):
    """What is stored stands against the request."""

    code = "conflict"


class TooLarge(EarmarkError):
    """More bytes than we take."""

    code = "too_large"


class PreconditionFailed(EarmarkError):
    """What is stored is no longer what the request was made for."""

    code = "precondition_failed"


class Unprocessable(EarmarkError):
    """The request contradicts one that was made before."""

    code = "unprocessable"


class Busy(EarmarkError):
    """Too much at once; later it may work."""

    code = "busy"
    retryable = True


class Unavailable(EarmarkError):
    """Something that the server needs is missing or down."""

    code = "unavailable"
    retryable = True


class InvalidField(Invalid):
    """A named field of the input is wrong."""

    code = "invalid_field"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f'"{field}" {problem}')
        self.field = field
        self.problem = problem


class TokenRejected(Unauthorized):
    """No token, or one that is not known or no longer."""

    # The sentence is the vendor's documented one: contract 1.3.
    code = "token_rejected"

    def __init__(self) -> None:
        super().__init__("Token validation failed for provided token.")


class CredentialsRejected(Unauthorized):
    """App id and secret do not belong together, or are not known."""

    code = "credentials_rejected"

    def __init__(self) -> None:
        super().__init__("The appId and appSecret do not belong together, or are not known to this server.")


class CredentialNotFound(NotFound):
    """The account has no such app; on the command line."""

    code = "credential_not_found"

    def __init__(self, app_id: str) -> None:
        super().__init__(f"No credential with the app id {app_id!r} exists in this account.")


class TrackerNotFound(NotFound):
    """The account has no such tracker."""

    code = "tracker_not_found"

    def __init__(self, tracker_id: str) -> None:
        super().__init__(f"No tracker with the id {tracker_id!r} exists in this account.")
        self.tracker_id = tracker_id


class TrackerNameTaken(Conflict):
    """Another tracker of the account has the name."""

    code = "tracker_name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"A tracker named {name!r} already exists. Names are case-sensitive.")


class TrackerNameRepeated(Conflict):
    """Two trackers of one request have the same name."""

    code = "tracker_name_repeated"

    def __init__(self, first: int, again: int, name: str) -> None:
        super().__init__(f'"[{again}].name" repeats the name {name!r} of "[{first}]". Names must differ.')


class TooManyTrackers(Invalid):
    """The account has as many trackers as it may have."""

    code = "too_many_trackers"

    def __init__(self, limit: int) -> None:
        super().__init__(f"An account may hold {limit} trackers. Delete some before you add more.")


class TrackerVersionNotFound(NotFound):
    """The tracker never had that version."""

    code = "tracker_version_not_found"

    def __init__(self, tracker_id: str, version: int) -> None:
        super().__init__(f"The tracker {tracker_id!r} has no version {version}.")


class VersionMismatch(PreconditionFailed):
    """
    Somebody changed the tracker in between.

    Attributes:
        current: The tracker as it is now.
    """

    code = "version_mismatch"

    def __init__(self, current: Tracker) -> None:
        super().__init__(
            f"The tracker is at version {current.version} now. Look at what changed, then send your change again with "
            f'If-Match: "{current.version}".'
        )
        self.current = current


class InvalidCursor(Invalid):
    """The cursor is none that this list gave."""

    code = "invalid_cursor"

    def __init__(self) -> None:
        super().__init__(
            '"cursor" is not one that this list gave. Send a next_cursor as it came, or begin without one.'
        )


class IdempotencyKeyReused(Unprocessable):
    """The Idempotency-Key came with another request before."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key came with another request before. Give every request a key of its own.")


class ConversationNotFound(NotFound):
    """The account has no such conversation."""

    # The sentence is the vendor's documented one: contract 5.
    code = "conversation_not_found"

    def __init__(self) -> None:
        super().__init__("The conversationId is either invalid or does not exist.")


class MemberNotFound(NotFound):
    """Nobody with that id speaks in the conversation."""

    code = "member_not_found"

    def __init__(self, member_id: str) -> None:
        super().__init__(f"Nobody with the id {member_id!r} speaks in this conversation.")


class JobNotFound(NotFound):
    """The account has no such job."""

    code = "job_not_found"

    def __init__(self, job_id: str) -> None:
        super().__init__(f"No job with the id {job_id!r} exists in this account.")


class RunNotFound(NotFound):
    """The account has no such run."""

    code = "run_not_found"

    def __init__(self, run_id: str) -> None:
        super().__init__(f"No run with the id {run_id!r} exists in this account.")


class RunInProgress(Conflict):
    """A run of the tracker is not finished."""

    code = "run_in_progress"

    def __init__(self, run_id: str) -> None:
        super().__init__(f"The run {run_id!r} of this tracker is not finished. Wait for it, or cancel it first.")
        self.run_id = run_id


class ReceiverNotFound(NotFound):
    """The account has no such webhook receiver."""

    code = "receiver_not_found"

    def __init__(self, receiver_id: str) -> None:
        super().__init__(f"No webhook receiver with the id {receiver_id!r} exists in this account.")


class DeliveryNotFound(NotFound):
    """The account has no such webhook delivery."""

    code = "delivery_not_found"

    def __init__(self, delivery_id: str) -> None:
        super().__init__(f"No webhook delivery with the id {delivery_id!r} exists in this account.")


class DeliveryPending(Conflict):
    """The delivery is still tried, so it cannot be replayed."""

    code = "delivery_pending"

    def __init__(self) -> None:
        super().__init__("The delivery is still pending. It can be replayed once it is delivered, failed or discarded.")


class ReceiverDisabled(Conflict):
    """The receiver is disabled and is not called."""

    code = "receiver_disabled"

    def __init__(self) -> None:
        super().__init__("The receiver is disabled and is not called. Enable it first.")


class TooManyReceivers(Invalid):
    """The account has as many webhook receivers as it may have."""

    code = "too_many_receivers"

    def __init__(self, limit: int) -> None:
        super().__init__(f"An account may hold {limit} webhook receivers. Delete some before you add more.")


class HitNotFound(NotFound):
    """The account has no such hit."""

    code = "hit_not_found"

    def __init__(self, hit_id: str) -> None:
        super().__init__(f"No hit with the id {hit_id!r} exists in this account.")


class AddressRefused(Invalid):
    """A user-given address that we do not call."""

    code = "address_refused"


class AddressUnreachable(EarmarkError):
    """A user-given address that did not answer as it should."""

    code = "address_unreachable"
    retryable = True


class ModelMissing(Unavailable):
    """A model file is not where it should be."""

    code = "model_missing"


class ModelDamaged(Unavailable):
    """A model file is not the one that was published."""

    code = "model_damaged"

    def __init__(self, file: str, expected: str, found: str, fix: str) -> None:
        super().__init__(f"{file} is damaged or was changed: its SHA-256 should be {expected} but is {found}. {fix}")


class ModelUnfit(Unavailable):
    """A model file is what it should be, and yet no encoder can be made of it."""

    code = "model_unfit"

    def __init__(self, role: str, model: str, problem: str) -> None:
        super().__init__(
            f"The model {model} for {role} cannot be loaded ({problem}). Choose another with `earmark models use "
            f"{role}`, or the published one with `earmark models use {role} default`."
        )


class UnreadableFile(Invalid):
    """A file that was given cannot be read."""

    code = "unreadable_file"

    def __init__(self, path: str, problem: str, line: int | None = None) -> None:
        where = path if line is None else f"{path}, line {line}"
        super().__init__(f"{where}: {problem}")
        self.line = line


def one_line(problems: Sequence[str]) -> str:
    """Several problems as one sentence list, none lost."""
    return "; ".join(problems)
