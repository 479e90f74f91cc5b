"""A first build leaves the first check little to read."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from checks.test_abreast import linux_with_two
from projects import Report
from tieout.checks import abreast

pytestmark = [linux_with_two, pytest.mark.slow]


def kept(report: Report) -> set[str]:
    folder = report.root / ".tieout/cache/checks"
    return {each.name for each in folder.iterdir()} if folder.is_dir() else set()


@pytest.fixture
def unhurried(monkeypatch):
    """What is read ahead comes to its end: a build waits for none of it."""

    @contextmanager
    def first(work):
        work()
        yield

    monkeypatch.setattr(abreast, "beside", first)


def test_the_check_after_a_first_build_reads_no_chapter_anew(report: Report, inside, unhurried):
    assert inside(report, "build").status == 0
    ahead = kept(report)
    chapters = len(list((report.root / "report").glob("*.qmd")))
    assert len(ahead) >= chapters, "each chapter, and the titles and captions"
    assert report.tieout("check").status == 0
    assert len(kept(report) - ahead) == 1, "only what was found in all is new"


def test_a_later_build_reads_nothing_ahead(report: Report, inside, unhurried):
    assert inside(report, "build").status == 0
    ahead = kept(report)
    report.append("report/prisons.qmd", "\nThe prisons held 12,345 people.\n")
    assert inside(report, "build").status == 0
    assert kept(report) == ahead
