"""The data package is checked before a file is opened, each fault at the line that names the thing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout import catalogue
from tieout.data.package import read_package
from tieout.findings import Place, TieoutError
from tieout.number import Unit
from tieout.project import Project

PACKAGE = "data/datapackage.json"


def finding(report):
    with pytest.raises(TieoutError) as raised:
        read_package(report.project)
    assert len(raised.value.findings) == 1, raised.value
    return raised.value.findings[0]


def test_the_description_of_a_dataset(report):
    prisoners = read_package(report.project).datasets["prisoners"]
    assert prisoners.path == "data/prisoners.csv"
    assert prisoners.primary_key == ("as_of", "sex")
    assert [column.name for column in prisoners.values] == ["prisoners", "share"]
    assert prisoners.column("share").unit == Unit.parse("percent")
    assert prisoners.place == Place(PACKAGE, 6, 7)


def test_multipliers_are_exact(report):
    columns = read_package(report.project).datasets["payments"]
    assert columns.column("Anteil").multiplier == Decimal("0.01")
    assert columns.column("Betrag").multiplier == 1000
    assert columns.column("Ref").multiplier is None


def test_a_column_has_a_label_per_language(report):
    column = read_package(report.project).datasets["prisoners"].column("prisoners")
    assert [column.label(language) for language in ("de", "de_CH", "en-GB", "fr")] == [
        "Gefangene", "Gefangene", "Prisoners", "Prisoners",
    ]  # fmt: skip


def test_a_report_may_have_no_data(report):
    (report / PACKAGE).unlink()
    assert read_package(report.project).datasets == {}


def test_broken_json_is_named_with_line_and_column(report):
    report.write(PACKAGE, '{\n  "resources": [,]\n}\n')
    found = finding(report)
    assert (found.rule, found.place) == (catalogue.BAD_PACKAGE, Place(PACKAGE, 2, 17))


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "{}", '{"resources": {}}', "null"])
def test_json_that_is_no_package_is_told(report, text):
    report.write(PACKAGE, text)
    assert finding(report).rule == catalogue.BAD_DESCRIPTOR


@pytest.mark.parametrize("data", [b"\xff\xfe{", b"[" * 100_000])
def test_what_is_no_json_at_all_is_told(report, data):
    report.write(PACKAGE, data)
    assert finding(report).rule == catalogue.BAD_PACKAGE


def resource(**properties):
    def change(resources, _package):
        for key, value in properties.items():
            resources["prisoners"].pop(key, None)
            if value is not None:
                resources["prisoners"][key] = value

    return change


@pytest.mark.parametrize(
    ("change", "rule", "said"),
    [
        (resource(path=None), catalogue.BAD_DESCRIPTOR, "has no path"),
        (resource(path=["a.csv", "b.csv"]), catalogue.BAD_DESCRIPTOR, "has no path"),
        (resource(path="prisonrs.csv"), catalogue.MISSING_DATA_FILE, "'prisonrs.csv' does not exist"),
        (resource(path="https://example.org/x.csv"), catalogue.MISSING_DATA_FILE, "does not exist"),
        (resource(path="/etc/passwd"), catalogue.OUTSIDE_PROJECT, "leads out of the project"),
        (resource(path="../../x.csv"), catalogue.OUTSIDE_PROJECT, "leads out of the project"),
        (resource(path="."), catalogue.MISSING_DATA_FILE, "does not exist"),
        (resource(schema=None), catalogue.BAD_DESCRIPTOR, "has no schema"),
        (resource(schema="https://example.org/schema.json"), catalogue.BAD_DESCRIPTOR, "has no schema"),
        (resource(dialect="https://example.org/dialect.json"), catalogue.BAD_DESCRIPTOR, "its dialect is no object"),
        (resource(dialect={"delimiter": ";;"}), catalogue.BAD_DESCRIPTOR, 'delimiter ";;" is not one character'),
        (resource(dialect={"csv": {"quoteChar": 3}}), catalogue.BAD_DESCRIPTOR, "quoteChar 3"),
        (resource(name="Prisoners"), catalogue.BAD_DESCRIPTOR, "resource 1 has no name a script can use"),
        (resource(name="pri-soners"), catalogue.BAD_DESCRIPTOR, "resource 1 has no name"),
        (resource(name=None), catalogue.BAD_DESCRIPTOR, "resource 1 has no name"),
        (resource(name="payments"), catalogue.BAD_DESCRIPTOR, "two datasets are named 'payments'"),
        (resource(**{"tieout:sorce": "a"}), catalogue.BAD_DESCRIPTOR, "unknown property 'tieout:sorce'"),
    ],
)  # fmt: skip
def test_a_resource_that_cannot_be(report, change, rule, said):
    report.describe(change)
    found = finding(report)
    assert found.rule == rule
    assert said in found.message
    assert found.place.path == PACKAGE
    assert found.remedy


@pytest.mark.parametrize(
    ("column", "properties", "said"),
    [
        ("prisoners", {"unit": "peeple"}, "unknown unit 'peeple'"),
        ("prisoners", {"unit": 3}, "unknown unit '3'"),
        ("sex", {"unit": "count"}, "has a unit but is of type 'string'"),
        ("prisoners", {"type": None}, "has a unit but is of type 'any'"),
        ("share", {"multiplier": "0.01"}, "multiplier is not a number"),
        ("share", {"multiplier": True}, "multiplier is not a number"),
        ("prisoners", {"groupChar": "."}, "not for integers"),
        ("note", {"name": ""}, "field without a name"),
        ("note", {"name": "basis"}, "two fields named 'basis'"),
        ("note", {"tieout:units": "count"}, "unknown property 'tieout:units'"),
    ],
)
def test_a_column_that_cannot_be(report, column, properties, said):
    report.field("prisoners", column, **properties)
    found = finding(report)
    assert found.rule == catalogue.BAD_DESCRIPTOR
    assert said in found.message
    assert found.place.line > 1


def test_a_fault_stands_at_the_line_of_its_column(report):
    report.change(PACKAGE, '"tieout:unit": "people"', '"tieout:unit": "peeple"')
    assert finding(report).place == Place(PACKAGE, 14, 12)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (None, "has no primary key"),
        ([], "has no primary key"),
        (3, "has no primary key"),
        ({"a": 1}, "has no primary key"),
        ("as_off", "key column 'as_off' does not exist"),
        (["as_of", "sexx"], "key column 'sexx' does not exist"),
    ],
)
def test_a_key_that_tells_no_rows_apart(report, key, said):
    report.describe(lambda resources, _: resources["prisoners"]["schema"].update(primaryKey=key))
    assert said in finding(report).message


json_data = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["resources", "name", "path", "schema", "fields", "type", "primaryKey", "dialect",
                             "tieout:unit", "tieout:multiplier", "tieout:titles", "encoding"]),
            inner, max_size=4,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@given(json_data)
def test_any_json_is_a_package_or_findings(tmp_path_factory, data):
    import json

    root = tmp_path_factory.mktemp("p")
    (root / "tieout.toml").touch()
    (root / "data").mkdir()
    whole = {"resources": [data if isinstance(data, dict) else {"name": "x", "schema": data}]}
    (root / "data/datapackage.json").write_text(json.dumps(whole))
    with pytest.raises(TieoutError):
        read_package(Project.find(root))
