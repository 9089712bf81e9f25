"""What the figures were measured on. No name of a host or a person, no path."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")


def describe() -> dict[str, str | int]:
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": metadata.version("numpy"),
        "onnxruntime": metadata.version("onnxruntime"),
        "earmark": metadata.version("earmark"),
        "commit": _commit(),
    }


def slug(machine: dict[str, str | int]) -> str:
    """A short name for files: the processor and its cores."""
    name = re.sub(r"[^a-z0-9]+", "-", str(machine["cpu"]).lower()).strip("-")
    return f"{name}-{machine['cores']}-cores"


def load() -> float:
    """How many programs wanted the processor at a time, on average over the last minute."""
    return os.getloadavg()[0]


def resident_mb(pid: int) -> float | None:
    """Resident memory of a process in MB of 10^6 bytes; None where the system does not tell."""
    return _memory_mb(pid, "VmRSS")


def peak_mb(pid: int) -> float | None:
    """The most resident memory that a process ever had, as `resident_mb`."""
    return _memory_mb(pid, "VmHWM")


def _memory_mb(pid: int, name: str) -> float | None:
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return None
    found = re.search(rf"{name}:\s+(\d+) kB", status.read_text())
    return int(found[1]) * 1_024 / 1e6 if found else None


def _cpu() -> str:
    if _CPUINFO.is_file():
        found = re.search(r"^model name\s*:\s*(.+)$", _CPUINFO.read_text(), re.MULTILINE)
        if found:
            return found[1].strip()
    return platform.processor() or platform.machine()


def _commit() -> str:
    """The commit, with a plus where files differ from it."""
    try:
        commit = _git("rev-parse", "--short=12", "HEAD")
        return f"{commit}+" if _git("status", "--porcelain", "--untracked-files=no") else commit
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    told = subprocess.run(["git", *arguments], cwd=Path(__file__).parent, check=True, capture_output=True, text=True)
    return told.stdout.strip()
