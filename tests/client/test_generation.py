"""The blocking client is the one for asyncio without waiting."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_blocking_client_is_fresh() -> None:
    script = ROOT / "scripts" / "generate_client.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_both_clients_take_the_same_arguments() -> None:
    compared = 0
    for path in (ROOT / "src" / "earmark" / "client" / "aio").glob("*.py"):
        module = importlib.import_module(f"earmark.client.aio.{path.stem}")
        other = importlib.import_module(f"earmark.client.blocking.{path.stem}")
        for name, one in vars(module).items():
            if not inspect.isclass(one) or one.__module__ != module.__name__:
                continue
            twin = getattr(other, name.removeprefix("Async"))
            for method_name, method in vars(one).items():
                if inspect.isfunction(method) and not method_name.startswith("_"):
                    parameters = inspect.signature(method).parameters
                    assert list(parameters) == list(inspect.signature(getattr(twin, method_name)).parameters)
                    assert not inspect.iscoroutinefunction(getattr(twin, method_name))
                    compared += 1
    assert compared > 40


def test_client_is_light_to_import() -> None:
    heavy = {"numpy", "onnxruntime", "fastapi", "sqlalchemy", "mcp"}
    code = f"import sys, earmark.client; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
