"""Make a costly folder once for all tests, however many processes run them."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name as `make` leaves it; tests copy it before they change anything.

    The processes of pytest-xdist share it: the first makes it while the others wait. What could not be made is
    tried again by the next, so that each test says for itself why it failed.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, made = base / "once" / name, base / "once" / f"{name}.made"
    folder.parent.mkdir(exist_ok=True)
    with (base / "once" / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder
