"""Editions: which are built, what they share, what one that fails leaves alone, and the page of all of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import ClassVar
from unittest import mock

import jsonschema
import pytest
from lxml import html

import tieout
from populations import populations
from projects import Report, files
from tieout import catalogue
from tieout.build import editions
from tieout.build.options import Options
from tieout.compute import cluster
from tieout.compute.processes import ScriptProcesses
from tieout.findings import Finding, Place, TieoutError

SCHEMA = Path(tieout.__file__).parent / "ledger" / "ledger.schema.json"


def build(report: Report, *names: str) -> editions.Editions:
    """Build these editions in this process, which is quicker; without a name all of them."""
    project = report.project
    wanted = [each for each in project.editions() if not names or each.name in names]
    with mock.patch.object(editions, "ProcessPoolExecutor", return_value=editions.Here()):
        return editions.build(project, wanted, Options(jobs=1), lambda _line: None)


def computed(made: editions.Editions) -> list[str]:
    """What had to be computed, in the order of the editions."""
    return [run.name for each in made.outcomes if each.summary for run in each.summary.reruns]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, editions.Editions]:
    report = populations(tmp_path_factory.mktemp("editions"))
    return report, build(report)


def words(report: Report, name: str, page: str = "index") -> str:
    """The text of an edition's page."""
    made = html.fromstring(report.read(f"_output/editions/{name}/html/{page}.html"))
    (main,) = made.xpath("//main")
    return " ".join(main.text_content().split())


def test_each_edition_has_its_own_words_and_numbers(built):
    report, made = built
    assert [each.name for each in made.outcomes] == ["c00-2001", "c00-2002", "c01-2001", "c01-2002"]
    assert made.code == 0
    assert "In 2002 2,010 lived in c01, 33.4% of all." in words(report, "c01-2002")
    assert "This is the second country." in words(report, "c01-2002")
    assert "This is the second country." not in words(report, "c00-2002")


def test_what_does_not_depend_on_the_parameters_is_computed_once(built):
    _, made = built
    assert sorted(computed(made)) == ["population"] * 4 + ["share"] * 4 + ["world"]


