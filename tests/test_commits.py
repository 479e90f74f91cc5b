"""A stranger's repository names programs; asking about its commits runs none of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tieout import commits


@pytest.fixture
def armed(tmp_path: Path) -> tuple[Path, Path]:
    """A repository whose configuration names a program wherever it can, and the file that the program leaves."""
    root, ran = tmp_path / "report", tmp_path / "ran"
    root.mkdir()
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)

    def git(*arguments: str) -> None:
        user = ("-c", "user.name=a", "-c", "user.email=a@b")
        subprocess.run(["git", "-C", str(root), *user, *arguments], check=True, capture_output=True)

    git("init", "-q")
    (root / "a.txt").write_text("a\n")
    git("add", "a.txt")
    git("commit", "-qm", "a")
    # A signature to be checked, by the program that the repository names.
    body = subprocess.run(
        ["git", "-C", str(root), "cat-file", "commit", "HEAD"], check=True, capture_output=True
    ).stdout
    head, _, message = body.partition(b"\n\n")
    signature = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----"
    signed = subprocess.run(
        ["git", "-C", str(root), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=head + signature + b"\n\n" + message,
        check=True,
        capture_output=True,
    ).stdout.decode()
    git("reset", "-q", "--hard", signed.strip())
    hooks = root / ".git/hooks"
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(program, hooks / name)
    for key in ("core.fsmonitor", "gpg.program", "core.pager", "core.editor", "diff.external"):
        git("config", key, str(program))
    git("config", "log.showSignature", "true")
    ran.unlink(missing_ok=True)
    return root, ran


def test_the_arms_are_loaded(armed):
    root, ran = armed
    subprocess.run(["git", "-C", str(root), "log", "-1"], check=True, capture_output=True)
    assert ran.exists(), "git itself runs what the repository names"


@pytest.mark.parametrize(
    "question",
    [
        ("log", "-1", "--format=%ct"),
        ("rev-parse", "--verify", "HEAD^{commit}"),
        ("ls-tree", "-r", "-z", "HEAD", "--", "."),
        ("diff", "--name-only", "--relative", "--no-renames", "--no-ext-diff", "-z", "HEAD"),
    ],
)
def test_asking_runs_nothing(armed, question):
    root, ran = armed
    (root / "a.txt").write_text("b\n")
    assert commits.ask(root, *question)
    assert not ran.exists()


def test_no_other_machine_is_asked(armed, tmp_path):
    root, ran = armed
    with pytest.raises(subprocess.CalledProcessError):
        commits.ask(root, "fetch", f"ext::{tmp_path}/program")
    assert not ran.exists()
