"""Who uses a server, and its own secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from earmark.types.identifiers import AccountId


@dataclass(frozen=True, slots=True)
class Account:
    """One customer of a server."""

    id: AccountId
    name: str
    created_ms: int


@dataclass(frozen=True, slots=True)
class Credential:
    """An app id and the keyed hash of its secret; the secret itself is never stored.

    Attributes:
        name: What it is for; a note for people.
        tokens_from_ms: Tokens that were made before are not honored: the secret was rotated then.
    """

    app_id: str
    account_id: AccountId
    secret_hash: bytes
    created_ms: int
    name: str = ""
    tokens_from_ms: int = 0


#: What a server's own secret is for: signing tokens, or peppering the hashes of app secrets.
KeyPurpose = Literal["token", "pepper"]


@dataclass(frozen=True, slots=True)
class ServerKey:
    """A secret of the server itself."""

    kid: str
    purpose: KeyPurpose
    key: bytes = field(repr=False)
    created_ms: int
