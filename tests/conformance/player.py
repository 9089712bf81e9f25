"""Plays the steps of a row against the application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx2
from fastapi import FastAPI

from conformance.cases import JSON, Ask, Ended, Step, Told
from conformance.shapes import Kept, filled, problems
from symbl_client import SymblClient
from webhook_receiver import WebhookReceiver


@dataclass(frozen=True)
class Player:
    """
    Attributes:
        clients: The accounts by the names under which steps speak for them; all on one connection.
        kept: By name what steps may refer to.
    """

    app: FastAPI
    clients: Mapping[str, SymblClient]
    receiver: WebhookReceiver
    kept: Kept

    async def play(self, step: Step) -> list[str]:
        """What came other than expected; *kept* has what the step keeps."""
        match step:
            case Ask():
                answer = await self._ask(step)
                return [*self._wrong(step, answer)]
            case Ended():
                found = await self.clients["client"].end_of(filled(step.job, self.kept))
                return [] if found == step.status else [f"the job should be {step.status}, is {found}"]
            case Told():
                bodies = await self.receiver.received(len(step.bodies))
                return [*problems(step.bodies, bodies, self.kept, "webhook")]

    async def _ask(self, step: Ask) -> httpx2.Response:
        headers = {name: filled(value, self.kept) for name, value in step.headers.items()}
        if step.by:
            headers["Authorization"] = f"Bearer {self.clients[step.by].token}"
        request: dict[str, Any] = {"params": filled(step.query, self.kept)} if step.query else {}
        if isinstance(step.body, bytes):
            request["content"] = step.body
        elif step.body is not None:
            request["json"] = filled(step.body, self.kept)
        with self._ahead(step.later_s):
            http = self.clients["client"].http
            return await http.request(step.method, filled(step.path, self.kept), headers=headers, **request)

    @contextmanager
    def _ahead(self, seconds: int) -> Iterator[None]:
        deps = self.app.state.deps
        self.app.state.deps = replace(deps, now_ms=lambda: deps.now_ms() + seconds * 1_000)
        yield
        self.app.state.deps = deps

    def _wrong(self, step: Ask, answer: httpx2.Response) -> Iterator[str]:
        if answer.status_code != step.status:
            yield f"status should be {step.status}, is {answer.status_code}: {answer.text}"
            return
        for name, shape in step.answer_headers.items():
            yield from problems(shape, answer.headers.get(name), self.kept, name)
        is_json = answer.headers.get("content-type") == JSON
        yield from problems(step.answer, answer.json() if is_json else answer.text, self.kept)
