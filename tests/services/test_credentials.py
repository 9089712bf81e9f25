"""Credentials, and that a token ends with the one that it was made with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.errors import Conflict, CredentialNotFound, CredentialsRejected, InvalidField, TokenRejected
from earmark.services import accounts, credentials
from earmark.services.credentials import NewSecret
from earmark.services.deps import Deps
from earmark.types import AccountId

#: Longer than a credential is kept unread.
LATER_MS = 1_001


def later(deps: Deps, ms: int) -> Deps:
    return replace(deps, now_ms=lambda: deps.now_ms() + ms)


def at(deps: Deps, ms: int) -> Deps:
    return replace(deps, now_ms=lambda: ms)


async def token_of(deps: Deps, made: NewSecret) -> str:
    return await accounts.issue_token(deps, made.credential.app_id, made.secret)


async def holds(deps: Deps, token: str) -> bool:
    try:
        await accounts.identify(deps, token)
    except TokenRejected:
        return False
    return True


async def test_a_created_credential_gets_tokens_and_is_listed_with_its_name(deps: Deps, account_id: AccountId) -> None:
    made = await credentials.create(deps, account_id, " nightly import ")
    identity = await accounts.identify(deps, await token_of(deps, made))
    assert (identity.account_id, identity.app_id) == (account_id, made.credential.app_id)
    first, second = await credentials.list_all(deps, account_id)
    assert (first.name, second) == ("", made.credential)
    assert second.name == "nightly import"
    assert made.secret not in repr(made)


async def test_a_name_that_cannot_be_shown_is_refused(deps: Deps, account_id: AccountId) -> None:
    with pytest.raises(InvalidField, match='"name" holds the control character'):
        await credentials.create(deps, account_id, "a\x1b[2Jb")


async def test_a_rotated_secret_is_the_only_one_and_ends_the_tokens_of_the_old_one(
    deps: Deps, account_id: AccountId
) -> None:
    made = await credentials.create(deps, account_id)
    token = await token_of(deps, made)
    rotated = await credentials.rotate(deps, account_id, made.credential.app_id)
    assert rotated.credential.created_ms == made.credential.created_ms
    with pytest.raises(CredentialsRejected):
        await token_of(deps, made)
    assert not await holds(later(deps, LATER_MS), token)
    assert await holds(later(deps, LATER_MS), await token_of(deps, rotated))


@pytest.mark.parametrize("into_second_ms", [0, 1, 999])
async def test_within_one_second_tokens_before_and_after_a_rotation_are_told_apart(
    deps: Deps, account_id: AccountId, into_second_ms: int
) -> None:
    now = at(deps, 1_900_000_000_000 + into_second_ms)
    made = await credentials.create(now, account_id)
    old = await token_of(now, made)
    new = await token_of(now, await credentials.rotate(now, account_id, made.credential.app_id))
    afterwards = later(now, LATER_MS)
    assert not await holds(afterwards, old)
    assert await holds(now, new)
    assert await holds(afterwards, new)


async def test_a_revoked_credential_ends_with_its_tokens(deps: Deps, account_id: AccountId) -> None:
    made = await credentials.create(deps, account_id)
    token = await token_of(deps, made)
    assert await holds(deps, token)
    await credentials.revoke(deps, account_id, made.credential.app_id)
    assert made.credential not in await credentials.list_all(deps, account_id)
    with pytest.raises(CredentialsRejected):
        await token_of(deps, made)
    assert not await holds(later(deps, LATER_MS), token)


async def test_a_preset_secret_that_changes_ends_tokens_and_one_that_stays_does_not(
    deps: Deps, account_id: AccountId
) -> None:
    preset = accounts.Preset("i" * 64, "s" * 128)
    await accounts.bootstrap(deps.db, preset, deps.now_ms())
    token = await accounts.issue_token(deps, preset.app_id, preset.app_secret)
    await accounts.bootstrap(deps.db, preset, deps.now_ms() + LATER_MS)
    assert await holds(later(deps, LATER_MS), token)
    await accounts.bootstrap(deps.db, replace(preset, app_secret="t" * 128), deps.now_ms() + 2 * LATER_MS)
    assert not await holds(later(deps, 2 * LATER_MS), token)


async def test_the_last_credential_is_revoked_only_when_that_is_meant(deps: Deps, account_id: AccountId) -> None:
    (only,) = await credentials.list_all(deps, account_id)
    with pytest.raises(Conflict, match="last credential"):
        await credentials.revoke(deps, account_id, only.app_id)
    assert await credentials.list_all(deps, account_id) == [only]
    await credentials.revoke(deps, account_id, only.app_id, even_last=True)
    assert await credentials.list_all(deps, account_id) == []


async def test_the_credential_of_another_account_does_not_exist(deps: Deps, account_id: AccountId) -> None:
    made = await credentials.create(deps, account_id)
    stranger = AccountId("1")
    with pytest.raises(CredentialNotFound):
        await credentials.rotate(deps, stranger, made.credential.app_id)
    with pytest.raises(CredentialNotFound):
        await credentials.revoke(deps, stranger, made.credential.app_id)
    assert await token_of(deps, made)
