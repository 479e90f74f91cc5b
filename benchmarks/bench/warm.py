"""Warm: a running `tieout preview`: from the write of a file to the fresh page, and to the fresh PDF."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil

from bench import measure
from bench.edits import Subject
from bench.measure import Measured, Taken


class Preview:
    """A running preview and what it says."""

    def __init__(self, project: Path) -> None:
        words = ["preview", "--port", "0", "--no-open", "--engine", "pandoc"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tieout", *words],
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**measure.environment(), "PYTHONUNBUFFERED": "1"},
        )
        self.lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        found = re.search(r"http://[\d.:]+/", self.wait(0, "Preview at"))
        self.address = found[0] if found else ""

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip())

    def wait(
        self, start: int, wanted: str = " s  ", unwanted: str = "\0", seconds: float = 180
    ) -> str:
        """The first line from `start` on that holds the one and not the other."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in self.lines[start:]:
                if wanted in line and unwanted not in line:
                    return line
            time.sleep(0.02)
        raise SystemExit("\n".join(["the preview said nothing of it:", *self.lines[start:]]))

    def settle(self, start: int) -> None:
        """Wait until nothing is to follow."""
        self.wait(start, unwanted="to follow")
        time.sleep(1.5)

    def get(self, address: str) -> bytes:
        """What the preview's server answers."""
        with urllib.request.urlopen(self.address + address) as answer:
            data: bytes = answer.read()
            return data

    def memory(self) -> float:
        """What the preview and all its processes hold, in megabytes (proportional set size)."""
        return measure.held(psutil.Process(self.process.pid))

    def cpu(self) -> float:
        """Seconds of processors that the preview and its processes have taken, those that ended as well."""
        total = 0.0
        process = psutil.Process(self.process.pid)
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += sum(each.cpu_times()[:4])
        return total

    def end(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)


def rounds(subject: Subject, runs: int) -> dict[str, Measured]:
    """A word and a cell, each to the page and to the PDF as well, in a process that has made both before."""
    preview = Preview(subject.folder)
    try:
        preview.wait(0)
        preview.settle(0)
        preview.get("_preview/report.pdf")
        found = {}
        for kind in ("word", "cell", "script"):
            found[f"preview_{kind}"] = _measured(preview, subject, kind, runs, paper=False)
        for kind in ("word", "cell"):
            found[f"preview_{kind}_pdf"] = _measured(preview, subject, kind, runs, paper=True)
        return found
    finally:
        preview.end()


def _measured(preview: Preview, subject: Subject, kind: str, runs: int, *, paper: bool) -> Measured:
    taken = []
    for _ in range(runs):
        start, before, begun = len(preview.lines), preview.cpu(), time.perf_counter()
        wanted = subject.edit(kind).encode()
        while wanted not in preview.get(subject.page):
            time.sleep(0.003)
            if time.perf_counter() - begun > 60:
                raise SystemExit("\n".join(["the page does not change:", *preview.lines[start:]]))
        if paper:
            preview.get("_preview/report.pdf")
        wall = time.perf_counter() - begun
        preview.settle(start)
        taken.append(Taken(wall, max(0.0, preview.cpu() - before)))
    return Measured(tuple(taken), preview.memory())
