"""Rows of the conformance tables: what a client sends and what has to come back, section by section of the contract.

A path, body or expectation may hold ``<name>``: what an earlier step of the same row kept under that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.shapes import ANYTHING, Only, Text

JSON: Final = "application/json"


@dataclass(frozen=True)
class Ask:
    """
    One request and its answer.

    Attributes:
        answer: The shape of the body, see `shapes`.
        body: Sent as JSON; bytes are sent as they are.
        by: Whose token is sent with it: of "client", of "stranger", who is another account, or of nobody, "".
        later_s: By how much the server's clock is ahead at this request.
        answer_headers: What its headers have to be, by name.
    """

    method: str
    path: str
    status: int
    answer: Any = ANYTHING
    body: Any = None
    query: Mapping[str, str | list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    by: str = "client"
    later_s: int = 0
    answer_headers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """The job is asked for until it has ended; it has to end as it should."""

    job: str = "<job>"
    status: str = "completed"


@dataclass(frozen=True)
class Told:
    """What the row's webhook is told, in this order; its address is ``<webhook>``."""

    bodies: tuple[Any, ...]


Step = Ask | Ended | Told


@dataclass(frozen=True)
class Case:
    """
    One row.

    Attributes:
        section: Of the contract.
        name: What is promised.
        settings: Options that the server runs with.
        about_talk: The account is the one that holds `talk.TALK`, and what that keeps is known; such a row only reads.
    """

    section: str
    name: str
    steps: tuple[Step, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    about_talk: bool = False

    @property
    def id(self) -> str:
        return f"{self.section}-{self.name}"


def row(section: str, name: str, *steps: Step, **settings: Any) -> Case:
    return Case(section, name, steps, settings)


def reading(section: str, name: str, *steps: Step) -> Case:
    """A row about the talk that all rows share."""
    return Case(section, name, steps, about_talk=True)


def get(path: str, answer: Any = ANYTHING, status: int = 200, **more: Any) -> Ask:
    return Ask("GET", path, status, answer, **more)


def post(path: str, body: Any, answer: Any = ANYTHING, status: int = 200, **more: Any) -> Ask:
    return Ask("POST", path, status, answer, body, **more)


def put(path: str, body: Any, answer: Any = ANYTHING, status: int = 200, **more: Any) -> Ask:
    return Ask("PUT", path, status, answer, body, **more)


def patch(path: str, body: Any, answer: Any = ANYTHING, status: int = 200, **more: Any) -> Ask:
    return Ask("PATCH", path, status, answer, body, **more)


def delete(path: str, answer: Any = ANYTHING, status: int = 200, **more: Any) -> Ask:
    return Ask("DELETE", path, status, answer, **more)


def error(*words: str, **more: Any) -> Only:
    """The body of every error: contract 1.3."""
    return Only(message=Text(holds=words), **more)
