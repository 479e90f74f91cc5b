"""Machine: what the times were taken on; neither paths nor names of hosts."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

_PACKAGES = ("tieout", "pypandoc-binary", "typst", "matplotlib", "pandas", "numpy")


def description() -> dict[str, str | int]:
    """Processor, cores, memory, system, versions."""
    told: dict[str, str | int] = {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "system": _system(),
        "python": platform.python_version(),
        "conditions": _conditions(),
    }
    for name in _PACKAGES:
        try:
            told[name] = version(name)
        except PackageNotFoundError:
            told[name] = "absent"
    return told


def _conditions() -> str:
    """Whether others were at work when the measuring began, in a sentence."""
    taken = psutil.cpu_percent(interval=3)
    if taken < 15:
        return "Nothing else was running."
    return (
        f"Other work took {taken:.0f}% of the processors when the measuring began: "
        "times on the clock are longer than otherwise, ratios are rough."
    )


def _processor() -> str:
    text = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    found = re.search(r"(?m)^model name\s*:\s*(.+)$", text)
    return " ".join(found[1].split()) if found else platform.machine()


def _system() -> str:
    release = platform.freedesktop_os_release() if Path("/etc/os-release").exists() else {}
    return release.get("PRETTY_NAME", platform.system())
