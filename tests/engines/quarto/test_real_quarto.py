"""The small book rendered by a real Quarto, where there is one; what is in the outputs is looked at."""

import json
import re
import shutil
import subprocess

import pytest
from lxml import html
from small_book import HOSTILE

from tieout.engines.extension import install, write_fragments
from tieout.engines.quarto import QuartoEngine
from tieout.findings import TieoutError

pytestmark = [
    pytest.mark.quarto,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("quarto") is None, reason="needs a real quarto on PATH"),
]
NUMBER = './/data[@value="0.78"]'


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The small book, rendered once."""
    from small_book import job_of, write_project

    job = job_of(write_project(tmp_path_factory.mktemp("real") / "project"))
    QuartoEngine().render(job)
    return job.stage


@pytest.fixture
def prisons(stage):
    """The main part of the page of prisons."""
    tree = html.document_fromstring((stage / "html" / "prisons.html").read_text(encoding="utf-8"))
    return tree.xpath("//main")[0]


@pytest.mark.parametrize(
    "where",
    [
        ".//p",
        ".//h2",
        './/*[@id="fig-rise"]//figcaption',
        './/*[@id="fig-own"]//figcaption',
        ".//td",
        './/*[contains(@class, "callout-title")]',
        './/*[contains(@class, "footnotes")]//li',
    ],
)
def test_a_number_wherever_it_may_stand(prisons, where):
    places = [place for place in prisons.xpath(where) if place.xpath(NUMBER)]
    assert places
    link = places[0].xpath(".//a[contains(@class, 'tieout-number')]")[0]
    assert re.search(r"register\.html#n-rise$", link.get("href"))


def test_alternative_texts(prisons):
    alts = [image.get("alt") for image in prisons.xpath(".//img")]
    assert "A line up by 78%" in alts
    assert any(alt.startswith("A line up by 78%. <script>") for alt in alts)


def test_options_of_a_use(prisons):
    assert "78.4%" in prisons.text_content()


def test_sources_are_footnotes(prisons):
    notes = [
        note.text_content() for note in prisons.xpath('.//*[contains(@class, "footnotes")]//li')
    ]
    assert any(
        "Time for Bail" in note and "4" in note and "Substance Abuses" in note for note in notes
    )
    marks = prisons.xpath('.//*[@id="fig-rise"]//figcaption//a[contains(@class, "footnote-ref")]')
    assert marks


def test_figures_and_tables_are_numbered_and_referred_to(prisons):
    text = " ".join(prisons.text_content().replace("\u00a0", " ").split())
    assert "Figure 1.1" in text
    assert "Table 1.1" in text
    assert "?fig" not in text
    assert "?tbl" not in text
    assert "Data (CSV)" in text


def test_hostile_values_are_text(stage, prisons):
    assert not [
        script for script in prisons.xpath(".//script") if "alert(1)" in (script.text or "")
    ]
    shown = [data.text_content() for data in prisons.xpath(".//data")]
    assert HOSTILE in shown
    register = html.document_fromstring(
        (stage / "html" / "register.html").read_text(encoding="utf-8")
    )
    assert HOSTILE in [cell.text_content().strip() for cell in register.xpath("//main//td")]
    assert register.xpath('//*[@id="n-rise"]')


def test_files_beside_the_pages(stage, prisons):
    assert (stage / "html/_tieout/figures/rise.svg").is_file()
    assert (stage / "html/_tieout/data/rise.csv").is_file()
    assert "_tieout/figures/rise.svg" in [image.get("src") for image in prisons.xpath(".//img")]


def test_the_bibliography(stage):
    tree = html.document_fromstring(
        (stage / "html" / "references.html").read_text(encoding="utf-8")
    )
    entries = " ".join(tree.xpath('//*[@id="refs"]')[0].text_content().split())
    assert "Time for Bail" in entries
    assert "Substance Abuses" in entries


def test_the_pdf(stage):
    from pypdf import PdfReader

    reader = PdfReader(stage / "report.pdf")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert text.count("78%") >= 8
    assert "78.4%" in text
    assert "Time for Bail" in text
    assert "<script>alert(1)</script>" in text
    assert "root:" not in text  # of /etc/passwd
    assert "Script: figures/rise.py" in text


def test_the_same_inputs_give_the_same_pages(stage, make_job):
    job = make_job(formats=("html",))
    QuartoEngine().render(job)
    pages = sorted((job.stage / "html").glob("*.html"))
    assert pages
    for path in pages:
        assert path.read_bytes() == (stage / "html" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("See @fig-nothing.", "TIE309"),
        ("As said.[@nobody]", "TIE403"),
        ("{{< var nothing >}}", "TIE304"),
        ("{{< stat nothing >}}", "TIE303"),
        ("{{< nothing at all >}}", "TIE302"),
        ("[there](nothing.qmd)", "TIE313"),
        ("![A picture](nothing.png)", "TIE312"),
    ],
)
def test_faults_are_found_with_their_line(project, make_job, written, code):
    path = project.report / "prisons.qmd"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{written}\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").count("\n")
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job(formats=("html",)))
    assert (code, "report/prisons.qmd", line) in [
        (finding.code, finding.place.path, finding.place.line) for finding in error.value.findings
    ]


def test_quarto_render_alone(project, make_job):
    """What an author's editor runs, once `tieout compile` was run."""
    job = make_job()
    install(project)
    write_fragments(project, job.fragments, job.assets)
    path = project.report / "_quarto.yml"
    text = path.read_text().replace("  pre-render: tieout compile\n", "  output-dir: _book\n")
    path.write_text(text + "citeproc: true\ncsl: _tieout/style.csl\n")
    subprocess.run(["quarto", "render", str(project.report), "--to", "html"], check=True)
    page = (project.report / "_book" / "prisons.html").read_text(encoding="utf-8")
    assert '<data value="0.78">78%</data>' in page
    assert (project.report / "_book/_tieout/figures/rise.svg").is_file()
    assert (project.report / "_book/_tieout/data/rise.csv").is_file()


def test_quarto_sees_the_books_chapters_on_the_copy(make_job):
    from tieout.engines.quarto import copy

    with copy.laid_out(make_job()) as laid:
        told = subprocess.run(
            ["quarto", "inspect", str(laid.report)], check=True, capture_output=True, text=True
        )
    assert len(json.loads(told.stdout)["files"]["input"]) == 4


def test_word_and_epub(tmp_path):
    """Numbers are plain text in both; Word has them in their style, footnotes, tables and PNG pictures."""
    import zipfile

    from small_book import job_of, write_project

    job = job_of(write_project(tmp_path / "project"), formats=("docx", "epub"))
    QuartoEngine().render(job)
    with zipfile.ZipFile(job.stage / "report.docx") as file:
        text = file.read("word/document.xml").decode()
        pictures = [name for name in file.namelist() if name.startswith("word/media/")]
    assert text.count('w:val="TieoutNumber"') >= 6
    assert "<w:footnoteReference " in text
    assert "<w:tblHeader" in text
    assert any(name.endswith(".png") for name in pictures)
    with zipfile.ZipFile(job.stage / "report.epub") as file:
        pages = "".join(file.read(n).decode() for n in file.namelist() if n.endswith(".xhtml"))
    assert "grew by 78%" in pages
    assert "<script>" not in pages
