"""The examples in the client's docstrings do what they show; every method has one, for both clients."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib
import inspect
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import earmark.client as package
from client.conftest import Stored
from earmark.client import AsyncEarmark, Earmark
from server import Server

MODULES = ("trackers", "conversations", "hits", "history", "webhooks", "api")
#: What has no example: it is called by itself, or needs a delivery that is settled (`test_webhooks.py`).
WITHOUT = {"close", "replay"}

_MAY_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def documented(name: str) -> Iterator[tuple[str, str, bool]]:
    """Every docstring of a module's classes in the order of the code: name, text, whether it is a class's."""
    module = importlib.import_module(f"earmark.client.{name}")
    for class_name, one in vars(module).items():
        if not inspect.isclass(one) or one.__module__ != module.__name__:
            continue
        yield class_name, inspect.getdoc(one) or "", True
        for method_name, method in vars(one).items():
            if not method_name.startswith("_"):
                yield f"{class_name}.{method_name}", inspect.getdoc(method) or "", False


async def run(text: str, name: str, names: dict[str, Any]) -> None:
    """Run the examples of *text*, which may await."""
    for example in doctest.DocTestParser().get_examples(text, name):
        printed = io.StringIO()
        code = compile(example.source, name, "single", _MAY_AWAIT, dont_inherit=True)
        with contextlib.redirect_stdout(printed):
            done = eval(code, names)
            if inspect.iscoroutine(done):
                await done
        assert printed.getvalue() == example.want, f"{name}, line {example.lineno + 1}"


@pytest.mark.parametrize("module", MODULES)
def test_every_method_has_an_example(module: str) -> None:
    for kind in ("aio", "blocking"):
        missing = [
            name
            for name, text, is_class in documented(f"{kind}.{module}")
            if not is_class and ">>>" not in text and name.rpartition(".")[2] not in WITHOUT
        ]
        assert missing == []


@pytest.mark.parametrize("module", MODULES)
async def test_examples_of_the_blocking_client_do_what_they_show(
    module: str, server: Server, earmark: Earmark, stored: Stored
) -> None:
    await _run_all(f"blocking.{module}", server, earmark, stored)


@pytest.mark.parametrize("module", MODULES)
async def test_examples_of_the_async_client_do_what_they_show(
    module: str, server: Server, async_earmark: AsyncEarmark, stored: Stored
) -> None:
    await _run_all(f"aio.{module}", server, async_earmark, stored)


async def test_example_of_the_package_does_what_it_shows(server: Server, stored: Stored) -> None:
    await run(inspect.getdoc(package) or "", "earmark.client", _names(server, stored))


async def _run_all(module: str, server: Server, client: Earmark | AsyncEarmark, stored: Stored) -> None:
    names = _names(server, stored) | {"earmark": client}
    ran = 0
    for name, text, is_class in documented(module):
        # A class shows a client of its own.
        await run(text, name, dict(names) if is_class else names)
        ran += text.count(">>>")
    assert ran > 0


def _names(server: Server, stored: Stored) -> dict[str, Any]:
    return {
        **{name: getattr(package, name) for name in package.__all__},
        "replace": replace,
        "base_url": server.base_url,
        "app_id": server.app_id,
        "app_secret": server.app_secret,
        "tracker": stored.tracker,
        "conversation": stored.conversation,
        "hit": stored.hit,
    }
