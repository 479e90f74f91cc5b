"""A report with a past, for tests of what changed: committed with its lock, then changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from once import once
from projects import Report
from tieout.diff.changes import Diff
from tieout.diff.since import since
from tieout.ledger import lockfile, locking, signoff
from tieout.ledger.load import load

CSV = "data/prisoners.csv"
_WHO = {
    f"GIT_{role}_{part}": text
    for role in ("AUTHOR", "COMMITTER")
    for part, text in (("NAME", "A. Writer"), ("EMAIL", "writer@example.org"))
}


def identity() -> dict[str, str]:
    """The environment of somebody whose git has no settings of its own."""
    return {**_WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody, whatever this machine's own settings."""
    environment = {**os.environ, **identity()}
    command = ["git", "-C", str(folder), "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    ).stdout


@dataclass(frozen=True)
class Past:
    """A report in a repository."""

    report: Report

    def renew(self, *, lock: bool = False) -> None:
        """What a build does to the ledger, and `tieout lock` to the lock."""
        ledger = self.report.compiled().ledger
        self.report.write("_output/ledger.json", ledger.as_json())
        if lock:
            lockfile.write(self.report.project, locking.lock_of(self.report.project, ledger))

    def commit(self, message: str = "one") -> None:
        """Commit everything that is not ignored."""
        git(self.report.root, "add", "--all")
        git(self.report.root, "commit", "--quiet", "--message", message)

    def since(self, revision: str = "HEAD", *, renew: bool = True) -> Diff:
        """What changed, after a build."""
        if renew:
            self.renew()
        return since(self.report.project, load(self.report.project), revision)

    def sign(self, name: str, kind: str = "number") -> None:
        """Sign something off as it is."""
        lock = lockfile.read(self.report.project)
        digest = lock.numbers[name].digest if kind == "number" else lock.shown[f"{kind}:{name}"]
        signed = (
            *signoff.read(self.report.project),
            signoff.SignOff(kind, name, "B. Late", digest),
        )
        signoff.write(self.report.project, signed)


def fewer(past: Past) -> None:
    """20,000 prisoners become 18,000: the rise grows from 95% to 117%."""
    past.report.change(CSV, "2016-12,all,20000", "2016-12,all,18000")


@pytest.fixture(scope="session")
def past_sample(reviewed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample report, committed with its lock; what `fewer` makes of it is in its cache."""

    def make(folder: Path) -> None:
        made = Past(Report(shutil.copytree(reviewed_sample, folder, dirs_exist_ok=True)))
        fewer(made)
        made.report.compiled()
        made.report.change(CSV, "2016-12,all,18000", "2016-12,all,20000")
        made.report.write(".gitignore", "_output/\n.tieout/\n")
        made.renew(lock=True)
        git(folder, "init", "--quiet")
        made.commit()

    return once(tmp_path_factory, "past", make)


@pytest.fixture
def past(past_sample: Path, tmp_path: Path) -> Past:
    """The sample report, committed with its lock."""
    made = Past(Report(shutil.copytree(past_sample, tmp_path / "report", symlinks=True)))
    git(made.report.root, "update-index", "--refresh")  # its files are others than those committed
    return made
