"""Contract 4: jobs."""

from __future__ import annotations

from typing import Final

from conformance.cases import Ended, Told, error, get, post, row
from conformance.shapes import Only, Text
from conformance.submissions import (
    ANSWER,
    LINE,
    TEXT,
    said,
    submitted,
)

UNKNOWN_JOB: Final = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"
STATUS: Final = Text("scheduled|in_progress|completed")


def hook(status: str) -> Only:
    return Only(jobId="<job>", status=status)


CASES: Final = (
    row(
        "4.1",
        "while-it-runs",
        post(TEXT, said(LINE), ANSWER, 201),
        get("/v1/job/<job>", Only(id="<job>", status=STATUS)),
        Ended(),
    ),
    row("4.1", "completed", *submitted(said(LINE)), get("/v1/job/<job>", Only(id="<job>", status="completed"))),
    row("4.1", "unknown", get(f"/v1/job/{UNKNOWN_JOB}", error(UNKNOWN_JOB), 404)),
    row("4.1", "of-another-account", *submitted(said(LINE)), get("/v1/job/<job>", error("<job>"), 404, by="stranger")),
    row(
        "4.2",
        "told-of-every-change",
        *submitted(said(LINE, webhookUrl="<webhook>")),
        Told((hook("in_progress"), hook("completed"))),
    ),
    row(
        "4.2",
        "address-in-the-query",
        *submitted(said(LINE), query={"webhookUrl": "<webhook>"}),
        Told((hook("in_progress"), hook("completed"))),
    ),
)
