"""History: files of a project as a commit holds them, read with git and never checked out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue, commits
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project

_REGULAR = {"100644", "100755"}


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full name, and the files of the project in it: path relative to the project, git's name."""

    project: Project
    name: str
    files: Mapping[str, str]

    @property
    def short(self) -> str:
        """The first digits of its name."""
        return self.name[:7]

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of these files; those the commit lacks are left out."""
        wanted = [path for path in paths if path in self.files]
        asked = "".join(f"{self.files[path]}\n" for path in wanted).encode()
        data = _git(self.project, "cat-file", "--batch", input_=asked) if wanted else b""
        found: dict[str, bytes] = {}
        position = 0
        for path in wanted:
            end = data.index(b"\n", position)
            size = int(data[position:end].rsplit(b" ", 1)[1])
            found[path] = data[end + 1 : end + 1 + size]
            position = end + 1 + size + 1
        return found

    def changed(self) -> frozenset[str]:
        """The project's files that are not as the commit holds them."""
        listed = _git(
            self.project,
            *("diff", "--name-only", "--relative", "--no-renames", "--no-ext-diff", "-z"),
            *("--end-of-options", self.name, "--", "."),
        )
        return frozenset(listed.decode("utf-8", "surrogateescape").rstrip("\0").split("\0")) - {""}


def commit(project: Project, revision: str) -> Commit:
    """The commit that a revision names: `HEAD`, a branch, a tag, `main~3`.

    Raises:
        TieoutError: there is no history, or no such commit in it.
    """
    try:
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        name = _git(project, *asked).decode().strip()
    except subprocess.CalledProcessError:
        raise _nothing(project, revision) from None
    listed = _git(project, "ls-tree", "-r", "-z", name, "--", ".")
    files = {}
    for line in listed.decode("utf-8", "surrogateescape").split("\0"):
        about, _, path = line.partition("\t")
        mode, _, rest = about.partition(" ")
        if mode in _REGULAR:
            files[path] = rest.split(" ")[1]
    return Commit(project, name, files)


def _nothing(project: Project, revision: str) -> TieoutError:
    try:
        _git(project, "rev-parse", "--git-dir")
    except subprocess.CalledProcessError:
        message = "the report has no history: it is in no git repository"
        remedy = "Run 'git init' and commit it."
    else:
        message = f"'{revision}' names no commit"
        remedy = (
            "Commit the report first." if revision == "HEAD" else "See 'git log --oneline --all'."
        )
    finding = Finding(catalogue.NO_REVISION, Place(revision), message, remedy)
    return TieoutError(finding, found=False)


def _git(project: Project, *arguments: str, input_: bytes = b"") -> bytes:
    try:
        return commits.ask(project.root, *arguments, input_=input_)
    except FileNotFoundError:
        finding = Finding(
            catalogue.NO_REVISION, Place("git"), "git is not installed", "Install git."
        )
        raise TieoutError(finding, found=False) from None
    except subprocess.TimeoutExpired:
        finding = Finding(catalogue.NO_REVISION, Place("git"), "git gave no answer", "Try again.")
        raise TieoutError(finding, found=False) from None


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Put files into an empty folder; a path that would leave it is passed over."""
    for path, data in files.items():
        target = folder / path
        if ".." in Path(path).parts or Path(path).is_absolute():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
