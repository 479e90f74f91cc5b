"""Assets: the files that stand beside the pages: figures, their data as CSV, the scripts that made them."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tieout import formulas
from tieout.cache import write_whole
from tieout.compute.definition import Definition
from tieout.compute.graph import taken
from tieout.compute.run import Results
from tieout.data.dataset import BASIS, LOCATOR, NOTE, SOURCE
from tieout.data.table import Cell, Table, cell_text
from tieout.ledger.figure_data import MOST_COLUMNS, MOST_ROWS, Assets, FigureData
from tieout.ledger.fragments import Link
from tieout.project import Project

TOP = "_tieout"
_ASIDE = frozenset({SOURCE, LOCATOR, BASIS, NOTE})


def prepare(
    project: Project,
    definitions: Mapping[str, Definition],
    results: Results,
    tables: Mapping[str, Table],
    folder: Path,
) -> tuple[dict[str, Assets], dict[str, Path]]:
    """Write every figure's files to a folder of tieout's own.

    Returns:
        What each figure's page names, by the figure's name; and the file behind each path.
    """
    figures: dict[str, Assets] = {}
    files: dict[str, Path] = {}

    def keep(path: str, text: str) -> str:
        files[path] = folder / path
        _write(folder / path, text)
        return path

    for name, drawing in sorted(results.drawings.items()):
        definition = definitions[name]
        links = [
            Link(label, keep(f"{TOP}/data/{file}.csv", text))
            for label, file, text in _data(definition, drawing.csv, tables)
        ]
        source = (project.root / definition.path).read_text(encoding="utf-8")
        script = keep(f"{TOP}/{definition.path}.txt", source)
        links.append(Link("Script", script))
        figures[name] = Assets(
            image=keep(f"{TOP}/figures/{name}.svg", drawing.svg),
            links=tuple(links),
            script=definition.path,
            width=drawing.width,
            height=drawing.height,
            data=tuple(_readable(definition, drawing.csv, tables)),
        )
    return figures, files


def _data(
    definition: Definition, own: str, tables: Mapping[str, Table]
) -> Iterator[tuple[str, str, str]]:
    """The CSV files of a figure: label, file name and text; none where anything is confidential."""
    read = [tables[name] for name in taken(definition) if name in tables]
    if any(table.dataset.guarded for table in read):
        return
    if own:
        yield "Data (CSV)", definition.name, own
        return
    for table in read:
        if not table.listed:
            continue  # nobody downloads it with a page
        label = "Data (CSV)" if len(read) == 1 else f"Data: {table.dataset.name} (CSV)"
        yield label, table.dataset.name, table_csv(table)


def _readable(
    definition: Definition, own: str, tables: Mapping[str, Table]
) -> Iterator[FigureData]:
    """The same data as tables to read: cut where they are long, without the columns that say where from."""
    read = [tables[name] for name in taken(definition) if name in tables]
    if any(table.dataset.guarded for table in read):
        return
    if own:
        header, *rows = csv.reader(io.StringIO(own))
        columns = tuple(header[:MOST_COLUMNS])
        first = (tuple(row[:MOST_COLUMNS]) for row in rows[:MOST_ROWS])
        yield FigureData("", columns, tuple(first), len(rows))
        return
    for table in read:
        shown = [each for each in table.dataset.columns if each.name not in _ASIDE][:MOST_COLUMNS]
        numbers = range(min(len(table), MOST_ROWS))
        cells = (tuple(table.columns[each.name][row] for each in shown) for row in numbers)
        title = table.dataset.title or table.dataset.name
        yield FigureData(title, tuple(shown), tuple(cells), len(table))


def table_csv(table: Table) -> str:
    """A dataset's rows as plain CSV, values as tieout reads them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [column.name for column in table.dataset.columns]
    writer.writerow(formulas.harmless(name) for name in names)
    for row in table.rows():
        writer.writerow([_text(table.columns[name][row]) for name in names])
    return out.getvalue()


def _text(cell: Cell) -> str:
    text = cell_text(cell)
    return formulas.harmless(text) if isinstance(cell, str) else text


def _write(path: Path, text: str) -> None:
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return
    if path.is_dir():
        shutil.rmtree(path)  # this folder is tieout's own
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
