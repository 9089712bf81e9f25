"""Contract 1, authentication, and of section 0 what concerns every answer."""

from __future__ import annotations

import time
from typing import Any, Final

import jwt

from conformance.cases import Ask, Case, Step, error, get, post, row
from conformance.shapes import Keep, Only, Text, That

TOKEN: Final = "/oauth2/token:generate"
TRACKERS: Final = "/v1/manage/trackers"
REJECTED: Final = Only(message="Token validation failed for provided token.")
PAIR: Final = {"type": "application", "appId": "<app_id>", "appSecret": "<app_secret>"}
#: A JWT of letters that a WebSocket subprotocol may have: contract 1.4.
JWT: Final = Text(r"[\w-]+\.[\w-]+\.[\w-]+")
ORIGIN: Final = {"Origin": "https://app.example"}
ALLOWED: Final = {"Access-Control-Allow-Origin": Text(r"\*|https://app\.example")}


def expiry(token: str) -> int:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return int(claims["exp"])


def generated(body: Any, answer: Any, status: int = 200, **more: Any) -> Ask:
    return post(TOKEN, body, answer, status, by="", **more)


def rejected(headers: dict[str, str], path: str = TRACKERS, **more: Any) -> Ask:
    return get(path, REJECTED, 401, by="", headers=headers, **more)


def accepted(headers: dict[str, str], path: str = TRACKERS, **more: Any) -> Ask:
    return get(path, {"trackers": []}, by="", headers=headers, **more)


def lasts(seconds: int) -> That:
    return That(f"good for {seconds} s", lambda token: expiry(token) >= time.time() + seconds)


def malformed(name: str, body: Any, *words: str) -> Case:
    return row("1.1", name, generated(body, error(*words), 400))


def each_path(headers: dict[str, str]) -> tuple[Step, ...]:
    paths = (TRACKERS, "/v1/job/<app_id>", "/v1/conversations", "/v1/conversations/1234567890123456/trackers")
    return tuple(rejected(headers, path) for path in paths)


CASES: Final = (
    row("1.1", "token-and-seconds", generated(PAIR, Only(accessToken=JWT, expiresIn=86_400))),
    row("1.1", "type-may-be-absent", generated({**PAIR, "type": None}, {"accessToken": JWT})),
    row("1.1", "colon-may-be-escaped", post("/oauth2/token%3Agenerate", PAIR, {"accessToken": JWT}, by="")),
    row("1.1", "wrong-secret", generated({**PAIR, "appSecret": "x" * 128}, error("appSecret"), 401)),
    row("1.1", "unknown-app", generated({**PAIR, "appId": "x" * 64}, error("appId"), 401)),
    row("1.1", "secret-of-another-app", generated({**PAIR, "appId": "<stranger_app_id>"}, error("appId"), 401)),
    malformed("app-id-required", {"appSecret": "x"}, '"appId" is required'),
    malformed("app-secret-required", {"appId": "x"}, '"appSecret" is required'),
    malformed("app-id-is-a-string", {**PAIR, "appId": 5}, '"appId" must be a string'),
    malformed("app-secret-is-a-string", {**PAIR, "appSecret": ["x"]}, '"appSecret" must be a string'),
    malformed("body-is-an-object", [PAIR], "must be an object"),
    malformed("body-is-json", b"appId=x&appSecret=y", "not valid JSON"),
    row("1.2", "bearer", accepted({"Authorization": "Bearer <token>"})),
    row("1.2", "bearer-in-any-case", accepted({"AUTHORIZATION": "bearer <token>"})),
    row("1.2", "x-api-key", accepted({"x-api-key": "<token>"})),
    row("1.2", "x-api-key-in-any-case", accepted({"X-API-KEY": "<token>"})),
    row("1.2", "other-query-parameters-are-ignored", accepted({"x-api-key": "<token>"}, query={"source": "js_sdk"})),
    row("1.3", "missing-token", *each_path({})),
    row("1.3", "malformed-token", *each_path({"x-api-key": "opaque"})),
    row("1.3", "malformed-bearer", *each_path({"Authorization": "Bearer a.b.c"})),
    row("1.3", "expired-token", rejected({"x-api-key": "<token>"}, later_s=86_400 + 120)),
    row("1.3", "message-alone-when-unknown", get("/v1/manage/tracker/1234567890123456", error(), 404)),
    row("1.3", "message-alone-without-a-route", get("/v1/nothing", error("/v1/nothing"), 404)),
    row("1.3", "message-alone-for-another-method", Ask("DELETE", TRACKERS, 405, error("DELETE"))),
    row("1.3", "message-names-the-field", post(TRACKERS, {"name": "A", "vocabulary": 5}, error('"vocabulary"'), 400)),
    row("1.4", "expires-in-a-day", generated(PAIR, {"accessToken": lasts(86_000)})),
    row(
        "1.4",
        "fresh-at-every-request",
        generated(PAIR, {"accessToken": lasts(86_400 + 3_000), "expiresIn": 86_400}, later_s=3_600),
    ),
    row("1.4", "minute-past-expiry", accepted({"x-api-key": "<token>"}, later_s=86_400 + 50)),
    row(
        "1.4",
        "earlier-token-stays-good",
        generated(PAIR, {"accessToken": Keep("second", JWT)}, later_s=60),
        accepted({"x-api-key": "<token>"}),
        accepted({"x-api-key": "<second>"}),
    ),
    row(
        "0.9",
        "preflight-of-the-token-call",
        Ask(
            "OPTIONS",
            TOKEN,
            200,
            by="",
            headers=ORIGIN
            | {
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type, authorization, x-api-key",
            },
            answer_headers=ALLOWED
            | {
                "Access-Control-Allow-Headers": That(
                    "content-type, authorization and x-api-key",
                    lambda named: {"content-type", "authorization", "x-api-key"} <= set(named.lower().split(", ")),
                ),
            },
        ),
    ),
    row(
        "0.9",
        "answers-and-errors-may-be-read-by-pages",
        generated(PAIR, {"accessToken": JWT}, headers=ORIGIN, answer_headers=ALLOWED),
        rejected(ORIGIN, answer_headers=ALLOWED),
    ),
)
