"""A server that a command talks to: where it is, who asks, and what it says when it refuses."""

from __future__ import annotations

import ssl
from typing import Annotated, Any, Final, Self

import httpx2
import typer

from earmark.errors import (
    CredentialsRejected,
    EarmarkError,
    Invalid,
    InvalidField,
    NotFound,
    PreconditionFailed,
    Unavailable,
)

DEFAULT_SERVER: Final = "http://127.0.0.1:8750"

Server = Annotated[str, typer.Option("--server", metavar="URL", help="Address of the server.")]
AppId = Annotated[str, typer.Option("--app-id", envvar="EARMARK_APP_ID", help="App id of the account.")]
AppSecret = Annotated[
    str,
    typer.Option(
        "--app-secret",
        envvar="EARMARK_APP_SECRET",
        show_envvar=True,
        help="App secret of the account. Better in the environment: others can read a command line.",
    ),
]

_TIMEOUT_S: Final = 60.0
#: What a refusal is by its status; another one below 500 is `Invalid`.
_KINDS: Final[dict[int, type[EarmarkError]]] = {404: NotFound, 412: PreconditionFailed}
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class Remote:
    """
    One account of a running server. A context manager; `connect` makes it.

    A token that runs out is replaced by a fresh one in between.
    """

    def __init__(self, server: str, app_id: str, app_secret: str) -> None:
        self._app = {"type": "application", "appId": app_id, "appSecret": app_secret}
        self._server = server
        # A proxy knows no way to this machine.
        trust_env = httpx2.URL(server).host not in _LOOPBACK
        self._http = httpx2.Client(base_url=server, timeout=_TIMEOUT_S, trust_env=trust_env)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def request(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """
        The answer to one request, which is a success.

        Args:
            options: As httpx2 takes them: ``json``, ``params``, ``content``, ``headers``, ``timeout``.

        Raises:
            CredentialsRejected: the app id and secret no longer get a token.
            NotFound: the server has no such thing; the text is the server's own.
            PreconditionFailed: the server has another version than the one that If-Match names.
            Invalid: the server refuses the request; the text is its own.
            Unavailable: it cannot be reached, or has trouble of its own.
        """
        answer = self._ask(method, path, options)
        if answer.status_code == httpx2.codes.UNAUTHORIZED:
            self.sign_in()
            answer = self._ask(method, path, options)
        if not answer.is_success:
            raise _refusal(answer)
        return answer

    def sign_in(self) -> None:
        """
        Fetch a token for what follows.

        Raises:
            CredentialsRejected: the server does not know this app id with this secret.
            Unavailable: there is no earmark server at this address.
        """
        answer = self._ask("POST", "/oauth2/token:generate", {"json": self._app})
        if answer.status_code == httpx2.codes.UNAUTHORIZED:
            raise CredentialsRejected
        if not answer.is_success:
            raise _refusal(answer)
        token = _object(answer).get("accessToken")
        if not token:
            raise Unavailable(f"What answers at {self._server} is not an earmark server. Check --server.")
        self._http.headers["Authorization"] = f"Bearer {token}"

    def _ask(self, method: str, path: str, options: dict[str, Any]) -> httpx2.Response:
        try:
            return self._http.request(method, path, **options)
        except httpx2.TimeoutException as error:
            raise Unavailable(f"The server at {self._server} did not answer in time.") from error
        except httpx2.HTTPError as error:
            raise Unavailable(f"The server at {self._server} cannot be reached{_because(error)}.") from error


def connect(server: str, app_id: str, app_secret: str) -> Remote:
    """
    Sign in at a server.

    Raises:
        InvalidField: *server* is no web address, or the app id or secret is missing.
        CredentialsRejected: the server does not know this app id with this secret.
        Unavailable: there is no earmark server at this address.
    """
    check_account(app_id, app_secret)
    check_server(server)
    remote = Remote(server, app_id, app_secret)
    try:
        remote.sign_in()
    except BaseException:
        remote.__exit__()
        raise
    return remote


def check_account(app_id: str, app_secret: str) -> None:
    """
    Refuse to go on without an account.

    Raises:
        InvalidField: the app id or secret is missing.
    """
    for option, given in (("app-id", app_id), ("app-secret", app_secret)):
        if not given:
            variable = f"EARMARK_{option.replace('-', '_').upper()}"
            raise InvalidField(f"--{option}", f"is required to talk to a server; give it, or set {variable}.")


def check_server(server: str) -> None:
    """
    Refuse what can be no server.

    Raises:
        InvalidField: *server* is no web address.
    """
    try:
        url = httpx2.URL(server)
    except httpx2.InvalidURL:
        url = httpx2.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise InvalidField("--server", f"must be the address of a server, such as {DEFAULT_SERVER}.")


def _refusal(answer: httpx2.Response) -> EarmarkError:
    told = _object(answer)
    # A problem of the native API, or the one sentence of the Symbl paths.
    sentence = str(told.get("detail") or told.get("message") or f"The server answered {answer.status_code}.")
    places = [
        f'"{one["field"]}" {one["detail"]}'
        for one in told.get("errors") or []
        if isinstance(one, dict) and {"field", "detail"} <= one.keys() and str(one["field"]) not in sentence
    ]
    kind = Unavailable if answer.is_server_error else _KINDS.get(answer.status_code, Invalid)
    return kind("; ".join([sentence, *places]))


def _object(answer: httpx2.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _because(error: BaseException) -> str:
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, ssl.SSLError):
            return ": its certificate is not trusted on this machine"
        inner = inner.__cause__ or inner.__context__
    return ": start it, or name another with --server" if isinstance(error, httpx2.ConnectError) else ""
