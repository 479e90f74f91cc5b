"""Side: what the page of all editions says of those that are not as the last build left them."""

from __future__ import annotations

import json

from lxml import html

from populations import populations
from projects import Report
from tieout.build import editions, side
from tieout.build.options import Options


def built(report: Report) -> None:
    """Build the first edition; the second stays as it was."""
    project = report.project
    with editions.Here() as here:
        made = here.submit(editions.one, project.of(project.editions()[0]), Options(jobs=1))
    assert made.result().summary is not None


def rows(report: Report) -> list[dict[str, str]]:
    """The rows of the CSV file, written anew."""
    side.write(report.project, report.project.editions())
    head, *lines = report.read("_output/editions/index.csv").splitlines()
    return [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]


def test_an_edition_stands_with_the_parameters_it_was_built_with(tmp_path):
    report = populations(tmp_path, countries=2, years=1)
    built(report)
    first, second = rows(report)
    assert (first["country"], first["state"], first["population"]) == ("c00", "built", "1000")
    assert (second["country"], second["state"], second["population"]) == ("c01", "missing", "")
    report.write("editions.csv", "edition,country,year,kind\nc00-2001,c01,2001,x\n")
    (first,) = rows(report)
    assert (first["country"], first["kind"], first["population"]) == ("c00", "", "1000")
    assert first["state"] == "changed"
    page = html.fromstring(report.read("_output/editions/index.html"))
    assert page.xpath("//td[@data-label='country']/text()") == ["c00"]
    assert page.xpath("//small[@class='doubtful']/text()") == ["changed since it was built"]
    data = json.loads(report.read("_output/editions/index.json"))
    assert data["editions"][0]["state"] == "changed"
    built(report)
    assert (rows(report)[0]["country"], rows(report)[0]["state"]) == ("c01", "built")


def test_a_name_that_is_new_in_the_summary_hides_no_edition(tmp_path):
    report = populations(tmp_path, countries=1, years=1)
    built(report)
    report.change("tieout.toml", '["population", "world"', '["population", "wrld"')
    (row,) = rows(report)
    assert (row["state"], row["population"], "wrld" in row) == ("built", "1000", False)


def test_a_ledger_that_was_written_to_is_not_one_that_is_missing(tmp_path):
    report = populations(tmp_path, countries=1, years=1)
    built(report)
    report.write("_output/editions/c00-2001/ledger.json", "[]")
    assert [row["state"] for row in rows(report)] == ["changed"]
