"""Ahead: the first check's reading of the chapters, done while a first build makes its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tieout.checks import abreast, kept
from tieout.ledger.load import parse
from tieout.ledger.record import Ledger
from tieout.project import Project


@contextmanager
def begun(project: Project, ledger: Ledger) -> Iterator[None]:
    """Keep what the rules find in each chapter, as `tieout check` would.

    Only where nothing is kept yet: later a check has few chapters to read anew, and a build should cost nothing more.
    For that it never waits for the reading either: the chapters not read by its end are left to the check.
    """
    if kept.begun(project):
        yield
        return

    def read() -> None:
        from tieout.checks import runner
        from tieout.checks.gather import gather

        # as a check will load it: a Decimal comes back as one, a number of NumPy's does not
        loaded = parse(ledger.as_json())
        runner.in_sentences(gather(project, loaded, None).report, kept.chapters(project))

    with abreast.beside(read):
        yield
