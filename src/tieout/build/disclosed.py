"""Disclosed: what a build would publish of confidential data, looked at before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.build import told
from tieout.build.reading import Inputs
from tieout.compute.run import Results
from tieout.data.confidential import withheld
from tieout.data.package import Package
from tieout.findings import Finding, Place, raise_errors
from tieout.ledger.disclosure.held import Held
from tieout.project import Project


def disclosed(project: Project, inputs: Inputs, results: Results) -> tuple[Finding, ...]:
    """What is to be said of what is published of confidential data, before anything is made of it.

    Raises:
        TieoutError: it would tell of individuals.
    """
    texts = {
        name: tuple(words for _, words in each.texts) for name, each in results.drawings.items()
    }
    for name, grid in results.grids.items():
        cells = (cell for row in grid.rows for cell in row if isinstance(cell, str))
        texts[name] = (*grid.header, *cells)
    limits = project.config.disclosure
    edition = project.edition.name if project.edition is not None else ""
    made = (inputs.definitions, inputs.tables, results.weights, texts, limits, edition)
    with told.beside(project, inputs.tables) as others:
        held = Held(*made, others.facts)
        found = (*_included(inputs), *others.standing(held.findings()), *others.findings())
        raise_errors(found)
        others.keep(held.facts())
    return found


def _included(inputs: Inputs) -> Iterator[Finding]:
    """A finding for each chapter that includes a data file as text."""
    kept = withheld(Package("", {name: table.dataset for name, table in inputs.tables.items()}))
    for chapter in inputs.chapters:
        for file in sorted(set(chapter.files) & set(kept.files)):
            message = f"it includes {file}, which holds confidential data"
            remedy = "Take the include out: only statistics over enough of its rows may leave it."
            yield Finding(catalogue.CONFIDENTIAL_DATUM, Place(chapter.path), message, remedy)
