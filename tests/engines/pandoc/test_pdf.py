"""The PDF: what stands in it, that it is accessible, the same each time, and what is said when it fails."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import page  # page-validation: 104 rules of PDF/UA-1
import pytest
from pypdf import PdfReader

from tieout.engines.engine import Job
from tieout.engines.pandoc import pdf
from tieout.engines.pandoc.woven import Float, WovenChapter, WovenHeading
from tieout.findings import TieoutError
from tieout.ledger.fragments import Fragments, escape_typst, typst_string
from tieout.project import Project
from tieout.prose.book import read_book
from tieout.prose.chapter import read_chapter

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16cm" height="6cm" viewBox="0 0 16 6">'
    '<path d="M1 5 15 1" stroke="#000" stroke-width=".2"/></svg>'
)
BOOK = """\
project:
  type: book
book:
  title: {title}
  subtitle: "What was counted"
  author: "Ann Author"
  date: 2026-11-22
  license: "CC BY 4.0"
  chapters:
    - index.qmd
    - part: "The system"
      chapters:
        - prisons.qmd
        - references.qmd
  appendices:
    - register.qmd
lang: en-GB
"""
PRISONS = r"""
#chapter-subtitle[Who was counted]
#chapter-abstract[What this chapter says.]

#key-numbers(([#link(<n-rise>, "78%");], [more prisoners]), ([73%], [of the women]))

The prison population grew by #link(<n-rise>, "78%");.#footnote[Licadho, _Time for Bail_ (2020), 3.]

#heading(level: 2, numbering: (..) => "1.1", outlined: true)[Growth#footnote[In a heading.]] <prisons:growth>

#figure(image("/_tieout/figures/rise.svg", width: 16cm, alt: "A line that rises."), caption: [Prisoners grew by
#link(<n-rise>, "78%");.#footnote[Ibid.]], kind: image, supplement: [Figure], numbering: (..) => "1.1") <fig-rise>

#figure-links[Script: figures/rise.py]

#callout(kind: "warning", title: [Two series], simple: false)[
They differ. #figure(image("/own.svg", width: 16cm, alt: "Own."), caption: [In a callout], kind: image,
supplement: [Figure], numbering: (..) => "1.2") <fig-own>
]
#callout(kind: "note", title: [Note], simple: true)[Plain.]
#callout(kind: "unheard", title: none, simple: false)[Of no known kind.]

#code-name[scripts/prisons.py]
#raw(block: true, lang: "python", "def rise():
    return 'a line that is longer than the seventy-one letters which the text column holds'")
#margin-note[An aside.]
- #checkbox(done: true) done
- #checkbox(done: false) not done

/ Term: its meaning

