"""How much a client may send at once."""

from __future__ import annotations

from starlette.requests import Request

from earmark.errors import TooLarge


async def read_body(request: Request, limit_bytes: int) -> bytes:
    """The request's body, never holding more than *limit_bytes* of it.

    Raises:
        TooLarge: the announced or the real length is above *limit_bytes*; the rest is not read.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit_bytes:
        raise _too_large(limit_bytes)
    # The header may lie, and a chunked body has none: what counts is what comes.
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit_bytes:
            raise _too_large(limit_bytes)
    return bytes(body)


def _too_large(limit_bytes: int) -> TooLarge:
    return TooLarge(f"The request body is larger than {limit_bytes} bytes.")
