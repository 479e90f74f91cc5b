"""The file of editions, and what a parameter is handed over as."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from tieout.edition import Declared, Edition, read
from tieout.findings import TieoutError
from tieout.given import type_of


@pytest.mark.parametrize(
    ("text", "annotation", "value"),
    [
        ("2020", "int", 2020),
        ("2020", "", "2020"),
        ("0.10", "Decimal", Decimal("0.10")),
        ("0.5", "float", 0.5),
        ("yes", "bool", True),
        ("2020-02-03", "datetime.date", datetime.date(2020, 2, 3)),
        ("KHM", "str | None", "KHM"),
    ],
)
def test_a_parameter_as_its_annotation_asks(text, annotation, value):
    edition = Edition("a", {"x": text})
    made = edition.value("x", type_of(annotation) or "")
    assert (made, type(made)) == (value, type(value))


@pytest.mark.parametrize("text", ["1e999", "nan", "x", ""])
def test_no_number(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        Edition("a", {"x": text}).value("x", "number")


def test_types_that_no_parameter_has():
    assert type_of("DataFrame") is None
    assert type_of("int | str") is None


def test_settings_are_no_parameters(tmp_path):
    (tmp_path / "editions.csv").write_text(
        "edition,language,report,title\nde,de,bericht,Preise\nen,en,,\n"
    )
    german, english = read(tmp_path, Declared())
    assert dict(german.parameters) == {"edition": "de", "language": "de"}
    assert dict(german.settings) == {"report": "bericht", "title": "Preise"}
    assert dict(english.settings) == {}
    assert german.place.line == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first column is nothing"),
        ("edition\n", "there is no edition in it"),
        ("edition,report\na,../x\n", "leads out of the project"),
        ('edition,x\na,"b\n', "CSV"),
        ("edition\nall\n", "'all' cannot name an edition"),
        ("edition,Land\na,b\n", "column 2 is called 'Land'"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, text, said):
    (tmp_path / "editions.csv").write_text(text)
    with pytest.raises(TieoutError) as caught:
        read(tmp_path, Declared())
    assert any(said in each.message for each in caught.value.findings)


def test_no_file_is_no_edition_unless_one_is_named(tmp_path):
    assert read(tmp_path, Declared()) == ()
    with pytest.raises(TieoutError, match="does not exist"):
        read(tmp_path, Declared("countries.csv"))