def test_a_cell_of_one_edition_is_a_row_of_the_whole_file(built):
    report, _ = built
    ledger = json.loads(report.read("_output/editions/c01-2002/ledger.json"))
    assert ledger["edition"] == {"edition": "c01-2002", "country": "c01", "year": "2002"}
    (record,) = (each for each in ledger["numbers"] if each["name"] == "population")
    (cell,) = record["inputs"]
    assert (cell["row"], cell["key"], cell["file"]) == (5, ["c01", "2002"], "data/census.csv")
    assert [each["key"] for each in record["sources"]] == ["s1"]
    assert record["given"] == {"year": "2002"}
    jsonschema.validate(ledger, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_an_edition_alone_has_the_bytes_it_has_among_others(built, tmp_path):
    report, _ = built
    alone = populations(tmp_path)
    build(alone, "c01-2001")
    assert dict(files(alone / "_output/editions/c01-2001")) == dict(
        files(report / "_output/editions/c01-2001")
    )


def test_the_page_of_all_editions(built):
    report, _ = built
    page = html.fromstring(report.read("_output/editions/index.html"))
    rows = [[" ".join(c.text_content().split()) for c in row] for row in page.xpath("//tbody/tr")]
    assert rows[2] == ["c01-2001", "c01", "2001", "2,000", "6,020", "33.2%"]
    for link in page.xpath("//a/@href"):
        assert (report / "_output/editions" / link).is_file()
    assert page.xpath("//html/@lang") == ["en"]
    assert page.xpath("//script") == []
    lines = report.read("_output/editions/index.csv").splitlines()
    assert lines[0] == "edition,country,year,state,population,world,share"
    assert lines[1].startswith("c00-2001,c00,2001,built,1000,6020,0.16611")
    data = json.loads(report.read("_output/editions/index.json"))
    assert data["editions"][3]["numbers"]["share"]["display"] == "33.4%"


def test_nothing_changed_and_one_row_changed(tmp_path):
    report = populations(tmp_path, countries=2, years=1)
    build(report)
    again = build(report)
    assert [each.summary.fresh for each in again.outcomes if each.summary] == [True, True]
    report.change("editions.csv", "c01-2001,c01,2001", "c01-2001,c00,2001")
    moved = build(report)
    assert [each.summary.fresh for each in moved.outcomes if each.summary] == [True, False]
    assert computed(moved) == []  # the other edition has computed all of it
    report.write("editions.csv", "edition,country,year\nc00-2001,c00,2001\n")
    assert build(report).removed == ("c01-2001",)
    assert not (report / "_output/editions/c01-2001").exists()


def test_a_row_of_another_edition_changes_nothing(tmp_path):
    report = populations(tmp_path, countries=2, years=1)
    build(report)
    report.change("data/census.csv", "c01,2001,2000", "c01,2001,2007")
    assert sorted(computed(build(report))) == ["population", "share", "share", "world"]


def test_one_that_fails_stops_no_other_and_keeps_what_it_had(tmp_path):
    report = populations(tmp_path, countries=2, years=1)
    build(report)
    before = dict(files(report / "_output/editions/c01-2001"))
    report.change("data/census.csv", "c01,2001", "c02,2001")
    made = build(report)
    assert [each.name for each in made.failed] == ["c01-2001"]
    assert made.code == 1
    (finding,) = made.failed[0].findings
    assert finding.code == "TIE116"
    assert "country = 'c01'" in finding.message
    assert dict(files(report / "_output/editions/c01-2001")) == before
    assert made.outcomes[0].summary is not None
    assert "its last build failed" in report.read("_output/editions/index.html")
    report.change("data/census.csv", "c02,2001", "c01,2001")
    assert build(report).code == 0
    assert "its last build failed" not in report.read("_output/editions/index.html")


def test_without_a_name_the_report_is_the_first_edition(tmp_path):
    report = populations(tmp_path, countries=2, years=1)
    build(report, "c01-2001")
    done = report.tieout("build")
    assert done.status == 0, done.said
    assert json.loads(report.read("_output/ledger.json"))["edition"]["edition"] == "c00-2001"
    assert "2,000 lived in c01" in words(report, "c01-2001")  # still there


def test_selection_on_the_command_line(tmp_path):
    report = populations(tmp_path, countries=3, years=1)
    done = report.tieout("build", "--edition", "c02-2001", "--edition", "c00-2001", "-j", "2")
    assert done.status == 0, done.said
    assert "2 of 2 editions built" in done.out
    assert not (report / "_output/editions/c01-2001").exists()
    unknown = report.tieout("build", "--edition", "c02-2010")
    assert unknown.status == 2
    assert "TIE007 unknown edition 'c02-2010'" in unknown.said
    assert "c02-2001" in unknown.said
    explained = report.tieout("explain", "population", "--edition", "c02-2001")
    assert "population = 3,000" in explained.out
    assert "year = 2001" in explained.out
    assert "“In 2001 3,000 lived in c02, 50.0% of all.”" in explained.out
    assert report.tieout("check", "--edition", "c02-2001").status == 0


def test_locks_one_an_edition(tmp_path):
    report = populations(tmp_path, countries=2, years=1)
    locked = report.tieout("lock", "--editions", "all")
    assert locked.status == 0, locked.said
    assert '"population" = { value = "2000"' in report.read("locks/c01-2001.lock")
    report.change("data/census.csv", "c01,2001,2000", "c01,2001,2007")
    made = report.tieout("build", "--editions", "all", "--locked", "-j", "1")
    assert made.status == 1
    assert "locks/c01-2001.lock:8 error TIE873 population 2,000 → 2,007" in made.err
    assert "locks/c00-2001.lock" in made.err  # its share of all moved


def test_what_is_found_in_several_editions_is_said_once(tmp_path):
    report = populations(tmp_path, countries=2, years=1)
    assert report.tieout("lock", "--edition", "c01-2001").status == 0
    report.change("scripts/people.py", '    """Population divided by world."""\n', "")
    report.change("scripts/people.py", "population / world", "population / world / 2")
    done = report.tieout("build", "--editions", "all", "-j", "1")
    assert done.status == 0, done.said
    assert done.err.count("warning TIE210") == 1
    assert "in edition" not in done.err.partition("TIE210")[2].partition("TIE876")[0]
    assert done.err.count("note TIE876") == 1
    assert "in edition c01-2001\n" in done.err.partition("TIE876")[2]
    again = report.tieout("build", "--editions", "all", "-q")
    assert (again.status, again.said) == (0, "")


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("edition,country", "name,country", "TIE006", "the first column is 'name'"),
        ("country,year", "country,country", "TIE006", "two columns are called 'country'"),
        ("c00-2001,", "C00 2001,", "TIE006", "cannot name an edition"),
        ("c01-2001,", "c00-2001,", "TIE006", "stands on line 2 already"),
        ("c01,2001", "c01,2001,x", "TIE006", "the row has 4 cells, the heading 3"),
        ("country,year", "world,year", "TIE204", "column 'world' has the name of a statistic"),
        ("c00,2001", "c00,soon", "TIE218", "as int, but edition 'c00-2001' has 'soon'"),
    ],
)
def test_what_is_wrong_with_the_file(tmp_path, old, new, code, said):
    report = populations(tmp_path, countries=2, years=1)
    report.change("editions.csv", old, new)
    if code == "TIE204":
        report.change("data/datapackage.json", '{"country": "country"}', '{"country": "world"}')
    with pytest.raises(TieoutError) as caught:
        report.compiled()
    found = [each for each in caught.value.findings if each.code == code]
    assert any(said in each.message for each in found), caught.value.findings


