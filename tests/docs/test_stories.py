"""The pages that tell a reader what to do, done."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from stories import DOCS, Reader, steps

STORIES = (
    *("start.md", "diff.md", "new-number.md", "new-chapter.md", "editions.md"),
    *("verify.md", "archive.md", "large-data.md"),
)
ELSEWHERE = {
    "editors.md": "tests/docs/test_editors.py",
    "performance.md": "tests/benchmarks/test_page.py",
    "moving-in.md": "tests/docs/test_moving_in.py",
    "word.md": "tests/docs/test_word.py",
    "tour.md": "tests/review/test_tour.py",
}


@pytest.mark.slow
def test_the_first_report_and_its_changes(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow("start.md")
    reader.run("tieout build")
    reader.follow("diff.md")
    said, here = reader.said, reader.folder
    assert "storks.2020.storks = 82" in said["tieout diff"]
    assert "In 2020 there were 82 storks in 35 nests." in said["tieout diff"]
    assert (
        "supplies.lambeth.deaths 98 → 108"
        in said["tieout diff --what-if data/supplies.csv:3:deaths=108"]
    )
    assert (here / "comment.md").read_text().startswith("**Numbers since HEAD")
    assert (here / "changes.html").read_text().startswith("<!DOCTYPE html>")
    assert (here / "numbers.csv").read_text().count("\n") > 6
    assert "83" not in (here / "data/storks.csv").read_text()


@pytest.mark.slow
def test_a_new_number(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow("new-number.md")
    explained = reader.said["tieout explain lambeth_share"]
    assert "lambeth_share = 39.5%" in explained
    assert "supplies.southwark.houses" in explained
    page = (reader.folder / "_output/html/water.html").read_text("utf-8")
    assert re.search(r"supplied <[^>]+><[^>]+>66,153", page) or "66,153" in page


@pytest.mark.slow
def test_large_data(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow("large-data.md")
    explained = reader.said["tieout explain mean_fare"]
    assert "1,000,000" in explained or "1000000" in explained
    assert "trips.0.fare" in reader.said["tieout trace data/trips.parquet:1"]


@pytest.mark.slow
def test_a_new_chapter(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.follow("new-chapter.md")
    assert "Method" in (reader.folder / "_output/html/method.html").read_text("utf-8")
    assert 'href="method.html' in (reader.folder / "_output/html/water.html").read_text("utf-8")


@pytest.mark.slow
def test_editions(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.run("tieout init report --yes")
    reader.run("cd report")
    reader.follow("editions.md")
    assert "company_deaths = 98" in reader.said["tieout explain company_deaths --edition lambeth"]
    output = reader.folder / "_output/editions"
    pages = {
        name: (output / name / "html/index.html").read_text() for name in ("lambeth", "southwark")
    }
    assert "had moved its intake" in pages["lambeth"]
    assert "had moved its intake" not in pages["southwark"]
    assert 'href="southwark/html/index.html"' in (output / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_verified_archived_and_verified_again(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for command in ("tieout init report --yes", "cd report"):
        reader.run(command)
    reader.follow("verify.md")
    reader.follow("archive.md")
    for command in ("tieout verify", "python -m tieout verify --against ../report.zip"):
        assert reader.said[command].endswith("Verified.\n")
    assert "Nothing was run" in reader.said["tieout verify --against published --no-run"]
    assert "files are as they were archived" in reader.said["python verify.py"]


@pytest.mark.parametrize("page", STORIES)
def test_every_command_of_the_pages_is_one(page: str) -> None:
    from tieout.cli.main import COMMANDS

    for step in steps(page):
        if not step.file and step.text.startswith("tieout "):
            assert step.text.split()[1] in COMMANDS, step.text


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_every_block_of_code_is_run_or_read(page: Path) -> None:
    """Commands belong to a story that a test follows; other code is at least what it says it is."""
    name = str(page.relative_to(DOCS))
    if name not in STORIES and name not in ELSEWHERE:
        told = [step.text for step in steps(name) if not step.file]
        assert told == [], "name the page in STORIES and follow it, or say where it is tested"
    if name in ELSEWHERE:
        assert (DOCS.parent / ELSEWHERE[name]).is_file()
    for kind, text in re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text("utf-8"), re.S | re.M):
        if kind == "python":
            compile(
                text.replace(")\n", ")\n", 1) if "def " in text else f"{text}def _(): ...",
                name,
                "exec",
            )
        elif kind == "toml":
            tomllib.loads(text)
        elif kind == "json":
            json.loads(text if text.lstrip().startswith("{") else f"{{{text}}}")
