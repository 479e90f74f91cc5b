"""Press: the process that Typst runs in, by its path and without tieout, which would take longer to import.

`python -P press.py` reads the path of an order a line, as JSON: a file as `typeset.Order` writes it. It makes the PDF
and answers with a line of JSON: what Typst said in its own words, and its messages as it hands them over.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import typst


def main() -> None:
    """One order after the other, until there are none."""
    compilers: dict[str, typst.Compiler] = {}
    while line := sys.stdin.readline():
        order = json.loads(Path(json.loads(line)).read_text(encoding="utf-8"))
        sys.stdout.write(f"{json.dumps(_made(order, compilers))}\n")
        sys.stdout.flush()
    # Typst frees its caches one by one otherwise.
    os._exit(0)


def _made(order: dict[str, Any], compilers: dict[str, typst.Compiler]) -> dict[str, object]:
    """What Typst says of an order; a compiler that has been used is used again."""
    os.chdir(order["root"])  # Typst names files relative to here
    main, fonts = order["main"], order["fonts"]
    try:
        if fonts not in compilers:
            compilers[fonts] = typst.Compiler(
                main, root=".", font_paths=[fonts], ignore_system_fonts=True
            )
        _, warnings = compilers[fonts].compile_with_warnings(
            main,
            output=order["target"],
            pdf_standards=order["standards"],
            timestamp=order["timestamp"],
        )
    except typst.TypstError as error:
        return _told("error", str(error.diagnostic), [(error.message, error.hints or ())])
    said = "\n".join(str(warning.diagnostic) for warning in warnings)
    return _told("warning", said, [(warning.message, ()) for warning in warnings])


def _told(kind: str, said: str, messages: list[tuple[object, Any]]) -> dict[str, object]:
    bare = [
        {"kind": kind, "message": str(text), "hints": [*map(str, hints)]}
        for text, hints in messages
    ]
    return {"said": said, "messages": bare}


if __name__ == "__main__":
    main()
