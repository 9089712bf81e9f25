# Written by scripts/generate_client.py from aio/session.py: change that file.

"""Sends calls: with a token that is fetched when it is needed, and again where that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from threading import Lock
from time import monotonic, sleep
from typing import TypeVar

import httpx2

from earmark.client.calls import Call, Page, next_page
from earmark.client.errors import Unreachable
from earmark.client.retrying import Retries
from earmark.client.tokens import Credentials, Token

T = TypeVar("T")


class Session:
    """One account of one server."""

    def __init__(self, http: httpx2.Client, caller: Credentials | Token, retries: Retries) -> None:
        self._http = http
        self._caller = caller
        self._retries = retries
        self._token = caller if isinstance(caller, Token) else None
        self._signing_in = Lock()

    def of(self, caller: Credentials | Token) -> Session:
        """Another caller's, over the same connections."""
        return Session(self._http, caller, self._retries)

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def send(self, call: Call[T]) -> T:
        """
        Do it, and tell what came of it.

        Raises:
            EarmarkApiError: the server refused.
            Unreachable: there was no answer.
        """
        token = self._good_token()
        answer, may_be_done = self._tried(_signed(call, token))
        if answer.status_code == httpx2.codes.UNAUTHORIZED and isinstance(self._caller, Credentials):
            # Revoked, or ended while this machine slept.
            token = self._good_token(instead_of=token)
            answer, may_be_done = self._tried(_signed(call, token))
        return call.result(answer, may_be_done=may_be_done)

    def walk(self, call: Call[Page[T]]) -> Iterator[T]:
        """Every row of a list, the pages fetched as they are needed."""
        following: Call[Page[T]] | None = call
        while following is not None:
            page = self.send(following)
            yield from page.rows
            following = next_page(following, page)

    def _good_token(self, instead_of: Token | None = None) -> Token:
        with self._signing_in:
            token = self._token
            if token is None or token is instead_of or not token.is_good(monotonic()):
                token = self._fresh_token()
                self._token = token
            return token

    def _fresh_token(self) -> Token:
        assert isinstance(self._caller, Credentials)
        call = self._caller.to_call()
        answer, _ = self._tried(call)
        return call.result(answer).kept_from(monotonic())

    def _tried(self, call: Call[T]) -> tuple[httpx2.Response, bool]:
        """The last answer, and whether an attempt before may have done it."""
        may_be_done = False
        for attempt in count(1):
            try:
                answer = self._http.request(call.method, call.path, headers=call.headers, **call.request())
            except httpx2.TransportError as error:
                was_sent = not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
                pause_s = self._retries.after_failure(attempt, was_sent=was_sent, is_repeatable=call.is_repeatable)
                if pause_s is None:
                    raise Unreachable(_sentence(self._http.base_url, error)) from error
                may_be_done = may_be_done or was_sent
            else:
                pause_s = self._retries.after_answer(
                    attempt, answer.status_code, answer.headers, is_repeatable=call.is_repeatable
                )
                if pause_s is None:
                    return answer, may_be_done
                may_be_done = may_be_done or answer.is_server_error
            sleep(pause_s)
        raise AssertionError("count() does not end")


def _signed(call: Call[T], token: Token) -> Call[T]:
    return replace(call, headers={**call.headers, "Authorization": f"Bearer {token.value}"})


def _sentence(url: httpx2.URL, error: httpx2.TransportError) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return f"The server at {url} did not answer in time."
    return f"The server at {url} cannot be reached: {str(error) or type(error).__name__}."
