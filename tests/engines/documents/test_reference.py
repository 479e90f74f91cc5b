"""The reference document: made by its command, the same bytes each time, with every style the text uses."""

import io
import subprocess
import sys
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from tieout.engines.documents.options import reference_of
from tieout.engines.documents.reference import packed, reference
from tieout.engines.documents.styles import STYLES
from tieout.findings import TieoutError
from tieout.prose.book import read_book


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(reference()))


def test_the_command_makes_it_and_makes_it_again(tmp_path):
    target = tmp_path / "reference.docx"
    command = [sys.executable, "-m", "tieout.engines.documents.reference", str(target)]
    subprocess.run(command, check=True)
    assert target.read_bytes() == reference()


def test_zips_hold_no_moment():
    with zipfile.ZipFile(io.BytesIO(packed({"b": b"1", "a": b"2"}))) as file:
        assert [(each.filename, each.date_time[0]) for each in file.infolist()] == [
            ("a", 1980),
            ("b", 1980),
        ]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_word_knows_each_style(document, style):
    found = next(each for each in document.styles if each.element.styleId == style.id)
    kind = WD_STYLE_TYPE.CHARACTER if style.kind == "character" else WD_STYLE_TYPE.PARAGRAPH
    assert found.type == kind
    if style.size:
        assert found.font.size.pt == style.size


def test_room_for_a_copy_editor(document):
    """One and a half lines, margins of 2.5 cm, page numbers."""
    (section,) = document.sections
    assert round(section.left_margin.cm, 1) == round(section.right_margin.cm, 1) == 2.5
    assert document.styles["Normal"].paragraph_format.line_spacing == 1.5
    assert "PAGE" in section.footer._element.xml
    assert section.different_first_page_header_footer


def test_letter_paper():
    section = docx.Document(io.BytesIO(reference("letter"))).sections[0]
    assert round(section.page_width.inches, 1) == 8.5


def test_a_report_may_bring_its_own(project):
    own = project.report / "house.docx"
    own.write_bytes(b"PK of a house")
    _set(project, "format:\n  docx:\n    reference-doc: house.docx\n")
    assert reference_of(project, read_book(project)) == b"PK of a house"


@pytest.mark.parametrize(
    ("name", "said"), [("gone.docx", "does not exist"), ("own.svg", "no Word document")]
)
def test_a_wrong_one_is_named_with_its_line(project, name, said):
    _set(project, f"format:\n  docx:\n    reference-doc: {name}\n")
    with pytest.raises(TieoutError) as error:
        reference_of(project, read_book(project))
    (finding,) = error.value.findings
    assert said in finding.message
    assert finding.place.line


def _set(project, text):
    path = project.report / "_quarto.yml"
    kept = path.read_text().partition("format:")[0]
    path.write_text(kept + text)
