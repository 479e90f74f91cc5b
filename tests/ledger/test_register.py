"""The register: written in the report's language, with the data's titles in it."""

from __future__ import annotations

import json

import pytest

from tieout.data.package import read_package
from tieout.data.sources import Sources
from tieout.ledger import register
from tieout.ledger.record import Input, Published, Record
from tieout.number import Unit
from tieout.project import Project


def test_a_resource_is_titled_by_language(report):
    path = report.root / "data/datapackage.json"
    package = json.loads(path.read_text())
    package["resources"][0]["tieout:titles"] = {"de": "Gefängnisse"}
    path.write_text(json.dumps(package))
    first = next(iter(read_package(Project.find(report.root)).datasets.values()))
    assert first.heading("de_CH") == first.heading("de") == "Gefängnisse"
    assert first.heading("en_GB") == first.title


@pytest.mark.parametrize(
    ("locale", "header", "line", "what", "published"),
    [
        (
            "en_GB",
            "What it is",
            "data/p.csv, line 7",
            "Prisoners; an estimate of the source; the source says ‘more than’",
            "78% (p. 8): agrees after rounding",
        ),
        (
            "de-CH",
            "Was sie ist",
            "data/p.csv, Zeile 7",
            "Prisoners; eine Schätzung der Quelle; die Quelle sagt ‚mehr als‘",
            "78% (p. 8): stimmt gerundet überein",
        ),
        ("km", "What it is", "data/p.csv, line 7", "Prisoners; an estimate", "78% (p. 8): agrees"),
    ],
)
def test_the_register_speaks_the_language_of_the_report(locale, header, line, what, published):
    cell = Input("p", "data/p.csv", "n", "is", 7, qualifier="more than", basis="estimate")
    record = Record(
        name="p.a.n",
        kind="datum",
        title="Prisoners",
        doc="",
        unit=Unit.parse("people"),
        value=7,
        display="7",
        file="data/p.csv",
        line=7,
        inputs=(cell,),
        published=Published("78%", "agrees after rounding", "s", "p. 8"),
    )
    made = register.fragment([record], Sources("references.bib", {}), locale)
    assert made.header[1] == header
    said = made.rows[0].cells
    assert said[2] == line
    assert said[1].startswith(what)
    assert said[4].startswith(published)
