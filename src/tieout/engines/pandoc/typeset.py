"""Typeset: Typst in a process of its own, so that Ctrl-C can end it at once and a crash harms nothing.

`typeset` is the parent's side; `python -m tieout.engines.pandoc.typeset JOB.json` is the child's. With `-` in
place of a job the child stays, takes a job a line, and answers each with a line.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from tieout.processes import group

# For every reader, always; and where a project asks for it, for archives.
STANDARDS: tuple[Literal["ua-1", "a-2a"], ...] = ("ua-1",)
ARCHIVAL: tuple[Literal["ua-1", "a-2a"], ...] = ("ua-1", "a-2a")
_HEAD = re.compile(r"^(?P<kind>error|warning): (?P<message>.*)$")
_WHERE = re.compile(r"^\s*┌─ (?P<file>.+):(?P<line>\d+):(?P<column>\d+)$")
_SOURCE = re.compile(r"^\s*(?P<line>\d+) │ (?P<text>.*)$")
_HINT = re.compile(r"^\s*= hint: (?P<hint>.*)$")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something Typst said: where in the generated files, and the line it points at."""

    kind: str
    message: str
    hints: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the problems Typst named; `died` says how the process ended if not by itself."""

    problems: tuple[Problem, ...] = ()
    died: str = ""

    @property
    def good(self) -> bool:
        """Whether there is a PDF."""
        return not self.died and all(problem.kind != "error" for problem in self.problems)


def typeset(
    root: Path,
    main: str,
    target: Path,
    *,
    fonts: Path,
    timestamp: int,
    standards: Sequence[str] = STANDARDS,
) -> Outcome:
    """Make a PDF of `root / main`; Typst reads nothing outside `root` and `fonts`.

    The order to the child is written beside `root`. Whatever ends the wait (an interrupt too) ends the
    child and everything it started.
    """
    order = write_order(root, main, target, fonts=fonts, timestamp=timestamp, standards=standards)
    child = start(order)
    try:
        out, complaint = child.communicate()
    finally:
        group.end(child)
    return outcome(out) or Outcome(died=end_of(child.returncode, complaint))


def write_order(
    root: Path,
    main: str,
    target: Path,
    *,
    fonts: Path,
    timestamp: int,
    standards: Sequence[str] = STANDARDS,
) -> str:
    """The file that tells a child what to do."""
    order = {
        "root": str(root),
        "main": main,
        "target": str(target),
        "fonts": str(fonts),
        "timestamp": timestamp,
        "standards": list(standards),
    }
    job = root.parent / "job.json"
    job.write_text(json.dumps(order), encoding="utf-8")
    return str(job)


def start(job: str) -> subprocess.Popen[str]:
    """A child for one job, or for many: `-`."""
    # -P: a file of the author's called typst.py in the current folder is never imported.
    return group.start(
        [sys.executable, "-P", "-m", __name__, job],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=_environment(),
    )


def outcome(said: str) -> Outcome | None:
    """What a child's answer says; None where it is none."""
    try:
        problems = json.loads(said)["problems"]
    except (ValueError, KeyError, TypeError):
        return None
    return Outcome(tuple(Problem(**{**each, "hints": tuple(each["hints"])}) for each in problems))


def parse(diagnostic: str) -> tuple[Problem, ...]:
    """The problems in Typst's own words, each with its place; help lines about includes are left out."""
    problems: list[Problem] = []
    current: dict[str, object] | None = None
    hints: list[str] = []

    def close() -> None:
        if current is not None:
            problems.append(Problem(**current, hints=tuple(hints)))  # type: ignore[arg-type]

    for line in diagnostic.splitlines():
        if head := _HEAD.match(line):
            close()
            current, hints = {"kind": head["kind"], "message": head["message"]}, []
        elif line.startswith("help: "):
            close()
            current = None
        elif current is None:
            continue
        elif (where := _WHERE.match(line)) and "file" not in current:
            current["file"] = where["file"]
            current["line"] = int(where["line"])
            current["column"] = int(where["column"])
        elif hint := _HINT.match(line):
            hints.append(hint["hint"])
        elif (source := _SOURCE.match(line)) and int(source["line"]) == current.get("line"):
            current["source"] = source["text"]
    close()
    return tuple(problems)


def _environment() -> Mapping[str, str]:
    """The parent's environment, in which Typst finds no network: it would fetch packages unasked."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    return {**os.environ, **nowhere, **{name.upper(): url for name, url in nowhere.items()}}


def end_of(code: int, complaint: str) -> str:
    """How a child ended that said nothing."""
    last = complaint.strip().splitlines()[-1:] or [""]
    if code < 0:
        return f"ended by signal {signal.Signals(-code).name}"
    return f"ended with status {code}" + (f": {last[0]}" if last[0] else "")


def main(path: str) -> None:
    """The child: do the job in the file and say as JSON what Typst said; or one such job after the other."""
    if path == "-":
        compilers: dict[str, Any] = {}
        while line := sys.stdin.readline():
            order = json.loads(Path(line.rstrip("\n")).read_text(encoding="utf-8"))
            print(json.dumps({"problems": _compile(order, compilers)}), flush=True)  # noqa: T201
    else:
        order = json.loads(Path(path).read_text(encoding="utf-8"))
        sys.stdout.write(json.dumps({"problems": _compile(order, {})}))
    sys.stdout.flush()
    # Typst frees its caches one by one otherwise.
    os._exit(0)


def _compile(job: Mapping[str, Any], compilers: dict[str, Any]) -> list[dict[str, object]]:
    """The problems of one job; a compiler that has been used is used again."""
    import typst

    os.chdir(job["root"])  # Typst names files relative to here
    try:
        if job["fonts"] not in compilers:
            compilers[job["fonts"]] = typst.Compiler(
                job["main"], root=".", font_paths=[job["fonts"]], ignore_system_fonts=True
            )
        _, warnings = compilers[job["fonts"]].compile_with_warnings(
            job["main"],
            output=job["target"],
            pdf_standards=job["standards"],
            timestamp=job["timestamp"],
        )
        said = "\n".join(str(warning.diagnostic) for warning in warnings)
        fallback = [Problem("warning", str(warning.message)) for warning in warnings]
    except typst.TypstError as error:
        said = str(error.diagnostic)
        fallback = [Problem("error", str(error.message), tuple(map(str, error.hints or ())))]
    problems = parse(said) or tuple(fallback)
    if any(each.kind == "error" for each in fallback) and not any(
        each.kind == "error" for each in problems
    ):
        problems = (*problems, *fallback)
    return [asdict(each) for each in problems]


if __name__ == "__main__":
    main(sys.argv[1])
