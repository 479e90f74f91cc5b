"""Quarto: the very chapters of the synthetic report, rendered by Quarto where it is on PATH."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bench import as_tieout, measure
from bench.content import Content
from bench.edits import cell, word
from bench.peers.peer import Absent, Peer


def of(content: Content, folder: Path) -> Peer | Absent:
    """The report for Quarto, its numbers put in by tieout's extension."""
    if shutil.which("quarto") is None:
        return Absent("Quarto", "quarto is not on PATH")
    version = subprocess.run(
        ["quarto", "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    folder.mkdir(parents=True)
    as_tieout.write(content, folder)
    measure.command([sys.executable, "-m", "tieout", "compile"], folder)
    edits = {
        "word": word(folder / "report" / "chapter-001.qmd", ".\n\n"),
        "cell": cell(content, folder),
    }
    render = ["quarto", "render", "report", "--quiet", "--to"]
    commands = {
        "HTML": [*render, "html"],
        "HTML and PDF": [
            "sh",
            "-c",
            " && ".join(" ".join([*render, to]) for to in ("html", "typst")),
        ],
    }
    return Peer(f"Quarto {version}", folder, commands, edits, lambda: _clear(folder))


def _clear(folder: Path) -> None:
    for name in ("_book", ".quarto", "_freeze"):
        shutil.rmtree(folder / "report" / name, ignore_errors=True)
