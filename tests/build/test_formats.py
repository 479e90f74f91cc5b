"""Word and EPUB as formats of a build: asked for, counted, kept and replaced like pages and PDF."""

from __future__ import annotations

import json
import shutil

import pytest

from projects import SAMPLE, Report
from tieout.build.options import TARGETS, Options
from tieout.build.pipeline import _rendering
from tieout.project import FORMATS


@pytest.fixture
def report(tmp_path):
    return Report(shutil.copytree(SAMPLE, tmp_path / "report"))


def build(report, *arguments):
    run = report.tieout("build", "--engine", "pandoc", "--format", "json", *arguments)
    assert run.status == 0, run.said
    return json.loads(run.out)


@pytest.mark.slow
def test_asked_for_on_the_command_line(report):
    first = build(report, "--to", "docx,epub")
    assert first["outputs"] == ["_output/report.docx", "_output/report.epub", "_output/ledger.json"]
    assert not (report / "_output/html").exists()
    assert build(report, "--to", "epub,docx")["result"] == "fresh"
    # Other formats leave them alone.
    docx = (report / "_output/report.docx").read_bytes()
    build(report, "--to", "html")
    assert (report / "_output/report.docx").read_bytes() == docx
    # What somebody removed or changed is made again, the same bytes.
    build(report, "--to", "docx,epub")
    (report / "_output/report.docx").write_bytes(b"changed")
    (report / "_output/report.epub").unlink()
    again = build(report, "--to", "docx,epub")
    assert set(again["written"]) == {"report.docx", "report.epub"}
    assert (report / "_output/report.docx").read_bytes() == docx


@pytest.mark.slow
def test_asked_for_in_the_configuration(report):
    report.append("tieout.toml", '\nformats = ["html", "docx"]\n')
    assert build(report)["outputs"][:2] == ["_output/html/index.html", "_output/report.docx"]
    assert not (report / "_output/report.pdf").exists()


@pytest.mark.slow
def test_a_failure_leaves_the_last_documents(report):
    build(report, "--to", "docx,epub")
    before = report.outputs()
    report.write(
        "report/_quarto.yml",
        report.read("report/_quarto.yml") + "\nformat:\n  docx:\n    reference-doc: x.docx\n"
        if "\nformat:" not in report.read("report/_quarto.yml")
        else report.read("report/_quarto.yml").replace(
            "\nformat:\n", "\nformat:\n  docx:\n    reference-doc: x.docx\n"
        ),
    )
    run = report.tieout("build", "--engine", "pandoc", "--to", "docx,epub")
    assert run.status == 1
    assert "reference-doc: x.docx" in run.said
    assert report.outputs() == before


def test_every_format_has_a_place_and_a_word():
    assert set(TARGETS) == set(FORMATS)
    assert _rendering(("html", "pdf")) == "pages and PDF"
    assert _rendering(FORMATS) == "pages, PDF, Word and EPUB"
    assert _rendering(("docx",)) == "Word"


def test_without_a_word_it_is_pages_and_pdf(report):
    assert Options().formats_of(report.project) == ("html", "pdf")
    assert Options(only=("index.qmd",)).formats_of(report.project) == ("html",)


def test_an_unknown_format_is_named(report):
    run = report.tieout("build", "--to", "html,odt")
    assert run.status == 2
    assert "unknown format 'odt'; known: html, pdf, docx, epub" in run.said
