"""Synthetic reports: the same bytes for the same shape, as large as asked for, and good reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import as_tieout, content
from bench.content import Shown
from bench.edits import synthetic
from bench.peers import bookdown, sphinx
from bench.shape import TINY
from projects import Report, files


def written(folder, shape=TINY):
    folder.mkdir()
    as_tieout.write(content.of_shape(shape), folder)
    return dict(files(folder))


@pytest.mark.slow
def test_the_same_shape_gives_the_same_bytes_and_another_seed_others(tmp_path):
    first = written(tmp_path / "one")
    assert first == written(tmp_path / "two")
    other = written(tmp_path / "three", replace(TINY, seed=2))
    assert other["report/chapter-001.qmd"] != first["report/chapter-001.qmd"]
    assert other["data/table_01.csv"] != first["data/table_01.csv"]


def test_a_report_has_what_its_shape_says():
    shape = replace(TINY, chapters=3, words=6_000, numbers=50, notes=30, figures=4)
    made = content.of_shape(shape)
    paragraphs = [p for chapter in made.chapters for section in chapter for p in section.paragraphs]
    pieces = [piece for paragraph in paragraphs for piece in paragraph]
    words = sum(len(piece.split()) for piece in pieces if isinstance(piece, str))
    shown = {piece.number.name for piece in pieces if isinstance(piece, Shown)}
    assert len(made.chapters) == 3
    assert abs(words - 6_000) < 400
    assert len(shown) >= 48  # a cell may be drawn twice
    assert sum(not isinstance(p, str | Shown) for p in pieces) == 30
    assert sum(bool(section.figure) for chapter in made.chapters for section in chapter) == 4


def test_other_tools_are_given_the_same_numbers(tmp_path):
    bookdown.write(content.of_shape(TINY), tmp_path / "bookdown")
    sphinx.write(content.of_shape(TINY), tmp_path / "sphinx")
    r, python = dict(files(tmp_path / "bookdown")), dict(files(tmp_path / "sphinx"))
    for statistic in content.of_shape(TINY).statistics:
        assert f"{statistic.name} <- ".encode() in r["numbers.R"]
        assert f"def {statistic.name}()".encode() in python["numbers_of_report.py"]
    assert r["data/table_01.csv"] == python["data/table_01.csv"]


@pytest.mark.slow
def test_a_synthetic_report_builds_checks_clean_and_shows_its_edits(tmp_path):
    subject, _ = synthetic(TINY, tmp_path / "report")
    report = Report(subject.folder)
    assert report.tieout("build", "--engine", "pandoc", "-q").said == ""
    assert report.tieout("check").said == "Nothing found.\n"
    wanted = [subject.edit(kind) for kind in ("word", "cell", "script")]
    assert report.tieout("build", "--engine", "pandoc", "--to", "html", "-q").status == 0
    page = report.read(f"_output/html/{subject.page}")
    assert [each for each in wanted if each not in page] == []
