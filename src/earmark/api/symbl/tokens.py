"""Access tokens: contract 1.1."""

from __future__ import annotations

from fastapi import APIRouter

from earmark.api.auth import WithDeps
from earmark.api.requests import TokenRoute
from earmark.api.symbl.answers import TokenAnswer
from earmark.api.symbl.bodies import TokenIn
from earmark.services import accounts

router = APIRouter(route_class=TokenRoute, tags=["Tokens"])


@router.post("/oauth2/token:generate", summary="Get an access token")
async def generate(deps: WithDeps, body: TokenIn) -> TokenAnswer:
    return TokenAnswer(accessToken=await accounts.issue_token(deps, body.appId, body.appSecret))
