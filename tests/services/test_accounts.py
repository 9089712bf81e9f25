from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from earmark import security
from earmark.clock import now_ms
from earmark.errors import CredentialsRejected, TokenRejected
from earmark.services import accounts
from earmark.services.accounts import Preset
from earmark.services.deps import Deps
from earmark.store.db import Database

PRESET = Preset("i" * 64, "s" * 128)


async def test_first_start_makes_an_account_with_credentials_of_the_shape_that_clients_need(
    database: Database,
) -> None:
    made = (await accounts.bootstrap(database, None, now_ms())).made
    assert made is not None
    security.check_app_id(made.app_id, "app_id")
    security.check_app_secret(made.app_secret, "app_secret")


async def test_later_start_finds_account_and_keys_and_makes_nothing(database: Database) -> None:
    first = await accounts.bootstrap(database, None, now_ms())
    second = await accounts.bootstrap(database, None, now_ms())
    assert second == replace(first, made=None)


async def test_servers_that_start_at_once_share_one_account_and_its_keys(database: Database) -> None:
    booted = await asyncio.gather(*(accounts.bootstrap(database, None, now_ms()) for _ in range(4)))
    assert len({one.account.id for one in booted}) == 1
    assert all(one.keys == booted[0].keys for one in booted)
    assert sum(one.made is not None for one in booted) == 1


async def test_preset_credentials_are_those_of_the_first_account(database: Database, deps: Deps) -> None:
    booted = await accounts.bootstrap(database, PRESET, now_ms())
    token = await accounts.issue_token(deps, PRESET.app_id, PRESET.app_secret)
    identity = await accounts.identify(deps, token)
    assert (identity.account_id, identity.app_id) == (booted.account.id, PRESET.app_id)


async def test_changed_preset_secret_replaces_the_stored_one(database: Database, deps: Deps) -> None:
    await accounts.bootstrap(database, PRESET, now_ms())
    changed = Preset(PRESET.app_id, "t" * 128)
    await accounts.bootstrap(database, changed, now_ms())
    assert await accounts.issue_token(deps, changed.app_id, changed.app_secret)
    with pytest.raises(CredentialsRejected):
        await accounts.issue_token(deps, PRESET.app_id, PRESET.app_secret)


async def test_changed_preset_app_id_is_added_and_the_old_one_stays(database: Database, deps: Deps) -> None:
    await accounts.bootstrap(database, PRESET, now_ms())
    added = Preset("j" * 64, "t" * 128)
    await accounts.bootstrap(database, added, now_ms())
    tokens = [await accounts.issue_token(deps, one.app_id, one.app_secret) for one in (PRESET, added)]
    assert len({(await accounts.identify(deps, token)).account_id for token in tokens}) == 1


async def test_token_of_another_server_is_nobody(deps: Deps) -> None:
    key = security.new_key()
    foreign = security.mint_token(accounts.AccountId("1"), "a", security.key_id(key), key, now_ms() // 1000)
    with pytest.raises(TokenRejected):
        await accounts.identify(deps, foreign)


def test_secrets_do_not_show() -> None:
    assert PRESET.app_secret not in repr(PRESET)
