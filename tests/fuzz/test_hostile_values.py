"""What no client means to send, in every place of every operation: refused or ignored as documented, never a 5xx."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import pytest

from fuzz.operations import Operation, operations, sample, with_each_place
from symbl_client import SymblClient

#: As they stand in an address, escaped already.
VALUES: Final = {
    "empty": "",
    "nul-within": "a%00b",
    "no-utf-8": "%ff%fe",
    "lone-surrogate": "%ed%a0%80",
    "right-to-left": "%E2%80%AE",
    "slash": "%2F..%2F",
    "quote": "%27%22;--",
    "huge-number": "9" * 5_000,
    "64-bit-number": str(2**63),
    "fraction": "1e400",
    "not-a-number": "NaN",
    "infinity": "-Infinity",
    "arabic-digits": "%D9%A0",
    "truth": "true",
    "object": quote('{"a": {"$gt": ""}}'),
    "deep-filter": quote("(" * 2_000),
    "time": "2024-05-01T10:00:00Z",
    "time-beyond": "99999-99-99T99:99:99Z",
    "first-time": "0001-01-01T00:00:00%2B14:00",
    "last-time": "9999-12-31T23:59:59-14:00",
    "long": "x" * 10_000,
}


#: In a path they make it another operation's.
ELSEWHERE: Final = (" empty", " slash")


def deep(opening: str, closing: str, depth: int = 50_000) -> bytes:
    return f"{opening * depth}1{closing * depth}".encode()


BODIES: Final = {
    "nothing": b"",
    "no-json": b"{",
    "no-utf-8": b'{"name": "\xff"}',
    "utf-16": '{"name": "A"}'.encode("utf-16"),
    "deep-array": deep("[", "]"),
    "deep-object": deep('{"a":', "}"),
    "huge-number": b'{"name": ' + b"9" * 5_000 + b"}",
    "exponent": b'{"sensitivity": 1e400}',
    "not-a-number": b'{"sensitivity": NaN}',
    "null": b"null",
    "string": b'"x"',
    "number": b"5",
    "array-of-null": b"[null]",
    "array-of-arrays": b"[[[]]]",
    "key-twice": b'{"name": "A", "name": "B"}',
    "hostile-key": b'{"\\ud800": 1, "\\u0000": 2, "": 3, "__proto__": {}}',
    "bytes": bytes(range(256)),
}
#: Put in the place of every member of a body in turn.
MEMBERS: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    1e308,
    "",
    " ",
    "a\0b",
    "\ud800",
    "😀" * 300,
    "x" * 20_000,
    [],
    [None],
    ["\ud800", "\0"],
    [[[]]],
    {},
    {"\ud800": "\0"},
    {"a": {"b": [{}]}},
)

each_operation = pytest.mark.parametrize("operation", [pytest.param(one, id=one.id) for one in operations()])


async def check(account: SymblClient, operation: Operation, path: str, said: str, **request: Any) -> None:
    answer = await account.ask(operation.method, path, **request)
    assert answer.status_code < 500, f"{said}: {answer.text}"
    leads_elsewhere = said.endswith(ELSEWHERE) and answer.status_code in (404, 405)
    assert leads_elsewhere or operation.documents(answer.status_code), f"{said}: {answer.status_code} {answer.text}"


def any_body(operation: Operation) -> dict[str, Any]:
    schema = operation.body_schema
    return {} if not operation.takes_body else {"content": b"{}"} if schema is None else {"json": sample(schema)}


@each_operation
async def test_no_value_in_the_path_or_query_is_too_much(
    account: SymblClient, known: Mapping[str, str], operation: Operation
) -> None:
    body = any_body(operation)
    for said, value in VALUES.items():
        for name in operation.parameters("path"):
            path = operation.path.format(**{**known, name: value})
            await check(account, operation, path, f"{name} {said}", **body)
        for name in operation.parameters("query"):
            path = f"{operation.path.format(**known)}?{name}={value}"
            await check(account, operation, path, f"{name} {said}", **body)


@pytest.mark.parametrize("operation", [pytest.param(one, id=one.id) for one in operations() if one.takes_body])
async def test_no_body_is_too_much(account: SymblClient, known: Mapping[str, str], operation: Operation) -> None:
    path = operation.path.format(**known)
    for said, body in BODIES.items():
        await check(account, operation, path, said, content=body)
    if operation.body_schema is None:
        return
    for value in MEMBERS:
        for place, body in with_each_place(sample(operation.body_schema), value):
            await check(account, operation, path, f"{place} {value!r}"[:80], content=json.dumps(body).encode())


HEADERS: Final = (b"", b"\xff\xfe", b"x" * 5_000, b'W/"9999999999999999999999"', b'"1", "2", *', b"\x7f{}%00")


@each_operation
async def test_no_header_is_too_much(account: SymblClient, known: Mapping[str, str], operation: Operation) -> None:
    path = operation.path.format(**known)
    for name in (*operation.parameters("header"), "X-Request-Id", "Origin"):
        for value in HEADERS:
            await check(
                account, operation, path, f"{name} {value[:40]!r}", headers={name: value}, **any_body(operation)
            )
