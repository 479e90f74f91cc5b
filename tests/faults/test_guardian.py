"""The process between tieout and a program: whenever it is told to end, it ends without a word."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tieout.processes import guardian


def ended(code: str) -> tuple[int, str, str]:
    """The status of a guardian that is told to end as the code says, and what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(guardian.__file__).parent)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


# Each descriptor that is closed ends in a request to end.
HURRIED = """
import os, signal, sys
sys.path.insert(0, sys.argv.pop(1))
import guardian

def closed(descriptor, close=os.close):
    os.kill(os.getpid(), signal.SIGTERM)
    close(descriptor)

os.close = closed
guardian.main(os.getppid(), -1, 0, -1, ["/bin/sleep", "60"])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for what is left in /proc")
def test_a_guardian_that_is_ended_as_it_begins_says_nothing():
    assert ended(HURRIED) == (1, "", "")


# It is told once while it watches, and again before it has begun to end what it watched.
TOLD_TWICE = """
import os, signal, sys
sys.path.insert(0, sys.argv.pop(1))
import guardian

def told(*_):
    os.kill(os.getpid(), signal.SIGTERM)

def ended(end_all=guardian._end_all):
    told()
    end_all()

guardian._watched, guardian._end_all = told, ended
guardian.main(os.getppid(), -1, 0, -1, ["/bin/sleep", "60"])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for what is left in /proc")
def test_a_guardian_that_is_told_twice_to_end_says_nothing():
    """As scripts' processes are: first that nothing more is to be run, then that the build has ended."""
    assert ended(TOLD_TWICE) == (1, "", "")


# It looks at nothing that the program prints before it is told to end.
BUSY = """
import os, sys, time
sys.path.insert(0, sys.argv.pop(1))
import guardian

guardian._watched = lambda *_: time.sleep(60)
guardian.main(os.getppid(), -1, 0, 1000, sys.argv[1:])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for what is left in /proc")
def test_what_was_printed_last_is_handed_on(tmp_path):
    """An answer and what the script printed before it go two ways, and the build may end in between."""
    folder, said = str(Path(guardian.__file__).parent), tmp_path / "said"
    program = ["/bin/sh", "-c", f"echo the last words; : >{said}; sleep 60"]
    with subprocess.Popen(
        [sys.executable, "-c", BUSY, folder, *program], stderr=subprocess.PIPE, text=True
    ) as process:
        while not said.exists():
            time.sleep(0.01)
        process.terminate()
        assert process.communicate(timeout=20)[1] == "the last words\n"
