"""Tieout is silent on the network: no process of it asks for another machine, and it works where there is none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from projects import Report, clean_environment

# Loaded by every Python process below ours. An attempt is written down, for a caller may swallow its failure.
GUARD = """
import os
import socket
import sys

_OWN = {"127.0.0.1", "::1", "localhost"}


def _refuse(what):
    with open(os.environ["ATTEMPTS"], "a") as file:
        file.write(f"{what} by {sys.argv}\\n")
    raise OSError(f"no network: {what}")


def _hear(event, arguments):
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}:
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in _OWN:
            _refuse(f"{event} {address}")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and arguments[0] not in _OWN:
        _refuse(f"{event} {arguments[0]}")


sys.addaudithook(_hear)
"""

COMMANDS = (
    ("build", "--to", "html,pdf,docx,epub"),
    ("check",),
    ("explain", "prison_rise"),
    ("audit",),
    ("build",),
)


@pytest.fixture
def guarded(tmp_path):
    """The environment in which attempts are written down, and where."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard/sitecustomize.py").write_text(GUARD)
    attempts = tmp_path / "attempts"
    return {"PYTHONPATH": str(tmp_path / "guard"), "ATTEMPTS": str(attempts)}, attempts


def without_network():
    """How to start a program on a machine that has no network, not even its own loopback."""
    for command in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
        except OSError:
            break
    return []


@pytest.mark.slow
def test_no_command_asks_for_another_machine(report: Report, guarded):
    environment, attempts = guarded
    alone = without_network()
    for arguments in COMMANDS:
        done = subprocess.run(
            [*alone, sys.executable, "-m", "tieout", *arguments],
            cwd=report.root,
            capture_output=True,
            text=True,
            env=clean_environment(environment),
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "TIE999" not in done.stderr
    assert not attempts.exists(), attempts.read_text()


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "socket.getaddrinfo('example.org', 80)",
        "urllib.request.urlopen('http://example.org')",
    ],
)
def test_the_guard_notices(guarded, attempt):
    environment, attempts = guarded
    code = f"import contextlib, socket, urllib.request\nwith contextlib.suppress(OSError):\n    {attempt}"
    subprocess.run([sys.executable, "-c", code], env=clean_environment(environment), check=True)
    assert attempts.read_text().startswith("socket.")