def test_declared_types(tmp_path):
    report = populations(tmp_path, countries=1, years=1)
    report.append("tieout.toml", '\n[editions.types]\nyear = "integer"\n')
    report.change("scripts/people.py", "year: int", "year")
    assert report.ledger()["population"]["value"] == 1000
    report.change("tieout.toml", '"integer"', '"date"')
    with pytest.raises(TieoutError) as caught:
        _ = report.project
    assert "year = '2001' is not of type date" in caught.value.findings[0].message


def test_language_title_and_folders_of_an_edition(tmp_path):
    report = populations(tmp_path, countries=1, years=1)
    report.write(
        "editions.csv", "edition,country,year,language,title,report\nfr,c00,2001,fr,Gens,gens\n"
    )
    (report / "report").rename(report / "gens")
    build(report)
    assert "In 2001 1 000 lived in c00" in words(report, "fr")  # as French writes it
    page = html.fromstring(report.read("_output/editions/fr/html/index.html"))
    assert page.xpath("//html/@lang") == ["fr"]
    assert page.xpath("//title/text()")[0].endswith("Gens")


class Cluster(ScriptProcesses):
    """Stands for a cluster: counts what it is given, and whether it is left."""

    made: ClassVar[list[Cluster]] = []

    def __init__(self, project, address, say):
        super().__init__(project)
        self.address, self.asked, self.left = address, 0, 0
        self.made.append(self)

    wide = True

    def all(self, asks, *heard):
        self.asked += len(asks)
        return super().all(asks, *heard)

    def close(self):
        self.left += 1
        super().close()


def test_with_a_scheduler_one_connection_serves_all_editions(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "ClusterProcesses", Cluster)
    monkeypatch.setattr(Cluster, "made", [])
    report = populations(tmp_path, countries=2, years=1)
    project, said = report.project, []
    asked = Options(jobs=2, scheduler="tcp://x")
    made = editions.build(project, project.editions(), asked, said.append)
    assert made.code == 0
    (only,) = Cluster.made
    assert (only.address, only.left) == ("tcp://x", 1)
    assert only.asked >= len(computed(made)) > 0
    assert said == [
        "2 of 2 editions to build, c00-2001 first",
        "c00-2001: built (1 of 2)",
        "c01-2001: built (2 of 2)",
    ]


