"""The first account, access tokens, and who is behind one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from earmark import ids, security, telemetry
from earmark.errors import CredentialsRejected, TokenRejected
from earmark.security import Identity
from earmark.services.deps import Deps, ServerKeys
from earmark.store import accounts, keys
from earmark.store.db import Connection, Database
from earmark.types import Account, AccountId, Credential, KeyPurpose, ServerKey

log = telemetry.get_logger(__name__)

FIRST_ACCOUNT_NAME = "default"


@dataclass(frozen=True, slots=True)
class Preset:
    """Credentials that the operator chose for the first account."""

    app_id: str
    app_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """What a server has after `bootstrap`.

    Attributes:
        made: The credentials of an account that was made just now; None when there was one.
    """

    account: Account
    keys: ServerKeys
    made: Preset | None


async def bootstrap(db: Database, preset: Preset | None, now_ms: int) -> Bootstrap:
    """
    Make the server's keys and its first account where they are missing.

    Args:
        preset: Credentials of the first account; a changed secret replaces the stored one, a new app id is
            added. None leaves stored ones alone and invents some for a new account.
    """
    async with db.begin() as connection:
        await accounts.hold_all(connection)  # several servers of one database may start at once
        server_keys = await _keys(connection, now_ms)
        account = await accounts.first(connection)
        made = None
        if account is None:
            made = preset or Preset(ids.new_app_id(), ids.new_app_secret())
            account = Account(AccountId(ids.new_id()), FIRST_ACCOUNT_NAME, now_ms)
            await accounts.add(connection, account)
        wanted = made or preset
        if wanted is not None:
            hashed = security.hash_secret(wanted.app_secret, server_keys.pepper)
            credential = Credential(wanted.app_id, account.id, hashed, now_ms, tokens_from_ms=tokens_from_ms(now_ms))
            await accounts.put_credential(connection, credential)
    return Bootstrap(account, server_keys, made)


async def issue_token(deps: Deps, app_id: str, app_secret: str) -> str:
    """
    A fresh token for an app; never an earlier one, which could be nearly expired: contract 1.4.

    Raises:
        CredentialsRejected: unknown app id or wrong secret, after the same work for both.
    """
    async with deps.db.read() as db:
        # What cannot be an app id is looked up as one that nobody has.
        known = await accounts.credential(db, app_id if app_id.isascii() and app_id.isalnum() else "")
    stored_hash = known.secret_hash if known else bytes(len(security.hash_secret("", deps.keys.pepper)))
    matches = security.secret_matches(app_secret, deps.keys.pepper, stored_hash)
    if known is None or not matches:
        raise CredentialsRejected
    kid, key = deps.keys.signing
    # Within the second in which the secret was rotated a token is dated ahead, into the first that is honored.
    now_s = max(deps.now_ms(), known.tokens_from_ms) // 1000
    return security.mint_token(known.account_id, known.app_id, kid, key, now_s)


async def identify(deps: Deps, token: str) -> Identity:
    """
    Who presents *token*. That an app was revoked, or its secret rotated, is noticed after `limits.REVOCATION_S`.

    Raises:
        TokenRejected: nobody; the reason is not told.
    """
    now_ms = deps.now_ms()
    identity = security.verify_token(token, deps.keys.tokens, now_ms // 1000)

    async def read() -> Credential | None:
        async with deps.db.read() as db:
            return await accounts.credential(db, identity.app_id)

    known = await deps.apps.get(identity.app_id, now_ms, read)
    if known is None or known.account_id != identity.account_id or identity.issued_s * 1000 < known.tokens_from_ms:
        raise TokenRejected
    return identity


def tokens_from_ms(now_ms: int) -> int:
    """
    From when on tokens are honored, if all that were made until now shall end: the next whole second.

    A token tells its time in whole seconds, so one of this second could not be told from a later one.
    """
    return (now_ms // 1000 + 1) * 1000


async def existing(db: Database) -> tuple[Account, ServerKeys] | None:
    """The first account and the server's keys; None where no server has started yet."""
    async with db.read() as connection:
        account = await accounts.first(connection)
        if account is None:
            return None
        return account, _server_keys(*[await keys.all(connection, purpose) for purpose in ("token", "pepper")])


async def _keys(db: Connection, now_ms: int) -> ServerKeys:
    tokens = await _all_or_new(db, "token", now_ms)
    pepper = await _all_or_new(db, "pepper", now_ms)
    return _server_keys(tokens, pepper)


def _server_keys(tokens: Sequence[ServerKey], pepper: Sequence[ServerKey]) -> ServerKeys:
    return ServerKeys(
        signing=(tokens[0].kid, tokens[0].key),
        tokens={one.kid: one.key for one in tokens},
        pepper=pepper[0].key,
    )


async def _all_or_new(db: Connection, purpose: KeyPurpose, now_ms: int) -> list[ServerKey]:
    found = await keys.all(db, purpose)
    if not found:
        key = security.new_key()
        await keys.add(db, security.key_id(key), purpose, key, now_ms)
        found = await keys.all(db, purpose)
    return found
