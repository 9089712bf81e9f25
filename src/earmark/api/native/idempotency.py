"""Creates that may be sent again: the same Idempotency-Key makes a thing once and gets the same answer.

@router.post("/things", status_code=201, response_model=ThingOut, responses=problems(409, 413, 422))
async def create(deps: WithDeps, caller: Caller, once: Once, body: ThingIn) -> Response:
    async def make(db: Connection) -> Made:
        thing = await things.create(deps, caller.account_id, body.to_thing(), db=db)
        return Made(ThingOut.of(thing))

    return await once(make)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Request
from pydantic import AfterValidator, BaseModel, WithJsonSchema
from starlette.responses import JSONResponse, Response

from earmark import limits
from earmark.api.auth import Caller, WithDeps
from earmark.services import idempotency
from earmark.services.deps import Deps
from earmark.services.idempotency import RequestKey
from earmark.store.db import Connection
from earmark.types import AccountId

REPLAYED_HEADER: Final = "Idempotency-Replayed"
_KEY: Final = re.compile(rf"[\x21-\x7e]{{1,{limits.IDEMPOTENCY_KEY_CHARS}}}")


@dataclass(frozen=True, slots=True)
class Made:
    """
    What a create answers.

    Attributes:
        kept: What a repeat is answered with instead of *body*, where this holds a secret.
        after: Awaited once everything is committed, before the answer goes out; never at a repeat.
    """

    body: BaseModel
    status: int = 201
    headers: Mapping[str, str] = field(default_factory=dict)
    kept: BaseModel | None = None
    after: Callable[[], Awaitable[object]] | None = None

    def to_answer(self) -> dict[str, Any]:
        """What is stored for a repeat."""
        body = self.body if self.kept is None else self.kept
        return {"status": self.status, "headers": dict(self.headers), "body": body.model_dump(mode="json")}


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """A request that makes something, with or without a key."""

    deps: Deps
    account_id: AccountId
    key: RequestKey | None

    async def __call__(self, make: Callable[[Connection], Awaitable[Made]]) -> Response:
        """
        The answer of *make*, which is called in a transaction of its own and writes only there; or the stored one.

        Raises:
            IdempotencyKeyReused: the key came with another request.
        """
        made: list[Made] = []

        async def make_answer(db: Connection) -> dict[str, Any]:
            made.append(await make(db))
            return made[-1].to_answer()

        answer = await idempotency.once(self.deps, self.account_id, self.key, make_answer)
        if not made:
            return JSONResponse(answer["body"], answer["status"], {**answer["headers"], REPLAYED_HEADER: "true"})
        fresh = made[-1]
        if fresh.after is not None:
            await fresh.after()
        return JSONResponse(fresh.body.model_dump(mode="json"), fresh.status, fresh.headers)


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"must be 1 to {limits.IDEMPOTENCY_KEY_CHARS} visible ASCII characters")
    return key


# Not checked by the pattern, which would be told to whoever sends another key.
_Key = Annotated[str, AfterValidator(_checked), WithJsonSchema({"type": "string", "pattern": f"^{_KEY.pattern}$"})]


async def once_of(
    request: Request,
    deps: WithDeps,
    caller: Caller,
    idempotency_key: Annotated[
        _Key | None,
        Header(
            description="A word of your own for this request. Sent again with it within a day, the request makes "
            "nothing new and gets the same answer.",
        ),
    ] = None,
) -> OnceOnly:
    key = None
    if idempotency_key is not None:
        asked = f"{request.method}\0{request.url.path}\0{request.url.query}\0".encode()
        key = RequestKey(idempotency_key, hashlib.sha256(asked + await request.body()).hexdigest())
    return OnceOnly(deps, caller.account_id, key)


#: What every create takes.
Once = Annotated[OnceOnly, Depends(once_of)]
