"""Search: the index that pagefind makes of the pages, while something else is being done."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

from tieout import catalogue
from tieout.engines.pandoc import indexing, programs
from tieout.findings import Finding, Place
from tieout.processes import group

FOLDER = "pagefind"
TIMEOUT = 120
# Pagefind brings three user interfaces; the pages have their own.
_UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.*",
)


class Pending:
    """A search index in the making: the process begins ahead of the pages, and waits for them."""

    def __init__(
        self, *, missing: bool = False, process: subprocess.Popen[str] | None = None
    ) -> None:
        self._missing = missing
        self._process = process
        self._folder: Path | None = None

    def index(self, folder: Path) -> None:
        """Begin the index of the pages in a folder."""
        self._folder = folder
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):  # it has ended, and says why
                self._process.stdin.write(json.dumps(str(folder)) + "\n")
                self._process.stdin.flush()

    def finish(self) -> list[Finding]:
        """Wait for the index, if one was begun; a warning if there is none, for pages are good without it."""
        if self._folder is None:
            return []
        if self._missing or self._process is None:
            return [_warning("pagefind is not installed")]
        try:
            _, told = self._process.communicate(timeout=TIMEOUT)
        except BaseException:
            self.stop()
            raise
        if self._process.returncode:
            last = (told or "").strip().splitlines()[-1:] or ["no message"]
            return [_warning(f"pagefind failed: {last[0]}")]
        for pattern in _UNUSED:
            for path in (self._folder / FOLDER).glob(pattern):
                path.unlink()
        return []

    def stop(self) -> None:
        """End the process, and close what it left open."""
        if self._process is not None:
            group.end(self._process)


def start() -> Pending:
    """Begin what makes the index: it is there when the pages are."""
    package = programs.folder_of("pagefind_bin")
    names = ("pagefind_extended", "pagefind", "pagefind.exe")
    program = (
        next((package / n for n in names if (package / n).is_file()), None) if package else None
    )
    if program is None:
        return Pending(missing=True)
    # By its file: it needs nothing of the packages around it, and they take longer than a small index.
    process = group.start(
        [sys.executable, "-I", "-S", indexing.__file__, str(program), FOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    return Pending(process=process)


def _warning(message: str) -> Finding:
    return Finding(
        catalogue.ENGINE_WARNING,
        Place("pagefind"),
        f"{message}: the pages have no search",
        "Install the package pagefind_bin.",
    )
