"""What a Word file that came back says: edits by chapter and line, numbers retyped, comments, tracked changes."""

from __future__ import annotations

import copy
import io
import json
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from engines.small_book import job_of, write_project
from tieout.engines.pandoc import PandocEngine
from tieout.findings import TieoutError
from tieout.review.returned import edits
from tieout.review.wordfile import paragraphs


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    made = job_of(write_project(tmp_path_factory.mktemp("sent") / "project"), formats=("docx",))
    PandocEngine().render(made)
    return made


@pytest.fixture
def word(job):
    """The document as sent, to be edited."""
    return docx.Document(job.stage / "report.docx")


@pytest.fixture
def compared(job, word, tmp_path):
    def compare():
        word.save(tmp_path / "returned.docx")
        sent = paragraphs(job.stage / "report.docx")
        return edits(sent, paragraphs(tmp_path / "returned.docx"), job.chapters)

    return compare


def found(word, start):
    return next(p for p in word.paragraphs if p.text.startswith(start))


def numbers(paragraph):
    return [run for run in paragraph.runs if run.style.name == "Tieout Number"]


def test_nothing_changed(compared):
    assert compared() == ()


def test_words_changed_are_an_edit_with_its_line(word, compared):
    run = next(r for r in found(word, "Prisoners grew").runs if "Prisoners" in r.text)
    run.text = run.text.replace("Prisoners", "Inmates")
    (edit,) = compared()
    assert (str(edit.place), edit.heading) == ("report/prisons.qmd:3:1", "1 Prisons")
    assert edit.now.startswith("Inmates grew by 78%, or 78.4%.")
    assert not edit.numbers
    assert not list(edit.findings())


def test_a_number_retyped_is_a_finding_that_names_it(word, compared):
    numbers(found(word, "Prisoners grew"))[1].text = "79.4%"
    (edit,) = compared()
    (finding,) = edit.findings()
    assert finding.code == "TIE866"
    assert finding.message == "'78.4%' became '79.4%' (rise) in the Word file"
    assert finding.place.path == "report/prisons.qmd"


def test_a_number_cut_into_pieces_by_word_is_the_same(word, compared):
    run = numbers(found(word, "Prisoners grew"))[0]
    other = copy.deepcopy(run._r)
    run.text, rest = "7", "8%"
    run._r.addnext(other)
    docx.text.run.Run(other, run._parent).text = rest
    assert compared() == ()


def test_a_number_typed_anew_without_its_style_is_the_same(word, compared):
    run = numbers(found(word, "Prisoners grew"))[0]
    run._r.remove(run._r.rPr)
    assert compared() == ()


def test_a_number_typed_anew_otherwise_is_found(word, compared):
    run = numbers(found(word, "Prisoners grew"))[0]
    run._r.remove(run._r.rPr)
    run.text = "81%"
    (edit,) = compared()
    assert [(n.was, n.now) for n in edit.numbers] == [("78%", "81%")]


def test_a_number_that_went_with_its_words_is_an_edit(word, compared):
    paragraph = found(word, "The number grew")
    paragraph._p.getparent().remove(paragraph._p)
    (edit,) = compared()
    assert (edit.now, edit.place.path) == ("", "report/index.qmd")
    assert not list(edit.findings())


def test_a_paragraph_put_in(word, compared):
    new = copy.deepcopy(found(word, "The number grew")._p)
    for run in new.xpath("./w:r"):
        new.remove(run)
    new.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>Quite new.</w:t></w:r>"))
    found(word, "The number grew")._p.addnext(new)
    (edit,) = compared()
    assert (edit.was, edit.now, edit.heading) == ("", "Quite new.", "Preface")


def test_tracked_changes_count_as_accepted(word, compared):
    run = numbers(found(word, "The number grew"))[0]._r
    ins = parse_xml(
        f'<w:ins {nsdecls("w")} w:id="900" w:author="CE"><w:r><w:rPr><w:rStyle w:val="TieoutNumber"/></w:rPr>'
        "<w:t>80%</w:t></w:r></w:ins>"
    )
    gone = parse_xml(f'<w:del {nsdecls("w")} w:id="901" w:author="CE"/>')
    run.addnext(ins)
    run.addprevious(gone)
    gone.append(run)
    (edit,) = compared()
    assert edit.now == "The number grew by 80%."
    assert [(n.was, n.now) for n in edit.numbers] == [("78%", "80%")]


def test_comments_are_told_with_their_paragraph(word, compared):
    word.add_comment(
        runs=found(word, "A footnote").runs, text="Is it?", author="Copy Editor", initials="CE"
    )
    (edit,) = compared()
    assert edit.was == edit.now
    assert [(c.author, c.text) for c in edit.comments] == [("Copy Editor", "Is it?")]


def test_a_word_in_another_language_names_styles_otherwise(word, compared, tmp_path):
    """The ids differ, the names stay."""
    numbers(found(word, "The number grew"))[0].text = "80%"
    out = io.BytesIO()
    word.save(out)
    with zipfile.ZipFile(out) as file, zipfile.ZipFile(tmp_path / "de.docx", "w") as made:
        for name in file.namelist():
            data = file.read(name)
            if name in {"word/document.xml", "word/styles.xml"}:
                data = data.replace(b'"Heading1"', b'"berschrift1"').replace(
                    b'"TieoutNumber"', b'"Zahl"'
                )
            made.writestr(name, data)
    (edit,) = (e for e in compared() if e.numbers)
    (number,) = [p.numbers for p in paragraphs(tmp_path / "de.docx") if p.text == edit.now]
    assert number == ("80%",)


@pytest.mark.parametrize(
    "data",
    [b"no zip", b"PK\x03\x04", None],
)
def test_what_is_no_word_document_is_named(tmp_path, data):
    path = tmp_path / "x.docx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(TieoutError) as error:
        paragraphs(path)
    assert error.value.findings[0].code == "TIE865"


@pytest.mark.parametrize("text", ["<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<broken"])
def test_a_bomb_is_not_read(tmp_path, text):
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", text)
    with pytest.raises(TieoutError):
        paragraphs(path)


def test_from_the_shell(job, word, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from tieout.cli.compare_command import command

    monkeypatch.chdir(job.project.root)
    numbers(found(word, "The number grew"))[0].text = "80%"
    word.save(tmp_path / "returned.docx")
    sent = str(job.stage / "report.docx")
    arguments = [str(tmp_path / "returned.docx"), "--sent", sent]
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 1
    assert "report/index.qmd:3  Preface" in done.output
    assert "  + The number grew by 80%." in done.output
    assert "1 paragraph edited, 1 number retyped, 0 comments." in done.output
    data = json.loads(CliRunner().invoke(command, [*arguments, "--format", "json"]).stdout)
    assert data["edits"][0]["numbers"] == [{"was": "78%", "now": "80%", "name": "rise"}]
    assert (
        "**'78%' became '80%'**"
        in CliRunner().invoke(command, [*arguments, "--format", "md"]).stdout
    )
    same = CliRunner().invoke(command, [sent, "--sent", sent])
    assert (same.exit_code, same.output) == (0, "Nothing changed.\n")
