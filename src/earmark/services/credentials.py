"""The app ids and secrets of an account: made, rotated, revoked. A secret is told once and stored as a hash."""

from __future__ import annotations

from dataclasses import dataclass, field

from earmark import ids, limits, security
from earmark.checks import check_text
from earmark.errors import Conflict, CredentialNotFound
from earmark.services.accounts import tokens_from_ms
from earmark.services.deps import StoreDeps
from earmark.store import accounts
from earmark.types import AccountId, Credential


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A credential and its secret, which nobody can read again."""

    credential: Credential
    secret: str = field(repr=False)


async def list_all(deps: StoreDeps, account_id: AccountId) -> list[Credential]:
    """The account's credentials, the oldest first."""
    async with deps.db.read() as db:
        return await accounts.credentials(db, account_id)


async def create(deps: StoreDeps, account_id: AccountId, name: str = "") -> NewSecret:
    """
    Make another credential.

    Args:
        name: What it is for; a note for people, which may be empty.

    Raises:
        InvalidField: *name* is too long, or holds control characters.
    """
    if name.strip():
        name = check_text("name", name, max_chars=limits.NAME_CHARS)
    secret = ids.new_app_secret()
    hashed = security.hash_secret(secret, deps.keys.pepper)
    credential = Credential(ids.new_app_id(), account_id, hashed, deps.now_ms(), name=name.strip())
    async with deps.db.begin() as db:
        await accounts.put_credential(db, credential)
    return NewSecret(credential, secret)


async def rotate(deps: StoreDeps, account_id: AccountId, app_id: str) -> NewSecret:
    """
    Replace the secret of a credential. Tokens that were made with the old one end within `limits.REVOCATION_S`.

    Raises:
        CredentialNotFound: the account has no such credential.
    """
    secret = ids.new_app_secret()
    async with deps.db.begin() as db:
        await accounts.rotate_credential(
            db,
            account_id,
            app_id,
            secret_hash=security.hash_secret(secret, deps.keys.pepper),
            tokens_from_ms=tokens_from_ms(deps.now_ms()),
        )
        rotated = await accounts.credential(db, app_id)
    if rotated is None or rotated.account_id != account_id:
        raise CredentialNotFound(app_id)
    return NewSecret(rotated, secret)


async def revoke(deps: StoreDeps, account_id: AccountId, app_id: str, *, even_last: bool = False) -> None:
    """
    Delete a credential. Its tokens end within `limits.REVOCATION_S`.

    Raises:
        CredentialNotFound: the account has no such credential.
        Conflict: it is the account's last one, and *even_last* is not set.
    """
    async with deps.db.begin() as db:
        await accounts.hold(db, account_id)  # two at once, each of which leaves the other's, would leave none
        if not await accounts.remove_credential(db, account_id, app_id):
            raise CredentialNotFound(app_id)
        if not even_last and not await accounts.credentials(db, account_id):
            raise Conflict("This is the account's last credential. Make another first, or nobody can use the server.")
