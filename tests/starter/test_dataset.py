"""`tieout add dataset`: a CSV file copied, described, given its source, and read to be sure."""

from __future__ import annotations

import json

import pytest

from tieout.findings import TieoutError
from tieout.starter import dataset
from tieout.starter.dataset import Entry, Wanted

RAIN = "year,place,mm,days\n1990,A,12.5,3\n1990,B,13,4\n1991,A,,5\n"


@pytest.fixture
def rain(tmp_path):
    file = tmp_path / "rain.csv"
    file.write_text(RAIN)
    return file


def resource(report, name):
    package = json.loads(report.read("data/datapackage.json"))
    return next(each for each in package["resources"] if each["name"] == name)


def state(report):
    return {
        p: p.read_bytes()
        for p in report.root.rglob("*")
        if p.is_file() and ".tieout" not in p.parts
    }


def test_columns_types_and_key(report, rain):
    before = report.read("data/datapackage.json")
    added = dataset.add(report.project, rain, Wanted(source="survey2019", locator="p. 9"))
    assert added.files == ("data/datapackage.json", "data/rain.csv")
    assert report.read("data/rain.csv") == RAIN
    made = resource(report, "rain")
    assert made["tieout:source"] == "survey2019"
    assert made["tieout:locator"] == "p. 9"
    assert made["schema"]["primaryKey"] == ["year", "place"]
    types = {f["name"]: (f["type"], f.get("tieout:unit")) for f in made["schema"]["fields"]}
    assert types == {
        "year": ("integer", None),
        "place": ("string", None),
        "mm": ("number", "plain"),
        "days": ("integer", "count"),
    }
    # What stood there stands there still, to the letter.
    after = report.read("data/datapackage.json")
    assert after.startswith(before[: before.rindex("}\n  ]") + 1])


@pytest.mark.slow
def test_the_report_reads_it(report, rain):
    dataset.add(report.project, rain, Wanted(source="survey2019"))
    report.append(
        "report/index.qmd", "\nRain: {{< stat rain.1990.A.mm >}}.{{< source rain.1990.A.mm >}}\n"
    )
    assert report.ledger()["rain.1990.A.mm"]["display"] == "12.5"


@pytest.mark.slow
def test_a_new_source(report, rain):
    entry = Entry(
        "Rain {in} \\the\\ delta, 50% & more", "Office of Rain", "1992", "https://example.org"
    )
    added = dataset.add(report.project, rain, Wanted(source="rain1992", entry=entry))
    assert "references.bib" in added.files
    source = report.inputs().sources.entries["rain1992"]
    assert source.title == "Rain in the delta, 50% & more"
    assert source.label == "Office of Rain 1992"


