"""Every row's sources and qualifiers are known ones."""

from __future__ import annotations

from tieout import catalogue
from tieout.data.cited import faults
from tieout.data.package import read_package
from tieout.data.read import read_tables
from tieout.data.sources import read_sources
from tieout.findings import Place


def found(report):
    project = report.project
    tables = read_tables(project, read_package(project))
    return list(faults(tables, read_sources(project)))


def test_the_sample_is_without_fault(report):
    assert found(report) == []


def test_an_unknown_source_is_told_at_its_row(report):
    report.change("data/prisoners.csv", "ministry2020;survey2019", "ministry2020;survey2018")
    (finding,) = found(report)
    assert (finding.rule, finding.place) == (
        catalogue.UNKNOWN_SOURCE,
        Place("data/prisoners.csv", 6),
    )
    assert finding.remedy == "Did you mean 'survey2019'?"


def test_an_unknown_source_of_a_whole_dataset_is_told_once_where_it_is_described(report):
    report.describe(lambda resources, _: resources["payments"].update({"tieout:source": "nobody"}))
    (finding,) = found(report)
    assert finding.rule == catalogue.UNKNOWN_SOURCE
    assert finding.place.path == "data/datapackage.json"


def test_an_unknown_qualifier_names_the_nearest(report):
    report.change("data/prisoners.csv", "more than", "more then")
    (finding,) = found(report)
    assert (finding.rule, finding.place.line) == (catalogue.BAD_QUALIFIER, 6)
    assert finding.remedy == "Did you mean 'more than'?"
