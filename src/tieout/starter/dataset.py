"""Dataset: a CSV file added to the data package: copied, described, given its source, and read to be sure."""

from __future__ import annotations

import json
import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.cache import write_beside, write_whole
from tieout.data import cited
from tieout.data.dataset import BOOKKEEPING, SOURCE
from tieout.data.package import read_package
from tieout.data.read import read_table
from tieout.data.sources import read_sources
from tieout.findings import Finding, Place, TieoutError, nearest, raise_errors
from tieout.number import Unit
from tieout.project import Project
from tieout.starter import names, writing
from tieout.starter.inferred import Inferred, fault, has_unit, infer, key
from tieout.starter.pieces import Added

_LIST = re.compile(r'"resources"\s*:\s*(?=\[)')


@dataclass(frozen=True, slots=True)
class Entry:
    """A new source for the bibliography."""

    title: str
    author: str = ""
    year: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an author says of a new dataset; empty: tieout infers it.

    Attributes:
        source: the source's key in the bibliography, and `locator` where in it.
        entry: what to add to the bibliography where it lacks the key.
        key: the primary key's columns.
        units: units by column.
    """

    name: str = ""
    source: str = ""
    locator: str = ""
    entry: Entry | None = None
    key: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)


def needs_source(file: Path) -> bool:
    """Whether the file's rows name no sources themselves."""
    return SOURCE not in infer(file, str(file)).names


def add(project: Project, file: Path, wanted: Wanted) -> Added:
    """Add a file to the data package.

    Raises:
        TieoutError: it cannot be described or read, or its source is not known; nothing was changed.
    """
    shown = project.relative(file.resolve())
    if not file.is_file():
        raise fault(shown, "the file does not exist", "Give the path of a CSV file.")
    table = infer(file.resolve(), shown)
    name = wanted.name or re.sub(r"\W+", "_", file.stem.lower()).strip("_")
    names.require_new(project, name)
    _require_source(project, table, wanted, shown)
    columns = key(table, shown, wanted.key)
    target, is_copied = _target(project, file)
    path = target.relative_to(project.data.parent.resolve()).as_posix()
    resource = _resource(name, path, table, columns, wanted, shown)
    changed = [project.data] + ([project.references] if wanted.entry else [])
    undone = _undone_on_failure(changed, target if is_copied else None)
    with writing.told(project.relative(project.data)), undone:
        if is_copied:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        _describe(project, resource)
        if wanted.entry:
            _cite(project, wanted.source, wanted.entry)
        read = read_table(project, read_package(project).datasets[name])
        raise_errors(cited.faults({name: read}, read_sources(project)))
    files = [project.relative(project.data)] + ([project.relative(target)] if is_copied else [])
    files += [project.relative(project.references)] if wanted.entry else []
    return Added(tuple(files), tuple(_hints(name, resource, columns, table)))


def _require_source(project: Project, table: Inferred, wanted: Wanted, shown: str) -> None:
    if SOURCE in table.names:
        return
    if not wanted.source:
        raise fault(shown, "no source was named", "Give --source with a key of the bibliography.")
    known = read_sources(project).entries
    if wanted.source not in known and wanted.entry is None:
        path = project.relative(project.references)
        message = f"--source: '{wanted.source}' is not in {path}"
        remedy = nearest(wanted.source, known) or "Give --source-title as well to add it."
        raise fault(shown, message, remedy)
    if wanted.source in known and wanted.entry is not None:
        message = f"--source: '{wanted.source}' is in the bibliography already"
        raise fault(shown, message, "Leave --source-title out, or choose another key.")


def _target(project: Project, file: Path) -> tuple[Path, bool]:
    """Where the file is to stand, and whether it must be copied there."""
    folder = project.data.parent.resolve()
    file = file.resolve()
    if file.is_relative_to(folder):
        return file, False
    target = folder / file.name
    if target.exists():
        message = "a file of this name stands there already"
        finding = Finding(
            catalogue.FILE_EXISTS, Place(project.relative(target)), message, "Rename one of them."
        )
        raise TieoutError(finding, found=False)
    return target, True


def _resource(
    name: str,
    path: str,
    table: Inferred,
    columns: tuple[str, ...],
    wanted: Wanted,
    shown: str,
) -> dict[str, Any]:
    words = names.words(name)
    resource: dict[str, Any] = {
        "name": name,
        "title": words[:1].upper() + words[1:],
        "description": f"The rows of {Path(path).name} as received.",
        "path": path,
    }
    if wanted.source and SOURCE not in table.names:
        resource["tieout:source"] = wanted.source
        if wanted.locator:
            resource["tieout:locator"] = wanted.locator
    if table.encoding:
        resource["encoding"] = table.encoding
    if table.dialect:
        resource["dialect"] = table.dialect
    fields = [_field(each, columns, wanted.units, shown) for each in table.fields]
    for column in wanted.units:
        if column not in table.names:
            remedy = nearest(column, table.names) or f"Columns: {', '.join(table.names)}."
            raise fault(shown, f"--unit: no column '{column}'", remedy)
    resource["schema"] = {"fields": fields, "primaryKey": list(columns)}
    return resource


