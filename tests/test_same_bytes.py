"""One report, two very different machines: the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import SAMPLE, Report, files
from tieout.verify import differences

pytestmark = pytest.mark.slow

# Imported first by every Python there: a clock that is ten years on and set back now and then.
CLOCK = """
import itertools, time
_now, _steps = time.time, itertools.cycle((0, 1, -2, 3))
def _time():
    return _now() + 315_360_000 + next(_steps)
time.time = _time
time.time_ns = lambda: int(_time() * 1_000_000_000)
for _name in ("gmtime", "localtime", "ctime"):
    _real = getattr(time, _name)
    setattr(time, _name, lambda seconds=None, _real=_real: _real(_time() if seconds is None else seconds))
"""
STRANGER = 65534  # nobody


@pytest.fixture
def apart() -> Iterator[Path]:
    """A folder that other users may enter."""
    folder = Path(tempfile.mkdtemp(prefix="tieout-same-")).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def impostor(target: Path, family: str) -> None:
    """A font that calls itself by another's name."""
    import matplotlib
    from fontTools.ttLib import TTFont

    font = TTFont(Path(matplotlib.get_data_path()) / "fonts/ttf/cmr10.ttf")
    for record in font["name"].names:
        if record.nameID in {1, 4, 6, 16}:
            record.string = family
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


def as_another() -> list[str]:
    """What stands before a command that another user is to run; nothing where nobody can become one.

    Where this Python lies in a folder that only root may enter, the other user may enter it, and write nothing.
    """
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("setpriv"):
        return []
    plain = ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]
    reading = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    reading += [
        "--securebits=+no_setuid_fixup"
    ]  # or what asks for access is told of less than there is
    probe = "import os, sys, tieout; sys.exit(not os.access(sys.executable, os.X_OK))"
    for prefix in (plain, [*plain, *reading]):
        done = subprocess.run(
            [*prefix, sys.executable, "-c", probe],
            cwd="/",
            capture_output=True,
            check=False,
        )
        if done.returncode == 0:
            return prefix
    return []


def build(root: Path, jobs: int, prefix: list[str], environment: dict[str, str]) -> None:
    for command in (
        ["build", "--to", "html,pdf,docx,epub", "--engine", "pandoc", "--jobs", str(jobs)],
        ["audit"],
        ["archive"],
    ):
        done = subprocess.run(
            [*prefix, sys.executable, "-P", "-m", "tieout", *command],
            cwd=root,
            env={"PATH": os.environ["PATH"], **environment},
            umask=0o077 if prefix else -1,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("who", ["the same user", "another user"])
def test_two_machines_make_the_same_bytes(apart, who):
    another = as_another()
    if who == "another user" and not another:
        pytest.skip("only root can become another user, by setpriv")
    if who == "the same user" and another:
        pytest.skip("the other case is this one with another user")
    first = Report(shutil.copytree(SAMPLE, apart / "a"))
    config = first.read("report/_quarto.yml")
    first.write(
        "report/_quarto.yml",
        "".join(line for line in config.splitlines(True) if "  date:" not in line),
    )
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(first.root)]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "It stands"]):
        subprocess.run(
            [*git, *command],
            check=True,
            env={**os.environ, "GIT_COMMITTER_DATE": "2024-02-29T12:00:00Z"},
        )

    second = Report(apart / "somewhere else, ünter anderem" / "b")
    subprocess.run(["git", "clone", "-q", str(first.root), str(second.root)], check=True)
    for path in second.root.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    home = apart / "home of another"
    impostor(home / ".fonts/sans.ttf", "DejaVu Sans")
    impostor(home / ".local/share/fonts/serif.ttf", "Source Sans Pro")
    (home / "clock").mkdir(parents=True)
    (home / "clock/sitecustomize.py").write_text(CLOCK)
    if another:
        for path in (second.root, home, *second.root.rglob("*"), *home.rglob("*")):
            os.chown(path, STRANGER, STRANGER)

    build(
        first.root,
        1,
        [],
        {"HOME": str(apart / "home"), "LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    )
    build(
        second.root,
        2,
        another,
        {
            "HOME": str(home),
            "LC_ALL": "de_DE.UTF-8",
            "LANG": "tr_TR.UTF-8",
            "LANGUAGE": "de",
            "TZ": "Asia/Kathmandu",
            "PYTHONHASHSEED": "4242",
            "PYTHONPATH": str(home / "clock"),
            "PYTHONUTF8": "0",
            "MPLBACKEND": "svg",
            "TMPDIR": str(home),
            "COLUMNS": "40",
        },
    )
    one, other = first.outputs(), second.outputs()
    made = (second / "_output/report.pdf").stat()
    assert not another or (made.st_uid, made.st_mode & 0o077) == (STRANGER, 0)
    assert list(one) == list(other)
    for name in one:
        assert one[name] == other[name], (name, differences.between(name, one[name], other[name]))
    assert {
        "report.pdf",
        "report.docx",
        "report.epub",
        "ledger.json",
        "manifest.json",
        "audit/index.html",
    } <= set(one)
    assert any(name.endswith(".svg") for name in one)
    assert (first / "archive.zip").read_bytes() == (second / "archive.zip").read_bytes()
    assert json.loads(one["manifest.json"])["timestamp"] == 1709208000
    for name, content in files(second / "_output"):
        assert str(apart).encode() not in content, name
