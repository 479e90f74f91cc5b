"""Watching hears of what an author saves, and of nothing that tieout or an editor leaves."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from projects import Report, small
from tieout.preview import watching


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return small(tmp_path / "report", "X = 1\n")


@pytest.mark.parametrize(
    "name",
    [
        "tieout.toml", "references.bib", "data/cells.csv", "data/deep/er/x.parquet", "scripts/numbers.py",
        "figures/rise.py", "report/index.qmd", "report/_quarto.yml", "report/_part.qmd", "lib/helper.py",
    ],
)  # fmt: skip
def test_what_an_author_writes_counts(report, name):
    assert watching.is_watched(report.project, report / name)


@pytest.mark.parametrize(
    "name",
    [
        ".tieout/preview/html/index.html", "_output/html/index.html", ".git/index", ".venv/x.py",
        "scripts/__pycache__/numbers.cpython-311.pyc", "report/.index.qmd.swp", "report/index.qmd~",
        "report/.#index.qmd", "report/#index.qmd#", "report/4913", "report/_tieout/fragments.json",
        "report/_extensions/tieout/tieout.lua", "report/_book/index.html", "report/.quarto/x",
    ],
)  # fmt: skip
def test_what_is_made_or_left_behind_does_not(report, name):
    assert not watching.is_watched(report.project, report / name)


def test_a_virtual_environment_is_not_watched(report):
    report.write("environment/pyvenv.cfg", "")
    report.write("_output/x", "")
    names = {path.name for path in watching.folders(report.project)}
    assert names == {"data", "report", "scripts"}


@pytest.mark.slow
def test_a_saved_file_is_heard_of_however_it_is_saved(report):
    def plainly() -> None:
        report.write("report/index.qmd", "# Other\n")

    def by_renaming() -> None:
        report.write("report/.index.tmp", "# Another\n")
        (report / "report/.index.tmp").replace(report / "report/index.qmd")

    def at_the_top() -> None:
        report.write("tieout.toml", "")

    def both() -> None:
        report.write("data/cells.csv", "key\n")
        report.write("scripts/numbers.py", "X = 2\n")

    async def scene() -> list[frozenset[Path]]:
        stop = asyncio.Event()
        heard: list[frozenset[Path]] = []
        changes = watching.changes(report.project, stop)
        coming = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0.5)
        for act in (plainly, by_renaming, at_the_top, both):
            act()
            heard.append(await asyncio.wait_for(coming, 20))
            await asyncio.sleep(0.3)
            coming = asyncio.ensure_future(anext(changes))
        stop.set()
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(coming, 20)
        return heard

    plain, renamed, top, two = asyncio.run(scene())
    assert report / "report/index.qmd" in plain
    assert report / "report/index.qmd" in renamed
    assert top == {report / "tieout.toml"}
    assert two & {report / "data/cells.csv", report / "scripts/numbers.py"}