def test_a_cluster_that_cannot_be_used_is_said_once(tmp_path, monkeypatch):
    monkeypatch.setattr(Cluster, "made", [])

    def all_(*_):
        raise TieoutError(Finding(catalogue.NO_CLUSTER, Place(""), "cannot be reached"))

    monkeypatch.setattr(cluster, "ClusterProcesses", Cluster)
    monkeypatch.setattr(Cluster, "all", all_)
    project = populations(tmp_path, countries=2, years=1).project
    asked = Options(scheduler="tcp://x")
    with pytest.raises(TieoutError, match="TIE906") as caught:
        editions.build(project, project.editions(), asked, lambda _line: None)
    assert not caught.value.found
    assert len(caught.value.findings) == 1
    (only,) = Cluster.made
    assert only.left


@pytest.mark.slow
def test_two_hundred_editions(tmp_path):
    """Forty countries, five years: each country's and the world's numbers are computed once, on two processes."""
    report = populations(tmp_path, countries=40, years=5)
    report.append(
        "scripts/people.py",
        '''

@statistic(unit="people", title="Most")
def most(census: pd.DataFrame, country: str) -> int:
    """The most people that a country ever had."""
    print("COUNTED", country, flush=True)
    return int(census["people"].max())
''',
    )
    report.change("report/world.qmd", "All were", "The most were {{< stat most >}}. All were")
    done = report.tieout("build", "--editions", "all", "--jobs", "2", "--format", "json")
    assert done.status == 0, done.err
    made = json.loads(done.out)["editions"]
    assert len(made) == 200
    names = [run["name"] for each in made.values() for run in each["rebuilt"]]
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    assert counts == {"population": 200, "share": 200, "world": 1, "most": 40}
    assert "The most were 40,040" in words(report, "c39-2003", "world")
    assert len(report.read("_output/editions/index.csv").splitlines()) == 201


def test_what_is_asked_of_a_build_is_asked_of_its_editions(report, inside, monkeypatch):
    """Confidential words are shown where they were asked for; scripts run where they were asked to."""
    from tieout.compute.hush import SHOW

    report.write("editions.csv", "edition,country\none,a\n")
    monkeypatch.setenv(SHOW, "")  # so that it is put back
    seen = []
    monkeypatch.setattr(
        "tieout.build.editions.build",
        lambda _project, _wanted, options, _say: (
            seen.append((os.environ.get(SHOW), options.scheduler)) or editions.Editions(())
        ),
    )
    inside(report, "build", "--edition", "one", "--show-confidential", "-q")
    assert seen == [("1", "")]
    inside(report, "build", "--editions", "all", "--scheduler", "tcp://127.0.0.1:1", "-q")
    assert seen[1][1] == "tcp://127.0.0.1:1"


@pytest.mark.slow
def test_each_edition_is_signed_off_by_itself(tmp_path):
    report = populations(tmp_path, countries=1)
    assert report.tieout("build", "--editions", "all", "-q").status == 0
    assert report.tieout("build", "-q").status == 0
    for what in (("world",), ("population", "--edition", "c00-2002")):
        assert report.tieout("review", *what, "--by", "A. Reader").status == 0
    assert 'name = "world"' in report.read("reviews.toml")
    assert 'name = "population"' in report.read("reviews/c00-2002.toml")

    def states(*edition: str) -> dict[str, str]:
        run = report.tieout("review", "--list", *edition)
        return {line.split()[1]: line.split()[0] for line in run.out.splitlines()[:-1]}

    assert states() == {"population": "never", "share": "never", "world": "reviewed"}
    # Nothing of the world's population depends on the edition's year.
    of_2002 = states("--edition", "c00-2002")
    assert of_2002 == {"population": "reviewed", "share": "never", "world": "reviewed"}
    assert states("--edition", "c00-2001") == states()
    report.change("data/census.csv", "c00,2002,1010", "c00,2002,1011")
    assert report.tieout("build", "--editions", "all", "-q").status == 0
    assert states("--edition", "c00-2002")["population"] == "expired"
    run = report.tieout("check", "--edition", "c00-2002")
    assert "'population' changed since A. Reader signed it off" in run.out + run.err
    run = report.tieout(
        "review", "population", "--by", "A. Reader", "--withdraw", "--edition", "c00-2002"
    )
    assert run.status == 0
    assert 'name = "population"' not in report.read("reviews/c00-2002.toml")
