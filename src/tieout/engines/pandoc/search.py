"""Search: the index that pagefind makes of the pages, while something else is being done."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
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


@dataclass(slots=True)
class Pending:
    """A search index in the making."""

    process: subprocess.Popen[str] | None
    folder: Path
    missing: bool = False

    @classmethod
    def none(cls) -> Pending:
        """Nothing to wait for."""
        return cls(None, Path())

    def finish(self) -> list[Finding]:
        """Wait for the index; a warning if there is none, for pages are good without it."""
        if self.missing:
            return [_warning("pagefind is not installed")]
        if self.process is None:
            return []
        try:
            _, told = self.process.communicate(timeout=TIMEOUT)
        except BaseException:
            self.stop()
            raise
        if self.process.returncode:
            last = (told or "").strip().splitlines()[-1:] or ["no message"]
            return [_warning(f"pagefind failed: {last[0]}")]
        for pattern in _UNUSED:
            for path in (self.folder / FOLDER).glob(pattern):
                path.unlink()
        return []

    def stop(self) -> None:
        """End the process, and close what it left open."""
        if self.process is not None:
            group.end(self.process)


def start(folder: Path) -> Pending:
    """Begin the index of the pages in a folder."""
    package = programs.folder_of("pagefind_bin")
    names = ("pagefind_extended", "pagefind", "pagefind.exe")
    program = (
        next((package / n for n in names if (package / n).is_file()), None) if package else None
    )
    if program is None:
        return Pending(None, folder, missing=True)
    process = group.start(
        [sys.executable, "-P", "-m", indexing.__name__, str(program), str(folder), FOLDER],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    return Pending(process, folder)


def _warning(message: str) -> Finding:
    return Finding(
        catalogue.ENGINE_WARNING,
        Place("pagefind"),
        f"{message}: the pages have no search",
        "Install the package pagefind_bin.",
    )
