"""A preview in a process of its own, as an author runs it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from projects import clean_environment

PATIENCE = 90.0


class Preview:
    """A running `tieout preview`; ends with the `with` block, whatever happens in it."""

    def __init__(
        self, root: Path, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> None:
        given = {"PYTHONUNBUFFERED": "1", **(environment or {})}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tieout", "preview", "--no-open", *arguments],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=clean_environment(given),
        )
        self.lines: list[str] = []
        self.listeners: list[Listener] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Preview:
        self.wait(lambda: any("Preview at" in line for line in self.lines))
        self.address = re.search(r"http://127\.0\.0\.1:(\d+)/", "".join(self.lines))[0]  # type: ignore[index]
        self.port = int(self.address.rsplit(":", 1)[1].strip("/"))
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def _read(self) -> None:
        for line in self.process.stdout:  # type: ignore[union-attr]
            self.lines.append(line.rstrip())

    def wait(self, done: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not done():
            assert self.process.poll() is None, "\n".join(self.lines)
            assert time.monotonic() < end, "\n".join(self.lines)
            time.sleep(0.02)

    def ready(self) -> None:
        """Wait until the report has been made."""
        self.wait(lambda: any(" s  " in line for line in self.lines))

    def get(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"127.0.0.1:{self.port}", **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            status = self.process.wait(10)
        finally:
            self.process.kill()
        self._reader.join(5)
        self.process.stdout.close()  # type: ignore[union-attr]
        for listener in self.listeners:
            listener.close()
        return status


class Listener:
    """What the server tells one page."""

    def __init__(self, preview: Preview) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
        self.connection.request("GET", "/_preview/events")
        self.answer = self.connection.getresponse()
        assert self.answer.getheader("content-type", "").startswith("text/event-stream")
        preview.listeners.append(self)

    def close(self) -> None:
        """Listen no more."""
        self.answer.close()
        self.connection.close()

    def next(self, kind: str) -> dict[str, Any]:
        """The next message of that kind."""
        while True:
            line = self.answer.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: "):
                message: dict[str, Any] = json.loads(line[6:])
                if message["kind"] == kind:
                    return message


def children(pid: int) -> set[int]:
    """The processes that a process and its children started."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        if parent == pid:
            found |= {int(stat.parent.name), *children(int(stat.parent.name))}
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run."""
    return {pid for pid in pids if os.path.exists(f"/proc/{pid}")}  # noqa: PTH110
