"""Commits: what git says of a folder, asked so that nothing the folder's own repository names is run.

A repository may come from a stranger, and its configuration may name programs: to watch files, to check
signatures, to fetch what is missing.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_HARMLESS = ("core.fsmonitor=false", "log.showSignature=false", "core.hooksPath=/dev/null")


def ask(root: Path, *arguments: str, input_: bytes = b"", patience: float = 60.0) -> bytes:
    """What git says, run in a folder; it takes no locks, starts no helpers and asks no other machine.

    Args:
        root: the folder.
        arguments: the command and its arguments.
        input_: what it reads.
        patience: seconds to wait for the answer.

    Raises:
        FileNotFoundError: there is no git.
        subprocess.SubprocessError: it failed, or gave no answer in time.
    """
    settings = (part for each in _HARMLESS for part in ("-c", each))
    done = subprocess.run(
        ["git", "-C", str(root), "--no-pager", *settings, *arguments],
        input=input_,
        capture_output=True,
        env={
            **os.environ,
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        },
        timeout=patience,
        check=True,
    )
    return done.stdout
