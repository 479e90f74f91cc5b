"""Completing: the names a shell offers when the user presses the tabulator key; silent where there are none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from tieout.findings import TieoutError
from tieout.project import Project


def numbers(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Names of the numbers in the last build's ledger, and `figure:NAME`, `table:NAME`."""
    from tieout.ledger.load import kept_back

    try:
        project = Project.find(Path.cwd())
        data = json.loads((project.output / "ledger.json").read_bytes())
        kept = kept_back(project)
        names = [each["name"] for each in data["numbers"] if not kept.has(each["name"])]
        names += [f"{each['kind']}:{each['name']}" for each in data.get("shown", ())]
    except (TieoutError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return [name for name in names if name.startswith(typed)]


def datasets() -> Iterable[str]:
    """Names of the datasets."""
    try:
        package = json.loads(Project.find(Path.cwd()).data.read_bytes())
        return [str(each["name"]) for each in package["resources"]]
    except (TieoutError, OSError, ValueError, KeyError, TypeError):
        return []


def editions(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """Names of the editions."""
    try:
        known = Project.find(Path.cwd()).editions()
    except TieoutError:
        return []
    return [each.name for each in known if each.name.startswith(typed)]
