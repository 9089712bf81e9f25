"""Access tokens and secrets: minting, verifying, hashing. Pure: keys and the time are passed in.

A token is a JWT signed with HS256, because the JavaScript clients decode it and read `exp`: contract 1.4. Its
`kid` header names the key, so that a server can sign with a new key while tokens of the old one still hold.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt

from earmark import limits
from earmark.errors import InvalidField, TokenRejected
from earmark.types import AccountId

ISSUER: Final = "earmark"

_ALGORITHM: Final = "HS256"
_KEY_BYTES: Final = 32
# The library reads the wall clock for these; `verify_token` compares `exp` with the time that it is given.
_OPTIONS: Final[Any] = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
_ALPHANUMERICS: Final = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """
    Who presents a token.

    Attributes:
        issued_s: When it was made, in whole seconds since 1970.
    """

    account_id: AccountId
    app_id: str
    issued_s: int = 0


def new_key() -> bytes:
    """A random key, fit for signing tokens and as the pepper of secrets."""
    return secrets.token_bytes(_KEY_BYTES)


def key_id(key: bytes) -> str:
    """The name under which *key* signs: short, always the same for one key."""
    return hashlib.sha256(b"kid\0" + key).hexdigest()[:16]


def mint_token(account_id: AccountId, app_id: str, kid: str, key: bytes, now_s: int) -> str:
    """
    An access token that holds for `limits.TOKEN_LIFETIME_S` from *now_s*.

    Args:
        kid: Name of *key*, written into the token's header.
        key: At least 32 bytes.
        now_s: Written into the token, so that tokens that were made before some second can be told from later ones.

    Raises:
        ValueError: *key* is too short to sign with.
    """
    if len(key) < _KEY_BYTES:
        raise ValueError(f"a signing key has at least {_KEY_BYTES} bytes")
    claims = {
        "iss": ISSUER,
        "sub": account_id,
        "app": app_id,
        "iat": now_s,
        "exp": now_s + limits.TOKEN_LIFETIME_S,
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"kid": kid})


def verify_token(token: str, keys: Mapping[str, bytes], now_s: int) -> Identity:
    """
    The identity in *token*, if one of *keys* signed it and it has not expired.

    Whether the app still exists and when its secret was last rotated is not known here.

    Args:
        keys: Every key that is honored, by its `kid`.
        now_s: Seconds since 1970. A token is taken for `limits.TOKEN_GRACE_S` past its end.

    Raises:
        TokenRejected: anything else; the reason is not told.
    """
    # Length first: decoding costs time before the signature is known to be ours.
    if len(token) > limits.TOKEN_CHARS or not token.isascii():
        raise TokenRejected
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        if not isinstance(kid, str) or kid not in keys:
            raise TokenRejected
        claims = jwt.decode(token, keys[kid], algorithms=[_ALGORITHM], issuer=ISSUER, options=_OPTIONS)
    except jwt.PyJWTError as error:
        raise TokenRejected from error
    account_id, app_id = claims.get("sub"), claims.get("app")
    issued_s, expires_s = claims.get("iat"), claims.get("exp")
    if not (isinstance(account_id, str) and account_id and isinstance(app_id, str) and app_id):
        raise TokenRejected
    if not isinstance(issued_s, int) or not isinstance(expires_s, int) or now_s > expires_s + limits.TOKEN_GRACE_S:
        raise TokenRejected
    return Identity(AccountId(account_id), app_id, issued_s)


def hash_secret(secret: str, pepper: bytes) -> bytes:
    """The keyed hash under which an app secret is stored: HMAC-SHA256, since the secret itself is random."""
    # A client may send lone surrogates; they are a wrong secret, not a crash.
    return hmac.digest(pepper, secret.encode("utf-8", "surrogatepass"), hashlib.sha256)


def secret_matches(secret: str, pepper: bytes, stored_hash: bytes) -> bool:
    """Whether *secret* is the one behind *stored_hash*, in a time that tells nothing about either."""
    return hmac.compare_digest(hash_secret(secret, pepper), stored_hash)


def check_app_id(app_id: str, field: str) -> None:
    """
    Refuse an app id that a client would not send: contract 0.10.

    Raises:
        InvalidField: naming *field*.
    """
    _check_shape(app_id, limits.APP_ID_CHARS, field)


def check_app_secret(app_secret: str, field: str) -> None:
    """
    Refuse an app secret that a client would not send: contract 0.10.

    Raises:
        InvalidField: naming *field*, never quoting the secret.
    """
    _check_shape(app_secret, limits.APP_SECRET_CHARS, field)


def _check_shape(value: str, chars: int, field: str) -> None:
    if len(value) != chars or not _ALPHANUMERICS.fullmatch(value):
        raise InvalidField(field, f"must be exactly {chars} letters (a-z, A-Z) and digits")
