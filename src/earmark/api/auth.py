"""Who calls, and with what: the token in every form that HTTP clients send it, and what routes are handed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from earmark.errors import TokenRejected, Unavailable
from earmark.security import Identity
from earmark.services import accounts
from earmark.services.deps import Deps

# They stand in the OpenAPI document; both forms are taken everywhere: contract 0.7.
_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", scheme_name="Bearer")
_api_key = APIKeyHeader(name="x-api-key", auto_error=False, scheme_name="X-API-KEY")


def deps_of(request: Request) -> Deps:
    """
    What the services need.

    Raises:
        Unavailable: the server is still starting, or could not start.
    """
    deps: Deps | None = getattr(request.app.state, "deps", None)
    if deps is None:
        raise Unavailable("The server is still starting; /health/ready tells how far it is.")
    return deps


async def caller_of(
    deps: Annotated[Deps, Depends(deps_of)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    api_key: Annotated[str | None, Security(_api_key)],
) -> Identity:
    """
    Who calls.

    Raises:
        TokenRejected: no token, or one that nobody here made, that has expired, or whose app was revoked.
    """
    token = bearer.credentials if bearer else api_key
    if not token:
        raise TokenRejected
    return await accounts.identify(deps, token)


#: What almost every route takes.
WithDeps = Annotated[Deps, Depends(deps_of)]
Caller = Annotated[Identity, Depends(caller_of)]
