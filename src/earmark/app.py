"""The server: wires settings, tools, services and routes together. The only place that does.

`cli/` serves it and prints what the start tells. ``uvicorn earmark.app:create_app --factory`` serves it as well, but
prints nothing: preset EARMARK_APP_ID and EARMARK_APP_SECRET there, for invented ones would never be seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from earmark import __version__, starter, telemetry, trackerfile, ui, workflows
from earmark.api import description, errors, ops
from earmark.api.access import REQUEST_ID_HEADER, AccessLog
from earmark.api.head import HeadAsGet
from earmark.api.native.idempotency import REPLAYED_HEADER
from earmark.api.native.routes import NATIVE
from earmark.api.ops import READY, Health
from earmark.api.symbl.answers import MessageAnswer
from earmark.api.symbl.routes import SYMBL
from earmark.api.symbl.submission_bodies import TextIn
from earmark.clock import now_ms
from earmark.config import PREFIX, Settings, load_settings
from earmark.engine.encoder import Encoder
from earmark.errors import EarmarkError, Unavailable
from earmark.jobs import Jobs
from earmark.outbound import Outbound
from earmark.services import accounts, attempts, matching, runs, samples, submissions
from earmark.services.accounts import Preset
from earmark.services.deps import Deps, Options, ServerKeys
from earmark.services.encoders import load_encoders
from earmark.services.matchers import MatcherCache
from earmark.store.db import Database
from earmark.store.lock import sole_use
from earmark.types import AccountId

LoadEncoders = Callable[[Path | None], Mapping[str, Encoder]]
#: Called with invented credentials as soon as their account is stored: nobody can read the secret afterwards.
TellCredentials = Callable[[Preset], None]

_STATIC: Final = Path(ui.__file__).parent / "static"
#: Preset credentials in a line for a shell, within single quotes: the variables that hold them, not their values.
_NAMED: Final = Preset(f"""'"${PREFIX}APP_ID"'""", f"""'"${PREFIX}APP_SECRET"'""")

log = telemetry.get_logger(__name__)


@dataclass(slots=True)
class Startup:
    """How the start went; at `app.state.startup`.

    Attributes:
        finished: Set when the server is ready or can never be.
        failure: Why it never will be.
        curl_line: Shows results when it is pasted; only when this start made the account. It holds the secret if that
            was invented, and the environment's name for it if it was preset.
    """

    finished: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None
    curl_line: str = field(default="", repr=False)


def create_app(
    settings: Settings | None = None,
    *,
    encoders: LoadEncoders = load_encoders,
    tell_credentials: TellCredentials = lambda _: None,
) -> FastAPI:
    """
    The server, not yet started.

    Args:
        settings: None reads the environment and sets up logging by it.
        encoders: Called once with the model folder, in a thread, while the server already answers.
        tell_credentials: Called when this start invents the first account's credentials, before anything else can go
            wrong. Preset ones are known already, and a log may be where they would be told.

    Raises:
        SettingsInvalid: the environment holds values that no server can run with.
    """
    if settings is None:
        settings = load_settings()
        telemetry.configure_logging(settings.log_level, settings.log_format)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            try:
                database = await _open_database(settings, stack)
            except Exception as error:
                app.state.startup.failure = error
                app.state.startup.finished.set()
                raise
            app.state.health.db = database
            start = asyncio.create_task(_start(app, settings, encoders, tell_credentials, database, stack))
            try:
                yield
            finally:
                app.state.deps = None
                await _stopped(start)

    app = FastAPI(
        title="earmark",
        version=__version__,
        summary="Finds the moments in talk that mean what you are looking for; speaks the Symbl.ai Trackers protocol.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={"4XX": {"model": MessageAnswer, "description": "What is wrong, with the field where there is one."}},
    )
    app.state.deps = None
    app.state.startup = Startup()
    app.state.health = Health({"models": "are being loaded", "jobs": "wait for the models"})
    for router in (*SYMBL, *NATIVE, ops.router, ops.docs_route(_STATIC / "docs.html")):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_STATIC))
    errors.install(app)
    description.install(app)
    app.add_middleware(AccessLog)
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        CORSMiddleware,  # contract 0.9; outermost, so that errors carry its headers too
        allow_origins=["*"],
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=[REQUEST_ID_HEADER, REPLAYED_HEADER, "ETag", "Location", "Retry-After"],
        allow_private_network=True,  # a page may call a server on its user's machine; without a token it gets nothing
        max_age=86_400,
    )
    return app


async def _open_database(settings: Settings, stack: AsyncExitStack) -> Database:
    if not settings.database_url:
        try:
            settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(sole_use(settings.data))
        except OSError as error:
            raise Unavailable(f"The data folder {settings.data} cannot be used: {error.strerror}.") from error
    database = await Database.connect(settings.earmark_database_url)
    stack.push_async_callback(database.close)
    await database.migrate()
    log.info("database_opened", place=database.place, schema=database.latest_version())
    return database


async def _start(
    app: FastAPI,
    settings: Settings,
    encoders: LoadEncoders,
    tell_credentials: TellCredentials,
    database: Database,
    stack: AsyncExitStack,
) -> None:
    """All of the start that takes a while; the server answers meanwhile, if only that it is not ready."""
    startup: Startup = app.state.startup
    parts: dict[str, str] = app.state.health.parts
    preset = _preset(settings)
    try:
        loaded = await asyncio.to_thread(encoders, settings.models_dir)
        await asyncio.to_thread(matching.warm_up, loaded)
        parts["models"] = READY
        telemetry.MODELS_LOADED.set(1)
        bootstrap = await accounts.bootstrap(database, preset, now_ms())
        if bootstrap.made is not None and preset is None:
            tell_credentials(bootstrap.made)
        deps = _build(settings, loaded, database, bootstrap.keys, stack)
        parts["jobs"] = "take up what the last run left"
        await deps.jobs.launch()
        stack.push_async_callback(deps.jobs.close)
        await submissions.sweep(deps)
        await runs.sweep(deps)
        stack.push_async_callback(_stopped, asyncio.create_task(attempts.dispatch(deps)))
        parts["jobs"] = READY
        if bootstrap.made is not None:
            parts["sample"] = "is being processed"
            path = await _first_results(settings, deps, bootstrap.account.id)
            startup.curl_line = _curl_line(settings.base_url, path, bootstrap.made if preset is None else _NAMED)
            parts["sample"] = READY
        app.state.deps = deps
        log.info("server_ready", version=__version__)
    except Exception as error:
        startup.failure = error
        sentence = str(error) if isinstance(error, EarmarkError) else f"failed with {type(error).__name__}"
        parts.update({part: sentence for part, state in parts.items() if state != READY})
        log.error("start_failed", reason=sentence, exc_info=None if isinstance(error, EarmarkError) else error)
    finally:
        startup.finished.set()


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _preset(settings: Settings) -> Preset | None:
    return Preset(settings.app_id, settings.app_secret.get_secret_value()) if settings.app_id else None


def _build(
    settings: Settings, loaded: Mapping[str, Encoder], database: Database, keys: ServerKeys, stack: AsyncExitStack
) -> Deps:
    threads = ThreadPoolExecutor(settings.threads, thread_name_prefix="work")
    stack.callback(threads.shutdown, wait=False, cancel_futures=True)
    queue = Jobs(settings.jobs_database_url, executor_id=settings.node)
    deps = Deps(
        db=database,
        jobs=queue,
        encoders=loaded,
        matchers=MatcherCache(settings.matcher_phrases),
        outbound=Outbound(allow_private=settings.allow_private_webhooks),
        threads=threads,
        now_ms=now_ms,
        keys=keys,
        options=Options(
            tracker_limit=settings.tracker_limit,
            strict_punctuation=settings.vocabulary_punctuation == "strict",
            put_merges=settings.put_vocabulary == "merge",
            enable_all_trackers=settings.enable_all_trackers,
        ),
    )
    workflows.register(queue, deps)
    return deps


async def _first_results(settings: Settings, deps: Deps, account_id: AccountId) -> str:
    """Fill the fresh account unless it is to stay empty; the path where there is something to see."""
    if settings.empty:
        return "/v1/manage/trackers"
    entries = trackerfile.read(starter.TRACKERS, starter.trackers())
    call = TextIn.model_validate_json(starter.sample_call()).to_text_draft()
    filled = await samples.fill(deps, account_id, [entry.tracker for entry in entries], call)
    return f"/v1/conversations/{filled}/trackers-detected"


def _curl_line(base_url: str, path: str, credentials: Preset) -> str:
    # The certificate is for the name that clients use, not for the address that this line asks on this machine.
    curl = "curl -sk" if base_url.startswith("https:") else "curl -s"
    token = (
        f"{curl} {base_url}/oauth2/token:generate "
        f"""-d '{{"appId":"{credentials.app_id}","appSecret":"{credentials.app_secret}"}}' """
        r"""| sed 's/.*"accessToken":"\([^"]*\)".*/\1/'"""
    )
    return f'{curl} {base_url}{path} -H "Authorization: Bearer $({token})"'