def _field(
    given: Mapping[str, Any], columns: tuple[str, ...], units: Mapping[str, str], shown: str
) -> dict[str, Any]:
    made = {"name": given["name"], "type": given["type"], "title": names.words(str(given["name"]))}
    made |= {name: value for name, value in given.items() if name not in made}
    is_value = has_unit(made) and made["name"] not in (*columns, *BOOKKEEPING)
    unit = units.get(str(made["name"]))
    if unit is None and is_value:
        unit = str(made.get("tieout:unit") or ("count" if made["type"] == "integer" else "plain"))
    if unit is not None:
        try:
            Unit.parse(unit)
        except ValueError as error:
            raise fault(shown, f"--unit {made['name']}: {error}", "") from None
        if not has_unit(made):
            message = f"--unit {made['name']}: the column holds no numbers tieout can read"
            raise fault(shown, message, "Its cells are text; describe them in the data package.")
        made["tieout:unit"] = unit
    return made


def _describe(project: Project, resource: dict[str, Any]) -> None:
    """Put a resource at the end of the data package; the rest of the file stays as it is."""
    if not project.data.is_file():
        project.data.parent.mkdir(parents=True, exist_ok=True)
        data: dict[str, Any] = {"name": "data", "title": "Data of this report", "resources": []}
        write_whole(project.data, (json.dumps(data, indent=2) + "\n").encode())
    text = project.data.read_text(encoding="utf-8")
    package = json.loads(text)
    package["resources"].append(resource)
    changed = _inserted(text, resource)
    if changed is None or json.loads(changed) != package:
        changed = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    write_whole(project.data, changed.encode())


def _inserted(text: str, resource: dict[str, Any]) -> str | None:
    found = _LIST.search(text)
    if found is None:
        return None
    items, end = json.JSONDecoder().raw_decode(text, found.end())
    before = text[: end - 1].rstrip()
    comma = "," if items else ""
    return f"{before}{comma}\n{_written(resource)}\n  {text[end - 1 :]}"


def _written(resource: dict[str, Any]) -> str:
    """A resource as a person would write it: a field a line."""
    lines = [*resource["schema"]["fields"], resource["schema"]["primaryKey"]]
    marks = [f"@line{number}@" for number in range(len(lines))]
    schema = {"fields": marks[:-1], "primaryKey": marks[-1]}
    text = json.dumps({**resource, "schema": schema}, indent=2, ensure_ascii=False)
    for mark, each in zip(marks, lines, strict=True):
        text = text.replace(f'"{mark}"', json.dumps(each, ensure_ascii=False), 1)
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _cite(project: Project, source: str, entry: Entry) -> None:
    author = f"{{{_plain(entry.author)}}}" if entry.author else ""
    values = {"title": _plain(entry.title), "author": author, "year": _plain(entry.year)}
    values["url"] = _plain(entry.url)
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    path = project.references
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.is_file() else ""
    text = "\n".join((f"@misc{{{source},", *lines, "}", ""))
    write_whole(path, (before.lstrip("\n") + text).encode())


def _plain(text: str) -> str:
    """Text that ends no BibTeX field before its time."""
    return " ".join(re.sub(r"[{}\\]", "", text).split())


@contextmanager
def _undone_on_failure(files: list[Path], made: Path | None) -> Iterator[None]:
    there = [file for file in files if file.is_file()]
    before: dict[Path, Path] = {}
    try:
        for (
            file
        ) in there:  # kept as files: on a disk that has become full nothing can be written back
            before[file] = write_beside(file, file.read_bytes())
        yield
    except BaseException:
        if made is not None:
            made.unlink(missing_ok=True)
        for file in files:
            if file not in there:
                file.unlink(missing_ok=True)
            elif file in before and file.read_bytes() != before[file].read_bytes():
                before[file].chmod(stat.S_IMODE(file.stat().st_mode))
                before[file].replace(file)
        raise
    finally:
        for kept in before.values():
            kept.unlink(missing_ok=True)


def _hints(
    name: str, resource: dict[str, Any], columns: tuple[str, ...], table: Inferred
) -> Iterator[str]:
    yield f"Key: {', '.join(columns)}. A script takes it as '{name}'."
    units = {
        f["name"]: f["tieout:unit"] for f in resource["schema"]["fields"] if "tieout:unit" in f
    }
    if units:
        counted = ", ".join(f"{column} ({unit})" for column, unit in units.items())
        yield f"Check what the columns count: {counted}."
        first = ".".join((name, *(table.column(part)[0] for part in columns), next(iter(units))))
        yield f"A cell is named like {first}."
        if any(len(unit) == len("USD") and unit.isupper() for unit in units.values()):
            yield 'Where cells are in pence or thousands, add "tieout:multiplier": 0.01 or 1000.'
    if table.encoding:
        yield f"The encoding was guessed: {table.encoding}. Check a name with an accent."
