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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from tieout.engines.pandoc import programs
from tieout.processes import group

if TYPE_CHECKING:
    import typst

TIMEOUT = 1800  # seconds: some hundred times as long as a report of a hundred pages takes
LATE = group.late(TIMEOUT)
Standard: TypeAlias = Literal["ua-1", "a-2a"]
# For every reader, always; and where a project asks for it, for archives.
STANDARDS: tuple[Standard, ...] = ("ua-1",)
ARCHIVAL: tuple[Standard, ...] = ("ua-1", "a-2a")
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


@dataclass(frozen=True, slots=True)
class Order:
    """One PDF to be made, of `root / main`; Typst reads nothing outside `root` and `fonts`.

    Attributes:
        timestamp: seconds since 1970, of every date in the PDF.
        standards: those of PDF that it has to keep to.
    """

    root: Path
    main: str
    target: Path
    fonts: Path
    timestamp: int
    standards: Sequence[Standard] = STANDARDS

    def write(self) -> str:
        """Write it where a child reads it, beside `root`; the file."""
        job = self.root.parent / "job.json"
        job.write_text(json.dumps(asdict(self), default=str), encoding="utf-8")
        return str(job)

    @classmethod
    def read(cls, job: str) -> Order:
        """The order in a file."""
        said = json.loads(Path(job).read_text(encoding="utf-8"))
        return cls(**{**said, **{name: Path(said[name]) for name in ("root", "target", "fonts")}})


def typeset(order: Order, meanwhile: Callable[[], object] = lambda: None) -> Outcome:
    """Make a PDF; something else is done meanwhile.

    Whatever ends the wait (an interrupt too) ends the child and everything it started.
    """
    child = start(order.write())
    try:
        with group.within(child, TIMEOUT) as late:
            meanwhile()
            out, complaint = child.communicate()
    finally:
        group.end(child)
    if late.is_set():
        return Outcome(died=LATE)
    return outcome(out) or Outcome(died=end_of(child.returncode, complaint))


def start(job: str) -> subprocess.Popen[str]:
    """A child for one job, or for many: `-`."""
    # -P: a file of the author's called typst.py in the current folder is never imported.
    return group.start(
        [sys.executable, "-P", "-m", __name__, job],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Of one that stays nobody reads what it says: a pipe would be full one day.
        stderr=subprocess.DEVNULL if job == "-" else subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=_environment(),
        memory=programs.MEMORY,
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
    current: Problem | None = None
    for line in diagnostic.splitlines():
        if head := _HEAD.match(line):
            problems += [current] if current is not None else []
            current = Problem(head["kind"], head["message"])
        elif line.startswith("help: "):
            problems += [current] if current is not None else []
            current = None
        elif current is None:
            continue
        elif (where := _WHERE.match(line)) and not current.file:
            at, column = int(where["line"]), int(where["column"])
            current = replace(current, file=where["file"], line=at, column=column)
        elif hint := _HINT.match(line):
            current = replace(current, hints=(*current.hints, hint["hint"]))
        elif (source := _SOURCE.match(line)) and int(source["line"]) == current.line:
            current = replace(current, source=source["text"])
    return (*problems, current) if current is not None else tuple(problems)


def _environment() -> Mapping[str, str]:
    """The parent's environment, in which Typst finds no network: it would fetch packages unasked."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    return {**os.environ, **nowhere, **{name.upper(): url for name, url in nowhere.items()}}


def end_of(code: int, complaint: str) -> str:
    """How a child ended that said nothing."""
    if "memory allocation" in complaint or "too much memory" in complaint:
        return f"asked for more than {programs.MEMORY} MB of memory"
    last = complaint.strip().splitlines()[-1:] or [""]
    how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with status {code}"
    return f"ended {how}" + (f": {last[0]}" if last[0] else "")


def main(path: str) -> None:
    """The child: do the job in the file and say as JSON what Typst said; or one such job after the other."""
    if path == "-":
        compilers: dict[Path, typst.Compiler] = {}
        while line := sys.stdin.readline():
            _answer(Order.read(line.rstrip("\n")), compilers)
    else:
        _answer(Order.read(path), {})
    # Typst frees its caches one by one otherwise.
    os._exit(0)


def _answer(order: Order, compilers: dict[Path, typst.Compiler]) -> None:
    sys.stdout.write(f"{json.dumps({'problems': _compile(order, compilers)})}\n")
    sys.stdout.flush()


def _compile(order: Order, compilers: dict[Path, typst.Compiler]) -> list[dict[str, object]]:
    """The problems of one order; a compiler that has been used is used again."""
    import typst

    os.chdir(order.root)  # Typst names files relative to here
    try:
        if order.fonts not in compilers:
            compilers[order.fonts] = typst.Compiler(
                order.main, root=".", font_paths=[str(order.fonts)], ignore_system_fonts=True
            )
        _, warnings = compilers[order.fonts].compile_with_warnings(
            order.main,
            output=str(order.target),
            pdf_standards=list(order.standards),
            timestamp=order.timestamp,
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
