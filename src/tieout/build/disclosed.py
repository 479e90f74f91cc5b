"""Disclosed: what a build would publish of confidential data, looked at before anything is made of it."""

from __future__ import annotations

from tieout.build.reading import Inputs
from tieout.compute.run import Results
from tieout.findings import Finding, raise_errors
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
    held = Held(inputs.definitions, inputs.tables, results.weights, texts, limits)
    found = tuple(held.findings())
    raise_errors(found)
    return found
