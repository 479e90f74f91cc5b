"""Completion in real shells, and what a build shows on a terminal of 80 columns."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from projects import clean_environment

_LONG = 90  # seconds; a slow machine is no fault of ours


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, str]:
    """An environment in which `tieout` is the one under test."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "tieout"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tieout "$@"\n')
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    home = tmp_path / "home"
    home.mkdir()
    return clean_environment({"PATH": path, "HOME": str(home), "TERM": "xterm"})


class Terminal:
    """A program on a pseudo-terminal of 80 columns."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self.screen, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=other, stdout=other, stderr=other, env=environment, cwd=folder, start_new_session=True
        )  # fmt: skip
        os.close(other)
        self.shown = ""

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.screen, text.encode())

    def wait(self, pattern: str) -> str:
        """Everything shown, once something is."""
        end = time.monotonic() + _LONG
        while not re.search(pattern, self.shown):
            assert time.monotonic() < end, f"{pattern!r} never came: {self.shown!r}"
            if select.select([self.screen], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self.shown += os.read(self.screen, 65536).decode(errors="replace")
        return self.shown

    def close(self) -> None:
        """End the program."""
        with contextlib.suppress(OSError):
            os.close(self.screen)
        self.process.kill()
        self.process.wait()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh here")
def test_zsh_completes(programs, built, tmp_path):
    rc = tmp_path / "rc"
    rc.write_text(
        'autoload -U compinit; compinit -u -D\neval "$(tieout completion zsh)"\nPS1=ready:\n'
    )
    terminal = Terminal(["zsh", "-f", "-i"], programs, built.root)
    try:
        terminal.type(f"source {rc}\n")
        terminal.wait("ready:")
        terminal.type("tieout doct\t")
        terminal.wait("tieout doctor")
        terminal.type("\x15tieout explain prison_r\t")
        terminal.wait("prison_rise")
    finally:
        terminal.close()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("tieout doct", "doctor"),
        ("tieout explain prison_r", "prison_rise"),
        ("tieout explain figure:", "figure:prisoners_by_month"),
        ("tieout completion f", "fish"),
        ("tieout build --lo", "--locked"),
    ],
)
def test_fish_completes(programs, built, tmp_path, typed, offered):
    script = tmp_path / "tieout.fish"
    made = subprocess.run(
        ["tieout", "completion", "fish"], env=programs, capture_output=True, text=True, check=True
    )
    script.write_text(made.stdout)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C '{typed}'"],
        cwd=built.root,
        env=programs,
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONG,
    )
    assert offered in [line.partition("\t")[0] for line in done.stdout.splitlines()], done


def test_bash_completes(programs, built):
    script = (
        'eval "$(tieout completion bash)"; COMP_WORDS=(tieout explain prison_r); COMP_CWORD=2;'
        " _tieout_completion tieout; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=built.root,
        env=programs,
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONG,
    )
    assert done.stdout.split() == ["prison_rise"]


@pytest.mark.slow
@pytest.mark.parametrize("colour", [False, True])
def test_progress_never_scrolls(programs, computed, colour):
    environment = {k: v for k, v in programs.items() if k != "NO_COLOR" or not colour}
    terminal = Terminal(["tieout", "build", "--to", "html"], environment, computed.root)
    try:
        shown = terminal.wait("outputs .*index.html")
    finally:
        terminal.close()
    working, _, told = shown.partition("Built in")
    # While it works there is one line, written again and again; what stays is told afterwards.
    *_, last = working.split("\n")
    assert working.count("\n") == 1
    assert "\x1b[1A\x1b[2K" in last  # and back up, to wipe it
    colours = re.findall(r"\x1b\[[0-9;]*3[0-9][0-9;]*m", shown)
    assert bool(colours) is colour, shown
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", told)
    assert max(len(line.rstrip("\r")) for line in plain.split("\n")) <= 80
