"""The report as Quarto is given it."""

import os

import pytest
from ruamel.yaml import YAML
from small_book import job_of

from tieout.engines.quarto import copy
from tieout.project import Project


@pytest.fixture
def config(make_job):
    """The copy's `_quarto.yml` for a job, and the copy's findings."""

    def read(**more):
        with copy.laid_out(make_job(**more)) as laid:
            return YAML(typ="safe").load((laid.report / "_quarto.yml").read_text()), laid

    return read


def write(project, text):
    (project.report / "_quarto.yml").write_text(text)


def test_everything_stands_where_the_report_expects_it(project, make_job):
    (project.root / "data").mkdir()
    (project.root / "data" / "a.csv").write_text("a\n")
    with copy.laid_out(make_job()) as laid:
        report = laid.report
        assert report.name == "report"
        assert (report / "prisons.qmd").read_bytes() == (
            project.report / "prisons.qmd"
        ).read_bytes()
        assert (report / "../references.bib").read_bytes() == project.references.read_bytes()
        assert (report / "../data/a.csv").is_file()
        assert (report / "_extensions/tieout/shortcodes.lua").is_file()
        assert (report / "_extensions/tieout/tieout.lua").is_file()
        assert (report / "_tieout/fragments.json").is_file()
        assert (report / "_tieout/figures/rise.svg").is_file()
        assert not (report / "_tieout/figures/rise.svg").is_symlink()
        assert "note" in (report / "_tieout/style.csl").read_text()[:300]
        # Quarto passes over every folder that stands below one with such a name.
        assert not any(part.startswith((".", "_")) for part in report.parts)
    assert not report.exists()
    assert (project.root / "data" / "a.csv").is_file()


def test_the_configuration(config):
    data, laid = config()
    assert data["project"] == {"type": "book", "output-dir": "_book"}
    assert data["book"]["output-file"] == "report"
    assert data["format"] == {"html": {"toc": True}, "typst": {"papersize": "a4"}}
    assert data["citeproc"] is True
    assert data["csl"] == "_tieout/style.csl"
    assert data["bibliography"] == "../references.bib"
    assert laid.to == ("html", "typst")
    assert laid.findings == ()


@pytest.mark.parametrize(
    ("formats", "expected"),
    [(("html",), ["html"]), (("pdf",), ["typst"]), (("pdf", "html"), ["typst", "html"])],
)
def test_only_the_formats_asked_for(config, formats, expected):
    data, laid = config(formats=formats)
    assert list(data["format"]) == expected
    assert list(laid.to) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", {"html": "default", "typst": "default"}),
        ("format: html\n", {"html": "default", "typst": "default"}),
        ("format:\n  html:\n  docx: default\n", {"html": "default", "typst": "default"}),
        (
            "format:\n  orange-book-typst:\n    papersize: a5\n",
            {"html": "default", "orange-book-typst": {"papersize": "a5"}},
        ),
        (
            "format:\n  typst:\n    csl: other.csl\n    citeproc: false\n    toc: true\n",
            {"html": "default", "typst": {"toc": True}},
        ),
    ],
)
def test_formats_as_they_may_be_written(project, config, written, expected):
    write(project, f"book:\n  title: A\n  author: B\n  chapters:\n    - index.qmd\n{written}")
    data, _ = config()
    assert data["format"] == expected
    assert data["project"]["type"] == "book"


def test_lines_keep_their_numbers(project, make_job):
    path = project.report / "_quarto.yml"
    path.write_text(path.read_text().replace("  pre-render: tieout compile\n", ""))
    lines = path.read_text().splitlines()
    with copy.laid_out(make_job()) as laid:
        copied = (laid.report / "_quarto.yml").read_text().splitlines()
    assert (
        copied.index('  title: "A small book"') - lines.index('  title: "A small book"') == 1
    )  # output-dir


def test_commands_around_a_render_do_not_run_and_are_named(project, config):
    path = project.report / "_quarto.yml"
    path.write_text(
        path.read_text().replace(
            "  pre-render: tieout compile\n",
            "  pre-render:\n    - tieout compile\n    - python tidy.py\n  post-render: ./publish\n",
        )
    )
    data, laid = config()
    assert set(data["project"]) == {"type", "output-dir"}
    assert [str(finding.place) for finding in laid.findings] == [
        "report/_quarto.yml:3:3",
        "report/_quarto.yml:6:3",
    ]
    assert {finding.code for finding in laid.findings} == {"TIE317"}


def test_what_is_left_out(project, make_job):
    report = project.report
    for folder in (".quarto", "_book", "_tieout", "_extensions/tieout", "_extensions/other"):
        (report / folder).mkdir(parents=True)
        (report / folder / "left").write_text("")
    with copy.laid_out(make_job()) as laid:
        assert not (laid.report / ".quarto").exists()
        assert not (laid.report / "_book").exists()
        assert not (laid.report / "_tieout/left").exists()
        assert not (laid.report / "_extensions/tieout/left").exists()
        assert (laid.report / "_extensions/other/left").exists()


def test_links_are_followed_inside_the_project_only(project, make_job, tmp_path):
    (tmp_path / "outside").mkdir()
    (project.root / "pictures").mkdir()
    (project.root / "pictures" / "a.svg").write_text("<svg/>")
    report = project.report
    (report / "pictures").symlink_to(project.root / "pictures")
    (report / "outside").symlink_to(tmp_path / "outside")
    (report / "around").symlink_to(project.root)
    (report / "nowhere").symlink_to(tmp_path / "nowhere")
    os.mkfifo(report / "pipe")
    with copy.laid_out(make_job()) as laid:
        assert (laid.report / "pictures/a.svg").is_file()
        assert not any(
            (laid.report / name).exists() for name in ("outside", "around", "nowhere", "pipe")
        )


def test_a_report_deeper_in_the_project(project, make_job):
    (project.root / "docs").mkdir()
    project.report.rename(project.root / "docs" / "report")
    (project.root / "tieout.toml").write_text('report = "docs/report"\n')
    (project.root / "docs" / "beside.txt").write_text("here")
    path = project.root / "docs/report/_quarto.yml"
    path.write_text(path.read_text().replace("../references.bib", "../../references.bib"))
    moved = type(project).find(project.root)
    with copy.laid_out(job_of(moved)) as laid:
        assert (laid.report / "../../references.bib").is_file()
        assert (laid.report / "../beside.txt").read_text() == "here"


def test_a_book_that_fills_the_project_is_copied_without_what_is_built(project):
    for path in sorted(project.report.iterdir()):
        path.rename(project.root / path.name)
    project.report.rmdir()
    (project.root / "tieout.toml").write_text('report = "."\n')
    for folder in ("_output", ".tieout", ".venv"):
        (project.root / folder).mkdir()
        (project.root / folder / "left.qmd").write_text("# Left\n")
    adopted = Project.find(project.root)
    with copy.laid_out(job_of(adopted)) as laid:
        assert (laid.report / "prisons.qmd").is_file()
        assert (laid.report / "references.bib").is_file()
        assert not any((laid.report / name).exists() for name in ("_output", ".tieout", ".venv"))
        read = YAML(typ="safe").load((laid.report / "_quarto.yml").read_text())
        assert read["bibliography"] == "../references.bib"  # as the author has it
