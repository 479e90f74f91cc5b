"""Typeset: Typst in a process of its own, so that Ctrl-C can end it at once and a crash harms nothing.

The child is `press`; this is its parent's side.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from tieout.engines.pandoc import programs
from tieout.processes import group

TIMEOUT = 1800  # seconds: some hundred times as long as a report of a hundred pages takes
LATE = group.late(TIMEOUT)
Standard: TypeAlias = Literal["ua-1", "a-2a"]
# For every reader, always; and where a project asks for it, for archives.
STANDARDS: tuple[Standard, ...] = ("ua-1",)
ARCHIVAL: tuple[Standard, ...] = ("ua-1", "a-2a")
_PRESS = Path(__file__).with_name("press.py")
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
        return not self.died and not any(map(_is_error, self.problems))


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
        """Write it where a child reads it, beside `root`; the line that tells the child of it."""
        job = self.root.parent / "job.json"
        job.write_text(json.dumps(asdict(self), default=str), encoding="utf-8")
        return f"{json.dumps(str(job))}\n"  # ASCII, whatever the folder's name and the machine's language


class Press:
    """Makes PDFs, each with a Typst of its own; the first may begin ahead, and waits for its order."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Begin ahead of the first order: Python and Typst load while the report is put together."""
        self._child = start()

    def typeset(self, order: Order, meanwhile: Callable[[], object] = lambda: None) -> Outcome:
        """Make a PDF; something else is done meanwhile.

        Whatever ends the wait (an interrupt too) ends the child and everything it started.
        """
        child = self._child = self._child or start()
        try:
            told = order.write()
            with group.within(child, TIMEOUT) as late:
                if child.stdin is not None:
                    with contextlib.suppress(OSError):  # it has ended, and is found out below
                        child.stdin.write(told)
                        child.stdin.flush()
                meanwhile()
                out, complaint = child.communicate()
        finally:
            self.end()
        if late.is_set():
            return Outcome(died=LATE)
        return outcome(out) or Outcome(died=end_of(child.returncode, complaint))

    def end(self) -> None:
        """End what waits or works."""
        child, self._child = self._child, None
        if child is not None:
            group.end(child)


def start(*, stays: bool = False) -> subprocess.Popen[str]:
    """A child for one order, or one that stays for many."""
    # -P: a file beside it, or of the author's in the current folder, is never imported.
    return group.start(
        [sys.executable, "-P", str(_PRESS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Of one that stays nobody reads what it says: a pipe would be full one day.
        stderr=subprocess.DEVNULL if stays else subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=_environment(),
        memory=programs.MEMORY,
    )


def outcome(said: str) -> Outcome | None:
    """What a child's answer says; None where it is none."""
    try:
        told = json.loads(said)
        bare = [Problem(e["kind"], e["message"], tuple(e["hints"])) for e in told["messages"]]
        problems = parse(told["said"]) or tuple(bare)
    except (ValueError, KeyError, TypeError):
        return None
    if not any(_is_error(each) for each in problems):  # nothing in its own words was one
        problems += tuple(each for each in bare if _is_error(each))
    return Outcome(problems)


def _is_error(problem: Problem) -> bool:
    return problem.kind == "error"


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
