"""Data files are read as they were received, or not at all and with the line."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout import catalogue
from tieout.data.package import read_package
from tieout.data.read import read_table, read_tables
from tieout.findings import MOST_OF_A_FILE, Place, TieoutError


def tables(report):
    return read_tables(report.project, read_package(report.project))


def findings(report):
    with pytest.raises(TieoutError) as raised:
        tables(report)
    return raised.value.findings


def finding(report):
    found = findings(report)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def test_a_file_as_received_is_read_as_its_schema_says(report):
    payments = tables(report)["payments"]
    assert payments.lines == (2, 3, 4, 6)
    assert payments.columns["Datum"][:2] == (datetime.date(2019, 1, 3), datetime.date(2019, 2, 14))
    assert payments.columns["Betrag"] == (Decimal(1234500), Decimal(2000000), None, Decimal(-50250))
    assert payments.columns["Anteil"] == tuple(map(Decimal, ("0.56", "0.075", "-0.03", "0")))
    assert payments.columns["Preis"] == tuple(map(Decimal, ("3", "4.25", "1000", "0")))
    assert payments.columns["Menge"] == (12, 1050, None, 7)
    assert payments.columns["Bemerkung"] == ("erste; Rate", None, "zwei\r\nZeilen", "Größe ≥ 3 m²")


def test_a_composite_key_names_each_cell(report):
    prisoners = tables(report)["prisoners"]
    assert prisoners.names["prisoners.2016-12.women.share"] == (1, "share")
    assert "prisoners.2020-03.women.prisoners" not in prisoners.names
    assert prisoners.place(3) == Place("data/prisoners.csv", 6)


def test_what_was_read_once_comes_from_the_cache_the_same(report):
    first = tables(report)
    assert tables(report) == first
    for entry in (report / ".tieout/cache/tables").iterdir():
        entry.write_bytes(entry.read_bytes()[:-3])
    assert tables(report) == first


def test_the_file_stays_as_received(report):
    before = (report / "data/zahlungen.csv").read_bytes()
    tables(report)
    assert (report / "data/zahlungen.csv").read_bytes() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "latin-1"])
def test_encodings(report, encoding):
    text = report.read("data/zahlungen.csv").removeprefix("\ufeff").replace("≥", "über")
    report.write("data/zahlungen.csv", text.encode(encoding))
    report.describe(lambda resources, _: resources["payments"].update(encoding=encoding))
    assert tables(report)["payments"].columns["Bemerkung"][3] == "Größe über 3 m²"


@pytest.mark.parametrize(
    ("name", "old", "new", "rule", "line", "column", "said"),
    [
        ("prisoners", "2016-12,all,20000", "2016-12,all,many", catalogue.WRONG_TYPE, 2, 13, "'many' in column 'prisoners' is not of type integer"),
        ("prisoners", "2020-03,all,38990", "2020-03,all,", None, 0, 0, ""),
        ("prisoners", "2020-03,all,38990", "2020-03,all,-1", catalogue.BAD_CELL, 6, 13, "minimum"),
        ("prisoners", "2020-03,all", "2020-03,men", catalogue.BAD_CELL, 6, 9, "enum"),
        ("prisoners", "2018-12,all", "2016-12,all", catalogue.DUPLICATE_KEY, 4, 0, "as_of=2016-12, sex=all"),
        ("prisoners", "2018-12,all", ",all", catalogue.BAD_CELL, 4, 0, "key column 'as_of' is empty"),
        ("prisoners", "20000,1,", "20000,1,2,", catalogue.BAD_ROW, 2, 0, "extra"),
        ("prisoners", ",counted,\n2016-12,women", ",counted\n2016-12,women", catalogue.BAD_ROW, 2, 0, "missing"),
        ("prisoners", "prisoners,share", "prisoner,share", catalogue.WRONG_COLUMNS, 1, 0, "missing: prisoners; not in the schema: 'prisoner'"),
        ("prisoners", "as_of,sex", "sex,as_of", catalogue.WRONG_COLUMNS, 1, 0, "another order"),
        ("prisoners", "20000,1", "20000,NaN", catalogue.WRONG_TYPE, 2, 19, "no finite number"),
        ("prisoners", "20000,1", "20000,-INF", catalogue.WRONG_TYPE, 2, 19, "no finite number"),
        ("zahlungen", "03/01/2019", "2019-01-03", catalogue.WRONG_TYPE, 2, 4, "'2019-01-03' in column 'Datum' is not of type date"),
        ("zahlungen", "31/99", "", None, 0, 0, ""),
        ("zahlungen", "1.234,50", "1234.50", catalogue.WRONG_TYPE, 2, 15, "'.' is declared to group thousands"),
        ("zahlungen", "-3%", "\N{MINUS SIGN}3%", catalogue.WRONG_TYPE, 4, 20, "minus sign"),
        ("zahlungen", "Z4;01/12/2019;-50,25", "Z4;01/12/2019;zero", catalogue.WRONG_TYPE, 6, 15, "'zero' in column 'Betrag'"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_line_and_column(report, name, old, new, rule, line, column, said):
    text = report.read(f"data/{name}.csv")
    report.write(f"data/{name}.csv", text.replace(old, new, 1))
    if rule is None:
        tables(report)
        return
    found = finding(report)
    assert (found.rule, found.place) == (rule, Place(f"data/{name}.csv", line, column)), found
    assert said in found.message
    assert found.remedy


def test_a_byte_that_is_not_of_the_encoding_is_named_with_line_and_column(report):
    data = (report / "data/prisoners.csv").read_bytes()
    report.write("data/prisoners.csv", data.replace(b"p. 5", b"p.\xa05"))
    found = finding(report)
    assert found.rule == catalogue.BAD_ENCODING
    assert found.place == Place("data/prisoners.csv", 4, 36)
    assert "byte 0xa0 is not utf-8" in found.message
    assert "windows-1252" in found.remedy


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_an_empty_file_is_told(report, data):
    report.write("data/prisoners.csv", data)
    found = finding(report)
    assert (found.rule, found.place) == (catalogue.EMPTY_DATA, Place("data/prisoners.csv", 1))


def test_a_heading_without_rows_is_told(report):
    report.write("data/prisoners.csv", report.read("data/prisoners.csv").splitlines()[0] + "\n")
    assert finding(report).rule == catalogue.EMPTY_DATA


def test_the_faults_of_all_files_come_together_and_not_without_end(report):
    report.write("data/zahlungen.csv", "")
    rows = "".join(f"{n},all,x,1,ministry2020,,,,\n" for n in range(1000))
    report.write(
        "data/prisoners.csv", report.read("data/prisoners.csv").splitlines()[0] + "\n" + rows
    )
    found = findings(report)
    assert sum(each.place.path == "data/zahlungen.csv" for each in found) == 1
    assert len(found) == MOST_OF_A_FILE + 1


def test_two_cells_of_one_name_are_told(report):
    text = report.read("data/prisoners.csv")
    report.describe(
        lambda resources, _: resources["prisoners"]["schema"]["fields"][1].pop("constraints")
    )
    report.write(
        "data/prisoners.csv", text + "a.b,c,1,,ministry2020,,,,\na,b.c,2,,ministry2020,,,,\n"
    )
    found = finding(report)
    assert (found.rule, found.place.line) == (catalogue.AMBIGUOUS_DATUM, 9)
    assert "prisoners.a.b.c.prisoners" in found.message


def test_a_long_cell_is_not_printed_whole(report):
    report.change("data/prisoners.csv", "2016-12,all,20000", f"2016-12,all,{'9x' * 5000}")
    assert len(str(finding(report))) < 500


def test_a_column_is_never_guessed_from_the_file(report):
    # Frictionless would take the semicolon for the delimiter of this file, since it is the more frequent.
    header = "as_of,sex,prisoners,share,source,locator,qualifier,basis,note\n"
    rows = "".join(f"20{n}-12,all,1,1,a;b;c;d,;;;;;;,,,x;y;z;;\n" for n in range(10, 40))
    report.write("data/prisoners.csv", header + rows)
    assert len(tables(report)["prisoners"]) == 30


def test_numbers_keep_every_digit_through_a_multiplier(report):
    digits = "1.234.567.890.123.456.789.012.345.678.901,23"
    report.change("data/zahlungen.csv", "1.234,50", digits)
    amount = tables(report)["payments"].columns["Betrag"][0]
    assert amount == Decimal("1234567890123456789012345678901230")


def test_a_file_without_a_heading_can_be_declared_so(report):
    lines = report.read("data/prisoners.csv").splitlines(keepends=True)
    report.write("data/prisoners.csv", "".join(lines[1:]))
    report.describe(lambda resources, _: resources["prisoners"].update(dialect={"header": False}))
    assert tables(report)["prisoners"].lines == (1, 2, 3, 5, 6)


def test_comments_and_further_heading_lines_can_be_declared(report):
    report.write("data/prisoners.csv", "# received 2 May\n" + report.read("data/prisoners.csv"))
    report.describe(
        lambda resources, _: resources["prisoners"].update(dialect={"commentChar": "#"})
    )
    assert tables(report)["prisoners"].lines == (3, 4, 5, 7, 8)


cells = st.text(alphabet="ab1 ;,\"'\n\r\N{LINE SEPARATOR}é", max_size=5).map(str.strip)


@given(
    rows=st.lists(st.tuples(cells, st.integers(-999, 10**20), cells), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;|\t"),
    ending=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
)
def test_any_csv_comes_back_cell_by_cell_with_its_lines(
    tmp_path_factory, rows, delimiter, ending, bom
):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerow(["key", "text", "count", "more"])
    lines = []
    for number, (text, count, more) in enumerate(rows):
        lines.append(1 + len(io.StringIO(out.getvalue(), newline="").readlines()))
        writer.writerow([f"k{number}", text, count, more])
    report = small_project(tmp_path_factory.mktemp("p"), out.getvalue(), delimiter, bom=bom)
    table = read_table(report, read_package(report).datasets["d"])
    assert table.lines == tuple(lines)
    assert table.columns["text"] == tuple(text or None for text, _, _ in rows)
    assert table.columns["count"] == tuple(count for _, count, _ in rows)
    assert table.columns["more"] == tuple(more or None for _, _, more in rows)


def small_project(folder, text, delimiter, *, bom):
    import json

    from tieout.project import Project

    (folder / "tieout.toml").touch()
    (folder / "data").mkdir()
    (folder / "data/d.csv").write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.encode())
    names = {"key": "string", "text": "string", "count": "integer", "more": "string"}
    schema = {"fields": [{"name": n, "type": t} for n, t in names.items()], "primaryKey": ["key"]}
    resource = {"name": "d", "path": "d.csv", "dialect": {"delimiter": delimiter}, "schema": schema}
    (folder / "data/datapackage.json").write_text(json.dumps({"resources": [resource]}))
    return Project.find(folder)
