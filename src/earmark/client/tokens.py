"""Who calls: an app id and secret with which tokens are got, or a token that is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from earmark.client.calls import Call, read

#: A token is replaced so long before it ends, so that none ends on its way.
_EARLY_S: Final = 60.0
_PATH: Final = "/oauth2/token:generate"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The app id and secret of an account."""

    app_id: str
    app_secret: str = field(repr=False)

    def to_call(self) -> Call[IssuedToken]:
        """The call that gets a token."""
        body: dict[str, Any] = {"type": "application", "appId": self.app_id, "appSecret": self.app_secret}
        return Call("POST", _PATH, read(IssuedToken), json=body)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token as the server gives it."""

    accessToken: str = field(repr=False)  # noqa: N815 - the wire's name
    expiresIn: int  # noqa: N815 - the wire's name

    def kept_from(self, now_s: float) -> Token:
        """
        The token, for those who look at a clock.

        Args:
            now_s: When it was got.
        """
        return Token(self.accessToken, now_s + max(self.expiresIn - _EARLY_S, 0.0))


@dataclass(frozen=True, slots=True)
class Token:
    """
    A token, and until when it is good.

    Attributes:
        good_until_s: Of the same clock by which it was kept; None where that is not known.
    """

    value: str = field(repr=False)
    good_until_s: float | None = None

    def is_good(self, now_s: float) -> bool:
        return self.good_until_s is None or now_s < self.good_until_s
