"""What a call to a server can end with.

A refusal is an `EarmarkApiError`, of the class that belongs to its status; without any answer it is `Unreachable`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from earmark.client.models import Tracker


class EarmarkClientError(Exception):
    """Base of everything that `Earmark` and `AsyncEarmark` raise about a server. Its text is a full sentence."""


class Unreachable(EarmarkClientError):
    """No answer came: the server is not there, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """
    A field that is wrong.

    Attributes:
        field: Its place, such as ``phrases[3]``; or body, query or header for a whole one.
        detail: What is wrong with it.
    """

    field: str
    detail: str


class EarmarkApiError(EarmarkClientError):
    """
    The server refused the call.

    Attributes:
        status: The HTTP status.
        code: A word for programs, such as ``tracker_name_taken``; stable.
        detail: A sentence for people: what is wrong, and how to mend it.
        errors: The fields that are wrong, where the server names some.
        request_id: The server's log tells more under it.
    """

    def __init__(
        self, status: int, code: str, detail: str, errors: Sequence[FieldError] = (), request_id: str = ""
    ) -> None:
        named = [f'"{one.field}" {one.detail}' for one in errors if one.field not in detail]
        super().__init__("; ".join([detail, *named]))
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.request_id = request_id


class BadRequest(EarmarkApiError):
    """Something about the request is wrong; `errors` names the fields."""


class Unauthenticated(EarmarkApiError):
    """No token, app id or secret that the server knows."""


class NotFound(EarmarkApiError):
    """The account has no such thing."""


class Conflict(EarmarkApiError):
    """What is stored stands against it, such as a tracker with the same name."""


class VersionMismatch(EarmarkApiError):
    """
    Somebody else changed the tracker in between.

    Attributes:
        current: The tracker as it is now.
    """

    #: The member of the problem that `current` is made from.
    MEMBER: ClassVar[str] = "current"

    def __init__(self, current: Tracker, *problem: Any) -> None:
        super().__init__(*problem)
        self.current = current


class TooLarge(EarmarkApiError):
    """More bytes than the server takes."""


class KeyReused(EarmarkApiError):
    """An idempotency key of your own came with another request before."""


class TooManyRequests(EarmarkApiError):
    """Too much at once, and still so after all retries."""


class ServerFault(EarmarkApiError):
    """The server has trouble of its own, and still has after the retries that are safe."""


#: The class of each status; another one below 500 is `EarmarkApiError` itself.
KINDS: Final[Mapping[int, type[EarmarkApiError]]] = {
    400: BadRequest,
    401: Unauthenticated,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    422: KeyReused,
    429: TooManyRequests,
}
