"""Pieces: a new statistic, figure or chapter for a report that is under way; it builds at once."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from tieout import cache, catalogue
from tieout.data.dataset import Dataset
from tieout.data.package import read_package
from tieout.findings import Finding, Place, TieoutError, nearest
from tieout.number import Unit
from tieout.project import Project
from tieout.prose import yaml
from tieout.prose.book import BOOK_FILE, read_book
from tieout.starter import appended, names, templates, writing

_CHAPTER = re.compile(r"[A-Za-z0-9][\w-]*")


@dataclass(frozen=True, slots=True)
class Added:
    """What was added: the files written or changed, and what to do next."""

    files: tuple[str, ...]
    hints: tuple[str, ...]

    def as_json(self) -> dict[str, list[str]]:
        """The same as JSON data."""
        return {"files": list(self.files), "next": list(self.hints)}


def statistic(
    project: Project, name: str, takes: str | None, unit: str, script: Path | None = None
) -> Added:
    """Write one statistic that counts a dataset's rows, for the author to change.

    It stands in a script of its own, or at the end of `script`.

    Raises:
        TieoutError: the name, dataset, unit or script cannot be used, or the file exists.
    """
    names.require_new(project, name)
    dataset = _dataset(project, takes)
    try:
        Unit.parse(unit)
    except ValueError as error:
        finding = Finding(catalogue.BAD_ARGUMENT, Place("--unit"), str(error))
        raise TieoutError(finding, found=False) from None
    path = _script(project, script) if script is not None else project.scripts / f"{name}.py"
    said = _said(name) | {"unit": unit, "dataset": dataset.name}
    text = templates.piece("statistic.py.txt", said)
    if script is not None and path.is_file():
        appended.append(project, path, text[text.index("@statistic") :])
    else:
        write_new(project, path, text)
    return Added(
        (project.relative(path),),
        (f"In a chapter: {{{{< stat {name} >}}}} and {{{{< source {name} >}}}}.",),
    )


def figure(project: Project, name: str, takes: str | None) -> Added:
    """Write a script with one figure that draws a dataset's first column of values.

    Raises:
        TieoutError: the name or dataset cannot be used, or the file exists.
    """
    names.require_new(project, name)
    dataset = _dataset(project, takes)
    column = dataset.values[0] if dataset.values else dataset.columns[-1]
    path = project.figures / f"{name}.py"
    said = _said(name) | {
        "dataset": dataset.name,
        "key": dataset.primary_key[0],
        "column": column.name,
        "label": column.title,
    }
    write_new(project, path, templates.piece("figure.py.txt", said))
    hint = f"In a chapter, alone in a paragraph: {{{{< figure {name} >}}}}; refer to it as @fig-{name}."
    return Added((project.relative(path),), (hint,))


def chapter(project: Project, name: str) -> Added:
    """Write a chapter and list it in `_quarto.yml`.

    Raises:
        TieoutError: the name cannot be used, or the file exists.
    """
    name = name.removesuffix(".qmd")
    if not _CHAPTER.fullmatch(name):
        message = f"'{name}' cannot name a chapter's file"
        remedy = "Use letters, digits, - and _."
        raise TieoutError(Finding(catalogue.BAD_NAME, Place(name), message, remedy), found=False)
    read_book(project)  # one that cannot be read cannot be added to
    path = project.report / f"{name}.qmd"
    write_new(project, path, templates.piece("chapter.qmd", _said(name)))
    book = project.report / BOOK_FILE
    text = book.read_text(encoding="utf-8")
    changed = listed(text, f"{name}.qmd")
    if changed is None:
        hint = f"List it under 'chapters:' in {project.relative(book)}: - {name}.qmd"
        return Added((project.relative(path),), (hint,))
    try:
        with writing.told(project.relative(book)):
            cache.write_whole(book, changed.encode())
    except TieoutError:
        path.unlink(missing_ok=True)  # no chapter that the book does not list
        raise
    return Added(
        (project.relative(path), project.relative(book)), (f"Refer to it as @sec-{name}.",)
    )


def listed(text: str, entry: str) -> str | None:
    """`_quarto.yml` with one more chapter, before the references; None where that cannot be done safely."""
    chapters = _chapters(text)
    if not chapters:
        return None
    document = yaml.parse(text, BOOK_FILE)
    lines = text.splitlines(keepends=True)
    last = len(chapters) - 1
    before = "references" in str(chapters[last])
    number = document.place("book", "chapters", last).line - 1
    indent = re.match(r"[ \t]*(?=- )", lines[number])
    if indent is None:
        return None
    if not before:
        number = _end_of_item(lines, number, len(indent[0]))
    if lines[number - 1 : number] and not lines[number - 1].endswith("\n"):
        lines[number - 1] += "\n"
    lines.insert(number, f"{indent[0]}- {entry}\n")
    changed = "".join(lines)
    expected = [*chapters[:last], entry, chapters[last]] if before else [*chapters, entry]
    return changed if _chapters(changed) == expected else None


def write_new(project: Project, path: Path, text: str) -> None:
    """Write a file that does not exist yet.

    Raises:
        TieoutError: it exists, or cannot be written.
    """
    place = project.relative(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):  # told whether or not there is room for another one
            raise FileExistsError
        cache.write_new(path, text.encode())
    except FileExistsError:
        message, remedy = "the file exists", "Choose another name."
        finding = Finding(catalogue.FILE_EXISTS, Place(place), message, remedy)
        raise TieoutError(finding, found=False) from None
    except OSError as error:
        raise writing.cannot_write(place, error) from None


def _script(project: Project, path: Path) -> Path:
    """A script that scripts are looked for in: another's functions would never be found."""
    wanted = path.resolve()
    if wanted.suffix == ".py" and wanted.is_relative_to(project.scripts.resolve()):
        return wanted
    folder = project.relative(project.scripts)
    message = f"'{path}' is no script of this project"
    finding = Finding(
        catalogue.BAD_ARGUMENT, Place(str(path)), message, f"Name a file {folder}/….py."
    )
    raise TieoutError(finding, found=False)


def _dataset(project: Project, name: str | None) -> Dataset:
    datasets = read_package(project).datasets
    if name is None and datasets:
        return next(iter(datasets.values()))
    if name is None or name not in datasets:
        path = project.relative(project.data)
        message = "there is no dataset yet" if name is None else f"no dataset '{name}' in {path}"
        remedy = nearest(name or "", datasets) or (
            f"Datasets: {', '.join(datasets)}."
            if datasets
            else "Run 'tieout add dataset FILE.csv'."
        )
        finding = Finding(catalogue.BAD_ARGUMENT, Place(path), message, remedy)
        raise TieoutError(finding, found=False)
    return datasets[name]


def _said(name: str) -> dict[str, str]:
    words = names.words(name)
    return {"name": name, "words": words, "subject": words[:1].upper() + words[1:]}


def _chapters(text: str) -> list[object]:
    try:
        book = yaml.parse(text, BOOK_FILE).data.get("book")
    except TieoutError:
        return []
    found = book.get("chapters") if isinstance(book, dict) else None
    return list(found) if isinstance(found, list) else []


def _end_of_item(lines: list[str], number: int, indent: int) -> int:
    """The line after a list's item: the next that is indented no deeper."""
    number += 1
    while number < len(lines):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        number += 1
    while not lines[number - 1].strip():
        number -= 1
    return number
