"""Bare Typst: `python bare_typst.py FOLDER` makes the PDF of what `capture` left there, and nothing else."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import typst

folder = Path(sys.argv[1]).resolve()
order = json.loads((folder / "order.json").read_text("utf-8"))
os.chdir(folder / "root")
compiler = typst.Compiler(
    order["main"], root=".", font_paths=[str(folder / "fonts")], ignore_system_fonts=True
)
compiler.compile_with_warnings(
    order["main"],
    output=str(folder / "report.pdf"),
    pdf_standards=["ua-1"],
    timestamp=order["timestamp"],
)
os._exit(0)  # as the engine leaves it: Typst frees its memory piece by piece