#quote(block: true)[We slept on our sides.]
#horizontal-rule
#math.equation(block: true, alt: "r = b / a", numbering: (..) => "(1.1)", $ r = b / a $) <eq-rise>
#figure(raw(block: true, lang: "python", "1"), caption: [Listing], kind: raw, supplement: [Listing],
numbering: (..) => "1.1") <lst-x>
#grid(columns: (1fr, 1fr), column-gutter: 1em, [left], [#table(columns: 2, table.header([a], [b]), [1], [2])])
#figure(grid(columns: (1fr, 1fr), [#figure(image("/own.svg", alt: "x"), caption: [One], kind: "subfigure",
supplement: none, numbering: (..) => "(a)") <fig-x-a>], [two]), caption: [Panels], kind: image,
supplement: [Figure], numbering: (..) => "1.3") <fig-x>
"""


def _rows(count: int) -> str:
    return ", ".join(f'[#"row {n};"], [#"{n * 7}";], [#"x";]' for n in range(count))


TABLE = (
    "#figure(table(columns: 3, align: (left, right, left), table.header([Name], [Value], [Note]), "
    + _rows(120)
    + '), caption: [Long], kind: table, supplement: [Table], numbering: (..) => "1.1") <tbl-long>\n'
)
REGISTER = (
    "#register[#table(columns: 5, align: (left, left, left, left, left), "
    "table.header([Number], [What it is], [Computed in], [From], [Published]), "
    '[#box[#"78%"; ] <n-rise>], [#"Rise";], [#"scripts/a_very_long_name_of_a_script_file.py, line 3";], '
    '[#"Licadho 2020";], [#"78%: agrees";])]\n'
)
REFERENCES = "#bibliography-list[\n#block[Licadho. _Time for Bail_. 2020.] <ref-licadho>\n]\n"


class Report:
    """A project on disk and the chapters woven from it, to be changed by a test."""

    def __init__(self, folder: Path, title: str = '"Counting"') -> None:
        report = folder / "report"
        report.mkdir(parents=True)
        (folder / "tieout.toml").write_text("")
        (report / "_quarto.yml").write_text(BOOK.format(title=title), encoding="utf-8")
        (report / "own.svg").write_text(SVG)
        (folder / "rise.svg").write_text(SVG)
        for name in ("index", "prisons", "references", "register"):
            (report / f"{name}.qmd").write_text(
                f"# {name.title()}\n\nFirst.\n\nThe words of {name}.\n"
            )
        self.project = Project.find(folder)
        self.target = folder / "stage" / "report.pdf"
        self.target.parent.mkdir()
        self.bodies = {
            "index": "Words of the preface.\n",
            "prisons": PRISONS + TABLE,
            "references": REFERENCES,
            "register": REGISTER,
        }
        self.images: tuple[str, ...] = ("own.svg",)

    def job(self) -> Job:
        book = read_book(self.project)
        return Job(
            project=self.project,
            book=book,
            chapters=tuple(read_chapter(self.project, entry) for entry in book.entries),
            fragments=Fragments(),
            assets={"_tieout/figures/rise.svg": self.project.root / "rise.svg"},
            formats=("pdf",),
            stage=self.target.parent,
            timestamp=1_700_000_000,
        )

    def chapters(self) -> Sequence[WovenChapter]:
        numbers = {"prisons": "1", "register": "A"}
        return [
            self._chapter(entry, numbers.get(entry.path.removesuffix(".qmd"), ""))
            for entry in read_book(self.project).entries
        ]

    def _chapter(self, entry: object, number: str) -> WovenChapter:
        name = entry.path.removesuffix(".qmd")
        numbering = f'(..) => "{number}"' if number else "none"
        title = escape_typst(name.title())
        body = (
            f"#heading(level: 1, numbering: {numbering}, outlined: true)[{title}] <sec-{name}>\n\n"
            + self.bodies[name]
        )
        heading = WovenHeading(1, number, name.title(), "", "", f"sec-{name}", True)
        floats = (Float("fig", "fig-rise", "1.1"), Float("tbl", "tbl-long", "1.1"))
        own = name == "prisons"
        return WovenChapter(
            entry,
            number,
            name,
            name.title(),
            "",
            "",
            body,
            (heading,),
            floats if own else (),
            0,
            self.images if own else (),
        )

    def write(self) -> PdfReader:
        assert pdf.write(self.job(), self.chapters(), self.target) == ()
        return PdfReader(self.target)

    def fails(self) -> TieoutError:
        with pytest.raises(TieoutError) as caught:
            pdf.write(self.job(), self.chapters(), self.target)
        assert not self.target.exists()
        assert [
            path.name for path in self.project.root.iterdir() if path.name.startswith("pdf-")
        ] == []
        return caught.value


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return Report(tmp_path / "project")


def _text(reader: PdfReader) -> str:
    return " ".join(" ".join(each.extract_text() for each in reader.pages).split())


def test_everything_stands_in_it_and_it_is_accessible(report: Report):
    reader = report.write()
    text = _text(reader)
    count = len(reader.pages)
    for words in (
        "Counting",
        "What was counted",
        "Ann Author",
        "22 November 2026",
        "CC BY 4.0",
        "CITE AS",
        "Contents",
        "Figures",
        "Tables",
        "THE SYSTEM",
        "APPENDICES",
        "Figure 1.1",
        "WARNING Two series",
        "Unheard",
        "☑",
        "row 119;",
        f"2 of {count}",
        f"{count} of {count}",
    ):
        assert words in text, words
    said = page.validate_pdf(report.target, profile="ua1")
    assert [f"{each.rule_id} {each.message}" for each in said.failures] == []
    assert said.rules.total > 100
    assert reader.metadata.title == "Counting"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


@pytest.mark.slow
def test_numbers_lead_to_their_row_of_the_register(report: Report):
    reader = report.write()
    register = reader.get_page_number(_page_with(reader, "Computed in"))
    ends = [
        reader.get_destination_page_number(reader.named_destinations[str(name)])
        for each in reader.pages
        for link in each.get("/Annots", ())
        for name in [link.get_object().get("/Dest")]
        if name is not None and str(name) in reader.named_destinations
    ]
    assert register in ends


@pytest.mark.slow
def test_rows_of_the_register_lead_back_to_the_pages_of_their_uses(report: Report):
    report.bodies["references"] += 'Again #link(<n-rise>, "78%");.\n'
    reader = report.write()
    row = _page_with(reader, "Computed in")
    uses = [
        number
        for number, each in enumerate(reader.pages, start=1)
        for words in ("The prison population grew by", "Again 78%")
        if words in each.extract_text()
    ]
    assert f"Used on page {', '.join(map(str, uses))}" in " ".join(row.extract_text().split())
    ends = [_end(reader, link.get_object()) for link in row.get("/Annots", ())]
    assert {number - 1 for number in uses} <= set(ends)


def _end(reader: PdfReader, link) -> int:
    """The page a link inside the document leads to."""
    to = link.get("/Dest", link.get("/A", {}).get("/D"))
    if isinstance(to, str):
        return reader.get_destination_page_number(reader.named_destinations[to])
    return reader.get_page_number(to[0].get_object())


def _page_with(reader: PdfReader, words: str):
    return next(each for each in reader.pages if words in each.extract_text())


@pytest.mark.slow
def test_notes_are_printed_once_and_begin_again_in_each_chapter(report: Report):
    report.bodies["index"] += "Said.#footnote[A note of the preface.]\n"
    text = _text(report.write())
    assert text.count("In a heading.") == 1
    assert "1 A note of the preface." in text
    assert "1 Licadho, Time for Bail" in text


@pytest.mark.slow
def test_the_same_bytes_in_another_folder(report: Report, tmp_path: Path):
    report.write()
    other = Report(tmp_path / "elsewhere" / "with a space")
    other.write()
    assert report.target.read_bytes() == other.target.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    "title",
    [
        '#read("/etc/passwd")',
        "*x* _y_ $z$ @ref <label>",
        r"\u{41} \ \n",
        '" + "',
        "#panic()",
        "= h [x] // c",
    ],
)
def test_a_title_is_never_markup(tmp_path: Path, title: str):
    report = Report(tmp_path / "project", title="'" + title.replace("'", "''") + "'")
    report.bodies = dict.fromkeys(report.bodies, "Text.\n")
    reader = report.write()
    assert reader.metadata.title == title
    assert "".join(title.split()) in "".join(_text(reader).split())


def test_a_part_s_title_is_never_markup(report: Report):
    config = report.project.report / "_quarto.yml"
    config.write_text(config.read_text().replace('"The system"', "'*x* #panic()'"))
    report.bodies = dict.fromkeys(report.bodies, "Text.\n")
    assert "*x* #panic()" in _text(report.write())


@pytest.mark.slow
def test_a_long_title_fits_the_cover(tmp_path: Path):
    title = "A title of very many words that goes on for as long as anyone could bear it " * 3
    report = Report(tmp_path / "project", title=f'"{title.strip()}"')
    report.bodies = dict.fromkeys(report.bodies, "Text.\n")
    first = report.write().pages[0].extract_text()
    assert "Ann Author" in first
    assert "What was counted" in first


@pytest.mark.slow
def test_a_report_with_almost_nothing_in_it(tmp_path: Path):
    report = Report(tmp_path / "project", title='""')
    config = report.project.report / "_quarto.yml"
    config.write_text("project: {type: book}\nbook: {chapters: [index.qmd]}\nlang: x!\n")
    assert "Words of the preface" in _text(report.write())
    assert page.is_pdf_compliant(report.target, profile="ua1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "sur"), ("de-AT", "von"), ("sw", "of"), ("sr-Latn-RS", "of")]
)
def test_its_own_words_are_in_the_book_s_language(report: Report, lang: str, words: str):
    config = report.project.report / "_quarto.yml"
    config.write_text(config.read_text().replace("en-GB", lang))
    report.bodies = dict.fromkeys(report.bodies, "Text.\n")
    assert f"2 {words} " in _text(report.write())


def test_an_error_of_typst_s_is_told_at_the_author_s_line(report: Report):
    report.bodies["prisons"] = "First.\n\nThe words of prisons #link(<nowhere>)[lead nowhere].\n"
    error = report.fails()
    (finding,) = error.findings
    assert finding.code == "TIE602"
    assert str(finding.place) == "report/prisons.qmd:5:1"
    assert finding.message == "Typst: label `<nowhere>` does not exist in the document"
    assert "lead nowhere" in finding.detail[0]


@pytest.mark.slow
def test_letters_that_no_font_has_are_one_finding(report: Report):
    report.bodies["prisons"] = "The words of prisons ꦏꦶ.\n"
    (finding,) = report.fails().findings
    assert finding.message.startswith("no font has these characters: ")
    assert "report/fonts/" in finding.remedy
    assert finding.place.path == "report/prisons.qmd"


@pytest.mark.slow
def test_a_date_in_a_script_without_a_font_is_told_of_the_book(report: Report):
    config = report.project.report / "_quarto.yml"
    config.write_text(config.read_text().replace("en-GB", "ko-KR"))
    (finding,) = report.fails().findings
    assert finding.message == "no font has these characters: 년 월 일"
    assert finding.place.path == "report/_quarto.yml"


@pytest.mark.slow
def test_fonts_of_the_report_are_used(report: Report):
    import matplotlib as mpl

    fonts = report.project.report / "fonts"
    fonts.mkdir()
    source = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    (fonts / "DejaVuSans.ttf").write_bytes(source.read_bytes())
    report.bodies["prisons"] = "Armenian, Georgian: Հայ, ქართ.\n"
    report.bodies["index"] = report.bodies["references"] = report.bodies["register"] = "Text.\n"
    assert "Հայ, ქართ" in _text(report.write())


def test_a_picture_outside_the_project_is_refused(report: Report):
    (report.project.root.parent / "secret.svg").write_text(SVG)
    report.images = ("own.svg", "../../secret.svg", "/etc/passwd")
    found = report.fails().findings
    assert [finding.code for finding in found] == ["TIE113", "TIE113"]
    assert {finding.place.path for finding in found} == {"report/prisons.qmd"}


def test_a_picture_that_links_out_of_the_project_is_refused(report: Report):
    (report.project.root.parent / "secret.svg").write_text(SVG)
    (report.project.report / "link.svg").symlink_to(report.project.root.parent / "secret.svg")
    report.images = ("own.svg", "link.svg")
    assert [finding.code for finding in report.fails().findings] == ["TIE113"]


def test_a_missing_picture_names_the_chapter_and_no_folder_of_this_machine(report: Report):
    report.bodies["prisons"] = 'The words of prisons #image("/gone.svg", alt: "x")\n'
    (finding,) = report.fails().findings
    assert finding.place.path == "report/prisons.qmd"
    assert finding.message == "Typst: file not found (searched at gone.svg)"


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../etc/passwd", "/../job.json"])
def test_a_chapter_reads_nothing_outside_the_build(report: Report, path: str):
    report.bodies["prisons"] = f"#read({typst_string(path)})\n"
    (finding,) = report.fails().findings
    assert finding.code == "TIE602"


def test_packages_are_not_fetched(report: Report):
    report.bodies["prisons"] = '#import "@preview/never-heard-of:0.1.0": x\n'
    start = time.monotonic()
    (finding,) = report.fails().findings
    assert finding.code == "TIE602"
    assert time.monotonic() - start < 20


@pytest.mark.slow
def test_a_warning_of_typst_s_is_passed_on(report: Report):
    report.bodies["prisons"] = '#text(font: "Never Heard Of")[The words of prisons]\n'
    found = pdf.write(report.job(), report.chapters(), report.target)
    assert [(each.code, each.place.path) for each in found] == [("TIE603", "report/prisons.qmd")]


@pytest.mark.slow
def test_a_failed_build_leaves_the_last_pdf(report: Report):
    report.write()
    before = report.target.read_bytes()
    report.bodies["index"] = "#panic()"
    with pytest.raises(TieoutError):
        pdf.write(report.job(), report.chapters(), report.target)
    assert report.target.read_bytes() == before


def test_the_death_of_typst_is_a_finding(report: Report, monkeypatch: pytest.MonkeyPatch):
    outcome = pdf.typeset.Outcome(died="ended by signal SIGKILL")
    monkeypatch.setattr(pdf.typeset.Press, "typeset", lambda *_, **__: outcome)
    (finding,) = report.fails().findings
    assert "SIGKILL" in finding.message
    assert finding.place.path == "report/_quarto.yml"


@pytest.mark.slow
def test_an_asset_that_is_no_picture_is_left_out(report: Report, tmp_path: Path):
    job = report.job()
    big = tmp_path / "data.csv"
    big.write_text("a\n")
    job = replace(
        job, assets={**job.assets, "_tieout/data.csv": big, "_tieout/gone.svg": tmp_path / "x"}
    )
    assert pdf.write(job, report.chapters(), report.target) == ()


@pytest.mark.slow
def test_a_long_report_is_made_in_seconds(report: Report):
    section = "The number of people in prison grew again. " * 12
    note = "#footnote[Licadho, _Time for Bail_ (2020), 3.]"
    report.bodies["prisons"] += f"{section}{note}\n\n" * 600
    start = time.monotonic()
    reader = report.write()
    assert len(reader.pages) > 110
    assert time.monotonic() - start < 20
    assert page.is_pdf_compliant(report.target, profile="ua1")
