"""``earmark webhooks``: an account's events in a terminal."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from typing import Annotated, Any, Final

import httpx2
import typer
from rich.text import Text

from earmark import limits, webhooks
from earmark.cli.console import PlainConsole, stderr
from earmark.cli.remote import DEFAULT_SERVER, AppId, AppSecret, Remote, Server, connect
from earmark.errors import EarmarkError, InvalidField, NotFound, Unavailable
from earmark.types import RECEIVER_EVENTS

_FORWARD_TIMEOUT_S: Final = 10.0
_AGAIN_S: Final = 2.0
_ALL: Final = ",".join(RECEIVER_EVENTS)
_STYLES: Final = {"hit.created": "bold green", "conversation.completed": "bold cyan", "job.failed": "bold red"}

app = typer.Typer(
    no_args_is_help=True,
    help="See what a server tells of.\n\nExample: `earmark webhooks listen`",
)


@app.callback()
def _group() -> None:
    pass  # so that the one command keeps its name


@app.command("listen")
def listen(
    server: Server = DEFAULT_SERVER,
    app_id: AppId = "",
    app_secret: AppSecret = "",
    events: Annotated[str, typer.Option(help="What to hear of, with commas between.")] = _ALL,
    forward_to: Annotated[
        str, typer.Option(metavar="URL", help="Post every event there as well, signed, as a webhook is.")
    ] = "",
) -> None:
    """Print the account's events as they happen, until Ctrl-C.

    Nothing needs to be reachable from the server: this command asks. With `--forward-to` a receiver on this machine
    gets each event as the server would post it, signed with a secret that is printed at the start.

    Example: `earmark webhooks listen --events hit.created --forward-to http://127.0.0.1:5000/hook`
    """
    wanted = [name.strip() for name in events.split(",") if name.strip()]
    if unknown := next((name for name in wanted if name not in RECEIVER_EVENTS), None):
        raise InvalidField("--events", f"names {unknown!r}; known are {', '.join(RECEIVER_EVENTS)}.")
    forward = _Forward(forward_to) if forward_to else None
    with connect(server, app_id, app_secret) as remote:
        if forward is not None:
            stderr.print(f"Forwarding to {forward_to}, signed with {forward.secret}", soft_wrap=True)
        receiver_id = _register(remote, wanted)
        stderr.print(f"Listening to {server} for {', '.join(wanted)}. Ctrl-C ends it.", soft_wrap=True)
        try:
            while True:
                for event in _ask(remote, receiver_id):
                    _show(event, forward)
        except KeyboardInterrupt:
            pass
        finally:
            with contextlib.suppress(EarmarkError):  # the server removes it by itself after a while
                remote.request("DELETE", f"/api/v1/webhooks/{receiver_id}")


class _Forward:
    """A receiver on this machine, which is no concern of the server's rules for addresses."""

    def __init__(self, url: str) -> None:
        if httpx2.URL(url).scheme not in ("http", "https"):
            raise InvalidField("--forward-to", "must be a web address, such as http://127.0.0.1:5000/hook.")
        self.secret = webhooks.new_secret()
        self._url = url

    def post(self, event: Mapping[str, Any]) -> str:
        """What became of it, in a word or two."""
        body = webhooks.to_body(event["payload"])
        headers = webhooks.headers(event["id"], int(time.time()), body, [self.secret])
        headers["content-type"] = "application/json"
        try:
            answer = httpx2.post(self._url, content=body, headers=headers, timeout=_FORWARD_TIMEOUT_S, trust_env=False)
        except httpx2.HTTPError as error:
            return type(error).__name__
        return str(answer.status_code)


def _register(remote: Remote, events: list[str]) -> str:
    made = remote.request("POST", "/api/v1/webhooks/listen", json={"events": events}).json()
    return str(made["id"])


def _ask(remote: Remote, receiver_id: str) -> list[Mapping[str, Any]]:
    wait = {"wait": limits.WEBHOOK_LISTEN_WAIT_S}
    try:
        answer = remote.request("GET", f"/api/v1/webhooks/{receiver_id}/events", params=wait)
    except NotFound as error:
        raise Unavailable("The server has forgotten this listener. Start the command again.") from error
    except Unavailable as error:
        stderr.print(f"{error} Asking again.")  # it may be restarting, and keeps what happens meanwhile
        time.sleep(_AGAIN_S)
        return []
    found: list[Mapping[str, Any]] = answer.json()["events"]
    return found


def _show(event: Mapping[str, Any], forward: _Forward | None) -> None:
    told = _visible(_summary(event["event"], event["payload"]["data"]))
    line = Text.assemble((event["timestamp"], "dim"), "  ", (event["event"], _STYLES[event["event"]]), "  ", told)
    if forward is not None:
        line.append(f"  -> {forward.post(event)}")
    PlainConsole(soft_wrap=True).print(line)


def _summary(event: str, data: Mapping[str, Any]) -> str:
    if event == "hit.created":
        speaker = f"{data['speaker']}: " if data["speaker"] else ""
        return f"{data['conversation_id']}  {data['tracker_name']}  {speaker}{data['text']!r}"
    if event == "conversation.completed":
        return f"{data['conversation_id']}  {data['name']}  {data['messages']} messages, {data['hits']} hits"
    return f"{data['conversation_id']}  {data['failure']}"


def _visible(told: str) -> str:
    """With marks that a terminal obeys and nobody sees, such as U+202E, written as Python writes them."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in told)
