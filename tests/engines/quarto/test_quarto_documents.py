"""Word and EPUB through the quarto program: what it is asked for, given besides, and what is taken from it."""

import zipfile

import pytest
from ruamel.yaml import YAML

from tieout.engines.documents.reference import reference
from tieout.engines.quarto import QuartoEngine
from tieout.findings import TieoutError


@pytest.fixture
def seen(quarto, tmp_path):
    """The folder a copy of what Quarto was given goes to."""
    folder = tmp_path / "seen"
    quarto(copy=str(folder))
    return folder / "report"


def config(folder):
    return YAML(typ="safe").load((folder / "_quarto.yml").read_text())


def set_format(project, text):
    path = project.report / "_quarto.yml"
    path.write_text(path.read_text().partition("format:")[0] + text)


@pytest.mark.parametrize(
    ("formats", "made"),
    [
        (("docx",), {"report.docx"}),
        (("epub",), {"report.epub"}),
        (("html", "pdf", "docx", "epub"), {"html", "report.pdf", "report.docx", "report.epub"}),
    ],
)
def test_each_format_comes_to_the_stage(quarto, make_job, formats, made):
    job = make_job(formats=formats)
    assert QuartoEngine().render(job).findings == ()
    assert {path.name for path in job.stage.iterdir()} == made
    assert not (job.stage / "html" / "report.docx").exists()


@pytest.mark.slow
def test_word_is_given_tieouts_styles_and_png_pictures(seen, make_job):
    QuartoEngine().render(make_job(formats=("docx",)))
    settings = config(seen)["format"]
    assert settings == {
        "docx": {"reference-doc": "_tieout/reference.docx", "toc": True, "toc-depth": 2}
    }
    assert (seen / "_tieout/reference.docx").read_bytes() == reference()
    assert (seen / "_tieout/figures/rise.png").read_bytes().startswith(b"\x89PNG")
    assert (seen / "_tieout/figures/rise.svg").is_file()


@pytest.mark.slow
def test_pages_alone_are_given_neither(seen, make_job):
    QuartoEngine().render(make_job(formats=("html", "epub")))
    assert not (seen / "_tieout/reference.docx").exists()
    assert not (seen / "_tieout/figures/rise.png").exists()
    assert set(config(seen)["format"]) == {"html", "epub"}


@pytest.mark.slow
def test_an_authors_own_settings_stay(seen, make_job, project):
    (project.report / "house.docx").write_bytes(b"PK")
    set_format(
        project,
        "format:\n  docx:\n    reference-doc: house.docx\n    toc: false\n  epub:\n    css: own.css\n",
    )
    QuartoEngine().render(make_job(formats=("docx", "epub")))
    assert config(seen)["format"]["docx"]["reference-doc"] == "house.docx"
    assert config(seen)["format"]["docx"]["toc"] is False
    assert config(seen)["format"]["epub"] == {"css": "own.css"}


def test_a_reference_document_that_is_not_there_is_named(quarto, make_job, project):
    set_format(project, "format:\n  docx:\n    reference-doc: gone.docx\n")
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job(formats=("docx",)))
    (finding,) = error.value.findings
    assert "gone.docx" in finding.message
    assert finding.place.line


@pytest.mark.slow
def test_what_comes_is_the_same_each_time(quarto, make_job):
    """The moment a file was packed is not in it."""
    job = make_job(formats=("docx",))
    QuartoEngine().render(job)
    with zipfile.ZipFile(job.stage / "report.docx") as file:
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["docx", "epub"])
def test_success_without_an_output_is_a_failure(quarto, make_job, missing):
    quarto(skip=[missing])
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job(formats=("docx", "epub")))
    assert [finding.code for finding in error.value.findings] == ["TIE602"]


@pytest.mark.slow
def test_a_document_that_pages_offer_stays_with_them(quarto, make_job, project):
    path = project.report / "_quarto.yml"
    path.write_text(path.read_text().replace("  author:", "  downloads: [docx, epub]\n  author:"))
    job = make_job(formats=("html", "docx", "epub"))
    QuartoEngine().render(job)
    for name in ("report.docx", "report.epub"):
        assert (job.stage / name).read_bytes()
        assert (job.stage / "html" / name).read_bytes() == (job.stage / name).read_bytes()
