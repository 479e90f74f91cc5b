"""`tieout init --adopt`: a Quarto book becomes a report, and none of its chapters is touched."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from projects import Report
from tieout.cli.main import cli
from tieout.data.sources import read_sources
from tieout.findings import TieoutError
from tieout.project import Project
from tieout.starter.adopt import adopt

BOOK = """\
# The handbook's own comment
project:
  type: book   # kept as it is
book:
  title: "A handbook"
  chapters:
    - index.qmd
    - rules.qmd
bibliography: [refs/first.bib, refs/second.bib]
csl: own.csl
lang: en
"""
CHAPTERS = {
    "index.qmd": "# Preface {.unnumbered}\n\nWelcome in 2024.\n",
    "rules.qmd": (
        "# Rules\n\nIn 2020 the wardens freed 12,345 storks, or 78.4% of those they had caught. "
        "Of these, 12,345 came back.[^1]\n\n{{< fa feather >}} See @fig-none and [@gone].\n\n"
        "![](gone.png)\n\n```{python}\n1 + 1\n```\n\n[^1]: By three counts.\n"
    ),
}
ENTRY = "@misc{%s, title = {T}, author = {A}, year = {2020}}\n"


def write_book(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_quarto.yml").write_text(BOOK)
    for name, text in CHAPTERS.items():
        (folder / name).write_text(text)
    (folder / "refs").mkdir()
    (folder / "refs/first.bib").write_text(ENTRY % "one" + ENTRY % "one")
    (folder / "refs/second.bib").write_text(ENTRY % "two")
    (folder / "own.csl").write_text("<style/>")
    return folder


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_nothing_that_was_there_is_changed(tmp_path):
    book = write_book(tmp_path / "book")
    before = digests(book)
    adopted = adopt(book)
    after = digests(book)
    assert {name: after[name] for name in before} == before
    new = {name.partition("/")[0] for name in after if name not in before}
    assert new == {"tieout.toml", "_extensions"}
    assert adopted.change == ""


def test_the_configuration_says_where_the_book_keeps_its_things(tmp_path):
    config = adopt(write_book(tmp_path / "book")).project.config
    assert config.report == "."
    assert (config.references, config.bibliographies) == ("refs/first.bib", ("refs/second.bib",))
    assert config.style == "own.csl"
    assert dict(config.severity)["TIE311"] == "warning"


def test_a_book_in_a_folder_of_the_project(tmp_path):
    write_book(tmp_path / "text" / "book")
    adopted = adopt(tmp_path)
    assert adopted.project.config.report == "text/book"
    assert adopted.project.config.style == "text/book/own.csl"
    assert (tmp_path / "tieout.toml").is_file()
    assert (tmp_path / "text/book/_extensions/tieout/tieout.lua").is_file()


def test_python_files_that_are_somebody_s_own_are_not_ours_to_run(tmp_path):
    book = write_book(tmp_path / "book")
    (book / "scripts").mkdir()
    (book / "scripts/publish.py").write_text("raise SystemExit\n")
    (book / "figures").mkdir()
    (book / "figures/map.png").write_bytes(b"")
    config = adopt(book).project.config
    assert (config.scripts, config.figures) == ("statistics", "figures")


def test_a_style_that_is_not_there_is_told(tmp_path):
    book = write_book(tmp_path / "book")
    (book / "own.csl").unlink()
    adopted = adopt(book)
    assert adopted.project.config.style == "chicago-author-date"
    assert any("'own.csl'" in note for note in adopted.notes)


def test_the_render_command_is_added_as_one_line(tmp_path):
    book = write_book(tmp_path / "book")
    adopted = adopt(book, pre_render=True)
    assert (book / "_quarto.yml").read_text() == BOOK.replace(
        "  type: book   # kept as it is\n",
        "  type: book   # kept as it is\n  pre-render: tieout compile\n",
    )
    assert [line for line in adopted.change.splitlines()[2:] if line[0] in "+-"] == [
        "+  pre-render: tieout compile"
    ]


def test_a_render_command_of_the_book_s_own_is_kept(tmp_path):
    book = write_book(tmp_path / "book")
    own = BOOK.replace("  type: book ", "  pre-render: ./own.sh  # mine\n  type: book ")
    (book / "_quarto.yml").write_text(own)
    adopt(book, pre_render=True)
    text = (book / "_quarto.yml").read_text()
    assert "./own.sh" in text
    assert "tieout compile" in text
    assert "# kept as it is" in text
    assert "# The handbook's own comment" in text


def test_what_is_a_report_already_is_left_alone(tmp_path):
    book = write_book(tmp_path / "book")
    (book / "tieout.toml").write_text('style = "apa"\n')
    with pytest.raises(TieoutError) as raised:
        adopt(book)
    assert raised.value.findings[0].code == "TIE870"
    assert not (book / "_extensions").exists()
    assert (book / "tieout.toml").read_text() == 'style = "apa"\n'


def test_no_book_and_two_books_are_told(tmp_path):
    with pytest.raises(TieoutError, match="no Quarto book here"):
        adopt(tmp_path)
    write_book(tmp_path / "a")
    write_book(tmp_path / "b")
    with pytest.raises(TieoutError, match="2 books stand here: a, b"):
        adopt(tmp_path)
    assert not (tmp_path / "tieout.toml").exists()


def test_a_book_with_a_chapter_missing_is_not_adopted(tmp_path):
    book = write_book(tmp_path / "book")
    (book / "rules.qmd").unlink()
    with pytest.raises(TieoutError, match=r"rules\.qmd"):
        adopt(book)
    assert not (book / "tieout.toml").exists()


@pytest.fixture
def run(monkeypatch):
    def call(folder, *arguments):
        monkeypatch.chdir(folder)
        return CliRunner().invoke(cli, arguments)

    return call


def test_the_command_says_what_it_did_and_what_is_worth_binding(run, tmp_path):
    done = run(write_book(tmp_path / "book"), "init", "--adopt")
    assert done.exit_code == 0, done.output
    assert "Adopted 'A handbook': 2 chapters, none of them touched." in done.output
    assert "tieout.toml, _extensions/tieout/, tieout.lock" in done.output
    lines = done.output.splitlines()
    first = lines.index(next(line for line in lines if line.startswith("Typed numbers")))
    assert lines[first + 1] == "  rules.qmd:3  78.4%"
    assert "freed 12,345 storks" in lines[first + 2]
    assert "  rules.qmd:3  12,345 (2 times)" in lines
    assert all(len(line) <= 120 for line in lines)


def test_the_command_tells_a_program_everything(run, tmp_path):
    done = run(write_book(tmp_path / "book"), "init", "--adopt", "--format", "json")
    data = json.loads(done.output)
    assert data["written"] == ["tieout.toml", "_extensions/tieout/", "tieout.lock"]
    numbers = [(each["number"], each["times"]) for each in data["typed"]]
    assert numbers[0] == ("78.4%", 1)
    assert ("12,345", 2) in numbers
    assert all(each["line"] and each["sentence"] for each in data["typed"])


@pytest.mark.slow
def test_an_adopted_book_is_built_and_checked(tmp_path):
    book = Report(write_book(tmp_path / "book"))
    (book / "own.csl").unlink()
    assert book.tieout("init", "--adopt").status == 0
    built = book.tieout("build", "--engine", "pandoc")
    assert built.status == 0, built.said
    told = {
        code
        for code in ("TIE302", "TIE309", "TIE312", "TIE320", "TIE402", "TIE403")
        if code in built.said
    }
    assert told == {"TIE302", "TIE309", "TIE312", "TIE320", "TIE402", "TIE403"}
    page = book.read("_output/html/rules.html")
    assert "?@fig-none" in page
    assert "missing.svg" in page
    assert (book / "_output/report.pdf").read_bytes().startswith(b"%PDF")
    checked = book.tieout("check", "--format", "json")
    assert checked.status == 1
    found = json.loads(checked.out)["findings"]
    assert {each["severity"] for each in found} <= {"warning", "note"}
    assert Project.find(book.root).config.report == "."
    assert book.tieout("build", "--engine", "pandoc").out.startswith("Nothing changed")


@pytest.mark.parametrize(
    ("sentence", "lang", "said"),
    [
        (
            "Der Hüter ist nicht mit der Arbeit fertig und wird auch morgen zum Fluss gehen. ",
            "",
            "reads like German",
        ),
        ("The keeper is not done with this and goes to the river. ", "", ""),
        (
            "Der Hüter ist nicht mit der Arbeit fertig und wird auch morgen zum Fluss gehen. ",
            "lang: fr\n",
            "",
        ),
    ],
)
def test_a_book_that_says_no_language_is_asked_for_it(tmp_path, sentence, lang, said):
    book = write_book(tmp_path / "book")
    (book / "_quarto.yml").write_text(BOOK.replace("lang: en\n", lang))
    (book / "rules.qmd").write_text(f"# R\n\n{sentence * 60}\n")
    notes = " ".join(adopt(book).notes)
    assert said in notes
    assert ("reads like" in notes) == bool(said)


def test_a_chapter_s_own_bibliography_is_one_of_the_book_s(tmp_path):
    book = write_book(tmp_path / "book")
    entry = [{"id": "three", "type": "book", "title": "T"}]
    (book / "refs/third.json").write_text(json.dumps(entry))
    (book / "rules.qmd").write_text(
        "---\nbibliography: refs/third.json\n---\n\n# R\n\n[@three; @two]\n"
    )
    project = adopt(book).project
    assert project.config.bibliographies == ("refs/second.bib", "refs/third.json")
    assert {"one", "two", "three"} == set(read_sources(project).entries)
