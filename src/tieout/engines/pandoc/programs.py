"""Programs: where pandoc and our Lua are; found without importing the package that brings pandoc."""

from __future__ import annotations

import importlib.util
import subprocess
from functools import cache
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError

HERE = Path(__file__).parent
WORKER = HERE / "worker.lua"
MODULES = HERE / "lua"
EXTENSION = HERE.parent / "extension" / "tieout" / "tieout.lua"
MEMORY = 4096  # megabytes that pandoc may hold, and Typst: some ten times what a large report takes


def folder_of(package: str) -> Path | None:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def pandoc() -> Path:
    """The pandoc that `pypandoc_binary` holds.

    Raises:
        TieoutError: it is not installed.
    """
    folder = folder_of("pypandoc")
    for name in ("pandoc", "pandoc.exe"):
        if folder and (folder / "files" / name).is_file():
            return folder / "files" / name
    raise TieoutError(
        Finding(
            catalogue.NO_ENGINE,
            Place("pandoc"),
            "the embedded engine's pandoc is not installed",
            'Install the package pypandoc_binary, or set engine = "quarto" in tieout.toml.',
        ),
        found=False,
    )


def command(*arguments: str) -> list[str]:
    """Pandoc with these arguments, and a bound to its memory: some texts make it ask for ever more.

    It looks for what it no longer needs after 64 megabytes, not after one: that takes a tenth less time.

    Raises:
        TieoutError: it is not installed.
    """
    return [str(pandoc()), "+RTS", f"-M{MEMORY}m", "-A64m", "--RTS", *arguments]


@cache
def pandoc_version() -> str:
    """The version pandoc tells, such as `3.9`."""
    told = subprocess.run(
        [str(pandoc()), "--version"], capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    return told.stdout.split("\n", 1)[0].removeprefix("pandoc").strip()
