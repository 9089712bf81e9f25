"""Tokens are taken only if we signed them and in time; secrets are stored as keyed hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest

from earmark import limits, security
from earmark.errors import InvalidField, TokenRejected
from earmark.ids import new_app_id, new_app_secret
from earmark.types import AccountId

NOW_S = 1_800_000_000
KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
KEYS = {"one": KEY, "two": OTHER_KEY}
ACCOUNT = AccountId("1234567890123456")
APP_ID = "a" * 64

CLAIMS = {"iss": "earmark", "sub": ACCOUNT, "app": APP_ID, "iat": NOW_S, "exp": NOW_S + 100}


def mint() -> str:
    return security.mint_token(ACCOUNT, APP_ID, "one", KEY, NOW_S)


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed_by_hand(header: object, claims: object, key: bytes = KEY) -> str:
    """A token whose signature is right, whatever it claims."""
    body = f"{segment(header)}.{segment(claims)}"
    signature = base64.urlsafe_b64encode(hmac.digest(key, body.encode(), "sha256")).rstrip(b"=").decode()
    return f"{body}.{signature}"


def test_a_minted_token_gives_back_its_account_and_app() -> None:
    assert security.verify_token(mint(), KEYS, NOW_S) == security.Identity(ACCOUNT, APP_ID, NOW_S)


def test_a_token_carries_what_the_clients_decode() -> None:
    claims = mint().split(".")[1]
    decoded = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert decoded == {
        "iss": "earmark",
        "sub": ACCOUNT,
        "app": APP_ID,
        "iat": NOW_S,
        "exp": NOW_S + limits.TOKEN_LIFETIME_S,
    }
    assert jwt.get_unverified_header(mint()) == {"alg": "HS256", "typ": "JWT", "kid": "one"}


def test_a_token_is_a_legal_subprotocol_value() -> None:
    assert set(mint()) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@pytest.mark.parametrize(
    ("age_s", "holds"),
    [
        (0, True),
        (limits.TOKEN_LIFETIME_S, True),
        (limits.TOKEN_LIFETIME_S + limits.TOKEN_GRACE_S, True),
        (limits.TOKEN_LIFETIME_S + limits.TOKEN_GRACE_S + 1, False),
        (10 * limits.TOKEN_LIFETIME_S, False),
    ],
)
def test_a_token_holds_for_a_day_and_a_minute(age_s: int, holds: bool) -> None:
    token = mint()
    if holds:
        assert security.verify_token(token, KEYS, NOW_S + age_s).app_id == APP_ID
    else:
        with pytest.raises(TokenRejected):
            security.verify_token(token, KEYS, NOW_S + age_s)


def test_a_token_of_an_older_key_holds_while_that_key_is_honored() -> None:
    token = mint()
    assert security.verify_token(token, {"two": OTHER_KEY, "one": KEY}, NOW_S).account_id == ACCOUNT
    with pytest.raises(TokenRejected):
        security.verify_token(token, {"two": OTHER_KEY}, NOW_S)


HEADER = {"alg": "HS256", "typ": "JWT", "kid": "one"}


def without(claim: str) -> dict[str, Any]:
    return {name: value for name, value in CLAIMS.items() if name != claim}


FORGED = {
    "alg none, no signature": f"{segment({'alg': 'none', 'kid': 'one'})}.{segment(CLAIMS)}.",
    "alg None spelled otherwise": f"{segment({'alg': 'NoNe', 'kid': 'one'})}.{segment(CLAIMS)}.",
    "alg none, signed": signed_by_hand({"alg": "none", "kid": "one"}, CLAIMS),
    "other algorithm of the same family": jwt.encode(
        CLAIMS, KEY + OTHER_KEY, algorithm="HS512", headers={"kid": "one"}
    ),
    "header claims an algorithm that was not used": signed_by_hand(HEADER | {"alg": "RS256"}, CLAIMS),
    "no algorithm": signed_by_hand({"kid": "one"}, CLAIMS),
    "other key under a known name": signed_by_hand(HEADER, CLAIMS, OTHER_KEY),
    "known key under another known name": signed_by_hand(HEADER | {"kid": "two"}, CLAIMS),
    "unknown key name": signed_by_hand(HEADER | {"kid": "three"}, CLAIMS),
    "no key name": signed_by_hand({"alg": "HS256"}, CLAIMS),
    "key name is a list": signed_by_hand(HEADER | {"kid": ["one"]}, CLAIMS),
    "key name is null": signed_by_hand(HEADER | {"kid": None}, CLAIMS),
    "header is a list": signed_by_hand([HEADER], CLAIMS),
    "claims are a list": signed_by_hand(HEADER, [CLAIMS]),
    "header is deeply nested": f"{base64.urlsafe_b64encode(b'[' * 1_500).decode()}.{segment(CLAIMS)}.AAAA",
    "critical extension": signed_by_hand(HEADER | {"crit": ["x"], "x": 1}, CLAIMS),
    "no subject": signed_by_hand(HEADER, without("sub")),
    "no app": signed_by_hand(HEADER, without("app")),
    "no expiry": signed_by_hand(HEADER, without("exp")),
    "no time of making": signed_by_hand(HEADER, without("iat")),
    "time of making is text": signed_by_hand(HEADER, CLAIMS | {"iat": "1800000000"}),
    "no issuer": signed_by_hand(HEADER, without("iss")),
    "other issuer": signed_by_hand(HEADER, CLAIMS | {"iss": "symbl"}),
    "subject is a number": signed_by_hand(HEADER, CLAIMS | {"sub": 12}),
    "subject is empty": signed_by_hand(HEADER, CLAIMS | {"sub": ""}),
    "app is null": signed_by_hand(HEADER, CLAIMS | {"app": None}),
    "expiry is text": signed_by_hand(HEADER, CLAIMS | {"exp": "9999999999"}),
    "expiry is infinite": signed_by_hand(HEADER, CLAIMS | {"exp": float("inf")}),
    "expired": signed_by_hand(HEADER, CLAIMS | {"exp": NOW_S - limits.TOKEN_GRACE_S - 1}),
    "empty": "",
    "dots": "..",
    "not a token": "Bearer",
    "four parts": mint() + ".AAAA",
    "trailing newline": mint() + "\n",
    "non-ASCII": mint()[:-1] + "é",
    "lone surrogate": mint()[:-1] + "\ud800",
    "full-width letters": "ｅｙＪ.ｅｙＪ.ｅｙＪ",
    "null character": mint() + "\0",
    "huge": "A" * 10_000_000,
    "huge but well formed": signed_by_hand(HEADER, CLAIMS | {"padding": "x" * 1_000_000}),
}


def test_the_hand_signed_control_is_accepted() -> None:
    # Otherwise the table below would prove nothing.
    assert security.verify_token(signed_by_hand(HEADER, CLAIMS), KEYS, NOW_S).app_id == APP_ID


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED.keys())
def test_a_forged_token_is_rejected(token: str) -> None:
    with pytest.raises(TokenRejected):
        security.verify_token(token, KEYS, NOW_S)


def test_no_truncated_token_is_accepted() -> None:
    token = mint()
    for length in range(len(token)):
        with pytest.raises(TokenRejected):
            security.verify_token(token[:length], KEYS, NOW_S)


def test_no_token_with_one_changed_character_is_accepted() -> None:
    token = mint()
    for place, character in enumerate(token):
        changed = token[:place] + ("A" if character != "A" else "B") + token[place + 1 :]
        with pytest.raises(TokenRejected):
            security.verify_token(changed, KEYS, NOW_S)


def test_a_short_key_does_not_sign() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        security.mint_token(ACCOUNT, APP_ID, "one", b"short", NOW_S)


def test_new_keys_differ_and_sign() -> None:
    key, other = security.new_key(), security.new_key()
    assert key != other
    assert security.key_id(key) == security.key_id(key) != security.key_id(other)
    token = security.mint_token(ACCOUNT, APP_ID, security.key_id(key), key, NOW_S)
    assert security.verify_token(token, {security.key_id(key): key}, NOW_S).account_id == ACCOUNT


def test_a_secret_matches_only_its_own_hash_under_its_own_pepper() -> None:
    secret = new_app_secret()
    stored = security.hash_secret(secret, KEY)
    assert stored == hmac.new(KEY, secret.encode(), hashlib.sha256).digest()
    assert security.secret_matches(secret, KEY, stored)
    assert not security.secret_matches(secret[:-1], KEY, stored)
    assert not security.secret_matches(secret, OTHER_KEY, stored)
    assert not security.secret_matches(secret, KEY, stored[:-1])
    assert not security.secret_matches("", KEY, stored)


@pytest.mark.parametrize("secret", ["", "é", "\ud800", "\0", "x" * 1_000_000])
def test_an_odd_secret_is_wrong_and_not_a_crash(secret: str) -> None:
    assert not security.secret_matches(secret, KEY, security.hash_secret("right", KEY))


def test_fresh_credentials_have_the_shape_that_clients_demand() -> None:
    security.check_app_id(new_app_id(), "EARMARK_APP_ID")
    security.check_app_secret(new_app_secret(), "EARMARK_APP_SECRET")


@pytest.mark.parametrize("value", ["", "a" * 63, "a" * 65, "a" * 63 + "-", "a" * 63 + "é", "a" * 63 + "\n", "٣" * 64])
def test_a_malformed_app_id_is_refused_by_its_field(value: str) -> None:
    with pytest.raises(InvalidField, match=r'^"EARMARK_APP_ID" must be exactly 64 letters') as caught:
        security.check_app_id(value, "EARMARK_APP_ID")
    assert caught.value.field == "EARMARK_APP_ID"


def test_a_malformed_secret_is_refused_without_being_quoted() -> None:
    secret = "s3cret" * 22
    with pytest.raises(InvalidField, match=r'^"EARMARK_APP_SECRET" must be exactly 128 letters') as caught:
        security.check_app_secret(secret, "EARMARK_APP_SECRET")
    assert "s3cret" not in str(caught.value)
