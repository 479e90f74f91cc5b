"""The fact sheet: every number used, harmless wherever it is opened."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as some

from tieout.review import facts, markdown


def test_every_number_used_in_the_order_of_the_report(material):
    sheet = facts.facts(material)
    assert [fact.record.name for fact in sheet] == [
        "prison_rise",
        "prisoners.2016-12.all.prisoners",
        "prisoners.2020-03.all.prisoners",
        "prisoners.2016-12.women.share",
        "paid",
        "payments.Z2.Preis",
    ]
    assert sheet[0].used[0] == "report/index.qmd:3"


def test_what_a_fact_says(material):
    fact = facts.facts(material)[2]
    data = fact.as_json()
    assert data["display"] == "38,990"
    assert data["value"] == 38990
    assert data["unit"] == "people"
    assert data["bound"] == "more than"
    assert data["sources"][0] == {
        "key": "ministry2020",
        "locator": "p. 6",
        "label": "Ministry of Counting 2020",
        "title": "Prisons in Figures",
    }
    assert fact.cells()[6] == (
        "Ministry of Counting 2020 [ministry2020], p. 6; Nguyen and others 2019 [survey2019], table 2"
    )


def test_the_same_facts_in_each_format(material):
    sheet = facts.facts(material)
    rows = list(csv.reader(io.StringIO(facts.as_csv(sheet), newline="")))
    assert len(rows) == len(sheet) + 1
    assert rows[1][:4] == ["prison_rise", "95%", "0.9495", "percent"]
    assert [each["name"] for each in json.loads(facts.as_json(sheet))["numbers"]] == [
        row[0] for row in rows[1:]
    ]
    page = facts.as_markdown(sheet, "A *small* report")
    assert page.startswith("# A \\*small\\* report: numbers\n")
    assert page.count("\n| `") == len(sheet)


@given(some.text(min_size=1))
def test_a_markdown_cell_stays_a_cell(text):
    made = markdown.escaped(text)
    assert "\n" not in made
    bare = made.replace("\\\\", "").replace("\\|", "")
    assert "|" not in bare


def test_a_span_of_code_holds_any_text():
    assert markdown.code("a`b") == "`` a`b ``"
    assert markdown.code("a|b") == "`a\\|b`"


def test_from_the_shell(inside, built):
    assert inside(built, "numbers", "--format", "csv").out.startswith("name,number,value")
    assert inside(built, "numbers").out.startswith("# A small report: numbers")
    assert len(json.loads(inside(built, "numbers", "--format", "json").out)["numbers"]) == 6
