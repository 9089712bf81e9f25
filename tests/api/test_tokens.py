"""Contract 1: tokens, and who they let in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2
import jwt
import pytest
from fastapi import FastAPI

from earmark import limits, security
from earmark.security import Identity
from earmark.services import credentials
from earmark.services.deps import Deps
from symbl_client import SymblClient, expect, refusal

LIST = "/v1/manage/trackers"
REJECTED = "Token validation failed for provided token."


async def test_token_is_a_jwt_that_holds_for_a_day(client: SymblClient, deps: Deps) -> None:
    body = {"type": "application", "appId": client.app_id, "appSecret": client.app_secret}
    answer = expect(await client.http.post("/oauth2/token:generate", json=body), 200)
    claims = jwt.decode(answer["accessToken"], options={"verify_signature": False})
    assert answer["expiresIn"] == 86_400
    assert claims["exp"] - deps.now_ms() / 1000 > 86_000


async def test_token_is_fresh_at_every_request(client: SymblClient, deps: Deps, app: FastAPI) -> None:
    body = {"appId": client.app_id, "appSecret": client.app_secret}
    app.state.deps = replace(deps, now_ms=lambda: deps.now_ms() + 3_600_000)
    later = expect(await client.http.post("/oauth2/token:generate", json=body), 200)
    app.state.deps = deps
    first, second = (
        jwt.decode(token, options={"verify_signature": False})["exp"] for token in (client.token, later["accessToken"])
    )
    assert later["expiresIn"] == 86_400
    assert second - first >= 3_599


@pytest.mark.parametrize(
    ("app_id", "app_secret"),
    [("known", "wrong"), ("x" * 64, "x" * 128), ("", ""), ("known", ""), ("a\0b", "x"), ("ü" * 64, "x" * 128)],
)
async def test_wrong_credentials_are_401_whatever_is_wrong_with_them(
    client: SymblClient, app_id: str, app_secret: str
) -> None:
    body = {"appId": client.app_id if app_id == "known" else app_id, "appSecret": app_secret}
    message = refusal(await client.http.post("/oauth2/token:generate", json=body), 401)
    assert message == "The appId and appSecret do not belong together, or are not known to this server."


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, '"appId" is required; "appSecret" is required'),
        ({"appId": 1, "appSecret": "x"}, '"appId" must be a string'),
        ({"appId": "x", "appSecret": None}, '"appSecret" is required'),
        ([], "The body must be an object"),
    ],
)
async def test_malformed_token_request_is_400_and_names_the_field(
    http: httpx2.AsyncClient, body: Any, named: str
) -> None:
    assert named in refusal(await http.post("/oauth2/token:generate", json=body), 400)


@pytest.mark.parametrize("header", ["authorization", "Authorization", "X-API-KEY", "x-api-key"])
async def test_token_is_taken_from_both_headers_in_any_case(client: SymblClient, header: str) -> None:
    value = f"Bearer {client.token}" if header.lower() == "authorization" else client.token
    expect(await client.http.get(LIST, headers={header: value}), 200)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer not.a.token"},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"x-api-key": "opaque"},
        {"x-api-key": "x" * 10_000},
    ],
)
async def test_missing_or_malformed_token_is_401(http: httpx2.AsyncClient, headers: dict[str, str]) -> None:
    assert refusal(await http.get(LIST, headers=headers), 401) == REJECTED


async def test_forged_token_is_401(client: SymblClient) -> None:
    claims = jwt.decode(client.token, options={"verify_signature": False})
    kid = jwt.get_unverified_header(client.token)["kid"]
    for key, algorithm in ((security.new_key(), "HS256"), (None, "none")):
        forged = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})
        assert refusal(await client.http.get(LIST, headers={"x-api-key": forged}), 401) == REJECTED


@pytest.mark.parametrize(
    ("past_expiry_s", "status"), [(limits.TOKEN_GRACE_S - 5, 200), (limits.TOKEN_GRACE_S + 5, 401)]
)
async def test_expired_token_is_taken_for_a_minute_and_no_longer(
    client: SymblClient, deps: Deps, app: FastAPI, past_expiry_s: int, status: int
) -> None:
    ahead_ms = (limits.TOKEN_LIFETIME_S + past_expiry_s) * 1000
    app.state.deps = replace(deps, now_ms=lambda: deps.now_ms() + ahead_ms)
    answer = await client.ask("GET", LIST)
    app.state.deps = deps
    assert answer.status_code == status


def claimed(token: str) -> Identity:
    claims = jwt.decode(token, options={"verify_signature": False})
    return Identity(claims["sub"], claims["app"])


async def test_tokens_of_a_rotated_and_of_a_revoked_app_are_401_within_a_second(
    client: SymblClient, deps: Deps, app: FastAPI
) -> None:
    who = claimed(client.token)
    expect(await client.ask("GET", LIST), 200)
    rotated = await credentials.rotate(deps, who.account_id, who.app_id)
    app.state.deps = replace(deps, now_ms=lambda: deps.now_ms() + 1_001)
    assert refusal(await client.ask("GET", LIST), 401) == REJECTED
    body = {"appId": who.app_id, "appSecret": rotated.secret}
    token = expect(await client.http.post("/oauth2/token:generate", json=body), 200)["accessToken"]
    expect(await client.http.get(LIST, headers={"x-api-key": token}), 200)
    await credentials.revoke(deps, who.account_id, who.app_id, even_last=True)
    app.state.deps = replace(deps, now_ms=lambda: deps.now_ms() + 2_002)
    assert refusal(await client.http.get(LIST, headers={"x-api-key": token}), 401) == REJECTED
    app.state.deps = deps
