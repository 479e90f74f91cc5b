"""Sphinx: the synthetic report in MyST-NB, its numbers glued, its figures drawn in cells; HTML alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import venv
from dataclasses import replace
from pathlib import Path

from bench import data
from bench.content import (
    Cited,
    Content,
    Noted,
    Number,
    Piece,
    Section,
    Shown,
    Sourced,
    Statistic,
    place_name,
    table_name,
)
from bench.edits import Edit, cell, word
from bench.peers.peer import Absent, Peer
from bench.python_code import COMMON, drawing, formula

PACKAGES = ("sphinx", "myst-nb", "sphinxcontrib-bibtex", "pandas", "matplotlib")
_CONF = """project = "A synthetic report"
author = "Nobody"
extensions = ["myst_nb", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["references.bib"]
nb_execution_mode = "cache"
nb_execution_timeout = 600
exclude_patterns = ["_build", "jupyter_execute", ".jupyter_cache"]
myst_enable_extensions = ["dollarmath"]
"""
_NOTES = "```{footbibliography}\n```\n"
_KERNEL = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---

"""


def of(content: Content, folder: Path, home: Path) -> Peer | Absent:
    """The report for Sphinx, in an environment of its own below `home`, made where there is none."""
    program = _installed(home)
    if isinstance(program, Absent):
        return program
    versions = subprocess.run(
        [str(program), "-c", _VERSIONS], capture_output=True, text=True, check=True
    ).stdout.strip()
    write(content, folder)
    build = [str(program), "-m", "sphinx", "-q", "-b", "html", ".", "_build"]
    return Peer(versions, folder, {"HTML": build}, edits(content, folder), lambda: _clear(folder))


def write(content: Content, folder: Path) -> None:
    """Write the report."""
    folder.mkdir(parents=True)
    data.write(content, folder)
    names = [f"chapter-{number:03}" for number in range(1, len(content.chapters) + 1)]
    index = "# A synthetic report\n\nA report to be timed.\n\n```{toctree}\n:numbered:\n"
    (folder / "index.md").write_text(index + "\n".join(names) + "\n```\n", "utf-8")
    (folder / "conf.py").write_text(_CONF, "utf-8")
    (folder / "numbers_of_report.py").write_text(_numbers(content), "utf-8")
    tables = {name: n % content.shape.tables for n, name in enumerate(content.figures)}
    for name, sections in zip(names, content.chapters, strict=True):
        body = "\n".join(_section(section, tables) for section in sections)
        text = f"{_KERNEL}# Chapter of the count\n\n{_glue(sections)}\n{body}\n{_NOTES}"
        (folder / f"{name}.md").write_text(text, "utf-8")


def edits(content: Content, folder: Path) -> dict[str, Edit]:
    """One word, one cell; the cell's chapter is changed too, or the cache would show the old number."""
    plain = cell(content, folder)

    def changed(text: str, number: int) -> str:
        chapter = folder / "chapter-001.md"
        lines = chapter.read_text("utf-8").replace("\nimport", f"\n# data {number}\nimport", 1)
        chapter.write_text(re.sub(r"(?m)(^# data .*\n)+(?=# data)", "", lines), "utf-8")
        return plain.change(text, number)

    return {
        "word": word(folder / "chapter-001.md", ".\n\n"),
        "cell": replace(plain, change=changed),
    }


_VERSIONS = """
from importlib.metadata import version
print(f"Sphinx {version('sphinx')} with MyST-NB {version('myst-nb')}")
"""


def _installed(home: Path) -> Path | Absent:
    program = home / "bin" / "python"
    if not program.exists():
        venv.create(home, with_pip=True)
        done = subprocess.run(
            [str(program), "-m", "pip", "install", "-q", *PACKAGES],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            shutil.rmtree(home)
            return Absent("Sphinx with MyST-NB", "its packages could not be installed")
    return program


def _numbers(content: Content) -> str:
    read = "".join(
        f'{table_name(n)} = pd.read_csv("data/{table_name(n)}.csv", dtype={{"year": str}})\n'
        for n in range(content.shape.tables)
    )
    made = "".join(f"\n\ndef {s.name}():\n    return {_call(s)}\n" for s in content.statistics)
    return f"{COMMON}\n\n{read}{made}"


def _call(statistic: Statistic) -> str:
    if statistic.kind == "gap":
        return " - ".join(f"{name}()" for name in statistic.takes)
    return formula(statistic)


def _glue(sections: tuple[Section, ...]) -> str:
    pieces = (p for section in sections for par in section.paragraphs for p in par)
    numbers = {_name(p.number): p.number for p in pieces if isinstance(p, Shown)}
    lines = ["import matplotlib.pyplot as plt", "from myst_nb import glue"]
    lines += ["from numbers_of_report import *"]
    lines += [
        f'glue("{name}", {_shown(number)}, display=False)' for name, number in numbers.items()
    ]
    cell = "\n".join(lines)
    return f"```{{code-cell}} ipython3\n:tags: [remove-cell]\n{cell}\n```\n"


def _section(section: Section, tables: dict[str, int]) -> str:
    parts = [f"({section.label})=\n## {section.title}\n"]
    parts += ["".join(map(_piece, paragraph)) + "\n" for paragraph in section.paragraphs]
    parts += [f"[^{note.name}]: {note.text} See {{cite}}`{note.key}`.\n" for note in section.notes]
    if section.figure:
        code = "drawn, axes = plt.subplots()\nif True:\n"
        code += drawing(table_name(tables[section.figure]))
        parts.append(f"```{{code-cell}} ipython3\n:tags: [remove-input]\n{code}```\n")
    return "\n".join(parts)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Shown):
        return f"{{glue:text}}`{_name(piece.number)}`"
    if isinstance(piece, Sourced):
        return "{footcite}`source001`"
    if isinstance(piece, Cited):
        return f"{{footcite}}`{piece.key}`"
    return f"[^{piece.name}]" if isinstance(piece, Noted) else piece


def _name(number: Number) -> str:
    return number.name.replace(".", "_")


def _shown(number: Number) -> str:
    if not isinstance(number, Statistic):
        table = table_name(number.table)
        return f'f\'{{of({table}, "{place_name(number.place)}", "{number.year}"):,.0f}}\''
    return f'f"{{{number.name}():{",.0f" if number.kind == "mean" else ".0%"}}}"'


def _clear(folder: Path) -> None:
    for name in ("_build", ".jupyter_cache"):
        shutil.rmtree(folder / name, ignore_errors=True)
