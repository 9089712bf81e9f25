"""What every service is handed: the tools and the settings' values. Built once, in `app.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from earmark import limits
from earmark.engine.encoder import Encoder
from earmark.jobs import Jobs
from earmark.outbound import Outbound
from earmark.services.apps import AppCache
from earmark.services.fit_cache import FitCache
from earmark.services.matchers import MatcherCache
from earmark.store.db import Database

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """The settings that services and routes obey; `config.Settings` describes each."""

    tracker_limit: int = limits.TRACKERS_PER_ACCOUNT
    strict_punctuation: bool = True
    put_merges: bool = True
    enable_all_trackers: bool = True


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The server's own secrets.

    Attributes:
        signing: Name and key that sign new tokens.
        tokens: Every key whose tokens are honored, by name.
        pepper: Keys the hashes of app secrets.
    """

    signing: tuple[str, bytes] = field(repr=False)
    tokens: Mapping[str, bytes] = field(repr=False)
    pepper: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoreDeps:
    """What a service needs that only reads and changes what is stored; the command line has no more."""

    db: Database
    now_ms: Callable[[], int]
    keys: ServerKeys
    options: Options


@dataclass(frozen=True, slots=True)
class Deps(StoreDeps):
    """What the services of a running server need.

    Attributes:
        threads: For the engine's work alone.
        outbox: Set after a commit that left webhooks to be delivered; `attempts.dispatch` waits for it.
    """

    jobs: Jobs
    encoders: Mapping[str, Encoder]
    matchers: MatcherCache
    outbound: Outbound
    threads: Executor
    apps: AppCache = field(default_factory=AppCache)
    fits: FitCache = field(default_factory=FitCache)
    outbox: asyncio.Event = field(default_factory=asyncio.Event)

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what would hold up the event loop for a moment beside it."""
        return await asyncio.to_thread(work, *args, **kwargs)

    async def compute(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the engine's work: at most as much at once as there are threads for it. No request may wait there."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, partial(work, *args, **kwargs))