def test_a_file_with_sources_of_its_own_needs_none(report, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text("key,value,source\na,1,survey2019\n")
    assert not dataset.needs_source(file)
    dataset.add(report.project, file, Wanted())
    assert "tieout:source" not in resource(report, "own")


def test_units_and_key_as_told(report, rain):
    wanted = Wanted(name="wet", source="survey2019", key=("place", "year"), units={"mm": "ratio"})
    dataset.add(report.project, rain, wanted)
    made = resource(report, "wet")
    assert made["schema"]["primaryKey"] == ["place", "year"]
    assert made["schema"]["fields"][2]["tieout:unit"] == "ratio"


def test_a_file_that_is_in_the_data_folder_stays_there(report):
    file = report.write("data/more/rain.csv", RAIN)
    added = dataset.add(report.project, file, Wanted(source="survey2019"))
    assert added.files == ("data/datapackage.json",)
    assert resource(report, "rain")["path"] == "more/rain.csv"


@pytest.mark.slow
def test_figures_as_europeans_write_them(report, tmp_path):
    file = tmp_path / "menge.csv"
    text = "Ort;Menge;Anteil;Name\nKöln;1.234,50;56%;1,2\nBonn;3,0;7%;x\n"
    file.write_bytes(text.encode("windows-1252"))
    added = dataset.add(report.project, file, Wanted(source="survey2019"))
    fields = {f["name"]: f for f in resource(report, "menge")["schema"]["fields"]}
    assert fields["Menge"]["decimalChar"] == ","
    assert fields["Menge"]["groupChar"] == "."
    assert fields["Anteil"]["tieout:unit"] == "percent"
    assert fields["Name"]["type"] == "string"
    table = report.inputs().tables["menge"]
    assert [str(cell) for cell in table.columns["Menge"]] == ["1234.50", "3.0"]
    assert [str(cell) for cell in table.columns["Anteil"]] == ["0.56", "0.07"]
    assert any("encoding was guessed" in hint for hint in added.hints)


@pytest.mark.parametrize("cell", ["1,234", "1,234;2,345"])
def test_a_comma_that_may_be_either_is_no_number(report, tmp_path, cell):
    file = tmp_path / "odd.csv"
    file.write_text("k;v\n" + "".join(f"{n};{c}\n" for n, c in enumerate(cell.split(";"))))
    dataset.add(report.project, file, Wanted(source="survey2019", key=("k",)))
    assert resource(report, "odd")["schema"]["fields"][1]["type"] == "string"


@pytest.mark.parametrize(
    ("text", "wanted", "code", "said"),
    [
        (RAIN, Wanted(), "TIE872", "no source"),
        (RAIN, Wanted(source="survey2018"), "TIE872", "Did you mean 'survey2019'"),
        (RAIN, Wanted(source="survey2019", entry=Entry("T")), "TIE872", "already"),
        (RAIN, Wanted(source="survey2019", key=("yeer",)), "TIE872", "Did you mean 'year'"),
        (RAIN, Wanted(source="survey2019", key=("year",)), "TIE872", "same year"),
        (
            RAIN,
            Wanted(source="survey2019", units={"days_": "count"}),
            "TIE872",
            "Did you mean 'days'",
        ),
        (RAIN, Wanted(source="survey2019", units={"mm": "cout"}), "TIE872", "Did you mean 'count'"),
        (RAIN, Wanted(source="survey2019", units={"place": "count"}), "TIE872", "no numbers"),
        (RAIN, Wanted(name="payments", source="survey2019"), "TIE871", "taken"),
        ("a,b\n1,2\n1,2\n", Wanted(source="survey2019"), "TIE872", "tell its rows apart"),
        ("a,b\n", Wanted(source="survey2019"), "TIE872", "no rows"),
        ("", Wanted(source="survey2019"), "TIE872", ""),
        ("a,a\n1,2\n", Wanted(source="survey2019"), "", ""),
        ("a,source\nx,nobody1999\n", Wanted(), "TIE112", "nobody1999"),
    ],
)
def test_what_cannot_be_added_changes_nothing(report, tmp_path, text, wanted, code, said):
    file = tmp_path / "rain.csv"
    file.write_text(text)
    before = state(report)
    with pytest.raises(TieoutError) as stopped:
        dataset.add(report.project, file, wanted)
    assert code in {"", stopped.value.findings[0].code}
    assert said in str(stopped.value)
    assert state(report) == before


def test_a_file_of_the_same_name(report, rain):
    report.write("data/rain.csv", "mine")
    with pytest.raises(TieoutError, match="TIE870"):
        dataset.add(report.project, rain, Wanted(source="survey2019"))
    assert report.read("data/rain.csv") == "mine"


def test_a_file_that_is_no_table(report, tmp_path):
    for name in ("missing.csv", "x.xlsx"):
        with pytest.raises(TieoutError, match="TIE872"):
            dataset.add(report.project, tmp_path / name, Wanted(source="survey2019"))
        (tmp_path / "x.xlsx").write_bytes(b"PK")


def test_a_package_that_does_not_exist_yet(report, rain):
    (report / "data/datapackage.json").unlink()
    dataset.add(report.project, rain, Wanted(source="survey2019"))
    assert resource(report, "rain")["path"] == "rain.csv"


def test_money_is_told_of_multipliers(report, rain):
    def said(units):
        wanted = Wanted(name=f"rain{len(units)}", source="survey2019", units=units)
        file = rain.with_name(f"{wanted.name}.csv")
        file.write_text(RAIN)
        return " ".join(dataset.add(report.project, file, wanted).hints)

    assert "tieout:multiplier" not in said({})
    assert '"tieout:multiplier": 0.01' in said({"mm": "GBP"})
