"""Every row of the tables, against the real application; and every section of the contract, in the tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import httpx2
import pytest
from fastapi import FastAPI

from app_in_process import signed_up
from conformance import auth, conversations, findings, jobs, options, submissions, tracker_rules, trackers, transcripts
from conformance.cases import Case
from conformance.player import Player
from conformance.shapes import Kept
from conformance.talk import TOLD
from symbl_client import SymblClient
from webhook_receiver import receiving

TABLES: Final = (auth, trackers, tracker_rules, submissions, options, jobs, conversations, transcripts, findings)
CASES: Final = tuple(case for table in TABLES for case in table.CASES)

#: The sections of the contract that rows belong to, and those that have none, with the reason.
SECTIONS: Final = (
    *(f"1.{part}" for part in range(1, 5)),
    *(f"2.{part}" for part in range(1, 11)),
    *(f"3.{part}" for part in range(1, 7)),
    *(f"4.{part}" for part in range(1, 3)),
    *(f"5.{part}" for part in range(1, 9)),
)
LEFT_OUT: Final = {"3.2": "options of audio and video alone"}
#: Rows of sections that have others.
LEFT_OUT_OF: Final = {
    "1.1": "token:refresh and token:revoke, which no client of trackers calls",
    "1.2": "the three forms of a token on a WebSocket",
    "2.10": "one request in flight for each account, which is not a limit here",
    "3.0": "the calls for audio and video",
    "3.4": "raw audio and video; what it says of queries holds for text as well",
    "3.6": "429 for too many jobs at once, which is no limit here, and addresses of audio that cannot be reached",
    "5.3": "scores and speaker tags of words, which only audio has",
}


@pytest.fixture(scope="module")
async def told(app: FastAPI, http: httpx2.AsyncClient) -> tuple[SymblClient, Kept]:
    """The account that holds the shared talk, and what is known of it."""
    client = await signed_up(app.state.deps, http)
    kept: Kept = {}
    async with receiving() as receiver:
        player = Player(app, {"client": client}, receiver, kept)
        for step in TOLD:
            assert await player.play(step) == []
    return client, kept


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
async def test_row(
    case: Case,
    client: SymblClient,
    stranger: SymblClient,
    told: tuple[SymblClient, Kept],
    app: FastAPI,
    set_options: Callable[..., None],
) -> None:
    set_options(**case.settings)
    kept: Kept = {}
    if case.about_talk:
        client, kept = told[0], dict(told[1])
    async with receiving() as receiver:
        kept |= {
            "app_id": client.app_id,
            "app_secret": client.app_secret,
            "token": client.token,
            "stranger_app_id": stranger.app_id,
            "webhook": receiver.url,
        }
        player = Player(app, {"client": client, "stranger": stranger}, receiver, kept)
        for number, step in enumerate(case.steps, start=1):
            assert await player.play(step) == [], f"step {number}: {step}"


def test_rows_have_names_of_their_own() -> None:
    names = [case.id for case in CASES]
    assert [name for name in names if names.count(name) > 1] == []


def test_every_section_of_the_contract_has_rows_or_a_reason_to_have_none() -> None:
    with_rows = {case.section for case in CASES}
    assert [section for section in SECTIONS if section not in with_rows and section not in LEFT_OUT] == []
    assert set(LEFT_OUT) & with_rows == set()
    assert set(LEFT_OUT_OF) <= with_rows
