"""`tieout init`: a report that builds at once, in a folder where nothing is overwritten."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from projects import Report, clean_environment
from tieout.findings import TieoutError
from tieout.prose import yaml
from tieout.starter.begin import Answers, Begun, begin

ANSWERS = Answers("Storks: a count", "A. Writer", "CC BY 4.0")


@pytest.fixture
def begun(tmp_path: Path) -> Begun:
    return begin(tmp_path / "new", ANSWERS)


def test_everything_a_report_needs_is_there(begun):
    for path in (
        "tieout.toml",
        "references.bib",
        "data/datapackage.json",
        "report/_quarto.yml",
        "report/_extensions/tieout/tieout.lua",
        "tests/conftest.py",
        "Makefile",
        "README.md",
        ".gitignore",
        ".pre-commit-config.yaml",
        ".github/workflows/report.yml",
    ):
        assert (begun.folder / path).is_file(), path
    assert begun.kept == ()


def test_no_hole_is_left_open(begun):
    for path in begun.folder.rglob("*"):
        if path.is_file():
            assert "@@" not in path.read_text(encoding="utf-8"), path


def test_files_written_are_named(begun):
    named = {path for path in begun.written if not path.endswith("/")}
    there = {p.relative_to(begun.folder).as_posix() for p in begun.folder.rglob("*") if p.is_file()}
    assert there - named == {p for p in there if p.startswith("report/_extensions/tieout/")}


def test_its_configuration_can_be_read(begun):
    for path in ("report/_quarto.yml", ".pre-commit-config.yaml", ".github/workflows/report.yml"):
        yaml.parse((begun.folder / path).read_text(encoding="utf-8"), path)
    tomllib.loads((begun.folder / "tieout.toml").read_text(encoding="utf-8"))
    json.loads((begun.folder / "data/datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "title", ['He said "stop": 10% @@author@@ #1', "a: b\n- c", "\\n 'x' {y} <b>", "日本 ሰላም"]
)
def test_any_title_is_kept_whole(tmp_path, title):
    begin(tmp_path / "new", Answers(title, "O'Neill & Sons", "CC0"))
    text = (tmp_path / "new" / "report/_quarto.yml").read_text(encoding="utf-8")
    book = yaml.parse(text, "_quarto.yml").data["book"]
    assert book["title"] == " ".join(title.split())
    assert book["author"] == "O'Neill & Sons"


def test_a_report_that_stands_there_is_left_alone(report):
    before = {p: p.read_bytes() for p in report.root.rglob("*") if p.is_file()}
    with pytest.raises(TieoutError) as stopped:
        begin(report.root, ANSWERS)
    assert {f.code for f in stopped.value.findings} == {"TIE870"}
    assert not stopped.value.found
    assert before == {p: p.read_bytes() for p in report.root.rglob("*") if p.is_file()}


def test_files_around_a_report_are_kept(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "report").mkdir()  # an empty folder is nobody's report
    begun = begin(tmp_path, ANSWERS)
    assert begun.kept == ("README.md",)
    assert (tmp_path / "README.md").read_text() == "mine"
    assert "README.md" not in begun.written


def test_a_file_in_the_folder_s_place(tmp_path):
    (tmp_path / "new").write_text("mine")
    with pytest.raises(TieoutError, match="TIE870"):
        begin(tmp_path / "new", ANSWERS)


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied", str(tmp_path / "new"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(TieoutError, match="TIE902"):
        begin(tmp_path / "new", ANSWERS)


@pytest.mark.slow
def test_its_own_tests_pass(begun):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider"],
        cwd=begun.folder,
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_scripts_are_well_formatted(begun):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--check", "--line-length", "100", "."],
        cwd=begun.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_its_numbers(begun):
    ledger = Report(begun.folder).ledger()
    assert ledger["southwark_against_lambeth"]["display"] == "8.4×"
    lambeth = ledger["lambeth_deaths_per_10000_houses"]
    assert lambeth["display"] == "38"
    assert lambeth["published"]["agreement"] == "differs"
    assert [source["key"] for source in lambeth["sources"]] == ["snow1855"]


@pytest.mark.slow
def test_it_builds_at_once_and_holds_its_lock(tmp_path):
    made = Report(tmp_path)
    assert made.tieout("init", "new", "--yes").status == 0
    new = Report(tmp_path / "new")
    built = new.tieout("build")
    assert built.status == 0, built.said
    for path in ("_output/html/index.html", "_output/report.pdf", "_output/ledger.json"):
        assert (new / path).is_file()
    assert " error " not in built.said
    assert " warning " not in built.said
    assert new.tieout("lock").status == 0
    held = new.tieout("build", "--locked")
    assert held.status == 0, held.said
    assert new.tieout("diff", "--format", "json").status == 2  # nothing was committed yet
    checked = new.tieout("check")
    assert checked.status == 0, checked.said
