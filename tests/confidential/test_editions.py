"""What editions of confidential data tell together: refused as within one report; editions apart are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from projects import Report, small
from tieout.build import editions, pipeline
from tieout.build.options import Options
from tieout.findings import Finding, TieoutError

pytestmark = pytest.mark.slow

SCRIPT = '''"""Persons."""

import pandas as pd

from tieout import statistic


@statistic(unit="people")
def counted(persons: pd.DataFrame, region: str) -> int:
    """Those of the region."""
    return len(persons) if region == "all" else int((persons.region == region).sum())


@statistic(unit="people")
def seen(own: pd.DataFrame) -> int:
    """Those whom the edition is handed."""
    return own.person.nunique()
'''
HEAD, *PARTS = SCRIPT.split("\n\n@statistic")
COUNTED, SEEN = (f"{HEAD}\n\n@statistic{part}" for part in PARTS)
REGIONS = {"north": 16, "south": 18, "west": 6}


@pytest.fixture
def persons(tmp_path: Path) -> Report:
    """Forty people, each with a row of two years; `own` is what an edition's part has of them."""
    report = small(tmp_path / "report", COUNTED)
    rows = [
        f"{region}{n}-{year},{region}{n},{region},{year},s1"
        for region, many in REGIONS.items()
        for n in range(many)
        for year in (1, 2)
    ]
    report.write("data/cells.csv", "key,person,region,year,source\n" + "\n".join(rows) + "\n")
    fields = [{"name": name, "type": "string"} for name in ("key", "person", "region", "year")]
    common = {
        "path": "cells.csv",
        "schema": {"fields": [*fields, {"name": "source"}], "primaryKey": ["key"]},
        "confidential": True,
        "tieout:individual": "person",
    }
    whole = {"name": "persons", **common}
    own = {"name": "own", **common, "tieout:edition": {"year": "year"}}
    report.write("data/datapackage.json", json.dumps({"resources": [whole, own]}))
    return report


def told(report: Report, *names: str) -> list[Finding]:
    """What is said of each of these editions, computed one after the other."""
    found: list[Finding] = []
    for edition in report.project.editions():
        if edition.name in names:
            try:
                of = report.project.of(edition)
                found += pipeline.compile_only(of, lambda _line: None)[0].findings
            except TieoutError as error:
                found += error.findings
    return found


def codes(found: list[Finding]) -> list[str]:
    return [each.code for each in found]


def test_a_total_and_all_but_one_of_its_parts(persons: Report) -> None:
    """A country's edition, two of its three regions': the third has six people."""
    rows = "edition,region,year\nall-of-it,all,1\nn,north,1\ns,south,1\n"
    persons.write("editions.csv", rows)
    assert codes(told(persons, "all-of-it", "n")) == ["TIE131", "TIE131"]
    (finding,) = told(persons, "s")
    assert finding.code == "TIE126"
    for name in ("edition 'all-of-it'", "edition 'n'", "edition 's'", "'counted'"):
        assert name in finding.message
    # What was refused was not told: the others stand as they did.
    assert "TIE126" not in codes(told(persons, "n"))


def test_editions_that_share_nobody_are_not_refused(persons: Report) -> None:
    persons.write("editions.csv", "edition,region,year\nn,north,1\ns,south,1\n")
    assert codes(told(persons, "n", "s")) == ["TIE131"]
    assert codes(told(persons, "n", "s")) == []


def test_nearly_the_same_people_are_refused_and_just_the_same_are_not(persons: Report) -> None:
    persons.write("scripts/numbers.py", SEEN)
    persons.write("editions.csv", "edition,region,year\nn,all,1\ns,all,2\n")
    assert codes(told(persons, "n", "s")) == ["TIE131"]
    table = persons.read("data/cells.csv").replace("north0-2,north0,north,2,s1\n", "")
    persons.write("data/cells.csv", table)
    found = told(persons, "n", "s")
    assert codes(found) == ["TIE131", "TIE126"], "of the file as it was nothing is known any more"
    assert "statistic 'seen' of edition 's'" in found[1].message
    assert "statistic 'seen' of edition 'n'" in found[1].message
    let = {"statistic": "seen", "reason": "The holder of the data agreed."}

    def excepted(resources: dict[str, Any], _package: Any) -> None:
        resources["own"]["tieout:disclosure"] = [let]

    persons.describe(excepted)
    assert codes(told(persons, "n", "s")) == ["TIE131"], "and not that nothing needs the exception"
    assert codes(told(persons, "n", "s")) == []


def test_all_editions_at_once_are_held_against_each_other(persons: Report) -> None:
    persons.write("editions.csv", "edition,region,year\nall-of-it,all,1\nn,north,1\ns,south,1\n")
    project = persons.project
    options = Options(jobs=1, formats=("html",))
    with mock.patch.object(editions, "ProcessPoolExecutor", return_value=editions.Here()):
        made = editions.build(project, project.editions(), options, lambda _line: None)
    assert [each.name for each in made.failed] == ["s"]
    assert codes(list(made.failed[0].findings)) == ["TIE126"]
    assert not (persons / "_output/editions/s").exists()
    for each in made.outcomes[:2]:
        assert each.summary is not None
        assert each.summary.findings == (), "nobody is told of what is about to be looked at"


def tied(project: Any, *names: str) -> dict[str, list[str]]:
    """What is said of each of these editions by a build of several."""
    options = Options(jobs=1, formats=("html",))
    wanted = [each for each in project.editions() if each.name in names]
    with mock.patch.object(editions, "ProcessPoolExecutor", return_value=editions.Here()):
        made = editions.build(project, wanted, options, lambda _line: None)
    return {
        each.name: codes(list(each.summary.findings if each.summary else each.findings))
        for each in made.outcomes
    }


def test_what_is_not_known_of_others_is_said_again_until_it_is(persons: Report) -> None:
    persons.write("editions.csv", "edition,region,year\nn,north,1\ns,south,1\n")
    command = ("build", "--to", "html", "--edition", "n")
    for _ in ("built", "as it was"):
        done = persons.tieout(*command)
        assert done.status == 0, done.said
        assert done.err.count("note TIE131") == 1
        assert "not known: s\n" in done.err
    assert "TIE131" in persons.tieout(*command, "--verbose").err
    assert "TIE131" not in persons.tieout(*command, "--quiet").said
    assert persons.tieout("build", "--to", "html").err.count("TIE131") == 1  # the first edition
    assert tied(persons.project, "n", "s") == {"n": [], "s": []}
    assert persons.tieout(*command).err == ""


def test_who_was_awaited_and_failed_is_not_known(persons: Report) -> None:
    rows = "edition,region,year\nall-of-it,all,1\nn,north,1\ns,south,1\n"
    persons.write("editions.csv", rows)
    said = tied(persons.project, "all-of-it", "n", "s")
    assert said == {"all-of-it": [], "n": [], "s": ["TIE126"]}, (
        "the failure is said, that is enough"
    )
    assert codes(told(persons, "n")) == ["TIE131"]
